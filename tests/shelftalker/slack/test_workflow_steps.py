"""Answers about steps: with the execution's token, and errors that name Slack's code."""

import json

import pytest

from shelftalker.slack.errors import SlackCallError
from shelftalker.slack.web_api import SlackApi
from shelftalker.slack.workflow_steps import StepApi, StepToken
from shelftalker.slack.workspace import Workspace
from tests.slack_app import SlackImitation


@pytest.fixture
def steps(slack: SlackImitation) -> StepApi:
    return StepApi(SlackApi(StepToken("xoxb-of-the-bot"), f"{slack.url}/api/"), "xwfp-1")


def test_outputs_and_errors_come_with_the_execution_and_its_token(steps: StepApi, slack: SlackImitation) -> None:
    steps.complete("Fx1", {"text": "Dune & more"})
    steps.fail("Fx2", "There is no book.")
    (_, success), (_, failure) = slack.calls
    assert (success["function_execution_id"], json.loads(success["outputs"])) == ("Fx1", {"text": "Dune & more"})
    assert (failure["function_execution_id"], failure["error"]) == ("Fx2", "There is no book.")
    assert [method for method, _ in slack.calls] == ["functions.completeSuccess", "functions.completeError"]
    assert {each.headers["authorization"] for each in slack.received[-2:]} == {"Bearer xwfp-1"}


def test_a_refused_token_is_not_replaced_by_another(steps: StepApi, slack: SlackImitation) -> None:
    slack.refusals["functions.completeSuccess"] = "token_expired"
    with pytest.raises(SlackCallError, match="token_expired") as refused:
        steps.complete("Fx1", {})
    assert (refused.value.code, len(slack.calls)) == ("token_expired", 1)
    assert steps.is_installed(Workspace("T0001"))
