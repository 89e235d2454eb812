"""Evaluation of the search for titles that are not typed as printed, beside two other searches."""

import difflib
import random
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from tqdm import tqdm

from model_build.evaluation.config import PROJECT
from model_build.evaluation.titles.question_answers import QuestionScores, evaluate_questions
from model_build.evaluation.titles.shares import Share
from model_build.evaluation.titles.title_queries import KINDS, TitleQuery, title_queries
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title
from shelftalker.search.author_lookups import TITLE_SEARCH
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Exact


@dataclass(frozen=True, slots=True)
class TitleEvaluationConfig:
    """Numbers of the evaluation of title searches.

    Attributes:
        queries_per_kind: Number of queries of each kind.
        questions_per_kind: Number of questions of each kind; 8,000 in all.
        wratio_pairs: Number of pairs of query and title that WRatio compares, in some twenty seconds: a search that
            compares every title gets fewer queries in a large catalogue.
        difflib_pairs: The same for difflib.
    """

    queries_per_kind: int = 90
    questions_per_kind: int = 250
    wratio_pairs: int = 12_000_000
    difflib_pairs: int = 4_000_000


TITLE_EVALUATION = TitleEvaluationConfig()

# Rows of the books at each position of a search's results, best first; several where several books have one title.
Found = Sequence[Collection[int]]
Search = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class KindScores:
    """Shares of one kind of query.

    Attributes:
        kind: Kind of mistake in the titles.
        queries: Number of queries.
        found: Share of them with the right book among the seven suggested.
        first: Share of them with the right book at the first position.
    """

    kind: str
    queries: int
    found: Share
    first: Share


@dataclass(frozen=True, slots=True)
class SuggestionScores:
    """Figures of one title search.

    Attributes:
        name: The search's name in the report.
        about: Its method, in a few words.
        queries: Number of queries, the same of each kind.
        found: Share of them with the right book among the seven suggested.
        first: Share of them with the right book at the first position.
        ours_found: The project's share of the very same queries.
        ours_first: The project's share of them at the first position.
        milliseconds_median: Median duration of a query.
        milliseconds_p99: 99th percentile of the durations.
        kinds: The same by kind of query.
    """

    name: str
    about: str
    queries: int
    found: Share
    first: Share
    ours_found: Share
    ours_first: Share
    milliseconds_median: float
    milliseconds_p99: float
    kinds: tuple[KindScores, ...]


@dataclass(frozen=True, slots=True)
class SuggestionResults:
    """Results of all title searches.

    Attributes:
        methods: The project's search first.
        questions: The project's answers to questions, by kind.
        books: Number of books in the catalogue.
        seed: Seed of the queries.
        seconds: Duration of the evaluation.
    """

    methods: tuple[SuggestionScores, ...]
    questions: tuple[QuestionScores, ...]
    books: int
    seed: int
    seconds: float


def evaluate_suggestions(
    catalogue: Catalogue,
    seed: int = 7,
    queries_per_kind: int = TITLE_EVALUATION.queries_per_kind,
    questions_per_kind: int = TITLE_EVALUATION.questions_per_kind,
) -> SuggestionResults:
    """Measure a model's title search, and two others, on titles as people type them; and its answers to questions.

    Args:
        catalogue: The model with the titles.
        seed: Seed of the queries; the same seed gives the same queries of the same model.
        queries_per_kind: Number of queries of each kind; the slow searches may get fewer.
        questions_per_kind: Number of questions of each kind.
    """
    started = time.perf_counter()
    books = catalogue.all_books()
    queries = title_queries(books, queries_per_kind, seed)
    ours = _SearchRun(PROJECT, "trigram index and rapidfuzz", queries, lambda text: found_in(catalogue, text))
    others = [
        _SearchRun(
            "WRatio",
            "rapidfuzz, every title normalised",
            _sample(queries, books, TITLE_EVALUATION.wratio_pairs, seed),
            wratio_search(books),
        ),
        _SearchRun(
            "difflib",
            "get_close_matches, titles as printed",
            _sample(queries, books, TITLE_EVALUATION.difflib_pairs, seed),
            difflib_search(books),
        ),
    ]
    return SuggestionResults(
        methods=tuple(run.scores(ours) for run in (ours, *others)),
        questions=evaluate_questions(catalogue, seed, questions_per_kind),
        books=len(books),
        seed=seed,
        seconds=time.perf_counter() - started,
    )


