"""Words of addresses, as links.py compares them."""

from shelftalker.search.common_words import words_in
from shelftalker.search.site_words import SITE_WORDS


def test_words_are_separated_by_any_space() -> None:
    assert words_in(" a\n  b-c  ") == {"a", "b-c"}


def test_words_are_in_lower_case_as_they_are_compared() -> None:
    for words in SITE_WORDS:
        assert all(word == word.casefold() for word in words)
