"""All functions of a deployment, between services that can be broken, and the metrics that they log."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.local.lambda_host.function_host import FunctionHost
from infra.local.local_model import FUNCTIONS
from shelftalker.install.installations import Installations
from tests.faults.conftest import StartApp
from tests.faults.faulty_service import FaultyService
from tests.faults.hosted_app import TITLE, HostedApp
from tests.shelftalker.install.granting_slack import GrantingSlack

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client


@dataclass(frozen=True)
class Deployment:
    """All functions of a deployment, and what is around them."""

    app: HostedApp
    start_app: StartApp
    services: dict[str, FaultyService]
    s3: "S3Client"
    dynamodb: "DynamoDBClient"
    environment: dict[str, str]
    slack: GrantingSlack
    installations: Installations
    directory: Path

    def metrics_of(self, handler: str, *events: dict[str, Any], **variables: str) -> set[str]:
        """Return the metrics of a function other than the one that answers Slack, called with some events."""
        log = self.directory / "background.log"
        with self.host(handler, log, **variables) as host:
            for event in events:
                host.invoke(event)
        return metrics_in(log)

    def host(self, handler: str, log: Path, **variables: str) -> FunctionHost:
        """Return a function with the environment of all."""
        return FunctionHost(FUNCTIONS, self.environment | variables, handler=handler, log=log, timeout_seconds=100)

    def change_pointer(self, **changes: object) -> None:
        """Have the functions look at a pointer with other members."""
        bucket, pointer = self.environment["MODEL_BUCKET"], "models/current.json"
        whole = json.loads(self.s3.get_object(Bucket=bucket, Key=pointer)["Body"].read())
        self.s3.put_object(Bucket=bucket, Key=pointer, Body=json.dumps(whole | changes))
        try:
            self.app.pass_minutes(16)
            for _ in range(3):
                self.app.type(TITLE)
        finally:
            self.s3.put_object(Bucket=bucket, Key=pointer, Body=json.dumps(whole))


def metrics_in(log: Path) -> set[str]:
    """Return the names of the metrics in a log."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    emitted = [line["_aws"]["CloudWatchMetrics"][0]["Metrics"] for line in lines if "_aws" in line]
    return {metric["Name"] for metrics in emitted for metric in metrics}
