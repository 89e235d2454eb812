"""Deletion of all data of a workspace or reader, through the function's handler and its queue."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.club.members import ClubPlace, Members
from shelftalker.club.poll_table import PollTable
from shelftalker.purge.queue import PurgeQueue, PurgeRequest
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.table import ShelfTableConfig
from tests.cloudformation import EVERYTHING, stack
from tests.dynamodb import DynamoDb
from tests.shelftalker.purge.conftest import LEFT_AT, Consumer, Tables

FUNCTIONS = Path(__file__).parents[3] / "functions"
# Deletes as Lambda's function does, in a process of its own that can be killed.
DELETE = """
import sys
from tests.time_outs import widen
widen()
import purge

class Context:
    function_name = invoked_function_arn = aws_request_id = "1"
    memory_limit_in_mb = 512
    def get_remaining_time_in_millis(self):
        return 300_000

purge.handler({"Records": [{"messageId": "m1", "body": sys.argv[1]}]}, Context())
"""


def test_nothing_is_left_of_a_workspace_that_left_and_all_of_the_others(
    tables: Tables, queue: PurgeQueue, consumer: Consumer
) -> None:
    for workspace_id in ("T1", "T2", "T11"):
        tables.install(workspace_id, user_token="xoxp-1")
        tables.install(workspace_id, user_id="U2")
        for _ in range(3):
            tables.reader(workspace_id)
    others = [tables.all_of("T2"), tables.all_of("T11")]
    assert len(tables.all_of("T1")) == 3 + 3 * 6
    queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    consumer.work()
    assert tables.all_of("T1") == []
    assert [tables.all_of("T2"), tables.all_of("T11")] == others


def test_the_functions_role_allows_each_of_its_calls_those_into_clubs_of_others_too(
    tables: Tables, queue: PurgeQueue, consumer: Consumer, dynamodb: DynamoDb
) -> None:
    tables.install("T1")
    reader, table, when = tables.reader("T1"), DynamoDbTable(tables.shelf_table), f"{LEFT_AT - 500:.6f}"
    club = ClubPlace("T2", "C1")
    members = Members(table, lambda: LEFT_AT)
    members.join(club, reader, when)
    assert members.of_channel(club)
    poll = PollTable(table).open("T2", "C1", reader, when)
    dynamodb.operations.clear()
    queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    consumer.work()
    role = stack(**EVERYTHING).statements("PurgeRole", "dynamodb")
    allowed = {action.removeprefix("dynamodb:") for it in role for action in it.actions}
    assert set(dynamodb.operations) == allowed
    assert (members.of_channel(club), tables.all_of("T1")) == ((), [])
    left = PollTable(table, lambda: LEFT_AT).read(poll.ref)
    assert left
    assert not left.opened_by


def test_an_organisation_leaves_as_a_workspace_does(tables: Tables, queue: PurgeQueue, consumer: Consumer) -> None:
    tables.install("T1")
    tables.installations.save(_of_organisation())
    tables.reader("E1")
    queue.put(PurgeRequest("E1", LEFT_AT), delay_seconds=0)
    consumer.work()
    assert tables.all_of("E1") == []
    assert tables.installations.find_bot(enterprise_id=None, team_id="T1")


def _of_organisation() -> Any:
    from tests.shelftalker.install.conftest import installation

    return installation(team_id=None, enterprise_id="E1", is_enterprise_install=True, installed_at=LEFT_AT - 9)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_repeated_request_deletes_nothing_else(
    tables: Tables, queue: PurgeQueue, consumer: Consumer, times: int
) -> None:
    tables.install("T1")
    tables.reader("T1")
    for _ in range(times):
        queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    consumer.work()
    assert tables.all_of("T1") == []


def test_clicks_in_the_second_of_the_uninstall_are_deleted_too(tables: Tables, consumer: Consumer) -> None:
    tables.reader("T1", acted_at=LEFT_AT + 3)
    consumer.module.handler(_event(PurgeRequest("T1", LEFT_AT)), _context())
    assert tables.all_of("T1") == []


def test_a_workspace_that_has_come_back_keeps_the_new_installation_and_clicks(
    tables: Tables, queue: PurgeQueue, consumer: Consumer
) -> None:
    tables.install("T1", user_id="U1")
    tables.reader("T1")
    tables.install("T1", LEFT_AT + 20, user_id="U2", bot_token="xoxb-anew")
    anew = tables.reader("T1", acted_at=LEFT_AT + 25)
    for _ in range(2):
        queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    consumer.work()
    bot = tables.installations.find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert bot.bot_token == "xoxb-anew"
    assert tables.installations.find_installation(enterprise_id=None, team_id="T1", user_id="U1") is None
    assert len(tables.shelves.read(anew).books) == 3
    kept = [item["reader_item"]["S"] for item in tables.all_of("T1") if "reader_item" in item]
    assert {name.partition("#")[0] for name in kept} == {anew.user_id}


def test_changes_by_a_returned_reader_during_the_deletion_stay(
    tables: Tables, consumer: Consumer, dynamodb: DynamoDb
) -> None:
    reader = tables.reader("T1", books=1)
    tables.install("T1", LEFT_AT + 20)
    dynamodb.fail(
        "Query",
        times=2,  # the installations', then the shelves'
        meanwhile=lambda: tables.shelves.apply(reader, ShelfAction(Verb.RATE, "bookaaaa", 2), f"{LEFT_AT + 30:.6f}"),
    )
    consumer.module.handler(_event(PurgeRequest("T1", LEFT_AT)), _context())
    assert [book.stars for book in tables.shelves.read(reader).books] == [2]


def test_a_workspace_of_any_size_takes_as_many_steps_as_it_needs(
    tables: Tables, queue: PurgeQueue, consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shelftalker.shelf.table._CONFIG", ShelfTableConfig(deleted_between_clock_looks=50))
    tables.install("T1")
    tables.fill("T1", 600)
    consumer.seconds = consumer.module._RESERVED_SECONDS + 0.1  # noqa: SLF001
    queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    consumer.work()
    assert tables.all_of("T1") == []
    assert consumer.calls > 2


def test_without_any_time_left_something_is_deleted_and_the_message_goes_on_by_itself(
    tables: Tables, queue: PurgeQueue, consumer: Consumer
) -> None:
    tables.reader("T1")
    consumer.seconds = 1
    queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    [message] = consumer.messages()
    assert consumer.call([message]) == []
    assert tables.all_of("T1") == []
    [another] = consumer.messages()
    assert (another["Body"], another["MessageId"] == message["MessageId"]) == (message["Body"], False)


def test_a_function_killed_in_the_middle_goes_on_where_it_was(
    tables: Tables, queue: PurgeQueue, consumer: Consumer, dynamodb: DynamoDb
) -> None:
    tables.install("T1")
    tables.fill("T1", 500)
    queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    [message] = consumer.messages()
    dynamodb.operations.clear()
    process = subprocess.Popen(
        [sys.executable, "-c", DELETE, message["Body"]],
        env=os.environ | {"PYTHONPATH": f"{FUNCTIONS}:{FUNCTIONS.parent}"},
    )
    while dynamodb.operations.count("DeleteItem") < 100:
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    left = len(tables.all_of("T1"))
    assert 0 < left < 500
    consumer.work()  # the message, which nobody has deleted
    assert tables.all_of("T1") == []


def test_a_reader_who_is_deleted_leaves_nothing_and_the_others_stay(
    tables: Tables, queue: PurgeQueue, consumer: Consumer
) -> None:
    tables.install("T1")
    reader, other = tables.reader("T1"), tables.reader("T1")
    tables.shelves.apply(reader, ShelfAction(Verb.RATE, "bookzzzz", 4), f"{LEFT_AT + 1:.6f}")  # after they asked
    queue.put(PurgeRequest("T1", LEFT_AT, reader_id=reader.user_id), delay_seconds=0)
    consumer.work()
    assert [book.book_id for book in tables.shelves.read(reader).books] == ["bookzzzz"]
    assert len(tables.shelves.read(other).books) == 3
    assert tables.installations.find_bot(enterprise_id=None, team_id="T1")


def test_a_person_who_takes_back_a_token_leaves_the_app_installed(
    tables: Tables, queue: PurgeQueue, consumer: Consumer
) -> None:
    tables.install("T1", user_id="U1", user_token="xoxp-1")
    tables.install("T1", user_id="U2", user_token="xoxp-2")
    reader = tables.reader("T1")
    queue.put(PurgeRequest("T1", LEFT_AT, installer_id="U1"), delay_seconds=0)
    consumer.work()
    find = tables.installations.find_installation
    assert find(enterprise_id=None, team_id="T1", user_id="U1") is None
    assert find(enterprise_id=None, team_id="T1", user_id="U2")
    assert len(tables.shelves.read(reader).books) == 3


def test_failed_messages_come_again_and_the_rest_of_the_batch_does_not(
    tables: Tables, consumer: Consumer, dynamodb: DynamoDb
) -> None:
    tables.reader("T2")
    dynamodb.fail("Query", refuses="AccessDeniedException")
    records = [
        {"messageId": "m1", "body": PurgeRequest("T1", LEFT_AT).as_message()},
        {"messageId": "m2", "body": PurgeRequest("T2", LEFT_AT).as_message()},
        {"messageId": "m3", "body": "nonsense"},
    ]
    answer = consumer.module.handler({"Records": records}, _context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}, {"itemIdentifier": "m3"}]}
    assert tables.all_of("T2") == []


def test_a_busy_dynamodb_is_called_again(tables: Tables, consumer: Consumer, dynamodb: DynamoDb) -> None:
    tables.reader("T1")
    dynamodb.fail("DeleteItem", times=6, refuses="ProvisionedThroughputExceededException")
    assert consumer.module.handler(_event(PurgeRequest("T1", LEFT_AT)), _context()) == {"batchItemFailures": []}
    assert tables.all_of("T1") == []


def _event(*requests: PurgeRequest) -> dict[str, Any]:
    return {
        "Records": [
            {"messageId": f"m{number}", "body": request.as_message()} for number, request in enumerate(requests)
        ]
    }


def _context() -> Any:
    from tests.shelftalker.purge.conftest import Remaining

    return Remaining(300)


def test_a_half_deleted_workspace_whose_readers_click_meanwhile_ends_with_what_is_newer(
    tables: Tables, queue: PurgeQueue, consumer: Consumer, dynamodb: DynamoDb
) -> None:
    tables.install("T1")
    gone, back = tables.reader("T1", books=6), tables.reader("T1", books=6)
    dynamodb.fail("DeleteItem", times=12, refuses="ThrottlingException")
    queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=0)
    [message] = consumer.messages()
    assert consumer.call([message]) == [message["MessageId"]]
    dynamodb.faults.clear()
    tables.install("T1", LEFT_AT + 20)
    tables.shelves.apply(back, ShelfAction(Verb.RATE, "bookzzzz", 4), f"{LEFT_AT + 30:.6f}")
    consumer.work()
    assert tables.shelves.read(gone).books == ()
    assert [book.book_id for book in tables.shelves.read(back).books] == ["bookzzzz"]
    assert tables.installations.find_bot(enterprise_id=None, team_id="T1")
