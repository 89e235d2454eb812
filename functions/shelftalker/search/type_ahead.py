"""Titles to offer while one is being typed, at every key press.

Titles that begin with what was typed come first, then those in which a later word does, then books by authors whose
name begins so. Where there are none, what was typed may be misspelt: then titles come that are like it as far as it
goes.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, trigrams
from shelftalker.search.titles import TITLE_SEARCH, candidate_rows, near_titles, titles_with_keys


@dataclass(frozen=True, slots=True)
class TypeAheadConfig:
    """Limits of the search while a title is typed.

    Attributes:
        completions: Number of books offered.
        share_for_authors: One in so many of them is kept for books by authors, so that the titles that begin with
            "king" leave room for Stephen King.
        authors: Number of authors whose name begins as typed, beside those whose whole name it is.
        shortest_author: Number of letters from which authors are looked for.
        shortest_misspelt: Number of letters from which a text may be misspelt.
        likeness_of_prefixes: How like a title's prefix must be to a misspelt text, 0 to 100 (rapidfuzz's ratio).
        candidates: Number of books whose words are compared.
        trigrams: Number of the rarest trigrams typed that find them; they leave few books, and the others would only
            take time.
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
    """Up to `limit` books to offer for the beginning of a title or an author's name; the most read for none."""
    key = normalise_title(typed)
    if not key:
        return sorted(catalogue.books(range(1, limit + 1)).values(), key=lambda book: book.book_row)
    titles = _beginning_rows(catalogue, typed, key, limit)
    if _is_article(typed):
        return catalogue.ordered_books(titles[:limit])
    with_word, by_author = _rows_with_word(catalogue, key)
    by_author = [*_rows_of_authors(catalogue, key, limit), *by_author]
    titles = list(dict.fromkeys([*titles, *with_word]))
    if not titles and not by_author and (by := _BY.search(typed)):
        return _written_by(completions(catalogue, typed[: by.start()], limit), typed[by.end() :])
    if not titles and not by_author:
        like, author_row = _misspelt(catalogue, typed, key)
        titles = list(dict.fromkeys(like))
        if author_row:
            by_author = [book.book_row for book in catalogue.books_by_author(author_row, limit)]
    authors_rows = [book_row for book_row in dict.fromkeys(by_author) if book_row not in titles[:limit]]
    room_for_titles = limit - min(len(authors_rows), limit // TYPE_AHEAD.share_for_authors)
    return catalogue.ordered_books([*titles[:room_for_titles], *authors_rows][:limit])


def _beginning_rows(catalogue: Catalogue, typed: str, key: str, limit: int) -> list[int]:
    """Rows of the books whose titles begin so: those that it is the whole title of, then the most read."""
    whole = [book_row for book_row, shortened in catalogue.search_index.rows_with_key(key, limit) if not shortened]
    article = _ARTICLE.match(typed.lstrip())
    if _is_article(typed):  # which no key begins with, see model_build/write/title_prefixes.py
        prefixes = [re.sub(r"\s", " ", typed.lstrip()).casefold()]
    else:
        prefixes = [f"{key} " if typed[-1].isspace() else key]
        if article:  # "a t" has the key of initials
            prefixes.append(normalise_title(typed.lstrip()[article.end() :]))
    longer = [catalogue.search_index.rows_with_key_prefix(prefix, limit) for prefix in dict.fromkeys(prefixes)]
    return list(dict.fromkeys([*whole, *sorted({book_row for rows in longer for book_row in rows})]))


def _is_article(typed: str) -> bool:
    """Whether an article, or a part of one, is all that was typed."""
    article = _ARTICLE.match(typed.lstrip())
    return article is not None and article.end() == len(typed.lstrip())


def _written_by(books: Iterable[Book], author: str) -> list[Book]:
    """Those of the books that are by an author of whom the beginning of a name was typed, or nothing yet."""
    key = normalise_title(author)
    return [book for book in books if _has_word(normalise_title(book.author), key)]


def _rows_with_word(catalogue: Catalogue, key: str) -> tuple[list[int], list[int]]:
    """Rows of the most read books in whose title, and of those in whose author's name, a word begins so."""
    needed = trigrams(key)[:-1] if len(key) > 1 else []  # but the last, which says that the word ends
    counts = catalogue.search_index.trigram_counts(needed)
    if not needed or len(counts) < len(needed):
        # Scripts without spaces have words inside words.
        needed = needed[1:]
        if not needed or any(trigram not in counts for trigram in needed):
            return [], []
    rarest = sorted(needed, key=lambda trigram: (counts[trigram], trigram))[: TYPE_AHEAD.trigrams]
    book_rows = catalogue.search_index.rows_with_all_trigrams(rarest, TYPE_AHEAD.candidates)
    in_titles, in_authors = [], []
    for (book_row, _, author, _), keys in titles_with_keys(catalogue, book_rows):
        if any(_has_word(each, key) for each in keys):
            in_titles.append(book_row)
        elif _has_word(normalise_title(author), key):
            in_authors.append(book_row)
    return sorted(in_titles), sorted(in_authors)


def _has_word(words: str, beginning: str) -> bool:
    """Whether a word of these begins so, or any part of them where they have no case and so, it may be, no spaces."""
    return f" {beginning}" in f" {words}" or (beginning.upper() == beginning.lower() and beginning in words)


def _rows_of_authors(catalogue: Catalogue, key: str, limit: int) -> list[int]:
    """Rows of the most read books of the authors whose name, or known surname, begins so."""
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


def _misspelt(catalogue: Catalogue, typed: str, key: str) -> tuple[list[int], int | None]:
    """Rows of the books whose titles are like what was typed as far as it goes, and the author as in `near_titles`."""
    if len(key) < TYPE_AHEAD.shortest_misspelt:
        return [], None
    scored = []
    candidates = candidate_rows(catalogue, key)
    for (book_row, _, _, ratings_count), keys in titles_with_keys(catalogue, candidates):
        likeness = max(_likeness_of_beginning(key, keys), default=0.0)
        if likeness >= TYPE_AHEAD.likeness_of_prefixes:
            scored.append((likeness + 2 * math.log1p(ratings_count), -book_row))
    near, author_row = near_titles(catalogue, typed, candidates)
    return [
        *(-negative_row for _, negative_row in sorted(scored, reverse=True)),
        *near[: TITLE_SEARCH.suggestions],
    ], author_row


def _likeness_of_beginning(key: str, titles: Iterable[str]) -> Sequence[float]:
    return [fuzz.ratio(key, title[: len(key)]) for title in titles]
