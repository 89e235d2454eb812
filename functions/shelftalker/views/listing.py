"""A listing of five books in Block Kit: in a message of one's own or in Home.

The five stand close together, and all that can be done with them stands below in one row of menus and one of buttons:
the whole answer is seen at once. What a click has changed is said just above those rows, where its reader looks.
"""

from collections.abc import Iterator, Sequence

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing, Position, Verdict
from shelftalker.recommend.listing_state import Source, block_id_with
from shelftalker.recommend.reasons import Recommendation
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    section,
    select,
    without_markup,
)
from shelftalker.views.book_buttons import choice_row, choose_value, rating_options
from shelftalker.views.book_entries import EntryNotes, book_section
from shelftalker.views.book_menus import NumberedBook, menu_row
from shelftalker.views.headings import heading, hint
from shelftalker.views.listing_buttons import back_button
from shelftalker.views.wording import (
    DatasetFacts,
    bold,
    bold_by,
    enumerate_books,
    facts,
    reason_sentence,
    star_count,
    star_signs,
    title_within,
)

# Letters of the title that a book has replaced, in its last line.
_REPLACED_TITLE = 60


def listing_message(
    listing: Listing, dataset: DatasetFacts, others: Sequence[Book] = (), *, status: str = "", drawn_at: str = ""
) -> Message:
    """Return the books as a message that one person sees.

    Args:
        listing: The books.
        dataset: Facts of the dataset.
        others: Other books that the title may have meant.
        status: A sentence on the result of a click, such as that the books were shared; markup, or an empty string.
        drawn_at: The time of the click that this answers, which clears the menus; an empty string otherwise.
    """
    blocks = _listing_blocks(listing, dataset, drawn_at, status, _share_button(listing))
    shown = {book.book_id for book in listing.books}
    offered = [other for other in others if other.book_id not in shown]
    text = " ".join(filter(None, [status, listing_text(listing, dataset)]))
    if offered:
        blocks += [context("Or did you mean one of these?"), choice_row(offered)]
        text += f" Or did you mean one of these? {enumerate_books(offered)}."
    return Message(with_notice(text, dataset), [*blocks, *notice(dataset)])


def home_blocks(listing: Listing, dataset: DatasetFacts, drawn_at: str = "") -> list[Block]:
    """Return the books for Home: there is no channel to share them with, and a way back to the reader's own."""
    leads_back = any(stop.is_for_reader for stop in listing.state.trail[:1])
    own = [] if listing.state.is_for_reader or leads_back else [_back_to_own()]
    return _listing_blocks(listing, dataset, drawn_at, "", own)


def listing_text(listing: Listing, dataset: DatasetFacts) -> str:
    """Return the listing in a few plain sentences."""
    verdict = _verdict_text(listing.subject_verdict) if listing.subject_verdict else ""
    sentences = [heading(listing), verdict, hint(listing)]
    for number, position in enumerate(listing.positions, start=1):
        sentences.append(_replacement_text(position))
        if position.recommendation:
            reason = reason_sentence(position.recommendation)
            sentences.append(numbered_line(number, position.recommendation, dataset, reason))
            sentences.append("On your list." if position.is_wanted else "")
    return " ".join(filter(None, sentences))


def notice(dataset: DatasetFacts) -> list[Block]:
    """Return the dataset's notice, if it has one."""
    return [context(escape(dataset.notice, 500))] if dataset.notice else []


def with_notice(text: str, dataset: DatasetFacts) -> str:
    """Return plain text with the dataset's notice behind it."""
    return without_markup(" ".join(filter(None, [text, escape(dataset.notice, 500)])))


def numbered_line(number: int, recommendation: Recommendation, dataset: DatasetFacts, reason: str) -> str:
    """Return a book of a list in plain words."""
    line = f"{number}. {bold_by(recommendation.book)}: {facts(recommendation.book, dataset)}."
    return f"{line} {reason}." if reason else line


