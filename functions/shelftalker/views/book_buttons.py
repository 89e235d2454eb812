"""Buttons that choose a book, and what they carry."""

from collections.abc import Iterable

from shelftalker.model.catalogue import Book
from shelftalker.views.action_ids import CHOOSE_BOOK
from shelftalker.views.block_kit import Block, actions, button, section
from shelftalker.views.wording import Voice, bold, credit

_VERSION = "1"


def choose_value(book: Book) -> str:
    """What a button carries to say which book it stands for."""
    return f"{_VERSION} {book.book_id}"


def chosen_book_id(value: str) -> str | None:
    """The book that a button stands for, or None for a value of a version that this code does not know."""
    version, _, book_id = value.partition(" ")
    return book_id if version == _VERSION else None


def choices(books: Iterable[Book], voice: Voice) -> list[Block]:
    """A paragraph a book with a button that chooses it."""
    return [
        section(f"{bold(book)}\n{credit(book, voice)}", _choose_button(book, place, "Choose"))
        for place, book in enumerate(books)
    ]


def choice_row(books: Iterable[Book]) -> Block:
    """The same in one line of buttons, for what is less likely meant."""
    return actions(
        [_choose_button(book, place, f"{book.title} \u00b7 {book.author}") for place, book in enumerate(books)]
    )


def _choose_button(book: Book, place: int, text: str) -> Block:
    return button(f"{CHOOSE_BOOK}:{place}", text, choose_value(book), f"Choose {book.title} by {book.author}")
