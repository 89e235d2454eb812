"""The measures beside nDCG@10: hits, coverage, popularity; and how sure they all are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.results import Measured
from model_build.rank.ndcg import PLACES, Rankings
from model_build.rank.splitting import Questions
from shelftalker.recommend.recommender import RECOMMENDER

RESAMPLES = 1000
_BETWEEN = (2.5, 97.5)


def hit_at_5(hits: NDArray[np.bool_]) -> NDArray[np.float64]:
    """[questions] 1 where one of the first five works is right, else 0."""
    return np.asarray(hits[:, : RECOMMENDER.recommendations].any(axis=1), dtype=np.float64)


def mean_of_each_reader(values: NDArray[np.float64], questions: Questions) -> NDArray[np.float64]:
    """[readers] the mean over each reader's questions, so that a reader of many books counts once."""
    counts = np.bincount(questions.reader, minlength=questions.readers_count)
    return np.bincount(questions.reader, weights=values, minlength=questions.readers_count).astype(np.float64) / counts


def at_most_two_by_one_author(rankings: Rankings, author_rows: NDArray[np.int64]) -> Rankings:
    """The first ten as they would be shown: no author's third book or later ones, as `similar_books` does.

    Args:
        rankings: [questions, places]
        author_rows: [works] who wrote each work.

    Returns:
        [questions, 10]
    """
    authors = np.where(rankings >= 0, author_rows[rankings], -1)
    shown = rankings >= 0
    for place in range(RECOMMENDER.books_by_one_author, rankings.shape[1]):
        before = (authors[:, :place] == authors[:, place : place + 1]).sum(axis=1)
        shown[:, place] &= before < RECOMMENDER.books_by_one_author
    return first_places(np.where(shown, rankings, -1), PLACES)


def first_places(rankings: Rankings, places: int) -> Rankings:
    """[questions, places] the first so many works of each ranking, gaps closed, filled up with -1."""
    order = np.argsort(rankings < 0, axis=1, kind="stable")[:, :places]
    closed = np.take_along_axis(rankings, order, axis=1)
    return np.pad(closed, ((0, 0), (0, places - closed.shape[1])), constant_values=-1).astype(np.int32)


def answered(shown: Rankings) -> float:
    """Share of the questions with five works to show."""
    return float((shown[:, RECOMMENDER.recommendations - 1] >= 0).mean())


def coverage_at_5(shown: Rankings, works_count: int) -> float:
    """Share of the catalogue that stands in the first five of at least one ranking."""
    first = shown[:, : RECOMMENDER.recommendations]
    return len(np.unique(first[first >= 0])) / works_count


def median_popularity(shown: Rankings, readers_count: NDArray[np.int64]) -> float:
    """Readers of a shown work, the median over all five of all questions; NaN where nothing is shown."""
    first = shown[:, : RECOMMENDER.recommendations]
    return float(np.median(readers_count[first[first >= 0]])) if (first >= 0).any() else float("nan")


@dataclass(frozen=True, slots=True)
class Resampling:
    """The readers of a task drawn again and again, with replacement: Efron's bootstrap (1979), by percentiles.

    One drawing serves all methods, so that their differences are paired.

    Attributes:
        times_drawn: [resamples, readers] how often each reader was drawn.
    """

    times_drawn: NDArray[np.int64]

    @classmethod
    def of(cls, readers_count: int, seed: int) -> "Resampling":
        """A thousand resamples of so many readers."""
        drawing = np.random.default_rng(seed)
        shares = np.full(readers_count, 1 / readers_count)
        return cls(drawing.multinomial(readers_count, shares, size=RESAMPLES))

    def measured(self, of_reader: NDArray[np.float64]) -> Measured:
        """The mean of a measure over the readers, with the interval of the resampled means."""
        means = self.times_drawn @ of_reader / len(of_reader)
        low, high = np.percentile(means, _BETWEEN)
        return Measured(float(of_reader.mean()), float(low), float(high))
