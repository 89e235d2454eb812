"""Tests of clocks that disagree, and of requests that come more than once."""

from collections.abc import Iterator

import pytest

from shelftalker.settings import VERSION
from tests.faults.faulty_service import FaultyService
from tests.faults.hosted_app import TITLE, HostedApp
from tests.slack_app import SlackImitation
from tests.slack_requests import command_body, signed_headers


@pytest.fixture
def same_time_after_test(app: HostedApp) -> Iterator[None]:
    """Set both clocks to the same time after the test."""
    yield
    app.skew(0)


@pytest.mark.parametrize("minutes", [-4, 4])
@pytest.mark.usefixtures("same_time_after_test")
def test_a_clock_four_minutes_off_changes_nothing(app: HostedApp, minutes: int) -> None:
    app.skew(minutes * 60)
    assert TITLE in app.type(TITLE).body


@pytest.mark.parametrize("minutes", [-6, 6])
@pytest.mark.usefixtures("same_time_after_test")
def test_a_clock_six_minutes_off_refuses_everything_and_nothing_once_it_is_right_again(
    app: HostedApp, minutes: int
) -> None:
    app.new_metrics()
    app.skew(minutes * 60)
    assert app.type(TITLE).status == 401
    assert "Rejected" in app.new_metrics()
    app.skew(0)
    assert app.type(TITLE).status == 200


@pytest.mark.usefixtures("same_time_after_test")
def test_a_clock_that_is_set_back_by_a_day_delays_no_check_for_a_new_model(
    app: HostedApp, services: dict[str, FaultyService]
) -> None:
    checks = len(services["s3"].requests)
    app.pass_minutes(-24 * 60)
    assert app.type(TITLE).status == 200
    assert len(services["s3"].requests) == checks + 1
    app.pass_minutes(24 * 60)


@pytest.mark.usefixtures("same_time_after_test")
def test_a_model_that_is_published_in_the_functions_future_has_age_zero(
    app: HostedApp, services: dict[str, FaultyService], versions: list[str]
) -> None:
    app.new_lines()
    app.pass_minutes(-72 * 60)
    assert app.type(TITLE).status == 200
    (record,) = (line for line in app.new_lines() if line.get("message") == "model in use")
    assert (record["model_version"], record["model_age_seconds"]) == (versions[1], 0)
    assert record["version"] == VERSION
    app.pass_minutes(72 * 60)


def test_an_event_that_slack_sends_again_has_the_same_result(app: HostedApp, slack: SlackImitation) -> None:
    first = app.open_home()
    again = [
        app.open_home(X_Slack_Retry_Num=str(number), X_Slack_Retry_Reason=reason)
        for number, reason in enumerate(("http_timeout", "http_error", "unexpected_error"), start=1)
    ]
    assert [answer.status for answer in (first, *again)] == [200] * 4
    views = slack.views("views.publish")
    assert len(views) == 4
    assert all(view == views[0] for view in views)


def test_a_command_that_is_replayed_within_five_minutes_changes_nothing(
    app: HostedApp, slack: SlackImitation, services: dict[str, FaultyService]
) -> None:
    app.type(TITLE)  # checks for a new model, if that is due
    body = command_body(TITLE, response_url=app.response_url)
    headers = signed_headers(body, age_seconds=-round(app.slack_ahead_seconds))
    calls = {name: len(service.requests) for name, service in services.items()}
    answers = [app.post(body.encode(), headers) for _ in range(3)]
    assert [answer.status for answer in answers] == [200] * 3
    assert len({answer.body for answer in answers}) == 1
    # Each answer reads the shelf; nothing is written, nor is anything asked of another service.
    since = {name: service.requests[calls[name] :] for name, service in services.items()}
    assert {name for name, requests in since.items() if requests} == {"dynamodb"}
    assert len(since["dynamodb"]) == 3
    app.pass_minutes(6)
    assert app.post(body.encode(), headers).status == 401


def test_a_click_that_is_replayed_is_saved_once(app: HostedApp, slack: SlackImitation) -> None:
    message = app.type(TITLE).message
    for _ in range(2):
        assert app.click(message, "menu_want", acted_at="1700000000.000001", user_id="UREPLAY").status == 200
    first, again = slack.posted
    # All but *Undo*: the second click changed nothing that it could take back.
    assert first["text"] == again["text"]
