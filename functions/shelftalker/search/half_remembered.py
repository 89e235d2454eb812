"""Half-remembered titles: books for words that are no title, before the answer is that there is none.

A reader may remember the words inside a title, some of them misspelt; write its numbers the other way; or use its
initials, or those of its series. The catalogue's own titles and series say which book that is. Where they say
nothing, the type-ahead is asked.
"""

from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.remembered.abbreviations import rows_with_abbreviation
from shelftalker.search.remembered.number_words import number_spellings
from shelftalker.search.remembered.word_matches import WORD_MATCHES, is_first_far_ahead, word_matches
from shelftalker.search.type_ahead import completions


class HalfRememberedConfig(NamedTuple):
    """Numbers of the search for half-remembered titles.

    Attributes:
        books: Number of books returned.
        words: Number of remembered words that are compared.
        certain_initials: Number of initials from which the only book that has them is meant.
    """

    books: int = 20
    words: int = 12
    certain_initials: int = 4


class Remembered(NamedTuple):
    """The books that a half-remembered title may be.

    Attributes:
        rows: Their rows, the likeliest first.
        is_far_ahead: The first one is meant, as far as the catalogue can tell.
    """

    rows: list[int]
    is_far_ahead: bool


HALF_REMEMBERED = HalfRememberedConfig()


def half_remembered(catalogue: Catalogue, query: str) -> list[int]:
    """Return the rows of the books that a half-remembered title may be, the likeliest first."""
    return remembered_books(catalogue, query).rows


def remembered_books(
    catalogue: Catalogue, query: str, candidates: Sequence[int] | None = None, *, completes: bool = True
) -> Remembered:
    """Return the books that a half-remembered title may be, and if the first is far ahead of the others.

    Args:
        catalogue: The model.
        query: As it was typed; no whole title.
        candidates: `candidate_rows` of the query, if they are known already.
        completes: Ask the type-ahead where no title has the words; there is no need if near titles are known.
    """
    key = normalise_title(query)
    words = key.split()[: HALF_REMEMBERED.words]
    if not words:
        return Remembered([], is_far_ahead=False)
    spellings = number_spellings(" ".join(words))
    same = _rows_with_spellings(catalogue, spellings)
    if same:
        return Remembered(same[: HALF_REMEMBERED.books], _is_most_read(catalogue, same))
    abbreviated = rows_with_abbreviation(catalogue, words, HALF_REMEMBERED.books)
    matches = word_matches(catalogue, words, spellings, candidates)
    rows = list(dict.fromkeys([*abbreviated, *(match.book_row for match in matches)]))
    if completes and not rows:  # these take as long as all others
        rows = [book.book_row for book in completions(catalogue, query, HALF_REMEMBERED.books)]
    if abbreviated:
        is_far_ahead = len(abbreviated) == 1 and not matches and len(words[0]) >= HALF_REMEMBERED.certain_initials
    else:
        is_far_ahead = is_first_far_ahead(catalogue, matches, [words, *(each.split() for each in spellings)])
    return Remembered(rows[: HALF_REMEMBERED.books], is_far_ahead)


def _rows_with_spellings(catalogue: Catalogue, keys: Sequence[str]) -> list[int]:
    """Return the rows of the books with one of these titles, those of the first one first."""
    titles = catalogue.search_index.rows_with_keys(keys) if keys else {}
    return list(dict.fromkeys(book_row for key in keys for book_row in titles.get(key, [])))


def _is_most_read(catalogue: Catalogue, book_rows: Sequence[int]) -> bool:
    """Test if the first of some books is read many times as much as each of the others."""
    counts = {book_row: count for book_row, _, _, count in catalogue.search_index.titles(book_rows)}
    first, *others = (counts[book_row] for book_row in book_rows)
    return all(first > WORD_MATCHES.readers_ahead * count for count in others)
