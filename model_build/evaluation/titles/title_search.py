"""How often a title is found although it was not typed as it is printed, beside two other ways to look for it."""

import difflib
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from rapidfuzz import fuzz, process
from tqdm import tqdm

from model_build.evaluation.titles.title_queries import KINDS, TitleQuery, title_queries
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title
from shelftalker.search.titles import TITLE_SEARCH, ByAuthor, Exact, Suggestions, find_title

OURS = "Shelftalker"
QUERIES_OF_A_KIND = 90
# What looks at every title is asked fewer queries where there are many: so many pairs of query and title take it
# some twenty seconds.
_PAIRS_OF_WRATIO = 12_000_000
_PAIRS_OF_DIFFLIB = 4_000_000
_NORMAL_QUANTILE = 1.959964  # 95% of a normal distribution lie within so many standard deviations

# Rows of the books that a search has at each place, best first; several where one title stands for several books.
Found = Sequence[Collection[int]]
Search = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of queries, and its 95% interval.

    Attributes:
        value: The share, from 0 to 1.
        low: Where its interval begins.
        high: Where it ends.
    """

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, hits: int, asked: int) -> Self:
        """The share of hits with Wilson's score interval, which holds for few queries and for shares near 1.

        Wilson, "Probable inference, the law of succession, and statistical inference" (1927).

        Raises:
            ValueError: Nothing was asked.
        """
        if not 0 <= hits <= asked or not asked:
            raise ValueError(f"A share needs hits among queries that were asked, got {hits} of {asked}.")
        share, z = hits / asked, _NORMAL_QUANTILE
        centre = (share + z * z / (2 * asked)) / (1 + z * z / asked)
        reach = z * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked)) / (1 + z * z / asked)
        return cls(share, min(share, centre - reach), max(share, centre + reach))


@dataclass(frozen=True, slots=True)
class KindScores:
    """How well one kind of query was answered.

    Attributes:
        kind: In which way the titles were typed.
        queries: How many were asked.
        found: Share of them with the right book among the seven suggested.
        first: Share of them with the right book in the first place.
    """

    kind: str
    queries: int
    found: Share
    first: Share


@dataclass(frozen=True, slots=True)
class SuggestionScores:
    """How well one way of searching finds titles.

    Attributes:
        name: The search's name for people.
        about: What it does, in a few words.
        queries: How many queries it was asked, as many of each kind.
        found: Share of them with the right book among the seven suggested.
        first: Share of them with the right book in the first place.
        ours_found: The project's share of the very same queries.
        ours_first: The project's share of them in the first place.
        milliseconds_median: What a query took.
        milliseconds_p99: What all but one in a hundred of them stayed below.
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
    """What searching for titles found.

    Attributes:
        methods: The project's search first.
        books: How many books there were to find.
        seed: What the queries depend on.
        seconds: What it all took.
    """

    methods: tuple[SuggestionScores, ...]
    books: int
    seed: int
    seconds: float


def evaluate_suggestions(
    catalogue: Catalogue, seed: int = 7, queries_of_a_kind: int = QUERIES_OF_A_KIND
) -> SuggestionResults:
    """Ask a model, and two other searches of its titles, for books by titles typed as people type them.

    Args:
        catalogue: The model whose titles are asked for.
        seed: The same seed asks the same of the same model.
        queries_of_a_kind: How many queries of each kind; the slow searches may be asked fewer.
    """
    started = time.perf_counter()
    books = catalogue.all_books()
    queries = title_queries(books, queries_of_a_kind, seed)
    ours = _Answers(OURS, "trigram index and rapidfuzz", queries, lambda text: found_in(catalogue, text))
    others = [
        _Answers("WRatio", "rapidfuzz, every title normalised", _some(queries, books, _PAIRS_OF_WRATIO, seed),
                 wratio_search(books)),
        _Answers("difflib", "get_close_matches, titles as printed", _some(queries, books, _PAIRS_OF_DIFFLIB, seed),
                 difflib_search(books)),
    ]  # fmt: skip
    return SuggestionResults(
        methods=tuple(answers.scores(ours) for answers in (ours, *others)),
        books=len(books),
        seed=seed,
        seconds=time.perf_counter() - started,
    )


