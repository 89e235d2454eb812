"""Calls of Slack's Web API, answered on this machine as Slack answers them, or as a Slack in trouble does."""

import json
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.settings import Settings, SettingsError
from shelftalker.slack.errors import CallErrorCode, NoBotTokenError, SlackCallError, SlackUnavailableError
from shelftalker.slack.web_api import BotToken, SlackApi
from tests.http_service import Answer, HttpService, Received

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

VIEW = {"type": "modal", "callback_id": "search", "title": {"type": "plain_text", "text": "Find a book"}, "blocks": []}
TOKEN = "xoxb-first"


@dataclass
class Call:
    """One call as it came to Slack."""

    method: str
    token: str
    arguments: dict[str, Any]


class Slack(HttpService):
    """A Web API that accepts one token, and answers with the view of the call unless it has another answer.

    Attributes:
        token: The token that it takes.
        fixed_answer: The status and body of its answers, in place of the usual; with a status of 0 it hangs up.
        delay_seconds: Delay of each answer in seconds.
        calls: The calls so far.
    """

    def __init__(self) -> None:
        super().__init__()
        self.token = TOKEN
        self.fixed_answer: tuple[int, bytes] | None = None
        self.delay_seconds = 0.0
        self.calls: list[Call] = []

    def answer(self, request: Received) -> Answer:
        """Return the answer to a call."""
        token = request.headers["authorization"].removeprefix("Bearer ")
        arguments = request.json if request.body.startswith(b"{") else {}
        call = Call(request.path.rpartition("/")[2], token, arguments)
        self.calls.append(call)
        return Answer(*self._answer_to(call), self.delay_seconds)

    def _answer_to(self, call: Call) -> tuple[int, bytes]:
        if self.fixed_answer:
            return self.fixed_answer
        if call.token != self.token:
            return 200, refusal("invalid_auth")
        if call.method == "auth.test":
            return 200, json.dumps({"ok": True, "user_id": "U0B"}).encode()
        view = {**call.arguments["view"], "id": "V123", "hash": "1700000000.abc"}
        return 200, json.dumps({"ok": True, "view": view}).encode()


def refusal(code: str, **more: object) -> bytes:
    return json.dumps({"ok": False, "error": code, **more}).encode()


@pytest.fixture
def slack() -> Iterator[Slack]:
    """Return Slack on this machine."""
    with Slack() as slack:
        yield slack


def api_of(settings: Settings) -> SlackApi:
    """Return the API as one workspace's deployment uses it."""
    return SlackApi(BotToken(settings), settings.slack_api_url)


@pytest.fixture
def parameter(ssm: "SSMClient") -> str:
    """Store a SecureString with the token, and return its name."""
    name = f"/shelftalker/{uuid.uuid4()}"
    ssm.put_parameter(Name=name, Value=TOKEN, Type="SecureString")
    return name


def settings(slack: Slack, *, token: str = "", parameter: str = "") -> Settings:
    return Settings(
        Path(),
        "",
        "models",
        "secret",
        "",
        bot_token=token,
        bot_token_parameter=parameter,
        slack_api_url=f"{slack.url}/api/",
    )


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked"])
def test_slack_is_asked_about_a_token_and_its_refusal_has_the_code(slack: Slack, code: str) -> None:
    api = api_of(settings(slack, token=TOKEN))
    api.test_token()
    assert [(call.method, call.token) for call in slack.calls] == [("auth.test", TOKEN)]
    slack.fixed_answer = (200, refusal(code))
    with pytest.raises(SlackCallError, match=code) as refused:
        api.test_token()
    assert refused.value.code == code


def test_a_modal_is_opened(slack: Slack) -> None:
    view = api_of(settings(slack, token=TOKEN)).open_view("123.abc", VIEW)
    assert slack.calls == [Call("views.open", TOKEN, {"trigger_id": "123.abc", "view": VIEW})]
    assert (view["id"], view["hash"]) == ("V123", "1700000000.abc")


def test_a_modal_is_changed(slack: Slack) -> None:
    api = api_of(settings(slack, token=TOKEN))
    assert api.update_view("V123", VIEW)["callback_id"] == "search"
    api.update_view("V123", VIEW, "1700000000.abc")
    assert slack.calls == [
        Call("views.update", TOKEN, {"view_id": "V123", "view": VIEW}),
        Call("views.update", TOKEN, {"view_id": "V123", "view": VIEW, "hash": "1700000000.abc"}),
    ]


