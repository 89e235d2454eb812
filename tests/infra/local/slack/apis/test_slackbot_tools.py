"""Slackbot's calls of tools, by the page and by MCP clients: signed, and in the name of a person."""

import json
from typing import Any

import pytest

from infra.local.slack.connection.manifest import MANIFEST
from tests.infra.local.scripted_slack import Answer, Received, ScriptedSlack

TOOL = {"name": "find_book", "title": "Find", "inputSchema": {}, "annotations": {"readOnlyHint": True}}
ANSWER = {
    "content": [{"type": "text", "text": "Dune"}, {"type": "text", "text": "Emma"}],
    "structuredContent": {"books": 2},
    "isError": False,
}


def result(content: dict[str, Any]) -> Answer:
    return Answer({"jsonrpc": "2.0", "id": 1, "result": content})


def test_the_page_lists_the_tools_of_the_app_at_the_path_of_its_manifest(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: result({"tools": [TOOL]})

    assert slack.state()["has_tools"] is True
    assert slack.post("tools") == {"ok": True, "problem": "", "tools": [TOOL]}
    assert slack.app.received[-1].json["method"] == "tools/list"
    assert slack.last_exchange()["request_url"].endswith("/slack/mcp")


def test_without_an_mcp_server_in_the_manifest_there_are_no_tools(slack: ScriptedSlack, tmp_path: Any) -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    (tmp_path / "manifest.yaml").write_text(text.replace("mcp_servers:", "_mcp_servers:"), encoding="utf-8")
    without = ScriptedSlack(slack.app, manifest=tmp_path / "manifest.yaml")

    assert without.state()["has_tools"] is False
    assert without.http.post("/local/tools", json={"user": "amina"}).status_code == 404


def test_a_call_names_the_person_as_slack_does_and_shows_text_structure_and_request(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: result(ANSWER)
    answer = slack.post("tools/call", "jonas", name="find_book", arguments={"query": "dune"})
    received = slack.app.received[-1]

    assert received.json["params"] == {
        "name": "find_book",
        "arguments": {"query": "dune"},
        "_meta": {"slack": {"user_id": "U0JONAS0001", "team_id": "T0SHELF0001"}},
    }
    assert received.headers["mcp-protocol-version"] == "2025-11-25"
    assert "application/json" in received.headers["accept"]
    assert (answer["text"], answer["structured"], answer["is_error"]) == ("Dune\nEmma", {"books": 2}, False)
    assert answer["request"] == received.json
    assert answer["exchange_id"] == slack.last_exchange()["exchange_id"]
    assert slack.last_exchange()["summary"] == "tools/call find_book"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer({"jsonrpc": "2.0", "id": 1, "error": {"code": -32602, "message": "No tool."}}), "No tool."),
        (Answer({"jsonrpc": "2.0", "id": None, "error": {"code": 1, "message": "Refused."}}, 401), "Refused."),
        (Answer("Not Found", 404), "dispatch_failed: expected an acknowledgement with status 200, got 404"),
        (Answer("rubbish"), "The app answered 200."),
    ],
)  # fmt: skip
def test_what_is_no_result_is_a_problem(answer: Answer, problem: str, slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: answer

    assert slack.post("tools/call", name="x", arguments={})["problem"] == problem
    assert slack.post("tools") == {"ok": False, "problem": problem, "tools": []}


def test_a_visitor_whose_workspace_does_not_have_the_app_has_no_tools(slack: ScriptedSlack) -> None:
    listed = slack.post("tools", "mara")

    assert "Slackbot has no tools for them" in listed["problem"]
    assert slack.app.received == []


def test_an_mcp_client_is_signed_for_and_gets_the_apps_own_answer(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: Answer({"jsonrpc": "2.0", "id": "a", "result": ANSWER})
    message = {"jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": {"name": "find_book", "_meta": {"x": 1}}}
    headers = {"Mcp-Method": "tools/call", "Mcp-Name": "find_book", "MCP-Protocol-Version": "2026-07-28"}
    answer = slack.http.post("/mcp/priya", json=message, headers=headers)
    received = slack.app.received[-1]

    assert answer.get_json()["result"] == ANSWER
    assert received.json["params"]["_meta"] == {"x": 1, "slack": {"user_id": "U0PRIYA0001", "team_id": "T0SHELF0001"}}
    assert {name: received.headers[name.lower()] for name in headers} == headers
    assert slack.last_exchange()["kind"] == "Slackbot"


@pytest.mark.parametrize("message", [
    {"jsonrpc": "2.0", "method": "notifications/initialized"}, [], "ping",
    {"jsonrpc": "2.0", "id": 1, "method": "x", "params": []},
    {"jsonrpc": "2.0", "id": 1, "method": "x", "params": {"_meta": 1}},
])  # fmt: skip
def test_what_names_nobody_reaches_the_app_as_it_came(message: Any, slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: Answer("", 202)
    answer = slack.http.post("/mcp/amina", json=message)

    assert answer.status_code == 202
    assert slack.app.received[-1].json == message


def test_the_apps_refusals_reach_the_client(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: Answer({"error": 1}, 400)

    assert slack.http.post("/mcp/amina", json={"jsonrpc": "2.0", "id": 1, "method": "x"}).status_code == 400


def test_only_members_and_no_browsers_are_signed_for(slack: ScriptedSlack) -> None:
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
    stranger = slack.http.post("/mcp/mara", data=message, content_type="application/json")
    page = slack.http.post("/mcp/amina", data=message, content_type="text/plain")
    other_site = slack.http.post("/mcp/amina", json={}, headers={"Origin": "https://evil.example"})

    assert (stranger.status_code, "amina, jonas, priya" in stranger.text) == (404, True)
    assert (page.status_code, other_site.status_code) == (403, 403)
    assert slack.http.get("/mcp/amina").status_code == 405
    assert slack.app.received == []


def test_an_app_that_does_not_answer_is_a_failure_of_the_gateway(slack: ScriptedSlack) -> None:
    def hang_up(_: Received) -> Answer:
        raise ConnectionError

    slack.app.answer = hang_up
    answer = slack.http.post("/mcp/amina", json={"jsonrpc": "2.0", "id": 1, "method": "ping"})

    assert answer.status_code == 502
    assert "no answer from" in answer.text


@pytest.mark.parametrize("levels", [2_000, 50_000])
def test_json_of_too_many_levels_is_refused(slack: ScriptedSlack, levels: int) -> None:
    deep = "[" * levels + "]" * levels
    answer = slack.http.post("/mcp/amina", data=deep, content_type="application/json")
    assert (answer.status_code, answer.text) == (400, "Expected JSON of fewer levels.")
