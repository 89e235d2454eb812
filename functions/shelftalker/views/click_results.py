"""The results of clicks beside books, each with its Undo: verdicts on books, and changes of the want-to-read list."""

from shelftalker.recommend.listing import Done, Listing, Position, Verdict
from shelftalker.shelf.actions import Undo, Verb
from shelftalker.views.action_ids import row_with_state
from shelftalker.views.block_kit import Block, Message, section, without_markup
from shelftalker.views.listing_buttons import undo_button
from shelftalker.views.wording import bold, star_count, star_signs


def subject_result(listing: Listing, drawn_at: str) -> list[Block]:
    """Return the verdict on the book asked about, which stands below the heading where it is given."""
    verdict = listing.subject_verdict
    return [_result(listing, verdict_sentence(verdict), verdict.undo, 0, drawn_at)] if verdict else []


def result_blocks(listing: Listing, drawn_at: str) -> list[Block]:
    """Return the verdicts on books that stood in the list, and the latest click's result last, next to the menus."""
    done = listing.done
    done_id = done.book.book_id if done else ""
    replaced = [
        (number, position, position.replaced)
        for number, position in enumerate(listing.positions, start=1)
        if position.replaced
    ]
    replaced.sort(key=lambda each: each[2].book.book_id == done_id)
    blocks = [
        _result(listing, f"{verdict_sentence(verdict)} {_successor(position, number)}", verdict.undo, number, drawn_at)
        for number, position, verdict in replaced
    ]
    said_ids = {verdict.book.book_id for _, _, verdict in replaced}
    if listing.subject_verdict:
        said_ids.add(listing.subject_verdict.book.book_id)
    if done and done_id not in said_ids:
        blocks.append(_result(listing, done_sentence(done), done.undo, "done", drawn_at))
    return blocks


def done_message(done: Done, ending: str = "") -> Message:
    """Return the result of an action that was done where no listing stands, with a further sentence behind it."""
    text = " ".join(filter(None, [done_sentence(done), ending]))
    return Message(without_markup(text), [section(text, undo_button(done.undo, "done"))])


def replacement_sentences(position: Position) -> str:
    """Return the sentences on the book that stood in a position before, for the plain text, or an empty string."""
    if position.replaced is None:
        return ""
    successor = "In its place:" if position.recommendation else "I have no other book to put here."
    return f"{verdict_sentence(position.replaced)} {successor}"


def verdict_sentence(verdict: Verdict) -> str:
    """Return a verdict in words, in markup."""
    if verdict.stars is None and verdict.read:
        return f"You have read {bold(verdict.book)}."
    if verdict.stars is None:
        return f"{bold(verdict.book)} is not for you: I won't show it again."
    return f"You gave {bold(verdict.book)} {star_signs(verdict.stars)} ({star_count(verdict.stars)})."


def done_sentence(done: Done) -> str:
    """Return the result of an action in words, in markup."""
    book = bold(done.book)
    if done.action.verb is Verb.WANT:
        return f"\u2713 {book} is on your list."
    if done.action.verb is Verb.UNWANT:
        return f"{book} is off your list."
    if done.action.verb is Verb.REMOVE:
        return f"{book} is off your shelf."
    return verdict_sentence(Verdict(done.book, done.action.stars if done.action.verb is Verb.RATE else None))


def _successor(position: Position, number: int) -> str:
    if position.recommendation is None:
        return f"I have no other book for number {number}."
    return f"Number {number} is {bold(position.recommendation.book)} now."


def _result(listing: Listing, sentence: str, undo: Undo | None, position: int | str, drawn_at: str) -> Block:
    return row_with_state(section(sentence, undo_button(undo, position)), listing.state, f"undo{position}", drawn_at)
