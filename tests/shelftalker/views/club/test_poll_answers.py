"""Private answers to clicks in a poll, the reasons of refusals, and the window of a proposal."""

import pytest

from shelftalker.club.polls import POLL, Candidate, Poll, PollRef, PollState
from shelftalker.views.club.poll_answers import (
    PollStatus,
    ProposalOrigin,
    not_leading,
    proposal_refusal,
    proposal_view,
    proposed_unseen_view,
    vote_confirmation,
    vote_refusal,
)
from shelftalker.views.messages import sentence
from shelftalker.views.search_window import origin_of
from tests.shelftalker.views.message_checks import check
from tests.view_checks import check_view

REF = PollRef("T1", "0123456789ab")
DUNE = Candidate("aaaaaaaa", "Dune *", "Frank Herbert", 1)
VOTING = Poll(
    REF, "C1", "U1", 0.0, PollState.VOTING, "v", candidates=(DUNE,), open_ids=("aaaaaaaa",), votes={"U2": "aaaaaaaa"}
)


@pytest.mark.parametrize("status", PollStatus)
def test_each_sentence_is_a_message_that_slack_takes(status: PollStatus) -> None:
    check(sentence(status))
    assert status.endswith((".", "!"))


def test_a_vote_is_confirmed_with_the_title_and_with_who_sees_it() -> None:
    check(vote_confirmation(VOTING, DUNE))
    assert (
        vote_confirmation(VOTING, DUNE).text
        == "\u2713 Your vote is for Dune \u2217. You can change it until the vote is closed."
    )
    assert "Nobody sees how the vote stands" in vote_confirmation(VOTING._replace(is_hidden=True), DUNE).text


def test_who_may_not_lead_is_told_who_may_and_from_when_on_anybody_may() -> None:
    assert "<@U1> opened this poll, and can close the vote. 7 days after" in not_leading(VOTING).text
    assert "can start the vote" in not_leading(VOTING._replace(state=PollState.GATHERING)).text


@pytest.mark.parametrize(
    ("poll", "ballot", "status"),
    [
        (VOTING._replace(state=PollState.CLOSED), (1, "aaaaaaaa", "U3"), PollStatus.CLOSED),
        (VOTING._replace(state=PollState.GATHERING), (1, "aaaaaaaa", "U3"), PollStatus.NOT_OPEN),
        (VOTING._replace(round=2), (1, "aaaaaaaa", "U3"), PollStatus.OTHER_ROUND),
        (VOTING, (1, "bbbbbbbb", "U3"), PollStatus.NO_CANDIDATE),
        (VOTING, (1, "aaaaaaaa", "U2"), PollStatus.NEWER_STANDS),
        (VOTING, (1, "aaaaaaaa", "U3"), PollStatus.DELETED_SINCE),
        (
            VOTING._replace(votes={f"V{number}": "aaaaaaaa" for number in range(POLL.voters)}),
            (1, "aaaaaaaa", "U3"),
            PollStatus.FULL_OF_VOTERS,
        ),
    ],
)
def test_a_vote_is_refused_with_its_reason(poll: Poll, ballot: tuple[int, str, str], status: PollStatus) -> None:
    assert vote_refusal(poll, *ballot) == status


def test_a_proposal_is_refused_with_its_reason() -> None:
    gathering = VOTING._replace(state=PollState.GATHERING)
    assert proposal_refusal(VOTING, "bbbbbbbb") == PollStatus.BEGUN
    assert proposal_refusal(gathering, "aaaaaaaa") == PollStatus.PROPOSED_BEFORE
    assert proposal_refusal(gathering, "bbbbbbbb") == PollStatus.FULL_OF_CANDIDATES


def test_the_window_of_a_proposal_remembers_the_poll_and_the_message() -> None:
    origin = ProposalOrigin(REF, "https://hooks.slack.com/actions/T1/2/3")
    view = proposal_view(origin)
    check_view(view)
    assert ProposalOrigin.decode(view["private_metadata"]) == origin
    assert ProposalOrigin.decode("2 home") is None
    # Its field has the id of the search window's, whose listener reads a place that it does not know.
    assert origin_of(view["private_metadata"]).typed == ""
    check_view(proposed_unseen_view())
