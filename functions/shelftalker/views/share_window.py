"""The window in which one book of a listing is chosen, to be shared with a word of one's own."""

from typing import Any, NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, plain_text, section, select, window
from shelftalker.views.book_menus import NumberedBook
from shelftalker.views.wording import bold_by

WORD_LENGTH = 300
_VERSION = "1"
_TITLE = "Share one book"
_BOOK_INPUT = "book"
_WORD_INPUT = "word"


class ShareOrigin(NamedTuple):
    """The conversation that the book is shared in.

    Attributes:
        response_url: The URL by which it is reached.
        thread_ts: The thread in it, or an empty string.
    """

    response_url: str
    thread_ts: str = ""

    def encode(self) -> str:
        """Return the origin as text for the view's private_metadata."""
        return f"{_VERSION} {self.response_url} {self.thread_ts}".rstrip()

    @classmethod
    def decode(cls, text: str) -> "ShareOrigin":
        """Return the origin in a text; one that reaches nobody where its version is unknown."""
        match text.split(" "):
            case [version, response_url, *thread_ts] if version == _VERSION and len(thread_ts) <= 1:
                return cls(response_url, *thread_ts)
        return cls("")


class ChosenToShare(NamedTuple):
    """A submitted window.

    Attributes:
        book_id: The chosen book, or an empty string.
        word: The person's own word, as typed; empty for none.
        origin: The conversation.
    """

    book_id: str
    word: str
    origin: ShareOrigin


def share_view(listing: Listing, origin: ShareOrigin) -> Block:
    """Return the window: the books of a listing, which has some, and a field for a word."""
    # By their ids: Slack takes no two options of one value.
    books = {book.book_id: NumberedBook(number, book) for number, book in enumerate(listing.books, start=1)}
    options = [(book_id, numbered.label) for book_id, numbered in books.items()]
    word: Block = {
        "type": "plain_text_input",
        "action_id": ActionId.SHARE_WORD,
        "max_length": WORD_LENGTH,
        "multiline": True,
        "placeholder": plain_text("Why should they read it?"),
    }
    return window(_TITLE, "Cancel") | {
        "callback_id": ActionId.SHARE_ONE,
        "submit": plain_text("Share", 24),
        "private_metadata": origin.encode(),
        "blocks": [
            _input(_BOOK_INPUT, "The book", select(ActionId.SHARE_BOOK, "Choose one", options, options[0][0])),
            _input(_WORD_INPUT, "A word of your own", word) | {"optional": True},
        ],
    }


def shared_before_view(book: Book) -> Block:
    """Return the window's last page where it was submitted before: the book is shared once."""
    text = f"\u2713 You have shared {bold_by(book)} with the channel already."
    return window(_TITLE, "Done", [section(text)])


def chosen_to_share(view: dict[str, Any]) -> ChosenToShare:
    """Return what a submitted window holds."""
    elements = {name: element for block in view["state"]["values"].values() for name, element in block.items()}
    option = elements.get(ActionId.SHARE_BOOK, {}).get("selected_option") or {}
    word = elements.get(ActionId.SHARE_WORD, {}).get("value") or ""
    origin = ShareOrigin.decode(view.get("private_metadata") or "")
    return ChosenToShare(str(option.get("value") or ""), " ".join(str(word).split()), origin)


def share_error(text: str) -> dict[str, Any]:
    """Return the answer to a submitted window that keeps it open, with a sentence below its first field."""
    return {"response_action": "errors", "errors": {_BOOK_INPUT: text}}


def _input(block_id: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": block_id, "label": plain_text(label), "element": element}
