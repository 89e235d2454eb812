"""The step of a workflow: its outputs and refusals, the opt-in of whose shelf it looks at, and repeated events."""

import json
import time
from typing import Any

import pytest

from shelftalker.club.members import ClubPlace, Members
from shelftalker.shelf.contents import Reader
from shelftalker.views.club.step_outputs import StepRefusal
from tests.dynamodb import DynamoDb
from tests.slack_app import Answer, SlackApp
from tests.slack_requests import signed_headers, step_body, v2_event


def run(app: SlackApp, execution_id: str, retry_number: int = 0, **inputs: str) -> Answer:
    """Have Slack send the event of an execution, signed."""
    body = step_body(execution_id, inputs)
    headers = signed_headers(body) | ({"X-Slack-Retry-Num": str(retry_number)} if retry_number else {})
    return app.send(v2_event(body, headers))


def outputs(app: SlackApp) -> dict[str, Any]:
    """Return the outputs of the last execution that was completed."""
    *_, call = app.slack.arguments("functions.completeSuccess")
    completed: dict[str, Any] = json.loads(call["outputs"])
    return completed


def error(app: SlackApp) -> str:
    """Return the sentence of the one execution that failed."""
    [call] = app.slack.arguments("functions.completeError")
    return str(call["error"])


@pytest.fixture
def club(members: Members, place: ClubPlace, reader_of_fantasy: SlackApp, reader_of_novels: SlackApp) -> ClubPlace:
    """Return a channel in which two people are counted in who rated three books each."""
    for app in (reader_of_fantasy, reader_of_novels):
        members.join(place, Reader("T0001", app.user_id), f"{time.time():.6f}")
    return place


def test_a_channel_gets_a_book_for_its_members_and_another_one_the_next_time(app: SlackApp, club: ClubPlace) -> None:
    answer = run(app, "Fx1", channel=club.channel_id)
    assert (answer.status, answer.body) == (200, "")
    assert "StepCompleted" in answer.metrics
    first = outputs(app)
    assert first["text"].startswith(f"{first['title']} by {first['author']} (")
    assert "of the 2 of you whose taste I know. https://" in first["text"]
    assert first["link"].startswith("https://")
    run(app, "Fx2", channel=club.channel_id)
    assert outputs(app)["title"] != first["title"]


def test_a_repeated_event_gives_the_same_book(app: SlackApp, club: ClubPlace) -> None:
    run(app, "Fx1", channel=club.channel_id)
    first = outputs(app)
    app.slack.refusals["functions.completeSuccess"] = "execution_not_in_running_state"
    answer = run(app, "Fx1", 1, channel=club.channel_id)
    assert (answer.status, outputs(app)) == (200, first)


def test_the_answer_is_authorised_by_the_token_of_the_execution_alone(app: SlackApp, club: ClubPlace) -> None:
    app.slack.received.clear()
    run(app, "Fx1", channel=club.channel_id)
    [call] = [each for each in app.slack.received if each.path == "/api/functions.completeSuccess"]
    assert call.headers["authorization"] == "Bearer xwfp-of-this-execution"


def test_a_person_who_is_counted_in_gets_books_of_their_own_list(
    app: SlackApp, club: ClubPlace, reader_of_fantasy: SlackApp
) -> None:
    run(app, "Fx1", person=reader_of_fantasy.user_id)
    alone = outputs(app)
    assert "fits" not in alone["text"]
    run(app, "Fx2", person=reader_of_fantasy.user_id, channel=club.channel_id)
    assert outputs(app)["title"] != alone["title"]
    assert app.slack.arguments("functions.completeError") == []


def test_nobody_elses_workflow_gets_the_books_of_a_person_who_is_not_counted_in(
    app: SlackApp, club: ClubPlace, rate: Any
) -> None:
    rate(app.user_id, {"Dune": 5, "It": 4, "Emma": 3})
    for execution_id, channel_id in (("Fx1", ""), ("Fx2", club.channel_id)):
        answer = run(app, execution_id, person=app.user_id, channel=channel_id)
        assert (answer.status, "StepRefused" in answer.metrics) == (200, True)
        assert error(app) == StepRefusal.NOT_FOR_PERSON
        app.slack.calls.clear()


def test_the_refusal_tells_of_nobody_whether_they_are_counted_in(
    app: SlackApp, place: ClubPlace, members: Members
) -> None:
    run(app, "Fx1", person=app.user_id)
    before = error(app)
    members.join(place, Reader("T0001", app.user_id), f"{time.time():.6f}")
    app.slack.calls.clear()
    run(app, "Fx2", person=app.user_id, channel=place.channel_id)
    assert error(app) == before == StepRefusal.NOT_FOR_PERSON


def test_a_channel_without_members_and_a_step_without_inputs_say_what_to_do(app: SlackApp, place: ClubPlace) -> None:
    run(app, "Fx1", channel=place.channel_id)
    assert error(app).startswith("In this channel nobody is counted in")
    app.slack.calls.clear()
    run(app, "Fx2")
    assert error(app).startswith("The step needs a channel or a person.")
    app.slack.calls.clear()
    run(app, "Fx3", channel="general #2")
    assert error(app).startswith("The step needs a channel or a person.")
    app.slack.calls.clear()
    body = step_body("Fx4", {}, "bake_a_cake")
    app.send(v2_event(body, signed_headers(body)))
    assert error(app).startswith("Shelftalker does not know this step.")


def test_where_one_shelf_alone_tells_a_taste_the_channel_gets_a_book_that_many_like(
    app: SlackApp, place: ClubPlace, members: Members, reader_of_fantasy: SlackApp
) -> None:
    members.join(place, Reader("T0001", reader_of_fantasy.user_id), f"{time.time():.6f}")
    run(app, "Fx1", channel=place.channel_id)
    assert "fits" not in outputs(app)["text"]
    assert outputs(app)["title"] not in {"Dune", "The Hobbit", "Dune Messiah"}


def test_slack_repeats_what_the_table_failed_and_the_last_time_the_workflow_is_told(
    app: SlackApp, club: ClubPlace, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("GetItem", times=40, refuses="InternalServerError")
    answer = run(app, "Fx1", channel=club.channel_id)
    assert (answer.status, app.slack.calls) == (503, [])
    assert "StepFailed" in answer.metrics
    answer = run(app, "Fx1", 3, channel=club.channel_id)
    dynamodb.faults.clear()
    assert answer.status == 200
    assert error(app).startswith("The readers' shelves can't be reached right now.")


def test_no_channel_gets_a_popular_book_because_shelves_cant_be_read(
    app: SlackApp, club: ClubPlace, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("Query", times=40, refuses="InternalServerError")
    answer = run(app, "Fx1", channel=club.channel_id)
    dynamodb.faults.clear()
    assert (answer.status, app.slack.calls) == (503, [])


def test_slack_repeats_the_event_of_an_answer_that_it_did_not_take(app: SlackApp, club: ClubPlace) -> None:
    app.slack.refusals["functions.completeSuccess"] = "internal_error"
    assert run(app, "Fx1", channel=club.channel_id).status == 503
    first = outputs(app)
    app.slack.refusals.clear()
    assert run(app, "Fx1", 1, channel=club.channel_id).status == 200
    assert outputs(app) == first
