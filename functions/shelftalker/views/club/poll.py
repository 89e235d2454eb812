"""A poll in its channel, the same message for everyone, which each click replaces: candidates, counts and the winner.

It has at most 18 of a message's 50 blocks: a heading, ten candidates, three rows of buttons and a few lines. Buttons
name poll, round and book by their ids, so that a click on an older version of the message means the same.
"""

from collections.abc import Mapping, Sequence

from shelftalker.club.polls import (
    POLL,
    Ballot,
    Candidate,
    Poll,
    PollState,
    RoundRef,
    is_tie_broken_by_order,
)
from shelftalker.model.catalogue import Book
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import (
    Block,
    Message,
    actions,
    button,
    confirmation,
    context,
    escape,
    section,
    without_markup,
)
from shelftalker.views.book_buttons import more_like_button
from shelftalker.views.listing import notice, with_notice
from shelftalker.views.wording import DatasetFacts, cover, number_word

_HEADING = "*Book club*"


def poll_message(poll: Poll, books: Mapping[str, Book], dataset: DatasetFacts) -> Message:
    """Return a poll as everyone in the channel sees it.

    Args:
        poll: The poll as it is now.
        books: Those of its candidates that the model has, by id: they have covers, the others their titles alone.
        dataset: Facts of the dataset.
    """
    build = {PollState.GATHERING: _gathering, PollState.VOTING: _voting, PollState.CLOSED: _result}[poll.state]
    blocks, sentences = build(poll, books)
    text = " ".join([without_markup(_HEADING) + ":", *(without_markup(sentence) for sentence in sentences)])
    return Message(with_notice(text, dataset), [*blocks, *notice(dataset)])


def bold_candidate(candidate: Candidate) -> str:
    """Return the title of a candidate in markup."""
    return f"*{escape(candidate.title)}*"


def mention(user_id: str) -> str:
    """Return the markup by which Slack shows a person's present name."""
    return f"<@{user_id}>"


def opener_of(poll: Poll, otherwise: str) -> str:
    """Return the person who opened a poll, in markup, or other words where they deleted their data."""
    return mention(poll.opened_by) if poll.opened_by else otherwise


def vote_count(votes: int) -> str:
    """Return a number of votes in words."""
    return f"{votes:,} vote{'s' * (votes != 1)}"


def _gathering(poll: Poll, books: Mapping[str, Book]) -> tuple[list[Block], list[str]]:
    heading = f"{opener_of(poll, 'This channel')} is looking for the next book to read together."
    empty = "No book is proposed yet. Propose one, or count yourself in and have some suggested from your shelves."
    entries = [_with_origin(number, candidate) for number, candidate in enumerate(poll.candidates, start=1)]
    blocks = [section(f"{_HEADING} \u00b7 {heading}")]
    blocks += _candidate_blocks(poll.candidates, entries, books) if entries else [section(empty)]
    ref = poll.ref.encode()
    can_propose = len(poll.candidates) < POLL.candidates
    proposing = [
        button(ActionId.CLUB_PROPOSE, "Propose a book", ref) | {"style": "primary"},
        button(ActionId.CLUB_COUNT_IN, "Count me in", ref),
        button(ActionId.CLUB_SUGGEST, "Suggest from our shelves", ref),
    ]
    blocks.append(actions(proposing if can_propose else proposing[1:2], "club_proposing"))
    can_vote = len(poll.candidates) >= POLL.candidates_to_vote
    if can_vote:
        starting = [
            button(ActionId.CLUB_START, "Start the vote", ref),
            button(ActionId.CLUB_START_HIDDEN, "Start with hidden counts", ref),
        ]
        blocks.append(actions(starting, "club_starting"))
    starts = f"{_leader(poll)} starts the vote" + (
        "." if can_vote else f", once {number_word(POLL.candidates_to_vote)} books are proposed."
    )
    members = _members(poll.counted_in)
    blocks += [context(f"{members} {starts}")]
    return blocks, [heading, *(entries or [empty]), members, starts]


def _voting(poll: Poll, books: Mapping[str, Book]) -> tuple[list[Block], list[str]]:
    heading = "The vote is open. Click your book below: one vote each, which you can change until it is closed."
    if poll.round > 1:
        heading = f"{_tie(poll)} This second round decides between them; all vote anew."
    candidates, counts = poll.open_candidates, poll.tally()
    entries = [
        _numbered_line(number, candidate, "" if poll.is_hidden else vote_count(counts[candidate.book_id]))
        for number, candidate in enumerate(candidates, start=1)
    ]
    voted = f"{_people(len(poll.votes), 'has', 'have')} voted."
    hidden = "The counts are shown once the vote is closed." if poll.is_hidden else ""
    closes = f"{_leader(poll)} closes the vote."
    ballots = [
        button(
            ActionId.CLUB_VOTE.at(number),
            f"{number}. {candidate.title}",
            Ballot(poll.ref, poll.round, candidate.book_id).encode(),
            f"Vote for {candidate.title} by {candidate.author}",
        )
        for number, candidate in enumerate(candidates, start=1)
    ]
    close = button(ActionId.CLUB_CLOSE, "Close the vote", RoundRef(poll.ref, poll.round).encode()) | {
        "confirm": confirmation(
            "Close the vote?",
            f"The book with the most votes wins. {_tie_rule(poll)}",
            "Close it",
            "Not yet",
        )
    }
    blocks = [
        section(f"{_HEADING} \u00b7 {heading}"),
        *_candidate_blocks(candidates, entries, books),
        actions(ballots, f"club_ballots:{poll.round}"),
        actions([close], "club_closing"),
        context(" ".join(filter(None, [voted, hidden, closes]))),
    ]
    return blocks, [heading, *entries, *filter(None, [voted, hidden, closes])]


