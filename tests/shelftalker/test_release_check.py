"""The check before a new version answers: both functions hosted as on Lambda, with Lambda and CodeDeploy imitated."""

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.invocation import FunctionError, Invocation
from model_build.publish.publish import ModelStore
from shelftalker.settings import SELF_CHECK_EVENT
from tests.http_service import Answer, HttpService, Received
from tests.slack_requests import SIGNING_SECRET, v2_event

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

FUNCTIONS = Path(__file__).parents[2] / "functions"
VERSION = "arn:aws:lambda:eu-west-1:123456789012:function:shelftalker:7"
HOOK_EVENT = {"DeploymentId": "d-ABCDEF123", "LifecycleEventHookExecutionId": "eyJlbmNyeXB0ZWQ="}

Version = Callable[[dict[str, Any]], Invocation]


class Aws(HttpService):
    """Lambda with one function, and CodeDeploy, which keeps the reported statuses."""

    def __init__(self, version: Version) -> None:
        super().__init__()
        self.version = version
        self.invoked: list[str] = []
        self.reports: list[dict[str, str]] = []

    def answer(self, request: Received) -> Answer:
        """Return the answer to a call of either service."""
        if target := request.headers.get("x-amz-target"):
            assert target == "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus"
            self.reports.append(request.json)
            return Answer(body={"lifecycleEventHookExecutionId": request.json["lifecycleEventHookExecutionId"]})
        self.invoked.append(request.path)
        invocation = self.version(request.json)
        if failed := invocation.error:
            failure = {"errorType": failed.type, "errorMessage": failed.message}
            return Answer(body=failure, headers={"X-Amz-Function-Error": "Unhandled"})
        return Answer(body=invocation.payload)


@dataclass(frozen=True)
class Outcome:
    """The result of a check."""

    status: str
    log: str
    invoked: list[str]


Check = Callable[..., Outcome]


@pytest.fixture
def environment(
    models: list[Path], s3: "S3Client", s3_address: tuple[str, int], shelf_table_name: str
) -> dict[str, str]:
    """Return the variables of both functions: the first model as the layer's, and a bucket without a published one."""
    bucket = f"models-{uuid.uuid4()}"
    s3.create_bucket(Bucket=bucket)
    aws = f"http://{s3_address[0]}:{s3_address[1]}"
    return {
        "AWS_ENDPOINT_URL_DYNAMODB": aws, "SHELF_TABLE": shelf_table_name,
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL_S3": aws,
        "MODEL_BUCKET": bucket, "MODEL_DIRECTORY": str(models[0]), "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker", "POWERTOOLS_SERVICE_NAME": "shelftalker",
    }  # fmt: skip


@pytest.fixture
def check(environment: dict[str, str], tmp_path: Path) -> Check:
    """Has the hook check a version, with variables of the hook's own."""

    def run_check(version: Version, code: Path = FUNCTIONS, seconds: float = 40, **variables: str) -> Outcome:
        with Aws(version) as aws:
            of_check = {
                "AWS_ENDPOINT_URL_LAMBDA": aws.url, "AWS_ENDPOINT_URL_CODEDEPLOY": aws.url, "CHECKED_VERSION": VERSION
            }  # fmt: skip
            log = tmp_path / "hook.log"
            with FunctionHost(
                code,
                environment | of_check | variables,
                handler="pre_traffic.handler",
                timeout_seconds=seconds,
                log=log,
            ) as hook:
                invocation = hook.invoke(HOOK_EVENT)
        assert invocation.error is None
        [report] = aws.reports
        assert report["deploymentId"] == HOOK_EVENT["DeploymentId"]
        assert report["lifecycleEventHookExecutionId"] == HOOK_EVENT["LifecycleEventHookExecutionId"]
        assert invocation.payload == {"status": report["status"]}
        return Outcome(report["status"], log.read_text(), aws.invoked)

    return run_check


@pytest.fixture
def start_version(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Version]]:
    """Return a function that starts a version of the function, with variables of its own."""
    started: list[FunctionHost] = []

    def start(**variables: str) -> Version:
        started.append(FunctionHost(FUNCTIONS, environment | variables, log=tmp_path / "version.log"))
        return started[-1].__enter__().invoke

    yield start
    for host in started:
        host.__exit__(None, None, None)


def model_version(model: Path) -> str:
    version: str = json.loads((model / "manifest.json").read_text())["model_version"]
    return version


def fixed_answer(body: str, status: int = 200) -> Version:
    """Return a version that always answers the same."""
    payload = {"statusCode": status, "headers": {}, "body": body, "isBase64Encoded": False}
    return lambda _event: Invocation(payload, None, 1.0)


def test_a_version_that_finds_titles_keeps_shelves_and_draws_home_may_answer(
    check: Check, start_version: Callable[..., Version], models: list[Path]
) -> None:
    outcome = check(start_version())

    assert outcome.status == "Succeeded"
    assert outcome.invoked == [f"/2015-03-31/functions/{VERSION.replace(':', '%3A')}/invocations"] * 4
    assert "written, read and deleted" in outcome.log
    assert f"model {model_version(models[0])}" in outcome.log


