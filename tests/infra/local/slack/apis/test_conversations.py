"""The app's own conversation with a person: its messages and files, with the scopes that they need."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from infra.local.slack.connection.manifest import MANIFEST
from tests.infra.local.scripted_slack import ScriptedApp, ScriptedSlack

AMINA, HER_CONVERSATION = "U0AMINA0001", "D0AMINA0001"


@pytest.fixture
def slack(app: ScriptedApp) -> ScriptedSlack:
    return ScriptedSlack(app, scopes=frozenset({"commands", "chat:write", "files:write"}))


def upload(slack: ScriptedSlack, content: bytes = b"Title,Author\r\n") -> str:
    """Upload a file as the app does, and return its id."""
    begun = slack.call("files.getUploadURLExternal", filename="books.csv", length=str(len(content)))
    assert begun["ok"], begun
    assert slack.http.post(urlsplit(begun["upload_url"]).path, data=content).status_code == 200
    return str(begun["file_id"])


def test_a_message_comes_to_the_one_person_alone(slack: ScriptedSlack) -> None:
    answer = slack.call("chat.postMessage", channel=AMINA, text="*Done*")
    assert (answer["ok"], answer["channel"]) == (True, HER_CONVERSATION)
    [message] = slack.messages("amina")
    assert (message["channel_id"], message["text"], message["is_ephemeral"]) == (HER_CONVERSATION, "*Done*", False)
    assert slack.messages("jonas") == []
    assert slack.state("amina")["conversation"] == HER_CONVERSATION
    assert slack.state("mara")["conversation"] is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": AMINA}, "no_text"),
        ({"channel": "C0BOOKS0001", "text": "x"}, "not_in_channel"),
        ({"channel": "U0NOBODY001", "text": "x"}, "channel_not_found"),
        ({"text": "x"}, "channel_not_found"),
        ({"channel": AMINA, "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"channel": AMINA, "blocks": "["}, "invalid_arguments"),
    ],
)
def test_a_message_that_slack_would_not_post_is_refused(
    slack: ScriptedSlack, arguments: dict[str, Any], code: str
) -> None:
    assert slack.call("chat.postMessage", **arguments)["error"] == code
    assert slack.messages("amina") == []


def test_without_its_scope_each_method_is_refused(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, scopes=frozenset({"commands"}))
    assert slack.call("chat.postMessage", channel=AMINA, text="x")["error"] == "missing_scope"
    assert slack.call("files.getUploadURLExternal", filename="x", length="1")["error"] == "missing_scope"
    assert slack.call("files.completeUploadExternal", files=[{"id": "F1"}])["error"] == "missing_scope"


def test_without_a_messages_tab_there_are_no_messages(app: ScriptedApp, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(MANIFEST.read_text().replace("messages_tab_enabled: true", "messages_tab_enabled: false"))
    slack = ScriptedSlack(app, manifest=manifest)
    assert slack.call("chat.postMessage", channel=AMINA, text="x")["error"] == "messages_tab_disabled"
    assert slack.state("amina")["conversation"] is None


def test_a_file_is_shared_with_a_person_and_saved_from_the_page(slack: ScriptedSlack) -> None:
    files = json.dumps([{"id": upload(slack), "title": "books.csv"}])
    answer = slack.call("files.completeUploadExternal", files=files, channels=AMINA, initial_comment="Your shelf")
    assert answer["ok"], answer
    [message] = slack.messages("amina")
    [file] = message["files"]
    assert (message["text"], file["name"], file["size"]) == ("Your shelf", "books.csv", 14)
    saved = slack.http.get(f"/local/file/{file['id']}")
    assert (saved.data, "books.csv" in saved.headers["Content-Disposition"]) == (b"Title,Author\r\n", True)
    assert slack.http.get("/local/file/F0").status_code == 404


def test_a_person_s_id_is_no_channel_id_and_bytes_have_to_come_as_announced(slack: ScriptedSlack) -> None:
    file = {"id": upload(slack)}
    refused = slack.call("files.completeUploadExternal", files=[file], channel_id=AMINA)
    assert refused["error"] == "invalid_arguments"
    begun = slack.call("files.getUploadURLExternal", filename="books.csv", length="3")
    assert slack.http.post(urlsplit(begun["upload_url"]).path, data=b"four").status_code == 400
    refused = slack.call("files.completeUploadExternal", files=[{"id": begun["file_id"]}], channels=AMINA)
    assert refused["error"] == "file_not_found"
    assert slack.call("files.getUploadURLExternal", filename="x", length="0")["error"] == "invalid_arguments"
    assert slack.messages("amina") == []


def test_a_file_without_a_conversation_is_shown_to_nobody(slack: ScriptedSlack) -> None:
    assert slack.call("files.completeUploadExternal", files=[{"id": upload(slack)}])["ok"]
    assert slack.messages("amina") == []
