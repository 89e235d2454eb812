"""States of installations under way: each serves once, and expires."""

from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.install.states import OAuthStates
from tests.shelftalker.install.browser import Browser
from tests.shelftalker.install.granting_slack import GrantingSlack


def test_a_state_serves_once(browser: Browser, granting_slack: GrantingSlack) -> None:
    state = browser.begin()
    cookie = browser.cookie
    assert browser.get("/slack/oauth_redirect", state=state, code=granting_slack.code()).status == 200
    browser.cookie = cookie
    again = browser.get("/slack/oauth_redirect", state=state, code=granting_slack.code())
    assert (again.status, "has expired" in again.text) == (400, True)
    assert len(granting_slack.codes) == 1


def test_a_state_expires_after_ten_minutes(installation_table: str, aws: str) -> None:
    seconds = [1700000000.0]
    states = OAuthStates(DynamoDbTable(installation_table), 600, lambda: seconds[0])
    early, late = states.issue(), states.issue()
    seconds[0] += 599
    assert states.consume(early)
    seconds[0] += 1
    assert not states.consume(late)


def test_a_state_that_cannot_be_one_is_none(installation_table: str, aws: str) -> None:
    states = OAuthStates(DynamoDbTable(installation_table), 600)
    assert not [state for state in ("", "x", "x" * 4000, "\u00e9" * 43, "a" * 43) if states.consume(state)]
