"""A hundred people counted in on one shared list: the shelves of all are read, each once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.club.members import CLUB, ClubPlace, Members
from shelftalker.listeners.club import shelves_of_members
from shelftalker.listeners.club.shelves_of_members import ShelvesConfig
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.club.test_shared_lists import count_in, share
from tests.shelftalker.listeners.reading import all_text
from tests.slack_app import SlackApp


def test_the_last_of_a_hundred_has_all_shelves_read_by_one_query_each_and_everyone_counted(
    app: SlackApp,
    person: Callable[[], SlackApp],
    place: ClubPlace,
    *,
    members: Members,
    shelves: ShelfTable,
    catalogue: Catalogue,
    dynamodb: DynamoDb,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # moto answers one request after the other here.
    monkeypatch.setattr(shelves_of_members, "CONFIG", ShelvesConfig(seconds=120))
    readers = [Reader("T0001", person().user_id) for _ in range(CLUB.members_at_most - 1)]
    books = list(catalogue.all_books())[:12]

    def rate_and_join(numbered: tuple[int, Reader]) -> None:
        number, reader = numbered
        for book in (books[number % 12], books[(number + 1) % 12], books[(number + 5) % 12]):
            shelves.apply(reader, ShelfAction(Verb.RATE, book.book_id, 5), "1700000000.000001")
        members.join(place, reader, f"{time.time():.6f}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(rate_and_join, enumerate(readers)))
    message = share(app)
    dynamodb.operations.clear()
    _, public = count_in(app, message, place)
    assert f"{CLUB.members_at_most} of you" in all_text(public)
    assert "can't reach the shelves" not in all_text(public)
    assert dynamodb.operations.count("Query") == CLUB.members_at_most
