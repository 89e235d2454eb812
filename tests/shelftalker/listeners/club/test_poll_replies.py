"""The message of a poll, which clicks at the same time replace, and the sentences for one person alone."""

import re
from collections.abc import Callable

import pytest

from shelftalker.listeners import replies
from shelftalker.listeners.club import poll_replies
from shelftalker.views.block_kit import Message
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.club.channel import Channel
from tests.slack_app import SlackApp

People = Callable[[], SlackApp]


def test_a_vote_counts_where_slack_does_not_take_the_message_or_the_table_no_second_reading(
    app: SlackApp, person: People, voting: Channel, dynamodb: DynamoDb
) -> None:
    app.slack.status = 500
    assert {"Voted", "ResponseUrlFailed"} <= voting.click(app, "club_vote:1").metrics
    app.slack.status = 200
    dynamodb.fail("GetItem", meanwhile=lambda: None)  # that of the mark of a deletion
    dynamodb.fail("GetItem", refuses="ResourceNotFoundException", times=9)
    assert "Voted" in voting.click(person(), "club_vote:1").metrics
    assert "2 people have voted." in voting.message["text"]


def test_a_count_that_another_click_made_old_before_its_post_is_posted_once_more(
    app: SlackApp, person: People, voting: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, post, seen = person(), replies.replace_for_all, len(app.slack.posted)
    overtaking = iter([other])

    def post_after_another(response_url: str, message: Message) -> bool:
        for voter in overtaking:
            voting.click(voter, "club_vote:2")
        return post(response_url, message)

    monkeypatch.setattr(replies, "replace_for_all", post_after_another)
    voting.click(app, "club_vote:1")
    counts = [re.findall("[0-9]+ p[a-z]+ ha[a-z]+ voted", posted["text"]) for posted in app.slack.posted[seen:]]
    assert [found[0][0] for found in counts if found] == ["2", "1", "2"]
    assert "2 people have voted." in voting.message["text"]


def test_a_message_that_is_overtaken_all_the_time_is_posted_three_times_and_no_more(
    app: SlackApp, person: People, voting: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    voters, post = [person() for _ in range(poll_replies.CONFIG.posts)], replies.replace_for_all
    overtaking = iter(voters)

    def post_after_another(response_url: str, message: Message) -> bool:
        if voter := next(overtaking, None):
            # The vote alone, whose own post is still on its way.
            with monkeypatch.context() as patch:
                patch.setattr(replies, "replace_for_all", lambda *_: False)
                voting.click(voter, "club_vote:2")
        return post(response_url, message)

    monkeypatch.setattr(replies, "replace_for_all", post_after_another)
    seen = len(app.slack.posted)
    voting.click(app, "club_vote:1")
    posts = [posted["text"] for posted in app.slack.posted[seen:] if posted["replace_original"]]
    assert [re.findall("([0-9]+) p[a-z]+ ha[a-z]+ voted", text) for text in posts] == [["1"], ["2"], ["3"]]
    monkeypatch.setattr(replies, "replace_for_all", post)
    voting.click(app, "club_vote:1")
    assert "4 people have voted." in voting.message["text"]


@pytest.fixture
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clicks repeat something for 0.6 seconds."""
    monkeypatch.setattr(poll_replies, "CONFIG", poll_replies.PollRepliesConfig(repeating_seconds=0.6))


@pytest.mark.usefixtures("little_time")
@pytest.mark.parametrize("slow", ["UpdateItem", "GetItem"], ids=["the vote", "the reading after the post"])
def test_a_slow_table_leaves_no_time_for_a_second_post(
    slow: str, person: People, voting: Channel, dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, post = person(), replies.replace_for_all
    overtaking, seen = iter([person()]), len(app.slack.posted)

    def post_after_another(response_url: str, message: Message) -> bool:
        for voter in overtaking:
            voting.click(voter, "club_vote:2")
            if slow == "GetItem":
                dynamodb.fail(slow, delay_seconds=0.7)
        return post(response_url, message)

    monkeypatch.setattr(replies, "replace_for_all", post_after_another)
    if slow == "UpdateItem":
        dynamodb.fail(slow, delay_seconds=0.7)
    assert "Voted" in voting.click(app, "club_vote:1").metrics
    counts = [re.findall("([0-9]+) p[a-z]+ ha[a-z]+ voted", posted["text"]) for posted in app.slack.posted[seen:]]
    assert [found for found in counts if found] == [["2"], ["1"]]
    assert "Your vote is for" in voting.heard_by(app)


@pytest.mark.usefixtures("little_time", "polls_that_change")
def test_a_slow_table_leaves_no_time_for_a_second_attempt_at_starting(
    app: SlackApp, channel: Channel, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("GetItem", delay_seconds=0.7)
    seen = len(dynamodb.operations)
    assert "PollRefused" in channel.click(app, "club_start").metrics
    # A reading, another person's change of the poll, and the refused start, once each.
    assert dynamodb.operations[seen:].count("UpdateItem") == 2
    assert "Please click once more" in channel.heard_by(app)