def found_in(catalogue: Catalogue, text: str) -> list[set[int]]:
    """What the project answers a title with, at most seven books: the one it names and what else it may mean.

    An author's most read books are an answer too: to "Bacall Lauren", which is *Lauren Bacall: By Myself* reordered.
    """
    found = find_title(catalogue, text)
    if isinstance(found, Exact):
        books = [found.book, *found.others]
    else:
        books = list(found.books) if isinstance(found, Suggestions | ByAuthor) else []
    return [{book.book_row} for book in books[: TITLE_SEARCH.suggestions]]


def wratio_search(books: Sequence[Book]) -> Search:
    """The WRatio of rapidfuzz over every title: it knows the project's normalisation but no index and no popularity.

    Brackets and subtitles are left out of the titles, which finds a tenth more books than comparing them whole.
    """
    keys = [shortened_title(book.title) for book in books]

    def search(text: str) -> Found:
        near = process.extract(normalise_title(text), keys, scorer=fuzz.WRatio, limit=TITLE_SEARCH.suggestions)
        return [{books[place].book_row} for *_, place in near]

    return search


def difflib_search(books: Sequence[Book]) -> Search:
    """Python's own difflib over the titles as they are printed; all books of a title count as found with it."""
    rows_with: defaultdict[str, set[int]] = defaultdict(set)
    for book in books:
        rows_with[book.title].add(book.book_row)
    titles = list(rows_with)

    def search(text: str) -> Found:
        return [rows_with[title] for title in difflib.get_close_matches(text, titles, n=TITLE_SEARCH.suggestions)]

    return search


class _Answers:
    """What one search answered: for each query the place of the right book, from 0, or None where it is not there."""

    def __init__(self, name: str, about: str, queries: Sequence[TitleQuery], search: Search) -> None:
        self._name, self._about = name, about
        self._places: dict[TitleQuery, int | None] = {}
        self._milliseconds = []
        for query in tqdm(queries, desc=f"Titles, {name}", unit=" queries", delay=2, disable=None, leave=False):
            started = time.perf_counter()
            found = search(query.text)
            self._milliseconds.append((time.perf_counter() - started) * 1000)
            places = (place for place, rows in enumerate(found[: TITLE_SEARCH.suggestions]) if query.book_row in rows)
            self._places[query] = next(places, None)

    def scores(self, ours: "_Answers") -> SuggestionScores:
        kinds = dict.fromkeys(query.kind for query in self._places)
        of_kind = {kind: [query for query in self._places if query.kind == kind] for kind in kinds}
        return SuggestionScores(
            name=self._name,
            about=self._about,
            queries=len(self._places),
            found=self._found(self._places),
            first=self._first(self._places),
            ours_found=ours._found(self._places),  # noqa: SLF001 - another of this class
            ours_first=ours._first(self._places),  # noqa: SLF001
            milliseconds_median=float(np.median(self._milliseconds)),
            milliseconds_p99=float(np.percentile(self._milliseconds, 99)),
            kinds=tuple(
                KindScores(kind, len(asked), self._found(asked), self._first(asked)) for kind, asked in of_kind.items()
            ),
        )

    def _found(self, queries: Collection[TitleQuery]) -> Share:
        return Share.of(sum(self._places[query] is not None for query in queries), len(queries))

    def _first(self, queries: Collection[TitleQuery]) -> Share:
        return Share.of(sum(self._places[query] == 0 for query in queries), len(queries))


def _some(queries: Sequence[TitleQuery], books: Sequence[Book], pairs: int, seed: int) -> list[TitleQuery]:
    """As many queries of each kind as make so many pairs with the titles, one at least; drawn by lot, in order."""
    each = max(1, pairs // len(books) // len(KINDS))
    drawing = random.Random(seed)
    kept: list[TitleQuery] = []
    for kind in KINDS:
        of_kind = [query for query in queries if query.kind == kind]
        kept += [of_kind[place] for place in sorted(drawing.sample(range(len(of_kind)), min(each, len(of_kind))))]
    return kept