def test_home_is_published_for_a_person(slack: Slack) -> None:
    home = {"type": "home", "blocks": []}
    assert api_of(settings(slack, token=TOKEN)).publish_home("U1", home)["type"] == "home"
    assert slack.calls == [Call("views.publish", TOKEN, {"user_id": "U1", "view": home})]


def test_without_a_token_nothing_is_called_and_the_error_says_what_to_set(slack: Slack) -> None:
    with pytest.raises(NoBotTokenError, match=r"SLACK_BOT_TOKEN_PARAMETER .* or SLACK_BOT_TOKEN"):
        api_of(settings(slack)).open_view("123.abc", VIEW)
    assert slack.calls == []


@pytest.mark.parametrize("value", ["", " \n"])
def test_a_token_that_is_not_stored_yet_is_none_until_it_is(slack: Slack, ssm: "SSMClient", value: str) -> None:
    name = f"/shelftalker/{uuid.uuid4()}"
    if value:
        ssm.put_parameter(Name=name, Value=value, Type="SecureString")
    api = api_of(settings(slack, parameter=name))
    with pytest.raises(NoBotTokenError, match=name):
        api.open_view("123.abc", VIEW)
    ssm.put_parameter(Name=name, Value=f"{TOKEN}\n", Type="SecureString", Overwrite=True)
    assert api.open_view("123.abc", VIEW)["id"] == "V123"


def test_ssm_out_of_reach_is_an_error_and_it_is_read_again_by_the_next_call(
    slack: Slack, parameter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = api_of(settings(slack, parameter=parameter))
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        with pytest.raises(SlackCallError) as raised:
            api.open_view("123.abc", VIEW)
    assert raised.value.code == CallErrorCode.UNREADABLE_BOT_TOKEN
    assert api.open_view("123.abc", VIEW)["id"] == "V123"


def test_a_token_once_read_is_kept(slack: Slack, parameter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    api = api_of(settings(slack, parameter=parameter))
    api.open_view("123.abc", VIEW)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    api.open_view("123.abc", VIEW)
    assert [call.token for call in slack.calls] == [TOKEN, TOKEN]


def test_a_rotated_token_is_read_again_and_the_call_repeated(slack: Slack, ssm: "SSMClient", parameter: str) -> None:
    api = api_of(settings(slack, parameter=parameter))
    api.open_view("123.abc", VIEW)
    slack.token = "xoxb-second"
    ssm.put_parameter(Name=parameter, Value="xoxb-second", Type="SecureString", Overwrite=True)
    assert api.open_view("124.abc", VIEW)["id"] == "V123"
    assert [call.token for call in slack.calls] == [TOKEN, TOKEN, "xoxb-second"]


def test_a_refused_token_is_read_again_at_most_once_a_minute(slack: Slack, ssm: "SSMClient", parameter: str) -> None:
    seconds = [1000.0]
    api = SlackApi(BotToken(settings(slack, parameter=parameter), lambda: seconds[0]), f"{slack.url}/api/")
    slack.token = "xoxb-second"
    for _ in range(2):
        with pytest.raises(SlackCallError):
            api.open_view("123.abc", VIEW)
    assert len(slack.calls) == 2  # there was no other token to try
    ssm.put_parameter(Name=parameter, Value="xoxb-second", Type="SecureString", Overwrite=True)
    seconds[0] += 59
    with pytest.raises(SlackCallError):
        api.open_view("123.abc", VIEW)
    seconds[0] += 1
    assert api.open_view("123.abc", VIEW)["id"] == "V123"


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "not_authed", "account_inactive", "token_expired"])
def test_a_refused_token_of_the_environment_is_an_error_with_slacks_code(slack: Slack, code: str) -> None:
    slack.fixed_answer = 200, refusal(code)
    with pytest.raises(SlackCallError) as raised:
        api_of(settings(slack, token=TOKEN)).publish_home("U1", VIEW)
    assert raised.value.code == code
    assert len(slack.calls) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [(200, CallErrorCode.HASH_CONFLICT), (200, "expired_trigger_id"), (429, "ratelimited"), (503, "fatal_error")],
)
def test_a_refused_call_is_not_repeated_and_holds_slacks_code(
    slack: Slack, parameter: str, status: int, code: str
) -> None:
    slack.fixed_answer = status, refusal(code)
    with pytest.raises(SlackCallError, match=f"refused with {code}") as raised:
        api_of(settings(slack, parameter=parameter)).update_view("V123", VIEW)
    assert raised.value.code == code
    assert len(slack.calls) == 1


