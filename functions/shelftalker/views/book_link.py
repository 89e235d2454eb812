"""The link to where a book is to be had, by the operator's address patterns; Shelftalker itself never requests it."""

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
        author: Characters of its author.
        text: The text of a link that leads to the book.
        search_text: The text of one that leads to a search, by other things than the ISBN.
    """

    title: int = 180
    author: int = 90
    text: str = "Get it"
    search_text: str = "Find it"


BOOK_LINK = BookLinkConfig()
_PLACEHOLDER = re.compile(r"\{(isbn|title|author)\}")
# Catalogues look for all words of a name in one author's: of several authors the first is enough.
_FURTHER_AUTHORS = re.compile(r"\s*[,;&/].*|\s+and\s.*", re.DOTALL)


class BookLink(NamedTuple):
    """A link to where a book is to be had.

    Attributes:
        address: The address.
        text: The text of the link, by whether it leads to the book or to a search.
    """

    address: str
    text: str


def link_of(book: Book, dataset: DatasetFacts) -> BookLink | None:
    """Return the link to where a book is to be had.

    None where the operator wants no links, or where each address needs more than is known of the book.
    """
    known = _known_of(book)
    pattern = _pattern_for(known, dataset)
    if not pattern:
        return None
    address = _PLACEHOLDER.sub(lambda placeholder: known[placeholder[1]], pattern)
    return BookLink(address, BOOK_LINK.text if "{isbn}" in pattern else BOOK_LINK.search_text)


def book_link(book: Book, dataset: DatasetFacts) -> str:
    """Return the address where a book is to be had, or an empty string."""
    link = link_of(book, dataset)
    return link.address if link else ""


def link_markup(book: Book, dataset: DatasetFacts) -> str:
    """Return the link in Slack's markup, or an empty string."""
    link = link_of(book, dataset)
    return f"<{link.address.replace('&', '&amp;')}|{link.text}>" if link else ""


def _known_of(book: Book) -> dict[str, str]:
    """Return what is known of a book, by the names of the placeholders; empty strings for what is not."""
    isbn = isbn_of(book.isbn) or ""
    author = "" if book.author == UNKNOWN_AUTHOR else _FURTHER_AUTHORS.sub("", book.author) or book.author
    return {
        "isbn": as_isbn_13(isbn) if len(isbn) == 10 else isbn,
        "title": _quote_within(book.title, BOOK_LINK.title),
        "author": _quote_within(author, BOOK_LINK.author),
    }


def _pattern_for(known: dict[str, str], dataset: DatasetFacts) -> str:
    """Return the first address pattern for which all is known, or an empty string."""
    patterns = dataset.answers.book_links
    return next((each for each in patterns if all(known[name] for name in _PLACEHOLDER.findall(each))), "")


def _quote_within(text: str, length: int) -> str:
    """Return text as a part of an address, without the last words' letters where it is too long."""
    kept = " ".join(text.split())[:length]
    while len(quoted := quote(kept, safe="")) > length:
        kept = kept[:-1]
    return quoted
