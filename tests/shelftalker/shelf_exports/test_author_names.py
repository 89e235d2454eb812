"""First authors beside the authors of books of one title."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.person_names import person_names
from shelftalker.shelf_exports.author_names import credited_names, is_one_name, written_by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E. Annie Proulx", "Annie Proulx"),
        ("J. K. Rowling", "Joanne K. Rowling"),
        ("Albert Camus", "Albert Camus"),
    ],
)
def test_spellings_with_names_missing_or_as_initials_are_one_name(one: str, other: str) -> None:
    assert is_one_name(person_names(one), person_names(other))
    assert is_one_name(person_names(other), person_names(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [("J. Kellerman", "Jonathan Kellerman"), ("Tabitha King", "Stephen King"), ("King", "Stephen King")],
)
def test_a_surname_with_one_initial_or_another_name_is_not_one_name(one: str, other: str) -> None:
    assert not is_one_name(person_names(one), person_names(other))


def test_a_book_is_by_an_author_of_any_reading_and_by_no_other(catalogue: Catalogue) -> None:
    stranger = catalogue.book_with_isbn("0679720200")
    assert stranger is not None
    assert credited_names(stranger) == ["Albert Camus"]
    assert written_by(catalogue, [stranger], ["Camus Albert", "Albert Camus"]) == [stranger]
    assert written_by(catalogue, [stranger], ["Jane Austen"]) == []
    assert written_by(catalogue, [stranger], []) == []
