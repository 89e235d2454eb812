"""The pages of a person who installs the app, whatever goes wrong, and the secrets that no page or log shows."""

import re
from collections.abc import Callable
from types import ModuleType
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.dynamodb import DynamoDb
from tests.shelftalker.install.browser import Browser, Event, Text, v1_event, v2_event
from tests.shelftalker.install.granting_slack import CLIENT_SECRET, GrantingSlack
from tests.slack_app import LambdaContext


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"error": "access_denied"}, 200, "was cancelled"),
        ({"error": "invalid_scope"}, 400, "Slack's word for it: invalid_scope."),
        ({"code": "used"}, 400, "did not accept this installation any more"),
        ({}, 400, "did not accept this installation any more"),
    ],
)
def test_a_person_understands_why_nothing_was_installed(
    browser: Browser, query: dict[str, str], status: int, words: str
) -> None:
    page = browser.get("/slack/oauth_redirect", state=browser.begin(), **query)
    assert (page.status, words in page.text) == (status, True)
    assert 'href="/slack/install"' in page.body


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ((0, b""), 503, "Slack did not answer"),
        ((500, b"<html>down</html>"), 503, "Slack did not answer"),
        ((200, b"[]"), 503, "Slack did not answer"),
        ((200, b'{"ok": true}'), 503, "Slack did not answer"),
        ((200, b'{"ok": true, "access_token": "xoxb", "authed_user": {"id": "U1"}}'), 503, "Slack did not answer"),
        ((429, b'{"ok": false, "error": "ratelimited"}'), 503, "Slack did not answer"),
        ((200, b'{"ok": false, "error": "invalid_client_id"}'), 502, "not set up correctly"),
        ((200, b'{"ok": false, "error": "bad_redirect_uri"}'), 502, "not set up correctly"),
        ((200, b'{"ok": false, "error": "code_already_used"}'), 400, "start again"),
        ((200, b'{"ok": false, "error": "something_new"}'), 400, "something_new"),
    ],
)
def test_a_person_understands_what_slack_did_not_do(
    browser: Browser, granting_slack: GrantingSlack, answer: tuple[int, bytes], status: int, words: str
) -> None:
    state = browser.begin()
    granting_slack.fixed_answer = answer
    page = browser.get("/slack/oauth_redirect", state=state, code="secret-code")
    assert (page.status, words in page.text) == (status, True)


def test_a_wrong_client_secret_is_reported_and_read_again(
    browser: Browser, granting_slack: GrantingSlack, function: ModuleType
) -> None:
    function.flow._client_secret._value = "wrong"  # noqa: SLF001
    page = browser.get("/slack/oauth_redirect", state=browser.begin(), code=granting_slack.code())
    assert (page.status, "bad_client_secret" in page.text) == (502, True)


@pytest.mark.parametrize(
    ("path", "operation"), [("/slack/install", "UpdateItem"), ("/slack/oauth_redirect", "DeleteItem")]
)
def test_a_table_in_trouble_is_a_page_too(browser: Browser, dynamodb: DynamoDb, path: str, operation: str) -> None:
    state = browser.begin()
    dynamodb.fail(operation, times=2, refuses="AccessDeniedException")
    page = browser.get(path, state=state, code="c")
    assert (page.status, "on our side" in page.text) == (503, True)


def test_an_installation_that_cannot_be_stored_is_reported(
    browser: Browser, granting_slack: GrantingSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = browser.begin()
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:9")
    page = browser.get("/slack/oauth_redirect", state=state, code=granting_slack.code())
    assert (page.status, "on our side" in page.text) == (503, True)


@pytest.mark.parametrize("event", [v2_event, v1_event])
def test_nothing_else_is_served(function: ModuleType, event: Callable[..., Event]) -> None:
    browser = Browser(function, event)
    for path in ("/", "/slack", "/slack/events", "/slack/install/", "/slack/install/x", "/slack/oauth_redirectx", ""):
        assert browser.get(path).status == 404
    for method in ("POST", "HEAD", "PUT", "OPTIONS", ""):
        refused = browser.get("/slack/install", method)
        assert (refused.status, refused.headers["allow"]) == (405, "GET")


def test_pages_load_nothing_and_keep_their_address_to_themselves(browser: Browser) -> None:
    page = browser.get("/slack/oauth_redirect")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"\s(style|on\w+)=", page.body)


def test_no_log_holds_a_code_a_state_or_a_secret(
    browser: Browser,
    granting_slack: GrantingSlack,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    dynamodb: DynamoDb,
) -> None:
    state = browser.begin()
    browser.get("/slack/oauth_redirect", state=state, code="wrong-code")
    code = granting_slack.code()
    browser.get("/slack/oauth_redirect", state=browser.begin(), code=code)
    granting_slack.fixed_answer = (200, b"nonsense")
    browser.get("/slack/oauth_redirect", state=browser.begin(), code=code)
    granting_slack.fixed_answer = None
    dynamodb.fail("UpdateItem", times=99, refuses="AccessDeniedException")
    browser.get("/slack/install")
    logged = capsys.readouterr().out + caplog.text
    secrets = {state, "wrong-code", code, CLIENT_SECRET, *granting_slack.access_tokens}
    assert not [secret for secret in secrets if secret in logged]


@given(
    request=st.tuples(
        st.sampled_from(["GET", "POST"]), st.sampled_from(["/slack/oauth_redirect", "/slack/install", "/x"])
    ),
    query=st.text(max_size=200),
    error=st.one_of(st.none(), st.text(max_size=100)),
    cookies=st.lists(st.text(max_size=60), max_size=3),
)
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_request_is_answered_and_nothing_of_it_is_markup(
    function: ModuleType, request: tuple[str, str], query: str, error: str | None, cookies: list[str]
) -> None:
    method, path = request
    event = v2_event(path, {}, "", method)
    event["cookies"] = cookies
    event["rawQueryString"] = query if error is None else urlencode({"error": error, "state": query})
    response = function.handler(event, LambdaContext())
    assert response["statusCode"] < 500
    page = Text()
    page.feed(response["body"])
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "a", "small"}
    assert set(page.links) <= {"/slack/install"}


def test_an_event_of_another_kind_is_answered(function: ModuleType) -> None:
    assert function.handler({}, LambdaContext())["statusCode"] == 404
