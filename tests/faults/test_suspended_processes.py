"""Intervals that span invocations, while Lambda suspends the process, or restores it from a snapshot.

In the hosted functions the wall clock is set ahead and the monotonic clock is not, as on Lambda. The signing secret's
interval is in test_rotated_secrets.py, the model pointer's in test_restarts.py.
"""

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.publish.publish import ModelStore
from tests.faults.conftest import StartApp
from tests.faults.faulty_service import FaultyService
from tests.faults.hosted_app import TITLE, HostedApp
from tests.http_service import Answer, HttpService, Received
from tests.slack_app import SlackImitation
from tests.slack_requests import SIGNING_SECRET, command_body

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

HOURS = 60.0  # in minutes


class CredentialsEndpoint(HttpService):
    """Lambda's endpoint of the function's credentials under SnapStart, which are valid for an hour each.

    Attributes:
        ahead_seconds: Seconds by which Lambda's clock is ahead of the machine's.
    """

    ahead_seconds = 0.0

    def answer(self, _request: Received) -> Answer:
        """Return new credentials, numbered."""
        expiration = datetime.fromtimestamp(time.time() + self.ahead_seconds + 3600, UTC)
        key = f"KEY{len(self.received)}"
        return Answer(
            body={
                "AccessKeyId": key,
                "SecretAccessKey": "secret",
                "Token": "token",
                "Expiration": f"{expiration:%Y-%m-%dT%H:%M:%SZ}",
            }
        )


@pytest.fixture
def credentials() -> Iterator[CredentialsEndpoint]:
    """Run the endpoint of the credentials."""
    with CredentialsEndpoint() as endpoint:
        yield endpoint


def from_endpoint(credentials: CredentialsEndpoint) -> dict[str, str]:
    """Return the variables of a function that has its credentials from the endpoint."""
    return {
        "AWS_ACCESS_KEY_ID": "",
        "AWS_SECRET_ACCESS_KEY": "",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{credentials.url}/credentials",
    }


def pass_minutes(app: HostedApp, credentials: CredentialsEndpoint, minutes: float) -> None:
    """Let time pass for Slack, the functions and Lambda."""
    app.pass_minutes(minutes)
    credentials.ahead_seconds = app.slack_ahead_seconds


def number(signer: str) -> int:
    """Return the number of the credentials that signed a call."""
    return int(signer.removeprefix("KEY"))


def test_calls_of_a_process_that_was_suspended_for_a_day_are_signed_with_valid_credentials(
    start_app: StartApp, services: dict[str, FaultyService], credentials: CredentialsEndpoint
) -> None:
    with start_app(variables=from_endpoint(credentials)) as app:
        for _ in range(2):
            assert TITLE in app.type(TITLE).body
        before = {name: services[name].signers[-1] for name in ("s3", "dynamodb", "ssm")}
        pass_minutes(app, credentials, 24 * HOURS)
        issued = len(credentials.received)
        assert TITLE in app.type(TITLE).body
        assert app.send(command_body(TITLE), secret="forged").status == 401  # which reads the secret again
        for name, signer in before.items():
            assert number(signer) <= issued < number(services[name].signers[-1])


def test_a_revoked_bot_token_is_read_again_once_a_minute(
    start_app: StartApp, services: dict[str, FaultyService], slack: SlackImitation
) -> None:
    with start_app() as app:
        assert app.open_home().status == 200
        slack.refusals = {"views.publish": "token_revoked"}
        app.open_home()
        reads = len(services["ssm"].requests)
        for _ in range(3):
            app.open_home()
        assert len(services["ssm"].requests) == reads
        for minute in range(1, 4):
            app.pass_minutes(1)
            for _ in range(2):
                app.open_home()
            assert len(services["ssm"].requests) == reads + minute


def test_a_snapshot_of_three_weeks_ago_knows_todays_secret_credentials_and_model(  # noqa: PLR0917 - fixtures
    start_app: StartApp,
    services: dict[str, FaultyService],
    credentials: CredentialsEndpoint,
    ssm: "SSMClient",
    bucket: str,
    models: list[Path],
    versions: list[str],
) -> None:
    name = f"/snapshot/{uuid.uuid4()}"
    ssm.put_parameter(Name=name, Value="the secret of then", Type="SecureString")
    issued: list[int] = []

    def pass_three_weeks(app: HostedApp) -> None:
        issued.append(len(credentials.received))
        ssm.put_parameter(Name=name, Value=SIGNING_SECRET, Type="SecureString", Overwrite=True)
        ModelStore.at(f"s3://{bucket}/models").publish(models[1])
        pass_minutes(app, credentials, 21 * 24 * HOURS)

    variables = {"SLACK_SIGNING_SECRET_PARAMETER": name, "MODEL_BUCKET": bucket} | from_endpoint(credentials)
    with start_app(variables=variables, while_snapshot=pass_three_weeks) as app:
        # It starts the process, and is three weeks old when that is restored.
        assert app.type(TITLE).status == 401
        assert len(issued) == 1
        restored = {service: number(services[service].signers[-1]) for service in ("ssm", "s3")}
        assert min(restored.values()) > issued[0]
        reads = len(services["ssm"].requests)
        for _ in range(5):  # a busy machine may fetch the model in several steps
            assert TITLE in app.type(TITLE).body
        assert len(services["ssm"].requests) == reads
        in_use = [line["model_version"] for line in app.new_lines() if line.get("message") == "model in use"]
        assert (in_use[0], in_use[-1]) == (versions[0], versions[1])
