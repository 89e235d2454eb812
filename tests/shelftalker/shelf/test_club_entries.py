"""Entries of people in clubs and polls, which go with their data: from a click in Home, late clicks, and uninstalls."""

import pytest

from shelftalker.club.members import ClubPlace, Members
from shelftalker.club.poll_table import PollTable, pointer_key
from shelftalker.club.polls import Ballot, Candidate, Poll
from shelftalker.shelf.club_entries import ClubEntries, club_key, new_version
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.items import ItemKind
from shelftalker.shelf.table import ShelfError, ShelfTable
from tests.dynamodb import DynamoDb, new_reader

NOW = 1_700_000_000.0
IDS = ("aaaaaaaa", "bbbbbbbb")


def at(seconds: float) -> str:
    """Return a time as Slack's, so many seconds after the opening of the poll."""
    return f"{NOW + seconds:.6f}"


@pytest.fixture
def polls(shelves: ShelfTable) -> PollTable:
    return PollTable(shelves.table, lambda: NOW)


@pytest.fixture
def visitor() -> Reader:
    """Return a person of another workspace than the poll's."""
    return new_reader()


@pytest.fixture
def poll(polls: PollTable, reader: Reader, visitor: Reader) -> Poll:
    """Return a poll that a reader opened, with a proposal and a vote of two people each, one from elsewhere."""
    opened = polls.open(reader.workspace_id, "C1", reader, at(0))
    for number, (person, book_id) in enumerate([(reader, IDS[0]), (visitor, IDS[1])], start=1):
        assert polls.propose(opened.ref, person, Candidate(book_id, "Title", "Author", NOW), at(number))
    gathered = polls.read(opened.ref)
    assert gathered
    started = polls.start(gathered, is_hidden=False)
    assert started
    for person in (reader, visitor):
        started = polls.vote(Ballot(opened.ref, 1, IDS[0]), person, at(10))
        assert started
    return started


def proposers(poll: Poll | None) -> list[str]:
    return [candidate.proposed_by for candidate in poll.candidates] if poll else []


def test_the_deletion_of_all_data_takes_a_visitors_vote_and_name_out_of_a_poll_elsewhere(
    polls: PollTable, shelves: ShelfTable, poll: Poll, reader: Reader, visitor: Reader
) -> None:
    shelves.delete_reader(visitor, at(20))
    left = polls.read(poll.ref)
    assert left
    assert left.votes == {reader.user_id: IDS[0]}
    assert proposers(left) == [reader.user_id, ""]
    assert (left.opened_by, left.version != poll.version) == (reader.user_id, True)
    assert shelves.table.item(pointer_key(poll.ref, visitor)) is None


def test_the_deletion_of_the_openers_data_leaves_the_poll_without_their_name(
    polls: PollTable, shelves: ShelfTable, poll: Poll, reader: Reader, visitor: Reader
) -> None:
    shelves.delete_reader(reader, at(20))
    left = polls.read(poll.ref)
    assert left
    assert (left.opened_by, left.votes, proposers(left)) == ("", {visitor.user_id: IDS[0]}, ["", visitor.user_id])
    assert reader.user_id not in str(shelves.table.item(club_key(reader.workspace_id, ItemKind.POLL, poll.ref.poll_id)))


def test_a_vote_after_the_deletion_stays_and_one_from_before_it_that_comes_late_does_not(
    polls: PollTable, shelves: ShelfTable, poll: Poll, visitor: Reader
) -> None:
    shelves.delete_reader(visitor, at(20))
    assert polls.vote(Ballot(poll.ref, 1, IDS[1]), visitor, at(15)) is None
    left = polls.read(poll.ref)
    assert left
    assert visitor.user_id not in left.votes
    assert shelves.table.item(pointer_key(poll.ref, visitor)) is None
    again = polls.vote(Ballot(poll.ref, 1, IDS[1]), visitor, at(30))
    assert again
    assert again.votes[visitor.user_id] == IDS[1]
    shelves.delete_reader(visitor, at(25))
    stands = polls.read(poll.ref)
    assert stands
    assert stands.votes[visitor.user_id] == IDS[1]


def test_the_uninstalling_of_the_visitors_workspace_takes_their_votes_and_that_of_the_polls_the_poll(
    polls: PollTable, shelves: ShelfTable, poll: Poll, reader: Reader, visitor: Reader
) -> None:
    assert shelves.purge(visitor.workspace_id, before=NOW + 20, seconds=60)
    left = polls.read(poll.ref)
    assert left
    assert (left.votes, proposers(left)) == ({reader.user_id: IDS[0]}, [reader.user_id, ""])
    assert shelves.purge(reader.workspace_id, before=NOW + 20, seconds=60)
    assert polls.read(poll.ref) is None
    assert polls.vote(Ballot(poll.ref, 1, IDS[0]), visitor, at(30)) is None, "a click on what is left of the message"
    assert not list(shelves.table.items("workspace_id = :id", {":id": {"S": reader.workspace_id}}))


def test_a_poll_that_is_opened_after_a_return_survives_the_purge_of_the_leaving(
    polls: PollTable, shelves: ShelfTable, poll: Poll, reader: Reader
) -> None:
    newer = polls.open(reader.workspace_id, "C1", reader, at(60))
    assert shelves.purge(reader.workspace_id, before=NOW + 20, seconds=60)
    assert polls.read(poll.ref) is None
    assert polls.read(newer.ref) == newer


def test_the_deletion_of_all_data_counts_a_person_out_of_the_clubs_of_all_workspaces(
    shelves: ShelfTable, reader: Reader, visitor: Reader
) -> None:
    members = Members(shelves.table, lambda: NOW)
    place = ClubPlace(reader.workspace_id, "C1")
    for person in (reader, visitor):
        members.join(place, person, at(0))
    shelves.delete_reader(visitor, at(20))
    assert [member.reader for member in members.of_channel(place)] == [reader]
    shelves.purge(reader.workspace_id, reader.user_id, before=NOW + 20, seconds=60)
    assert members.of_channel(place) == ()


def test_an_interrupted_deletion_keeps_the_pointer_so_that_it_can_be_done_again(
    polls: PollTable, shelves: ShelfTable, poll: Poll, visitor: Reader, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("GetItem", refuses="ThrottlingException", times=8)
    with pytest.raises(ShelfError):
        shelves.delete_reader(visitor, at(20))
    dynamodb.faults.clear()
    assert shelves.table.item(pointer_key(poll.ref, visitor))
    shelves.delete_reader(visitor, at(20))
    left = polls.read(poll.ref)
    assert left
    assert visitor.user_id not in left.votes


def test_keys_that_lead_nowhere_are_passed_over(shelves: ShelfTable, dynamodb: DynamoDb, reader: Reader) -> None:
    own = (f"{reader.user_id}#poll#T1", f"{reader.user_id}#club", f"{reader.user_id}#book#x")
    names = (*own, "#club#C1", "#poll#0123")
    keys = [{"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": name}} for name in names]
    seen = len(dynamodb.operations)
    ClubEntries(shelves.table).forget(keys, {"N": at(0)})
    assert dynamodb.operations[seen:] == []
    assert new_version() != new_version()
