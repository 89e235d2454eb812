"""A book club in a channel: proposals, votes, rounds, who may lead, and clicks that come late, twice or in vain."""

from collections.abc import Callable

import pytest

from shelftalker.club.polls import POLL, PollRef
from shelftalker.model.catalogue import Book
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.club.channel import Channel, Message
from tests.shelftalker.listeners.homes import words
from tests.slack_app import SlackApp, buttons
from tests.slack_limits import violations_of_limits
from tests.slack_places import PersonInPlace, at_home, in_organisation, visiting
from tests.slack_requests import button_action, command_body, view_action_body

People = Callable[[], SlackApp]


def test_a_club_goes_from_proposals_over_votes_to_a_winner_for_everyones_own_list(
    app: SlackApp, person: People, books: list[Book], shelves: ShelfTable
) -> None:
    other, third = person(), person()
    channel = Channel.opened_by(app)
    assert "No book is proposed yet." in channel.message["text"]
    assert "Proposed" in channel.propose(other, books[0].book_id).metrics
    assert f"Proposed by <@{other.user_id}>" in channel.message["text"]
    channel.propose(app, books[1].book_id)
    channel.click(app, "club_start")
    for voter, ballot in ((app, 1), (other, 2), (third, 1), (third, 2)):
        answer = channel.click(voter, f"club_vote:{ballot}")
        assert "Voted" in answer.metrics
        assert violations_of_limits(channel.message) == []
    assert "3 people have voted." in channel.message["text"]
    assert f"Your vote is for {books[1].full_title}." in channel.heard_by(third)
    assert "VoteClosed" in channel.click(app, "club_close").metrics
    assert f"The next book is {books[1].full_title}" in channel.message["text"]
    assert "with 2 of 3 votes" in channel.message["text"]
    assert "Wanted" in channel.click(third, "want:1").metrics
    assert "is on your list" in channel.heard_by(third)


@pytest.mark.parametrize("text", ["club", " CLUB "])
def test_club_alone_is_the_command_and_a_book_of_that_name_is_found_in_quotation_marks(
    app: SlackApp, text: str
) -> None:
    assert "PollOpened" in app.type(text).metrics
    for title in ("club dumas", '"club"', "the club"):
        answer = app.type(title)
        assert answer.message["response_type"] == "ephemeral"
        assert "PollOpened" not in answer.metrics


def test_in_a_direct_message_a_club_makes_no_sense_and_it_says_so(app: SlackApp) -> None:
    body = command_body("club", user_id=app.user_id).replace("channel_id=C0001", "channel_id=D0001")
    answer = app.request(body)
    assert answer.message["response_type"] == "ephemeral"
    assert "type this in a channel" in answer.message["text"]
    assert "PollNotOpened" in answer.metrics


def test_a_book_is_proposed_once_and_only_before_the_vote(
    app: SlackApp, person: People, channel: Channel, books: list[Book]
) -> None:
    other = person()
    again = channel.propose(other, books[0].book_id)
    assert "That book is proposed already." in again.message["errors"]["title"]
    channel.click(other, "club_propose")
    open_window = other.slack.views("views.open")[-1]
    channel.click(app, "club_start")
    late = channel.submit(other, open_window, books[2].book_id)
    assert "The vote has begun" in late.message["errors"]["title"]
    assert "ProposalRefused" in late.metrics


def test_a_proposal_that_slack_does_not_show_is_kept_and_says_so(
    app: SlackApp, channel: Channel, books: list[Book]
) -> None:
    channel.click(app, "club_propose")
    view = app.slack.views("views.open")[-1]
    app.slack.status = 404
    answer = channel.submit(app, view, books[2].book_id)
    assert answer.message["response_action"] == "update"
    assert "Your book is a candidate" in answer.body
    app.slack.status = 200
    channel.click(app, "club_start")
    assert books[2].full_title in channel.message["text"]


def test_a_vote_needs_two_books_and_the_person_who_opened_it(app: SlackApp, person: People, books: list[Book]) -> None:
    other, channel = person(), Channel.opened_by(app)
    channel.propose(app, books[0].book_id)
    assert not buttons(channel.message, "club_start")
    channel.propose(app, books[1].book_id)
    assert "PollRefused" in channel.click(other, "club_start").metrics
    assert f"<@{app.user_id}> opened this poll, and can start the vote" in channel.heard_by(other)
    channel.click(app, "club_start")
    channel.click(other, "club_close")
    assert "can close the vote" in channel.heard_by(other)
    assert "The vote is open" in channel.message["text"]


