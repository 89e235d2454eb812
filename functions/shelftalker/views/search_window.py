"""The search window: the origin of a search, the options offered while a person types, and the last page."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlencode

from shelftalker.model.catalogue import Book
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, cut, option, plain_text, section, window
from shelftalker.views.wording import bold_by, title_within, year

_VERSION = "1"
# Of an origin with what was typed, before everything else and with spaces of its own.
_VERSION_WITH_TYPED = "2"
_METADATA_LENGTH = 3000
_TITLE_INPUT = "title"
_OPTION_LENGTH = 75
_AUTHOR_LENGTH = 25
_OPTIONS = 100
_PLACEHOLDER_LENGTH = 150
_TYPED_LENGTH = 100
_SEPARATOR = " \u00b7 "


class SearchOrigin(NamedTuple):
    """The place where a search was opened, and its answer therefore goes: a conversation, Home, or neither.

    Attributes:
        response_url: The URL by which the conversation is reached; empty where it was none.
        thread_ts: The thread in it, or an empty string.
        is_home: Whether it was Home.
        home_metadata: The state of Home, see `HomeState`.
        typed: The text that was asked about before; the window opens with it.
    """

    response_url: str = ""
    thread_ts: str = ""
    is_home: bool = False
    home_metadata: str = ""
    typed: str = ""

    @classmethod
    def conversation(cls, response_url: str, thread_ts: str | None) -> "SearchOrigin":
        """Return the origin in a conversation, or in a thread of it."""
        return cls(response_url, thread_ts or "")

    @classmethod
    def home(cls, home_metadata: str = "") -> "SearchOrigin":
        """Return the origin in the reader's Home."""
        return cls(is_home=True, home_metadata=home_metadata)

    @classmethod
    def nowhere(cls) -> "SearchOrigin":
        """Return the origin of the global shortcut, anywhere in Slack."""
        return cls()

    def encode(self) -> str:
        """Return the origin as text for the view's private_metadata; one too long for that is none.

        What was typed is left out where it leaves no room for the place.
        """
        place = self._encode_place()
        typed = " ".join(self.typed.split())
        with_typed = f"{_VERSION_WITH_TYPED} {quote(typed, errors='replace')} {place}"
        if place and typed and len(with_typed) <= _METADATA_LENGTH:
            return with_typed
        return place if len(place) <= _METADATA_LENGTH else ""

    def _encode_place(self) -> str:
        if self.is_home:
            return f"{_VERSION} home {self.home_metadata}".rstrip()
        return f"{_VERSION} conversation {self.response_url} {self.thread_ts}".rstrip() if self.response_url else ""


def origin_of(private_metadata: str) -> SearchOrigin:
    """Return the origin in a text; nowhere where its version is unknown, or it is none."""
    version, _, after_version = private_metadata.partition(" ")
    if version == _VERSION_WITH_TYPED:
        typed, _, text = after_version.partition(" ")
        place = _place_of(text)
        return place if place == SearchOrigin.nowhere() else place._replace(typed=unquote(typed))
    return _place_of(private_metadata)


def _place_of(text: str) -> SearchOrigin:
    match text.split(" "):
        case [version, "home", *home_metadata] if version == _VERSION:
            return SearchOrigin.home(" ".join(home_metadata))
        case [version, "conversation", response_url] if version == _VERSION:
            return SearchOrigin.conversation(response_url, None)
        case [version, "conversation", response_url, thread_ts] if version == _VERSION:
            return SearchOrigin.conversation(response_url, thread_ts)
    return SearchOrigin.nowhere()


def search_view(origin: SearchOrigin, likeliest: Book | None = None) -> Block:
    """Return the window with its one field, which offers titles while a person types.

    Args:
        origin: The place that the answer goes to. Where something was typed there, the field offers books for it
            before anything else is typed.
        likeliest: The book that is chosen already, or None.
    """
    hint = "Choose it from the list, and I recommend five to read next."
    return window("Find a book", "Cancel") | {
        "callback_id": ActionId.SEARCH,
        "private_metadata": origin.encode(),
        "submit": plain_text("Recommend"),
        "blocks": [title_input("A book that you liked", hint, origin.typed, likeliest)],
    }


def title_input(label: str, hint: str, typed: str = "", likeliest: Book | None = None) -> Block:
    """Return the field that offers titles while a person types.

    Args:
        label: Its label.
        hint: The sentence below it.
        typed: Text that was typed before, for which it offers books before anything else is typed.
        likeliest: The book that is chosen already, or None.
    """
    placeholder = f"You typed \u201c{cut(typed, _TYPED_LENGTH)}\u201d" if typed else "Start typing a title"
    field: Block = {
        "type": "external_select",
        "action_id": ActionId.SEARCH_TITLE,
        "placeholder": plain_text(placeholder, _PLACEHOLDER_LENGTH),
        "min_query_length": 0 if typed else 1,
        "focus_on_load": True,
    }
    if likeliest:
        field["initial_option"] = _title_option(likeliest)
    return {
        "type": "input",
        "block_id": _TITLE_INPUT,
        "label": plain_text(label),
        "hint": plain_text(hint),
        "element": field,
    }


def search_error(text: str) -> dict[str, Any]:
    """Return the answer to a submitted window that keeps it open, with a sentence below its field."""
    return {"response_action": "errors", "errors": {_TITLE_INPUT: text}}


def title_options(books: Sequence[Book]) -> dict[str, Any]:
    """Return the answer to an options request, each book by its id; under their authors where titles repeat."""
    offered = list({book.book_id: book for book in books}.values())[:_OPTIONS]
    titles = Counter(book.full_title.casefold() for book in offered)
    if not any(times > 1 for times in titles.values()):
        return {"options": [_title_option(book) for book in offered]}
    by_author: dict[str, list[Block]] = {}
    for book in offered:
        by_author.setdefault(plain_text(book.author)["text"], []).append(_title_option(book))
    return {
        "option_groups": [{"label": plain_text(author), "options": options} for author, options in by_author.items()]
    }


def found_in_home_view(workspace_id: str, app_id: str, book: Book) -> Block:
    """Return the window's last page where the books are in Home, since there is no conversation to answer in."""
    url = f"slack://app?{urlencode({'team': workspace_id, 'id': app_id, 'tab': 'home'})}"
    blocks = [
        section(f"Five books to read after {bold_by(book)} are in my Home."),
        actions([button(ActionId.OPEN_HOME, "Open Home", "home") | {"url": url, "style": "primary"}]),
    ]
    return window("Your books are ready", "Done", blocks)


def _title_option(book: Book) -> Block:
    """Return title, author and year; the title is cut first, and the author never to less than can be read."""
    ending = "" if book.year is None else f"{_SEPARATOR}{year(book.year)}"
    room = _OPTION_LENGTH - len(_SEPARATOR) - len(ending)
    title = title_within(book, room - min(len(book.author), _AUTHOR_LENGTH))
    title, author = (" ".join(text.split()) for text in (title, book.author))
    author = cut(author, max(_AUTHOR_LENGTH, room - len(title)))
    return option(book.book_id, f"{cut(title, room - len(author))}{_SEPARATOR}{author}{ending}")
