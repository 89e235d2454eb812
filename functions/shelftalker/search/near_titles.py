"""The near-title search: books whose title is like a query, and authors whose name is.

The books that share a query's rarest trigrams are scored against it with rapidfuzz.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Catalogue
from shelftalker.model.search_index import KnownTitle
from shelftalker.model.title_keys import (
    TITLE_KEYS,
    has_subtitle,
    indexed_words,
    normalise_title,
    shortened_title,
    trigrams,
    whole_titles,
)
from shelftalker.search.author_lookups import TITLE_SEARCH


def candidate_rows(catalogue: Catalogue, key: str, *, stops_at_near: bool = False) -> list[int]:
    """Return the rows of the books that share most of a normalised query's rarest trigrams, up to `candidates`.

    Args:
        catalogue: The model.
        key: The query's key.
        stops_at_near: Vote with few books first, and with more only where none of these is very near the query: a
            title with a letter or two off shares its rare trigrams too.
    """
    counts = catalogue.search_index.trigram_counts(trigrams(indexed_words(key)))
    voting = _voting_trigrams(key, counts, TITLE_SEARCH.votes_at_most)
    few = _voting_trigrams(key, counts, TITLE_SEARCH.first_votes) if stops_at_near else voting
    if len(few) < len(voting):
        book_rows = catalogue.search_index.rows_with_trigrams(few, TITLE_SEARCH.candidates)
        if _has_very_near(catalogue, key, book_rows[: TITLE_SEARCH.compared_first]):
            return book_rows
    return catalogue.search_index.rows_with_trigrams(voting, TITLE_SEARCH.candidates) if voting else []


def _voting_trigrams(key: str, counts: Mapping[str, int], votes_at_most: int) -> list[str]:
    """Return the rarest trigrams of a query, the rarest first."""
    voting: list[str] = []
    votes = 0
    voters_at_most = (
        TITLE_SEARCH.voting_trigrams_of_short_titles
        if len(key) <= TITLE_KEYS.short_title
        else TITLE_SEARCH.voting_trigrams
    )
    for trigram in sorted(counts, key=lambda trigram: (counts[trigram], trigram))[:voters_at_most]:
        votes += counts[trigram]
        if voting and votes > votes_at_most:
            break
        voting.append(trigram)
    return voting


def _has_very_near(catalogue: Catalogue, key: str, book_rows: Sequence[int]) -> bool:
    """Test if a book's title, with its author or without, is so like a query that no other one is meant."""
    least = TITLE_SEARCH.likeness_of_only_one
    return any(
        fuzz.ratio(key, title, score_cutoff=least)
        or fuzz.token_sort_ratio(key, title, score_cutoff=least)
        or fuzz.token_sort_ratio(key, f"{title} {author_key(author)}", score_cutoff=least)
        for (_, _, author, _), keys in titles_with_keys(catalogue, book_rows)
        for title in keys
    )


def near_titles(
    catalogue: Catalogue, query: str, candidates: Sequence[int] | None = None
) -> tuple[list[int], int | None]:
    """Return the rows of the books near a query, nearest first, and the row of an author whose name is nearer, or None.

    Args:
        catalogue: The model.
        query: As it was typed.
        candidates: `candidate_rows` of the query, if they are known already.
    """
    key = normalise_title(query).removesuffix(" the")  # "Hobbit The", as in a list sorted by title
    if len(key) < TITLE_SEARCH.shortest_misspelt_title:
        return (catalogue.search_index.rows_with_key_prefix(key, TITLE_SEARCH.suggestions) if key else []), None
    scored = []
    book_of_author: dict[str, int] = {}
    key_of_author: dict[str, str] = {}
    book_rows = candidate_rows(catalogue, key, stops_at_near=True) if candidates is None else candidates
    for (book_row, title, author, ratings_count), keys in titles_with_keys(catalogue, book_rows):
        if author not in book_of_author:
            book_of_author[author] = book_row
            key_of_author[author] = author_key(author)
        article = title.partition(" ")[0].lower()
        if f"{article} " in TITLE_KEYS.articles:  # misspelt it is still in the query's key: "tihe hobbit"
            keys |= {f"{article} {shortened_title(title)}"}
        likeness = _likeness(key, keys, key_of_author[author])
        if likeness >= TITLE_SEARCH.likeness_of_others:
            popularity = TITLE_SEARCH.popularity_weight * math.log1p(ratings_count)
            scored.append((likeness + popularity, -book_row, likeness))
    nearest = max((likeness for *_, likeness in scored), default=0)
    # A title's prefix is not misspelt: "River" is not Rivers.
    is_title_prefix = bool(catalogue.search_index.rows_with_key_prefix(key, 1))
    author_row = None if is_title_prefix else _misspelt_author(catalogue, key, book_of_author, key_of_author, nearest)
    if nearest < TITLE_SEARCH.likeness_of_nearest:
        return [], author_row
    scored.sort(reverse=True)
    return [-negative_row for _, negative_row, _ in scored], author_row


