"""Generated payloads of every kind, signed as by Slack: no 5xx, and no write for anyone but who acts.

SIGNED_EXAMPLES sets their number for each test: `make exercise` sends many.
"""

import contextlib
import io
import json
import os
import time
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import Ballot, Candidate
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb, new_shelf_table
from tests.faults.signed_payloads import ENTERPRISE, HOST, OWN, SignedPayload, signed_payloads
from tests.slack_app import LambdaContext, SlackImitation
from tests.slack_requests import signed_headers, v2_event

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

EXAMPLES = int(os.environ.get("SIGNED_EXAMPLES", "300"))
ANY_NUMBER = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WRITES = {"UpdateItem", "DeleteItem", "PutItem", "BatchWriteItem"}


@dataclass
class Table:
    """The table of shelves, and the operations that reach it."""

    dynamodb: DynamoDb
    client: "DynamoDBClient"
    name: str

    def items(self) -> dict[tuple[str, str], Any]:
        """Return all items of the table by their keys."""
        pages = self.client.get_paginator("scan").paginate(TableName=self.name)
        items = [item for page in pages for item in page["Items"]]
        return {(item["workspace_id"]["S"], item["reader_item"]["S"]): item for item in items}


@dataclass
class Function:
    """The function in this process with all services."""

    module: ModuleType
    slack: SlackImitation
    table: Table
    book_ids: tuple[str, ...]
    polls: tuple[str, ...]

    def answer(self, body: str) -> tuple[int, list[dict[str, Any]]]:
        """Return the status of the answer to a signed body, and the lines that the function printed."""
        output = io.StringIO()
        for handler in self.module.logger.handlers:
            handler.setStream(output)
        with contextlib.redirect_stdout(output):
            answer = self.module.handler(v2_event(body, signed_headers(body)), LambdaContext())
        return answer["statusCode"], [json.loads(line) for line in output.getvalue().splitlines()]


@pytest.fixture(scope="module")
def shelf_table_name(dynamodb_client: "DynamoDBClient") -> str:
    """Create a table of this module's own, which is read whole before and after each payload."""
    return new_shelf_table(dynamodb_client)


@pytest.fixture
def bystanders(shelves: ShelfTable, catalogue: Catalogue) -> tuple[str, ...]:
    """Give other people shelves in all workspaces, and return the ids of books."""
    book_ids = tuple(book.book_id for book in catalogue.all_books()[:8])
    for place in (OWN, HOST, ENTERPRISE):
        for user_id in ("UOTHER0001", "UACTOR00011", "UACTOR000"):
            bystander = Reader(place, user_id)
            shelves.apply(bystander, ShelfAction(Verb.RATE, book_ids[0], 4), "1763946000.000001")
            shelves.prefer(bystander, Preferences("usa"), "1763946000.000001")
    return book_ids


@pytest.fixture
def table(dynamodb: DynamoDb, dynamodb_client: "DynamoDBClient", shelf_table_name: str) -> Table:
    """Return the table of shelves."""
    return Table(dynamodb, dynamodb_client, shelf_table_name)


@pytest.fixture
def polls(shelves: ShelfTable, catalogue: Catalogue, bystanders: tuple[str, ...]) -> tuple[str, ...]:
    """Have somebody open two polls, vote in one of them, and return them as buttons name them."""
    polls, opener, now = PollTable(shelves.table), Reader(HOST, "UOTHER0001"), f"{time.time():.6f}"
    gathering, voting = polls.open(HOST, "C0001", opener, now), polls.open(HOST, "C0001", opener, now)
    for book in catalogue.books_with_ids(bystanders).values():
        proposed = polls.propose(voting.ref, opener, Candidate.of_book(book, 1), now)
        assert proposed
        voting = proposed
    started = polls.start(voting, is_hidden=False)
    assert started
    assert polls.vote(Ballot(voting.ref, 1, bystanders[0]), opener, now)
    return gathering.ref.encode(), voting.ref.encode()


@pytest.fixture
def function(
    slack_events: ModuleType,
    slack: SlackImitation,
    table: Table,
    bystanders: tuple[str, ...],
    polls: tuple[str, ...],
) -> Function:
    """Return the function, in workspaces where other people have shelves, and a poll."""
    return Function(slack_events, slack, table, bystanders, polls)


def actors_in_poll(before: Any, after: Any) -> set[str]:
    """Return the people whose entries differ in a poll, and who opened it if it is new, or has another state."""
    if before is None or any(before[name] != after[name] for name in ("state", "round", "open_ids")):
        return {after["opened_by"]["S"]}
    votes, candidates = ((before[name]["M"], after[name]["M"]) for name in ("votes", "candidates"))
    voters = {person for person in votes[0].keys() | votes[1].keys() if votes[0].get(person) != votes[1].get(person)}
    return voters | {
        candidates[1][book_id]["M"]["proposed_by"]["S"] for book_id in candidates[1].keys() - candidates[0]
    }


# Bolt answers Slack's check of the URL by itself, without a metric.
@pytest.mark.filterwarnings("ignore:No application metrics to publish")
@ANY_NUMBER
@given(data=st.data())
def test_signed_payloads_get_no_5xx_and_write_for_nobody_but_who_acts(function: Function, data: st.DataObject) -> None:
    payload: SignedPayload = data.draw(signed_payloads(function.slack.response_url, function.book_ids, function.polls))
    before = function.table.items()
    function.table.dynamodb.operations.clear()
    status, lines = function.answer(payload.body)
    logged = [line.get("message") for line in lines]
    assert status in ({200, 404} if payload.is_whole else {200, 404, 400, 413})
    if payload.is_whole:
        assert "a listener failed" not in logged, lines
    if not WRITES.isdisjoint(function.table.dynamodb.operations):
        after = function.table.items()
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        actors = {name.partition("#")[0] for _, name in changed if not name.startswith("#")}
        for key in changed:
            if key[1].startswith("#"):
                actors |= actors_in_poll(before.get(key), after[key])
        assert actors <= payload.actors
