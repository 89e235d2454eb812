"""A hundred people counted in on one shared list: the shelves of all are read, each once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.club.members import CLUB, ClubPlace, Members
from shelftalker.listeners.club import shelves_of_members
from shelftalker.listeners.club.shelves_of_members import ShelvesConfig
from shelftalker.shelf.contents import Reader
from tests.dynamodb import DynamoDb, new_reader
from tests.shelftalker.listeners.club.test_shared_lists import count_in, share
from tests.shelftalker.listeners.reading import all_text
from tests.slack_app import SlackApp

TITLES = ["Dune", "It", "The Hobbit", "The Help", "Stand by Me", "V.", "Dune Messiah", "Children of Dune"]


@pytest.fixture(autouse=True)
def _long_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the shelves the time that they take one after the other, as moto answers here."""
    monkeypatch.setattr(shelves_of_members, "CONFIG", ShelvesConfig(seconds=120))


def test_the_last_of_a_hundred_has_all_shelves_read_by_one_query_each_and_everyone_counted(
    app: SlackApp,
    place: ClubPlace,
    *,
    members: Members,
    rate: Callable[[str, dict[str, int]], None],
    dynamodb: DynamoDb,
) -> None:
    readers = [new_reader("T0001") for _ in range(CLUB.members_at_most - 1)]

    def rate_and_join(numbered: tuple[int, Reader]) -> None:
        number, reader = numbered
        rate(reader.user_id, {TITLES[(number + step) % len(TITLES)]: 5 for step in (0, 1, 4)})
        members.join(place, reader, f"{time.time():.6f}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(rate_and_join, enumerate(readers)))
    message = share(app)
    dynamodb.operations.clear()
    _, public = count_in(app, message, place)
    assert f"{CLUB.members_at_most} of you" in all_text(public)
    assert "can't reach the shelves" not in all_text(public)
    assert dynamodb.operations.count("Query") == CLUB.members_at_most
