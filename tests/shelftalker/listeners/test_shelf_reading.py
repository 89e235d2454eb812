"""The reading of a shelf for a title: its deadline, its failures, and the first answer of a process."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from shelftalker.listeners.shelf_reading import CONFIG, ShelfReadings, log_damaged_items
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import DamagedItem, Preferences, Reader, Shelf
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb

FUNCTIONS = Path(__file__).parents[3] / "functions"
# Nobody listens at the address, so that a shelf that is read can't be.
FIRST_READINGS = """
import os
os.environ |= {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "x",
               "AWS_SECRET_ACCESS_KEY": "x", "POWERTOOLS_METRICS_NAMESPACE": "x", "POWERTOOLS_SERVICE_NAME": "x"}
from shelftalker.listeners.shelf_reading import ShelfReadings
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
readings = ShelfReadings(ShelfTable("shelves"))
print(*["read" if readings.begin(Reader("T1", "U1")).shelf() is None else "taken_for_empty" for _ in range(2)])
"""


def test_the_shelf_that_is_read_is_the_readers(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, "oji73cmn", 4), "1700000000.000001")
    shelf = ShelfReadings(shelves).begin(reader).shelf()
    assert shelf is not None
    assert [(entry.book_id, entry.stars) for entry in shelf.books] == [("oji73cmn", 4)]


def test_items_that_cannot_be_read_are_logged_by_their_kinds_alone(caplog: pytest.LogCaptureFixture) -> None:
    items = [DamagedItem(kind, "text") for kind in ("book", "book", "preferences", "U0001ABCD")]
    log_damaged_items(Shelf((), Preferences(), damaged=tuple(items)))
    log_damaged_items(Shelf((), Preferences()))
    [record] = caplog.records
    assert record.__dict__["kinds"] == {"book": 2, "preferences": 1, "unknown": 1}
    assert "text" not in record.getMessage()


def test_a_shelf_that_cannot_be_read_is_none(shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb) -> None:
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    assert ShelfReadings(shelves).begin(reader).shelf() is None


def test_nobody_waits_for_a_slow_dynamodb_beyond_the_deadline(
    shelf_table_name: str, reader: Reader, dynamodb: DynamoDb, time_outs_of_production: None
) -> None:
    dynamodb.fail("Query", times=9, delay_seconds=6)
    started = time.monotonic()
    assert ShelfReadings(ShelfTable(shelf_table_name)).begin(reader).shelf() is None
    assert CONFIG.deadline_seconds <= time.monotonic() - started < 6


@pytest.mark.parametrize(
    ("imported", "readings"), [("sys", "taken_for_empty read"), ("shelftalker.aws.light_client", "read read")]
)
def test_only_the_first_answer_of_a_process_without_a_client_goes_without_its_shelf(
    imported: str, readings: str
) -> None:
    code = f"import {imported}\n{FIRST_READINGS}"
    started = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(FUNCTIONS)}, capture_output=True, text=True, check=True
    )
    assert started.stdout.split() == readings.split()
