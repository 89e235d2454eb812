"""The stops of a way, as text and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.recommend.stops import Source, Stop, Trail, decode_trail, encode_trail, letters_of, quote_typed
from tests.generated_readers import TRAILS

HERE = Stop(Source.AFTER_BOOK, ("2lp3nzpg",))


@given(TRAILS)
def test_a_way_comes_back_from_its_texts_as_it_was(trail: Trail) -> None:
    assert decode_trail(encode_trail((HERE, *trail)), HERE) == trail


@pytest.mark.parametrize("text", ["", "x", "a", "a2lp3nzp", "a2lp3nzpg2lp3nzpg!", "aAAA2lp3nzpg", "qB\u00fccher"])
def test_what_is_no_stop_ends_in_none(text: str) -> None:
    assert (decode_trail([text], HERE) is None) == (text != "a")


def test_the_books_asked_about_are_written_once_for_the_pages_of_one_listing() -> None:
    assert encode_trail((HERE._replace(start=30), HERE._replace(start=5), HERE)) == ["aF", "a"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_typed_text_has_none_of_the_signs_that_separate_the_parts_of_a_state(typed: str) -> None:
    assert not set(quote_typed(typed)) & set(".,~:_")


@pytest.mark.parametrize(("number", "letters"), [(0, ""), (5, "F"), (26, "BA"), (675, "ZZ")])
def test_numbers_are_written_in_letters(number: int, letters: str) -> None:
    assert letters_of(number) == letters
