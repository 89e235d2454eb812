"""Tests that each alarm on a metric of the functions rings: what it is for is broken, and the metric counted."""

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import boto3
import pytest

from infra.local.aws.tables import create_table
from infra.local.lambda_host.gateway import HttpRequest, api_gateway_v2_event
from shelftalker.api.keys import new_key
from shelftalker.install.installations import Installations
from shelftalker.purge.queue import PurgeRequest
from tests.api_app import store_key
from tests.cloudformation import EVERYTHING, stack
from tests.damaged_model import model_without_neighbours
from tests.dynamodb import new_shelf_table
from tests.faults.broken_deployment import Deployment, metrics_in
from tests.faults.conftest import StartApp
from tests.faults.faulty_service import Fault, FaultyService
from tests.faults.hosted_app import TITLE, HostedApp
from tests.infra.test_monitoring import watched_metrics
from tests.shelftalker.install.browser import Browser
from tests.shelftalker.install.conftest import (
    granting_slack,
    installation,
    installation_table,
    installations,
    key,
    queue_url,
)
from tests.shelftalker.install.granting_slack import CLIENT_ID, GrantingSlack
from tests.slack_requests import signed_headers, view_action_body

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

__all__ = ["granting_slack", "installation_table", "installations", "key", "queue_url"]

DOWN = Fault("down", resets=True)


