"""Services of listeners: shelves out of reach, and modules that are loaded only where they are needed."""

import subprocess
import sys
from pathlib import Path

from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.reading import titles
from tests.slack_app import SlackApp

FUNCTIONS = Path(__file__).parents[3] / "functions"
START = """
import sys
from pathlib import Path
from shelftalker.settings import Settings
from shelftalker.listeners.services import slack_api_from
slack_api_from(Settings(Path(), "", "models", "secret", "", bot_token="xoxb"))
print(*[name for name in sys.modules if name.startswith("shelftalker.") or name == "boto3"])
"""


def test_an_app_of_one_workspace_loads_nothing_of_installations() -> None:
    started = subprocess.run(
        [sys.executable, "-c", START], env={"PYTHONPATH": str(FUNCTIONS)}, capture_output=True, text=True, check=True
    )
    loaded = set(started.stdout.split())
    assert "shelftalker.slack.web_api" in loaded
    assert not loaded & {
        "boto3",
        "shelftalker.install.installations",
        "shelftalker.install.bot_tokens",
        "shelftalker.install.token_cipher",
    }


def test_a_shelf_that_cannot_be_written_shows_nothing_as_saved(
    app: SlackApp, dynamodb: DynamoDb, shelves: ShelfTable
) -> None:
    message = app.type("dune").message
    dynamodb.fail("UpdateItem", times=9, refuses="InternalServerError")
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    answer, after = app.click(message, "rate:0", "five stars")
    assert after is not None
    assert "I could not save that" in after["text"]
    assert titles(after) == titles(message)
    assert "You gave" not in after["text"]
    # Slack forgets what was chosen from a menu only where its ids change.
    ids = {block.get("block_id") for block in message["blocks"] if block["type"] == "actions"}
    assert not ids & {block.get("block_id") for block in after["blocks"] if block["type"] == "actions"}
    assert {"ShelfWriteFailed", "ShelfReadFailed"} <= answer.metrics
    dynamodb.faults.clear()
    assert shelves.read(Reader("T0001", app.user_id)).books == ()


def test_a_shelf_that_cannot_be_read_still_gets_an_answer(app: SlackApp, dynamodb: DynamoDb) -> None:
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    answer = app.type("")
    assert "I can't reach your shelf right now" in answer.message["text"]
    assert len(titles(answer.message)) == 5
    assert "ShelfReadFailed" in answer.metrics
