"""The first set-up in deploy.md's order: Slack verifies the URL before there is a secret to check its signature."""

import json
import uuid
from typing import TYPE_CHECKING

from tests.faults.conftest import StartApp
from tests.faults.hosted_app import HostedApp, HttpAnswer
from tests.slack_app import BOT_TOKEN, SlackImitation
from tests.slack_requests import SIGNING_SECRET

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient


def verify_url(app: HostedApp) -> HttpAnswer:
    """Send the request by which Slack verifies the URL for events: at its first entry, and at *Retry*."""
    return app.send(json.dumps({"token": "legacy", "challenge": "3eZbrw1a", "type": "url_verification"}))


def test_slack_verifies_the_url_within_a_minute_of_the_secret_and_opens_home_at_once_with_the_token(
    start_app: StartApp, ssm: "SSMClient", slack: SlackImitation
) -> None:
    secret, token = f"/first/{uuid.uuid4()}", f"/first/{uuid.uuid4()}"
    variables = {"SLACK_SIGNING_SECRET_PARAMETER": secret, "SLACK_BOT_TOKEN_PARAMETER": token}
    with start_app(variables=variables) as app:
        # The manifest is pasted: Slack calls the URL at once.
        refused = verify_url(app)
        assert (refused.status, refused.body) == (
            401,
            "there is no signing secret to check the signature with: see the log",
        )
        (error,) = (line for line in app.new_lines() if line.get("message") == "the signing secret can't be read")
        assert error["parameter"] == secret
        assert "store the secret under this name as a SecureString" in error["exception"]
        # The operator reads Slack's page for as long as they like; Lambda suspends the process meanwhile.
        app.pass_minutes(3)
        assert verify_url(app).status == 401
        ssm.put_parameter(Name=secret, Value=SIGNING_SECRET, Type="SecureString")
        app.pass_minutes(10 / 60)
        verified = verify_url(app)
        assert verified.status == 200
        assert "3eZbrw1a" in verified.body

        assert app.open_home().status == 200
        assert slack.views("views.publish") == []
        ssm.put_parameter(Name=token, Value=BOT_TOKEN, Type="SecureString")
        assert app.open_home().status == 200
        assert len(slack.views("views.publish")) == 1
