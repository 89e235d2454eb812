"""Tests of the protocol: revisions with a handshake and without, and messages that are refused."""

from typing import Any

import pytest

from shelftalker.mcp.protocol import PROTOCOL, ErrorCode, ProtocolError, Reply, Server, answer_message

MODERN = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"


def _call(params: Any) -> dict[str, Any]:
    if params.get("name") != "echo":
        raise ProtocolError(200, ErrorCode.INVALID_PARAMS, "There is no such tool.")
    return {"content": [], "isError": False}


SERVER = Server("books", "Books", "1.0", "Read.", [{"name": "echo"}], _call)


def request(method: str, params: dict[str, Any] | None = None, message_id: Any = 1) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": message_id, "method": method} | ({} if params is None else {"params": params})


def answer(message: object, headers: dict[str, str] | None = None) -> Reply:
    return answer_message(SERVER, message, headers or {})


def modern(method: str, *, headers: dict[str, str] | None = None, version: Any = MODERN, **params: Any) -> Reply:
    """Answer a request of a revision without a handshake, whose headers agree with it unless others are given."""
    meta = {f"{PREFIX}protocolVersion": version, f"{PREFIX}clientCapabilities": {}}
    named = {"mcp-name": params["name"]} if "name" in params else {}
    sent = {"mcp-protocol-version": version, "mcp-method": method} | named
    return answer(request(method, {"_meta": meta} | params), sent if headers is None else headers)


def error_of(reply: Reply) -> dict[str, Any]:
    assert reply.body is not None
    error: dict[str, Any] = reply.body["error"]
    return error


@pytest.mark.parametrize("version", PROTOCOL.with_handshake)
def test_a_handshake_agrees_on_the_revision_that_the_client_speaks(version: str) -> None:
    reply = answer(request("initialize", {"protocolVersion": version, "capabilities": {}, "clientInfo": {}}))

    assert reply.status == 200
    assert reply.body == {
        "jsonrpc": "2.0",
        "id": 1,
        "result": {
            "protocolVersion": version,
            "capabilities": {"tools": {"listChanged": False}},
            "serverInfo": {"name": "books", "title": "Books", "version": "1.0"},
            "instructions": "Read.",
        },
    }


@pytest.mark.parametrize("version", ["2024-11-05", MODERN, "2099-01-01"])
def test_a_handshake_offers_the_newest_revision_with_one_where_another_is_requested(version: str) -> None:
    reply = answer(request("initialize", {"protocolVersion": version}))

    assert reply.body is not None
    assert reply.body["result"]["protocolVersion"] == "2025-11-25"


def test_a_handshake_without_a_revision_is_an_error_of_its_params() -> None:
    assert error_of(answer(request("initialize", {})))["code"] == ErrorCode.INVALID_PARAMS


@pytest.mark.parametrize("message_id", [0, 7, "a"])
def test_an_answer_has_the_id_of_its_request(message_id: str | int) -> None:
    reply = answer(request("ping", message_id=message_id))

    assert reply == Reply(200, {"jsonrpc": "2.0", "id": message_id, "result": {}}, "ping")


def test_tools_are_listed_and_called_without_a_handshake_before() -> None:
    listed, called = answer(request("tools/list")), answer(request("tools/call", {"name": "echo"}))

    assert listed.body == {"jsonrpc": "2.0", "id": 1, "result": {"tools": [{"name": "echo"}]}}
    assert called.body == {"jsonrpc": "2.0", "id": 1, "result": {"content": [], "isError": False}}


@pytest.mark.parametrize("message", [
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}},
    {"jsonrpc": "2.0", "id": 1, "result": {}},
    {"jsonrpc": "2.0", "id": 1, "error": {"code": 1, "message": "no"}},
])  # fmt: skip
def test_notifications_and_responses_are_accepted_with_an_empty_body(message: dict[str, Any]) -> None:
    reply = answer(message, {"mcp-protocol-version": "2025-06-18"})

    assert (reply.status, reply.body) == (202, None)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ([request("ping")], "Batches are not taken"),
        ([], "Batches are not taken"),
        ("ping", "Expected a JSON-RPC message"),
        (None, "Expected a JSON-RPC message"),
        ({"id": 1, "method": "ping"}, "Expected a JSON-RPC message"),
        ({"jsonrpc": "2.0", "id": 1}, "Expected a method"),
        ({"jsonrpc": "2.0", "id": 1, "method": 3}, "Expected a method that is a string"),
        (request("ping", message_id=None), "Expected an id"),
        (request("ping", message_id=True), "Expected an id"),
        (request("ping", message_id=1.5), "Expected an id"),
    ],
)
def test_what_is_no_single_message_is_refused(message: object, words: str) -> None:
    reply = answer(message)

    assert reply.status == 400
    assert reply.body is not None
    assert reply.body["id"] is None
    assert error_of(reply)["code"] == ErrorCode.INVALID_REQUEST
    assert words in error_of(reply)["message"]


