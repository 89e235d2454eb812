"""A channel of its own for each test, and people who click in it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from shelftalker.club.members import ClubPlace, Members
from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import Poll, PollRef
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.shelftalker.listeners.club.channel import Channel
from tests.slack_app import SlackApp

FANTASY = {"Dune": 5, "The Hobbit": 4, "Dune Messiah": 5}
NOVELS = {"Stand by Me": 5, "The Help": 4, "Pride & Prejudice": 5}


@pytest.fixture
def place() -> ClubPlace:
    """Return a channel of the workspace that the tests' clicks come from."""
    return ClubPlace("T0001", f"C{uuid.uuid4().hex[:10]}")


@pytest.fixture
def members(shelves: ShelfTable) -> Members:
    """Return the members of all clubs."""
    return Members(shelves.table)


@pytest.fixture
def rate(shelves: ShelfTable, catalogue: Catalogue) -> Callable[[str, dict[str, int]], None]:
    """Return a function that gives books stars for a person of the workspace, by title."""
    ids = {book.title: book.book_id for book in reversed(list(catalogue.all_books()))}

    def rate(user_id: str, stars: dict[str, int]) -> None:
        for title, rated in stars.items():
            shelves.apply(Reader("T0001", user_id), ShelfAction(Verb.RATE, ids[title], rated), "1700000000.000001")

    return rate


@pytest.fixture
def reader_of_fantasy(person: Callable[[], SlackApp], rate: Any) -> SlackApp:
    """Return someone who rated three books of fantasy."""
    app = person()
    rate(app.user_id, FANTASY)
    return app


@pytest.fixture
def reader_of_novels(person: Callable[[], SlackApp], rate: Any) -> SlackApp:
    """Return someone who rated three novels."""
    app = person()
    rate(app.user_id, NOVELS)
    return app


@pytest.fixture(scope="session")
def books(catalogue: Catalogue) -> list[Book]:
    """Return the most read books."""
    return catalogue.ordered_books(range(1, 13))


@pytest.fixture
def channel(app: SlackApp, books: list[Book]) -> Channel:
    """Return a channel in which a person opened a club and proposed two books."""
    channel = Channel.opened_by(app)
    for book in books[:2]:
        assert "Proposed" in channel.propose(app, book.book_id).metrics
    return channel


@pytest.fixture
def voting(app: SlackApp, channel: Channel) -> Channel:
    """Return the channel once the vote has begun."""
    assert "VoteBegun" in channel.click(app, "club_start").metrics
    return channel


@pytest.fixture
def polls_that_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have another change of a poll come in after each reading of it."""
    read = PollTable.read

    def read_before_a_change(self: PollTable, ref: PollRef) -> Poll | None:
        poll = read(self, ref)
        self.note_members(ref, 2)
        return poll

    monkeypatch.setattr(PollTable, "read", read_before_a_change)
