"""Books in HTML: recommended ones with their reason, titles to choose from, and covers on a shelf."""

import unicodedata
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.api.answers import plain_reason
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.page.markup import Markup, element
from shelftalker.recommend.reasons import Recommendation
from shelftalker.views.book_link import link_of
from shelftalker.views.wording import DatasetFacts, facts


class BookMarkupConfig(NamedTuple):
    """Numbers and words of books in HTML.

    Attributes:
        cloths: Number of colours of a book without a cover; page.css has them.
        initials: Most letters on such a book.
        small_words: Words whose initial stands for no title.
    """

    cloths: int = 6
    initials: int = 2
    small_words: frozenset[str] = frozenset(
        ["a", "an", "and", "der", "die", "das", "el", "in", "la", "le", "les", "of", "on", "the", "to", "und"]
    )


CONFIG = BookMarkupConfig()


def recommended_books(recommendations: Sequence[Recommendation], dataset: DatasetFacts) -> Markup:
    """Return recommendations as an ordered list, each with its cover, facts, reason and links."""
    return element("ol", *(_recommended_book(each, dataset) for each in recommendations), class_="books")


def choices(books: Sequence[Book], dataset: DatasetFacts) -> Markup:
    """Return books to choose from: a form with a button each."""
    buttons = [
        element(
            "li",
            element(
                "button",
                element("span", title_markup(book)),
                element("small", *_credit(book, facts(book, dataset))),
                name="book", value=book.book_id,
            ),
        )
        for book in books
    ]  # fmt: skip
    return element("form", element("ul", *buttons, class_="choices"), action="./", method="get")


def shelf(books: Sequence[Book]) -> Markup:
    """Return books as covers on a board, each a link to the books to read after it."""
    return element(
        "ul",
        *(
            element(
                "li",
                element(
                    "a",
                    _cover(book),
                    element(
                        "span",
                        element("span", title_markup(book), class_="title"),
                        element("small", *_credit(book)),
                        class_="card",
                    ),
                    href=f"./?book={book.book_id}",
                ),
            )
            for book in books
        ),
        class_="shelf",
    )


def title_markup(book: Book) -> Markup:
    """Return a title with its series and volume, in its own language and direction."""
    ending = book.full_title.removeprefix(book.title)
    series = element("span", ending, class_="series") if ending else ""
    return element("bdi", book.title, series, lang=book.language)


def author_markup(book: Book) -> Markup:
    """Return an author's name in its own direction."""
    return element("bdi", book.author)


def initials(title: str) -> str:
    """Return the initials of a title, or its first letter in a script without case; empty where it has no letters."""
    words = [word for word in title.split() if unicodedata.category(word[0])[0] in "LN"]
    telling = [word for word in words if word.casefold() not in CONFIG.small_words] or words
    if telling and telling[0].upper() == telling[0].lower() and not telling[0][0].isdigit():
        return _first_letter(telling[0])
    return "".join(_first_letter(word).upper() for word in telling[: CONFIG.initials])


def _recommended_book(recommendation: Recommendation, dataset: DatasetFacts) -> Markup:
    book, reason = recommendation.book, plain_reason(recommendation)
    link = link_of(book, dataset)
    ways = [_way("More like this", f"./?book={book.book_id}", book)]
    if link:
        ways.insert(0, _way(link.text, link.address, book, rel="noreferrer"))
    return element(
        "li",
        _cover(book),
        element(
            "div",
            element("h3", title_markup(book)),
            element("p", author_markup(book), class_="author") if book.author != UNKNOWN_AUTHOR else "",
            element("p", facts(book, dataset), class_="facts"),
            element("p", element("bdi", f"{reason}."), class_="reason") if reason else "",
            element("p", *ways, class_="ways"),
        ),
        class_="book",
    )


def _way(text: str, address: str, book: Book, **attributes: str) -> Markup:
    """Return a link of a book, which screen readers tell from those of the others."""
    return element("a", text, href=address, aria_label=f"{text}: {book.full_title}", **attributes)


def _cover(book: Book) -> Markup:
    """Return the cover above a book of plain cloth, which is seen where the cover is missing."""
    # Its title stands beside it: to a screen reader the cover is no news.
    image = (
        element("img", src=book.cover_url, alt="", loading="lazy", decoding="async", referrerpolicy="no-referrer")
        if book.cover_url
        else ""
    )
    shade = zlib.crc32(book.book_id.encode()) % CONFIG.cloths
    letters = element("span", initials(book.title))
    plain = "" if image else " plain"
    return element("div", letters, image, class_=f"cover shade-{shade}{plain}", aria_hidden="true")


def _credit(book: Book, rest: str = "") -> tuple[str, ...]:
    """Return the author, as far as known, and a rest in one line."""
    author = () if book.author == UNKNOWN_AUTHOR else (author_markup(book),)
    return (*author, " \u00b7 " if author and rest else "", rest)


def _first_letter(word: str) -> str:
    """Return a word's first letter with the marks that belong to it."""
    length = 1
    while length < len(word) and unicodedata.combining(word[length]):
        length += 1
    return word[:length]
