"""A listing of five books in Block Kit: in a message of one's own or in Home.

The five stand close together, and all that can be done with them stands below in one row of menus and one of buttons:
the whole answer is seen at once. What a click has changed is said just above those rows, where its reader looks.
"""

from collections.abc import Sequence

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.stops import Source
from shelftalker.settings import AnswerLayout
from shelftalker.views.action_ids import ActionId, row_with_state
from shelftalker.views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    menu,
    option,
    section,
    without_markup,
)
from shelftalker.views.book_buttons import choice_row, choose_value, verdict_options
from shelftalker.views.book_entries import book_section
from shelftalker.views.book_menus import NumberedBook, menu_row, rate_menu
from shelftalker.views.click_results import (
    done_sentence,
    replacement_sentences,
    result_blocks,
    subject_result,
    verdict_sentence,
)
from shelftalker.views.headings import heading, hint, short_heading
from shelftalker.views.listing_buttons import back_button
from shelftalker.views.wording import DatasetFacts, bold_by, enumerate_books, facts, reason_sentence

# Letters of an author on a button, which leave room for the others in the row.
_AUTHOR_ON_BUTTON = 16


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
    entries = _entries_of_message(listing, dataset, drawn_at)
    blocks = _listing_blocks(listing, entries, drawn_at, status, _share_buttons(listing))
    shown = {book.book_id for book in listing.books}
    offered = [other for other in others if other.book_id not in shown]
    text = " ".join(filter(None, [status, listing_text(listing, dataset)]))
    if offered:
        row = row_with_state(choice_row(offered), listing.state, "others", drawn_at)
        blocks += [context("Or did you mean one of these?"), row]
        text += f" Or did you mean one of these? {enumerate_books(offered)}."
    return Message(with_notice(text, dataset), [*blocks, *notice(dataset)])


def home_blocks(listing: Listing, dataset: DatasetFacts, drawn_at: str = "") -> list[Block]:
    """Return the books for Home: there is no channel to share them with, and a way back to the reader's own."""
    leads_back = any(stop.is_for_reader for stop in listing.state.trail[:1])
    own = [] if listing.state.is_for_reader or leads_back else [_back_to_own()]
    return _listing_blocks(listing, _entries(listing, dataset), drawn_at, "", own)


def listing_text(listing: Listing, dataset: DatasetFacts) -> str:
    """Return the listing in a few plain sentences."""
    done, verdict = listing.done, listing.subject_verdict
    sentences = [done_sentence(done) if done and not done.action.is_verdict else "", heading(listing)]
    sentences += [verdict_sentence(verdict) if verdict else "", hint(listing)]
    for number, position in enumerate(listing.positions, start=1):
        sentences.append(replacement_sentences(position))
        if position.recommendation:
            reason = reason_sentence(position.recommendation)
            sentences.append(numbered_line(number, position.recommendation, dataset, reason))
            sentences.append("On your list." if position.is_wanted else "")
    return " ".join(filter(None, sentences))


def notice(dataset: DatasetFacts) -> list[Block]:
    """Return the dataset's notice, if it has one that can be seen."""
    text = escape(dataset.notice, 500)
    return [context(text)] if text else []


def with_notice(text: str, dataset: DatasetFacts) -> str:
    """Return plain text with the dataset's notice behind it."""
    return without_markup(" ".join(filter(None, [text, escape(dataset.notice, 500)])))


def numbered_line(number: int, recommendation: Recommendation, dataset: DatasetFacts, reason: str) -> str:
    """Return a book of a list in plain words."""
    line = f"{number}. {bold_by(recommendation.book)}: {facts(recommendation.book, dataset)}."
    return f"{line} {reason}." if reason else line


def _listing_blocks(
    listing: Listing, entries: Sequence[Block], drawn_at: str, status: str, more_buttons: Sequence[Block]
) -> list[Block]:
    """Return the heading, the books, what clicks have changed, and the rows of menus and buttons for all of them.

    The status of a click stands beside its other results; that of an answer to a command comes first.
    """
    books = {
        position.recommendation.book.book_id: NumberedBook(number, position.recommendation.book, position.is_wanted)
        for number, position in enumerate(listing.positions, start=1)
        if position.recommendation
    }
    statuses = [context(status)] if status else []
    return [
        *([] if drawn_at else statuses),
        _heading_block(listing, drawn_at),
        *subject_result(listing, drawn_at),
        *entries,
        *result_blocks(listing, drawn_at),
        *(statuses if drawn_at else []),
        *([row_with_state(menu_row([*books.values()]), listing.state, "menus", drawn_at)] if books else []),
        *_button_row(listing, drawn_at, more_buttons),
    ]


def _heading_block(listing: Listing, drawn_at: str) -> Block:
    """Return the heading, with stars for the books asked about."""
    if listing.subject and listing.state.source is Source.AFTER_BOOK:
        options = [option(action.encode(), text) for action, text in verdict_options(listing.subject.book_id)]
        rating = menu(ActionId.RATE.at(0), "Rate it", options)
    elif len(listing.subjects) > 1:
        subjects = [NumberedBook(number, book) for number, book in enumerate(listing.subjects, start=1)]
        rating = rate_menu(subjects, ActionId.RATE.at(0), "Rate them")
    else:
        return section(short_heading(listing))
    return row_with_state(section(short_heading(listing), rating), listing.state, 0, drawn_at)


def _entries(listing: Listing, dataset: DatasetFacts) -> list[Block]:
    return [
        book_section(
            number,
            position.recommendation,
            dataset,
            reason=reason_sentence(position.recommendation, listing.subject),
            is_wanted=position.is_wanted,
        )
        for number, position in enumerate(listing.positions, start=1)
        if position.recommendation
    ]


def _entries_of_message(listing: Listing, dataset: DatasetFacts, drawn_at: str) -> list[Block]:
    """Return the books in the layout that the operator wants for messages."""
    if dataset.answers.layout is AnswerLayout.LIST:
        return _entries(listing, dataset)
    # Imported here: the default, a list, needs none of it.
    from shelftalker.views.cards import card_blocks  # noqa: PLC0415

    return card_blocks(listing, dataset, drawn_at)


def _button_row(listing: Listing, drawn_at: str, more: Sequence[Block]) -> list[Block]:
    """Return the buttons for all five."""
    buttons = []
    subject = listing.subject
    if listing.has_more:
        buttons.append(button(ActionId.FIVE_MORE, "Five more", "5", "Five more books"))
    if subject and listing.has_more_by_author and listing.state.source is Source.AFTER_BOOK:
        text = f"More by {subject.author if len(subject.author) <= _AUTHOR_ON_BUTTON else 'this author'}"
        buttons.append(button(ActionId.BY_AUTHOR, text, choose_value(subject), f"More by {subject.author}"))
    buttons += more
    if back := back_button(listing):
        buttons.append(back)
    return [row_with_state(actions(buttons), listing.state, "all", drawn_at)] if buttons else []


def _share_buttons(listing: Listing) -> list[Block]:
    if not listing.books:
        return []
    return [
        button(ActionId.SHARE, "Share", "share", "Share these books with the channel"),
        button(ActionId.SHARE_ONE, "Share one\u2026", "share_one", "Share one of these books with the channel"),
    ]


def _back_to_own() -> Block:
    return button(ActionId.FOR_READER, "Back to your books", "own")
