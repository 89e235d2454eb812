"""Intervals of the installed app that span invocations, in hosted functions that Lambda suspends between them.

The wall clock is set ahead and the monotonic clock is not.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.lambda_host.function_host import FunctionHost
from infra.local.local_model import FUNCTIONS
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.install.installations import Installations
from shelftalker.install.token_cipher import TokenCipher
from tests import slack_requests
from tests.shelftalker.install.browser import Browser
from tests.shelftalker.install.conftest import expiring, installation
from tests.shelftalker.install.granting_slack import CLIENT_ID, CLIENT_SECRET, GrantingSlack
from tests.slack_requests import SIGNING_SECRET, home_opened_body, signed_headers

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

CLOCK = Path(__file__).parents[2] / "faults" / "skewed_clock"
HOURS = 3600.0


class SuspendedFunction:
    """A hosted function, and the time that has passed for Slack and for it."""

    def __init__(self, host: FunctionHost, clock: Path) -> None:
        self._host = host
        self._clock = clock
        self.passed_seconds = 0.0

    def handler(self, event: dict[str, Any], _context: object = None) -> dict[str, Any]:
        """Answer an event."""
        invocation = self._host.invoke(event)
        assert invocation.error is None
        answer: dict[str, Any] = invocation.payload
        return answer

    def pass_seconds(self, seconds: float) -> None:
        """Suspend the process for some time."""
        self.passed_seconds += seconds
        self._clock.write_text(str(self.passed_seconds))

    def open_home(self) -> int:
        """Open the app's Home, and return the status of the answer."""
        body = home_opened_body()
        event = slack_requests.v2_event(body, signed_headers(body, age_seconds=-round(self.passed_seconds)))
        return int(self.handler(event)["statusCode"])


StartFunction = Callable[..., AbstractContextManager[SuspendedFunction]]


@pytest.fixture
def start(
    installation_table: str, granting_slack: GrantingSlack, s3_address: tuple[str, int], tmp_path: Path
) -> StartFunction:
    """Return a function that hosts an entry point for a `with` block."""
    clock = tmp_path / "clock"
    clock.write_text("0")
    usual = {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": f"http://{s3_address[0]}:{s3_address[1]}",
        "CLOCK_AHEAD_FILE": str(clock), "INSTALLATION_TABLE": installation_table, "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_API_URL": granting_slack.api_url, "POWERTOOLS_METRICS_NAMESPACE": "x", "POWERTOOLS_SERVICE_NAME": "x",
    }  # fmt: skip

    @contextmanager
    def run(handler: str, **variables: str) -> Iterator[SuspendedFunction]:
        options: dict[str, Any] = {"handler": handler, "import_paths": [CLOCK], "log": tmp_path / "log"}
        with FunctionHost(FUNCTIONS, usual | variables, **options) as host:
            yield SuspendedFunction(host, clock)

    return run


@pytest.fixture
def home(start: StartFunction, model_directory: Path, shelf_table_name: str) -> Iterator[SuspendedFunction]:
    """Host the function that publishes Home with the tokens of the installations."""
    variables = {
        "MODEL_DIRECTORY": str(model_directory), "SHELF_TABLE": shelf_table_name,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    }  # fmt: skip
    with start("slack_events.handler", **variables) as function:
        yield function


@pytest.fixture
def plain_installations(installation_table: str) -> Installations:
    """Return the installations, without a key for their tokens."""
    return Installations(DynamoDbTable(installation_table), TokenCipher(""))


@pytest.mark.usefixtures("aws")
def test_a_token_leaves_the_memory_after_fifteen_minutes_and_is_exchanged_two_hours_before_it_expires(
    home: SuspendedFunction, plain_installations: Installations, granting_slack: GrantingSlack
) -> None:
    granting_slack.access_tokens = {"xoxb-first"}
    plain_installations.save(installation(team_id="T0001", installed_at=time.time() - 100))
    assert home.open_home() == 200
    rotating = expiring(granting_slack, 12 * HOURS, team_id="T0001", installed_at=time.time())
    plain_installations.save(rotating)
    home.pass_seconds(10 * 60)
    home.open_home()
    assert {token for _, token in granting_slack.calls} == {"xoxb-first"}
    home.pass_seconds(5 * 60)
    home.open_home()
    assert granting_slack.calls[-1][1] == rotating.bot_token
    home.pass_seconds(9.5 * HOURS)
    home.open_home()
    assert granting_slack.exchanged == []
    home.pass_seconds(0.5 * HOURS)
    home.open_home()
    assert granting_slack.exchanged == [rotating.bot_refresh_token]
    assert granting_slack.calls[-1][1] not in {"xoxb-first", rotating.bot_token}


@pytest.mark.usefixtures("aws")
def test_an_installation_may_take_ten_minutes(start: StartFunction, granting_slack: GrantingSlack) -> None:
    with start("slack_oauth.handler", SLACK_CLIENT_SECRET=CLIENT_SECRET) as function:
        browser = Browser(function)
        for seconds, status in ((9 * 60, 200), (11 * 60, 400)):
            state = browser.begin()
            function.pass_seconds(seconds)
            answer = browser.get("/slack/oauth_redirect", state=state, code=granting_slack.code())
            assert answer.status == status
        assert "has expired" in answer.text


@pytest.mark.usefixtures("aws")
def test_a_client_secret_that_slack_refuses_is_read_again_once_a_minute(
    start: StartFunction, granting_slack: GrantingSlack, ssm: "SSMClient"
) -> None:
    name = f"/client-secret/{uuid.uuid4()}"
    ssm.put_parameter(Name=name, Value="wrong", Type="SecureString")
    with start("slack_oauth.handler", SLACK_CLIENT_SECRET_PARAMETER=name) as function:
        browser = Browser(function)

        def install() -> int:
            return browser.get("/slack/oauth_redirect", state=browser.begin(), code=granting_slack.code()).status

        statuses = [install()]  # it is read again at once, and is the wrong one still
        ssm.put_parameter(Name=name, Value=CLIENT_SECRET, Type="SecureString", Overwrite=True)
        statuses += [install(), install()]
        function.pass_seconds(60)
        statuses += [install(), install()]
    refused = statuses[0]
    assert refused >= 400
    assert statuses == [refused] * 4 + [200]
