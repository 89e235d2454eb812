"""The message of a poll: candidates, counts, ties and the winner, within Slack's limits whatever a poll holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.club.polls import POLL, Ballot, Candidate, Fit, Poll, PollRef, PollState, RoundRef, close_round
from shelftalker.model.catalogue import Catalogue
from shelftalker.views.club.poll import poll_message
from shelftalker.views.wording import DatasetFacts
from tests.shelftalker.views.message_checks import check
from tests.slack_app import buttons
from tests.slack_limits import violations_of_limits

DATASET = DatasetFacts(10)
REF = PollRef("T1", "0123456789ab")


@pytest.fixture(scope="session")
def gathering(catalogue: Catalogue) -> Poll:
    """Return a poll with two proposals and a book from the shelves."""
    dune, hobbit, it = catalogue.ordered_books([1, 2, 3])
    candidates = (
        Candidate.of_book(dune, 1, "U2"),
        Candidate.of_book(hobbit, 2),
        Candidate.of_book(it, 3, fit=Fit(2, 3)),
    )
    return Poll(REF, "C1", "U1", 0.0, PollState.GATHERING, "v", candidates=candidates, counted_in=3)


def voting(poll: Poll, *votes: int, is_hidden: bool = False) -> Poll:
    """Return the vote on a poll, with people's votes by the numbers of candidates."""
    ids = tuple(candidate.book_id for candidate in poll.candidates)
    by_person = {f"U{person}": ids[number - 1] for person, number in enumerate(votes)}
    return poll._replace(state=PollState.VOTING, open_ids=ids, votes=by_person, is_hidden=is_hidden)


def close(poll: Poll) -> Poll:
    """Return a poll after the end of its round."""
    closing = close_round(poll)
    if closing.tied_ids:
        return poll._replace(round=2, open_ids=closing.tied_ids, votes={}, first_counts=closing.counts)
    return poll._replace(state=PollState.CLOSED, counts=closing.counts, winner_id=closing.winner_id, votes={})


def message_of(poll: Poll, catalogue: Catalogue) -> tuple[str, dict[str, Any]]:
    """Return the plain text and the payload of a poll's message, held against Slack's rules."""
    books = catalogue.books_with_ids([candidate.book_id for candidate in poll.candidates])
    message = poll_message(poll, books, DATASET)
    payload = message.as_payload()
    assert violations_of_limits(payload) == []
    return message.text, payload


def test_candidates_stand_with_who_proposed_them_or_whom_they_suit(gathering: Poll, catalogue: Catalogue) -> None:
    text, payload = message_of(gathering, catalogue)
    titles = [candidate.title for candidate in gathering.candidates]
    entries = [block["text"]["text"] for block in payload["blocks"][1:4]]
    assert entries[0] == f"1. *{titles[0]}* by {gathering.candidates[0].author}\nProposed by <@U2>"
    assert "\n" not in entries[1]
    assert entries[2].endswith("\nFrom your shelves: fits 2 of 3")
    assert all("accessory" in block for block in payload["blocks"][1:4])
    assert text.startswith("Book club: <@U1> is looking for the next book to read together. 1. ")
    assert "3 people are counted in" in text
    assert "<@U1> starts the vote." in text
    assert [button["action_id"] for button in buttons(payload)] == [
        "club_propose", "club_count_in", "club_suggest", "club_start", "club_start_hidden",
    ]  # fmt: skip
    assert {button["value"] for button in buttons(payload)} == {REF.encode()}


def test_an_empty_poll_says_what_to_do_and_cannot_be_voted_on(gathering: Poll, catalogue: Catalogue) -> None:
    text, payload = message_of(gathering._replace(candidates=(), opened_by="", counted_in=0), catalogue)
    assert "No book is proposed yet." in text
    assert "Nobody is counted in" in text
    assert "This channel is looking" in text
    assert "Anybody here starts the vote, once two books are proposed." in text
    assert not buttons(payload, "club_start")


def test_a_full_poll_takes_no_further_proposals(gathering: Poll, catalogue: Catalogue) -> None:
    full = tuple(gathering.candidates[0]._replace(book_id=letter * 8) for letter in "abcdefghij")
    _, payload = message_of(gathering._replace(candidates=full), catalogue)
    assert not buttons(payload, "club_propose")
    assert not buttons(payload, "club_suggest")
    assert buttons(payload, "club_start")


def test_a_vote_has_a_button_for_each_candidate_with_its_count_beside_it(gathering: Poll, catalogue: Catalogue) -> None:
    text, payload = message_of(voting(gathering, 1, 1, 3), catalogue)
    counts = [block["text"]["text"].splitlines()[1] for block in payload["blocks"][1:4]]
    assert counts == ["2 votes", "0 votes", "1 vote"]
    assert "3 people have voted. <@U1> closes the vote." in text
    ballots = buttons(payload, "club_vote")
    assert [Ballot.decode(button["value"]) for button in ballots] == [
        Ballot(REF, 1, candidate.book_id) for candidate in gathering.candidates
    ]
    assert ballots[0]["text"]["text"] == f"1. {gathering.candidates[0].title}"
    (closing,) = buttons(payload, "club_close")
    assert RoundRef.decode(closing["value"]) == RoundRef(REF, 1)
    assert "a second round decides between them" in closing["confirm"]["text"]["text"]


