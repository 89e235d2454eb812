"""The books that rows of an export name: by ISBN, by title and author together, and never by title alone."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf_exports.exported_books import ExportedBook, first_authors, isbns_in
from shelftalker.shelf_exports.matching import Evidence, match_book
from shelftalker.shelf_exports.statuses import Status


def row(title: str, author: str, *, isbn: str = "", series: str = "") -> ExportedBook:
    authors = first_authors(author)
    return ExportedBook(2, title, author, authors, isbns_in(isbn), series, Status.READ, "", None, is_bad_rating=False)


def found(catalogue: Catalogue, book: ExportedBook) -> tuple[str, Evidence] | None:
    match = match_book(catalogue, book)
    return (match.book.title, match.evidence) if match else None


def test_a_book_is_found_by_its_isbn_under_another_title(catalogue: Catalogue) -> None:
    assert found(catalogue, row("L'Etranger", "Albert Camus", isbn="9780679720201")) == ("The Stranger", Evidence.ISBN)


def test_an_isbn_of_a_book_with_no_word_of_the_row_is_not_believed(catalogue: Catalogue) -> None:
    assert found(catalogue, row("Gardening Today", "Monty Don", isbn="0679720200")) is None


def test_an_isbn_is_not_believed_against_title_and_author_or_the_volume_that_a_row_names(catalogue: Catalogue) -> None:
    of_dune = "0441172717"
    other = row("Dune Messiah (Dune, #2)", "Frank Herbert", isbn=of_dune)
    assert found(catalogue, other) == ("Dune Messiah", Evidence.TITLE_AND_AUTHOR)
    assert found(catalogue, row("Children of Dune (Dune, #3)", "Frank Herbert", isbn=of_dune)) is None
    assert found(catalogue, row("Der Wüstenplanet (Dune, #1)", "Frank Herbert", isbn=of_dune)) == (
        "Dune",
        Evidence.ISBN,
    )


def test_a_repaired_isbn_counts_only_beside_an_agreeing_title_or_author(catalogue: Catalogue) -> None:
    assert found(catalogue, row("The Stranger", "", isbn="679720200")) == ("The Stranger", Evidence.ISBN)
    assert found(catalogue, row("Stranger Things", "Gwenda Bond", isbn="679720200")) is None


@pytest.mark.parametrize(
    ("title", "author", "book"),
    [
        ("The Hobbit", "J.R.R. Tolkien", "The Hobbit"),
        ("the stranger", "Camus, Albert", "The Stranger"),
        ("Dune Messiah (Dune, #2)", "Frank Herbert", "Dune Messiah"),
        ("The Stranger: A Novel", "Albert Camus", "The Stranger"),
        ("Dune Messiah (Ace Science Fiction)", "Frank Herbert", "Dune Messiah"),
        ("Nonzero", "Robert Wright", "Nonzero: The Logic of Human Destiny"),
    ],
)
def test_a_book_is_found_by_title_and_author(title: str, author: str, book: str, catalogue: Catalogue) -> None:
    assert found(catalogue, row(title, author)) == (book, Evidence.TITLE_AND_AUTHOR)


def test_a_title_alone_or_with_another_author_names_no_book(catalogue: Catalogue) -> None:
    assert found(catalogue, row("The Stranger", "")) is None
    assert found(catalogue, row("The Stranger", "Harlan Coben")) is None
    assert found(catalogue, row("Emma", "Alexander McCall Smith")) is None


def test_another_series_or_volume_is_another_book(catalogue: Catalogue) -> None:
    assert found(catalogue, row("Dune Messiah (Legends of Caladan, #2)", "Frank Herbert")) is None
    assert found(catalogue, row("Dune Messiah (Dune, #5)", "Frank Herbert")) is None


def test_a_part_of_a_series_is_not_the_book_of_its_series_name(catalogue: Catalogue) -> None:
    assert found(catalogue, row("Dune: Messiah of Sand", "Frank Herbert")) is None
    assert found(catalogue, row("The Stranger: The Voyage of the Dawn Treader", "Albert Camus")) is None
