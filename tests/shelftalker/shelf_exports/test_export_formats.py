"""The formats of exports: told apart by columns, and rows as books."""

import pytest

from shelftalker.shelf_exports.export_formats import format_of
from shelftalker.shelf_exports.exported_books import ExportedBook
from shelftalker.shelf_exports.statuses import Status


def book_of(**fields: str) -> ExportedBook | None:
    export_format = format_of(frozenset(fields))
    assert export_format is not None
    return export_format.book(2, fields)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("Goodreads", ["title", "author", "myrating"]),
        ("StoryGraph", ["title", "authors", "isbnuid"]),
        ("LibraryThing", ["title", "primaryauthor"]),
        ("BookWyrm", ["title", "authortext", "isbn10", "isbn13"]),
        ("Hardcover", ["title", "author", "hardcoverbookid"]),
        ("Open Library", ["title", "authors", "bookshelf"]),
        ("openreads", ["title", "author", "olid"]),
    ],
)
def test_a_format_is_told_by_its_own_columns(name: str, columns: list[str]) -> None:
    export_format = format_of(frozenset(columns))
    assert export_format is not None
    assert export_format.name == name


def test_columns_that_any_table_of_books_has_are_no_format() -> None:
    assert format_of(frozenset(["title", "author", "isbn", "rating"])) is None


def test_a_shelf_of_the_readers_own_is_read_only_with_a_rating() -> None:
    unrated = book_of(title="Emma", author="Jane Austen", myrating="0", exclusiveshelf="garden-books")
    rated = book_of(title="Emma", author="Jane Austen", myrating="4", exclusiveshelf="garden-books")
    assert unrated is not None
    assert (unrated.status, unrated.own_shelf, unrated.rating) == (Status.OWN_SHELF, "garden-books", None)
    assert rated is not None
    assert (rated.status, rated.own_shelf, rated.rating) == (Status.READ, "", 4)


def test_a_book_of_librarything_is_wanted_where_one_collection_says_so() -> None:
    wanted = book_of(title="L", primaryauthor="Camus, Albert", collections="Your library, Wishlist", rating="")
    assert wanted is not None
    assert (wanted.status, wanted.first_authors) == (Status.WANTED, ("Albert Camus",))


def test_an_old_row_of_bookwyrm_has_its_status_by_its_dates() -> None:
    stopped = book_of(title="Emma", authortext="Jane Austen", startdate="2024-01-01", stoppeddate="2024-02-01")
    assert stopped is not None
    assert stopped.status is Status.STOPPED


def test_a_deleted_book_of_openreads_is_none_and_a_subtitle_follows_its_title() -> None:
    assert book_of(title="Emma", author="A", olid="", status="finished", deleted="true") is None
    kept = book_of(title="Emma", subtitle="A Novel", author="A", olid="", status="finished", deleted="false")
    assert kept is not None
    assert (kept.title, kept.status) == ("Emma: A Novel", Status.READ)