def test_hidden_counts_are_nowhere_in_the_message_and_the_number_of_voters_is(
    gathering: Poll, catalogue: Catalogue
) -> None:
    one, payload = message_of(voting(gathering, 1, 1, is_hidden=True), catalogue)
    other, _ = message_of(voting(gathering, 2, 3, is_hidden=True), catalogue)
    assert one == other
    assert "2 people have voted. The counts are shown once the vote is closed." in one
    assert "votes" not in str(payload["blocks"][1:4])
    assert "Nobody has voted yet" not in one
    assert "Nobody has voted." in message_of(voting(gathering, is_hidden=True), catalogue)[0]


def test_a_second_round_names_the_books_that_led_and_takes_votes_for_them_alone(
    gathering: Poll, catalogue: Catalogue
) -> None:
    second = close(voting(gathering, 1, 3))
    text, payload = message_of(second, catalogue)
    first, _, third = (candidate.title for candidate in gathering.candidates)
    assert f"{first} and {third} had 1 vote each. This second round decides between them; all vote anew." in text
    assert [Ballot.decode(button["value"]) for button in buttons(payload, "club_vote")] == [
        Ballot(REF, 2, book_id) for book_id in second.open_ids
    ]
    (closing,) = buttons(payload, "club_close")
    assert "the one that was proposed first wins" in closing["confirm"]["text"]["text"]


def test_the_winner_stands_with_all_counts_and_a_button_for_everyones_own_list(
    gathering: Poll, catalogue: Catalogue
) -> None:
    text, payload = message_of(close(voting(gathering, 3, 3, 1)), catalogue)
    first, second, third = gathering.candidates
    assert f"The next book is {third.title} by {third.author}, with 2 of 3 votes." in text
    assert f"{third.title}: 2 \u00b7 {first.title}: 1 \u00b7 {second.title}: 0." in text
    assert [button["value"] for button in buttons(payload, "want")] == [f"want {third.book_id}"]
    assert buttons(payload, "choose_book")


def test_a_tie_of_the_second_round_names_the_rule_and_both_rounds(gathering: Poll, catalogue: Catalogue) -> None:
    second = close(voting(gathering, 1, 3))
    closed = close(second._replace(votes={"U1": second.open_ids[0], "U2": second.open_ids[1]}))
    text, _ = message_of(closed, catalogue)
    assert closed.winner_id == gathering.candidates[0].book_id
    assert "The second round was a tie too, so the book that was proposed first wins." in text
    assert "Second round: " in text
    assert "First round: " in text


def test_a_vote_in_which_nobody_voted_has_no_winner(gathering: Poll, catalogue: Catalogue) -> None:
    text, payload = message_of(close(voting(gathering)), catalogue)
    assert text == "Book club: The vote is closed. Nobody voted, so no book was chosen."
    assert not buttons(payload)


def test_a_candidate_that_the_model_lacks_keeps_its_title_and_has_no_cover(gathering: Poll) -> None:
    for poll in (gathering, voting(gathering, 1), close(voting(gathering, 1))):
        message = poll_message(poll, {}, DATASET)
        assert gathering.candidates[0].title in message.text
        assert not [block for block in message.blocks if "accessory" in block]
        assert not buttons(message.as_payload(), "choose_book")


TITLES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300).filter(lambda text: text.strip().isprintable())


@given(
    st.lists(st.tuples(TITLES, TITLES), min_size=2, max_size=POLL.candidates),
    st.sampled_from(["gathering", "voting", "hidden", "second", "closed"]),
    st.lists(st.integers(1, POLL.candidates), max_size=6),
)
def test_any_titles_and_votes_stay_within_slacks_limits_and_mention_nobody(
    texts: list[tuple[str, str]], stage: str, votes: list[int]
) -> None:
    candidates = tuple(
        Candidate("abcdefghij"[number] * 8, title[: POLL.title_letters], author[: POLL.author_letters], number)
        for number, (title, author) in enumerate(texts)
    )
    poll = Poll(REF, "C1", "", 0.0, PollState.GATHERING, "v", candidates=candidates)
    if stage != "gathering":
        in_range = [vote for vote in votes if vote <= len(candidates)]
        poll = voting(poll, *(in_range if stage != "second" else [1, 2]), is_hidden=stage == "hidden")
    if stage in {"second", "closed"}:
        poll = close(poll)
    check(poll_message(poll, {}, DATASET))
