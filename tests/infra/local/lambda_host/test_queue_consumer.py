"""The messages of a queue, taken by a function on this machine."""

import time
from collections.abc import Mapping
from typing import Any

import boto3

from infra.local.aws.services import local_aws
from infra.local.lambda_host.invocation import Invocation
from infra.local.lambda_host.queue_consumer import QueueConsumer
from tests.time_outs import SECONDS


def test_a_message_is_deleted_once_it_is_taken_and_comes_again_where_it_failed() -> None:
    taken: list[str] = []

    def invoke(event: Mapping[str, Any]) -> Invocation:
        [record] = event["Records"]
        taken.append(record["body"])
        has_failed = record["body"] == "bad"
        failed = [{"itemIdentifier": record["messageId"]}] if has_failed else []
        return Invocation({"batchItemFailures": failed}, None, 1.0)

    with local_aws("secret") as environment:
        queue_url, sqs = environment["IMPORT_QUEUE_URL"], boto3.client("sqs")
        with QueueConsumer(queue_url, invoke, seconds_between_looks=0.01):
            for body in ("bad", "good"):
                sqs.send_message(QueueUrl=queue_url, MessageBody=body)
            until = time.monotonic() + SECONDS
            while len(taken) < 2 and time.monotonic() < until:
                time.sleep(0.01)
        attributes = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
        assert sorted(taken) == ["bad", "good"]
        assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"
