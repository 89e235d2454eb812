"""Type-ahead: the books to offer at every key press while a title or an author's name is typed.

Titles with the typed text as prefix come first, then titles in which a later word begins with it, then books by authors
whose name does. Without any of these the text may be misspelt: then titles come whose prefix of its length is like it.
"""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, trigrams
from shelftalker.search.author_lookups import TITLE_SEARCH
from shelftalker.search.near_titles import author_key, candidate_rows, near_titles, titles_with_keys


class TypeAheadConfig(NamedTuple):
    """Numbers of the type-ahead.

    Attributes:
        completions: Number of books offered.
        share_for_authors: Room is kept for books by authors in one of so many completions: the titles that begin with
            "king" leave room for Stephen King.
        authors: Number of authors whose name has the typed text as prefix, beside those whose whole name it is.
        shortest_author: Length in letters from which a text is compared with authors' names.
        shortest_misspelt: Length in letters from which a text may be misspelt.
        likeness_of_prefixes: Smallest likeness of a title's prefix to a misspelt text, rapidfuzz's ratio, 0 to 100.
        candidates: Number of books whose words are compared with the text.
        trigrams: Number of the text's rarest trigrams that find these books. They leave few books; further trigrams
            would only take time.
    """

    completions: int = 20
    share_for_authors: int = 4
    authors: int = 3
    shortest_author: int = 3
    shortest_misspelt: int = 4
    likeness_of_prefixes: float = 75.0
    candidates: int = 100
    trigrams: int = 6


TYPE_AHEAD = TypeAheadConfig()

_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)|(?:t|th|the|an?)\s?$", re.IGNORECASE)
_BY = re.compile(r"\sby(?:\s+|$)", re.IGNORECASE)


def completions(catalogue: Catalogue, typed: str, limit: int = TYPE_AHEAD.completions) -> list[Book]:
    """Return up to `limit` books for a typed prefix of a title or an author's name; the most read for no text."""
    key = normalise_title(typed)
    if not key:
        return sorted(catalogue.books(range(1, limit + 1)).values(), key=lambda book: book.book_row)
    titles = _rows_with_prefix(catalogue, typed, key, limit)
    if _is_article(typed):
        return catalogue.ordered_books(titles[:limit])
    with_word, by_author = _rows_with_word(catalogue, key)
    by_author = [*_rows_of_authors(catalogue, key, limit), *by_author]
    titles = list(dict.fromkeys([*titles, *with_word]))
    if not titles and not by_author and (by := _BY.search(typed)):
        return _books_written_by(completions(catalogue, typed[: by.start()], limit), typed[by.end() :])
    if not titles and not by_author:
        near, author_row = _near_rows(catalogue, typed, key)
        titles = list(dict.fromkeys(near))
        if author_row:
            by_author = [book.book_row for book in catalogue.books_by_author(author_row, limit)]
    authors_rows = [book_row for book_row in dict.fromkeys(by_author) if book_row not in titles[:limit]]
    room_for_titles = limit - min(len(authors_rows), limit // TYPE_AHEAD.share_for_authors)
    return catalogue.ordered_books([*titles[:room_for_titles], *authors_rows][:limit])


def _rows_with_prefix(catalogue: Catalogue, typed: str, key: str, limit: int) -> list[int]:
    """Return the rows of the books with a title of this prefix: those of which it is the title, then the most read."""
    whole = [book_row for book_row, shortened in catalogue.search_index.rows_with_key(key, limit) if not shortened]
    article = _ARTICLE.match(typed.lstrip())
    if _is_article(typed):  # no key begins with one, see model_build/write/title_prefixes.py
        prefixes = [re.sub(r"\s", " ", typed.lstrip()).casefold()]
    else:
        prefixes = [f"{key} " if typed[-1].isspace() else key]
        if article:  # "a t" has the key of initials
            prefixes.append(normalise_title(typed.lstrip()[article.end() :]))
    longer = [catalogue.search_index.rows_with_key_prefix(prefix, limit) for prefix in dict.fromkeys(prefixes)]
    return list(dict.fromkeys([*whole, *sorted({book_row for rows in longer for book_row in rows})]))


def _is_article(typed: str) -> bool:
    """Test if an article, or a part of one, is all of the typed text."""
    article = _ARTICLE.match(typed.lstrip())
    return article is not None and article.end() == len(typed.lstrip())


def _books_written_by(books: Iterable[Book], author_prefix: str) -> list[Book]:
    """Return those of the books whose author's name has a word with this prefix, which may be empty."""
    key = normalise_title(author_prefix)
    return [book for book in books if _has_word(author_key(book.author), key)]


def _rows_with_word(catalogue: Catalogue, key: str) -> tuple[list[int], list[int]]:
    """Return the rows of the most read books with a word of this prefix in the title, and in the author's name."""
    needed = trigrams(key)[:-1] if len(key) > 1 else []  # without the last, in which the word ends
    counts = catalogue.search_index.trigram_counts(needed)
    if not needed or len(counts) < len(needed):
        # Scripts without spaces have words inside words.
        needed = needed[1:]
        if not needed or any(trigram not in counts for trigram in needed):
            return [], []
    rarest = sorted(needed, key=lambda trigram: (counts[trigram], trigram))[: TYPE_AHEAD.trigrams]
    book_rows = catalogue.search_index.rows_with_all_trigrams(rarest, TYPE_AHEAD.candidates)
    in_titles, in_authors = [], []
    for (book_row, _, author, _), title_keys in titles_with_keys(catalogue, book_rows):
        if any(_has_word(title_key, key) for title_key in title_keys):
            in_titles.append(book_row)
        elif _has_word(author_key(author), key):
            in_authors.append(book_row)
    return sorted(in_titles), sorted(in_authors)


def _has_word(words: str, prefix: str) -> bool:
    """Test if one of the words has this prefix.

    A prefix in a script without case may stand anywhere in the words: such scripts may lack spaces too.
    """
    return f" {prefix}" in f" {words}" or (prefix.upper() == prefix.lower() and prefix in words)


def _rows_of_authors(catalogue: Catalogue, key: str, limit: int) -> list[int]:
    """Return the rows of the most read books of the authors whose name, or known surname, has this prefix."""
    if len(key) < TYPE_AHEAD.shortest_author:
        return []
    author_rows = dict.fromkeys(
        [
            *catalogue.search_index.authors_with_key(key),
            *catalogue.search_index.authors_with_key_prefix(key, TYPE_AHEAD.authors),
        ]
    )
    books = [book for author_row in author_rows for book in catalogue.books_by_author(author_row, limit)]
    return [book.book_row for book in books]


def _near_rows(catalogue: Catalogue, typed: str, key: str) -> tuple[list[int], int | None]:
    """Return the rows of the books with a title prefix like a misspelt text, and an author's as `near_titles` does."""
    if len(key) < TYPE_AHEAD.shortest_misspelt:
        return [], None
    scored = []
    candidates = candidate_rows(catalogue, key)
    for (book_row, _, _, ratings_count), keys in titles_with_keys(catalogue, candidates):
        likeness = max((fuzz.ratio(key, title[: len(key)]) for title in keys), default=0.0)
        if likeness >= TYPE_AHEAD.likeness_of_prefixes:
            scored.append((likeness + TITLE_SEARCH.popularity_weight * math.log1p(ratings_count), -book_row))
    near, author_row = near_titles(catalogue, typed, candidates)
    return [
        *(-negative_row for _, negative_row in sorted(scored, reverse=True)),
        *near[: TITLE_SEARCH.suggestions],
    ], author_row
