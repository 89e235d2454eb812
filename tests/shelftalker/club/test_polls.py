"""Polls: rounds, ties, winners, who may start and close the vote, and the values of buttons."""

import random
from collections import Counter

import pytest

from shelftalker.club.polls import (
    POLL,
    Ballot,
    Candidate,
    Closing,
    Poll,
    PollRef,
    PollState,
    RoundRef,
    close_round,
    is_tie_broken_by_order,
)
from shelftalker.shelf.contents import Reader

IDS = ("aaaaaaaa", "bbbbbbbb", "cccccccc")
REF = PollRef("T1", "0123456789ab")
CANDIDATES = tuple(Candidate(book_id, book_id, "A", number) for number, book_id in enumerate(IDS))


def poll(*votes: str, number: int = 1, open_ids: tuple[str, ...] = IDS) -> Poll:
    """Return a poll in which as many people have voted, each for a book named by the first letter of its id."""
    by_person = {f"U{person}": letter * 8 for person, letter in enumerate(votes)}
    return Poll(
        REF, "C1", "U0", 1000.0, PollState.VOTING, "v", number,
        candidates=CANDIDATES, open_ids=open_ids, votes=by_person,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("votes", "closing"),
    [
        ("abb", Closing({IDS[0]: 1, IDS[1]: 2, IDS[2]: 0}, IDS[1])),
        ("ac", Closing({IDS[0]: 1, IDS[1]: 0, IDS[2]: 1}, tied_ids=(IDS[0], IDS[2]))),
        ("", Closing({IDS[0]: 0, IDS[1]: 0, IDS[2]: 0})),
    ],
)
def test_the_first_round_ends_with_a_winner_a_second_round_or_nothing(votes: str, closing: Closing) -> None:
    assert close_round(poll(*votes)) == closing


@pytest.mark.parametrize(("votes", "winner"), [("bbc", "b"), ("bc", "b"), ("c", "c"), ("", "b")])
def test_the_second_round_ends_with_a_winner_the_first_of_the_list_where_several_lead(votes: str, winner: str) -> None:
    tied = (IDS[1], IDS[2])
    closing = close_round(poll(*votes, number=2, open_ids=tied))
    assert (closing.winner_id, closing.tied_ids, tuple(closing.counts)) == (winner * 8, (), tied)


def test_a_tie_broken_by_the_order_of_the_list_is_known_as_one() -> None:
    closed = poll(number=2)._replace(state=PollState.CLOSED, winner_id=IDS[0])
    assert is_tie_broken_by_order(closed._replace(counts={IDS[0]: 2, IDS[1]: 2}))
    assert not is_tie_broken_by_order(closed._replace(counts={IDS[0]: 2, IDS[1]: 1}))
    assert not is_tie_broken_by_order(closed._replace(counts={IDS[0]: 2, IDS[1]: 2}, round=1))


def test_random_polls_end_as_the_rules_say() -> None:
    rng = random.Random(4)
    for _ in range(500):
        votes = [rng.choice("abc") for _ in range(rng.randrange(7))]
        number = rng.choice((1, 2))
        open_ids = IDS if number == 1 else tuple(sorted(rng.sample(IDS, 2)))
        votes = [vote for vote in votes if vote * 8 in open_ids]
        closing = close_round(poll(*votes, number=number, open_ids=open_ids))
        counts = Counter(vote * 8 for vote in votes)
        assert closing.counts == {book_id: counts[book_id] for book_id in open_ids}
        best = [book_id for book_id in open_ids if counts[book_id] == max(counts.values(), default=0)]
        expected: tuple[str, tuple[str, ...]]
        if number == 1 and not votes:
            expected = ("", ())
        elif number == 1 and len(best) > 1:
            expected = ("", tuple(best))
        else:
            expected = (best[0], ())
        assert (closing.winner_id, closing.tied_ids) == expected


def test_the_opener_leads_the_poll_and_anybody_a_week_later_or_where_the_opener_is_forgotten() -> None:
    opener, other = Reader("T1", "U0"), Reader("T1", "U9")
    soon, later = 1000.0 + POLL.leaderless_seconds - 1, 1000.0 + POLL.leaderless_seconds
    assert poll().may_lead(opener, soon)
    assert not poll().may_lead(other, soon)
    assert poll().may_lead(other, later)
    assert poll()._replace(opened_by="").may_lead(other, soon)


def test_values_of_buttons_come_back_whole_and_those_of_other_versions_not_at_all() -> None:
    ballot = Ballot(REF, 2, IDS[0])
    assert Ballot.decode(ballot.encode()) == ballot
    assert PollRef.decode(REF.encode()) == REF
    assert RoundRef.decode(RoundRef(REF, 2).encode()) == RoundRef(REF, 2)
    assert RoundRef.decode(REF.encode()) is None
    for value in ("", "2 T1 0123456789ab", "1 T1 0123", "1 T#1 0123456789ab", REF.encode() + " x"):
        assert PollRef.decode(value) is None
    ref = REF.encode()
    for value in (ref, f"{ref} 3 {IDS[0]}", f"{ref} 1 nine!", f"x {ref} 1 {IDS[0]}"):
        assert Ballot.decode(value) is None
