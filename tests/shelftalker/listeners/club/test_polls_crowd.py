"""A hundred people who vote within a minute, over HTTP, signed, in the processes of the hosted function."""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS
from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import Ballot
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.slack_app import BOT_TOKEN, SlackImitation, action_in, buttons
from tests.slack_requests import SIGNING_SECRET, action_body, command_body, signed_headers, submission_body
from tests.time_outs import PROCESS_SECONDS

Message = dict[str, Any]
PEOPLE = 100


class HostedClub:
    """The hosted function as the people of a channel reach it."""

    def __init__(self, address: str, slack: SlackImitation) -> None:
        self.address = address
        self.slack = slack

    def send(self, body: str) -> str:
        """Send a request as Slack does, signed, and return the answer's body."""
        connection = HTTPConnection(self.address, timeout=60)
        try:
            connection.request("POST", "/slack/events", body, signed_headers(body))
            response = connection.getresponse()
            answer = response.read().decode()
            assert response.status == 200, answer
            return answer
        finally:
            connection.close()

    def click(self, message: Message, action_id: str, user_id: str) -> None:
        """Click a button of a message."""
        action = action_in(message, action_id)
        self.send(action_body(action, self.slack.response_url, user_id=user_id, is_ephemeral=False))

    def whispers(self, beginning: str) -> int:
        """Return the number of answers to one person alone that have some words."""
        return sum(beginning in posted["text"] for posted in self.slack.posted if not posted["replace_original"])

    def versions(self) -> list[Message]:
        """Return the message as it has been since it was first replaced, oldest first."""
        return [posted for posted in self.slack.posted if posted["replace_original"]]

    def message(self) -> Message:
        """Return the message as it is."""
        return self.versions()[-1]


@pytest.fixture
def club(
    model_directory: Path, shelf_table_name: str, dynamodb: DynamoDb, slack: SlackImitation, tmp_path: Path
) -> Iterator[HostedClub]:
    """Host the function in three processes, which share the table."""
    environment = {
        "MODEL_DIRECTORY": str(model_directory), "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": f"{slack.url}/api/", "SHELF_TABLE": shelf_table_name,
        "AWS_ENDPOINT_URL_DYNAMODB": dynamodb.url, "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker", "POWERTOOLS_SERVICE_NAME": "shelftalker",
    }  # fmt: skip
    host = FunctionHost(
        FUNCTIONS, environment, python=sys.executable, environments=3, log=tmp_path / "log",
        timeout_seconds=PROCESS_SECONDS, init_timeout_seconds=PROCESS_SECONDS,
    )  # fmt: skip
    with host, Gateway({"POST /slack/events": host.invoke}) as gateway:
        yield HostedClub(gateway.address, slack)


def open_vote(club: HostedClub, books: list[Book]) -> Message:
    """Open a poll on some books and start its vote; steps that a busy machine's time-outs stop are done once more."""
    message: Message = {"response_type": "ephemeral"}
    while message["response_type"] == "ephemeral":
        message = json.loads(club.send(command_body("club", user_id="U0", response_url=club.slack.response_url)))
    for book in books:
        values = {"title": {"search_title": {"selected_option": {"value": book.book_id}}}}
        while book.title not in str(club.versions()):
            club.click(message, "club_propose", "U0")
            club.send(submission_body(club.slack.views("views.open")[-1], values, "U0"))
    while not buttons(club.message(), "club_vote"):
        club.click(club.message(), "club_start", "U0")
    return club.message()


def test_a_hundred_people_vote_within_a_minute_in_several_processes_and_each_vote_is_counted(
    club: HostedClub, catalogue: Catalogue, shelves: ShelfTable
) -> None:
    message = open_vote(club, catalogue.ordered_books([1, 2, 3]))
    ballots = [ballot for button in buttons(message, "club_vote") if (ballot := Ballot.decode(button["value"]))]
    rng = random.Random(9)
    numbers = {f"U{person:03}": rng.choice([1, 1, 2, 3]) for person in range(1, PEOPLE + 1)}
    chosen = {user_id: ballots[number - 1].book_id for user_id, number in numbers.items()}
    changed = set(rng.sample(sorted(chosen), PEOPLE // 5))

    def vote_as(user_id: str) -> None:
        if user_id in changed:
            club.click(message, f"club_vote:{numbers[user_id] % 3 + 1}", user_id)
        club.click(message, f"club_vote:{numbers[user_id]}", user_id)

    def votes() -> dict[str, str]:
        poll = PollTable(shelves.table).read(ballots[0].ref)
        assert poll
        return dict(poll.votes)

    started, voters = time.monotonic(), sorted(chosen)
    while voters:
        with ThreadPoolExecutor(12) as threads:
            list(threads.map(vote_as, voters))
        given = votes()
        voters = [user_id for user_id in voters if given.get(user_id) != chosen[user_id]]
        # No vote is lost in silence: on a machine too busy for its time-outs a person is told, and clicks once more.
        assert len(voters) <= club.whispers("I could not count your vote")
    assert time.monotonic() - started < 60
    assert votes() == chosen
    counts = Counter(numbers.values())
    assert f"{PEOPLE} people have voted." in club.message()["text"]
    shown = [re.findall(r"\n(\d+) votes?$", block["text"]["text"])[0] for block in club.message()["blocks"][1:4]]
    assert list(map(int, shown)) == [counts[number] for number in (1, 2, 3)]
    assert club.whispers("Your vote is for") >= PEOPLE
    club.click(message, "club_close", "U0")
    winner, most = counts.most_common(1)[0]
    assert f"with {most} of {PEOPLE} votes" in club.message()["text"]
    assert buttons(club.message(), "want")[0]["value"] == f"want {ballots[winner - 1].book_id}"
