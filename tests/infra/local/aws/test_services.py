"""The AWS services of the demo, called as the functions call them."""

from collections.abc import Iterator

import boto3
import pytest

from infra.local.aws.services import local_aws
from shelftalker.aws import light_client
from shelftalker.listeners.learning_queue import LearningQueue


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """Serve AWS, whose keys this process uses too."""
    light_client.process_credentials.cache_clear()
    with local_aws("secret") as variables:
        yield variables
    light_client.process_credentials.cache_clear()


def test_word_of_a_rating_waits_in_the_queue_that_the_functions_are_directed_to(environment: dict[str, str]) -> None:
    url = environment["LEARNING_QUEUE_URL"]
    with LearningQueue(url).sending():
        pass
    [message] = boto3.client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "{}"
