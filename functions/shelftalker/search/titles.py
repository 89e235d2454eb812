"""Finding the book that a person means: normalised titles, exact matches, authors and "did you mean" suggestions.

A title is compared by its key, see `normalise_title`. What is no title's key may be an ISBN or an author's name. What
is neither is looked for among the books that share the query's rarest trigrams, which are then scored against the
query with rapidfuzz.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.model.title_keys import (
    ARTICLES,
    SHORT_TITLE,
    indexed_words,
    normalise_title,
    shortened_title,
    trigrams,
    whole_titles,
    words_of,
)


@dataclass(frozen=True, slots=True)
class TitleSearchConfig:
    """Limits of the title search. Likenesses are those of rapidfuzz, 0 to 100.

    Attributes:
        suggestions: Number of "did you mean" titles, and of further titles beside an exact one.
        voting_trigrams: Number of a query's rarest trigrams that find the books to score. Few are enough, and the
            common ones cost most: at 271,000 books "the" alone stands in 80,000.
        voting_trigrams_of_short_titles: The same for titles short enough to be indexed without each of their letters.
        votes_at_most: Number of (trigram, book) pairs that the voting trigrams may bring; the first may bring more.
        candidates: Number of books that are scored.
        likeness_of_nearest: Where no title is as like the query as this, nothing is suggested; measured on misspelt
            queries and on nonsense.
        likeness_of_others: Where a title is as like, those after it need be no more like than this.
        likeness_of_author: Where an author is as like the query as this, and no title is more, an author was meant.
        shortest_misspelt_author: Number of letters below which a query is no misspelt author.
        books_of_an_author: Number of an author's most read books among which a title before "by <author>" is looked
            for.
        any_book: Texts before "by" that name no title, as in "books by Stephen King".
    """

    suggestions: int = 7
    voting_trigrams: int = 9
    voting_trigrams_of_short_titles: int = 24
    votes_at_most: int = 30_000
    candidates: int = 100
    likeness_of_nearest: float = 73.0
    likeness_of_others: float = 50.0
    likeness_of_author: float = 84.0
    shortest_misspelt_author: int = 5
    books_of_an_author: int = 300
    any_book: frozenset[str] = frozenset(
        {"", "anything", "book", "books", "novel", "novels", "something", "stories", "story", "titles", "works"}
    )


TITLE_SEARCH = TitleSearchConfig()

_BY = re.compile(r"(?:^|\s)by\s", re.IGNORECASE)
_BY_AT_END = re.compile(r"\sby\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exact:
    """The query names this book; `others` go by the same title, or are the most read of those that begin with it."""

    book: Book
    others: Sequence[Book]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The query names no book exactly; these are near, nearest first, and never empty."""

    books: Sequence[Book]


@dataclass(frozen=True, slots=True)
class ByAuthor:
    """The query names no book but an author; these are the author's most read books, the most read first."""

    author: str
    books: Sequence[Book]


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing in the catalogue is near the query."""


def find_title(catalogue: Catalogue, query: str) -> Exact | Suggestions | ByAuthor | NotFound:
    """Find the book that a query names, or the books that it may mean."""
    found = _named(catalogue, query)
    if found is None and (by := _BY_AT_END.search(query)):
        query = query[: by.start()]
        found = _named(catalogue, query)
    return found or _meant(catalogue, query)


def candidate_rows(catalogue: Catalogue, key: str) -> list[int]:
    """Rows of up to a hundred books that share most of a normalised query's rarest trigrams."""
    counts = catalogue.search_index.trigram_counts(trigrams(indexed_words(key)))
    voting: list[str] = []
    votes = 0
    at_most = TITLE_SEARCH.voting_trigrams_of_short_titles if len(key) <= SHORT_TITLE else TITLE_SEARCH.voting_trigrams
    for trigram in sorted(counts, key=lambda trigram: (counts[trigram], trigram))[:at_most]:
        votes += counts[trigram]
        if voting and votes > TITLE_SEARCH.votes_at_most:
            break
        voting.append(trigram)
    return catalogue.search_index.rows_with_trigrams(voting, TITLE_SEARCH.candidates) if voting else []


def _named(catalogue: Catalogue, query: str) -> Exact | ByAuthor | None:
    """What a query names exactly, or None."""
    found = _exact(catalogue, query)
    author_row = _author_named(catalogue, query)
    if author_row and not _is_rather_a_title(catalogue, query):
        return _books_by(catalogue, author_row)
    if found:
        return Exact(found[0], [*found[1:], *_longer_titles(catalogue, query, found)])
    isbn = isbn_of(query)
    book = catalogue.book_with_isbn(isbn) if isbn else None
    return Exact(book, []) if book else None