@lru_cache(maxsize=TITLE_SEARCH.known_titles)
def author_key(author: str) -> str:
    """Return an author's name, normalised; one question compares it several times."""
    return normalise_title(author)


def titles_with_keys(catalogue: Catalogue, book_rows: Sequence[int]) -> Iterator[KnownTitle]:
    """Return each book's row of `SearchIndex.titles` and the keys of all its titles, in the order of their rows."""
    kept = catalogue.search_index.known_titles
    known = {book_row: kept[book_row] for book_row in list(book_rows) if book_row in kept}
    missing = [book_row for book_row in book_rows if book_row not in known]
    if missing:
        for book, other_keys in catalogue.search_index.titles_with_others(missing):
            known[book[0]] = book, frozenset([*_keys_of(book[1]), *other_keys])
        if len(kept) > TITLE_SEARCH.known_titles:
            kept = catalogue.search_index.known_titles = {}  # not cleared: another thread may read it
        kept.update(known)
    return iter([known[book_row] for book_row in sorted(known)])


def _keys_of(title: str) -> list[str]:
    """Return the keys of a title as it is printed: as it is, without brackets, and without its subtitle."""
    keys = whole_titles(title)
    if "(" in title or "[" in title or has_subtitle(title):  # else it is the whole title's key
        keys.append(shortened_title(title))
    return keys


def near_titles_by_author(catalogue: Catalogue, author_row: int, title: str) -> list[int]:
    """Return the rows of an author's books with a title near the given one, nearest first."""
    key = normalise_title(title)
    books = catalogue.books_by_author(author_row, TITLE_SEARCH.books_of_an_author)
    weight = TITLE_SEARCH.weight_of_words_in_common
    scored = [
        (max(max(fuzz.ratio(key, other), weight * fuzz.token_set_ratio(key, other)) for other in keys), -book_row)
        for (book_row, *_), keys in titles_with_keys(catalogue, [book.book_row for book in books])
    ]
    return [
        -negative_row
        for likeness, negative_row in sorted(scored, reverse=True)
        if likeness >= TITLE_SEARCH.likeness_of_nearest
    ]


def _misspelt_author(
    catalogue: Catalogue,
    key: str,
    book_of_author: Mapping[str, int],
    key_of_author: Mapping[str, str],
    likeness_of_titles: float,
) -> int | None:
    """Return the row of the author whose name is most like a query, if it is very like it and no title is more so.

    Args:
        catalogue: The model.
        key: The normalised query.
        book_of_author: The row of a book by each author to compare, by the name credited.
        key_of_author: These names, normalised.
        likeness_of_titles: Likeness of the nearest title, 0 to 100.
    """
    least = max(TITLE_SEARCH.likeness_of_author, likeness_of_titles)
    best: int | None = None
    for name, book_row in book_of_author.items():
        author = key_of_author[name]
        surname = author.rpartition(" ")[2]
        likeness = max(fuzz.ratio(key, author), fuzz.token_sort_ratio(key, author))
        # A surname alone only where the author is known by it, and no title is as near.
        if likeness < least and " " not in key and fuzz.ratio(key, surname) > max(least, likeness_of_titles):
            likeness = fuzz.ratio(key, surname) if catalogue.search_index.authors_with_key(surname) else 0.0
        if len(key) >= TITLE_SEARCH.shortest_misspelt_author and likeness >= least and name != UNKNOWN_AUTHOR:
            least, best = likeness + 0.01, book_row  # of equals the first, of the most read book
    if not best:
        return None
    author_row = catalogue.books([best])[best].author_row
    # "Anonymous" is credited on books of unknown authors.
    return author_row if catalogue.author_name(author_row) != UNKNOWN_AUTHOR else None


def _likeness(query: str, keys: Iterable[str], author: str) -> float:
    """Return the likeness of a query to a book's titles, with or without its author: 0 to 100, 0 below all suggestions.

    It is the best of rapidfuzz's ratios: of edits, to the title and to the title with the surname; of edits in any
    order of words, to the title with the whole author; and, a little less, of the words in common, for titles that
    were typed in part.
    """
    surname = author.rpartition(" ")[2]
    weight = TITLE_SEARCH.weight_of_words_in_common
    least, best = TITLE_SEARCH.likeness_of_others, 0.0  # a ratio stops where it can't be the best, or is too small
    for key in keys:
        with_author = f"{key} {author}"
        best = max(best, fuzz.ratio(query, key, score_cutoff=max(least, best)))
        best = max(best, fuzz.ratio(query, f"{key} {surname}", score_cutoff=max(least, best)))
        best = max(best, fuzz.token_sort_ratio(query, with_author, score_cutoff=max(least, best)))
        in_common = fuzz.token_set_ratio(query, with_author, score_cutoff=max(least, best) / weight - 0.01)
        best = max(best, weight * in_common)
    return best
