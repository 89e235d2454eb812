"""Numbers of titles in words and in digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.title_keys import normalise_title
from shelftalker.search.remembered.number_words import number_spellings


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("20000 leagues", "20 000 leagues"),
        ("20,000 leagues", "twenty thousand leagues"),
        ("twenty thousand leagues", "20000 leagues"),
        ("catch twenty two", "catch 22"),
        ("catch 22", "catch twenty two"),
        ("1984", "nineteen eighty four"),
        ("nineteen eighty-four", "1984"),
        ("fahrenheit four fifty one", "fahrenheit 451"),
        ("fahrenheit 451", "fahrenheit four fifty one"),
        ("100 years of solitude", "one hundred years of solitude"),
        ("hundred years of solitude", "100 years of solitude"),
        ("2001: a space odyssey", "two thousand and one a space odyssey"),
        ("two thousand and one", "2001"),
        ("the thirteenth tale", "13th tale"),
        ("the 13th tale", "thirteenth tale"),
        ("around the world in 80 days", "around the world in eighty days"),
        ("3 men and 1 boat", "three men and one boat"),
    ],
)
def test_numbers_are_written_the_other_way(typed: str, spelling: str) -> None:
    assert spelling in number_spellings(normalise_title(typed))


@pytest.mark.parametrize("typed", ["dune", "the once and future king", "", "99999999999"])
def test_a_title_without_a_number_has_one_spelling(typed: str) -> None:
    assert number_spellings(normalise_title(typed)) == []


@given(st.integers(0, 999_999))
def test_every_number_in_words_is_read_back(number: int) -> None:
    assert any(str(number) in number_spellings(spelling) for spelling in number_spellings(str(number)))


WORDS = st.sampled_from(["one", "hundred", "thousand", "and", "twenty", "5", "000", "999999", "third", "years"])


@given(st.lists(WORDS, max_size=12))
def test_any_words_have_few_spellings(words: list[str]) -> None:
    spellings = number_spellings(" ".join(words))
    assert len(spellings) == len(set(spellings)) <= 12
