"""A crowd of made-up members who press buttons of one message, and its report."""

import time
from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.infra.local.block_kit import button, with_buttons
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp, ScriptedSlack

DUNE, EMMA = button("vote:1", value="dune"), button("vote:2", value="emma")


class Ballot:
    """An app that counts votes, one a person, and posts the count to the response_url of each."""

    def __init__(self, slack: ScriptedSlack) -> None:
        self.slack = slack
        self.votes: dict[str, str] = {}
        self.teams: Counter[str] = Counter()
        self.lock = Lock()

    def __call__(self, received: Received) -> Answer:
        """Count a click, and post the message anew."""
        payload = received.payload
        with self.lock:
            self.votes[payload["user"]["id"]] = payload["actions"][0]["value"]
            self.teams[payload["user"]["team_id"]] += 1
            count = Counter(self.votes.values())
        # As where a title was proposed meanwhile: the buttons have other numbers, and the block another id.
        others = [button(f"vote:{number + 2}", value=each["value"]) for number, each in enumerate((EMMA, DUNE))]
        message = with_buttons(*others, text=f"dune {count['dune']}, emma {count['emma']}")
        client = self.slack.http.application.test_client()  # one is not for several threads
        path = urlsplit(payload["response_url"]).path
        assert client.post(path, json={**message, "replace_original": True}).status_code == 200
        return Answer()


def poll_of(slack: ScriptedSlack, *buttons: dict[str, Any]) -> Any:
    """Have a message with buttons posted to all, and return it."""
    return slack.command({**with_buttons(*buttons or (DUNE, EMMA)), "response_type": "in_channel"})[-1]


def gather(slack: ScriptedSlack, message: Any, members: int = 100, seconds: float = 0, *values: str) -> str:
    """Start a crowd on the buttons with these values; on all where there are none."""
    [block] = message["blocks"]
    buttons = [each for each in block["elements"] if not values or each.get("value") in values]
    chosen = [
        {"block_id": block["block_id"], **{name: each.get(name) for name in ("action_id", "value")}} for each in buttons
    ]
    source = {"channel_id": message["channel_id"], "ts": message["ts"]}
    return str(slack.post("crowd", **source, buttons=chosen, members=members, seconds=seconds)["problem"])


def report_of(slack: ScriptedSlack) -> Any:
    """Wait for the end of the crowd, and return its report."""
    deadline = time.monotonic() + 60
    while (report := slack.state()["crowd"])["state"] == "running":
        assert time.monotonic() < deadline, report
        time.sleep(0.02)
    return report


def test_a_hundred_members_press_and_every_vote_is_counted(slack: ScriptedSlack) -> None:
    message = poll_of(slack)
    slack.app.answer = ballot = Ballot(slack)
    assert gather(slack, message, seconds=1) == ""
    report = report_of(slack)

    assert (report["state"], report["pressed"], len(ballot.votes)) == ("done", 100, 100)
    assert report["outcomes"] == {"answered": 100, "silent": 0, "refused": 0, "failed": 0, "late": 0, "gone": 0}
    assert ballot.teams == {"T0SHELF0001": 90, "T0HARBOR001": 10}
    # Answers that crossed on the way may have left an older count; whoever votes next sees all votes before.
    slack.click(slack.messages("jonas")[-1], "vote:2", user="jonas")
    votes = Counter(ballot.votes.values())
    shown = slack.messages("noor")[-1]
    assert (shown["text"], shown["is_edited"]) == (f"dune {votes['dune']}, emma {votes['emma']}", True)
    assert sum(votes.values()) == 101
    assert min(votes.values()) > 20  # by chance, for one of two
    assert sum(each["presses"] for each in report["buttons"]) == 100
    assert 0 < report["median_milliseconds"] <= report["longest_milliseconds"]


def test_members_press_the_chosen_button_alone_and_find_it_in_the_message_that_replaced_it(
    slack: ScriptedSlack,
) -> None:
    message = poll_of(slack)
    slack.app.answer = ballot = Ballot(slack)
    gather(slack, message, 12, 0.5, "emma")
    report = report_of(slack)

    assert report["outcomes"]["answered"] == 12  # though each answer gave the block another id
    assert set(ballot.votes.values()) == {"emma"}


