"""Books that one person shares with everyone in a channel: each reader's clicks are answered to them alone."""

from shelftalker.model.catalogue import Book
from shelftalker.recommend.joined_shelves import JoinedList
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import ListingState, PositionState
from shelftalker.recommend.stops import Source
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId, row_with_state
from shelftalker.views.block_kit import Message, actions, button, escape, section
from shelftalker.views.book_buttons import more_like_button
from shelftalker.views.book_entries import book_section
from shelftalker.views.book_link import link_markup
from shelftalker.views.book_menus import NumberedBook, like_menu, want_menu
from shelftalker.views.club.counting_in import count_in_button
from shelftalker.views.club.shared_list import joined_blocks, joined_text
from shelftalker.views.listing import notice, numbered_line, with_notice
from shelftalker.views.share_window import WORD_LENGTH
from shelftalker.views.wording import DatasetFacts, bold_by, cover, enumerate_books, facts, reason_sentence

# Slack makes a mention of some words behind this sign; a word joiner between them keeps them words.
_AT, _AT_WITHOUT_MENTION = "@", "@\u2060"


def shared_message(listing: Listing, user_id: str, dataset: DatasetFacts, joined: JoinedList | None = None) -> Message:
    """Return the books for everyone in a channel, with who shared them and nothing of that person's shelf.

    Args:
        listing: The books.
        user_id: The person's id.
        dataset: Facts of the dataset.
        joined: The books for those who are counted in, who stand below; None for a message that nobody clicked yet.
    """
    heading = f"<@{user_id}> shares {_what(listing)}:"
    blocks, lines = [section(heading)], []
    shown = [position.recommendation for position in listing.positions if position.recommendation]
    for number, recommendation in enumerate(shown, start=1):
        reason = reason_sentence(recommendation, listing.subject) if listing.subjects else ""
        blocks.append(book_section(number, recommendation, dataset, reason=reason))
        in_words = reason_sentence(recommendation) if listing.subjects else ""
        lines.append(numbered_line(number, recommendation, dataset, in_words))
    books = [NumberedBook(number, recommendation.book) for number, recommendation in enumerate(shown, start=1)]
    if books:
        blocks.append(actions([like_menu(books), want_menu(books)], "shared"))
    if joined:
        lines.append(joined_text(joined, dataset))
        blocks += joined_blocks(joined, dataset)
    # The next click shows the list again by what these ids hold.
    blocks.append(row_with_state(actions([count_in_button(user_id)]), shared_state(listing), "counted in"))
    return Message(with_notice(" ".join([heading, *lines]), dataset), [*blocks, *notice(dataset)])


def shared_state(listing: Listing) -> ListingState:
    """Return what shows the shared books again: nothing of the way, or the verdicts, of the person who shared them."""
    positions = tuple(PositionState(book.book_id) for book in listing.books)
    return ListingState(listing.state.source, listing.state.subject_ids, positions=positions)


def shared_book_message(book: Book, word: str, user_id: str, dataset: DatasetFacts) -> Message:
    """Return one book for everyone in a channel, with a word of the person who shares it.

    Args:
        book: The book.
        word: As typed: it is shown literally, and mentions nobody; an empty string for none.
        user_id: The person's id.
        dataset: Facts of the dataset.
    """
    who = f"<@{user_id}>"
    quoted = f" \u201c{escape(word, WORD_LENGTH).replace(_AT, _AT_WITHOUT_MENTION)}\u201d" if word else ""
    details = " \u00b7 ".join(filter(None, [facts(book, dataset), link_markup(book, dataset)]))
    want = ShelfAction(Verb.WANT, book.book_id).encode()
    blocks = [
        section(f"{who} shares a book:{quoted}"),
        section("\n".join(filter(None, [bold_by(book), details])), cover(book)),
        actions(
            [
                more_like_button(book, 1),
                button(ActionId.WANT.at(1), "Want to read", want, f"Want to read {book.full_title}"),
            ],
            "shared",
        ),
    ]
    text = f"{who} shares a book:{quoted} {bold_by(book)}: {facts(book, dataset)}."
    return Message(with_notice(text, dataset), [*blocks, *notice(dataset)])


def _what(listing: Listing) -> str:
    """Return a few words, in markup, on the books of a listing."""
    match listing.state.source:
        case Source.AFTER_BOOK if listing.subject:
            return f"books to read after {bold_by(listing.subject)}"
        case Source.AFTER_BOOKS if listing.subjects:
            return f"books for anyone who liked {enumerate_books(listing.subjects)}"
        case Source.BY_AUTHOR if listing.subject:
            return f"books by {escape(listing.subject.author)}"
        case _:
            return "books to read next"