@pytest.mark.parametrize("params", [[1], "x", {"_meta": []}])
def test_params_that_are_no_object_are_refused(params: Any) -> None:
    reply = answer(request("tools/list", params))

    assert (reply.status, error_of(reply)["code"]) == (400, ErrorCode.INVALID_PARAMS)


@pytest.mark.parametrize("version", ["1900-01-01", "soon"])
@pytest.mark.parametrize("message", [request("tools/list"), {"jsonrpc": "2.0", "method": "notifications/x"}])
def test_a_header_with_an_unknown_revision_is_refused_with_those_that_are_spoken(
    version: str, message: dict[str, Any]
) -> None:
    reply = answer(message, {"mcp-protocol-version": version})

    assert reply.status == 400
    assert error_of(reply)["code"] == ErrorCode.UNSUPPORTED_VERSION
    assert error_of(reply)["data"] == {"supported": list(PROTOCOL.versions), "requested": version}


def test_a_method_that_there_is_not_is_an_error_of_the_message_and_in_the_newest_revision_of_http_too() -> None:
    with_handshake, without = answer(request("resources/list")), modern("resources/list")

    assert (with_handshake.status, without.status) == (200, 404)
    assert error_of(with_handshake)["code"] == error_of(without)["code"] == ErrorCode.METHOD_NOT_FOUND
    assert modern("initialize").status == modern("ping").status == 404


def test_without_a_handshake_the_server_is_discovered_and_its_tools_may_be_kept_for_an_hour() -> None:
    discovered, listed = modern("server/discover"), modern("tools/list")
    assert discovered.body is not None
    assert listed.body is not None
    info = {f"{PREFIX}serverInfo": {"name": "books", "title": "Books", "version": "1.0"}}

    assert discovered.body["result"] == {
        "supportedVersions": list(PROTOCOL.versions), "capabilities": {"tools": {}}, "instructions": "Read.",
        "ttlMs": 3_600_000, "cacheScope": "public", "resultType": "complete", "_meta": info,
    }  # fmt: skip
    assert listed.body["result"] == {
        "tools": [{"name": "echo"}], "ttlMs": 3_600_000, "cacheScope": "public", "resultType": "complete",
        "_meta": info,
    }  # fmt: skip


def test_a_tool_is_called_without_a_handshake() -> None:
    reply = modern("tools/call", name="echo")

    assert reply.status == 200
    assert reply.body is not None
    assert reply.body["result"]["resultType"] == "complete"


@pytest.mark.parametrize("header", ["mcp-protocol-version", "mcp-method", "mcp-name"])
@pytest.mark.parametrize("value", [None, "another"])
def test_headers_that_contradict_the_message_or_are_missing_are_refused(header: str, value: str | None) -> None:
    headers = {"mcp-protocol-version": MODERN, "mcp-method": "tools/call", "mcp-name": "echo"} | {header: value or ""}
    sent = {name: it for name, it in headers.items() if it}
    reply = modern("tools/call", name="echo", headers=sent)

    assert (reply.status, error_of(reply)["code"]) == (400, ErrorCode.HEADER_MISMATCH)
    assert header in error_of(reply)["message"]


def test_a_revision_of_the_future_is_refused_with_those_that_are_spoken() -> None:
    reply = modern("tools/list", version="2099-01-01")

    assert (reply.status, error_of(reply)["code"]) == (400, ErrorCode.UNSUPPORTED_VERSION)
    assert MODERN in error_of(reply)["data"]["supported"]


@pytest.mark.parametrize("meta", [
    {}, {f"{PREFIX}protocolVersion": MODERN}, {f"{PREFIX}protocolVersion": 5, f"{PREFIX}clientCapabilities": {}},
])  # fmt: skip
def test_a_request_that_lacks_its_envelope_is_refused(meta: dict[str, Any]) -> None:
    headers = {"mcp-protocol-version": MODERN, "mcp-method": "tools/list"}
    reply = answer(request("tools/list", {"_meta": meta}), headers)

    assert (reply.status, error_of(reply)["code"]) == (400, ErrorCode.INVALID_PARAMS)
    assert PREFIX in error_of(reply)["message"]