@pytest.fixture
def aws(s3_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of all services, which this process uses too."""
    url = f"http://{s3_address[0]}:{s3_address[1]}"
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    return url


@pytest.fixture(scope="module")
def shelf_table_name(dynamodb_client: "DynamoDBClient") -> str:
    """Create a table of this module alone: the sweep reads the whole of it, with all that other tests keep in one."""
    return new_shelf_table(dynamodb_client)


@pytest.fixture
def deployment(
    *, app: HostedApp, start_app: StartApp, services: dict[str, FaultyService], s3: "S3Client",
    dynamodb_client: "DynamoDBClient", environment: dict[str, str], granting_slack: GrantingSlack,
    installations: Installations, installation_table: str, key: str, queue_url: str, aws: str, tmp_path: Path,
) -> Deployment:  # fmt: skip
    """Return a deployment that other workspaces install."""
    variables = {
        "AWS_ENDPOINT_URL": aws, "AWS_ENDPOINT_URL_DYNAMODB": services["dynamodb"].url,
        "INSTALLATION_TABLE": installation_table, "INSTALLATION_KEY": key, "PURGE_QUEUE_URL": queue_url,
        "SLACK_API_URL": granting_slack.api_url, "SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": "client-secret",
    }  # fmt: skip
    return Deployment(
        app, start_app, services, s3, dynamodb_client, environment | variables, granting_slack, installations, tmp_path
    )


def forge_a_signature(deployment: Deployment) -> set[str]:
    deployment.app.send("text=dune", secret="another")
    return deployment.app.new_metrics()


def send_an_unsigned_check_of_the_certificate(deployment: Deployment) -> set[str]:
    deployment.app.post(b"ssl_check=1", {"Content-Type": "application/x-www-form-urlencoded"})
    return deployment.app.new_metrics()


def damage_the_pointer_to_a_shelf(deployment: Deployment) -> set[str]:
    damaged: Any = {"workspace_id": {"S": "T0001"}, "reader_item": {"S": "U0001#moved"}}
    table = deployment.environment["SHELF_TABLE"]
    deployment.dynamodb.put_item(TableName=table, Item=damaged)
    try:
        deployment.app.type("")
    finally:
        deployment.dynamodb.delete_item(
            TableName=table, Key={name: damaged[name] for name in ("workspace_id", "reader_item")}
        )
    return deployment.app.new_metrics()


def stop_dynamodb(deployment: Deployment) -> set[str]:
    message = deployment.app.type(TITLE).message
    with deployment.services["dynamodb"].failing(DOWN):
        deployment.app.type("")
        deployment.app.click(message, "menu_want")
    return deployment.app.new_metrics()


def stop_dynamodb_for_somebody_who_deletes_all(deployment: Deployment) -> set[str]:
    click = {"action_id": "home_delete", "block_id": "b1", "type": "button", "value": "delete"}
    with deployment.services["dynamodb"].failing(DOWN):
        deployment.app.send(view_action_body(click, {"type": "home"}))
    return deployment.app.new_metrics()


def stop_slacks_addresses_for_answers(deployment: Deployment) -> set[str]:
    message = deployment.app.type(TITLE).message
    with deployment.services["response_url"].failing(DOWN):
        deployment.app.click(message, "menu_want")
    return deployment.app.new_metrics()


def stop_slacks_api(deployment: Deployment) -> set[str]:
    with deployment.services["slack_api"].failing(DOWN):
        deployment.app.open_home()
    return deployment.app.new_metrics()


def stop_s3(deployment: Deployment) -> set[str]:
    deployment.app.pass_minutes(16)
    with deployment.services["s3"].failing(DOWN):
        deployment.app.type(TITLE)
    return deployment.app.new_metrics()


def publish_a_model_that_is_not_there(deployment: Deployment) -> set[str]:
    deployment.change_pointer(version="20200101-000000-gone00000000")
    return deployment.app.new_metrics()


def publish_a_model_of_another_format(deployment: Deployment) -> set[str]:
    deployment.change_pointer(format_version=1)
    return deployment.app.new_metrics()


def publish_nonsense(deployment: Deployment) -> set[str]:
    version = "20200101-000000-nonsense0000"
    deployment.s3.put_object(
        Bucket=deployment.environment["MODEL_BUCKET"], Key=f"models/{version}/catalogue.sqlite", Body=b"nonsense"
    )
    deployment.change_pointer(version=version, size_bytes=8, sha256=hashlib.sha256(b"nonsense").hexdigest())
    return deployment.app.new_metrics()


def leave(app: HostedApp) -> set[str]:
    event = {"type": "event_callback", "team_id": "T0001", "api_app_id": "A0001", "event_time": int(time.time()),
             "event_id": "Ev2", "event": {"type": "app_uninstalled"}}  # fmt: skip
    body = json.dumps(event)
    app.post(body.encode(), signed_headers(body, age_seconds=-round(app.slack_ahead_seconds)))
    return app.new_metrics()


def leave_a_deployment_for_one_workspace(deployment: Deployment) -> set[str]:
    return leave(deployment.app)


def leave_while_the_queue_is_gone(deployment: Deployment) -> set[str]:
    gone = f"{deployment.environment['PURGE_QUEUE_URL']}-gone"
    variables = {"PURGE_QUEUE_URL": gone, "AWS_ENDPOINT_URL": deployment.environment["AWS_ENDPOINT_URL"]}
    with deployment.start_app(variables=variables) as app:
        return leave(app)


def begin_an_installation_without_dynamodb(deployment: Deployment) -> set[str]:
    with deployment.services["dynamodb"].failing(DOWN):
        return browse(deployment, lambda browser: browser.get("/slack/install"))


def install_with_a_wrong_client_secret(deployment: Deployment) -> set[str]:
    code = deployment.slack.code()
    return browse(
        deployment,
        lambda browser: browser.get("/slack/oauth_redirect", state=browser.begin(), code=code),
        SLACK_CLIENT_SECRET="another",
    )


def browse(deployment: Deployment, act: Callable[[Browser], object], **variables: str) -> set[str]:
    log = deployment.directory / "oauth.log"
    with deployment.host("slack_oauth.handler", log, **variables) as host:
        function = SimpleNamespace(handler=lambda event, _context: host.invoke(event).payload)
        act(Browser(cast("Any", function)))
    return metrics_in(log)


def purge_without_dynamodb(deployment: Deployment) -> set[str]:
    records = [{"messageId": "m1", "body": PurgeRequest("T1", 1700000000.0).as_message()}]
    with deployment.services["dynamodb"].failing(DOWN):
        return deployment.metrics_of("purge.handler", {"Records": records})


def leave_without_an_event(deployment: Deployment) -> set[str]:
    token = deployment.slack.new_tokens()["access_token"]
    deployment.installations.save(installation(bot_token=token))
    deployment.slack.revoke(token)
    return deployment.metrics_of("sweep.handler", {})


def lose_a_deletion(deployment: Deployment) -> set[str]:
    entry = {"workspace_id": {"S": "T9"}, "reader_item": {"S": "U1#book#aaaaaaaa"}, "acted_at": {"N": "1700000000.0"}}
    deployment.dynamodb.put_item(TableName=deployment.environment["SHELF_TABLE"], Item=cast("Any", entry))
    return deployment.metrics_of("sweep.handler", {})


def ask(deployment: Deployment, handler: str, request: HttpRequest, **variables: str) -> set[str]:
    # The functions for programs and browsers have no part in installations.
    return deployment.metrics_of(handler, api_gateway_v2_event(request), INSTALLATION_TABLE="", **variables)


def ask_the_api(deployment: Deployment, key: str, **variables: str) -> set[str]:
    headers = (("authorization", f"Bearer {key}"), ("content-type", "application/json"))
    request = HttpRequest("POST", "/recommend", headers, json.dumps({"title": TITLE}).encode())
    return ask(deployment, "json_api.handler", request, **variables)


def ask_the_api_without_dynamodb(deployment: Deployment) -> set[str]:
    with deployment.services["dynamodb"].failing(DOWN):
        return ask_the_api(deployment, new_key(), API_KEY_TABLE="api-keys")


def ask_the_api_with_a_damaged_model(deployment: Deployment) -> set[str]:
    table = f"api-keys-{uuid.uuid4()}"
    create_table(deployment.dynamodb, "ApiKeyTable", table)
    return ask_the_api(deployment, store_key(table=table), API_KEY_TABLE=table, **damaged_model(deployment))


def ask_the_page_with_a_damaged_model(deployment: Deployment) -> set[str]:
    request = HttpRequest("GET", "/", query=f"title={quote(TITLE)}")
    return ask(deployment, "page.handler", request, **damaged_model(deployment))


def damaged_model(deployment: Deployment) -> dict[str, str]:
    sound = Path(deployment.environment["MODEL_DIRECTORY"])
    return {"MODEL_BUCKET": "", "MODEL_DIRECTORY": str(model_without_neighbours(sound, deployment.directory / "model"))}


BREAKS: dict[str, Callable[[Deployment], set[str]]] = {
    "ApiFailed": ask_the_api_with_a_damaged_model,
    "ApiKeyNotChecked": ask_the_api_without_dynamodb,
    "Failed": damage_the_pointer_to_a_shelf,
    "HomeNotPublished": stop_slacks_api,
    "InstallFailed": begin_an_installation_without_dynamodb,
    "InstallMisconfigured": install_with_a_wrong_client_secret,
    "LeftBehind": leave_a_deployment_for_one_workspace,
    "LeftOver": lose_a_deletion,
    "LeftUnheard": leave_while_the_queue_is_gone,
    "LeftUnnoticed": leave_without_an_event,
    "ModelFetchFailed": publish_a_model_that_is_not_there,
    "ModelOutdated": publish_a_model_of_another_format,
    "ModelPointerFailed": stop_s3,
    "ModelRefused": publish_nonsense,
    "NotDeleted": stop_dynamodb_for_somebody_who_deletes_all,
    "PageFailed": ask_the_page_with_a_damaged_model,
    "PurgeFailed": purge_without_dynamodb,
    "Rejected": forge_a_signature,
    "ResponseUrlFailed": stop_slacks_addresses_for_answers,
    "ShelfReadFailed": stop_dynamodb,
    "ShelfWriteFailed": stop_dynamodb,
    "SslCheck": send_an_unsigned_check_of_the_certificate,
}


@pytest.fixture(autouse=True)
def sound_again(app: HostedApp) -> Iterator[None]:
    """Begin with no metrics of what was before."""
    app.new_metrics()
    yield
    app.pass_minutes(16)  # the pointer to the current model is due
    assert app.type(TITLE).status == 200


def test_each_alarm_on_a_metric_of_the_functions_has_something_that_breaks_for_it() -> None:
    watched = {name for namespace, name, dimensions in watched_metrics() if namespace == "Shelftalker" and dimensions}

    assert watched == set(BREAKS)


@pytest.mark.parametrize("metric", BREAKS)
def test_the_metric_of_an_alarm_is_counted_when_what_it_watches_breaks(deployment: Deployment, metric: str) -> None:
    deployment.app.new_metrics()

    assert metric in BREAKS[metric](deployment)


def test_a_deletion_that_fails_five_times_is_a_dead_letter(
    deployment: Deployment, aws_configuration: boto3.Session, aws: str
) -> None:
    queue, dead = (stack(**EVERYTHING).of_type("AWS::SQS::Queue")[it] for it in ("PurgeQueue", "PurgeDeadLetterQueue"))
    times = queue["RedrivePolicy"]["maxReceiveCount"]
    sqs = aws_configuration.client("sqs", endpoint_url=aws)
    dead_url = sqs.create_queue(QueueName=f"dead-{uuid.uuid4()}")["QueueUrl"]
    [arn] = sqs.get_queue_attributes(QueueUrl=dead_url, AttributeNames=["QueueArn"])["Attributes"].values()
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": times})
    url = deployment.environment["PURGE_QUEUE_URL"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy})
    sqs.send_message(QueueUrl=url, MessageBody=PurgeRequest("T1", 1700000000.0).as_message())
    log = deployment.directory / "purge.log"
    with deployment.services["dynamodb"].failing(DOWN), deployment.host("purge.handler", log) as host:
        for _ in range(times):
            [message] = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
            answer = host.invoke({"Records": [{"messageId": message["MessageId"], "body": message["Body"]}]})
            assert answer.payload["batchItemFailures"]  # so that SQS delivers it again
    assert "Messages" not in sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)
    visible = sqs.get_queue_attributes(QueueUrl=dead_url, AttributeNames=["ApproximateNumberOfMessages"])
    sqs.close()

    assert (times, visible["Attributes"]["ApproximateNumberOfMessages"]) == (5, "1")
    assert dead["MessageRetentionPeriod"] == 14 * 24 * 60 * 60


def test_a_search_that_fails_is_an_error_of_its_function(deployment: Deployment) -> None:
    log = deployment.directory / "sweep.log"
    with deployment.services["dynamodb"].failing(DOWN), deployment.host("sweep.handler", log) as host:
        invocation = host.invoke({})

    assert invocation.error is not None
    assert "SweepFailed" in metrics_in(log)
