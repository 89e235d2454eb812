"""How fast titles are found, how often the right one, and how often nonsense is told from titles."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from model_build.evaluation.titles.title_queries import KINDS, TitleQuery, title_queries
from model_build.evaluation.titles.title_search import difflib_search, found_in
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title
from shelftalker.search.near_titles import TITLE_SEARCH
from tests.bench.figures import Figure, Stopwatch
from tests.bench.nonsense import nonsense_queries

# At 271,000 titles the brute force takes about half a second a query, and difflib ten.
_PAIRS_OF_BRUTE_FORCE = 25_000_000
_PAIRS_OF_DIFFLIB = 300_000
_QUERIES_AT_A_TIME = 16


def measure_titles(model: Path, queries_of_a_kind: int = 90) -> list[Figure]:
    """Ask a model for titles and nonsense, and compare what it finds with a search of every title."""
    catalogue = Catalogue.open(model)
    books = catalogue.all_books()
    queries = title_queries(books, queries_of_a_kind)
    stopwatch = Stopwatch()
    answers = {}
    for query in queries:
        with stopwatch.measure():
            answers[query] = found_in(catalogue, query.text)
    right = {query for query in queries if {query.book_row} in answers[query]}
    nonsense = [(kind, not found_in(catalogue, text)) for kind, text in nonsense_queries()]
    catalogue.close()
    return [
        *stopwatch.figures("a title"),
        *_compared(books, queries, right),
        *(Figure(f"  {kind}", _share(query in right for query in queries if query.kind == kind)) for kind in KINDS),
        Figure(f"nonsense not found, of {len(nonsense)}", _share(quiet for _, quiet in nonsense), "95.0%"),
        *(
            Figure(f"  {kind}", _share(quiet for other_kind, quiet in nonsense if other_kind == kind))
            for kind in dict.fromkeys(kind for kind, _ in nonsense)
        ),
    ]


def _compared(books: Sequence[Book], queries: Sequence[TitleQuery], right: set[TitleQuery]) -> list[Figure]:
    """How often the right book was found, beside searches that are too slow to ask everything."""
    figures = [Figure(f"right book among seven, of {len(queries)}", _share(query in right for query in queries))]
    for name, search, pairs in (
        ("brute force", _brute_force, _PAIRS_OF_BRUTE_FORCE),
        ("difflib", _difflib, _PAIRS_OF_DIFFLIB),
    ):
        asked = queries[:: -(-len(queries) // max(len(KINDS), pairs // len(books)))]
        started = time.perf_counter()
        found = search(books, asked)
        milliseconds = (time.perf_counter() - started) * 1000 / len(asked)
        figures.append(
            Figure(
                f"  of the {len(asked)} that {name} was asked",
                _share(query in right for query in asked),
                _share(query.book_row in found[query] for query in asked),
                f"{name}, at {milliseconds:.0f} ms a query, is the target",
            )
        )
    return figures


def _brute_force(books: Sequence[Book], queries: Sequence[TitleQuery]) -> dict[TitleQuery, set[int]]:
    """Rows of the seven best books of all by a blend of scorers."""
    titles = [shortened_title(book.title) for book in books]
    with_author = [f"{title} {normalise_title(book.author)}" for title, book in zip(titles, books, strict=True)]
    popularity = np.array([2 * np.log1p(book.ratings_count) for book in books], dtype=np.float32)
    best: dict[TitleQuery, set[int]] = {}
    for first in range(0, len(queries), _QUERIES_AT_A_TIME):
        some = queries[first : first + _QUERIES_AT_A_TIME]
        texts = [normalise_title(query.text) for query in some]
        scores = np.maximum.reduce([
            _scores(texts, titles, fuzz.ratio),
            _scores(texts, with_author, fuzz.token_sort_ratio),
            np.float32(0.9) * _scores(texts, titles, fuzz.token_set_ratio),
        ])  # fmt: skip
        nearest = np.argpartition(-(scores + popularity), TITLE_SEARCH.suggestions)[:, : TITLE_SEARCH.suggestions]
        best |= {query: {books[place].book_row for place in row} for query, row in zip(some, nearest, strict=True)}
    return best


def _scores(queries: Sequence[str], titles: Sequence[str], scorer: Callable[..., float]) -> NDArray[np.float32]:
    """[queries, titles] likeness from 0 to 100."""
    return process.cdist(queries, titles, scorer=scorer, dtype=np.float32, workers=-1)


def _difflib(books: Sequence[Book], queries: Sequence[TitleQuery]) -> dict[TitleQuery, set[int]]:
    """Rows of what difflib finds in the plain titles."""
    search = difflib_search(books)
    return {query: set[int]().union(*search(query.text)) for query in queries}


def _share(hits: Iterable[bool]) -> str:
    each = list(hits)
    return f"{sum(each) / len(each):.1%}"
