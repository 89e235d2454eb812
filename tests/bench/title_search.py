"""Benchmark of the title search: its speed, its share of right books by kind, and its share of rejected nonsense."""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from model_build.evaluation.titles.question_answers import (
    QUESTION_EVALUATION,
    Outcome,
    is_found,
    outcome_of,
    plain_questions,
)
from model_build.evaluation.titles.questions import asked_questions
from model_build.evaluation.titles.title_queries import KINDS, TitleQuery, title_queries
from model_build.evaluation.titles.title_search import difflib_search, found_in
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title
from shelftalker.search.author_lookups import TITLE_SEARCH
from tests.bench.figures import Figure, Stopwatch
from tests.bench.nonsense import nonsense_queries


@dataclass(frozen=True, slots=True)
class SlowSearchConfig:
    """Limits of the searches that compare every title.

    Attributes:
        brute_force_pairs: Number of pairs of query and title; at 271,000 titles a query takes half a second.
        difflib_pairs: The same for difflib, where a query takes ten seconds.
        batch_queries: Number of queries that brute force scores at once.
    """

    brute_force_pairs: int = 25_000_000
    difflib_pairs: int = 300_000
    batch_queries: int = 16


SLOW_SEARCHES = SlowSearchConfig()


def measure_titles(model: Path, queries_per_kind: int = 90, questions_per_kind: int = 250) -> list[Figure]:
    """Search a model for titles, nonsense and questions, and compare titles with a search of every title."""
    catalogue = Catalogue.open(model)
    books = catalogue.all_books()
    queries = title_queries(books, queries_per_kind)
    exact, inexact = Stopwatch(), Stopwatch()
    answers = {}
    for query in queries:
        with (exact if query.kind == "exact" else inexact).measure():
            answers[query] = found_in(catalogue, query.text)
    right = {query for query in queries if {query.book_row} in answers[query]}
    nonsense = [(kind, not found_in(catalogue, text)) for kind, text in nonsense_queries()]
    questions = _measure_questions(catalogue, books, questions_per_kind)
    plain = _count_plain_titles(catalogue, books)
    catalogue.close()
    return [
        *exact.figures("an exact title", ((50, "2 ms"),)),
        *inexact.figures("any other title"),
        *_compare(books, queries, right),
        *(Figure(f"  {kind}", _share(query in right for query in queries if query.kind == kind)) for kind in KINDS),
        Figure(f"nonsense not found, of {len(nonsense)}", _share(is_rejected for _, is_rejected in nonsense), "95.0%"),
        *(
            Figure(f"  {kind}", _share(is_rejected for other_kind, is_rejected in nonsense if other_kind == kind))
            for kind in dict.fromkeys(kind for kind, _ in nonsense)
        ),
        *questions,
        *plain,
    ]


def _count_plain_titles(catalogue: Catalogue, books: Sequence[Book]) -> list[Figure]:
    """Return the number of titles that are found as they are printed, alone and with their author: all should be.

    Of a catalogue that is too large for all of them, the share that was asked for is printed.
    """
    found: dict[str, list[bool]] = {}
    for question in plain_questions(books):
        found.setdefault(question.kind, []).append(is_found(question, outcome_of(catalogue, question)))
    asked = len(range(0, len(books), -(-len(books) // QUESTION_EVALUATION.plain_titles)))
    share = f", {asked / len(books):.0%} of the books" if asked < len(books) else ""
    return [
        Figure(f"{kind}, of {len(answers):,}{share}", f"{sum(answers):,}", f"{len(answers):,}")
        for kind, answers in found.items()
    ]


def _measure_questions(catalogue: Catalogue, books: Sequence[Book], questions_per_kind: int) -> list[Figure]:
    """Return the speed of answers to typed questions, the shares found, and the shares answered with another book."""
    questions = asked_questions(books, questions_per_kind)
    stopwatch = Stopwatch()
    outcomes: dict[str, list[tuple[bool, bool]]] = {}
    for question in questions:
        with stopwatch.measure() if question.message is None else nullcontext():
            outcome = outcome_of(catalogue, question)
        of_kind = outcomes.setdefault(question.kind, [])
        of_kind.append((is_found(question, outcome), outcome is Outcome.ANOTHER))
    return [
        *stopwatch.figures("a question"),
        Figure(
            f"questions that find the book, of {len(questions)}", "of each kind", "95.0%", "under 1.0% another book"
        ),
        *(
            Figure(
                f"  {kind}",
                _share(is_right for is_right, _ in of_kind),
                "95.0%",
                f"another book as exact: {_share(is_another for _, is_another in of_kind)}",
            )
            for kind, of_kind in outcomes.items()
        ),
    ]


def _compare(books: Sequence[Book], queries: Sequence[TitleQuery], right: set[TitleQuery]) -> list[Figure]:
    """Return the share of right books, beside searches that are too slow for all queries."""
    figures = [Figure(f"right book among seven, of {len(queries)}", _share(query in right for query in queries))]
    for name, search, pairs in (
        ("brute force", _brute_force, SLOW_SEARCHES.brute_force_pairs),
        ("difflib", _difflib, SLOW_SEARCHES.difflib_pairs),
    ):
        sample = queries[:: -(-len(queries) // max(len(KINDS), pairs // len(books)))]
        started = time.perf_counter()
        found = search(books, sample)
        milliseconds = (time.perf_counter() - started) * 1000 / len(sample)
        figures.append(
            Figure(
                f"  of the {len(sample)} queries of {name}",
                _share(query in right for query in sample),
                _share(query.book_row in found[query] for query in sample),
                f"{name}, at {milliseconds:.0f} ms a query, is the target",
            )
        )
    return figures


def _brute_force(books: Sequence[Book], queries: Sequence[TitleQuery]) -> dict[TitleQuery, set[int]]:
    """Return the rows of the seven best of all books by a blend of scorers."""
    titles = [shortened_title(book.title) for book in books]
    with_author = [f"{title} {normalise_title(book.author)}" for title, book in zip(titles, books, strict=True)]
    popularity = np.array([2 * np.log1p(book.ratings_count) for book in books], dtype=np.float32)
    best: dict[TitleQuery, set[int]] = {}
    for first in range(0, len(queries), SLOW_SEARCHES.batch_queries):
        batch = queries[first : first + SLOW_SEARCHES.batch_queries]
        texts = [normalise_title(query.text) for query in batch]
        scores = np.maximum.reduce([
            _scores(texts, titles, fuzz.ratio),
            _scores(texts, with_author, fuzz.token_sort_ratio),
            np.float32(0.9) * _scores(texts, titles, fuzz.token_set_ratio),
        ])  # fmt: skip
        nearest = np.argpartition(-(scores + popularity), TITLE_SEARCH.suggestions)[:, : TITLE_SEARCH.suggestions]
        best |= {
            query: {books[position].book_row for position in row} for query, row in zip(batch, nearest, strict=True)
        }
    return best


def _scores(queries: Sequence[str], titles: Sequence[str], scorer: Callable[..., float]) -> NDArray[np.float32]:
    """Return [queries, titles] the similarity, from 0 to 100."""
    return process.cdist(queries, titles, scorer=scorer, dtype=np.float32, workers=-1)


def _difflib(books: Sequence[Book], queries: Sequence[TitleQuery]) -> dict[TitleQuery, set[int]]:
    """Return the rows of the books that difflib finds by their plain titles."""
    search = difflib_search(books)
    return {query: set[int]().union(*search(query.text)) for query in queries}


def _share(hits: Iterable[bool]) -> str:
    values = list(hits)
    return f"{sum(values) / len(values):.1%}"
