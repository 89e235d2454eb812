"""Tests of the comparison: rules for any two manifests."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from model_build.publish.comparison import compare, compare_with_methods
from model_build.publish.model_figures import GateFigures, MeasuredQuality, ModelFigures
from model_build.publish.reader_buckets import ReaderBuckets

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


def weekly(version: str, ndcg: float, *, bm25: float = 0.07, als: float | None = None) -> ModelFigures:
    """Return the figures of a model of 800 readers, whose nDCG@10 is a tenth higher and lower in every other bucket."""
    buckets = ReaderBuckets((100,) * 8, tuple(100 * ndcg * (0.9 if bucket % 2 else 1.1) for bucket in range(8)))
    quality = MeasuredQuality(800, ndcg, 0.9 * ndcg, als)
    return ModelFigures(version, version, 5, {"books": 10}, quality, GateFigures(buckets, bm25, 0.001))


def test_a_model_is_compared_with_the_best_of_the_last_on_the_same_readers() -> None:
    best, current = weekly("best", 0.1), weekly("current", 0.099)
    assert compare(current, weekly("one", 0.0985), [best]).worse == ()
    assert compare(current, weekly("one", 0.0975)).worse == ()
    (clause,) = compare(current, weekly("one", 0.0975), [best, weekly("other", 0.098)]).worse
    assert clause == (
        "nDCG@10 is 0.0975 (800 readers) in place of 0.1000 (800 readers) of best, the best of the last 3: on the same "
        "readers 2.5% lower, standard error 0.1%, where 1.8% is let pass"
    )


def test_a_model_of_other_readers_is_compared_with_the_current_one_alone() -> None:
    current = weekly("current", 0.1)
    readers = (101, 99) * 4
    other = ReaderBuckets(readers, tuple(9.5 * (1.1 if bucket < 4 else 0.9) for bucket in range(8)))
    assert current.gate
    of_others = replace(weekly("one", 0.095), gate=replace(current.gate, buckets=other))
    comparison = compare(current, of_others, [weekly("best", 0.2)])
    assert comparison.worse == ()
    assert "and so of other readers: only a large drop counts" in comparison.summary


def test_a_model_without_the_gates_figures_is_compared_with_the_current_one_and_it_is_said_so() -> None:
    current, candidate = weekly("current", 0.1), weekly("one", 0.095)
    for before, after, without in (
        (replace(current, gate=None), candidate, "current"),
        (current, replace(candidate, gate=None), "one"),
    ):
        comparison = compare(before, after)
        assert comparison.worse == ()
        assert f"{without} without the gate's figures" in comparison.summary
    # A former one that has them counts all the same.
    assert compare(replace(current, gate=None), candidate, [weekly("best", 0.1)]).worse


def test_a_model_may_be_no_worse_than_bm25_and_than_als_where_it_was_trained() -> None:
    current = weekly("current", 0.1)
    for bm25, als, worse in (
        (0.1029, None, []),
        (0.1031, None, ["nDCG@10 is 0.1000 (800 readers), and 0.1031 by BM25 on the same readers, which needs no"]),
        (0.07, 0.0999, []),
        (0.07, 0.1001, ["nDCG@10 is 0.1000 (800 readers), and 0.1001 by MLlib's ALS on the same readers"]),
    ):
        comparison = compare(current, weekly("one", 0.1, bm25=bm25, als=als))
        assert [clause[: len(start)] for clause, start in zip(comparison.worse, worse, strict=True)] == worse
    assert compare_with_methods(weekly("one", 0.1)).summary == (
        "on the same readers 0.0700 by BM25, MLlib's ALS was not trained"
    )
    assert "0.0500 by MLlib's ALS" in compare_with_methods(weekly("one", 0.1, als=0.05)).summary
