"""Lookups of authors by their names."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.author_lookups import (
    author_with_name,
    author_with_surname_first,
    books_written_by,
)
from shelftalker.search.titles import rows_with_whole_title


@pytest.mark.parametrize("name", ["Tolkien", "by J.R.R. Tolkien", "Tolkien, J. R. R."])
def test_an_author_is_found_by_any_form_of_the_name(catalogue: Catalogue, name: str) -> None:
    author_row = author_with_name(catalogue, name)
    assert author_row
    assert catalogue.author_name(author_row) == "J. R. R. Tolkien"


def test_a_surname_may_come_first_without_a_comma(catalogue: Catalogue) -> None:
    author_row = author_with_surname_first(catalogue, "Austen Jane")
    assert author_row
    assert catalogue.author_name(author_row) == "Jane Austen"
    assert author_with_surname_first(catalogue, "Austen") is None


@pytest.mark.parametrize(
    ("name", "authors"),
    [
        ("Jane A. Austen", ["Jane Austen"]),
        ("Austen Jr.", ["Jane Austen"]),
        ("McCall Smith", ["Alexander McCall Smith"]),
        ("Stephen King", []),
    ],
)
def test_a_name_chooses_among_books_of_one_title(catalogue: Catalogue, name: str, authors: list[str]) -> None:
    books = catalogue.ordered_books(rows_with_whole_title(catalogue, "Emma"))
    assert [book.author for book in books_written_by(catalogue, books, name)] == authors
