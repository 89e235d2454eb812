"""The figures in a model's manifest that models are compared by.

nDCG@10 in a manifest is that of all readers of the datasets who were trained on, each by trees that had not seen them,
see rank/ranker.py. Readers in Slack are not among them, and their ratings not among the counts: nobody can add readers
whose likes nothing predicts, so that no model is good enough, or leave with them, so that ratings seem to be lost.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from model_build.publish.reader_buckets import ReaderBuckets


@dataclass(frozen=True, slots=True)
class MeasuredQuality:
    """The quality in a manifest: `rank.ranker.Quality`, whose import needs LightGBM."""

    readers: int
    ndcg_at_10: float
    formula_ndcg_at_10: float
    als_ndcg_at_10: float | None = None

    def __str__(self) -> str:
        return f"{self.ndcg_at_10:.4f} ({self.readers:,} readers)"


@dataclass(frozen=True, slots=True)
class GateFigures:
    """The gate's figures in a manifest: `rank.gate.gate_figures.GateFigures`, whose import needs LightGBM."""

    buckets: ReaderBuckets
    bm25_ndcg_at_10: float
    bm25_standard_error: float


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """Figures in a model's manifest; None for a figure that it does not have.

    Attributes:
        model_version: The model's version.
        dataset_fingerprint: Fingerprint of the ratings, the same for the same ratings.
        rating_scale: Highest number of stars or points of a rating.
        counts: Number of books, of ratings and of reads (books read by a reader, rated or not), by their names, those
            of the datasets' readers alone.
        quality: The measured quality; None too where there were too few readers for the ranker's training.
        gate: The gate's figures, which a training measures, and a build where it is told to.
    """

    model_version: str
    dataset_fingerprint: str | None
    rating_scale: int | None
    counts: Mapping[str, int]
    quality: MeasuredQuality | None
    gate: GateFigures | None = None

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
        fingerprint, scale = (fields.get(name) for name in ("dataset_fingerprint", "rating_scale"))
        quality = _parse_quality(fields.get("quality"))
        return cls(
            model_version=fields["model_version"],
            dataset_fingerprint=fingerprint if isinstance(fingerprint, str) else None,
            rating_scale=scale if _is_count(scale) else None,
            counts=_counts_of_datasets(fields),
            quality=quality,
            gate=_parse_gate(fields.get("gate")) if quality else None,
        )


def _parse_quality(quality: object) -> MeasuredQuality | None:
    if not isinstance(quality, dict):
        return None
    readers, ndcg, formula_ndcg = (quality.get(name) for name in ("readers", "ndcg_at_10", "formula_ndcg_at_10"))
    als_ndcg = quality.get("als_ndcg_at_10")
    if _is_count(readers) and readers > 0 and _is_ndcg(ndcg) and _is_ndcg(formula_ndcg):
        return MeasuredQuality(readers, ndcg, formula_ndcg, als_ndcg if _is_ndcg(als_ndcg) else None)
    return None


def _parse_gate(gate: object) -> GateFigures | None:
    if not isinstance(gate, dict):
        return None
    buckets = ReaderBuckets.from_fields(gate.get("bucket_readers"), gate.get("bucket_ndcg_at_10"))
    ndcg, standard_error = gate.get("bm25_ndcg_at_10"), gate.get("bm25_standard_error")
    return (
        GateFigures(buckets, ndcg, standard_error) if buckets and _is_ndcg(ndcg) and _is_ndcg(standard_error) else None
    )


def _counts_of_datasets(fields: Mapping[str, Any]) -> dict[str, int]:
    """Return the counts of a model without the ratings of readers in Slack, a source without editions of its own."""
    counts, sources = fields.get("counts"), fields.get("sources")
    row_counts = counts if isinstance(counts, dict) else {}
    of_datasets = {name: row_counts[name] for name in ("books", "ratings", "reads") if _is_count(row_counts.get(name))}
    for source in sources if isinstance(sources, list) else []:
        of_source = source.get("counts") if isinstance(source, dict) else None
        if isinstance(of_source, dict) and of_source.get("editions") == 0:
            for name in ("ratings", "reads"):
                if name in of_datasets and _is_count(of_source.get(name)):
                    of_datasets[name] = max(of_datasets[name] - of_source[name], 0)
    return of_datasets


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_ndcg(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