def test_the_version_is_asked_of_the_published_model_once_it_has_fetched_that(
    check: Check,
    start_version: Callable[..., Version],
    environment: dict[str, str],
    models: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", environment["AWS_ENDPOINT_URL_S3"])
    ModelStore.at(f"s3://{environment['MODEL_BUCKET']}/models").publish(models[1])
    outcome = check(start_version())

    assert outcome.status == "Succeeded"
    assert f"model {model_version(models[1])}" in outcome.log


def test_a_version_that_checks_signatures_with_another_secret_may_not_answer(
    check: Check, start_version: Callable[..., Version]
) -> None:
    outcome = check(start_version(SLACK_SIGNING_SECRET="another"))

    assert outcome.status == "Failed"
    assert "401: the signature is not Slack's" in outcome.log


def test_a_version_that_does_not_start_may_not_answer_and_the_log_says_why(
    check: Check, start_version: Callable[..., Version], tmp_path: Path
) -> None:
    outcome = check(start_version(MODEL_DIRECTORY=str(tmp_path)))

    assert outcome.status == "Failed"
    assert f"No model at {tmp_path}" in outcome.log


def test_a_version_that_raises_may_not_answer(check: Check) -> None:
    outcome = check(lambda _event: Invocation(None, FunctionError("ZeroDivisionError", "division by zero"), 1.0))

    assert outcome.status == "Failed"
    assert "division by zero" in outcome.log


@pytest.mark.parametrize("body", ['{"text": "Sorry"}', '{"blocks": []}', "no JSON", '["blocks"]'])
def test_a_version_that_answers_with_no_books_may_not_answer(check: Check, body: str) -> None:
    outcome = check(fixed_answer(body), seconds=13)

    assert outcome.status == "Failed"
    assert "does not answer with the book meant" in outcome.log


def test_a_version_that_finds_titles_but_no_misspelt_ones_may_not_answer(
    check: Check, start_version: Callable[..., Version]
) -> None:
    version = start_version()
    first: list[Invocation] = []

    def forgetful(event: dict[str, Any]) -> Invocation:
        first.extend([version(event)] if not first else [])
        return first[0]

    assert check(forgetful, seconds=13).status == "Failed"


def test_a_version_that_may_not_use_the_shelves_may_not_answer(
    check: Check, start_version: Callable[..., Version]
) -> None:
    outcome = check(start_version(SHELF_TABLE="another"))

    assert outcome.status == "Failed"
    assert "can't use the shelves and draw Home: The shelves" in outcome.log
    assert "on the DynamoDB table another failed" in outcome.log


def test_nobody_gets_to_the_check_of_shelves_over_http(
    start_version: Callable[..., Version], environment: dict[str, str]
) -> None:
    """Through the API the event stands in a body, a query or a header, and never in place of the event."""
    body = json.dumps(SELF_CHECK_EVENT)
    version = start_version()
    for event in (v2_event(body, {}), v2_event("", SELF_CHECK_EVENT), v2_event(body, {}) | SELF_CHECK_EVENT):
        answer = version(event)
        assert answer.error is None
        assert 400 <= answer.payload["statusCode"] < 500


def test_a_version_without_books_for_a_reader_who_names_none_may_not_answer(
    check: Check, start_version: Callable[..., Version]
) -> None:
    version = start_version()

    def helpless(event: dict[str, Any]) -> Invocation:
        return version(event) if "text=&" not in event.get("body", "") else Invocation({"statusCode": 200}, None, 1.0)

    outcome = check(helpless, seconds=30)
    assert outcome.status == "Failed"
    assert "Asked for ''" in outcome.log


def test_a_version_from_before_the_check_of_shelves_fails_it_as_any_request_that_is_not_slacks(
    check: Check, start_version: Callable[..., Version]
) -> None:
    version = start_version()
    outcome = check(lambda event: version(event if "headers" in event else {"other": "event"}))

    assert outcome.status == "Failed"
    assert "can't use the shelves and draw Home" in outcome.log


def test_without_a_model_of_its_own_the_hook_says_so_and_asks_nothing(check: Check, tmp_path: Path) -> None:
    outcome = check(fixed_answer("{}"), MODEL_DIRECTORY=str(tmp_path))

    assert (outcome.status, outcome.invoked) == ("Failed", [])
    assert f"No model at {tmp_path}" in outcome.log


def test_without_the_version_to_check_the_hook_says_so(check: Check) -> None:
    outcome = check(fixed_answer("{}"), CHECKED_VERSION="")

    assert outcome.status == "Failed"
    assert "set CHECKED_VERSION" in outcome.log


def test_even_a_bundle_that_can_not_be_imported_is_reported(check: Check, tmp_path: Path) -> None:
    shutil.copy(FUNCTIONS / "pre_traffic.py", tmp_path)
    outcome = check(fixed_answer("{}"), code=tmp_path)

    assert outcome.status == "Failed"
    assert "No module named 'shelftalker'" in outcome.log
