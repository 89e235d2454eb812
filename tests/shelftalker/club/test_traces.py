"""Traces of a person in clubs and polls, as the export of all their data has them."""

import pytest

from shelftalker.club.members import ClubPlace, Members, pointer_key
from shelftalker.club.picks import Picks
from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import Ballot, Candidate, close_round
from shelftalker.club.traces import ClubTrace, read_traces
from shelftalker.shelf.contents import ClubPointer, Reader, StepPick
from shelftalker.shelf.table import ShelfError, ShelfTable
from tests.dynamodb import DynamoDb, new_reader

NOW = 1_700_000_000.0


def at(seconds: float) -> str:
    """Return a time as Slack's, so many seconds after the opening of the poll."""
    return f"{NOW + seconds:.6f}"


@pytest.fixture
def polls(shelves: ShelfTable) -> PollTable:
    """Return the polls, at a fixed time."""
    return PollTable(shelves.table, lambda: NOW)


@pytest.fixture
def members(shelves: ShelfTable) -> Members:
    """Return the members of all clubs, at a fixed time."""
    return Members(shelves.table, lambda: NOW)


def test_all_that_a_person_did_in_clubs_and_polls_anywhere_is_found_by_the_shelf(
    shelves: ShelfTable, polls: PollTable, members: Members, reader: Reader
) -> None:
    host, other = new_reader().workspace_id, new_reader()
    members.join(ClubPlace(host, "C1"), other, at(0))
    members.join(ClubPlace(host, "C1"), reader, at(1))
    ref = polls.open(host, "C2", reader, at(2)).ref
    for number, person in enumerate((reader, other), start=3):
        assert polls.propose(ref, person, Candidate("ab"[number - 3] * 8, f"Title {number}", "A", NOW), at(number))
    gathered = polls.read(ref)
    assert gathered
    polls.start(gathered, is_hidden=True)
    voted = polls.vote(Ballot(ref, 1, "bbbbbbbb"), reader, at(9))
    assert voted
    pointers = shelves.read(reader).clubs
    club, poll = ClubPointer("club", host, "C1", NOW + 1), ClubPointer("poll", host, ref.poll_id, NOW + 9)
    assert pointers == (club, poll)
    assert read_traces(members, polls, reader, pointers) == [
        ClubTrace(club, joined_at=NOW + 1),
        ClubTrace(poll, has_opened=True, vote="Title 4 by A", proposals=("Title 3 by A",)),
    ]
    polls.close(voted, close_round(voted))
    members.leave(ClubPlace(host, "C1"), reader, at(10))
    assert read_traces(members, polls, reader, pointers) == [
        ClubTrace(club),
        ClubTrace(poll, has_opened=True, proposals=("Title 3 by A",)),
    ]


def test_books_that_a_workflow_picked_for_a_person_stand_in_the_pointer(
    shelves: ShelfTable, members: Members, reader: Reader
) -> None:
    place = ClubPlace(reader.workspace_id, "C1")
    members.join(place, reader, at(0))
    key = pointer_key(place, reader)
    assert Picks(shelves.table, lambda: NOW).pick(key, "Fx1", ["aaaaaaaa"]) == "aaaaaaaa"
    (pointer,) = shelves.read(reader).clubs
    assert pointer.picks == (StepPick("aaaaaaaa", "Fx1"),)


def test_a_poll_that_is_over_leaves_its_pointer_and_one_that_cannot_be_read_is_an_error(
    shelves: ShelfTable, polls: PollTable, members: Members, reader: Reader, dynamodb: DynamoDb
) -> None:
    pointer = ClubPointer("poll", reader.workspace_id, "0123456789ab", NOW)
    assert read_traces(members, polls, reader, [pointer]) == [ClubTrace(pointer)]
    dynamodb.fail("GetItem", refuses="ResourceNotFoundException")
    with pytest.raises(ShelfError):
        read_traces(members, polls, reader, [pointer])
    assert shelves.read(reader).clubs == ()


def test_a_pointer_that_somebody_wrote_by_hand_is_set_aside_as_unreadable(shelves: ShelfTable, reader: Reader) -> None:
    key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#poll#T1"}}
    shelves.table.update(key, {"acted_at": {"N": "1"}}, "attribute_not_exists(#acted_at)")
    shelf = shelves.read(reader)
    assert shelf.clubs == ()
    assert [item.kind for item in shelf.damaged] == ["poll"]
