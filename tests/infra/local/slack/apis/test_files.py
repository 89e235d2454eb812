"""Fields for files: the upload from the page, the submission, and what the app finds of a file."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.infra.local.block_kit import input_block, modal
from tests.infra.local.scripted_slack import BOT_TOKEN, Answer, ScriptedApp, ScriptedSlack

FIELD = {"type": "file_input", "filetypes": ["csv", "zip"], "max_files": 1}


@pytest.fixture
def slack(app: ScriptedApp) -> ScriptedSlack:
    """Return a Slack whose workspace has granted files:read."""
    return ScriptedSlack(app, scopes=frozenset({"commands", "files:read"}))


def upload(slack: ScriptedSlack, name: str = "library.csv", content: bytes = b"Title,Author") -> dict[str, Any]:
    answer = slack.http.post("/local/file", query_string={"name": name}, data=content)
    file: dict[str, Any] = answer.get_json()
    return file


def submit(slack: ScriptedSlack, *files: dict[str, Any]) -> Any:
    slack.app.answer = lambda _: Answer()
    view = slack.open(modal(input_block("file", FIELD)))
    return slack.post("submit", view_id=view["id"], state={"file": {"file": [file["id"] for file in files]}})


def test_an_uploaded_file_comes_with_the_submission_and_is_downloaded_with_the_token(slack: ScriptedSlack) -> None:
    file = upload(slack)
    assert submit(slack, file)["ok"]
    [sent] = slack.app.received[-1].payload["view"]["state"]["values"]["file"]["file"]["files"]
    assert (sent["id"], sent["name"], sent["size"]) == (file["id"], "library.csv", 12)
    found = slack.call("files.info", file=file["id"])["file"]
    path = urlsplit(found["url_private_download"]).path
    assert slack.http.get(path, headers={"Authorization": f"Bearer {BOT_TOKEN}"}).data == b"Title,Author"
    assert slack.http.get(path).status_code == 302


def test_a_file_of_another_type_and_more_files_than_allowed_are_refused_by_slack_itself(slack: ScriptedSlack) -> None:
    assert submit(slack, upload(slack, "photo.png"))["errors"] == {
        "file": "Please choose files of these types: csv, zip."
    }
    assert submit(slack, upload(slack), upload(slack))["errors"] == {"file": "Please choose at most 1 files."}


def test_an_empty_required_field_and_an_unknown_file_are_refused(slack: ScriptedSlack) -> None:
    assert submit(slack)["errors"] == {"file": "Please complete this required field."}
    assert "expected ids of uploaded files" in submit(slack, {"id": "F0"})["problem"]


def test_without_the_scope_there_is_no_field_no_file_and_no_download(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, scopes=frozenset({"commands"}))
    file = upload(slack)
    refused = slack.call("views.open", trigger_id=slack.trigger_id(), view=modal(input_block("file", FIELD)))
    assert refused["error"] == "invalid_arguments"
    assert slack.call("files.info", file=file["id"])["error"] == "missing_scope"
    path = urlsplit(file["url_private_download"]).path
    assert slack.http.get(path, headers={"Authorization": f"Bearer {BOT_TOKEN}"}).status_code == 302


def test_each_answer_names_the_granted_scopes(slack: ScriptedSlack) -> None:
    answer = slack.http.post("/api/auth.test", json={}, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
    assert answer.headers["X-OAuth-Scopes"] == "commands,files:read"
