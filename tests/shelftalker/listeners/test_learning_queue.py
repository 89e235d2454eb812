"""Messages on new ratings to the queue of the training: who causes them, what they hold, what their failure does."""

import os
import time

import boto3
import pytest

from shelftalker.listeners.learning_queue import CONFIG, LearningQueue
from tests.dynamodb import DynamoDb
from tests.http_service import Answer, HttpService
from tests.shelftalker.listeners.homes import home_of, open_home_after_a_book, opt_in, rate
from tests.slack_app import SlackApp

pytestmark = pytest.mark.usefixtures("learning_queue")


def test_a_rating_of_a_reader_who_opted_in_sends_an_empty_message(app: SlackApp, learning_queue: HttpService) -> None:
    opt_in(app)
    rate(app, "dune", "five stars")
    [message] = learning_queue.received
    assert message.headers["x-amz-target"] == "AmazonSQS.SendMessageBatch"
    entries = [{"Id": "0", "MessageBody": "{}"}]
    assert message.json == {"QueueUrl": os.environ["LEARNING_QUEUE_URL"], "Entries": entries}


def test_a_rating_in_home_sends_one_too(app: SlackApp, learning_queue: HttpService, dynamodb: DynamoDb) -> None:
    opt_in(app)
    app.click_in_home(open_home_after_a_book(app), "menu_rate", "1. four stars")
    assert len(learning_queue.received) == 1
    dynamodb.operations.clear()
    app.click_in_home(home_of(app), "home_change_book:1", "one star")
    assert len(learning_queue.received) == 2
    assert dynamodb.operations.count("Query") == 1


def test_nobody_else_sends_any(app: SlackApp, learning_queue: HttpService) -> None:
    rate(app, "dune", "five stars")
    opt_in(app)
    app.click_in_home(home_of(app), "home_learning")
    rate(app, "dune", "two stars")
    assert learning_queue.received == []


@pytest.mark.parametrize(("element", "chosen"), [("menu_want", "1."), ("menu_rate", "1. Not for me")])
def test_an_action_without_stars_sends_none(
    app: SlackApp, learning_queue: HttpService, element: str, chosen: str
) -> None:
    opt_in(app)
    app.click(app.type("dune").message, element, chosen)
    assert learning_queue.received == []


def test_a_rating_that_is_not_saved_sends_none(app: SlackApp, learning_queue: HttpService, dynamodb: DynamoDb) -> None:
    opt_in(app)
    message = app.type("dune").message
    dynamodb.fail("UpdateItem", times=9, refuses="InternalServerError")
    answer, _ = app.click(message, "menu_rate", "1. five stars")
    assert "ShelfWriteFailed" in answer.metrics
    assert learning_queue.received == []


@pytest.mark.parametrize("failure", [Answer(500), Answer(0), Answer(400, {"__type": "QueueDoesNotExist"})])
def test_a_queue_that_fails_is_counted_and_shown_to_nobody(
    app: SlackApp, learning_queue: HttpService, failure: Answer
) -> None:
    opt_in(app)
    learning_queue.answers = [failure]
    answer, after = app.click(app.type("dune").message, "menu_rate", "1. five stars")
    assert {"Rated", "RatingNotQueued"} <= answer.metrics
    assert after is not None
    assert "You gave" in after["text"]
    assert len(learning_queue.received) == 1
    [line] = [line for line in answer.printed if line.get("message") == "a training does not hear of a rating"]
    assert app.user_id not in str(line)


def test_nobody_waits_for_a_slow_queue_beyond_the_deadline(
    learning_queue: HttpService, time_outs_of_production: None
) -> None:
    learning_queue.answers = [Answer(delay_seconds=6)]
    started = time.monotonic()
    with LearningQueue(os.environ["LEARNING_QUEUE_URL"]).sending():
        assert time.monotonic() - started < CONFIG.deadline_seconds
    assert CONFIG.deadline_seconds <= time.monotonic() - started < 3


def test_without_a_queue_nothing_is_sent_and_nothing_fails(learning_queue: HttpService) -> None:
    with LearningQueue("").sending():
        pass
    assert learning_queue.received == []


def test_sqs_takes_the_message(
    aws_configuration: boto3.Session, s3_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"http://{s3_address[0]}:{s3_address[1]}"
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", address)
    sqs = aws_configuration.client("sqs", endpoint_url=address)
    url = sqs.create_queue(QueueName="ratings")["QueueUrl"]
    with LearningQueue(url).sending():
        pass
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "{}"
    sqs.delete_queue(QueueUrl=url)
    sqs.close()
