"""Comparison of two models on the readers that both measured, by sums over buckets of readers in their manifests.

Let bucket b have n_b readers whose nDCG@10 sums up to s_b, m = sum s / sum n be the mean, and
e_b = (s_b - m n_b) / sum n. The difference of two means has the standard error of a ratio estimator over B buckets
(Cochran, "Sampling techniques", 1977, chapter 6):

    sqrt(B / (B - 1) sum_b (e_b of one - e_b of the other)^2).

Buckets of the same readers move together, so that it is small; buckets of other readers do not, and its square is the
sum of both models' own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BucketLimits:
    """Limits of the comparison.

    Attributes:
        accepted_drop: Largest accepted drop of nDCG@10, as a share. Of models that were trained alike, with up to 20
            newcomers a week between them, the best of five leads by 1.2% at most on the bundled sample.
        standard_errors: Number of standard errors within which a drop is chance, where readers are few.
        others_share: Least share of the variance of other readers from which on the readers are others.
    """

    accepted_drop: float = 0.018
    standard_errors: float = 3.0
    others_share: float = 0.5


LIMITS = BucketLimits()


@dataclass(frozen=True, slots=True)
class ReaderBuckets:
    """Sums over the readers of each bucket; their number is a power of 2.

    Attributes:
        readers: [buckets] number of readers.
        ndcg_at_10: [buckets] sum of their nDCG@10.
    """

    readers: tuple[int, ...]
    ndcg_at_10: tuple[float, ...]

    @classmethod
    def from_fields(cls, readers: object, ndcg_at_10: object) -> "ReaderBuckets | None":
        """Return the buckets in a manifest; None where they are missing or make no sense."""
        if not isinstance(readers, list) or not isinstance(ndcg_at_10, list) or len(readers) != len(ndcg_at_10):
            return None
        numbers = [number for number in (*readers, *ndcg_at_10) if not isinstance(number, bool)]
        if len(numbers) != 2 * len(readers) or len(readers) < 2 or len(readers).bit_count() != 1:
            return None
        for count, total in zip(readers, ndcg_at_10, strict=True):
            # Sums are rounded to six digits.
            if not isinstance(count, int) or not isinstance(total, int | float) or not 0 <= total <= count + 1e-6:
                return None
        return cls(tuple(readers), tuple(map(float, ndcg_at_10))) if sum(readers) else None

    @property
    def mean(self) -> float:
        """Mean nDCG@10 of all readers."""
        return math.fsum(self.ndcg_at_10) / sum(self.readers)

    def join_into(self, count: int) -> "ReaderBuckets":
        """Return the buckets joined into fewer, a power of 2."""
        return ReaderBuckets(
            tuple(sum(self.readers[bucket::count]) for bucket in range(count)),
            tuple(math.fsum(self.ndcg_at_10[bucket::count]) for bucket in range(count)),
        )

    def deviations(self) -> list[float]:
        """Return [buckets] the part of each in the deviation of the mean, e_b."""
        mean, total = self.mean, sum(self.readers)
        return [(ndcg - mean * count) / total for count, ndcg in zip(self.readers, self.ndcg_at_10, strict=True)]


@dataclass(frozen=True, slots=True)
class Drop:
    """Drop of the mean nDCG@10 from one model to another, as shares of the former's.

    Attributes:
        share: The drop; below 0 for a rise.
        standard_error: Its standard error.
    """

    share: float
    standard_error: float

    @property
    def largest_accepted(self) -> float:
        """The largest drop that is let pass."""
        return max(LIMITS.accepted_drop, LIMITS.standard_errors * self.standard_error)

    @property
    def is_accepted(self) -> bool:
        """True where it is let pass."""
        return self.share <= self.largest_accepted

    def __str__(self) -> str:
        direction = "lower" if self.share > 0 else "higher"
        return f"{abs(self.share):.1%} {direction}, standard error {self.standard_error:.1%}"


def drop_between(former: ReaderBuckets, latter: ReaderBuckets) -> Drop | None:
    """Return the drop from a former model to a latter one; None where their readers are not the same for the most part.

    Args:
        former: Buckets of the former model.
        latter: Buckets of the latter one.
    """
    count = min(len(former.readers), len(latter.readers))
    one, other = former.join_into(count), latter.join_into(count)
    pairs = list(zip(one.deviations(), other.deviations(), strict=True))
    variance = _sum_of_squares([before - after for before, after in pairs])
    variance_of_others = _sum_of_squares([deviation for pair in pairs for deviation in pair])
    # Buckets that all have as many readers as before have the same ones.
    may_be_others = one.readers != other.readers and variance > LIMITS.others_share * variance_of_others
    if not one.mean or may_be_others:
        return None
    standard_error = math.sqrt(variance * count / (count - 1))
    return Drop(1 - other.mean / one.mean, standard_error / one.mean)


def _sum_of_squares(values: Sequence[float]) -> float:
    return math.fsum(value * value for value in values)
