"""Tests of the comparison: rules for any two manifests."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.publish.comparison import MeasuredQuality, ModelFigures, compare

quality = st.builds(
    MeasuredQuality,
    readers=st.integers(1, 100_000),
    ndcg_at_10=st.floats(0, 1),
    formula_ndcg_at_10=st.floats(0, 1),
)
figures = st.builds(
    ModelFigures,
    model_version=st.just("0d273bad1097"),
    dataset_fingerprint=st.sampled_from([None, "one", "another"]),
    rating_scale=st.sampled_from([None, 5, 10]),
    counts=st.dictionaries(st.sampled_from(["books", "ratings", "reads"]), st.integers(0, 10**9)),
    quality=st.none() | quality,
)
values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())
names = st.sampled_from(["readers", "ndcg_at_10", "formula_ndcg_at_10", "books", "ratings"])


@given(figures)
def test_no_model_is_worse_than_itself(model: ModelFigures) -> None:
    assert compare(model, model).worse == ()


@given(figures, quality, quality)
def test_a_model_with_a_higher_ndcg_is_never_worse(
    model: ModelFigures, one: MeasuredQuality, other: MeasuredQuality
) -> None:
    lower, higher = sorted([one, other], key=lambda quality: quality.ndcg_at_10)
    assert compare(replace(model, quality=lower), replace(model, quality=higher)).worse == ()


@given(figures, quality, quality)
def test_a_drop_that_counts_on_other_ratings_counts_on_the_same_ones_too(
    model: ModelFigures, one: MeasuredQuality, other: MeasuredQuality
) -> None:
    current, candidate = (
        replace(model, dataset_fingerprint="one", quality=its_quality) for its_quality in (one, other)
    )
    if compare(current, replace(candidate, dataset_fingerprint="another")).worse:
        assert compare(current, candidate).worse


@given(figures, quality, st.integers(2, 1_000))
def test_the_fewer_readers_there_are_the_larger_is_the_accepted_drop(
    model: ModelFigures, before: MeasuredQuality, times: int
) -> None:
    lower = replace(before, ndcg_at_10=before.ndcg_at_10 * 0.7)
    many = [replace(few, readers=few.readers * times) for few in (before, lower)]

    def is_worse(one: MeasuredQuality, other: MeasuredQuality) -> bool:
        current = replace(model, dataset_fingerprint="one", quality=one)
        return bool(compare(current, replace(current, dataset_fingerprint="another", quality=other)).worse)

    assert is_worse(*many) or not is_worse(before, lower)


@given(
    st.dictionaries(
        st.sampled_from(["dataset_fingerprint", "rating_scale", "counts", "quality"]),
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


def test_loans_are_guarded_by_their_number_and_quality_like_ratings() -> None:
    lent = ModelFigures("one", "one", 5, {"books": 100, "ratings": 0, "reads": 1000}, MeasuredQuality(500, 0.1, 0.09))
    fewer = replace(lent, dataset_fingerprint="another", counts={**lent.counts, "reads": 800})
    (clause,) = compare(lent, fewer).worse
    assert clause == "it has 800 reads in place of 1,000, 20.0% fewer, where 10.0% is let pass"
    worse = replace(lent, quality=MeasuredQuality(500, 0.09, 0.09))
    assert "nDCG@10" in compare(lent, worse).worse[0]
    assert compare(lent, lent).summary.endswith(
        "books 100 -> 100; reads 1,000 -> 1,000; nDCG@10 0.1000 (500 readers) -> 0.1000 (500 readers)."
    )
