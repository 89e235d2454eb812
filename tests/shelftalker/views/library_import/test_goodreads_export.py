"""The export of a shelf in Goodreads' form: what other services and the import itself read again."""

from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf_exports.reading import read_export
from shelftalker.shelf_exports.statuses import Status
from shelftalker.views.library_import.goodreads_export import GOODREADS, goodreads_file, goodreads_views
from tests.shelftalker.views.test_export import book, copy_rows
from tests.view_checks import check_view, elements_in

BOOKS = {each.book_id: each for each in (book("aaaaaaaa", "Dune"), book("bbbbbbbb", "Emma"), book("cccccccc", "=1+1"))}


def entry(book_id: str, stars: int | None = None, *, wanted: bool = False, dismissed: bool = False) -> ShelfBook:
    return ShelfBook(book_id, stars, wanted, dismissed, 1700000000.0)


def test_stars_and_books_to_read_are_rows_that_an_import_reads_again() -> None:
    rated, wanted, dismissed = BOOKS
    shelf = Shelf((entry(rated, 4), entry(wanted, wanted=True), entry(dismissed, dismissed=True)), Preferences())
    [view] = goodreads_views(shelf, BOOKS)
    check_view(view)
    rows = copy_rows([view])
    assert [row[3:] for row in rows] == [
        ["My Rating", "Bookshelves", "Exclusive Shelf", "Date Added"],
        ["4", "read", "read", "2023/11/14"],
        ["0", "to-read", "to-read", "2023/11/14"],
        ["0", "not-for-me", "not-for-me", "2023/11/14"],
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    export = read_export("export.csv", text.encode())
    assert [(book.rating, book.status) for book in export.books] == [
        (4, Status.READ), (None, Status.WANTED), (None, Status.OWN_SHELF),
    ]  # fmt: skip


def test_a_file_has_each_book_whole_and_an_import_reads_it_again() -> None:
    books = [book(f"aaaaaaa{letter}", title, author) for letter, title, author in (
        ("a", 'The "Best" of <us> & `them`', "Ann, Other"), ("b", "Emma" * 400, "Jane Austen"), ("c", "Dune", "X"),
    )]  # fmt: skip
    read = ShelfBook("aaaaaaac", None, wanted=False, dismissed=True, changed_at=1.0, read=True)
    shelf = Shelf((entry("aaaaaaaa", 4), entry("aaaaaaab", wanted=True), read), Preferences())
    file = goodreads_file(shelf, {each.book_id: each for each in books})
    export = read_export(file.name, file.content)
    assert (file.name, file.books, export.rows, export.broken_lines) == ("shelftalker_books.csv", 3, 3, [])
    assert [(each.title, each.author) for each in export.books] == [(each.title, each.author) for each in books]
    assert [(each.rating, each.status) for each in export.books] == [
        (4, Status.READ), (None, Status.WANTED), (None, Status.READ),
    ]  # fmt: skip


def test_a_rated_book_that_is_wanted_too_is_both_once_an_import_has_read_it_again() -> None:
    rated, other, _ = BOOKS
    file = goodreads_file(Shelf((entry(rated, 4, wanted=True), entry(other, 2)), Preferences()), BOOKS)
    [both, one] = read_export(file.name, file.content).books
    assert (both.rating, both.status, both.is_listed) == (4, Status.READ, True)
    assert (one.rating, one.status, one.is_listed) == (2, Status.READ, False)


def test_a_long_shelf_has_parts_that_lead_to_each_other() -> None:
    views = goodreads_views(Shelf((entry("aaaaaaaa", 5),) * 9000, Preferences()), BOOKS)
    assert len(views) > 1
    for view in views:
        check_view(view)
    values = [elements_in(view)["home_export"]["value"] for view in views]
    assert values == [f"{GOODREADS}{number % len(views) + 1}" for number in range(1, len(views) + 1)]


def test_a_title_that_a_spreadsheet_would_run_is_a_text() -> None:
    [view] = goodreads_views(Shelf((entry("cccccccc", 5),), Preferences()), BOOKS)
    assert copy_rows([view])[1][0] == "'=1+1"
