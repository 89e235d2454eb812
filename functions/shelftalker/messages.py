"""What Shelftalker says in Slack: pure functions from books to Block Kit messages, and the ids of their buttons.

Every message is complete as plain `text` too: notifications and screen readers read only that. What a person typed
and what the dataset brings is escaped, see `escape`.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shelftalker.catalogue import Book
from shelftalker.recommender import MUCH_READ_BOOKS, Reason, Recommendation, reason_for

Block = dict[str, Any]

# Buttons carry their place after the colon: Slack wants ids that are unique within a block.
CHOOSE_BOOK = "choose_book"
_BUTTON_VALUE_VERSION = "1"

_TITLE_LENGTH = 150
_QUERY_LENGTH = 100
_BUTTON_LENGTH = 75
_ALT_TEXT_LENGTH = 2000

# Slack's markup has no escape for these; characters that look alike keep titles whole.
_LOOKALIKES = str.maketrans({"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"})
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Voice:
    """What every message about books needs to know of the catalogue.

    Attributes:
        rating_scale: The best rating a book can have.
        notice: A sentence about the data that is shown under the books, or an empty string.
    """

    rating_scale: int
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Slack takes it: blocks, and the same in plain text."""

    text: str
    blocks: Sequence[Block]

    def as_payload(self) -> dict[str, Any]:
        """The members of a response to a slash command or of a post to a response_url."""
        return {"text": self.text, "blocks": list(self.blocks)}


def escape(text: str, length: int = _TITLE_LENGTH) -> str:
    """Text that Slack shows as it is: no formatting, no mention, no link; cut to a length.

    Text from right to left is isolated, so that the years and ratings after it stay in order.
    """
    escaped = _cut(" ".join(text.split()), length).translate(_LOOKALIKES).translate(_ENTITIES)
    is_right_to_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in escaped)
    return f"\u2068{escaped}\u2069" if is_right_to_left else escaped


def answer(book: Book, recommendations: Sequence[Recommendation], others: Sequence[Book], voice: Voice) -> Message:
    """The books to read after a book, and what else the title may have meant."""
    if not recommendations:
        sentence = f"I know {_by(book)}, but no other book to put beside it."
        return Message(_plain(sentence), [_section(f"I know {_bold_by(book)}, but no other book to put beside it.")])
    heading = f"If you liked {_bold_by(book)}, read next:"
    lines = [
        f"{number}. {_by(each.book)}: {_facts(each.book, voice)}. {_reason(each, book)}."
        for number, each in enumerate(recommendations, start=1)
    ]
    blocks = [_section(heading), *(_recommendation(each, book, voice) for each in recommendations)]
    text = f"If you liked {_by(book)}, read next: " + " ".join(lines)
    shown = {each.book.book_id for each in recommendations}
    offered = [other for other in others if other.book_id not in shown]
    if offered:
        blocks += [_context("Or did you mean one of these?"), _choice_row(offered)]
        text += f" Or did you mean one of these? {_listed(offered)}."
    return Message(_plain(text), [*blocks, *_notice(voice)])


def suggestions(query: str, books: Sequence[Book], voice: Voice) -> Message:
    """The books that a query may mean, each with a button."""
    heading = f"I know no book called \u201c{escape(query, _QUERY_LENGTH)}\u201d. Did you mean one of these?"
    text = f"{heading} {_listed(books)}."
    return Message(_plain(text), [_section(heading), *_choices(books, voice), *_notice(voice)])


def not_found(query: str, popular: Sequence[Book], voice: Voice) -> Message:
    """That nothing is near the query, and what is popular."""
    heading = (
        f"I found no book like \u201c{escape(query, _QUERY_LENGTH)}\u201d. "
        "Check the spelling, or try the title without its subtitle."
    )
    return _with_popular(heading, popular, voice)


def ask_for_title(command: str, popular: Sequence[Book], voice: Voice) -> Message:
    """What to type, for whoever typed the command alone."""
    return _with_popular(f"Tell me a book you liked: `{command} The Hobbit`", popular, voice)


def help_message(command: str) -> Message:
    """What the command can do."""
    lines = (
        f"`{command} The Hobbit` - five books to read after *The Hobbit*",
        f"`{command} Emma by Jane Austen` - when several books share a title",
        f"`{command} help` - this message",
    )
    closing = "Misspelt is fine: I offer the titles that come near. Only you see what I answer."
    blocks = [_section("I recommend books to read next. Type:"), _section("\n".join(lines)), _context(closing)]
    text = f"I recommend books to read next. Type: {'; '.join(lines)}. {closing}"
    return Message(_plain(text), blocks)


def book_gone() -> Message:
    """What a button says whose book has left the catalogue."""
    return _sentence("That book is no longer in my catalogue. Try its title once more: there may be another edition.")


def went_wrong() -> Message:
    """What a person reads when an answer failed."""
    return _sentence("Sorry, something went wrong on my side. Please try again in a minute.")


