"""Tests of the fields of wordings that name books."""

import random

import pytest

from model_build.evaluation.titles.fillings import Filling, Fillings
from model_build.questions.known_titles import KnownTitles
from shelftalker.model.catalogue import Book

FACTS = [
    ("The Lord of the Rings", None, None), ("One Hundred Years of Solitude", None, None),
    ("The Gunslinger: A Novel", "The Dark Tower", 1.0), ("The Drawing of the Three", "The Dark Tower", 2.0),
    ("Dark Tower Companion", "The Dark Tower", 9.0), ("Emma", None, None),
]  # fmt: skip
BOOKS = [
    Book(row, f"id{row}", title, "Ada Example", 1, 2000, "0441172717", None, 9, 7.0, "en", 1 if series else None,
         series, volume)
    for row, (title, series, volume) in enumerate(FACTS, start=1)
]  # fmt: skip
RINGS, SOLITUDE, GUNSLINGER, DRAWING, COMPANION, EMMA = BOOKS


@pytest.fixture(scope="module")
def fillings() -> Fillings:
    return Fillings(KnownTitles(BOOKS, most_namesakes=3))


def some(fillings: Fillings, field: str, book: Book) -> set[Filling | None]:
    """Fill in a field many times."""
    return {fillings.fill(field, book, random.Random(seed)) for seed in range(200)}


def test_titles_are_typed_as_printed_or_in_small_letters(fillings: Fillings) -> None:
    gunslinger = frozenset({3})

    assert some(fillings, "title", GUNSLINGER) == {
        Filling("The Gunslinger", gunslinger), Filling("the gunslinger", gunslinger),
    }  # fmt: skip
    assert some(fillings, "printed", GUNSLINGER) == {Filling("The Gunslinger", gunslinger)}
    assert some(fillings, "bare_title", GUNSLINGER) == {None}


def test_volumes_have_a_series_that_is_not_in_their_title(fillings: Fillings) -> None:
    assert some(fillings, "volume_title", DRAWING) == {Filling("The Drawing of the Three", frozenset({4}))}
    assert some(fillings, "volume_title", COMPANION) == some(fillings, "volume_title", EMMA) == {None}
    assert some(fillings, "series", DRAWING) == {Filling("The Dark Tower", frozenset({4}))}
    assert some(fillings, "first_title", DRAWING) == {Filling("The Gunslinger")}
    assert some(fillings, "first_title", GUNSLINGER) == {None}


def test_a_misspelt_beginning_names_every_book_that_begins_so(fillings: Fillings) -> None:
    misspelt = some(fillings, "beginning", SOLITUDE) - {None}

    assert len(misspelt) > 20
    for filling in misspelt:
        assert filling is not None
        assert filling.rows == frozenset({2})
        assert filling.text != "one hundred years"[: len(filling.text)]
    assert some(fillings, "beginning", EMMA) == {None}


def test_words_from_inside_neither_begin_nor_end_with_small_words(fillings: Fillings) -> None:
    inside = some(fillings, "inside", SOLITUDE) - {None}

    assert inside == {Filling("hundred years", frozenset({2})), Filling("years of solitude", frozenset({2}))}


def test_abbreviations_are_of_four_words_or_more(fillings: Fillings) -> None:
    assert some(fillings, "abbreviation", RINGS) == {
        Filling("lotr", frozenset({1})), Filling("LOTR", frozenset({1})),
    }  # fmt: skip
    assert some(fillings, "abbreviation", EMMA) == {None}


def test_numbers_are_written_the_other_way(fillings: Fillings) -> None:
    assert Filling("100 Years of Solitude", frozenset({2})) in some(fillings, "numbered", SOLITUDE)
    assert some(fillings, "numbered", EMMA) == {None}


def test_isbns_name_one_book_and_slugs_all_of_a_title(fillings: Fillings) -> None:
    assert some(fillings, "isbn_13", EMMA) == {Filling("9780441172719", frozenset({6}))}
    assert some(fillings, "lower_slug", GUNSLINGER) == {Filling("the-gunslinger", frozenset({3}))}
    assert some(fillings, "underscored", GUNSLINGER) == {Filling("The_Gunslinger", frozenset({3}))}
    assert some(fillings, "plus_title", GUNSLINGER) == {Filling("the+gunslinger")}


def test_facts_name_no_book(fillings: Fillings) -> None:
    assert some(fillings, "author", EMMA) == {Filling("Ada Example")}


def test_a_misspelt_title_is_no_title_and_names_its_book(fillings: Fillings) -> None:
    misspelt = some(fillings, "misspelt", RINGS) - {None}

    assert len(misspelt) > 20
    for filling in misspelt:
        assert filling is not None
        assert filling.rows == frozenset({1})
        assert filling.text.lower() != "the lord of the rings"
    assert some(fillings, "misspelt", EMMA) == {None}


def test_a_plain_beginning_is_as_it_is_printed_and_ends_at_no_small_word(fillings: Fillings) -> None:
    assert some(fillings, "plain_beginning", SOLITUDE) == {
        Filling("one hundred", frozenset({2})), Filling("one hundred years", frozenset({2})),
    }  # fmt: skip
    assert some(fillings, "plain_beginning", EMMA) == {None}