def found_in(catalogue: Catalogue, text: str) -> list[set[int]]:
    """Search for a title as the project does: at most seven books, the named one and others that the text may mean.

    An author's most read books are an answer too: to "Bacall Lauren", which is *Lauren Bacall: By Myself* reordered.
    """
    found = find_books(catalogue, text)
    books = [found.book, *found.others] if isinstance(found, Exact) else getattr(found, "books", ())
    return [{book.book_row} for book in books[: TITLE_SEARCH.suggestions]]


def wratio_search(books: Sequence[Book]) -> Search:
    """Return a search by rapidfuzz's WRatio over every title, with the project's normalisation and without popularity.

    Brackets and subtitles are left out of the titles, which finds a tenth more books than comparing them whole.
    """
    keys = [shortened_title(book.title) for book in books]

    def search(text: str) -> Found:
        near = process.extract(normalise_title(text), keys, scorer=fuzz.WRatio, limit=TITLE_SEARCH.suggestions)
        return [{books[position].book_row} for *_, position in near]

    return search


def difflib_search(books: Sequence[Book]) -> Search:
    """Return a search by Python's difflib over the titles as printed; all books of a title count as found with it."""
    rows_with: defaultdict[str, set[int]] = defaultdict(set)
    for book in books:
        rows_with[book.title].add(book.book_row)
    titles = list(rows_with)

    def search(text: str) -> Found:
        return [rows_with[title] for title in difflib.get_close_matches(text, titles, n=TITLE_SEARCH.suggestions)]

    return search


class _SearchRun:
    """One search's results: for each query the position of the right book, from 0, or None where it was not found."""

    def __init__(self, name: str, about: str, queries: Sequence[TitleQuery], search: Search) -> None:
        self._name, self._about = name, about
        self._positions: dict[TitleQuery, int | None] = {}
        self._milliseconds = []
        for query in tqdm(queries, desc=f"Titles, {name}", unit=" queries", delay=2, disable=None, leave=False):
            started = time.perf_counter()
            found = search(query.text)
            self._milliseconds.append((time.perf_counter() - started) * 1000)
            positions = (
                position for position, rows in enumerate(found[: TITLE_SEARCH.suggestions]) if query.book_row in rows
            )
            self._positions[query] = next(positions, None)

    def scores(self, ours: "_SearchRun") -> SuggestionScores:
        kinds = dict.fromkeys(query.kind for query in self._positions)
        of_kind = {kind: [query for query in self._positions if query.kind == kind] for kind in kinds}
        return SuggestionScores(
            name=self._name,
            about=self._about,
            queries=len(self._positions),
            found=self._found_share(self._positions),
            first=self._first_share(self._positions),
            ours_found=ours._found_share(self._positions),  # noqa: SLF001 - another of this class
            ours_first=ours._first_share(self._positions),  # noqa: SLF001
            milliseconds_median=float(np.median(self._milliseconds)),
            milliseconds_p99=float(np.percentile(self._milliseconds, 99)),
            kinds=tuple(
                KindScores(kind, len(queries), self._found_share(queries), self._first_share(queries))
                for kind, queries in of_kind.items()
            ),
        )

    def _found_share(self, queries: Collection[TitleQuery]) -> Share:
        return Share.of(sum(self._positions[query] is not None for query in queries), len(queries))

    def _first_share(self, queries: Collection[TitleQuery]) -> Share:
        return Share.of(sum(self._positions[query] == 0 for query in queries), len(queries))


def _sample(queries: Sequence[TitleQuery], books: Sequence[Book], pairs: int, seed: int) -> list[TitleQuery]:
    """Sample as many queries of each kind as make a number of pairs with the titles, at least one, in their order."""
    per_kind = max(1, pairs // len(books) // len(KINDS))
    generator = random.Random(seed)
    sample: list[TitleQuery] = []
    for kind in KINDS:
        of_kind = [query for query in queries if query.kind == kind]
        positions = sorted(generator.sample(range(len(of_kind)), min(per_kind, len(of_kind))))
        sample += [of_kind[position] for position in positions]
    return sample
