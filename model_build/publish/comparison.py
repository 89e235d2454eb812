"""Whether a model may take the current one's place: the figures of both manifests side by side.

nDCG@10 in a manifest is that of one fold of readers, see rank/ranker.py. From the same ratings both models were asked
about the same readers, and the same build measures the same twice, so that even a small drop is real. From other
ratings the readers are others: there, a drop counts where it is large and more than chance.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

# Drops let pass, as shares of the current model's nDCG@10. What variety may cost is 0.005, see rank/ranker.py.
_DROP_ON_THE_SAME_RATINGS = 0.02
_DROP_ON_OTHER_RATINGS = 0.1
_SHARE_OF_ROWS_TO_LOSE = 0.1
# A drop larger than so many standard errors is chance once in twenty times.
_STANDARD_ERRORS = 1.645
# No values from 0 to 1 with mean m spread more than sqrt(m(1 - m)). Readers' nDCG@10 after a book spreads 0.41 of that
# on Book-Crossing: 1.96 standard errors are 0.0072 of a mean of 0.0973 over 1,091 readers.
_SHARE_OF_THE_WIDEST_SPREAD = 0.5


@dataclass(frozen=True, slots=True)
class MeasuredQuality:
    """What a manifest tells of `ranking.Quality`, which to import takes the library that learns."""

    readers: int
    ndcg_at_10: float
    formula_ndcg_at_10: float

    def __str__(self) -> str:
        return f"{self.ndcg_at_10:.4f} ({self.readers:,} readers)"

    @property
    def variance_of_mean(self) -> float:
        """How much chance, in who the readers are, moves nDCG@10."""
        widest = self.ndcg_at_10 * (1 - self.ndcg_at_10)
        return widest * _SHARE_OF_THE_WIDEST_SPREAD**2 / self.readers


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What a manifest tells of a model's worth; None for what it does not tell.

    Attributes:
        model_version: The model's version.
        dataset_fingerprint: The same for the same ratings.
        rating_scale: The most stars or points of a rating.
        counts: Number of books and of ratings, by their names.
        quality: As measured; None too where there were too few readers to learn from.
    """

    model_version: str
    dataset_fingerprint: str | None
    rating_scale: int | None
    counts: Mapping[str, int]
    quality: MeasuredQuality | None

    @classmethod
    def from_manifest(cls, manifest: str) -> "ModelFigures":
        """Read them from a manifest's text; a figure that makes no sense is not told.

        Raises:
            ValueError: It is no JSON.
            TypeError: It is no object with a model_version.
        """
        fields = json.loads(manifest)
        if not isinstance(fields, dict) or not isinstance(fields.get("model_version"), str):
            raise TypeError("expected a JSON object with model_version")
        fingerprint, scale, counts = (fields.get(name) for name in ("dataset_fingerprint", "rating_scale", "counts"))
        counted = counts if isinstance(counts, dict) else {}
        return cls(
            model_version=fields["model_version"],
            dataset_fingerprint=fingerprint if isinstance(fingerprint, str) else None,
            rating_scale=scale if _is_count(scale) else None,
            counts={name: counted[name] for name in ("books", "ratings") if _is_count(counted.get(name))},
            quality=_quality(fields.get("quality")),
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a model compares with the current one.

    Attributes:
        worse: Each way in which it is worse, with both figures; none where it may take its place.
        summary: A sentence with the figures that can be compared, and which can't.
    """

    worse: tuple[str, ...]
    summary: str


def compare(current: ModelFigures, candidate: ModelFigures) -> Comparison:
    """Compare a model with the one whose place it is to take."""
    worse: list[str] = []
    compared: list[str] = []
    if None not in (current.rating_scale, candidate.rating_scale) and current.rating_scale != candidate.rating_scale:
        worse.append(f"ratings go to {candidate.rating_scale} in place of {current.rating_scale}")
    for name, before in current.counts.items():
        after = candidate.counts.get(name)
        if after is None:
            continue
        compared.append(f"{name} {before:,} -> {after:,}")
        if after < before * (1 - _SHARE_OF_ROWS_TO_LOSE):
            worse.append(
                f"it has {after:,} {name} in place of {before:,}, {1 - after / before:.1%} fewer, where "
                f"{_SHARE_OF_ROWS_TO_LOSE:.1%} is let pass"
            )
    if current.quality is None:
        compared.append(f"nDCG@10 not compared, since none was measured for {current.model_version}")
    elif candidate.quality is None:
        worse.append(
            f"no nDCG@10 was measured for it, since too few readers were there to learn from or learning did not help, "
            f"in place of {current.quality}"
        )
    else:
        same_ratings = current.dataset_fingerprint is not None and (
            current.dataset_fingerprint == candidate.dataset_fingerprint
        )
        compared.append(f"nDCG@10 {current.quality} -> {candidate.quality}" + ("" if same_ratings else _OTHER_RATINGS))
        drop = _drop(current.quality, candidate.quality, same_ratings=same_ratings)
        if drop:
            worse.append(drop)
    return Comparison(tuple(worse), f"Beside {current.model_version}, current until now: {'; '.join(compared)}.")


_OTHER_RATINGS = ", built from other ratings and so of other readers: only a large drop counts"


def _drop(current: MeasuredQuality, candidate: MeasuredQuality, *, same_ratings: bool) -> str | None:
    """What to say of a drop that is not let pass."""
    if candidate.ndcg_at_10 >= current.ndcg_at_10:
        return None
    if same_ratings:
        let_pass, why = _DROP_ON_THE_SAME_RATINGS, "on the same ratings"
    else:
        chance = _STANDARD_ERRORS * math.sqrt(current.variance_of_mean + candidate.variance_of_mean)
        let_pass = max(_DROP_ON_OTHER_RATINGS, chance / current.ndcg_at_10)
        why = (
            "on other ratings and readers; by the formula alone, which learns nothing, it is "
            f"{candidate.formula_ndcg_at_10:.4f} on these and was {current.formula_ndcg_at_10:.4f} on those"
        )
    share = 1 - candidate.ndcg_at_10 / current.ndcg_at_10
    if share <= let_pass:
        return None
    return f"nDCG@10 is {candidate} in place of {current}, {share:.1%} lower, where {let_pass:.1%} is let pass {why}"


def _quality(quality: object) -> MeasuredQuality | None:
    if not isinstance(quality, dict):
        return None
    readers, measured, formula = (quality.get(name) for name in ("readers", "ndcg_at_10", "formula_ndcg_at_10"))
    if _is_count(readers) and readers > 0 and _is_ndcg(measured) and _is_ndcg(formula):
        return MeasuredQuality(readers, measured, formula)
    return None


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_ndcg(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