def choose_value(book: Book) -> str:
    """What a button carries to say which book it stands for."""
    return f"{_BUTTON_VALUE_VERSION} {book.book_id}"


def chosen_book_id(value: str) -> str | None:
    """The book that a button stands for, or None for a value of a version that this code does not know."""
    version, _, book_id = value.partition(" ")
    return book_id if version == _BUTTON_VALUE_VERSION else None


def _with_popular(heading: str, popular: Sequence[Book], voice: Voice) -> Message:
    text = f"{heading} Many readers like {_listed(popular)}." if popular else heading
    blocks = [_section(heading)]
    if popular:
        blocks += [_context("Many readers like these:"), *_choices(popular, voice), *_notice(voice)]
    return Message(_plain(text), blocks)


def _recommendation(recommendation: Recommendation, asked: Book, voice: Voice) -> Block:
    book = recommendation.book
    text = f"*{escape(book.title)}*\n{escape(book.author)} \u00b7 {_facts(book, voice)}\n"
    return _section(text + _reason(recommendation, asked), _cover(book))


def _choices(books: Iterable[Book], voice: Voice) -> list[Block]:
    """A section a book with a button that chooses it."""
    return [
        _section(
            f"*{escape(book.title)}*\n{escape(book.author)} \u00b7 {_facts(book, voice)}",
            _choose_button(book, place, "Choose"),
        )
        for place, book in enumerate(books)
    ]


def _choice_row(books: Iterable[Book]) -> Block:
    """The same in one line of buttons, for what is less likely meant."""
    buttons = [_choose_button(book, place, f"{book.title} \u00b7 {book.author}") for place, book in enumerate(books)]
    return {"type": "actions", "elements": buttons}


def _choose_button(book: Book, place: int, text: str) -> Block:
    return {
        "type": "button",
        "action_id": f"{CHOOSE_BOOK}:{place}",
        "text": {"type": "plain_text", "text": _cut(text, _BUTTON_LENGTH), "emoji": False},
        "value": choose_value(book),
        "accessibility_label": _cut(f"Choose {book.title} by {book.author}", _BUTTON_LENGTH),
    }


def _facts(book: Book, voice: Voice) -> str:
    """Year, mean rating with its scale, and number of ratings."""
    facts = [_year(book.year)] if book.year is not None else []
    if book.rating_mean is None:
        facts.append("not rated yet")
    else:
        ratings = "1 rating" if book.ratings_count == 1 else f"{book.ratings_count:,} ratings"
        facts.append(f"\u2605\u00a0{book.rating_mean:.1f} of {voice.rating_scale} ({ratings})")
    return " \u00b7 ".join(facts)


def _year(year: int) -> str:
    return f"{-year} BC" if year < 0 else str(year)


def _reason(recommendation: Recommendation, asked: Book) -> str:
    """Why a book is recommended, true to the data: where nobody is known to have read both, it says so."""
    reason = reason_for(recommendation, asked)
    readers = recommendation.readers_in_common
    if reason is Reason.READERS_IN_COMMON:
        return f"{readers:,} reader{'s' * (readers != 1)} of *{escape(asked.title)}* also read it"
    ground = {
        Reason.SAME_AUTHOR: (
            f"Also by {escape(asked.author)}"
            if recommendation.book.author == asked.author
            else f"Has an author in common with *{escape(asked.title)}*"
        ),
        Reason.SAME_TIME: "From about the same time",
        Reason.MUCH_READ: f"One of the {MUCH_READ_BOOKS} most read books",
        Reason.GUESS: "A guess",
    }[reason]
    return f"{ground}; I know of no reader of both"


def _bold_by(book: Book) -> str:
    return f"*{escape(book.title)}* by {escape(book.author)}"


def _by(book: Book) -> str:
    return f"{escape(book.title)} by {escape(book.author)}"


def _listed(books: Iterable[Book]) -> str:
    return "; ".join(_by(book) for book in books)


def _cover(book: Book) -> Block | None:
    if not book.cover_url:
        return None
    alt_text = _cut(f"Cover of {book.title} by {book.author}", _ALT_TEXT_LENGTH)
    return {"type": "image", "image_url": book.cover_url, "alt_text": alt_text}


def _section(text: str, accessory: Block | None = None) -> Block:
    section: Block = {"type": "section", "text": _mrkdwn(text)}
    return section | {"accessory": accessory} if accessory else section


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> Block:
    # verbatim: a title that looks like a link, a channel or a person is none.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _notice(voice: Voice) -> list[Block]:
    return [_context(escape(voice.notice, 500))] if voice.notice else []


def _sentence(text: str) -> Message:
    return Message(text, [_section(text)])


def _plain(text: str) -> str:
    """Text for the top-level `text`: no markup, what is escaped stays so."""
    return text.replace("`", "").replace("*", "")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "\u2026"
