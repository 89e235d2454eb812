"""Titles of a list that its marks part from each other: "Shopgirl - Steve Martin; Misery - Stephen King".

A semicolon, a line's end, a plus or a slash between spaces stands in few titles. Where everything between such marks is
a title of the catalogue, perhaps with its author, no word of the list has to be understood.
"""

import re

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.prose_words import PROSE_WORDS
from shelftalker.search.titles import Exact, exact_answer, subtitle_answer
from shelftalker.search.typed_words import TypedWords

_MARK = re.compile(r"\s*[;\n]\s*|\s+[+/]\s+")
_MOST_ITEMS = 5
_BEFORE_LIST = QUESTION_WORDS.asking | QUESTION_WORDS.hinting | QUESTION_WORDS.linking | PROSE_WORDS.prose


def listed_books(catalogue: Catalogue, text: str) -> list[Book]:
    """Return the book of each item of a list, in its order; none where an item is no title, or there is no list.

    Args:
        catalogue: The model.
        text: The question; a word of questions and a colon may stand before the list: "favourites: Emma; Dune".
    """
    items = [item.strip(" ,.!?-\u2022*") for item in _MARK.split(text)]
    items = [item for item in items if item]
    if not 1 < len(items) <= _MOST_ITEMS:
        return []
    books = []
    for position, item in enumerate(items):
        book = _book_of_item(catalogue, item) or (_book_behind_colon(catalogue, item) if not position else None)
        if book is None:
            return []
        books.append(book)
    return list(dict.fromkeys(books))


def _book_of_item(catalogue: Catalogue, item: str) -> Book | None:
    found = exact_answer(catalogue, item) or subtitle_answer(catalogue, item)
    return found.book if isinstance(found, Exact) else None


def _book_behind_colon(catalogue: Catalogue, item: str) -> Book | None:
    """Return the book whose title follows a colon behind words of questions."""
    head, colon, title = item.partition(":")
    is_head = bool(colon) and all(word.key in _BEFORE_LIST for word in TypedWords.of(head).words)
    return _book_of_item(catalogue, title.strip()) if is_head and title.strip() else None
