"""Lookups of authors by their names."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.person_names import person_names
from shelftalker.search.author_lookups import (
    are_spelt_alike,
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
        ("Jane Austin", ["Jane Austen"]),
        ("Stephen King", []),
    ],
)
def test_a_name_chooses_among_books_of_one_title(catalogue: Catalogue, name: str, authors: list[str]) -> None:
    books = catalogue.ordered_books(rows_with_whole_title(catalogue, "Emma"))
    assert [book.author for book in books_written_by(catalogue, books, name)] == authors


@pytest.mark.parametrize(
    ("typed", "author"),
    [
        ("Fjodor Dostojewski", "Fyodor Dostoevsky"),
        ("Mijaíl Bulgakov", "Mikhail Bulgakov"),
        ("Khalil Gibran", "Kahlil Gibran"),
        ("Elie Vizel", "Elie Wiesel"),
        ("Anton Tchekhov", "Anton Chekhov"),
    ],
)
def test_a_name_is_spelt_alike_in_other_languages(typed: str, author: str) -> None:
    assert are_spelt_alike(person_names(typed), person_names(author))


@pytest.mark.parametrize(
    ("typed", "author"),
    [("Jesse Kellerman", "Jonathan Kellerman"), ("Stephen King", "Jane Austen"), ("King", "Kingsley Amis")],
)
def test_other_persons_are_not_spelt_alike(typed: str, author: str) -> None:
    assert not are_spelt_alike(person_names(typed), person_names(author))


def test_a_name_that_another_author_has_differs_in_no_more_than_a_letter() -> None:
    assert are_spelt_alike(person_names("Khalil Gibran"), person_names("Kahlil Gibran"), is_known=True)
    assert not are_spelt_alike(person_names("Joan Smith"), person_names("John Smith"), is_known=True)
    assert not are_spelt_alike(person_names("Mijaíl Bulgakov"), person_names("Mikhail Bulgakov"), is_known=True)
