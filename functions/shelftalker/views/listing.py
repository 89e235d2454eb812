"""A listing of five books as Slack shows it: in a message of one's own, shared with a channel, or in Home."""

from collections.abc import Iterator, Sequence

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Judged, Listing, Place
from shelftalker.recommend.listing_state import BACK_TO_OWN, Source, block_id_with
from shelftalker.recommend.picks import STARS, TELLING_BOOKS, Pick, Step
from shelftalker.views import action_ids
from shelftalker.views.block_kit import (
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
from shelftalker.views.book_buttons import choice_row, choose_value
from shelftalker.views.wording import (
    Voice,
    bold,
    bold_by,
    counted_stars,
    country_name,
    cover,
    credit,
    facts,
    listed,
    number_word,
    reason,
    starred,
)

NOT_FOR_ME = "0"
_RATINGS = [(str(stars), f"{starred(stars)} {counted_stars(stars)}") for stars in range(STARS, 0, -1)]


def listing_message(
    listing: Listing, voice: Voice, others: Sequence[Book] = (), *, said: str = "", drawn_at: str = ""
) -> Message:
    """The books as a message that one person sees.

    Args:
        listing: The books.
        voice: How books are spoken of.
        others: What else the title may have meant.
        said: What just happened, such as that the books were shared; markup, or an empty string.
        drawn_at: The time of the click that this answers, which clears the menus; an empty string otherwise.
    """
    blocks = [context(said)] if said else []
    blocks += [*_listed_blocks(listing, voice, drawn_at), *_footer(listing, drawn_at, _share_button(listing))]
    shown = {book.book_id for book in listing.books}
    offered = [other for other in others if other.book_id not in shown]
    text = " ".join(filter(None, [said, listing_text(listing, voice)]))
    if offered:
        blocks += [context("Or did you mean one of these?"), choice_row(offered)]
        text += f" Or did you mean one of these? {listed(offered)}."
    return Message(_with_notice(text, voice), [*blocks, *notice(voice)])


def shared_message(listing: Listing, user_id: str, voice: Voice) -> Message:
    """The books as everyone in a channel sees them, with who shared them and nothing of that person's shelf."""
    who = f"<@{user_id}>"
    if listing.subject and listing.state.source is Source.AFTER_BOOK:
        heading = f"{who} shares books to read after {bold_by(listing.subject)}:"
    elif listing.subject:
        heading = f"{who} shares books by {escape(listing.subject.author)}:"
    else:
        heading = f"{who} shares books to read next:"
    blocks = [section(heading)]
    lines = []
    for place, pick in enumerate((place.pick for place in listing.places if place.pick), start=1):
        why = _shared_reason(listing, pick)
        blocks += [
            section("\n".join(filter(None, [bold(pick.book), credit(pick.book, voice), why])), cover(pick.book)),
            actions([_more_like(pick.book, place)]),
        ]
        lines.append(_line(place, pick.book, voice, why))
    return Message(_with_notice(" ".join([heading, *lines]), voice), [*blocks, *notice(voice)])


def home_blocks(listing: Listing, voice: Voice, drawn_at: str = "") -> list[Block]:
    """The books as Home shows them: there is no channel to share them with, and a way back to the reader's own."""
    is_own = listing.subject is None or listing.state.back_id == BACK_TO_OWN
    own = [] if is_own else [_back_to_own()]
    return [*_listed_blocks(listing, voice, drawn_at), *_footer(listing, drawn_at, own)]


def _listed_blocks(listing: Listing, voice: Voice, drawn_at: str) -> list[Block]:
    """The heading, and each book with its buttons."""
    blocks = [_heading_block(listing, drawn_at)]
    if listing.subject_judged:
        blocks.append(context(_said_of(listing.subject_judged)))
    if hint := _hint(listing):
        blocks.append(context(hint))
    for number, place in enumerate(listing.places, start=1):
        blocks += _place_blocks(listing, place, number, voice, drawn_at)
    return blocks


def listing_text(listing: Listing, voice: Voice) -> str:
    """All of it in a few plain sentences."""
    sentences = [heading(listing), _said_of(listing.subject_judged) if listing.subject_judged else "", _hint(listing)]
    for number, place in enumerate(listing.places, start=1):
        sentences.append(_became(place))
        if place.pick:
            sentences.append(_line(number, place.pick.book, voice, reason(place.pick.reason, listing.subject)))
            sentences.append("On your list." if place.is_wanted else "")
    return " ".join(filter(None, sentences))


def heading(listing: Listing) -> str:
    """What the books are."""
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
    """The heading, with stars for the book asked about."""
    subject = listing.subject
    if subject is None or listing.state.source is not Source.AFTER_BOOK:
        return section(heading(listing))
    return section(heading(listing), _rating_menu(subject, 0, "Rate it")) | {
        "block_id": block_id_with(listing.state, 0, drawn_at)
    }


def _rating_menu(book: Book, number: int, placeholder: str) -> Block:
    options = [(f"{value} {book.book_id}", text) for value, text in [*_RATINGS, (NOT_FOR_ME, "Not for me")]]
    return select(f"{action_ids.RATE}:{number}", placeholder, options)


def notice(voice: Voice) -> list[Block]:
    """What there is to say of the data."""
    return [context(escape(voice.notice, 500))] if voice.notice else []


def _with_notice(text: str, voice: Voice) -> str:
    return without_markup(" ".join(filter(None, [text, escape(voice.notice, 500)])))


def _like_the_reader(listing: Listing) -> str:
    country = f"from {escape(country_name(listing.preferences.country))}"
    age = f"aged {escape(listing.preferences.age_band)}"
    return {Step.COUNTRY: country, Step.AGE: age}.get(listing.step or Step.EVERYONE, f"{country} {age}")


def _hint(listing: Listing) -> str:
    """How the books become the reader's own."""
    if listing.state.source is not Source.POPULAR or listing.telling_books is None:
        return ""
    missing = TELLING_BOOKS - listing.telling_books
    if missing <= 0:
        return ""
    if missing == TELLING_BOOKS:
        return f"Rate {number_word(missing)} books that you know, and I recommend by your taste."
    return f"Rate {number_word(missing)} more, and I recommend by your taste."


def _place_blocks(listing: Listing, place: Place, number: int, voice: Voice, drawn_at: str) -> Iterator[Block]:
    became = _became(place)
    if became:
        yield context(became)
    if place.pick is None:
        return
    book = place.pick.book
    why = reason(place.pick.reason, listing.subject)
    yield section("\n".join(filter(None, [bold(book), credit(book, voice), why])), cover(book))
    want = (
        button(f"{action_ids.UNWANT}:{number}", "\u2713 On your list", book.book_id, f"Off your list: {book.title}")
        if place.is_wanted
        else button(f"{action_ids.WANT}:{number}", "Want to read", book.book_id, f"Want to read {book.title}")
    )
    yield actions(
        [_more_like(book, number), want, _rating_menu(book, number, "Rate")],
        block_id_with(listing.state, number, drawn_at),
    )


def _became(place: Place) -> str:
    """What became of the book that stood in a place."""
    if place.judged is None:
        return ""
    return f"{_said_of(place.judged)} {'In its place:' if place.pick else 'I have no other book to put here.'}"


def _said_of(judged: Judged) -> str:
    if judged.stars is None:
        return f"{bold(judged.book)} is not for you: I won't show it again, unless you change that in my Home."
    return f"You gave {bold(judged.book)} {starred(judged.stars)} ({counted_stars(judged.stars)})."


def _footer(listing: Listing, drawn_at: str, more: Sequence[Block]) -> list[Block]:
    """What can be done with all five."""
    buttons = []
    subject = listing.subject
    if listing.has_more:
        buttons.append(button(action_ids.FIVE_MORE, "Five more", "5", "Five more books"))
    if subject and listing.has_more_by_author and listing.state.source is Source.AFTER_BOOK:
        buttons.append(button(action_ids.BY_AUTHOR, f"More by {subject.author}", choose_value(subject)))
    buttons += more
    if back := _back(listing):
        buttons.append(back)
    return [divider(), actions(buttons, block_id_with(listing.state, "all", drawn_at))] if buttons else []


def _share_button(listing: Listing) -> list[Block]:
    label = "Share these books with the channel"
    return [button(action_ids.SHARE, "Share with channel", "share", label)] if listing.books else []


def _back(listing: Listing) -> Block | None:
    """Where one came from."""
    if listing.subject is None:
        return _back_to_own() if listing.state.is_continued else None
    is_further = listing.state.is_continued or listing.state.source is Source.BY_AUTHOR
    if listing.state.back_id == BACK_TO_OWN and not is_further:
        return _back_to_own()
    book = listing.subject if is_further else listing.back
    return button(f"{action_ids.CHOOSE_BOOK}:back", f"Back to {book.title}", choose_value(book)) if book else None


def _back_to_own() -> Block:
    return button(action_ids.FOR_READER, "Back to your books", BACK_TO_OWN)


def _more_like(book: Book, number: int) -> Block:
    label = f"More books like {book.title} by {book.author}"
    return button(f"{action_ids.CHOOSE_BOOK}:{number}", "More like this", choose_value(book), label)


def _shared_reason(listing: Listing, pick: Pick) -> str:
    return reason(pick.reason, listing.subject) if listing.subject else ""


def _line(number: int, book: Book, voice: Voice, why: str) -> str:
    line = f"{number}. {bold_by(book)}: {facts(book, voice)}."
    return f"{line} {why}." if why else line