def _result(poll: Poll, books: Mapping[str, Book]) -> tuple[list[Block], list[str]]:
    winner, counts = poll.candidate(poll.winner_id), _counts(poll, poll.counts)
    if winner is None:
        sentence = "The vote is closed. Nobody voted, so no book was chosen."
        return [section(f"{_HEADING} \u00b7 {sentence}")], [sentence]
    total = sum(poll.counts.values())
    votes = f"{poll.counts[winner.book_id]:,} of {vote_count(total)}"
    sentence = f"The next book is {bold_candidate(winner)} by {escape(winner.author)}, with {votes}."
    rule = ""
    if is_tie_broken_by_order(poll):
        rule = "The second round was a tie too, so the book that was proposed first wins."
    lines = (
        [counts] if poll.round == 1 else [f"Second round: {counts}", f"First round: {_counts(poll, poll.first_counts)}"]
    )
    book = books.get(winner.book_id)
    want = ShelfAction(Verb.WANT, winner.book_id).encode()
    buttons = [button(ActionId.WANT.at(1), "Want to read", want, f"Want to read {winner.title}")]
    if book:
        buttons.append(more_like_button(book, 1))
    blocks = [
        section(" ".join(filter(None, [f"{_HEADING} \u00b7 {sentence}", rule])), cover(book) if book else None),
        actions(buttons, "club_winner"),
        *(context(line) for line in lines),
    ]
    return blocks, [sentence, *filter(None, [rule]), *(f"{line}." for line in lines)]


def _candidate_blocks(
    candidates: Sequence[Candidate], entries: Sequence[str], books: Mapping[str, Book]
) -> list[Block]:
    covers = [cover(books[candidate.book_id]) if candidate.book_id in books else None for candidate in candidates]
    return [section(entry, picture) for entry, picture in zip(entries, covers, strict=True)]


def _with_origin(number: int, candidate: Candidate) -> str:
    """Return a candidate with the person who proposed it, or the people whom it suits."""
    if candidate.fit:
        return _numbered_line(number, candidate, f"From your shelves: fits {candidate.fit.fits} of {candidate.fit.of}")
    return _numbered_line(
        number, candidate, f"Proposed by {mention(candidate.proposed_by)}" if candidate.proposed_by else ""
    )


def _numbered_line(number: int, candidate: Candidate, note: str) -> str:
    title = f"{number}. {bold_candidate(candidate)} by {escape(candidate.author)}"
    return f"{title}\n{note}" if note else title


def _leader(poll: Poll) -> str:
    """Return who starts and closes the vote."""
    return opener_of(poll, "Anybody here")


def _members(number: int) -> str:
    """Return the sentences on the people whose shelves help to suggest books."""
    if number == 0:
        return "Nobody is counted in yet. Whoever is helps to suggest books; nobody's ratings are shown."
    counted = _people(number, "is", "are")
    whose = "their shelf helps" if number == 1 else "their shelves help"
    return f"{counted} counted in: {whose} to suggest books, and nobody's ratings are shown."


def _people(number: int, one: str, several: str) -> str:
    """Return a number of people with the verb of one or several."""
    if number == 0:
        return f"Nobody {one}"
    return f"1 person {one}" if number == 1 else f"{number:,} people {several}"


def _tie(poll: Poll) -> str:
    """Return the sentence on the books that led after the first round."""
    tied = poll.open_candidates
    *first, last = map(bold_candidate, tied)
    votes = poll.first_counts.get(tied[0].book_id, 0)
    return f"{', '.join(first)} and {last} had {vote_count(votes)} each."


def _tie_rule(poll: Poll) -> str:
    """Return what follows where several books lead when the present round is closed."""
    if poll.round > 1:
        return "If several have equally many, the one that was proposed first wins."
    return "If several have equally many, a second round decides between them."


def _counts(poll: Poll, counts: Mapping[str, int]) -> str:
    """Return titles with their counts, the most votes first."""
    ordered = sorted(
        (candidate for candidate in poll.candidates if candidate.book_id in counts),
        key=lambda candidate: -counts[candidate.book_id],
    )
    return " \u00b7 ".join(f"{escape(candidate.title)}: {counts[candidate.book_id]:,}" for candidate in ordered)
