"""Slackbot's tools as Slackbot calls them: the official MCP client over HTTP, signed, against the hosted function."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import asynccontextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from infra.local.aws.services import RESOURCES, local_aws
from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers
from tests.time_outs import PROCESS_SECONDS

_Result = TypeVar("_Result")
PING = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
JSON_KINDS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


class SlackSigning(httpx2.Auth):
    """Signs requests as Slack does."""

    requires_request_body = True

    def __init__(self, secret: str = SIGNING_SECRET, age_seconds: int = 0) -> None:
        self._secret = secret
        self._age_seconds = age_seconds

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the signature."""
        signed = signed_headers(request.content.decode(), secret=self._secret, age_seconds=self._age_seconds)
        names = ("X-Slack-Request-Timestamp", "X-Slack-Signature")
        request.headers.update({name: signed[name] for name in names})
        yield request


class App(NamedTuple):
    """The hosted functions: Slackbot's tools, and the function of commands beside them."""

    address: str
    log: Path

    @property
    def url(self) -> str:
        """The URL of the MCP server."""
        return f"http://{self.address}/slack/mcp"

    def send(
        self, body: str, headers: dict[str, str], method: str = "POST", path: str = "/slack/mcp"
    ) -> tuple[int, Any]:
        """Send a request, and return status and body of the answer, decoded where it is JSON."""
        connection = HTTPConnection(self.address, timeout=PROCESS_SECONDS)
        try:
            connection.request(method, path, body.encode(), headers)
            response = connection.getresponse()
            text = response.read().decode()
            return response.status, json.loads(text) if text.startswith("{") else text
        finally:
            connection.close()

    def log_lines(self) -> list[dict[str, Any]]:
        """Return the lines of the functions' log that are JSON."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def app(sample_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    log = tmp_path_factory.mktemp("mcp") / "functions.log"
    with local_aws(SIGNING_SECRET, "xoxb-local") as aws:
        environment = {
            **aws, "MODEL_DIRECTORY": str(sample_model), "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
            "POWERTOOLS_SERVICE_NAME": "shelftalker", "SHELF_TABLE": RESOURCES.shelf_table,
            "SLACK_SIGNING_SECRET_PARAMETER": RESOURCES.signing_secret_parameter,
        }  # fmt: skip
        options: dict[str, Any] = {
            "log": log,
            "init_timeout_seconds": PROCESS_SECONDS,
            "timeout_seconds": PROCESS_SECONDS,
        }
        with (
            FunctionHost(FUNCTIONS, environment, handler="slack_mcp.handler", **options) as tools,
            FunctionHost(FUNCTIONS, environment, **options) as commands,
            Gateway({
                **{f"{method} /slack/mcp": tools.invoke for method in ("POST", "GET", "DELETE")},
                "POST /slack/events": commands.invoke,
            }) as gateway,
        ):  # fmt: skip
            yield App(gateway.address, log)


@asynccontextmanager
async def connection_of(app: App, mode: Any = "auto", signing: SlackSigning | None = None) -> AsyncIterator[Client]:
    """Connect the official client."""
    async with (
        httpx2.AsyncClient(auth=signing or SlackSigning(), timeout=PROCESS_SECONDS) as http,
        Client(streamable_http_client(app.url, http_client=http), mode=mode) as client,
    ):
        yield client


def run(app: App, use: Callable[[Client], Awaitable[_Result]], mode: Any = "auto") -> _Result:
    """Connect the official client, use it, and return the result."""

    async def connect_and_use() -> _Result:
        async with connection_of(app, mode) as client:
            return await use(client)

    return asyncio.run(connect_and_use())


def meta_of(user_id: str) -> Any:
    return {"slack": {"user_id": user_id, "team_id": "T0001"}}


def text_of(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.mark.parametrize(("mode", "version"), [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
def test_the_official_client_lists_and_calls_every_tool(mode: str, version: str, app: App) -> None:
    user_id = f"U{uuid.uuid4().hex[:10].upper()}"

    async def use(client: Client) -> dict[str, CallToolResult]:
        assert client.protocol_version == version
        listed = (await client.list_tools()).tools
        asked: dict[str, dict[str, Any]] = {
            "find_book": {"query": "hobit"}, "books_like": {"titles": ["Dune", "Emma"], "newer_than": 1950},
            "rate_book": {"title": "Dune", "stars": 5}, "want_to_read": {"title": "Emma"}, "my_shelf": {},
            "books_for_me": {},
        }  # fmt: skip
        assert {tool.name for tool in listed} == asked.keys()
        # The client checks each answer against the tool's outputSchema.
        return {name: await client.call_tool(name, it, meta=meta_of(user_id)) for name, it in asked.items()}

    results = run(app, use, mode)

    assert [name for name, result in results.items() if result.is_error] == []
    assert text_of(results["find_book"]) == '"hobit" is taken for "The Hobbit" by J. R. R. Tolkien (1937).'
    assert [book["title"] for book in results["my_shelf"].structured_content["books"]] == ["Dune"]


def test_what_slackbot_rates_the_command_knows_and_the_other_way_round(app: App) -> None:
    user_id = f"U{uuid.uuid4().hex[:10].upper()}"
    body = command_body("Dune", user_id=user_id)

    def recommend() -> str:
        status, answer = app.send(body, signed_headers(body), path="/slack/events")
        assert status == 200
        return str(answer["text"]).partition("did you mean")[0]

    async def rate(client: Client) -> CallToolResult:
        return await client.call_tool("rate_book", {"title": "Dune Messiah", "stars": 2}, meta=meta_of(user_id))

    recommend()  # the first answer of a process may go without the shelf
    before = recommend()
    run(app, rate)

    assert "Dune Messiah" in before
    assert "Dune Messiah" not in recommend()


def test_an_error_is_a_result_that_a_model_can_act_on(app: App) -> None:
    async def call(client: Client) -> list[CallToolResult]:
        return [
            await client.call_tool("rate_book", {"title": "Duun Mesia", "stars": 5}, meta=meta_of("U1")),
            await client.call_tool("rate_book", {"title": "Dune", "stars": 50}, meta=meta_of("U1")),
            await client.call_tool("books_for_me", {}),
        ]

    uncertain, unfit, nobody = run(app, call)

    assert uncertain.is_error
    assert '"Dune Messiah (Dune, 2)" by Frank Herbert (1969)' in text_of(uncertain)
    assert text_of(unfit) == "stars has to be from 1 to 5; got 50."
    assert "params._meta.slack" in text_of(nobody)


def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(app: App) -> None:
    async def call(client: Client) -> None:
        with pytest.raises(MCPError, match="There is no tool 'burn_book'"):
            await client.call_tool("burn_book", {}, meta=meta_of("U1"))

    run(app, call)


@pytest.mark.parametrize(
    "signing", [SlackSigning(secret="another"), SlackSigning(age_seconds=400)], ids=["foreign", "stale"]
)
def test_a_client_that_does_not_sign_as_slack_does_cannot_connect(signing: SlackSigning, app: App) -> None:
    async def connect() -> None:
        async with connection_of(app, signing=signing):
            pytest.fail("connected")

    with pytest.RaisesGroup(MCPError, allow_unwrapped=True, flatten_subgroups=True):
        asyncio.run(connect())


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (dict, "not signed"),
        (lambda: signed_headers(PING, secret="another"), "the signature is not Slack's"),
        (lambda: signed_headers(PING, age_seconds=301), "not of the last five minutes"),
    ],
    ids=["unsigned", "foreign", "stale"],
)
def test_unsigned_foreign_and_stale_requests_get_401_with_the_reason(
    headers: Callable[[], dict[str, str]], words: str, app: App
) -> None:
    status, answer = app.send(PING, headers() | JSON_KINDS)

    assert status == 401
    assert words in answer["error"]["message"]
    assert answer["id"] is None


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_streams_and_the_end_of_sessions_get_405_and_are_no_rejections(method: str, app: App) -> None:
    connection = HTTPConnection(app.address, timeout=PROCESS_SECONDS)
    connection.request(method, "/slack/mcp", headers={"Accept": "text/event-stream"})
    response = connection.getresponse()
    response.read()
    connection.close()

    assert (response.status, response.headers["allow"]) == (405, "POST")
    [last] = [line for line in app.log_lines() if "_aws" in line][-1:]
    assert last["outcome"] == "NotAllowed"


def test_a_notification_is_accepted_and_rubbish_refused_with_json(app: App) -> None:
    notification = json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"})
    browser = {"Origin": "https://evil.example"}

    assert app.send(notification, signed_headers(notification) | JSON_KINDS) == (202, "")
    assert app.send("[]", signed_headers("[]") | JSON_KINDS)[0] == 400
    assert app.send("{", signed_headers("{") | JSON_KINDS)[1]["error"]["code"] == -32700
    assert app.send(PING, signed_headers(PING) | JSON_KINDS | browser)[0] == 403


def test_a_log_has_the_outcome_of_each_call_and_no_word_of_it(app: App) -> None:
    title = f"zanzibar {uuid.uuid4()}"

    async def call(client: Client) -> CallToolResult:
        return await client.call_tool("find_book", {"query": title}, meta=meta_of("UZANZIBAR"))

    run(app, call)
    outcomes = {line.get("outcome") for line in app.log_lines() if "_aws" in line}

    assert {"NotFound", "ToolsOffered"} <= outcomes
    assert title not in app.log.read_text()
    assert "UZANZIBAR" not in app.log.read_text()


def test_an_answer_takes_a_fraction_of_a_second_once_the_function_is_warm(app: App) -> None:
    params = {"name": "books_like", "arguments": {"titles": ["Dune"], "newer_than": 1990}, "_meta": meta_of("U1")}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        assert app.send(body, signed_headers(body) | JSON_KINDS)[0] == 200
        seconds.append(time.perf_counter() - started)

    assert min(seconds) < 1