def test_after_a_week_anybody_may_close_the_vote(
    app: SlackApp, person: People, voting: Channel, shelves: ShelfTable
) -> None:
    ref = PollRef.decode(" ".join(buttons(voting.message, "club_close")[0]["value"].split()[:3]))
    assert ref
    key = {"workspace_id": {"S": ref.workspace_id}, "reader_item": {"S": f"#poll#{ref.poll_id}"}}
    opened_at = float((shelves.table.item(key) or {})["acted_at"]["N"]) - POLL.leaderless_seconds
    shelves.table.update(key, {"acted_at": {"N": f"{opened_at:.6f}"}}, "attribute_exists(#acted_at)")
    assert "VoteClosed" in voting.click(person(), "club_close").metrics


def test_hidden_counts_are_shown_to_nobody_until_the_vote_is_closed(
    app: SlackApp, person: People, channel: Channel
) -> None:
    channel.click(app, "club_start_hidden")
    before, voter = channel.message, person()
    channel.click(voter, "club_vote:2")
    assert before["blocks"][1:3] == channel.message["blocks"][1:3]
    assert "Nobody sees how the vote stands" in channel.heard_by(voter)
    channel.click(app, "club_close")
    assert "with 1 of 1 vote" in channel.message["text"]


def test_a_tie_goes_to_a_second_round_and_a_second_tie_to_the_book_that_was_proposed_first(
    app: SlackApp, person: People, voting: Channel, books: list[Book]
) -> None:
    other, first_round = person(), voting.message
    voting.click(app, "club_vote:1")
    voting.click(other, "club_vote:2")
    assert "SecondRoundBegun" in voting.click(app, "club_close").metrics
    assert "This second round decides between them" in voting.message["text"]
    assert "Nobody has voted." in voting.message["text"]
    # A second click on the button of the first round does not close the second one.
    assert "PollShown" in voting.click(app, "club_close", message=first_round).metrics
    assert "VoteRefused" in voting.click(other, "club_vote:1", message=first_round).metrics
    assert "That round is over" in voting.heard_by(other)
    voting.click(app, "club_vote:2")
    voting.click(other, "club_vote:1")
    voting.click(app, "club_close")
    assert f"The next book is {books[0].full_title}" in voting.message["text"]
    assert "the book that was proposed first wins" in voting.message["text"]


def test_any_click_on_an_old_message_shows_everyone_the_poll_as_it_is(
    app: SlackApp, person: People, channel: Channel
) -> None:
    gathering, other = channel.message, person()
    channel.click(app, "club_start")
    voting = channel.message
    channel.click(app, "club_vote:1")
    channel.click(app, "club_start", message=gathering)
    assert "1 person has voted." in channel.message["text"]
    channel.click(app, "club_close")
    closed = channel.message
    assert "VoteRefused" in channel.click(other, "club_vote:2", message=voting).metrics
    assert "The vote is closed" in channel.heard_by(other)
    assert channel.message["text"] == closed["text"]


def test_a_poll_that_is_gone_says_so_and_leaves_the_message(
    app: SlackApp, voting: Channel, shelves: ShelfTable
) -> None:
    value = buttons(voting.message, "club_vote")[0]["value"]
    workspace_id, poll_id = value.split()[1:3]
    shelves.table.delete({"workspace_id": {"S": workspace_id}, "reader_item": {"S": f"#poll#{poll_id}"}})
    before = voting.message
    for action_id in ("club_vote:1", "club_close"):
        assert "PollGone" in voting.click(app, action_id).metrics
        assert "This poll is over" in voting.heard_by(app)
    assert voting.message == before


@pytest.mark.parametrize("code", ["ProvisionedThroughputExceededException", "ResourceNotFoundException"])
def test_a_vote_that_is_not_counted_says_so_and_can_be_given_again(
    app: SlackApp, voting: Channel, dynamodb: DynamoDb, code: str
) -> None:
    dynamodb.fail("UpdateItem", refuses=code, times=20)
    answer = voting.click(app, "club_vote:1")
    assert {"NotSaved", "ShelfWriteFailed"} <= answer.metrics
    assert "I could not count your vote" in voting.heard_by(app)
    dynamodb.faults.clear()
    voting.click(app, "club_vote:1")
    assert "1 person has voted." in voting.message["text"]


