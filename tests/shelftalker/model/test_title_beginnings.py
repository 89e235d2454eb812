"""First words by which a message is searched for titles."""

import pytest

from shelftalker.model.title_beginnings import beginning_to_compare, title_beginnings


@pytest.mark.parametrize(
    ("beginning", "title"),
    [
        ("dune", "dune messiah"),
        ("dune messiah", "dune messiah"),
        ("half remembered", "half remembered titles of today"),
        ("half remembered titles", "half remembered titles of today"),
        ("about j", "about jrr tolkien"),
    ],
)
def test_a_title_is_found_by_any_of_its_first_words(beginning: str, title: str) -> None:
    assert beginning_to_compare(beginning) in title_beginnings(title)


@pytest.mark.parametrize("beginning", ["jr", "jrr", "\u543e\u8f29", "\u543e\u8f29 \u732b\u3067"])
def test_any_title_may_begin_with_initials_and_with_scripts_without_spaces(beginning: str) -> None:
    assert beginning_to_compare(beginning) == ""


def test_other_scripts_are_compared() -> None:
    assert beginning_to_compare("\u0432\u043e\u0439\u043d\u0430 \u0438 \u043c\u0438\u0440") != ""