def _meant(catalogue: Catalogue, query: str) -> Suggestions | ByAuthor | NotFound:
    """What a query may mean that names nothing exactly, but for an author after "by"."""
    before_by, author_row = _parted_by_author(catalogue, query)
    if author_row and normalise_title(before_by) in TITLE_SEARCH.any_book:
        return _books_by(catalogue, author_row)
    written_by = _titles_by(catalogue, author_row, before_by) if author_row else []
    near, misspelt_author = near_titles(catalogue, query)
    if misspelt_author and not written_by:
        return _books_by(catalogue, misspelt_author)
    if written_by or near:
        book_rows = list(dict.fromkeys([*written_by, *near]))
        return Suggestions(catalogue.ordered_books(book_rows[: TITLE_SEARCH.suggestions]))
    return _books_by(catalogue, author_row) if author_row else NotFound()


def near_titles(
    catalogue: Catalogue, query: str, candidates: Sequence[int] | None = None
) -> tuple[list[int], int | None]:
    """Rows of the books near a query, nearest first, and the row of the author whose name it is nearer to, if any.

    Args:
        catalogue: The model.
        query: As it was typed.
        candidates: `candidate_rows` of the query, where they were asked for already.
    """
    key = normalise_title(query).removesuffix(" the")  # "Hobbit The", as in a list sorted by title
    if len(key) < 3:
        return (catalogue.search_index.rows_with_key_prefix(key, TITLE_SEARCH.suggestions) if key else []), None
    scored = []
    book_of_author: dict[str, int] = {}
    book_rows = candidate_rows(catalogue, key) if candidates is None else candidates
    for (book_row, title, author, ratings_count), keys in titles_with_keys(catalogue, book_rows):
        book_of_author.setdefault(author, book_row)
        article = title.partition(" ")[0].lower()
        if f"{article} " in ARTICLES:  # misspelt it is still in the query's key: "tihe hobbit"
            keys.add(f"{article} {shortened_title(title)}")
        likeness = _likeness(key, keys, normalise_title(author))
        if likeness >= TITLE_SEARCH.likeness_of_others:
            scored.append((likeness + 2 * math.log1p(ratings_count), -book_row, likeness))
    nearest = max((likeness for *_, likeness in scored), default=0)
    # The beginning of a title is not misspelt: "River" is not Rivers.
    is_beginning = bool(catalogue.search_index.rows_with_key_prefix(key, 1))
    author_row = None if is_beginning else _misspelt_author(catalogue, key, book_of_author, nearest)
    if nearest < TITLE_SEARCH.likeness_of_nearest:
        return [], author_row
    scored.sort(reverse=True)
    return [-negative_row for _, negative_row, _ in scored], author_row


def titles_with_keys(
    catalogue: Catalogue, book_rows: Sequence[int]
) -> Iterator[tuple[tuple[int, str, str, int], set[str]]]:
    """What a search weighs of each book, see `Catalogue.titles`, and the keys of all its titles."""
    other_keys: defaultdict[int, list[str]] = defaultdict(list)
    for book_row, other_key in catalogue.search_index.other_titles(book_rows):
        other_keys[book_row].append(other_key)
    for book in catalogue.search_index.titles(book_rows):
        book_row, title, *_ = book
        yield book, {*whole_titles(title), shortened_title(title), *other_keys[book_row]}


def _misspelt_author(
    catalogue: Catalogue, key: str, book_of_author: Mapping[str, int], likeness_of_titles: float
) -> int | None:
    """The row of the author whose name is most like a query, if it is very like it and no title is more so.

    Args:
        catalogue: The model.
        key: The query, normalised.
        book_of_author: The row of a book by each author to compare, by the name credited.
        likeness_of_titles: How like the query the nearest title is, 0 to 100.
    """
    least = max(TITLE_SEARCH.likeness_of_author, likeness_of_titles)
    best: int | None = None
    for name, book_row in book_of_author.items():
        author = normalise_title(name)
        surname = author.rpartition(" ")[2]
        likeness = max(fuzz.ratio(key, author), fuzz.token_sort_ratio(key, author))
        # A surname alone only where the author is known by it, and no title is as near.
        if likeness < least and " " not in key and fuzz.ratio(key, surname) > max(least, likeness_of_titles):
            likeness = fuzz.ratio(key, surname) if catalogue.search_index.authors_with_key(surname) else 0.0
        if len(key) >= TITLE_SEARCH.shortest_misspelt_author and likeness >= least and name != UNKNOWN_AUTHOR:
            least, best = likeness + 0.01, book_row  # of equals the first, which shares most with the query
    return catalogue.books([best])[best].author_row if best else None


