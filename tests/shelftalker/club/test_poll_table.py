"""Polls in DynamoDB: votes at once, in any order and delivered twice, rounds, faults, expiry and its limits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import POLL, Ballot, Candidate, Fit, Poll, PollState, close_round
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfError, ShelfTable
from tests.dynamodb import DynamoDb, new_reader

NOW = 1_700_000_000.0
IDS = tuple(letter * 8 for letter in "abcdefghijkl")
Voting = Callable[..., Poll]


def at(seconds: float) -> str:
    """Return a time as Slack's, so many seconds after the opening of polls."""
    return f"{NOW + seconds:.6f}"


def candidate(book_id: str) -> Candidate:
    return Candidate(book_id, f"Title of {book_id}", "Author", NOW)


@pytest.fixture
def polls(shelves: ShelfTable) -> PollTable:
    """Return the polls, at a fixed time."""
    return PollTable(shelves.table, lambda: NOW)


@pytest.fixture
def voting(polls: PollTable, reader: Reader) -> Voting:
    """Return a function that opens a poll, has books proposed, and starts the vote."""

    def open_vote(count: int = 3) -> Poll:
        poll = polls.open(reader.workspace_id, "C1", reader, at(0))
        for number, book_id in enumerate(IDS[:count], start=1):
            proposed = polls.propose(poll.ref, reader, candidate(book_id), at(number))
            assert proposed
            poll = proposed
        started = polls.start(poll, is_hidden=False)
        assert started
        return started

    return open_vote


def test_a_poll_comes_back_as_it_was_opened(polls: PollTable, reader: Reader) -> None:
    poll = polls.open("T7", "C1", reader, at(0))
    assert polls.read(poll.ref) == poll
    assert (poll.state, poll.opened_by, poll.opened_at, poll.candidates) == ("gathering", reader.user_id, NOW, ())
    assert polls.read(poll.ref._replace(poll_id="000000000000")) is None


def test_candidates_stand_in_the_order_of_their_proposals_each_once_and_not_more_than_there_is_room_for(
    polls: PollTable, reader: Reader
) -> None:
    ref, other = polls.open(reader.workspace_id, "C1", reader, at(0)).ref, new_reader()
    assert polls.propose(ref, reader, candidate(IDS[1]), at(2))
    poll = polls.propose(ref, other, candidate(IDS[0]), at(3))
    assert poll
    assert [(each.book_id, each.proposed_by) for each in poll.candidates] == [
        (IDS[1], reader.user_id),
        (IDS[0], other.user_id),
    ]
    assert polls.propose(ref, other, candidate(IDS[1]), at(4)) is None
    assert polls.propose(ref, reader, candidate(IDS[1]), at(2)), "the same click once more"
    fits = [candidate(book_id)._replace(fit=Fit(2, 3), added_at=NOW + 9) for book_id in IDS[2 : POLL.candidates]]
    suggested = polls.suggest(poll, fits, 3)
    assert suggested
    assert suggested.candidates[2] == fits[0]
    assert (len(suggested.candidates), suggested.counted_in) == (POLL.candidates, 3)
    assert polls.suggest(poll, fits, 3) is None, "the poll has changed since it was read"
    assert polls.propose(ref, reader, candidate(IDS[-1]), at(5)) is None


def test_a_person_has_one_vote_and_the_newest_click_counts_in_whatever_order_clicks_arrive(
    polls: PollTable, voting: Voting, reader: Reader
) -> None:
    ref = voting().ref
    assert polls.vote(Ballot(ref, 1, IDS[0]), reader, at(10))
    changed = polls.vote(Ballot(ref, 1, IDS[1]), reader, at(12))
    assert changed
    assert changed.votes == {reader.user_id: IDS[1]}
    assert polls.vote(Ballot(ref, 1, IDS[2]), reader, at(11)) is None, "a late click"
    assert polls.vote(Ballot(ref, 1, IDS[1]), reader, at(12)), "the same click once more"
    stands = polls.read(ref)
    assert stands
    assert stands.votes == {reader.user_id: IDS[1]}


def test_votes_that_come_at_once_are_all_counted(polls: PollTable, voting: Voting) -> None:
    ref = voting().ref
    voters = [new_reader() for _ in range(30)]
    with ThreadPoolExecutor(10) as threads:
        taken = list(threads.map(lambda each: polls.vote(Ballot(ref, 1, IDS[0]), each, at(10)), voters))
    poll = polls.read(ref)
    assert poll
    assert set(poll.votes) == {voter.user_id for voter in voters}
    # Each update returned the item as it then was: their counts are all numbers up to thirty.
    assert sorted(len(each.votes) for each in taken if each) == list(range(1, 31))
    assert poll.version in {each.version for each in taken if each and len(each.votes) == 30}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_clicks_in_any_order_and_delivered_twice_leave_the_newest_vote_of_each_person(
    polls: PollTable, voting: Voting, data: st.DataObject
) -> None:
    ref, voters = voting().ref, [new_reader() for _ in range(3)]
    clicks = data.draw(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=6).map(enumerate).map(list)
    )
    repeated = data.draw(st.lists(st.sampled_from(clicks), max_size=3))
    for moment, (voter, book) in data.draw(st.permutations([*clicks, *repeated])):
        polls.vote(Ballot(ref, 1, IDS[book]), voters[voter], at(10 + moment))
    newest = {voters[voter].user_id: IDS[book] for _, (voter, book) in sorted(clicks)}
    poll = polls.read(ref)
    assert poll
    assert poll.votes == newest
    assert sum(poll.tally().values()) == len(newest)


