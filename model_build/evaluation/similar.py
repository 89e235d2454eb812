"""The task "after a book": every method's ranking after every work of the catalogue."""

from collections.abc import Iterable, Iterator
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.groups import NO_SOURCES, ReadersOfSources, group_by_source, group_questions
from model_build.evaluation.methods.method import FittedMethod, Settings
from model_build.evaluation.metrics import at_most_two_by_one_author
from model_build.evaluation.scoring import MethodRankings, ScoredMethod, Scorer
from model_build.evaluation.series_shares import measure_series
from model_build.rank.ndcg import CUTOFF, Rankings
from model_build.rank.neighbours import Neighbours
from model_build.rank.splitting import AfterBook
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Catalogue
from shelftalker.recommend.recommender import RECOMMENDER, similar_books


class SimilarTask:
    """The rankings of methods after each work, and their scores."""

    def __init__(self, liked_books: AfterBook, works: Works, seed: int, readers: ReadersOfSources = NO_SOURCES) -> None:
        """Prepare the task.

        Args:
            liked_books: The questions, one for each liked work of each held-out reader.
            works: Works of the training part; their rows are the rankings'.
            seed: Seed of the bootstrap.
            readers: The held-out readers, and the sources of the dataset.
        """
        readers_count = works.books["readers_count"].to_numpy(dtype=np.int64)
        groups = group_questions(
            liked_books.questions, readers_count[liked_books.work], EVALUATION.ratings_groups, seed
        )
        sources = group_by_source(liked_books.questions, readers, seed)
        self.scorer = Scorer(liked_books.questions, liked_books.work, readers_count, groups, seed, sources=sources)
        self._works_count = len(works.books)
        self._series = works.books[["series_row", "volume", "last_volume"]]
        self._author_rows = works.books["author_row"].to_numpy(dtype=np.int64)
        self._has_author = (works.books["author"] != UNKNOWN_AUTHOR).to_numpy()

    def score_project(self, catalogue: Catalogue, name: str, build_seconds: float) -> ScoredMethod:
        """Score the project's model, queried as the bot queries it."""
        started = perf_counter()
        plain = np.full((self._works_count, CUTOFF), -1, dtype=np.int32)
        shown = np.full((self._works_count, CUTOFF), -1, dtype=np.int32)
        books = catalogue.all_books()
        for book in tqdm(books, desc="Asking the model", unit=" books", delay=2, disable=None, leave=False):
            ranked = [neighbour.book_row - 1 for neighbour in catalogue.neighbours(book.book_row)[:CUTOFF]]
            plain[book.book_row - 1, : len(ranked)] = ranked
            chosen = [recommendation.book.book_row - 1 for recommendation in similar_books(catalogue, book, CUTOFF)]
            shown[book.book_row - 1, : len(chosen)] = chosen
        return self._score(MethodRankings(name, {}, plain, shown, build_seconds + perf_counter() - started))

    def score_method(self, name: str, settings: Settings, fitted: FittedMethod, fit_seconds: float) -> ScoredMethod:
        """Score another method that was fitted to the same training readers."""
        started = perf_counter()
        plain = fitted.rank_after_works(np.arange(self._works_count), EVALUATION.ranked_works)
        return self._score_plain(name, settings, plain, fit_seconds + perf_counter() - started)

    def score_signals(self, rankings: Iterable[tuple[str, Neighbours]]) -> Iterator[ScoredMethod]:
        """Score each of the project's signals alone, by name."""
        started = perf_counter()
        for name, neighbours in rankings:
            yield self._score_plain(name, {}, rankings_of(neighbours), perf_counter() - started)
            started = perf_counter()

    def _score_plain(self, name: str, settings: Settings, plain: Rankings, seconds: float) -> ScoredMethod:
        shown = at_most_two_by_one_author(plain, self._author_rows)
        return self._score(MethodRankings(name, settings, plain, shown, seconds))

    def _score(self, method: MethodRankings) -> ScoredMethod:
        has_itself = (method.plain == np.arange(self._works_count)[:, None]).any(axis=1)
        if has_itself.any():
            # It would count as a hit: the work of the question is among its reader's likes.
            raise ValueError(f"{method.name} ranks work {np.flatnonzero(has_itself)[0]} after itself.")
        first_five = method.shown[:, : RECOMMENDER.recommendations]
        same_author: NDArray[np.bool_] = (self._author_rows[first_five] == self._author_rows[:, None]) & (
            first_five >= 0
        )
        series_shown = measure_series(np.arange(self._works_count, dtype=np.int32), method.shown, self._series)
        return self.scorer.score(method, same_author & self._has_author[:, None], series_shown)


def rankings_of(neighbours: Neighbours) -> Rankings:
    """Return [works, 60] the first neighbours of each work as a ranking."""
    limit = EVALUATION.ranked_works
    counts = np.diff(neighbours.starts)
    position = np.arange(len(neighbours.works)) - np.repeat(neighbours.starts[:-1], counts)
    work = np.repeat(np.arange(len(counts)), counts)
    is_ranked = position < limit
    rankings = np.full((len(counts), limit), -1, dtype=np.int32)
    rankings[work[is_ranked], position[is_ranked]] = neighbours.works[is_ranked]
    return rankings
