"""A listing of five books in Block Kit: in a message of one's own or in Home."""

from collections.abc import Iterator, Sequence

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing, Position, Verdict
from shelftalker.recommend.listing_state import BACK_TO_OWN, Source, block_id_with
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.steps import STEPS, Step
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import (
    LABEL_LENGTH,
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    section,
    select,
    without_markup,
)
from shelftalker.views.book_buttons import choice_row, choose_value, more_like_button, rating_options
from shelftalker.views.wording import (
    DatasetFacts,
    bold,
    bold_by,
    country_name,
    cover,
    credit,
    enumerate_books,
    facts,
    number_word,
    reason_sentence,
    star_count,
    star_signs,
    title_within,
)


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
    blocks = [context(status)] if status else []
    blocks += [*_book_blocks(listing, dataset, drawn_at), *_footer(listing, drawn_at, _share_button(listing))]
    shown = {book.book_id for book in listing.books}
    offered = [other for other in others if other.book_id not in shown]
    text = " ".join(filter(None, [status, listing_text(listing, dataset)]))
    if offered:
        blocks += [context("Or did you mean one of these?"), choice_row(offered)]
        text += f" Or did you mean one of these? {enumerate_books(offered)}."
    return Message(with_notice(text, dataset), [*blocks, *notice(dataset)])


def home_blocks(listing: Listing, dataset: DatasetFacts, drawn_at: str = "") -> list[Block]:
    """Return the books for Home: there is no channel to share them with, and a way back to the reader's own."""
    is_own = listing.subject is None or listing.state.back_id == BACK_TO_OWN
    own = [] if is_own else [_back_to_own()]
    return [*_book_blocks(listing, dataset, drawn_at), *_footer(listing, drawn_at, own)]


def listing_text(listing: Listing, dataset: DatasetFacts) -> str:
    """Return the listing in a few plain sentences."""
    verdict = _verdict_text(listing.subject_verdict) if listing.subject_verdict else ""
    sentences = [heading(listing), verdict, _hint(listing)]
    for number, position in enumerate(listing.positions, start=1):
        sentences.append(_replacement_text(position))
        if position.recommendation:
            reason = reason_sentence(position.recommendation)
            sentences.append(numbered_line(number, position.recommendation, dataset, reason))
            sentences.append("On your list." if position.is_wanted else "")
    return " ".join(filter(None, sentences))


def heading(listing: Listing) -> str:
    """Return the heading of the books."""
    if listing.subject:
        return _heading_beside(listing, listing.subject)
    if not listing.books:
        return "I have no more books that are new to you."
    if listing.step is None:
        return "Books to read next:"
    if listing.step is Step.SHELF:
        return "For you, from your shelf:"
    if listing.step is Step.EVERYONE:
        return "Many readers like these:"
    return f"Readers {_like_the_reader(listing)} like these:"


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


def _book_blocks(listing: Listing, dataset: DatasetFacts, drawn_at: str) -> list[Block]:
    """Return the heading, and each book with its buttons."""
    blocks = [_heading_block(listing, drawn_at)]
    if listing.subject_verdict:
        blocks.append(context(_verdict_text(listing.subject_verdict)))
    if hint := _hint(listing):
        blocks.append(context(hint))
    for number, position in enumerate(listing.positions, start=1):
        blocks += _position_blocks(listing, position, number, dataset, drawn_at)
    return blocks


def _heading_beside(listing: Listing, subject: Book) -> str:
    author = escape(subject.author)
    if listing.state.source is Source.BY_AUTHOR and listing.books:
        return f"More books by {author}:"
    if listing.state.source is Source.BY_AUTHOR:
        return f"I have no other books by {author} that are new to you."
    if listing.state.is_continued and listing.books:
        return f"More to read after {bold_by(subject)}:"
    if listing.state.is_continued:
        return f"That is all I have after {bold_by(subject)}."
    if not listing.books:
        return f"I know {bold_by(subject)}, but no other book to put beside it."
    return f"If you liked {bold_by(subject)}, read next:"