def _listing_blocks(
    listing: Listing, dataset: DatasetFacts, drawn_at: str, status: str, more_buttons: Sequence[Block]
) -> list[Block]:
    """Return the heading, the books, and the rows of menus and buttons for all of them."""
    notes = [_verdict_text(listing.subject_verdict) if listing.subject_verdict else "", hint(listing)]
    books = {
        position.recommendation.book.book_id: NumberedBook(number, position.recommendation.book, position.is_wanted)
        for number, position in enumerate(listing.positions, start=1)
        if position.recommendation
    }
    return [
        _heading_block(listing, drawn_at),
        *(context(note) for note in notes if note),
        *_entries(listing, dataset),
        *([context(status)] if status else []),
        *([menu_row([*books.values()], block_id_with(listing.state, "menus", drawn_at))] if books else []),
        *_button_row(listing, drawn_at, more_buttons),
    ]


def _heading_block(listing: Listing, drawn_at: str) -> Block:
    """Return the heading, with stars for the book asked about."""
    subject = listing.subject
    if subject is None or listing.state.source is not Source.AFTER_BOOK:
        return section(heading(listing))
    options = [*rating_options(subject.book_id), (ShelfAction(Verb.DISMISS, subject.book_id), "Not for me")]
    rating = select(ActionId.RATE.at(0), "Rate it", [(action.encode(), text) for action, text in options])
    return section(heading(listing), rating) | {"block_id": block_id_with(listing.state, 0, drawn_at)}


def _entries(listing: Listing, dataset: DatasetFacts) -> Iterator[Block]:
    for number, position in enumerate(listing.positions, start=1):
        if position.recommendation:
            reason = reason_sentence(position.recommendation, listing.subject)
            notes = EntryNotes(reason, position.is_wanted, _predecessor(position))
            yield book_section(number, position.recommendation, dataset, notes)
        elif position.replaced:
            yield context(_replacement_text(position))


def _predecessor(position: Position) -> str:
    """Return a line on the book that stood in a position before, or an empty string."""
    if position.replaced is None:
        return ""
    book, stars = position.replaced.book, position.replaced.stars
    title = f"*{escape(title_within(book, _REPLACED_TITLE), _REPLACED_TITLE)}*"
    return f"In place of {title}, {f'which you gave {star_signs(stars)}' if stars else 'which is not for you'}"


def _replacement_text(position: Position) -> str:
    """Return a sentence on the book that stood in a position before, and its successor."""
    if position.replaced is None:
        return ""
    successor = "In its place:" if position.recommendation else "I have no other book to put here."
    return f"{_verdict_text(position.replaced)} {successor}"


def _verdict_text(verdict: Verdict) -> str:
    if verdict.stars is None:
        return f"{bold(verdict.book)} is not for you: I won't show it again, unless you change that in my Home."
    return f"You gave {bold(verdict.book)} {star_signs(verdict.stars)} ({star_count(verdict.stars)})."


def _button_row(listing: Listing, drawn_at: str, more: Sequence[Block]) -> list[Block]:
    """Return the buttons for all five."""
    buttons = []
    subject = listing.subject
    if listing.has_more:
        buttons.append(button(ActionId.FIVE_MORE, "Five more", "5", "Five more books"))
    if subject and listing.has_more_by_author and listing.state.source is Source.AFTER_BOOK:
        buttons.append(button(ActionId.BY_AUTHOR, f"More by {subject.author}", choose_value(subject)))
    buttons += more
    if back := back_button(listing):
        buttons.append(back)
    return [actions(buttons, block_id_with(listing.state, "all", drawn_at))] if buttons else []


def _share_button(listing: Listing) -> list[Block]:
    label = "Share these books with the channel"
    return [button(ActionId.SHARE, "Share", "share", label)] if listing.books else []


def _back_to_own() -> Block:
    return button(ActionId.FOR_READER, "Back to your books", "own")
