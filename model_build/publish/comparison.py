"""Comparison of a model with the published ones, by the figures of their manifests.

Models whose manifests have the gate's figures are compared on the readers that they have in common, with the best of
the last ones, and with other methods, see reader_buckets.py. Others are compared with the current one alone: from the
same ratings, both models were scored on the same readers, and the same build measures the same twice, so that even a
small drop is real. From other ratings the readers are others: there, a drop counts where it is large and more than
chance.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from model_build.publish.model_figures import MeasuredQuality, ModelFigures
from model_build.publish.reader_buckets import LIMITS, Drop, drop_between


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
class Comparison:
    """Result of a comparison with the published models.

    Attributes:
        worse: A clause for each figure that is worse, with both figures; empty where the model may replace it.
        summary: A sentence with the figures that were compared, and those that were not.
    """

    worse: tuple[str, ...]
    summary: str


def compare(current: ModelFigures, candidate: ModelFigures, last: Sequence[ModelFigures] = ()) -> Comparison:
    """Compare a model with the current one, which it is to replace, and with the last ones.

    Args:
        current: The current model.
        candidate: The model.
        last: Further models that were published last.
    """
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
    for of_quality in (_compare_quality(current, candidate, last), compare_with_methods(candidate)):
        worse += of_quality.worse
        pairs.append(of_quality.summary)
    return Comparison(
        tuple(worse), f"Beside {current.model_version}, current until now: {'; '.join(filter(None, pairs))}."
    )


def compare_with_methods(candidate: ModelFigures) -> Comparison:
    """Compare a model with BM25 and ALS, which were measured on the same readers when it was built.

    The summary has no full stop, and is empty where they were not measured.
    """
    quality, gate = candidate.quality, candidate.gate
    if quality is None or gate is None:
        return Comparison((), "")
    worse = []
    chance = LIMITS.standard_errors * gate.bm25_standard_error
    if quality.ndcg_at_10 < gate.bm25_ndcg_at_10 - chance:
        worse.append(
            f"nDCG@10 is {quality}, and {gate.bm25_ndcg_at_10:.4f} by BM25 on the same readers, which needs no training"
        )
    als = quality.als_ndcg_at_10
    if als is not None and quality.ndcg_at_10 < als:
        worse.append(f"nDCG@10 is {quality}, and {als:.4f} by MLlib's ALS on the same readers")
    by_als = f"{als:.4f} by MLlib's ALS" if als is not None else "MLlib's ALS was not trained"
    return Comparison(tuple(worse), f"on the same readers {gate.bm25_ndcg_at_10:.4f} by BM25, {by_als}")


def _compare_quality(current: ModelFigures, candidate: ModelFigures, last: Sequence[ModelFigures]) -> Comparison:
    """Compare the nDCG@10 of a model with that of the published ones; the summary has no full stop."""
    if candidate.quality is None:
        if current.quality is None:
            return Comparison((), f"nDCG@10 not compared, since none was measured for {current.model_version}")
        clause = (
            "no nDCG@10 was measured for it, since too few readers were there to learn from or learning did not help, "
            f"in place of {current.quality}"
        )
        return Comparison((clause,), "")
    drops = [(model, drop) for model in (current, *last) if (drop := _drop_on_same_readers(model, candidate))]
    of_last = _compare_with_best(candidate.quality, drops)
    if any(model is current for model, _ in drops):
        return of_last
    of_current = _compare_with_current(current, candidate, current.quality, candidate.quality)
    summary = "; ".join(filter(None, (of_current.summary, of_last.summary)))
    return Comparison((*of_current.worse, *of_last.worse), summary)


def _drop_on_same_readers(former: ModelFigures, candidate: ModelFigures) -> Drop | None:
    """Return the drop on the readers that both models measured; None where it can't be known."""
    return drop_between(former.gate.buckets, candidate.gate.buckets) if former.gate and candidate.gate else None


def _compare_with_best(quality: MeasuredQuality, drops: Sequence[tuple[ModelFigures, Drop]]) -> Comparison:
    """Compare with the model from which nDCG@10 drops most, one of those first that refuse; empty where none is."""
    if not drops:
        return Comparison((), "")
    best, drop = max(drops, key=lambda of_model: (not of_model[1].is_accepted, of_model[1].share))
    of_models = f"the best of the last {len(drops)}" if len(drops) > 1 else "the only one on the same readers"
    former = f"{best.quality} of {best.model_version}, {of_models}"
    if drop.is_accepted:
        return Comparison((), f"nDCG@10 {former}, -> {quality}, on the same readers {drop}")
    limit = f"{drop.largest_accepted:.1%} is let pass"
    clause = f"nDCG@10 is {quality} in place of {former}: on the same readers {drop}, where {limit}"
    return Comparison((clause,), "")


def _compare_with_current(
    current: ModelFigures, candidate: ModelFigures, before: MeasuredQuality | None, after: MeasuredQuality
) -> Comparison:
    """Compare nDCG@10 with the current model's, where their readers in common are unknown or too few.

    Args:
        current: The current model.
        candidate: The model.
        before: The current model's quality.
        after: The model's quality.
    """
    if before is None:
        return Comparison((), f"nDCG@10 not compared, since none was measured for {current.model_version}")
    same_ratings = current.dataset_fingerprint is not None and (
        current.dataset_fingerprint == candidate.dataset_fingerprint
    )
    if same_ratings:
        reason = ""
    elif current.gate and candidate.gate:
        reason = ", built from other ratings and so of other readers: only a large drop counts"
    else:
        without = candidate.model_version if current.gate else current.model_version
        reason = (
            f", built from other ratings, and {without} without the gate's figures, by which readers that are the same "
            "are compared: only a large drop counts"
        )
    drop = _drop(before, after, same_ratings=same_ratings)
    return Comparison((drop,) if drop else (), f"nDCG@10 {before} -> {after}{reason}")


def _drop(current: MeasuredQuality, candidate: MeasuredQuality, *, same_ratings: bool) -> str | None:
    """Return a clause on a drop that is too large; None where it is accepted."""
    if candidate.ndcg_at_10 >= current.ndcg_at_10:
        return None
    if same_ratings:
        accepted, reason = COMPARISON.same_ratings_drop, "on the same ratings"
    else:
        chance = COMPARISON.standard_errors * math.sqrt(_variance_of_mean(current) + _variance_of_mean(candidate))
        accepted = max(COMPARISON.other_ratings_drop, chance / current.ndcg_at_10)
        reason = (
            "on other ratings and readers; by the formula alone, which learns nothing, it is "
            f"{candidate.formula_ndcg_at_10:.4f} on these and was {current.formula_ndcg_at_10:.4f} on those"
        )
    share = 1 - candidate.ndcg_at_10 / current.ndcg_at_10
    if share <= accepted:
        return None
    return f"nDCG@10 is {candidate} in place of {current}, {share:.1%} lower, where {accepted:.1%} is let pass {reason}"


def _variance_of_mean(quality: MeasuredQuality) -> float:
    """Return the variance of a mean nDCG@10 by the choice of readers."""
    widest = quality.ndcg_at_10 * (1 - quality.ndcg_at_10)
    return widest * COMPARISON.spread_share**2 / quality.readers