@pytest.mark.parametrize(
    ("answer", "outcome", "problem"),
    [
        (lambda _: Answer(), "silent", ""),
        (lambda _: Answer(status=500), "failed", "This app responded with status 500."),
        (lambda _: Answer(after_seconds=0.5), "late", "Operation timed out. Apps need to respond within 3 seconds."),
    ],
    ids=["silent", "failed", "late"],
)
def test_the_report_tells_silence_errors_and_time_outs_apart(
    answer: Callable[[Received], Answer], outcome: str, problem: str, app: ScriptedApp
) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    message = poll_of(slack)
    app.answer = answer
    gather(slack, message, 3)
    report = report_of(slack)

    assert report["outcomes"][outcome] == 3
    assert report["problems"] == ([{"text": problem, "presses": 3}] if problem else [])


def test_an_answer_that_slack_refuses_and_a_button_that_is_gone_are_counted(slack: ScriptedSlack) -> None:
    def refuse(received: Received) -> Answer:
        assert slack.respond(received, {"text": "x", "blocks": [{"type": "rubbish"}]}).status_code == 400
        return Answer()

    message = poll_of(slack)
    slack.app.answer = refuse
    gather(slack, message, 2)
    assert report_of(slack)["outcomes"]["refused"] == 2

    slack.app.answer = lambda received: Answer(str(slack.respond(received, {"text": "Over", "replace_original": True})))
    slack.click(message, "vote:1")
    gather(slack, message, 2)
    report = report_of(slack)
    assert report["outcomes"]["gone"] == 2
    assert report["problems"] == [{"text": "The message, or the button, was no longer there.", "presses": 2}]


def test_the_report_counts_what_members_are_told_in_private(slack: ScriptedSlack) -> None:
    def answer(received: Received) -> Answer:
        path = urlsplit(received.payload["response_url"]).path
        text = "Not counted" if received.payload["user"]["team_id"] == "T0HARBOR001" else "Counted"
        slack.http.application.test_client().post(path, json={"text": text})
        return Answer()

    message = poll_of(slack)
    slack.app.answer = answer
    gather(slack, message, 20)
    report = report_of(slack)
    assert report["words"] == [{"text": "Counted", "presses": 18}, {"text": "Not counted", "presses": 2}]
    slack.clock.now += 1
    gather(slack, message, 1)
    assert report_of(slack)["words"] == [{"text": "Counted", "presses": 1}]


def test_a_crowd_is_stopped_before_all_have_pressed_and_only_one_presses_at_a_time(slack: ScriptedSlack) -> None:
    message = poll_of(slack)
    slack.app.answer = Ballot(slack)
    assert gather(slack, message, 50, 120) == ""
    assert "pressing already" in gather(slack, message)
    slack.post("crowd/stop")
    report = report_of(slack)

    assert report["state"] == "stopped"
    assert report["pressed"] < 50


@pytest.mark.parametrize(
    ("members", "seconds", "values", "problem"),
    [
        (0, 0, (), "Expected 1 to 100 members, got 0."),
        (101, 0, (), "Expected 1 to 100 members, got 101."),
        (5, 301, (), "Expected 0 to 300 seconds, got 301."),
        (5, 0, ("moby",), "Expected a button to press, got none: tick at least one."),
    ],
)
def test_a_crowd_that_can_not_be_gathered_is_a_sentence(
    members: int, seconds: float, values: tuple[str, ...], problem: str, slack: ScriptedSlack
) -> None:
    message = poll_of(slack)
    received = len(slack.app.received)

    assert gather(slack, message, members, seconds, *values) == problem
    assert len(slack.app.received) == received


def test_a_message_that_one_person_sees_takes_no_crowd(slack: ScriptedSlack) -> None:
    message = slack.command(with_buttons(DUNE))[-1]

    assert "seen by one person alone" in gather(slack, message)
