"""The link to where a book is to be had, by the operator's address pattern; Shelftalker itself never requests it."""

import re
from typing import NamedTuple
from urllib.parse import quote

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.model.isbn import as_isbn_13, isbn_of
from shelftalker.views.wording import DatasetFacts


class BookLinkConfig(NamedTuple):
    """Lengths of the parts of a link, in characters as they are escaped.

    Attributes:
        title: Characters of a title, which tell any search the book.
        author: Characters of its authors.
        text: The text of the link in a message.
    """

    title: int = 180
    author: int = 90
    text: str = "Get it"


BOOK_LINK = BookLinkConfig()
_PLACEHOLDER = re.compile(r"\{(isbn|title|author)\}")


def book_link(book: Book, dataset: DatasetFacts) -> str:
    """Return the address where a book is to be had.

    An empty string where the operator wants no links, or where the address needs what is not known of the book.
    """
    pattern = dataset.answers.book_link
    isbn = isbn_of(book.isbn) or ""
    known = {
        "isbn": as_isbn_13(isbn) if len(isbn) == 10 else isbn,
        "title": _quote_within(book.title, BOOK_LINK.title),
        "author": "" if book.author == UNKNOWN_AUTHOR else _quote_within(book.author, BOOK_LINK.author),
    }
    if not all(known[name] for name in _PLACEHOLDER.findall(pattern)):
        return ""
    return _PLACEHOLDER.sub(lambda placeholder: known[placeholder[1]], pattern)


def link_markup(book: Book, dataset: DatasetFacts) -> str:
    """Return the link in Slack's markup, or an empty string."""
    address = book_link(book, dataset)
    return f"<{address.replace('&', '&amp;')}|{BOOK_LINK.text}>" if address else ""


def _quote_within(text: str, length: int) -> str:
    """Return text as a part of an address, without the last words' letters where it is too long."""
    kept = " ".join(text.split())[:length]
    while len(quoted := quote(kept, safe="")) > length:
        kept = kept[:-1]
    return quoted