def test_without_the_table_no_club_is_opened_nothing_proposed_and_nothing_closed_and_it_says_so(
    app: SlackApp, voting: Channel, channel: Channel, books: list[Book], dynamodb: DynamoDb
) -> None:
    view = app.slack.views("views.open")[-1]
    for operation in ("GetItem", "UpdateItem"):
        dynamodb.fail(operation, refuses="ResourceNotFoundException", times=99)
    opened = app.type("club")
    assert "PollNotOpened" in opened.metrics
    assert "I could not open a book club" in opened.message["text"]
    assert "nothing was changed" in channel.submit(app, view, books[3].book_id).message["errors"]["title"]
    voting.click(app, "club_close")
    assert "nothing was changed" in voting.heard_by(app)


def test_a_close_into_which_a_vote_comes_counts_it(
    app: SlackApp, person: People, voting: Channel, dynamodb: DynamoDb
) -> None:
    other = person()
    dynamodb.fail("GetItem", meanwhile=lambda: voting.click(other, "club_vote:2"))
    voting.click(app, "club_close")
    assert "with 1 of 1 vote" in voting.message["text"]


def test_a_close_into_which_votes_come_all_the_time_asks_to_click_once_more(
    app: SlackApp, person: People, voting: Channel, polls_that_change: None
) -> None:
    assert "PollRefused" in voting.click(app, "club_close").metrics
    assert "Please click once more." in voting.heard_by(app)


def test_buttons_of_another_version_are_said_to_be_too_old(app: SlackApp, channel: Channel) -> None:
    for message in (channel.message, voted_on(app, channel)):
        for button in buttons(message, "club_"):
            button["value"] = f"9{button['value']}"
            if button["action_id"] not in {"club_count_in", "club_suggest"}:
                assert "TooOld" in channel.click(app, button["action_id"], message=message).metrics
                assert "too old" in channel.heard_by(app)


def voted_on(app: SlackApp, channel: Channel) -> Message:
    """Return the message of a channel once the vote has begun."""
    channel.click(app, "club_start")
    return channel.message


def test_a_person_of_another_workspace_votes_in_the_channel_they_visit_and_their_deletion_takes_the_vote(
    app: SlackApp, person: People, voting: Channel, books: list[Book]
) -> None:
    guest = person()
    visitor, at_own_home = (
        PersonInPlace.of(guest, visiting("T0002", "T0001")),
        PersonInPlace.of(guest, at_home("T0002")),
    )
    assert "Voted" in voting.click(visitor, "club_vote:2").metrics
    assert "1 person has voted." in voting.message["text"]
    home = {"type": "home", "blocks": []}
    at_own_home.request(view_action_body(button_action("home_export", ""), home, user_id=guest.user_id))
    exported = words(guest.slack.views("views.open")[-1])
    assert f"poll_vote,{books[1].full_title}" in exported.replace('\\"', "")
    deletion = button_action("home_delete", "delete")
    assert "Deleted" in at_own_home.request(view_action_body(deletion, home, user_id=guest.user_id)).metrics
    voting.click(app, "club_vote:1")
    assert "1 person has voted." in voting.message["text"]


def test_in_an_organisation_that_installed_the_app_people_of_its_workspaces_vote_in_one_poll(
    person: People, books: list[Book]
) -> None:
    people = [PersonInPlace.of(person(), in_organisation(team_id, "E0001")) for team_id in ("T0003", "T0004")]
    channel = Channel.opened_by(people[0])
    for each, book in zip(people, books, strict=False):
        channel.propose(each, book.book_id)
    channel.click(people[0], "club_start")
    for each in people:
        channel.click(each, "club_vote:1")
    assert "2 people have voted." in channel.message["text"]
    assert {button["value"].split()[1] for button in buttons(channel.message, "club_vote")} == {"E0001"}
    home = {"type": "home", "blocks": []}
    deletion = view_action_body(button_action("home_delete", "delete"), home, user_id=people[1].user_id)
    assert "Deleted" in people[1].request(deletion).metrics
    channel.click(people[0], "club_vote:1")
    assert "1 person has voted." in channel.message["text"]
