"""The import of a library: pasted rows, the summary, *Keep these*, *Discard* and *Undo*, as a person does them."""

import json
from typing import Any

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.homes import View, home_of, open_home, words
from tests.slack_app import Answer, SlackApp, buttons
from tests.slack_requests import submission_body

HEADER = "Title,Author,ISBN,My Rating,Exclusive Shelf"
ROWS = (
    "Dune (Dune Chronicles #1),Frank Herbert,,5,read",
    "It,Stephen King,,2,read",
    "The Hobbit,J.R.R. Tolkien,,0,to-read",
    "The Help,Kathryn Stockett,,0,read",
    "Piranesi,Susanna Clarke,,4,read",
)


def shelf_of(app: SlackApp, shelves: ShelfTable) -> set[tuple[int | None, bool]]:
    """Return stars and want-to-read of the books on a person's shelf."""
    return {(book.stars, book.wanted) for book in shelves.read(Reader("T0001", app.user_id)).books}


def open_window(app: SlackApp) -> View:
    """Open the window of an import from Home."""
    assert "ImportOpened" in app.click_in_home(open_home(app), "import_open").metrics
    return app.slack.views("views.open")[-1]


def paste(app: SlackApp, window: View, *lines: str) -> tuple[Answer, dict[str, Any]]:
    """Paste lines into a window, and return the answer and its JSON."""
    values = {"text": {"import_text": {"type": "plain_text_input", "value": "\n".join(lines)}}}
    answer = app.request(submission_body(window, values, app.user_id))
    return answer, json.loads(answer.body) if answer.body else {}


def import_rows(app: SlackApp, *lines: str) -> View:
    """Paste rows of an export and return the summary."""
    _, answer = paste(app, open_window(app), HEADER, *lines)
    assert answer["response_action"] == "update"
    view: View = answer["view"]
    return view


def test_pasted_rows_are_on_the_shelf_once_they_are_kept_and_not_before(app: SlackApp, shelves: ShelfTable) -> None:
    summary = import_rows(app, *ROWS)
    assert "Goodreads: 5 rows" in words(summary)
    assert "2 with stars, 1 to read, 1 read without stars" in words(summary)
    assert "1 not found" in words(summary)
    assert shelf_of(app, shelves) == set()
    assert "I found four books in 5 rows" in words(home_of(app))
    answer = app.click_in_home(summary, "import_keep")
    assert "ImportKept" in answer.metrics
    assert shelf_of(app, shelves) == {(5, False), (2, False), (None, True), (None, False)}
    assert "four books came to your shelf" in words(home_of(app))
    assert "Read, without stars" in words(home_of(app))


def test_a_rated_book_is_on_the_list_too_where_the_export_has_it_there(app: SlackApp, shelves: ShelfTable) -> None:
    window = open_window(app)
    rows = ('Dune,Frank Herbert,5,"favourites, to-read",read', 'It,Stephen King,2,"read, wishlist",read')
    _, answer = paste(app, window, "Title,Author,My Rating,Bookshelves,Exclusive Shelf", *rows)
    app.click_in_home(answer["view"], "import_keep")
    assert shelf_of(app, shelves) == {(5, True), (2, False)}
    app.click_in_home(home_of(app), "import_undo")
    assert shelf_of(app, shelves) == set()


def test_an_import_is_undone_as_a_whole_but_for_what_changed_since(app: SlackApp, shelves: ShelfTable) -> None:
    reader = Reader("T0001", app.user_id)
    import_rows(app, ROWS[1])
    [it] = shelves.read(reader).shelf_import.contents().books  # type: ignore[union-attr]
    shelves.apply(reader, ShelfAction(Verb.WANT, it.book_id), "1700000000.000001")
    app.click_in_home(import_rows(app, *ROWS), "import_keep")
    assert shelf_of(app, shelves) == {(5, False), (2, False), (None, True), (None, False)}
    dune = next(book for book in shelves.read(reader).books if book.stars == 5)
    shelves.apply(reader, ShelfAction(Verb.RATE, dune.book_id, 1), f"{dune.changed_at + 1:.6f}")
    answer = app.click_in_home(home_of(app), "import_undo")
    assert "ImportUndone" in answer.metrics
    # It is wanted as before, The Hobbit is gone, and the reader's own star stays.
    assert {book.book_id: (book.stars, book.wanted) for book in shelves.read(reader).books} == {
        it.book_id: (None, True),
        dune.book_id: (1, False),
    }
    assert "Undone: three books as before" in words(home_of(app))


