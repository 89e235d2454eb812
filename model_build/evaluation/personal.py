"""The task "for a reader": every method's ranking for every held-out reader."""

from time import perf_counter

import numpy as np
import scipy.sparse as sp
from tqdm import tqdm

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.groups import NO_SOURCES, ReadersOfSources, group_by_source, group_questions
from model_build.evaluation.methods.method import FittedMethod, Settings
from model_build.evaluation.metrics import at_most_two_by_one_author
from model_build.evaluation.results import Setting
from model_build.evaluation.scoring import MethodRankings, ScoredMethod, Scorer
from model_build.rank.ndcg import CUTOFF, Rankings
from model_build.rank.splitting import ForReader
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Catalogue
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.personal_ranking import personal_books, rank_for_reader
from shelftalker.recommend.recommender import RECOMMENDER


class PersonalTask:
    """The rankings of methods for held-out readers, and their scores."""

    def __init__(self, held_out: ForReader, works: Works, seed: int, readers: ReadersOfSources = NO_SOURCES) -> None:
        """Prepare the task.

        Args:
            held_out: The known ratings of the held-out readers, and their hidden likes.
            works: Works of the training part; their rows are the rankings'.
            seed: Seed of the bootstrap.
            readers: The held-out readers, and the sources of the dataset.
        """
        readers_count = works.books["readers_count"].to_numpy(dtype=np.int64)
        shelf_lengths = np.diff(held_out.reads.indptr).astype(np.int64)[held_out.questions.shelf]
        groups = group_questions(held_out.questions, shelf_lengths, EVALUATION.shelf_groups, seed)
        sources = group_by_source(held_out.questions, readers, seed)
        self.scorer = Scorer(held_out.questions, held_out.questions.shelf, readers_count, groups, seed, sources=sources)
        self._held_out = held_out
        self._author_rows = works.books["author_row"].to_numpy(dtype=np.int64)
        has_author = (works.books["author"] != UNKNOWN_AUTHOR).to_numpy()
        rows = np.flatnonzero(has_author)
        by_author = sp.csr_array(
            (np.ones(len(rows), dtype=np.float32), (rows, self._author_rows[rows])),
            shape=(len(has_author), int(self._author_rows.max()) + 1),
        )
        self._known_authors = sp.csr_array(held_out.reads @ by_author)

    def score_project(self, catalogue: Catalogue, name: str, build_seconds: float) -> ScoredMethod:
        """Score the project's model, given each reader's shelf as the bot gives it."""
        started = perf_counter()
        shelves_count = self._held_out.ratings.shape[0]
        plain = np.full((shelves_count, CUTOFF), -1, dtype=np.int32)
        shown = np.full((shelves_count, CUTOFF), -1, dtype=np.int32)
        for row in tqdm(
            range(shelves_count), desc="Asking for readers", unit=" shelves", delay=2, disable=None, leave=False
        ):
            shelf = self._shelf(row)
            ranked = [recommendation.book.book_row - 1 for recommendation in rank_for_reader(catalogue, shelf, CUTOFF)]
            plain[row, : len(ranked)] = ranked
            chosen = [recommendation.book.book_row - 1 for recommendation in personal_books(catalogue, shelf, CUTOFF)]
            shown[row, : len(chosen)] = chosen
        return self._score(MethodRankings(name, {}, plain, shown, build_seconds + perf_counter() - started))

    def score_method(
        self, name: str, settings: Settings, fitted: FittedMethod, history: Setting, fit_seconds: float
    ) -> ScoredMethod:
        """Score another method that was fitted to the same training readers."""
        started = perf_counter()
        plain = fitted.rank_for_readers(self._held_out, history, EVALUATION.ranked_works)
        shown = at_most_two_by_one_author(plain, self._author_rows)
        return self._score(MethodRankings(name, settings, plain, shown, fit_seconds + perf_counter() - started))

    def _shelf(self, row: int) -> list[ShelfEntry]:
        """Return the known ratings of a shelf: without stars where a book was read and not rated."""
        ratings = self._held_out.ratings
        known = slice(ratings.indptr[row], ratings.indptr[row + 1])
        return [
            ShelfEntry(work + 1, rating if rating > 0 else None)
            for work, rating in zip(ratings.indices[known].tolist(), ratings.data[known].tolist(), strict=True)
        ]

    def _score(self, method: MethodRankings) -> ScoredMethod:
        first_five: Rankings = method.shown[:, : RECOMMENDER.recommendations]
        shelves = np.repeat(np.arange(len(first_five)), RECOMMENDER.recommendations)
        authors = self._author_rows[first_five.ravel()]
        is_known = np.asarray(self._known_authors[shelves, authors]).reshape(first_five.shape) > 0
        return self.scorer.score(method, is_known & (first_five >= 0))
