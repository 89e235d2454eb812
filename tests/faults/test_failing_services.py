"""Tests of answers within three seconds while a service that the functions call is slow, down or throttling."""

import pytest

from shelftalker.views import messages
from tests.faults.conftest import SERVICES
from tests.faults.faulty_service import Fault, FaultyService
from tests.faults.hosted_app import TITLE, HostedApp
from tests.slack_app import SlackImitation

SLACK_WAITS_SECONDS = 3.0

FAULTS = (
    Fault("down", resets=True),
    Fault("hangs", hangs=True),
    Fault("slow", delay_seconds=5),
    Fault("breaks off", missing_bytes=20),
    Fault("nonsense", answer=(200, {"Content-Type": "text/html"}, b"<html>It works!</html>")),
    Fault("error", answer=(500, {}, b"")),
    Fault("denied", answer=(403, {"Content-Type": "application/json"}, b'{"__type": "AccessDeniedException"}')),
    Fault(
        "throttles",
        answer=(
            429,
            {"Content-Type": "application/json", "Retry-After": "30"},
            b'{"ok": false, "error": "ratelimited", "__type": "ThrottlingException", "message": "Rate exceeded"}',
        ),
    ),
    Fault(
        "busy",
        answer=(503, {"Content-Type": "application/xml", "Retry-After": "30"}, b"<Error><Code>SlowDown</Code></Error>"),
    ),
)

in_every_way = pytest.mark.parametrize("fault", FAULTS, ids=str)
# DynamoDB's answers have a checksum, so that a wrong answer is never taken for one.
in_every_way_of_dynamodb = pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault.name != "nonsense"], ids=str
)


@in_every_way
@pytest.mark.parametrize("service", SERVICES)
def test_a_title_is_answered_whatever_fails(
    app: HostedApp, services: dict[str, FaultyService], service: str, fault: Fault
) -> None:
    app.pass_minutes(16)  # the pointer to the current model is due
    app.new_metrics()
    with services[service].failing(fault):
        answers = [app.type(TITLE), app.type("Book the 3th of mny"), app.type("help"), app.type("wklrp xq")]
    assert [answer.status for answer in answers] == [200] * 4
    assert f"If you liked {TITLE}" in answers[0].body
    assert max(answer.seconds for answer in answers) < SLACK_WAITS_SECONDS
    assert ("ModelPointerFailed" in app.new_metrics()) == (service == "s3")


@in_every_way_of_dynamodb
def test_a_shelf_that_cant_be_read_or_written_is_reported_and_counted(
    app: HostedApp, services: dict[str, FaultyService], slack: SlackImitation, fault: Fault
) -> None:
    message = app.type(TITLE).message
    with services["dynamodb"].failing(fault):
        app.new_metrics()
        own = app.type("")
        assert app.new_metrics() >= {"ShelfReadFailed"}
        click = app.click(message, "menu_want")
        assert app.new_metrics() >= {"ShelfWriteFailed"}
    assert (own.status, click.status) == (200, 200)
    assert messages.Status.SHELF_UNREAD in own.body
    assert messages.Status.NOT_SAVED in str(slack.posted[-1])
    assert own.seconds < SLACK_WAITS_SECONDS
    assert click.seconds < SLACK_WAITS_SECONDS
    assert app.click(message, "menu_want").status == 200
    assert messages.Status.NOT_SAVED not in str(slack.posted[-1])


@in_every_way
def test_a_click_whose_answer_slack_does_not_take_is_acknowledged_and_counted(
    app: HostedApp, services: dict[str, FaultyService], slack: SlackImitation, fault: Fault
) -> None:
    message = app.type(TITLE).message
    with services["response_url"].failing(fault):
        app.new_metrics()
        click = app.click(message, "menu_want")
        metrics = app.new_metrics()
    assert click.status == 200
    assert click.seconds < SLACK_WAITS_SECONDS
    assert ("ResponseUrlFailed" in metrics) == (fault.name != "nonsense")  # that is a 200, and so Slack has taken it
    assert metrics & {"Wanted", "Unwanted"}  # as the same book is chosen again and again


@in_every_way
def test_without_slacks_api_the_command_reports_it_and_the_event_of_home_is_acknowledged(
    app: HostedApp, services: dict[str, FaultyService], slack: SlackImitation, fault: Fault
) -> None:
    with services["slack_api"].failing(fault):
        app.new_metrics()
        find, home = app.type("find"), app.open_home()
        assert app.new_metrics() >= {"SearchNotOpened", "HomeNotPublished"}
    assert (find.status, home.status) == (200, 200)
    assert find.message["text"] == messages.search_unavailable().text
    assert max(find.seconds, home.seconds) < SLACK_WAITS_SECONDS
    assert app.open_home().status == 200
    assert "HomePublished" in app.new_metrics()


@in_every_way
def test_without_ssm_forged_requests_are_refused_and_valid_ones_answered(
    app: HostedApp, services: dict[str, FaultyService], fault: Fault
) -> None:
    app.pass_minutes(2)  # a signature that does not fit has the secret read again
    reads = len(services["ssm"].requests)
    with services["ssm"].failing(fault):
        forged = app.send("text=dune", secret="another")
        valid = app.type(TITLE)
        again = app.send("text=dune", secret="another")
    assert len(services["ssm"].requests) > reads
    assert (forged.status, valid.status, again.status) == (401, 200, 401)
    assert valid.seconds < SLACK_WAITS_SECONDS
    assert again.seconds < 1
