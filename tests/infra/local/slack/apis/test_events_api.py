"""The event that a person has opened the app's Home."""

from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local.slack.connection.manifest import MANIFEST
from tests.infra.local.block_kit import home
from tests.infra.local.scripted_slack import Answer, ScriptedApp, ScriptedSlack


def answers_in_order(*answers: Answer) -> Callable[[object], Answer]:
    """Return a function that returns the answers one after the other."""
    remaining = list(answers)
    return lambda _: remaining.pop(0)


def test_an_opened_home_is_a_signed_event(slack: ScriptedSlack) -> None:
    assert slack.post("home") == {"ok": True, "problem": ""}
    [received] = slack.app.received  # so its signature was valid
    assert received.headers["content-type"] == "application/json"
    assert "x-slack-retry-num" not in received.headers
    envelope = received.json
    event = envelope.pop("event")
    assert envelope.pop("event_id").startswith("Ev")
    assert envelope.pop("event_time") == int(slack.clock.now)
    assert envelope.pop("token")
    assert envelope == {
        "type": "event_callback",
        "team_id": "T0SHELF0001",
        "api_app_id": "A0SHELF0001",
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T0SHELF0001",
                "user_id": "U0SHELFBOT1",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    assert float(event.pop("event_ts")) == pytest.approx(slack.clock.now)
    assert event == {"type": "app_home_opened", "user": "U0AMINA0001", "channel": "D0AMINA0001", "tab": "home"}
    assert (slack.last_exchange()["kind"], slack.last_exchange()["summary"]) == ("event", "app_home_opened")


def test_a_home_that_was_published_comes_with_the_event(slack: ScriptedSlack) -> None:
    view = slack.call("views.publish", user_id="U0AMINA0001", view=home(private_metadata="kept"))["view"]
    slack.post("home")
    assert slack.app.received[-1].json["event"]["view"] == view
    slack.post("home", "jonas")
    assert "view" not in slack.app.received[-1].json["event"]


def test_an_event_that_fails_is_sent_again_as_the_same_event(slack: ScriptedSlack) -> None:
    slack.app.answer = answers_in_order(Answer(status=500), Answer())
    assert slack.post("home")["ok"]
    first, second = slack.app.received
    assert second.json == first.json
    assert (second.headers["x-slack-retry-num"], second.headers["x-slack-retry-reason"]) == ("1", "http_error")
    assert [exchange["summary"] for exchange in slack.state()["exchanges"]] == [
        "app_home_opened",
        "app_home_opened, retry 1",
    ]


def test_after_three_retries_no_more_is_sent(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: Answer(status=503)
    assert "expected an acknowledgement with status 200, got 503" in slack.post("home")["problem"]
    assert [received.headers.get("x-slack-retry-num") for received in slack.app.received] == [None, "1", "2", "3"]


def test_an_event_that_takes_too_long_is_sent_again(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    app.answer = answers_in_order(Answer(after_seconds=0.4), Answer())
    assert slack.post("home")["ok"]
    assert app.received[-1].headers["x-slack-retry-reason"] == "http_timeout"


def test_an_app_that_declines_retries_gets_none(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: Answer(status=500, headers={"X-Slack-No-Retry": "1"})
    assert not slack.post("home")["ok"]
    assert len(slack.app.received) == 1


def test_an_app_that_is_not_running_is_retried_with_the_reason() -> None:
    with ScriptedApp() as app:
        pass
    slack = ScriptedSlack(app)
    assert "no answer from" in slack.post("home")["problem"]
    assert slack.last_exchange()["request_headers"]["X-Slack-Retry-Reason"] == "connection_failed"


@pytest.mark.parametrize(
    ("line", "replacement", "problem"),
    [
        ("home_tab_enabled: true", "home_tab_enabled: false", "the app has no Home"),
        ("- app_home_opened", "- app_uninstalled", "subscribes to no app_home_opened"),
    ],
)
def test_an_app_gets_no_event_that_its_manifest_does_not_subscribe_to(
    app: ScriptedApp, tmp_path: Path, line: str, replacement: str, problem: str
) -> None:
    manifest = MANIFEST.read_text(encoding="utf-8")
    assert line in manifest
    (tmp_path / "manifest.yaml").write_text(manifest.replace(line, replacement), encoding="utf-8")
    slack = ScriptedSlack(app, manifest=tmp_path / "manifest.yaml")
    assert problem in slack.post("home")["problem"]
    assert app.received == []


def test_without_a_home_tab_nothing_is_published(app: ScriptedApp, tmp_path: Path) -> None:
    manifest = MANIFEST.read_text(encoding="utf-8").replace("home_tab_enabled: true", "home_tab_enabled: false")
    (tmp_path / "manifest.yaml").write_text(manifest, encoding="utf-8")
    slack = ScriptedSlack(app, manifest=tmp_path / "manifest.yaml")
    assert slack.call("views.publish", user_id="U0AMINA0001", view=home())["error"] == "not_enabled"
