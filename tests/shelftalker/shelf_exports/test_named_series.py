"""The series and volume of a row beside those of a book."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf_exports.exported_books import ExportedBook, first_authors, isbns_in
from shelftalker.shelf_exports.named_series import contradicts, named_series, series_words
from shelftalker.shelf_exports.statuses import Status


def row(title: str, author: str, *, isbn: str = "", series: str = "") -> ExportedBook:
    authors = first_authors(author)
    return ExportedBook(2, title, author, authors, isbns_in(isbn), series, Status.READ, "", None, is_bad_rating=False)


def test_words_that_series_names_have_or_lack_are_left_out() -> None:
    assert series_words("The Dune Chronicles") == series_words("Dune") == {"dune"}


def test_a_series_is_named_in_brackets_or_by_the_column() -> None:
    in_brackets = named_series(row("Dune Messiah (Dune, #2)", "Frank Herbert"))
    of_column = named_series(row("Dune Messiah", "Frank Herbert", series="Dune (#2.0)"))
    assert in_brackets.names == of_column.names == (frozenset(["dune"]),)
    assert [first for first, _ in in_brackets.volumes] == [first for first, _ in of_column.volumes] == [2.0]


def test_a_bare_number_is_a_part_of_the_title() -> None:
    assert named_series(row("Catch 22", "Joseph Heller")).volumes == ()


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("Dune Messiah", False),
        ("Dune Messiah (Dune, #2)", False),
        ("Dune Messiah (Dune, #3)", True),
        ("Dune Messiah (Foundation, #2)", True),
    ],
)
def test_another_series_or_volume_contradicts(title: str, is_other: bool, catalogue: Catalogue) -> None:
    book = catalogue.book_with_isbn("0441172695")
    assert book is not None
    assert contradicts(named_series(row(title, "Frank Herbert")), "Dune Messiah", book) is is_other


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("Dune", True),
        ("The Dune Chronicles", True),
        ("The Adventures of Dune", False),
        ("Tales of Dune", False),
        ("The Adventures of Dune (Dune, #3)", True),
    ],
)
def test_the_series_own_name_is_no_later_volume_unless_it_says_of_stories(
    title: str, is_other: bool, catalogue: Catalogue
) -> None:
    second = catalogue.book_with_isbn("0441172695")
    assert second is not None
    assert contradicts(named_series(row(title, "Frank Herbert")), title.partition(" (")[0], second) is is_other
