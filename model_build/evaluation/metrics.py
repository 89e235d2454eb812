"""The measures of single questions beside nDCG@10, and the bootstrap intervals of all of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.results import Estimate
from model_build.rank.ndcg import CUTOFF, DISCOUNTS, Rankings, ideal_dcg
from model_build.rank.splitting import Questions
from shelftalker.recommend.recommender import RECOMMENDER


def hit_at_5(hits: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return [questions] 1 where one of the first five works is relevant, else 0."""
    return np.asarray(hits[:, : RECOMMENDER.recommendations].any(axis=1), dtype=np.float64)


def ndcg_at_5(hits: NDArray[np.bool_], relevant_counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return [questions] nDCG@5, as `ndcg_at_10` of rankings that end after five works.

    Args:
        hits: [questions, positions], five positions or more.
        relevant_counts: [questions] number of relevant works.
    """
    five = RECOMMENDER.recommendations
    gain: NDArray[np.float64] = np.where(hits[:, :five], DISCOUNTS[:five], 0).sum(axis=1)
    return gain / ideal_dcg(np.minimum(relevant_counts, five))


def mean_per_reader(values: NDArray[np.float64], questions: Questions) -> NDArray[np.float64]:
    """Return [readers] the mean over each reader's questions, so that a reader of many books counts once."""
    counts = np.bincount(questions.reader, minlength=questions.readers_count)
    return np.bincount(questions.reader, weights=values, minlength=questions.readers_count).astype(np.float64) / counts


def at_most_two_by_one_author(rankings: Rankings, author_rows: NDArray[np.int64]) -> Rankings:
    """Return the first ten of a ranking without scores as they would be shown: no author's third book or later ones.

    The bot varies the authors of its own answers by their scores, and caps those of popular books, which have none.

    Args:
        rankings: [questions, positions]
        author_rows: [works] row of each work's author.

    Returns:
        [questions, 10]
    """
    authors = np.where(rankings >= 0, author_rows[rankings], -1)
    is_shown = rankings >= 0
    for position in range(RECOMMENDER.popular_by_one_author, rankings.shape[1]):
        by_same_author = (authors[:, :position] == authors[:, position : position + 1]).sum(axis=1)
        is_shown[:, position] &= by_same_author < RECOMMENDER.popular_by_one_author
    return close_gaps(np.where(is_shown, rankings, -1), CUTOFF)


def close_gaps(rankings: Rankings, limit: int) -> Rankings:
    """Return [questions, limit] the first works of each ranking without the gaps, filled up with -1."""
    order = np.argsort(rankings < 0, axis=1, kind="stable")[:, :limit]
    closed = np.take_along_axis(rankings, order, axis=1)
    return np.pad(closed, ((0, 0), (0, limit - closed.shape[1])), constant_values=-1).astype(np.int32)


def answered_share(shown: Rankings) -> float:
    """Return the share of the questions with five works to show."""
    return float((shown[:, RECOMMENDER.recommendations - 1] >= 0).mean())


def median_popularity(shown: Rankings, readers_count: NDArray[np.int64]) -> float:
    """Return the median number of readers over the first five works of all questions; NaN where nothing is shown."""
    first_five = shown[:, : RECOMMENDER.recommendations]
    return float(np.median(readers_count[first_five[first_five >= 0]])) if (first_five >= 0).any() else float("nan")


@dataclass(frozen=True, slots=True)
class Resampling:
    """Resamples of a task's readers, with replacement: Efron's bootstrap (1979), by percentiles.

    All methods share the resamples, so that their differences are paired.

    Attributes:
        times_sampled: [resamples, readers] number of times that each reader was sampled.
    """

    times_sampled: NDArray[np.int64]

    @classmethod
    def of(cls, readers_count: int, seed: int) -> "Resampling":
        """Sample a number of readers a thousand times."""
        generator = np.random.default_rng(seed)
        shares = np.full(readers_count, 1 / readers_count)
        return cls(generator.multinomial(readers_count, shares, size=EVALUATION.resamples))

    def mean_of(self, values: NDArray[np.float64]) -> Estimate:
        """Return the mean of a measure over the readers, with the interval of the resampled means.

        Args:
            values: [readers] the measure of each reader.
        """
        means = self.times_sampled @ values / len(values)
        low, high = np.percentile(means, EVALUATION.interval_percentiles)
        return Estimate(float(values.mean()), float(low), float(high))
