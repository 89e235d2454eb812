"""Clicks of a reader whose shelf is full."""

import time

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable, ShelfTableConfig
from tests.slack_app import SlackApp

# The local table takes a second for ten thousand books, a click less than that.
FULL = ShelfTableConfig(books_at_most=20)


def test_a_full_shelf_takes_no_further_book_and_says_so_and_takes_one_in_the_place_of_another(
    app: SlackApp, shelves: ShelfTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shelftalker.shelf.table._CONFIG", FULL)
    reader = Reader("T0001", app.user_id)
    book_ids = [f"aaaaaa{first}{second}" for first in "ab" for second in "abcdefghij"]
    for book_id in book_ids:
        shelves.apply(reader, ShelfAction(Verb.WANT, book_id), "1763946000.000001")
    before = shelves.read(reader)
    message = app.type("dune").message
    answer, after = app.click(message, "menu_want", "1.")
    assert after is not None
    assert "Your shelf is full: it holds 10,000 books." in after["text"]
    assert "ShelfFull" in answer.metrics
    assert "ShelfWriteFailed" not in answer.metrics
    assert shelves.read(reader) == before
    shelves.apply(reader, ShelfAction(Verb.REMOVE, book_ids[0]), f"{time.time():.6f}")
    answer, _ = app.click(message, "menu_want", "1.")
    assert "Wanted" in answer.metrics
    assert len(shelves.read(reader).books) == FULL.books_at_most
