"""Tests of the deployment that learns from its readers: off by default, and what it adds where it is on."""

from typing import Any

from shelftalker.settings import Settings
from tests.cloudformation import EVERYTHING, stack

QUEUE = {"Fn::GetAtt": ["LearningQueue", "Arn"]}


def variables(**values: Any) -> dict[str, Any]:
    """Return the environment of the function that answers Slack."""
    environment = stack(**values).of_type("AWS::Lambda::Function")["SlackEvents"]["Environment"]["Variables"]
    return {
        name: value["Ref"] if isinstance(value, dict) and "Ref" in value else value
        for name, value in environment.items()
    }


def test_by_default_nothing_is_learnt_and_there_is_no_queue() -> None:
    settings = Settings.from_environment({**variables(), "SLACK_SIGNING_SECRET_PARAMETER": "/secret"})

    assert (settings.learns_from_readers, settings.learning_queue_url) == (False, "")
    assert "LearningQueue" not in stack().of_type("AWS::SQS::Queue")
    assert [it for it in stack().statements(service="sqs") if QUEUE in it.resources] == []


def test_where_it_is_on_the_functions_that_write_ratings_send_word_of_them() -> None:
    whole = stack(LearnFromReaders="on")
    environment = {**variables(LearnFromReaders="on"), "SLACK_SIGNING_SECRET_PARAMETER": "/secret"}
    settings = Settings.from_environment(environment)
    sending = [it for it in whole.statements(service="sqs") if QUEUE in it.resources]

    assert (settings.learns_from_readers, settings.learning_queue_url) == (True, "LearningQueue")
    assert {it.role for it in sending} == {"SlackEventsRole", "ShelfImportsRole"}
    assert all((it.actions, it.resources) == (["sqs:SendMessage"], [QUEUE]) for it in sending)


def test_the_queue_is_encrypted_reached_over_tls_alone_and_forgets_within_a_week() -> None:
    whole = stack(**EVERYTHING)
    queue = whole.of_type("AWS::SQS::Queue")["LearningQueue"]
    policy = whole.of_type("AWS::SQS::QueuePolicy")["LearningQueuePolicy"]
    [denial] = policy["PolicyDocument"]["Statement"]

    assert (queue["SqsManagedSseEnabled"], queue["MessageRetentionPeriod"]) == (True, 7 * 24 * 60 * 60)
    assert policy["Queues"] == [{"Ref": "LearningQueue"}]
    assert (denial["Effect"], denial["Principal"], denial["Resource"]) == ("Deny", "*", QUEUE)
    assert denial["Condition"] == {"Bool": {"aws:SecureTransport": False}}
