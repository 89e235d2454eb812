"""Installation of the app in a browser, through the function's handler: to Slack and back again, each time once."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from shelftalker.install.flow import SCOPES
from shelftalker.install.installations import Installations
from tests.cloudformation import EVERYTHING, stack
from tests.dynamodb import DynamoDb
from tests.shelftalker.install.browser import Browser, Event, v1_event, v2_event
from tests.shelftalker.install.conftest import everything_in
from tests.shelftalker.install.granting_slack import CLIENT_SECRET, GrantingSlack
from tests.slack_app import LambdaContext

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

MANIFEST = Path(__file__).parents[3] / "infra/slack_manifest.yaml"


@pytest.mark.parametrize("event", [v2_event, v1_event])
def test_a_person_installs_the_app_and_is_led_back_into_slack(
    function: ModuleType,
    granting_slack: GrantingSlack,
    installations: Installations,
    event: Callable[..., Event],
    capsys: pytest.CaptureFixture[str],
) -> None:
    browser = Browser(function, event)
    begun = browser.get("/slack/install")
    assert begun.status == 302
    to_slack = urlsplit(begun.headers["location"])
    asked = parse_qs(to_slack.query)
    assert f"{to_slack.scheme}://{to_slack.netloc}{to_slack.path}" == "https://slack.com/oauth/v2/authorize"
    assert (asked["client_id"], asked["scope"]) == (
        ["1111.2222"],
        ["commands,chat:write,files:read"],
    )
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"} <= set(
        begun.headers["set-cookie"].split("; ")
    )
    done = browser.get("/slack/oauth_redirect", code=granting_slack.code(), state=asked["state"][0])
    assert done.status == 200
    assert "Shelftalker is installed in Readers." in done.text
    assert 'href="https://slack.com/app_redirect?app=A1&amp;team=T1"' in done.body
    assert browser.cookie == ""
    bot = installations.find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert {bot.bot_token} == granting_slack.access_tokens
    assert '"Installed"' in capsys.readouterr().out


def test_an_organisation_installs_the_app(
    browser: Browser, granting_slack: GrantingSlack, installations: Installations
) -> None:
    granting_slack.lifetime_seconds = 43200
    code = granting_slack.code(team=None, enterprise={"id": "E1", "name": "Libraries"}, is_enterprise_install=True)
    done = browser.get("/slack/oauth_redirect", state=browser.begin(), code=code)
    assert "installed in Libraries" in done.text
    assert "administrator of the organisation" in done.text
    bot = installations.find_bot(enterprise_id="E1", team_id="T5", is_enterprise_install=True)
    assert bot is not None
    assert bot.bot_refresh_token in granting_slack.refresh_tokens
    assert bot.bot_token_expires_at is not None


def test_the_requested_scopes_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert list(SCOPES) == manifest["oauth_config"]["scopes"]["bot"]


def test_a_deployment_asks_for_the_optional_scopes_of_the_manifest_without_slackbot_for_none_of_its_own() -> None:
    optional = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot_optional"]
    stacks = [stack(**EVERYTHING | {"SlackbotTools": value}) for value in ("on", "off")]
    functions = [each.resources["SlackOauth"]["Properties"]["Environment"]["Variables"] for each in stacks]
    with_tools, without = (variables["SLACK_OPTIONAL_SCOPES"] for variables in functions)
    assert with_tools.split(",") == optional
    assert without.split(",") == [scope for scope in optional if scope != "mcp:connect"]


def test_another_browser_cannot_finish_an_installation(
    function: ModuleType, browser: Browser, granting_slack: GrantingSlack
) -> None:
    state = browser.begin()
    victim = Browser(function)
    for other in (None, "slack-app-oauth-state=other"):
        victim.cookie = other or ""
        refused = victim.get("/slack/oauth_redirect", state=state, code=granting_slack.code())
        assert (refused.status, "another browser" in refused.text) == (400, True)
    assert browser.get("/slack/oauth_redirect", state=state, code=granting_slack.code()).status == 200


def test_an_installation_under_way_expires_by_itself(
    browser: Browser, dynamodb_client: "DynamoDBClient", installation_table: str
) -> None:
    browser.begin()
    [state] = everything_in(dynamodb_client, installation_table)
    assert int(state["expires_at"]["N"]) > 1700000000


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


def test_an_event_of_another_kind_is_answered(function: ModuleType) -> None:
    assert function.handler({}, LambdaContext())["statusCode"] == 404
