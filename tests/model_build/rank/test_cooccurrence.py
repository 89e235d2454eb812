"""Readers in common against counts made reader by reader."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank import cooccurrence
from model_build.rank.cooccurrence import COOCCURRENCE, CoOccurrence, Pairs
from model_build.works.gather import Works
from tests.model_build.works.small_works import (
    books_of_readers,
    random_works,
    readers_in_common,
    weighted_readers_in_common,
)


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Return works without every third reader, as without a fold: the numbers of those readers have no ratings."""
    all_readers = random_works(tmp_path_factory.mktemp("data"), works=60, readers=150)
    return replace(all_readers, ratings=all_readers.ratings[all_readers.ratings["reader"] % 3 != 1])


def limit_books_of_reader(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(cooccurrence, "COOCCURRENCE", replace(COOCCURRENCE, max_books_of_reader=limit))


def rows_of(works: Works) -> NDArray[np.int32]:
    return np.arange(len(works.books), dtype=np.int32)


def cooccurrence_of(works: Works) -> CoOccurrence:
    return CoOccurrence(works.ratings, len(works.books))


def table(pairs: Pairs, values: NDArray[np.float32], count: int) -> NDArray[np.float64]:
    """Return [works, works] the values of pairs, 0 for the pairs that are not there."""
    assert len(set(zip(pairs.sources.tolist(), pairs.targets.tolist(), strict=True))) == len(pairs.sources)
    cells = np.zeros((count, count))
    cells[pairs.sources, pairs.targets] = values
    return cells


def counts_of_most_read_books(works: Works, limit: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return [works, works] weights and number of readers of a source with the target among their most read books."""
    count = len(works.books)
    weights, readers = np.zeros((count, count)), np.zeros((count, count), dtype=np.int64)
    for books in books_of_readers(works).values():
        for source in books:
            # Rows are in order of popularity.
            for target in books[:limit]:
                weights[source, target] += len(books) ** -0.25
                readers[source, target] += 1
    return weights, readers


def test_two_readers_of_a_pair_weigh_by_how_many_books_they_have() -> None:
    rows = [(0, 0), (0, 1), (3, 0), (3, 1), (3, 2), (5, 2)]
    pairs = CoOccurrence(pd.DataFrame(rows, columns=["reader", "work"]), 4).pairs(np.array([1, 3], dtype=np.int32))
    found = zip(
        *(column.tolist() for column in (pairs.sources, pairs.targets, pairs.weights, pairs.readers)), strict=True
    )
    both, three = 2**-0.25 + 3**-0.25, 3**-0.25
    assert sorted(found) == [
        (1, 0, pytest.approx(both), 2),
        (1, 1, pytest.approx(both), 2),
        (1, 2, pytest.approx(three), 1),
    ]


def test_pairs_are_all_works_that_share_a_reader_with_the_weights_of_those_readers(works: Works) -> None:
    pairs = cooccurrence_of(works).pairs(rows_of(works))
    common = readers_in_common(works)
    assert len(pairs.sources) == np.count_nonzero(common)
    assert (np.diff(pairs.sources) >= 0).all()
    np.testing.assert_array_equal(table(pairs, pairs.readers, len(common)), common)
    np.testing.assert_allclose(
        table(pairs, pairs.weights, len(common)), weighted_readers_in_common(works), rtol=1e-5, atol=1e-6
    )


def test_the_pairs_of_some_works_are_those_that_all_works_together_give(works: Works) -> None:
    sources = np.array([2, 3, 17, 59], dtype=np.int32)
    some, everything = cooccurrence_of(works).pairs(sources), cooccurrence_of(works).pairs(rows_of(works))
    expected = everything.select(np.isin(everything.sources, sources))
    count = len(works.books)
    np.testing.assert_array_equal(table(some, some.readers, count), table(expected, expected.readers, count))
    np.testing.assert_array_equal(table(some, some.weights, count), table(expected, expected.weights, count))


def test_only_the_most_read_books_of_avid_readers_are_targets(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_books_of_reader(monkeypatch, 4)
    pairs = cooccurrence_of(works).pairs(rows_of(works))
    weights, readers = counts_of_most_read_books(works, 4)
    assert readers.sum() < readers_in_common(works).sum()
    np.testing.assert_array_equal(table(pairs, pairs.readers, len(readers)), readers)
    np.testing.assert_allclose(table(pairs, pairs.weights, len(readers)), weights, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("max_books_of_reader", [1, 4, 500])
def test_counted_and_omitted_readers_are_all_readers_in_common(
    max_books_of_reader: int, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_books_of_reader(monkeypatch, max_books_of_reader)
    counts, rows = cooccurrence_of(works), rows_of(works)
    pairs = counts.pairs_with(rows, rows)
    omitted = counts.count_omitted_readers(pairs.sources, pairs.targets)
    assert omitted.any() == (max_books_of_reader < 500)
    np.testing.assert_array_equal(table(pairs, pairs.readers + omitted, len(rows)), readers_in_common(works))


def test_pairs_with_a_few_targets_are_all_of_them_in_turn(works: Works) -> None:
    sources, targets = np.array([1, 30, 58], dtype=np.int32), np.array([40, 1, 0, 59], dtype=np.int32)
    pairs = cooccurrence_of(works).pairs_with(sources, targets)
    assert pairs.sources.tolist() == [1, 1, 1, 1, 30, 30, 30, 30, 58, 58, 58, 58]
    assert pairs.targets.tolist() == [40, 1, 0, 59] * 3
    np.testing.assert_array_equal(pairs.readers, readers_in_common(works)[np.ix_(sources, targets)].ravel())
    np.testing.assert_allclose(
        pairs.weights, weighted_readers_in_common(works)[np.ix_(sources, targets)].ravel(), rtol=1e-5, atol=1e-6
    )


def test_readers_of_a_work_are_counted_and_an_unread_work_has_none(works: Works) -> None:
    readers_count = cooccurrence_of(works).readers_count
    np.testing.assert_array_equal(readers_count, np.diagonal(readers_in_common(works)))
    assert (readers_count == 0).any()


@pytest.mark.parametrize(("pairs_in_block", "works_in_block"), [(1, 1000), (500, 1000), (10**9, 8), (10**9, 1000)])
def test_blocks_are_all_works_in_order_and_within_the_limits_but_for_their_first_work(
    pairs_in_block: int, works_in_block: int, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_blocks = replace(COOCCURRENCE, pairs_in_block=pairs_in_block, works_in_block=works_in_block)
    monkeypatch.setattr(cooccurrence, "COOCCURRENCE", small_blocks)
    pairs_of_work = np.zeros(len(works.books))
    for books in books_of_readers(works).values():
        pairs_of_work[books] += len(books)
    sources = rows_of(works)[2:]
    blocks = list(cooccurrence_of(works).blocks(sources))
    np.testing.assert_array_equal(np.concatenate(blocks), sources)
    assert all(len(block) for block in blocks)
    assert all(len(block) - 1 <= works_in_block for block in blocks)
    assert all(pairs_of_work[block[1:]].sum() <= pairs_in_block for block in blocks)
    # No more blocks than the limits call for, either: two in a row never fit into one.
    merged = [np.concatenate(two_blocks) for two_blocks in pairwise(blocks)]
    assert all(len(block) >= works_in_block or pairs_of_work[block].sum() >= pairs_in_block for block in merged)


def test_selected_and_appended_pairs_keep_their_weights_and_readers() -> None:
    pairs = Pairs(
        np.array([1, 1, 2], np.int32), np.array([5, 6, 7], np.int32), np.array([0.5, 1, 2], np.float32),
        np.array([1, 2, 3], np.float32),
    )  # fmt: skip
    joined = pairs.select(np.array([True, False, True])).append(pairs.select(np.array([2, 1])))
    assert joined.sources.tolist() == [1, 2, 2, 1]
    assert joined.targets.tolist() == [5, 7, 7, 6]
    assert joined.weights.tolist() == [0.5, 2, 2, 1]
    assert joined.readers.tolist() == [1, 3, 3, 2]


def test_works_read_with_related_ones_are_counted_by_the_weight_of_each_relation(works: Works) -> None:
    count = len(works.books)
    sources = np.array([0, 7, count - 1], dtype=np.int32)
    relations = {0: {3: 1.0, 5: 2.0}, 7: {}, count - 1: {1: 1.0}}
    related = np.zeros((len(sources), count), dtype=np.complex64)
    for position, source in enumerate(sources.tolist()):
        for work, weight in relations[source].items():
            related[position, work] = weight
    pairs, counts = cooccurrence_of(works).read_with_related(sources, sp.csr_array(related))
    weights, readers = np.zeros((count, count)), np.zeros((count, count))
    numbers = np.zeros(count)
    for books in books_of_readers(works).values():
        for source in sources.tolist():
            share = sum(weight for work, weight in relations[source].items() if work in books)
            numbers[source] += share
            for target in books:
                weights[source, target] += share * len(books) ** -0.25
                readers[source, target] += share
    np.testing.assert_allclose(table(pairs, pairs.weights, count), weights, rtol=1e-5)
    np.testing.assert_allclose(table(pairs, pairs.readers, count), readers, rtol=1e-5)
    np.testing.assert_allclose(counts, numbers[sources], rtol=1e-5)
    assert numbers[0] > 0