def test_books_that_the_reader_has_rated_stay_as_they_are(app: SlackApp, shelves: ShelfTable) -> None:
    app.click_in_home(import_rows(app, "It,Stephen King,,2,read"), "import_keep")
    summary = import_rows(app, "It,Stephen King,,5,read", "Emma,Jane Austen,,0,to-read")
    assert "1 on your shelf already" in words(summary)
    app.click_in_home(summary, "import_keep")
    assert shelf_of(app, shelves) == {(2, False), (None, True)}


def test_an_import_is_pasted_in_pieces_with_one_header(app: SlackApp, shelves: ShelfTable) -> None:
    app.click_in_home(import_rows(app, ROWS[0]), "import_open")
    further = app.slack.views("views.update")[-1]
    assert "need not come again" in words(further)
    _, answer = paste(app, further, *ROWS[1:3])
    assert "Goodreads: 3 rows" in words(answer["view"])
    app.click_in_home(answer["view"], "import_keep")
    assert len(shelf_of(app, shelves)) == 3


def test_a_discarded_import_is_forgotten(app: SlackApp, shelves: ShelfTable) -> None:
    summary = import_rows(app, *ROWS)
    assert "ImportDiscarded" in app.click_in_home(summary, "import_discard").metrics
    assert shelves.read(Reader("T0001", app.user_id)).shelf_import is None
    assert "Discarded" in words(app.slack.views("views.update")[-1])
    assert "ImportOutdated" in app.click_in_home(summary, "import_keep").metrics
    assert shelf_of(app, shelves) == set()


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("Name,Price", "x,1"), "is no export that is known"),
        (("   ",), "Paste some rows"),
        (('{"books": []}',), "is JSON"),
        ((HEADER, "a,b,c,d,e,f,g"), "can't be read"),
        ((HEADER,), "has no rows, only the first line"),
    ],
)
def test_what_is_no_export_is_refused_below_the_field(app: SlackApp, lines: tuple[str, ...], sentence: str) -> None:
    answer, body = paste(app, open_window(app), *lines)
    assert body["response_action"] == "errors"
    assert sentence in body["errors"]["text"]
    assert "ImportRefused" in answer.metrics


def test_each_missing_book_has_a_search_that_opens_upon_the_summary(app: SlackApp) -> None:
    summary = import_rows(app, *ROWS)
    [search] = buttons(summary, "open_search")
    assert search["accessibility_label"] == "Search for Piranesi by Susanna Clarke"
    app.click_in_home(summary, "open_search")
    [window] = app.slack.views("views.push")
    assert "Piranesi" in words(window)


def test_an_import_that_can_t_be_stored_says_so_and_keeps_the_window(app: SlackApp, dynamodb: DynamoDb) -> None:
    window = open_window(app)
    dynamodb.fail("UpdateItem", refuses="AccessDeniedException")
    answer, body = paste(app, window, HEADER, *ROWS)
    assert "I could not save that" in body["errors"]["text"]
    assert "NotSaved" in answer.metrics


def test_a_click_that_comes_twice_keeps_once(app: SlackApp, shelves: ShelfTable) -> None:
    summary = import_rows(app, *ROWS)
    app.click_in_home(summary, "import_keep")
    before = shelves.read(Reader("T0001", app.user_id)).books
    assert "ImportOutdated" in app.click_in_home(summary, "import_keep").metrics
    assert shelves.read(Reader("T0001", app.user_id)).books == before


def test_deleting_all_data_deletes_the_import(app: SlackApp, shelves: ShelfTable) -> None:
    import_rows(app, *ROWS)
    app.click_in_home(home_of(app), "home_delete")
    assert shelves.read(Reader("T0001", app.user_id)).shelf_import is None
