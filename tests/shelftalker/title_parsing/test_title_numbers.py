"""Numbers and volumes in titles, however they are written."""

import pytest

from shelftalker.title_parsing.title_numbers import numbers_in_digits, only_volume, split_volume, volume_in


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("nineteen eighty four", "1984"),
        ("two thousand one", "2 thousand 1"),
        ("twenty one days", "21 days"),
        ("one hundred years", "100 years"),
        ("twenty thousand leagues", "20000 leagues"),
        ("20 000 leagues", "20000 leagues"),
        ("thousand suns", "thousand suns"),
        ("twenty twenty", "2020"),
        ("the fourth man", "the 4th man"),
        ("henry viii", "henry 8"),
        ("four five six", "4 5 6"),
        ("emma", "emma"),
    ],
)
def test_numbers_are_written_in_digits(words: str, digits: str) -> None:
    assert " ".join(numbers_in_digits(words.split())) == digits


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("The Dark Tower, Book II", "2"),
        ("Left Behind #4", "4"),
        ("House Trilogy, 1", "1"),
        ("Border Trilogy, V. 2", "2"),
        ("Vampire Chronicles, 5th Bk.", "5"),
        ("Dritter Band der Trilogie", "3"),
        ("The First Book in the Series", "1"),
        ("The Selection, #0.5", "0.5"),
        ("Vol. 007", "7"),
        ("Books of the 20th Century", ""),
        ("Signet Classics", ""),
    ],
)
def test_a_volume_is_found_however_it_is_written(text: str, volume: str) -> None:
    assert volume_in(text) == volume


def test_only_a_named_volume_is_split_from_the_end_of_a_title() -> None:
    assert split_volume("Henry IV, Part 1") == ("Henry IV", "1")
    assert split_volume("Chobits Vol.2") == ("Chobits", "2")
    assert split_volume("Scruples Two") == ("Scruples Two", "")
    assert split_volume("Book One") == ("Book One", "")
    assert [only_volume(part) for part in ("Part 2", "Book #2", "Part of Two", "2")] == ["2", "2", "", ""]
