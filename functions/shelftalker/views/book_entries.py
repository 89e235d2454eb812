"""A book of a list in Block Kit: number, title, author and year, rating, reason, and its cover beside them.

An entry has no controls of its own: those of all books of a list are one row of menus, see book_menus.py. It is as
short as it can be: beside a cover a phone has room for some 25 letters a line.
"""

from typing import NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.recommend.reasons import Recommendation
from shelftalker.views.block_kit import Block, cut, escape, section
from shelftalker.views.book_link import link_markup
from shelftalker.views.wording import DatasetFacts, cover, short_rating, title_within, year


class EntryConfig(NamedTuple):
    """Lengths in an entry: the whole of it has five lines on a phone, and four beside a cover on a desk.

    Attributes:
        whole_letters: Most letters of title and author together that are shown whole.
        letters: Letters that longer ones are cut to, three lines on a phone. The plain text has both in full.
        author: Letters of the author where both are too long.
    """

    whole_letters: int = 72
    letters: int = 54
    author: int = 22


ENTRY = EntryConfig()


def book_section(
    number: int, recommendation: Recommendation, dataset: DatasetFacts, *, reason: str = "", is_wanted: bool = False
) -> Block:
    """Return a book of a list.

    Args:
        number: Its number, by which the menus name it.
        recommendation: The book.
        dataset: Facts of the dataset.
        reason: The reason for it, in markup, or an empty string.
        is_wanted: Whether the book is on the reader's want-to-read list.
    """
    book = recommendation.book
    title = numbered_title(number, book)
    rating = " \u00b7 ".join(filter(None, [short_rating(book, dataset), link_markup(book, dataset)]))
    notes = " \u00b7 ".join(filter(None, [reason, "\u2713 On your list" * is_wanted]))
    return section("\n".join(filter(None, [title, rating, notes])), cover(book))


def numbered_title(number: int, book: Book) -> str:
    """Return number, title, author and year in markup, the first line of an entry."""
    return f"{number}. {_title_by(book)}" + (f", {year(book.year)}" if book.year is not None else "")


def entry_title(book: Book) -> str:
    """Return the title as it stands in an entry, and in the menus that name it."""
    return _title_and_author(book)[0]


def _title_by(book: Book) -> str:
    title, author = _title_and_author(book)
    return f"*{escape(title)}* by {escape(author)}"


def _title_and_author(book: Book) -> tuple[str, str]:
    """Return title and author; where they are too long together, both are cut, the name of a series first.

    A series that the title names, as "Harry Potter and the Goblet of Fire", is not named twice where the line is long.
    """
    title = book.full_title
    if book.series and book.series.casefold() in book.title.casefold() and len(title + book.author) > ENTRY.letters:
        title = book.title
    if len(title) + len(book.author) <= ENTRY.whole_letters:
        return title, book.author
    author = cut(book.author, ENTRY.author)
    length = ENTRY.letters - len(author)
    return cut(title_within(book, length), length), author
