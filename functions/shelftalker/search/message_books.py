"""The books of a Slack message: those of its links, those that Slack unfurled, and those that its words name."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import shortened_title
from shelftalker.search.common_words import is_everyday
from shelftalker.search.linked_books import linked_books
from shelftalker.search.links import Link, read_link, words_of_links
from shelftalker.search.mentions import MENTIONS, books_standing_out, possible_books
from shelftalker.search.message_words import text_of_message, urls_of_blocks
from shelftalker.search.typed_words import plain_text

_SLACK_LINK = re.compile(r"<https?://[^<>]*>")
_LONGEST_QUESTION = 200


def books_of_message(catalogue: Catalogue, message: Mapping[str, Any]) -> list[Book]:
    """Return up to five books that a message names: those of its links, then those of its words.

    Where neither links nor words name one for certain, a short message is read as a question is, and of any other the
    titles are returned that may be meant.

    Args:
        catalogue: The model.
        message: As Slack sends it with a shortcut.
    """
    text = text_of_message(message)
    linked = linked_books(catalogue, _links_of(message, text))
    prose = _SLACK_LINK.sub(" ", text) if linked else text
    named = _books_named(catalogue, prose)
    if not linked and not named:
        return _books_asked_for(catalogue, text) or possible_books(catalogue, prose)
    books = {book.book_row: book for book in [*linked, *named]}
    return list(books.values())[: MENTIONS.books]


def _books_named(catalogue: Catalogue, prose: str) -> list[Book]:
    """Return the books whose titles stand out in prose, and those that are meant beside them, in its order."""
    from shelftalker.search.sentences.prose_titles import books_in_prose  # noqa: PLC0415 - links need none of it

    standing_out = books_standing_out(catalogue, prose)
    others = [book for book in standing_out if not _is_name_of_author(catalogue, book)]
    standing_out = others or standing_out  # "Odd Thomas (Dean R. Koontz)" names no biography
    meant = books_in_prose(catalogue, plain_text(prose), standing_out)
    if {book.book_row for book in standing_out} <= {book.book_row for book in meant}:
        return meant
    return [*standing_out, *meant]


def _is_name_of_author(catalogue: Catalogue, book: Book) -> bool:
    """Test if a book's title, but for its subtitle, is an author's name."""
    return bool(catalogue.search_index.authors_with_key(shortened_title(book.title)))


def _links_of(message: Mapping[str, Any], text: str) -> Iterator[Link]:
    """Yield the links of a message: those in its text, its blocks and its unfurls, and the ISBNs beside them."""
    read = words_of_links(text)
    in_links = {isbn for link in read.links for isbn in link.isbns}
    yield from read.links
    yield from (Link((isbn,), (), is_of_books=True) for isbn in read.isbns if isbn not in in_links)
    for url in urls_of_blocks(message.get("blocks") or ()):
        yield read_link(url)
    for attachment in message.get("attachments") or ():
        title = str(attachment.get("title") or "")
        urls = [str(attachment.get(member) or "") for member in ("title_link", "from_url", "original_url")]
        for url in dict.fromkeys(filter(None, urls)):
            yield read_link(url, title)
        if title and not any(urls):
            yield read_link("", title)


def _books_asked_for(catalogue: Catalogue, text: str) -> list[Book]:
    """Return the books that a short message asks for, as a question is answered; empty where it is no question.

    A message is prose more often than a question: "it was a long night" has a title of a common word by chance.
    """
    from shelftalker.search.questions import find_books  # noqa: PLC0415 - only for what names no title
    from shelftalker.search.titles import Exact, Several  # noqa: PLC0415

    if len(text) > _LONGEST_QUESTION or "\n" in text.strip():
        return []
    found = find_books(catalogue, text)
    books = [found.book] if isinstance(found, Exact) else found.books if isinstance(found, Several) else ()
    return [book for book in books if not is_everyday(shortened_title(book.title))]