def _author_named(catalogue: Catalogue, query: str) -> int | None:
    """The row of the author whose name is all of a query: "Tolkien", "by J. R. R. Tolkien", "Tolkien, J.R.R."."""
    name = _BY.sub("", query, count=1) if _BY.match(query) else query
    last, comma, first = name.partition(",")
    for spelling in (name, f"{first} {last}") if comma else (name,):
        key = normalise_title(spelling)
        if " " not in key and key != words_of(spelling):
            continue  # "The Battle" is nobody's surname
        author_rows = catalogue.search_index.authors_with_key(key)
        if author_rows:
            return author_rows[0]
    return None


def _is_rather_a_title(catalogue: Catalogue, query: str) -> bool:
    """Whether a query that is an author's name is to be taken for a title that is the same.

    A whole title is; what stands before a subtitle is if it is one word: "J. K. Rowling" is not "J. K. Rowling: The
    Wizard Behind Harry Potter".
    """
    key = normalise_title(query)
    return any(not shortened or " " not in key for _, shortened in catalogue.search_index.rows_with_key(key, 1))


def _parted_by_author(catalogue: Catalogue, query: str) -> tuple[str, int | None]:
    """What stands before "by <author>" in a query, and that author's row; the query and None where there is none."""
    for by in reversed(list(_BY.finditer(query))):
        author_row = _author_named(catalogue, query[by.end() :])
        if author_row:
            return query[: by.start()], author_row
    return query, None


def _books_by(catalogue: Catalogue, author_row: int) -> ByAuthor:
    return ByAuthor(catalogue.author_name(author_row), catalogue.books_by_author(author_row, TITLE_SEARCH.suggestions))


def _titles_by(catalogue: Catalogue, author_row: int, title: str) -> list[int]:
    """Rows of an author's books whose title is near, nearest first."""
    key = normalise_title(title)
    books = catalogue.books_by_author(author_row, TITLE_SEARCH.books_of_an_author)
    scored = [
        (max(max(fuzz.ratio(key, other), 0.9 * fuzz.token_set_ratio(key, other)) for other in keys), -book_row)
        for (book_row, *_), keys in titles_with_keys(catalogue, [book.book_row for book in books])
    ]
    return [
        -negative_row
        for likeness, negative_row in sorted(scored, reverse=True)
        if likeness >= TITLE_SEARCH.likeness_of_nearest
    ]


def _exact(catalogue: Catalogue, query: str) -> list[Book]:
    """The books that the query names, whole titles first, then by popularity; with "by <author>" only that author's."""
    book_rows = _rows_with_title(catalogue, query)
    if book_rows:
        return catalogue.ordered_books(book_rows[: TITLE_SEARCH.suggestions + 1])
    for by in reversed(list(re.finditer(r"\sby\s", query, re.IGNORECASE))):
        author = set(normalise_title(query[by.end() :]).split())
        namesakes = catalogue.ordered_books(_rows_with_title(catalogue, query[: by.start()]))
        written_by = [book for book in namesakes if author and author <= set(normalise_title(book.author).split())]
        if written_by:
            return written_by[: TITLE_SEARCH.suggestions + 1]
    return []


def _longer_titles(catalogue: Catalogue, query: str, found: Sequence[Book]) -> list[Book]:
    """The most read books whose title goes on after the query, which may be all of it that was remembered."""
    found_rows = {book.book_row for book in found}
    book_rows = catalogue.search_index.rows_with_key_prefix(
        f"{normalise_title(query)} ", TITLE_SEARCH.suggestions + len(found_rows)
    )
    longer = [book_row for book_row in book_rows if book_row not in found_rows]
    return catalogue.ordered_books(longer[: max(0, TITLE_SEARCH.suggestions - len(found))])


def _rows_with_title(catalogue: Catalogue, title: str) -> list[int]:
    for key in whole_titles(title):
        book_rows = [book_row for book_row, _ in catalogue.search_index.rows_with_key(key, TITLE_SEARCH.candidates)]
        if book_rows:
            return book_rows
    # A subtitle that the catalogue lacks: only where what stands before it names one book and no series.
    head = catalogue.search_index.rows_with_key(shortened_title(title), 2)
    return [book_row for book_row, shortened in head if not shortened] if len(head) == 1 else []


def _likeness(query: str, keys: Iterable[str], author: str) -> float:
    """How near a query is to a book's titles, with or without its author: 0 to 100.

    The best of rapidfuzz's scores: the ratio of edits, to the title and to the title and the surname; the same with
    the words in any order and the whole author beside the title; and, a little less, that of the words in common, for
    titles of which only a part was typed.
    """
    surname = author.rpartition(" ")[2]
    return max(
        max(
            fuzz.ratio(query, key),
            fuzz.ratio(query, f"{key} {surname}"),
            fuzz.token_sort_ratio(query, f"{key} {author}"),
            0.9 * fuzz.token_set_ratio(query, f"{key} {author}"),
        )
        for key in keys
    )