def test_only_candidates_of_the_present_round_take_votes_and_only_while_the_vote_is_open(
    polls: PollTable, voting: Voting, reader: Reader
) -> None:
    gathering = polls.open(reader.workspace_id, "C1", reader, at(0))
    assert polls.vote(Ballot(gathering.ref, 1, IDS[0]), reader, at(1)) is None
    ref, other = voting().ref, new_reader()
    assert polls.vote(Ballot(ref, 1, IDS[9]), reader, at(1)) is None
    assert polls.vote(Ballot(ref, 2, IDS[0]), reader, at(1)) is None
    polls.vote(Ballot(ref, 1, IDS[0]), reader, at(2))
    tied = polls.vote(Ballot(ref, 1, IDS[2]), other, at(2))
    assert tied
    second = polls.close(tied, close_round(tied))
    assert second
    assert (second.round, second.open_ids, second.votes) == (2, (IDS[0], IDS[2]), {})
    assert second.first_counts == {IDS[0]: 1, IDS[1]: 0, IDS[2]: 1}
    assert polls.vote(Ballot(ref, 1, IDS[0]), reader, at(3)) is None, "a click on the message of the first round"
    assert polls.vote(Ballot(ref, 2, IDS[1]), reader, at(3)) is None
    decided = polls.vote(Ballot(ref, 2, IDS[2]), reader, at(3))
    assert decided
    closed = polls.close(decided, close_round(decided))
    assert closed
    assert (closed.state, closed.winner_id, closed.votes) == (PollState.CLOSED, IDS[2], {})
    assert polls.vote(Ballot(ref, 2, IDS[0]), other, at(4)) is None


def test_a_poll_is_neither_started_nor_closed_by_who_read_it_before_it_changed(
    polls: PollTable, voting: Voting, reader: Reader
) -> None:
    poll = voting()
    assert polls.vote(Ballot(poll.ref, 1, IDS[0]), reader, at(1))
    assert polls.close(poll, close_round(poll)) is None
    assert polls.start(poll, is_hidden=True) is None
    stands = polls.read(poll.ref)
    assert stands
    assert (stands.state, stands.is_hidden) == (PollState.VOTING, False)


def test_no_more_people_vote_than_an_item_has_room_for_but_who_has_voted_may_change_the_vote(
    polls: PollTable, voting: Voting, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shelftalker.club.poll_table.POLL", POLL._replace(voters=1))
    ref = voting().ref
    assert polls.vote(Ballot(ref, 1, IDS[0]), reader, at(1))
    assert polls.vote(Ballot(ref, 1, IDS[0]), new_reader(), at(1)) is None
    assert polls.vote(Ballot(ref, 1, IDS[1]), reader, at(2))


def test_a_poll_of_ninety_days_is_gone_whether_or_not_dynamodb_has_deleted_it(
    polls: PollTable, voting: Voting, shelves: ShelfTable, reader: Reader
) -> None:
    ref = voting().ref
    later = PollTable(shelves.table, lambda: NOW + POLL.life_seconds)
    assert later.read(ref) is None
    assert later.vote(Ballot(ref, 1, IDS[0]), reader, at(POLL.life_seconds)) is None


@pytest.mark.parametrize("operation", ["propose", "vote", "start", "close"])
def test_a_change_whose_answer_is_lost_is_made_once_and_known_for_done(
    polls: PollTable, voting: Voting, dynamodb: DynamoDb, reader: Reader, operation: str
) -> None:
    poll = voting() if operation in {"vote", "close"} else polls.open(reader.workspace_id, "C1", reader, at(0))
    if operation in {"propose", "vote"}:
        dynamodb.fail("UpdateItem", meanwhile=lambda: None)  # the pointer's, which goes before
    dynamodb.fail("UpdateItem", loses_answer=True)
    done = {
        "propose": lambda: polls.propose(poll.ref, reader, candidate(IDS[0]), at(1)),
        "vote": lambda: polls.vote(Ballot(poll.ref, 1, IDS[0]), reader, at(1)),
        "start": lambda: polls.start(poll, is_hidden=True),
        "close": lambda: polls.close(poll, close_round(poll)),
    }[operation]()
    assert done
    assert done == polls.read(poll.ref)
    assert not [fault for fault in dynamodb.faults if fault.times > 0]


@pytest.mark.parametrize("code", ["ProvisionedThroughputExceededException", "ResourceNotFoundException"])
def test_a_vote_that_dynamodb_does_not_take_is_an_error_and_changes_nothing(
    polls: PollTable, voting: Voting, dynamodb: DynamoDb, reader: Reader, code: str
) -> None:
    ref = voting().ref
    dynamodb.fail("UpdateItem", refuses=code, times=8)
    with pytest.raises(ShelfError, match=code):
        polls.vote(Ballot(ref, 1, IDS[0]), reader, at(1))
    dynamodb.faults.clear()
    poll = polls.read(ref)
    assert poll
    assert poll.votes == {}


def test_impossible_ids_and_times_are_refused(polls: PollTable, reader: Reader) -> None:
    with pytest.raises(ValueError, match="channel_id must be an id from Slack"):
        polls.open("T1", "C#1", reader, at(0))
    ref = polls.open("T1", "C1", reader, at(0)).ref
    with pytest.raises(ValueError, match="book_id must be"):
        polls.vote(Ballot(ref, 1, "no id"), reader, at(0))
    with pytest.raises(ValueError, match="acted_at must be"):
        polls.vote(Ballot(ref, 1, IDS[0]), reader, "soon")
