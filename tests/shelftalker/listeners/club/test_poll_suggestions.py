"""A poll's *Count me in* and *Suggest from our shelves*, and reasons why there is nothing to suggest."""

from collections.abc import Callable

import pytest

from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import POLL, Poll, PollRef
from shelftalker.model.catalogue import Book
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.club.channel import Channel
from tests.slack_app import SlackApp, buttons
from tests.slack_limits import violations_of_limits

People = Callable[[], SlackApp]


@pytest.fixture
def readers(reader_of_fantasy: SlackApp, reader_of_novels: SlackApp) -> tuple[SlackApp, SlackApp]:
    """Return two people with shelves of different tastes."""
    return reader_of_fantasy, reader_of_novels


@pytest.fixture
def club(app: SlackApp, readers: tuple[SlackApp, SlackApp]) -> Channel:
    """Return a channel in which both are counted in, by a poll that somebody else opened."""
    channel = Channel.opened_by(app)
    for reader in readers:
        assert "CountedIn" in channel.click(reader, "club_count_in").metrics
    return channel


def test_who_is_counted_in_is_told_alone_and_everyone_sees_how_many_are(
    club: Channel, readers: tuple[SlackApp, SlackApp]
) -> None:
    assert "2 people are counted in" in club.message["text"]
    assert "You are counted in, with 1 other." in club.heard_by(readers[1])
    assert not any(reader.user_id in str(club.message) for reader in readers)
    club.click(readers[0], "club_count_in")
    assert "2 people are counted in" in club.message["text"]


def test_a_second_poll_in_the_channel_knows_who_is_counted_in(
    app: SlackApp, club: Channel, readers: tuple[SlackApp, SlackApp], dynamodb: DynamoDb
) -> None:
    again = Channel.opened_by(app, club.channel_id)
    assert "2 people are counted in" in again.message["text"]
    again.click(app, "club_suggest")
    assert "From your shelves" in again.message["text"]


def test_books_from_the_shelves_become_candidates_with_the_number_of_people_whom_they_suit(
    app: SlackApp, club: Channel, readers: tuple[SlackApp, SlackApp]
) -> None:
    assert "SuggestedForClub" in club.click(app, "club_suggest").metrics
    assert violations_of_limits(club.message) == []
    entries = [block["text"]["text"] for block in club.message["blocks"][1:4]]
    assert all("From your shelves: fits " in entry and entry.endswith(" of 2") for entry in entries)
    assert not [title for title in ("Dune*", "The Help", "The Hobbit") if any(title in entry for entry in entries)]
    # A further click adds further books, until there are none, and never a book twice.
    while "SuggestedForClub" in club.click(app, "club_suggest").metrics:
        assert len(club.message["blocks"]) <= 18
    assert "I found no further book" in club.heard_by(app)
    club.click(app, "club_start")
    titles = [button["text"]["text"].partition(". ")[2] for button in buttons(club.message, "club_vote")]
    assert len(titles) == len(set(titles)) <= POLL.candidates


def test_without_two_people_or_two_tastes_there_is_nothing_to_suggest_and_the_reason_is_given(
    app: SlackApp, person: People, reader_of_fantasy: SlackApp
) -> None:
    channel = Channel.opened_by(app)
    channel.click(reader_of_fantasy, "club_count_in")
    assert "NoneForClub" in channel.click(app, "club_suggest").metrics
    assert "need two people who are counted in" in channel.heard_by(app)
    channel.click(person(), "club_count_in")
    channel.click(app, "club_suggest")
    assert "two people who have rated three books" in channel.heard_by(app)


def test_where_no_shelf_can_be_read_it_says_so(app: SlackApp, club: Channel, dynamodb: DynamoDb) -> None:
    dynamodb.fail("Query", refuses="ResourceNotFoundException", times=9)
    assert {"NoneForClub", "ShelfReadFailed"} <= club.click(app, "club_suggest").metrics
    assert "I can't reach the shelves" in club.heard_by(app)


def test_suggestions_into_which_a_proposal_comes_are_added_beside_it(
    app: SlackApp, person: People, club: Channel, books: list[Book], dynamodb: DynamoDb
) -> None:
    other = person()
    dynamodb.fail("Query", meanwhile=lambda: club.propose(other, books[3].book_id))
    club.click(app, "club_suggest")
    assert f"Proposed by <@{other.user_id}>" in club.message["text"]
    assert "From your shelves" in club.message["text"]


def test_after_the_vote_has_begun_nothing_is_suggested(app: SlackApp, channel: Channel) -> None:
    gathering = channel.message
    channel.click(app, "club_start")
    assert "ProposalRefused" in channel.click(app, "club_suggest", message=gathering).metrics
    assert "The vote has begun" in channel.heard_by(app)
    assert buttons(channel.message, "club_vote")


def test_suggestions_into_which_changes_come_all_the_time_ask_to_click_once_more(
    app: SlackApp, club: Channel, polls_that_change: None
) -> None:
    assert "ProposalRefused" in club.click(app, "club_suggest").metrics
    assert "Please click once more." in club.heard_by(app)


def test_a_count_that_the_poll_cannot_take_leaves_the_person_counted_in(
    app: SlackApp, person: People, club: Channel, monkeypatch: pytest.MonkeyPatch, dynamodb: DynamoDb
) -> None:
    third, before = person(), club.message
    note = PollTable.note_members

    def fail(self: PollTable, ref: PollRef, counted_in: int) -> Poll | None:
        dynamodb.fail("UpdateItem", refuses="ResourceNotFoundException")
        return note(self, ref, counted_in)

    with monkeypatch.context() as patch:
        patch.setattr(PollTable, "note_members", fail)
        assert {"CountedIn", "ShelfWriteFailed"} <= club.click(third, "club_count_in").metrics
    assert club.message == before
    assert "You are counted in, with 2 others." in club.heard_by(third)
    club.click(app, "club_suggest")
    assert "3 people are counted in" in club.message["text"]


def test_a_poll_that_is_gone_and_buttons_of_another_version_say_so(app: SlackApp, channel: Channel) -> None:
    for value, words in (("1 T0001 000000000000", "This poll is over"), ("9 T0001 000000000000", "too old")):
        for action_id in ("club_count_in", "club_suggest"):
            for button in buttons(channel.message, action_id):
                button["value"] = value
            channel.click(app, action_id)
            assert words in channel.heard_by(app)
