"""Tests of secrets that are rotated while the functions run; between the requests Lambda suspends the process."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.faults.conftest import SECRET_PARAMETER, StartApp
from tests.faults.faulty_service import FaultyService
from tests.faults.hosted_app import TITLE, HostedApp
from tests.slack_requests import SIGNING_SECRET, command_body

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

NEW_SECRET = "a new signing secret"


@pytest.fixture
def app(start_app: StartApp) -> Iterator[HostedApp]:
    """Start the functions, warm, and have them read the signing secret again a moment ago."""
    with start_app() as app:
        assert app.type("").status == 200
        assert status(app, "no secret of Slack's") == 401
        yield app


@pytest.fixture
def rotate(ssm: "SSMClient") -> Iterator[None]:
    """Rotate the signing secret for a test; it comes after the fixtures that read the old one first."""
    ssm.put_parameter(Name=SECRET_PARAMETER, Value=f"{NEW_SECRET}\n", Type="SecureString", Overwrite=True)
    yield
    ssm.put_parameter(Name=SECRET_PARAMETER, Value=SIGNING_SECRET, Type="SecureString", Overwrite=True)


def status(app: HostedApp, secret: str) -> int:
    """Return the status of the answer to a command that is signed with a secret."""
    return app.send(command_body(TITLE, response_url=app.response_url), secret=secret).status


def test_requests_signed_with_a_new_secret_are_answered_within_a_minute(app: HostedApp, rotate: None) -> None:
    assert status(app, NEW_SECRET) == 401
    statuses = []
    for _ in range(6):
        app.pass_minutes(1 / 6)
        statuses.append(status(app, NEW_SECRET))
    assert statuses[-1] == 200
    assert status(app, SIGNING_SECRET) == 401


def test_many_forged_requests_have_the_secret_read_once_a_minute(
    app: HostedApp, services: dict[str, FaultyService]
) -> None:
    reads = len(services["ssm"].requests)
    for _ in range(3):
        app.pass_minutes(1)
        for _ in range(5):
            assert status(app, "no secret of Slack's") == 401
    assert len(services["ssm"].requests) == reads + 3


def test_a_wall_clock_that_was_set_back_puts_off_no_reading(app: HostedApp, rotate: None) -> None:
    app.pass_minutes(-24 * 60)
    assert status(app, NEW_SECRET) == 200
