"""The task "what should I read": every method's ranking for every held-out reader."""

from time import perf_counter

import numpy as np
import scipy.sparse as sp
from tqdm import tqdm

from model_build.evaluation.methods.method import Fitted, Settings
from model_build.evaluation.metrics import at_most_two_by_one_author
from model_build.evaluation.results import Setting
from model_build.evaluation.scoring import Answers, Scored, Scorer
from model_build.evaluation.similar import RANKED
from model_build.rank.ndcg import PLACES, Rankings
from model_build.rank.splitting import ForReader
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Catalogue
from shelftalker.recommend.recommender import RECOMMENDER, ShelfEntry, personal_books, rank_for_reader


class PersonalTask:
    """Asks methods and scores what they answer."""

    def __init__(self, asked: ForReader, works: Works, seed: int) -> None:
        """Prepare the task.

        Args:
            asked: What is known of the readers, and what is hidden.
            works: Of the training part; their rows are the rankings'.
            seed: Of the bootstrap.
        """
        readers_count = works.books["readers_count"].to_numpy(dtype=np.int64)
        self.scorer = Scorer(asked.questions, asked.questions.reader, readers_count, seed)
        self._asked = asked
        self._author_rows = works.books["author_row"].to_numpy(dtype=np.int64)
        has_author = (works.books["author"] != UNKNOWN_AUTHOR).to_numpy()
        rows = np.flatnonzero(has_author)
        by_author = sp.csr_array(
            (np.ones(len(rows), dtype=np.float32), (rows, self._author_rows[rows])),
            shape=(len(has_author), int(self._author_rows.max()) + 1),
        )
        self._known_authors = sp.csr_array(asked.reads @ by_author)

    def project(self, catalogue: Catalogue, name: str, build_seconds: float) -> Scored:
        """The project's model, given a shelf as the bot gives it."""
        started = perf_counter()
        readers = self._asked.ratings.shape[0]
        plain = np.full((readers, PLACES), -1, dtype=np.int32)
        shown = np.full((readers, PLACES), -1, dtype=np.int32)
        book_ids = [book.book_id for book in catalogue.all_books()]
        for reader in tqdm(
            range(readers), desc="Asking for readers", unit=" readers", delay=2, disable=None, leave=False
        ):
            shelf = self._shelf(reader, book_ids)
            ranked = [each.book.book_row - 1 for each in rank_for_reader(catalogue, shelf, PLACES)]
            plain[reader, : len(ranked)] = ranked
            kept = [each.book.book_row - 1 for each in personal_books(catalogue, shelf, PLACES)]
            shown[reader, : len(kept)] = kept
        return self._scored(Answers(name, {}, plain, shown, build_seconds + perf_counter() - started))

    def method(self, name: str, settings: Settings, fitted: Fitted, history: Setting, fit_seconds: float) -> Scored:
        """Another method that has learned from the same readers."""
        started = perf_counter()
        plain = fitted.for_readers(self._asked, history, RANKED)
        shown = at_most_two_by_one_author(plain, self._author_rows)
        return self._scored(Answers(name, settings, plain, shown, fit_seconds + perf_counter() - started))

    def _shelf(self, reader: int, book_ids: list[str]) -> list[ShelfEntry]:
        """What is known of a reader, as the bot keeps it: read, not rated is without stars."""
        ratings = self._asked.ratings
        known = slice(ratings.indptr[reader], ratings.indptr[reader + 1])
        return [
            ShelfEntry(book_ids[work], rating if rating > 0 else None)
            for work, rating in zip(ratings.indices[known].tolist(), ratings.data[known].tolist(), strict=True)
        ]

    def _scored(self, answers: Answers) -> Scored:
        five: Rankings = answers.shown[:, : RECOMMENDER.recommendations]
        readers = np.repeat(np.arange(len(five)), RECOMMENDER.recommendations)
        authors = self._author_rows[five.ravel()]
        known = np.asarray(self._known_authors[readers, authors]).reshape(five.shape) > 0
        return self.scorer.score(answers, known & (five >= 0))
