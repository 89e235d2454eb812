"""Figures in manifests, whole and broken ones."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.publish.comparison import compare
from model_build.publish.model_figures import ModelFigures

values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())
names = st.sampled_from(["readers", "ndcg_at_10", "formula_ndcg_at_10", "books", "ratings"])


@given(
    st.dictionaries(
        st.sampled_from(["dataset_fingerprint", "rating_scale", "counts", "quality", "gate", "sources"]),
        values | st.dictionaries(names, values),
    )
)
def test_invalid_figures_are_left_out(fields: dict[str, Any]) -> None:
    figures_of_manifest = ModelFigures.from_manifest(json.dumps(fields | {"model_version": "one"}))
    assert compare(figures_of_manifest, figures_of_manifest).worse == ()
    if figures_of_manifest.quality:
        assert 0 <= figures_of_manifest.quality.ndcg_at_10 <= 1
        assert figures_of_manifest.quality.readers > 0


@pytest.mark.parametrize("manifest", ["", "nonsense", "[]", "null", "{}", '{"model_version": 1}'])
def test_a_text_that_is_no_manifest_is_refused(manifest: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        ModelFigures.from_manifest(manifest)


def manifest(**fields: Any) -> ModelFigures:
    return ModelFigures.from_manifest(json.dumps({"model_version": "one"} | fields))


def test_ratings_of_readers_in_slack_are_not_counted_among_those_of_the_datasets() -> None:
    sources = [
        {"name": "loans", "counts": {"editions": 9, "ratings": 50, "reads": 70}},
        {"name": "readers in Slack", "counts": {"editions": 0, "ratings": 20, "reads": 20}},
    ]
    counts = {"books": 8, "ratings": 70, "reads": 90, "readers": 5}
    assert manifest(counts=counts, sources=sources).counts == {"books": 8, "ratings": 50, "reads": 70}
    assert manifest(counts=counts).counts == {"books": 8, "ratings": 70, "reads": 90}


GATE = {
    "bucket_readers": [20, 30],
    "bucket_ndcg_at_10": [2, 3.5],
    "bm25_ndcg_at_10": 0.1,
    "bm25_standard_error": 0.001,
}
QUALITY = {"readers": 50, "ndcg_at_10": 0.11, "formula_ndcg_at_10": 0.1, "als_ndcg_at_10": None}


def test_the_gates_figures_are_read() -> None:
    gate = manifest(gate=GATE, quality=QUALITY).gate
    assert gate
    assert (gate.buckets.readers, gate.buckets.mean) == ((20, 30), 0.11)
    assert (gate.bm25_ndcg_at_10, gate.bm25_standard_error) == (0.1, 0.001)
    assert manifest(gate=GATE, quality=None).gate is None


@pytest.mark.parametrize(
    "damage",
    [
        {"bucket_readers": [20]},
        {"bucket_readers": [20, 30, 1], "bucket_ndcg_at_10": [2, 3, 0.5]},
        {"bucket_readers": [0, 0], "bucket_ndcg_at_10": [0, 0]},
        {"bucket_ndcg_at_10": [2, 31]},
        {"bucket_ndcg_at_10": [-1, 3]},
        {"bucket_readers": [20, True]},
        {"bm25_ndcg_at_10": "much"},
        {"bm25_standard_error": None},
    ],
)
def test_figures_of_the_gate_that_make_no_sense_are_left_out(damage: dict[str, Any]) -> None:
    assert manifest(gate=GATE | damage, quality=QUALITY).gate is None