def _heading_block(listing: Listing, drawn_at: str) -> Block:
    """Return the heading, with stars for the book asked about."""
    subject = listing.subject
    if subject is None or listing.state.source is not Source.AFTER_BOOK:
        return section(heading(listing))
    return section(heading(listing), _rating_menu(subject, 0, "Rate it")) | {
        "block_id": block_id_with(listing.state, 0, drawn_at)
    }


def _rating_menu(book: Book, number: int, placeholder: str) -> Block:
    options = [*rating_options(book.book_id), (ShelfAction(Verb.DISMISS, book.book_id), "Not for me")]
    return select(ActionId.RATE.at(number), placeholder, [(action.encode(), text) for action, text in options])


def _like_the_reader(listing: Listing) -> str:
    country = f"from {escape(country_name(listing.preferences.country))}"
    age = f"aged {escape(listing.preferences.age_band)}"
    return {Step.COUNTRY: country, Step.AGE: age}.get(listing.step or Step.EVERYONE, f"{country} {age}")


def _hint(listing: Listing) -> str:
    """Return a hint how the books become the reader's own."""
    if listing.state.source is not Source.POPULAR or listing.preference_count is None:
        return ""
    missing = STEPS.books_for_own_list - listing.preference_count
    if missing <= 0:
        return ""
    if missing == STEPS.books_for_own_list:
        return f"Rate {number_word(missing)} books that you know, and I recommend by your taste."
    return f"Rate {number_word(missing)} more, and I recommend by your taste."


def _position_blocks(
    listing: Listing, position: Position, number: int, dataset: DatasetFacts, drawn_at: str
) -> Iterator[Block]:
    replacement = _replacement_text(position)
    if replacement:
        yield context(replacement)
    if position.recommendation is None:
        return
    book, reason = position.recommendation.book, reason_sentence(position.recommendation)
    yield section("\n".join(filter(None, [bold(book), credit(book, dataset), reason])), cover(book))
    want = _want_button(book, number, position.is_wanted)
    elements = [more_like_button(book, number), want, _rating_menu(book, number, "Rate")]
    yield actions(elements, block_id_with(listing.state, number, drawn_at))


def _want_button(book: Book, number: int, is_wanted: bool) -> Block:
    if is_wanted:
        verb, text, label = Verb.UNWANT, "\u2713 On your list", f"Off your list: {book.full_title}"
    else:
        verb, text, label = Verb.WANT, "Want to read", f"Want to read {book.full_title}"
    action_id = ActionId.UNWANT if is_wanted else ActionId.WANT
    return button(action_id.at(number), text, ShelfAction(verb, book.book_id).encode(), label)


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


def _footer(listing: Listing, drawn_at: str, more: Sequence[Block]) -> list[Block]:
    """Return the buttons for all five."""
    buttons = []
    subject = listing.subject
    if listing.has_more:
        buttons.append(button(ActionId.FIVE_MORE, "Five more", "5", "Five more books"))
    if subject and listing.has_more_by_author and listing.state.source is Source.AFTER_BOOK:
        buttons.append(button(ActionId.BY_AUTHOR, f"More by {subject.author}", choose_value(subject)))
    buttons += more
    if back := _back(listing):
        buttons.append(back)
    return [divider(), actions(buttons, block_id_with(listing.state, "all", drawn_at))] if buttons else []


def _share_button(listing: Listing) -> list[Block]:
    label = "Share these books with the channel"
    return [button(ActionId.SHARE, "Share with channel", "share", label)] if listing.books else []


def _back(listing: Listing) -> Block | None:
    """Return a button that leads back, if there is a way back."""
    if listing.subject is None:
        return _back_to_own() if listing.state.is_continued else None
    is_further = listing.state.is_continued or listing.state.source is Source.BY_AUTHOR
    if listing.state.back_id == BACK_TO_OWN and not is_further:
        return _back_to_own()
    book = listing.subject if is_further else listing.back
    if book is None:
        return None
    back = "Back to "
    text = back + title_within(book, LABEL_LENGTH - len(back))
    return button(ActionId.CHOOSE_BOOK.at("back"), text, choose_value(book))


def _back_to_own() -> Block:
    return button(ActionId.FOR_READER, "Back to your books", BACK_TO_OWN)
