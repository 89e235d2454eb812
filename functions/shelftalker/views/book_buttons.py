"""Buttons and menu options beside a book, and their values."""

from collections.abc import Iterable

from shelftalker.model.catalogue import Book
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import STARS
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, section
from shelftalker.views.wording import DatasetFacts, bold, credit, star_count, star_signs, title_within

_VERSION = "1"
# Letters of a title with its series on a button, beside which the author has room.
_TITLE_ON_BUTTON = 50


def choose_value(book: Book) -> str:
    """Return the value of a button that stands for a book."""
    return f"{_VERSION} {book.book_id}"


def chosen_book_id(value: str) -> str | None:
    """Return the book id in a button's value, or None for a value of a version that this code does not know."""
    version, _, book_id = value.partition(" ")
    return book_id if version == _VERSION else None


def choices(books: Iterable[Book], dataset: DatasetFacts) -> list[Block]:
    """Return a paragraph for each book with a button that chooses it."""
    return [
        section(f"{bold(book)}\n{credit(book, dataset)}", _choose_button(book, position, "Choose"))
        for position, book in enumerate(books)
    ]


def choice_row(books: Iterable[Book]) -> Block:
    """Return one line of buttons, for books that are less likely meant."""
    return actions(
        [
            _choose_button(book, position, f"{title_within(book, _TITLE_ON_BUTTON)} \u00b7 {book.author}")
            for position, book in enumerate(books)
        ]
    )


def more_like_button(book: Book, number: int) -> Block:
    """Return a button that shows the books to read after one in a list."""
    label = f"More books like {book.full_title} by {book.author}"
    return button(ActionId.CHOOSE_BOOK.at(number), "More like this", choose_value(book), label)


def rating_options(book_id: str) -> list[tuple[ShelfAction, str]]:
    """Return the actions that rate a book, five stars first, with their texts in a menu."""
    return [
        (ShelfAction(Verb.RATE, book_id, stars), f"{star_signs(stars)} {star_count(stars)}")
        for stars in range(STARS, 0, -1)
    ]


def verdict_options(book_id: str) -> list[tuple[ShelfAction, str]]:
    """Return the actions that say what a reader thinks of a book, with their texts in a menu."""
    return [*rating_options(book_id), (ShelfAction(Verb.DISMISS, book_id), "Not for me")]


def _choose_button(book: Book, position: int, text: str) -> Block:
    return button(
        ActionId.CHOOSE_BOOK.at(position), text, choose_value(book), f"Choose {book.full_title} by {book.author}"
    )
