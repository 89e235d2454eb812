"""The task "what to read after this book": every method's ranking after every work of the catalogue."""

from collections.abc import Iterable, Iterator
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.evaluation.methods.method import Fitted, Settings
from model_build.evaluation.metrics import at_most_two_by_one_author
from model_build.evaluation.scoring import Answers, Scored, Scorer
from model_build.rank.ndcg import PLACES, Rankings
from model_build.rank.neighbours import Neighbours
from model_build.rank.splitting import AfterBook
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Catalogue
from shelftalker.recommend.recommender import RECOMMENDER, similar_books

# So that there are ten to show though an author may fill many places.
RANKED = 60


class SimilarTask:
    """Asks methods and scores what they answer."""

    def __init__(self, asked: AfterBook, works: Works, seed: int) -> None:
        """Prepare the task.

        Args:
            asked: The questions.
            works: Of the training part; their rows are the rankings'.
            seed: Of the bootstrap.
        """
        readers_count = works.books["readers_count"].to_numpy(dtype=np.int64)
        self.scorer = Scorer(asked.questions, asked.work, readers_count, seed)
        self._works_count = len(works.books)
        self._author_rows = works.books["author_row"].to_numpy(dtype=np.int64)
        self._has_author = (works.books["author"] != UNKNOWN_AUTHOR).to_numpy()

    def project(self, catalogue: Catalogue, name: str, build_seconds: float) -> Scored:
        """The project's model, asked as the bot asks it."""
        started = perf_counter()
        plain = np.full((self._works_count, PLACES), -1, dtype=np.int32)
        shown = np.full((self._works_count, PLACES), -1, dtype=np.int32)
        books = catalogue.all_books()
        for book in tqdm(books, desc="Asking the model", unit=" books", delay=2, disable=None, leave=False):
            ranked = [neighbour.book_row - 1 for neighbour in catalogue.neighbours(book.book_row)[:PLACES]]
            plain[book.book_row - 1, : len(ranked)] = ranked
            kept = [each.book.book_row - 1 for each in similar_books(catalogue, book, PLACES)]
            shown[book.book_row - 1, : len(kept)] = kept
        return self._scored(Answers(name, {}, plain, shown, build_seconds + perf_counter() - started))

    def method(self, name: str, settings: Settings, fitted: Fitted, fit_seconds: float) -> Scored:
        """Another method that has learned from the same readers."""
        started = perf_counter()
        plain = fitted.after(np.arange(self._works_count), RANKED)
        return self._ranked(name, settings, plain, fit_seconds + perf_counter() - started)

    def signals(self, rankings: Iterable[tuple[str, Neighbours]]) -> Iterator[Scored]:
        """Each of the project's signals alone, by name."""
        started = perf_counter()
        for name, neighbours in rankings:
            yield self._ranked(name, {}, rankings_of(neighbours), perf_counter() - started)
            started = perf_counter()

    def _ranked(self, name: str, settings: Settings, plain: Rankings, seconds: float) -> Scored:
        shown = at_most_two_by_one_author(plain, self._author_rows)
        return self._scored(Answers(name, settings, plain, shown, seconds))

    def _scored(self, answers: Answers) -> Scored:
        itself = (answers.plain == np.arange(self._works_count)[:, None]).any(axis=1)
        if itself.any():
            # It would count as a hit: the work asked about is among its reader's likes.
            raise ValueError(f"{answers.name} ranks work {np.flatnonzero(itself)[0]} after itself.")
        five = answers.shown[:, : RECOMMENDER.recommendations]
        same: NDArray[np.bool_] = (self._author_rows[five] == self._author_rows[:, None]) & (five >= 0)
        return self.scorer.score(answers, same & self._has_author[:, None])


def rankings_of(neighbours: Neighbours) -> Rankings:
    """[works, 60] the first neighbours of each work, as a ranking."""
    counts = np.diff(neighbours.starts)
    place = np.arange(len(neighbours.works)) - np.repeat(neighbours.starts[:-1], counts)
    work = np.repeat(np.arange(len(counts)), counts)
    ranked = place < RANKED
    rankings = np.full((len(counts), RANKED), -1, dtype=np.int32)
    rankings[work[ranked], place[ranked]] = neighbours.works[ranked]
    return rankings
