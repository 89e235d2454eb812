"""Tests of the texts of a book's facts."""

import random

import pytest

from model_build.evaluation.titles.book_texts import BOOK_TEXTS, isbn_10, isbn_13, slug_of, with_hyphens
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book

DUNE = Book(1, "id1", "Dune", "Frank Herbert, Someone Else", 1, 1965, "0441172717", None, 3, 7.0, volume=1.0)


def test_isbns_are_written_in_every_form() -> None:
    assert isbn_10(DUNE) == "0441172717"
    assert isbn_13(DUNE) == "9780441172719"
    assert with_hyphens("0441172717") == "0-441-17271-7"
    assert with_hyphens("9780441172719") == "978-0-441-17271-9"
    assert with_hyphens(None) is None
    assert isbn_13(DUNE._replace(isbn="id of no edition")) is None
    assert isbn_10(DUNE._replace(isbn="9791032102558")) is None


def test_slugs_are_ascii_with_a_mark_between_words() -> None:
    assert slug_of("L'Écume des jours: Roman") == "LEcume-des-jours-Roman"
    assert slug_of("Life of Pi", "_") == "Life_of_Pi"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("author", "Frank Herbert"), ("surname", "Herbert"), ("inverted_author", "Herbert, Frank"), ("year", "1965"),
        ("number", "1"), ("ordinal", "first"), ("lower_author_slug", "frank-herbert"), ("surname_slug", "Herbert"),
    ],
)  # fmt: skip
def test_facts_fill_in_fields(field: str, text: str) -> None:
    assert BOOK_TEXTS[field](DUNE, random.Random(1)) == text


@pytest.mark.parametrize("field", BOOK_TEXTS)
def test_a_book_without_facts_fills_in_nothing(field: str) -> None:
    unknown = DUNE._replace(author=UNKNOWN_AUTHOR, year=None, volume=None)

    assert not BOOK_TEXTS[field](unknown, random.Random(1))


def test_another_edition_is_some_years_older() -> None:
    assert BOOK_TEXTS["other_year"](DUNE, random.Random(1)) in {"1964", "1963", "1960", "1956"}