def test_slacks_details_of_a_refused_view_are_in_the_message(slack: Slack) -> None:
    slack.fixed_answer = 200, refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] missing title"]})
    with pytest.raises(SlackCallError, match=r"invalid_arguments: \[ERROR\] missing title"):
        api_of(settings(slack, token=TOKEN)).open_view("123.abc", VIEW)


def test_no_error_holds_the_token(slack: Slack) -> None:
    slack.fixed_answer = 200, refusal("invalid_arguments")
    with pytest.raises(SlackCallError) as raised:
        api_of(settings(slack, token=TOKEN)).open_view("123.abc", VIEW)
    lines = traceback.TracebackException.from_exception(raised.value).format()
    assert TOKEN not in "".join(lines) + repr(vars(raised.value))
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>We'll be back soon</html>"),
        (503, b"<html>We'll be back soon</html>"),
        (502, b""),
        (200, b"\xff\xfe"),
        (200, b"[]"),
        (200, b'["ok"]'),
        (200, b"null"),
        (200, b'{"ok": true}'),
        (200, b'{"ok": false}'),
        (200, b'{"ok": false, "error": 7}'),
    ],
)
def test_an_answer_that_is_none_of_slacks_is_an_error(slack: Slack, status: int, body: bytes) -> None:
    slack.fixed_answer = status, body
    with pytest.raises(SlackCallError) as raised:
        api_of(settings(slack, token=TOKEN)).open_view("123.abc", VIEW)
    assert raised.value.code == CallErrorCode.UNREADABLE_ANSWER


@pytest.mark.usefixtures("time_outs_of_production")
def test_a_slow_slack_is_not_waited_for(slack: Slack) -> None:
    slack.delay_seconds = 4
    started = time.perf_counter()
    with pytest.raises(SlackCallError) as raised:
        api_of(settings(slack, token=TOKEN)).open_view("123.abc", VIEW)
    assert raised.value.code == CallErrorCode.NO_ANSWER
    assert 1.4 < time.perf_counter() - started < 2.5
    assert len(slack.calls) == 1


def test_a_slack_that_hangs_up_is_not_called_again(slack: Slack) -> None:
    slack.fixed_answer = 0, b""
    with pytest.raises(SlackCallError) as raised:
        api_of(settings(slack, token=TOKEN)).open_view("123.abc", VIEW)
    assert raised.value.code == CallErrorCode.NO_ANSWER
    assert len(slack.calls) == 1


def test_slack_out_of_reach_is_an_error(slack: Slack) -> None:
    out_of_reach = replace(settings(slack, token=TOKEN), slack_api_url="http://127.0.0.1:9/api/")
    with pytest.raises(SlackUnavailableError, match="gave no answer"):
        api_of(out_of_reach).open_view("123.abc", VIEW)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb", "SLACK_BOT_TOKEN_PARAMETER": "/token"}, "both are set"),
        ({"SLACK_API_URL": "slack.com/api"}, "SLACK_API_URL must be a URL .* it is 'slack.com/api'"),
    ],
)
def test_an_environment_that_contradicts_itself_is_refused(environment: dict[str, str], expected: str) -> None:
    with pytest.raises(SettingsError, match=expected):
        Settings.from_environment({"SLACK_SIGNING_SECRET": "secret", **environment})


@pytest.mark.parametrize(
    ("variable", "value", "setting"),
    [
        ("SHELF_TABLE", "shelves", lambda settings: settings.shelf_table),
        ("SLACK_BOT_TOKEN", "xoxb", lambda settings: settings.bot_token),
        ("SLACK_BOT_TOKEN_PARAMETER", "/token", lambda settings: settings.bot_token_parameter),
        ("SLACK_API_URL", "http://127.0.0.1:3000/api/", lambda settings: settings.slack_api_url),
    ],
)
def test_each_variable_is_read_and_may_be_missing(
    variable: str, value: str, setting: Callable[[Settings], str]
) -> None:
    secret = {"SLACK_SIGNING_SECRET": "secret"}
    default = "https://slack.com/api/" if variable == "SLACK_API_URL" else ""
    assert setting(Settings.from_environment({**secret, variable: value})) == value
    assert setting(Settings.from_environment(secret)) == setting(Settings.from_environment({**secret, variable: ""}))
    assert setting(Settings.from_environment(secret)) == default
