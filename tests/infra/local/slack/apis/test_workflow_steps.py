"""Custom steps: the event to the app, its answers by the Web API, and the message that a workflow sends then."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient

from infra.local.slack.connection.manifest import MANIFEST, read_manifest
from tests.infra.local.scripted_slack import BOT_TOKEN, Answer, ScriptedApp, ScriptedSlack

BOOKS, GENERAL = "C0BOOKS0001", "C0GENERAL01"
INPUTS: dict[str, dict[str, Any]] = {
    "channel": {"type": "slack#/types/channel_id", "title": "Channel", "description": "Whose members"},
    "person": {"type": "slack#/types/user_id", "title": "Person", "description": "Who"},
    "count": {"type": "integer", "title": "Count", "description": "How many", "is_required": True},
}
OUTPUTS = {
    "text": {"type": "string", "title": "Text", "description": "A sentence", "is_required": True},
    "author": {"type": "string", "title": "Author", "description": "Who wrote it"},
}


def manifest_with_step(folder: Path, **settings: Any) -> Path:
    """Write a manifest with one custom step, and return its path."""
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    step = {
        "title": "Pick a book",
        "description": "Picks one",
        "input_parameters": INPUTS,
        "output_parameters": OUTPUTS,
    }
    manifest["functions"] = {"pick_a_book": step}
    manifest["settings"]["function_runtime"] = "remote"
    manifest["settings"]["event_subscriptions"]["bot_events"] = ["function_executed"]
    manifest["settings"] |= settings
    path = folder / "manifest.yaml"
    path.write_text(yaml.safe_dump(manifest, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture
def slack(app: ScriptedApp, tmp_path: Path) -> ScriptedSlack:
    return ScriptedSlack(app, manifest=manifest_with_step(tmp_path))


def run(slack: ScriptedSlack, user: str = "amina", **members: Any) -> str:
    """Run the workflow, and return the sentence about its error."""
    call = {"callback_id": "pick_a_book", "inputs": {"count": 1}, "channel_id": "", "message": ""} | members
    return str(slack.post("steps/run", user, **call)["problem"])


def wait_for(slack: ScriptedSlack, is_so: Callable[[Any], bool]) -> Any:
    """Wait until the last execution is so, and return it."""
    deadline = time.monotonic() + 30
    while not ((executions := slack.state()["executions"]) and is_so(executions[-1])):
        assert time.monotonic() < deadline, executions
        time.sleep(0.01)
    return executions[-1]


def is_delivered(execution: Any) -> bool:
    return bool(execution["delivered"])


def test_the_page_has_the_steps_of_the_manifest(slack: ScriptedSlack) -> None:
    [step] = slack.state()["steps"]

    assert (step["callback_id"], step["title"]) == ("pick_a_book", "Pick a book")
    assert [(each["name"], each["is_required"]) for each in step["inputs"]] == [
        ("channel", False),
        ("person", False),
        ("count", True),
    ]


def test_parameters_of_the_manifest_may_stand_under_properties(tmp_path: Path) -> None:
    path = manifest_with_step(tmp_path)
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    step = manifest["functions"]["pick_a_book"]
    flat = read_manifest(path).steps
    for kind, required in (("input_parameters", ["count"]), ("output_parameters", ["text"])):
        properties = {
            name: {key: value for key, value in entry.items() if key != "is_required"}
            for name, entry in step[kind].items()
        }
        step[kind] = {"properties": properties, "required": required}
    path.write_text(yaml.safe_dump(manifest, sort_keys=False), encoding="utf-8")

    assert read_manifest(path).steps == flat


def test_a_run_sends_the_event_as_slack_does(slack: ScriptedSlack) -> None:
    assert run(slack, inputs={"count": 2, "channel": BOOKS, "person": ""}) == ""
    execution = wait_for(slack, is_delivered)
    [received] = slack.app.received  # so its signature was valid
    event = received.json["event"]
    function = event["function"]

    assert received.json["type"] == "event_callback"
    assert received.json["authorizations"][0]["team_id"] == "T0SHELF0001"
    assert event["type"] == "function_executed"
    assert (function["callback_id"], function["title"], function["type"]) == ("pick_a_book", "Pick a book", "app")
    assert function["input_parameters"][2] == {"name": "count", **INPUTS["count"]}
    assert {parameter["name"] for parameter in function["output_parameters"]} == {"text", "author"}
    assert event["inputs"] == {"count": 2, "channel": BOOKS}
    assert event["function_execution_id"].startswith("Fx")
    assert event["workflow_execution_id"].startswith("Wx")
    assert event["bot_access_token"].startswith("xwfp-")
    assert (execution["state"], execution["delivered"]) == ("running", 1)
    assert "xwfp-" not in json.dumps(slack.state()["executions"])


def test_a_step_that_completes_has_its_message_sent_by_the_workflow(slack: ScriptedSlack) -> None:
    run(slack, channel_id=GENERAL, message="This week: {{text}} by {{author}} & {{nobody}}")
    wait_for(slack, is_delivered)
    event = slack.app.received[0].json["event"]
    slack.clock.now += 2.5
    answer = slack.call(
        "functions.completeSuccess",
        event["bot_access_token"],
        function_execution_id=event["function_execution_id"],
        outputs={"text": "<!channel> Dune", "author": "Frank Herbert"},
    )
    execution = wait_for(slack, lambda execution: execution["state"] == "completed")
    message = slack.messages("jonas")[-1]

    assert answer == {"ok": True}
    assert execution["outputs"] == {"text": "<!channel> Dune", "author": "Frank Herbert"}
    assert execution["seconds"] == pytest.approx(2.5)
    assert (message["channel_id"], message["author_id"]) == (GENERAL, "U0WORKFLOW1")
    assert message["text"] == "This week: &lt;!channel&gt; Dune by Frank Herbert &amp; {{nobody}}"


def test_a_workflow_without_send_a_message_posts_nothing(slack: ScriptedSlack) -> None:
    run(slack)
    wait_for(slack, is_delivered)
    execution_id = slack.app.received[0].json["event"]["function_execution_id"]

    assert slack.call("functions.completeSuccess", function_execution_id=execution_id, outputs={"text": "Dune"})["ok"]
    assert slack.messages() == []


def test_an_error_ends_the_workflow_and_slackbot_passes_it_on(slack: ScriptedSlack) -> None:
    run(slack, channel_id=BOOKS, message="{{text}}")
    wait_for(slack, is_delivered)
    event = slack.app.received[0].json["event"]
    slack.call(
        "functions.completeError",
        event["bot_access_token"],
        function_execution_id=event["function_execution_id"],
        error="Nobody is counted in",
    )
    execution = wait_for(slack, lambda execution: execution["state"] == "failed")
    [message] = slack.messages("amina")

    assert execution["problem"] == "Nobody is counted in"
    assert (message["author_id"], message["is_ephemeral"]) == ("USLACKBOT", True)
    assert message["text"] == "A workflow stopped at the step *Pick a book*: Nobody is counted in"
    assert slack.messages("jonas") == []


@pytest.mark.parametrize(
    ("outputs", "reason"),
    [
        ({}, "expected the output 'text', which the manifest requires, got none"),
        ({"text": 1}, "expected string as the output 'text', got 1"),
        ({"text": "x", "stars": 5}, "expected an output of the manifest (text, author), got 'stars'"),
        (["x"], "expected outputs as an object, got ['x']"),
        (None, "expected outputs as an object, got None"),
    ],
)
def test_outputs_that_are_not_those_of_the_manifest_are_refused(
    outputs: Any, reason: str, slack: ScriptedSlack
) -> None:
    run(slack)
    wait_for(slack, is_delivered)
    execution_id = slack.app.received[0].json["event"]["function_execution_id"]
    answer = slack.call("functions.completeSuccess", function_execution_id=execution_id, outputs=outputs)

    assert answer["error"] == "parameter_validation_failed"
    assert reason in slack.last_exchange()["errors"][0]
    assert slack.state()["executions"][-1]["state"] == "running"


def test_an_execution_is_ended_once_and_by_its_own_token_or_the_bots(slack: ScriptedSlack) -> None:
    run(slack)
    wait_for(slack, is_delivered)
    run(slack)
    wait_for(slack, lambda _: len(slack.app.received) == 2)
    one, other = (received.json["event"] for received in slack.app.received)
    outputs = {"outputs": {"text": "Dune"}}
    end = {"function_execution_id": one["function_execution_id"], **outputs}

    assert slack.call("functions.completeSuccess", other["bot_access_token"], **end)["error"] == "access_denied"
    assert slack.call("functions.completeSuccess", "xwfp-of-nobody", **end)["error"] == "invalid_auth"
    unknown = {"function_execution_id": "Fx0", **outputs}
    assert slack.call("functions.completeSuccess", BOT_TOKEN, **unknown)["error"] == "function_execution_not_found"
    assert slack.call("functions.completeSuccess", BOT_TOKEN)["error"] == "invalid_arguments"
    assert slack.call("functions.completeSuccess", one["bot_access_token"], **end)["ok"]
    assert slack.call("auth.test", one["bot_access_token"])["error"] == "invalid_auth"
    assert slack.call("auth.test", other["bot_access_token"])["ok"]
    for method, members in (("completeSuccess", outputs), ("completeError", {"error": "late"})):
        again = slack.call(
            f"functions.{method}",
            one["bot_access_token"],
            function_execution_id=one["function_execution_id"],
            **members,
        )
        assert again["error"] == "execution_not_in_running_state"


def test_the_sdk_sends_outputs_as_json_in_a_form(slack: ScriptedSlack) -> None:
    run(slack)
    wait_for(slack, is_delivered)
    event = slack.app.received[0].json["event"]
    form = {"function_execution_id": event["function_execution_id"], "outputs": json.dumps({"text": "Dune"})}
    answer = slack.http.post(
        "/api/functions.completeSuccess", data=form, headers={"Authorization": f"Bearer {event['bot_access_token']}"}
    )

    assert answer.get_json() == {"ok": True}
    assert callable(WebClient.functions_completeSuccess)


def test_an_event_that_fails_is_sent_again_as_the_same_execution(slack: ScriptedSlack) -> None:
    answers = [Answer(status=500), Answer(status=500), Answer()]
    slack.app.answer = lambda _: answers.pop(0)
    run(slack)
    execution = wait_for(slack, is_delivered)
    events = [received.json for received in slack.app.received]

    assert (execution["state"], execution["delivered"]) == ("running", 3)
    assert len({(each["event_id"], each["event"]["function_execution_id"]) for each in events}) == 1
    assert [received.headers.get("x-slack-retry-num") for received in slack.app.received] == [None, "1", "2"]


def test_an_event_that_never_arrives_is_not_acknowledged(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: Answer(status=503)
    run(slack)
    execution = wait_for(slack, is_delivered)

    assert (execution["state"], execution["delivered"]) == ("not_acknowledged", 4)
    assert execution["problem"] == "expected an acknowledgement with status 200, got 503"


def test_a_week_later_the_same_workflow_runs_again(slack: ScriptedSlack) -> None:
    run(slack, inputs={"count": 3, "channel": GENERAL}, channel_id=GENERAL, message="{{text}}")
    first = wait_for(slack, is_delivered)
    assert slack.post("steps/week", execution_id=first["execution_id"])["ok"]
    second = wait_for(slack, lambda execution: execution["week"] == 2 and is_delivered(execution))

    assert second["execution_id"] != first["execution_id"]
    same = ("inputs", "channel_id", "message", "callback_id")
    assert [first[name] for name in same] == [second[name] for name in same]
    assert "Fx0" in slack.post("steps/week", execution_id="Fx0")["problem"]


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"callback_id": "other"}, "The manifest has no function 'other', but pick_a_book."),
        ({"inputs": {}}, "expected the input 'count', which the manifest requires, got none"),
        ({"inputs": {"count": "two"}}, "expected integer as the input 'count', got 'two'"),
        ({"inputs": {"count": 1, "channel": "C0"}}, "expected slack#/types/channel_id as the input 'channel'"),
        ({"inputs": {"count": 1, "person": "U0"}}, "expected slack#/types/user_id as the input 'person'"),
        ({"user": "mara"}, "not for a person of another one"),
    ],
)
def test_a_workflow_that_can_not_run_is_a_sentence(members: dict[str, Any], problem: str, slack: ScriptedSlack) -> None:
    assert problem in run(slack, **members)
    assert slack.app.received == []
    assert slack.state()["executions"] == []


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"event_subscriptions": {}}, "subscribes to no function_executed"),
        ({"function_runtime": "slack"}, "no settings.function_runtime 'remote'"),
    ],
)
def test_a_manifest_by_which_no_step_reaches_the_app_is_a_sentence(
    settings: dict[str, Any], problem: str, app: ScriptedApp, tmp_path: Path
) -> None:
    assert problem in run(ScriptedSlack(app, manifest=manifest_with_step(tmp_path, **settings)))
