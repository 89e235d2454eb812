"""Picks of books: another one each time, one an execution, and none lost where two steps run at once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.club.members import CLUB, ClubPlace, Members
from shelftalker.club.picks import PICKS, Picks
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfError, ShelfTable
from tests.dynamodb import DynamoDb

BOOKS = [f"book222{letter}" for letter in "abcdefgh"]


@pytest.fixture
def club(members: Members, place: ClubPlace, reader: Reader) -> ClubPlace:
    """Return a channel in which somebody is counted in."""
    members.join(place, reader, f"{time.time():.6f}")
    return place


@pytest.fixture
def picks(shelves: ShelfTable) -> Picks:
    return Picks(shelves.table)


def test_each_execution_picks_the_first_book_that_was_not_picked_before(picks: Picks, club: ClubPlace) -> None:
    assert [picks.pick(club.key, f"Fx{number}", BOOKS[:3]) for number in range(3)] == BOOKS[:3]


def test_once_all_were_picked_the_one_of_longest_ago_comes_again(picks: Picks, club: ClubPlace) -> None:
    for number, book_id in enumerate((BOOKS[1], BOOKS[0], BOOKS[2])):
        assert picks.pick(club.key, f"Fx{number}", [book_id]) == book_id
    assert picks.pick(club.key, "Fx9", BOOKS[:3]) == BOOKS[1]


def test_an_execution_that_asks_again_gets_its_first_answer(picks: Picks, club: ClubPlace) -> None:
    assert picks.pick(club.key, "Fx1", BOOKS) == BOOKS[0]
    assert picks.pick(club.key, "Fx1", BOOKS[3:]) == BOOKS[0]
    assert picks.pick(club.key, "Fx1", []) == BOOKS[0]
    assert picks.pick(club.key, "Fx2", BOOKS) == BOOKS[1]


def test_no_more_are_kept_than_half_a_year_of_weeks_has(picks: Picks, club: ClubPlace, shelves: ShelfTable) -> None:
    for number in range(PICKS.remembered + 2):
        picks.pick(club.key, f"Fx{number}", BOOKS)
    item = shelves.table.item(club.key)
    assert item is not None
    kept = [pick["M"]["execution_id"]["S"] for pick in item["picks"]["L"]]
    assert kept == [f"Fx{number}" for number in range(2, PICKS.remembered + 2)]


def test_steps_at_the_same_time_pick_different_books(picks: Picks, club: ClubPlace) -> None:
    with ThreadPoolExecutor(4) as threads:
        picked = list(threads.map(lambda number: picks.pick(club.key, f"Fx{number}", BOOKS), range(4)))
    assert sorted(filter(None, picked)) == BOOKS[:4]


def test_where_nobody_is_opted_in_any_more_nothing_is_picked_nor_written(
    picks: Picks, club: ClubPlace, shelves: ShelfTable
) -> None:
    gone = club._replace(channel_id="C0NOBODY")
    assert picks.pick(gone.key, "Fx1", BOOKS) is None
    assert shelves.table.item(gone.key) is None
    late = Picks(shelves.table, lambda: time.time() + CLUB.seconds + 60)
    assert late.pick(club.key, "Fx1", BOOKS) is None


def test_what_can_not_be_picked_is_an_error_that_says_so(picks: Picks, club: ClubPlace, dynamodb: DynamoDb) -> None:
    with pytest.raises(ValueError, match="book_id must be a book's public id"):
        picks.pick(club.key, "Fx1", ["Dune"])
    dynamodb.fail("UpdateItem", times=20, refuses="ConditionalCheckFailedException")
    with pytest.raises(ShelfError, match="Other steps picked at the same time, 5 times: try again later"):
        picks.pick(club.key, "Fx1", BOOKS)
