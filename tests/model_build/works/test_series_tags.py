"""Words of a series that are run into a title, told by the author's other editions."""

import pytest

from model_build.works.series_tags import without_series_tags

TOLKIEN = ["The Two Towers (The Lord of the Rings, Part 2)", "The Hobbit"]
KING = ["The Gunslinger (The Dark Tower, Book 1)", "Insomnia"]


def first_title(titles: list[str], author: str = "J. R. R. Tolkien") -> str:
    """Return the first title as it is without its series, beside others by the same author."""
    return without_series_tags(titles, [author] * len(titles))[0]


@pytest.mark.parametrize("title", ["Two Towers Rings", "Two Towers Rings Uk", "TWO TOWERS RINGS 2"])
def test_a_word_of_the_series_behind_a_title_that_others_have_without_it_is_dropped(title: str) -> None:
    assert first_title([title, *TOLKIEN]).casefold() == "two towers"


def test_the_brackets_behind_it_stay() -> None:
    titles = ["Gunslinger Tower 1 (Dark Tower, No 1)", *KING]
    assert first_title(titles, "Stephen King") == "Gunslinger (Dark Tower, No 1)"


def test_a_title_that_nobody_has_without_the_word_stays() -> None:
    assert first_title(["Unfinished Rings", *TOLKIEN]) == "Unfinished Rings"


def test_the_name_of_the_series_itself_stays() -> None:
    titles = ["Springwater Seasons", "Springwater", "A Springwater Christmas (Springwater Seasons)"]
    assert first_title(titles, "Linda Lael Miller") == "Springwater Seasons"


def test_another_authors_series_tells_nothing() -> None:
    titles = ["Two Towers Rings", "Two Towers", "The Hobbit (The Lord of the Rings)"]
    assert without_series_tags(titles, ["A. Jones", "A. Jones", "J. R. R. Tolkien"]) == titles


def test_a_sequel_with_a_word_more_stays() -> None:
    titles = ["Dune Messiah (Dune Chronicles, Book 2)", "Dune (Dune Chronicles, Book 1)"]
    assert without_series_tags(titles, ["Frank Herbert"] * 2) == titles


@pytest.mark.parametrize("title", ["American Psycho- Spanish", "American Psycho/Spanish", "AMERICAN PSYCHO- SPANISH"])
def test_the_language_of_an_edition_is_dropped_where_another_has_the_title_without_it(title: str) -> None:
    others = ["American Psycho (Vintage Contemporaries)", "Glamorama"]
    assert first_title([title, *others], "Bret Easton Ellis").casefold() == "american psycho"


@pytest.mark.parametrize(
    "title", ["Learn in Your Car- Spanish", "Larousse English/Spanish", "The Old Man and the French", "Talk Spanish"]
)
def test_the_language_of_a_title_that_nobody_has_without_it_stays(title: str) -> None:
    others = ["Learn in Your Car- French", "Larousse English/French", "Talk German"]
    assert first_title([title, *others], "H. Raymond") == title
