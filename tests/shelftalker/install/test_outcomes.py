"""The page of each outcome: it says why nothing was installed, and what to do."""

import pytest
import yaml

from shelftalker.install.outcomes import OPTIONAL_SCOPES, installed_page
from tests.cloudformation import PROJECT
from tests.shelftalker.install.browser import Browser
from tests.shelftalker.install.conftest import installation
from tests.shelftalker.install.granting_slack import GrantingSlack


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


@pytest.mark.parametrize("scope", OPTIONAL_SCOPES)
def test_an_optional_scope_that_was_granted_is_named_by_its_use(scope: str) -> None:
    html = installed_page(installation(bot_scopes=f"commands,{scope}")).html

    assert [each for each, use in OPTIONAL_SCOPES.items() if use in html] == [scope]
    assert not [use for use in OPTIONAL_SCOPES.values() if use in installed_page(installation()).html]


def test_the_optional_scopes_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((PROJECT / "infra/slack_manifest.yaml").read_text(encoding="utf-8"))

    assert list(OPTIONAL_SCOPES) == manifest["oauth_config"]["scopes"]["bot_optional"]
