"""Comparison of a model with the current one, by the figures of both manifests.

nDCG@10 in a manifest is that of all readers who were trained on, each by trees that had not seen them, see
rank/ranker.py. From the same ratings, both models were scored on the same readers, and the same build measures the same
twice, so that even a small drop is real. From other ratings the readers are others: there, a drop counts where it is
large and more than chance.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard


@dataclass(frozen=True, slots=True)
class ComparisonConfig:
    """Limits of the comparison.

    Attributes:
        same_ratings_drop: Largest accepted drop on the same ratings, as a share of the current model's nDCG@10. The
            maximum nDCG loss of the popularity penalty is 0.005, see rank/ranker.py.
        other_ratings_drop: The same on other ratings; a drop within chance is accepted too.
        rows_loss: Largest accepted loss of books, of ratings or of reads, as a share of the current model's.
        standard_errors: Number of standard errors that a drop exceeds by chance once in twenty times.
        spread_share: Standard deviation of readers' nDCG@10 as a share of its upper bound: no values from 0 to 1 with
            mean m spread more than sqrt(m(1 - m)). Readers' nDCG@10 after a book spreads 0.41 of that on Book-Crossing:
            1.96 standard errors are 0.0072 of a mean of 0.0973 over 1,091 readers.
    """

    same_ratings_drop: float = 0.02
    other_ratings_drop: float = 0.1
    rows_loss: float = 0.1
    standard_errors: float = 1.645
    spread_share: float = 0.5


COMPARISON = ComparisonConfig()


@dataclass(frozen=True, slots=True)
class MeasuredQuality:
    """The quality in a manifest: `rank.ranker.Quality`, whose import needs LightGBM."""

    readers: int
    ndcg_at_10: float
    formula_ndcg_at_10: float

    def __str__(self) -> str:
        return f"{self.ndcg_at_10:.4f} ({self.readers:,} readers)"

    @property
    def variance_of_mean(self) -> float:
        """Variance of the mean nDCG@10 by the choice of readers."""
        widest = self.ndcg_at_10 * (1 - self.ndcg_at_10)
        return widest * COMPARISON.spread_share**2 / self.readers


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """Figures in a model's manifest; None for a figure that it does not have.

    Attributes:
        model_version: The model's version.
        dataset_fingerprint: Fingerprint of the ratings, the same for the same ratings.
        rating_scale: Highest number of stars or points of a rating.
        counts: Number of books, of ratings and of reads (books read by a reader, rated or not), by their names.
        quality: The measured quality; None too where there were too few readers for the ranker's training.
    """

    model_version: str
    dataset_fingerprint: str | None
    rating_scale: int | None
    counts: Mapping[str, int]
    quality: MeasuredQuality | None

    @classmethod
    def from_manifest(cls, manifest: str) -> "ModelFigures":
        """Read the figures from a manifest's text; an invalid figure is None.

        Raises:
            ValueError: The text is no JSON.
            TypeError: It is no object with a model_version.
        """
        fields = json.loads(manifest)
        if not isinstance(fields, dict) or not isinstance(fields.get("model_version"), str):
            raise TypeError("expected a JSON object with model_version")
        fingerprint, scale, counts = (fields.get(name) for name in ("dataset_fingerprint", "rating_scale", "counts"))
        row_counts = counts if isinstance(counts, dict) else {}
        return cls(
            model_version=fields["model_version"],
            dataset_fingerprint=fingerprint if isinstance(fingerprint, str) else None,
            rating_scale=scale if _is_count(scale) else None,
            counts={
                name: row_counts[name] for name in ("books", "ratings", "reads") if _is_count(row_counts.get(name))
            },
            quality=_parse_quality(fields.get("quality")),
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Result of a comparison with the current model.

    Attributes:
        worse: A clause for each figure that is worse, with both figures; empty where the model may replace it.
        summary: A sentence with the figures that were compared, and those that were not.
    """

    worse: tuple[str, ...]
    summary: str


def compare(current: ModelFigures, candidate: ModelFigures) -> Comparison:
    """Compare a model with the current one, which it is to replace."""
    worse: list[str] = []
    pairs: list[str] = []
    if None not in (current.rating_scale, candidate.rating_scale) and current.rating_scale != candidate.rating_scale:
        worse.append(f"ratings go to {candidate.rating_scale} in place of {current.rating_scale}")
    for name, before in current.counts.items():
        after = candidate.counts.get(name)
        if after is None or before == after == 0:  # loans have no ratings
            continue
        pairs.append(f"{name} {before:,} -> {after:,}")
        if after < before * (1 - COMPARISON.rows_loss):
            worse.append(
                f"it has {after:,} {name} in place of {before:,}, {1 - after / before:.1%} fewer, where "
                f"{COMPARISON.rows_loss:.1%} is let pass"
            )
    if current.quality is None:
        pairs.append(f"nDCG@10 not compared, since none was measured for {current.model_version}")
    elif candidate.quality is None:
        worse.append(
            f"no nDCG@10 was measured for it, since too few readers were there to learn from or learning did not help, "
            f"in place of {current.quality}"
        )
    else:
        same_ratings = current.dataset_fingerprint is not None and (
            current.dataset_fingerprint == candidate.dataset_fingerprint
        )
        other_ratings = ", built from other ratings and so of other readers: only a large drop counts"
        pairs.append(f"nDCG@10 {current.quality} -> {candidate.quality}" + ("" if same_ratings else other_ratings))
        drop = _drop(current.quality, candidate.quality, same_ratings=same_ratings)
        if drop:
            worse.append(drop)
    return Comparison(tuple(worse), f"Beside {current.model_version}, current until now: {'; '.join(pairs)}.")


def _drop(current: MeasuredQuality, candidate: MeasuredQuality, *, same_ratings: bool) -> str | None:
    """Return a clause on a drop that is too large; None where it is accepted."""
    if candidate.ndcg_at_10 >= current.ndcg_at_10:
        return None
    if same_ratings:
        accepted, reason = COMPARISON.same_ratings_drop, "on the same ratings"
    else:
        chance = COMPARISON.standard_errors * math.sqrt(current.variance_of_mean + candidate.variance_of_mean)
        accepted = max(COMPARISON.other_ratings_drop, chance / current.ndcg_at_10)
        reason = (
            "on other ratings and readers; by the formula alone, which learns nothing, it is "
            f"{candidate.formula_ndcg_at_10:.4f} on these and was {current.formula_ndcg_at_10:.4f} on those"
        )
    share = 1 - candidate.ndcg_at_10 / current.ndcg_at_10
    if share <= accepted:
        return None
    return f"nDCG@10 is {candidate} in place of {current}, {share:.1%} lower, where {accepted:.1%} is let pass {reason}"


def _parse_quality(quality: object) -> MeasuredQuality | None:
    if not isinstance(quality, dict):
        return None
    readers, ndcg, formula_ndcg = (quality.get(name) for name in ("readers", "ndcg_at_10", "formula_ndcg_at_10"))
    if _is_count(readers) and readers > 0 and _is_ndcg(ndcg) and _is_ndcg(formula_ndcg):
        return MeasuredQuality(readers, ndcg, formula_ndcg)
    return None


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_ndcg(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
