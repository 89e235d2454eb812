"""Readers in common against counts made reader by reader."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from model_build.rank import cooccurrence
from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.works.gather import Works
from tests.model_build.works.small_works import (
    books_of_readers,
    random_works,
    readers_in_common,
    weighted_readers_in_common,
)


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Every third reader is left out, as readers of a fold are: their numbers are nobody's."""
    made = random_works(tmp_path_factory.mktemp("data"), works=60, readers=150)
    return replace(made, ratings=made.ratings[made.ratings["reader"] % 3 != 1])


def rows_of(works: Works) -> NDArray[np.int32]:
    return np.arange(len(works.books), dtype=np.int32)


def counted(works: Works) -> CoOccurrence:
    return CoOccurrence(works.ratings, len(works.books))


def table(pairs: Pairs, values: NDArray[np.float32], count: int) -> NDArray[np.float64]:
    """[works, works] the values of pairs, 0 for the pairs that are not there."""
    assert len(set(zip(pairs.works.tolist(), pairs.others.tolist(), strict=True))) == len(pairs.works)
    cells = np.zeros((count, count))
    cells[pairs.works, pairs.others] = values
    return cells


def looked_at(works: Works, books_of_a_reader: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """[works, works] weights and readers of a work who have the other among the most read of their books."""
    count = len(works.books)
    weights, readers = np.zeros((count, count)), np.zeros((count, count), dtype=np.int64)
    for books in books_of_readers(works).values():
        for one in books:
            # Rows are in order of popularity.
            for other in books[:books_of_a_reader]:
                weights[one, other] += len(books) ** -0.25
                readers[one, other] += 1
    return weights, readers


def test_two_readers_of_a_pair_weigh_by_how_many_books_they_have() -> None:
    rows = [(0, 0), (0, 1), (3, 0), (3, 1), (3, 2), (5, 2)]
    pairs = CoOccurrence(pd.DataFrame(rows, columns=["reader", "work"]), 4).pairs(np.array([1, 3], dtype=np.int32))
    found = zip(*(column.tolist() for column in (pairs.works, pairs.others, pairs.weights, pairs.readers)), strict=True)
    both, three = 2**-0.25 + 3**-0.25, 3**-0.25
    assert sorted(found) == [
        (1, 0, pytest.approx(both), 2),
        (1, 1, pytest.approx(both), 2),
        (1, 2, pytest.approx(three), 1),
    ]


def test_pairs_are_all_works_that_share_a_reader_with_what_those_readers_weigh(works: Works) -> None:
    pairs = counted(works).pairs(rows_of(works))
    common = readers_in_common(works)
    assert len(pairs.works) == np.count_nonzero(common)
    assert (np.diff(pairs.works) >= 0).all()
    np.testing.assert_array_equal(table(pairs, pairs.readers, len(common)), common)
    np.testing.assert_allclose(
        table(pairs, pairs.weights, len(common)), weighted_readers_in_common(works), rtol=1e-5, atol=1e-6
    )


def test_the_pairs_of_some_works_are_those_that_all_works_together_give(works: Works) -> None:
    asked = np.array([2, 3, 17, 59], dtype=np.int32)
    some, everything = counted(works).pairs(asked), counted(works).pairs(rows_of(works))
    expected = everything.taken(np.isin(everything.works, asked))
    count = len(works.books)
    np.testing.assert_array_equal(table(some, some.readers, count), table(expected, expected.readers, count))
    np.testing.assert_array_equal(table(some, some.weights, count), table(expected, expected.weights, count))


def test_only_the_most_read_books_of_avid_readers_are_looked_at(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooccurrence, "_BOOKS_OF_A_READER", 4)
    pairs = counted(works).pairs(rows_of(works))
    weights, readers = looked_at(works, 4)
    assert readers.sum() < readers_in_common(works).sum()
    np.testing.assert_array_equal(table(pairs, pairs.readers, len(readers)), readers)
    np.testing.assert_allclose(table(pairs, pairs.weights, len(readers)), weights, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("books_of_a_reader", [1, 4, 500])
def test_readers_counted_and_readers_left_out_are_all_readers_in_common(
    books_of_a_reader: int, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cooccurrence, "_BOOKS_OF_A_READER", books_of_a_reader)
    cooccurring, rows = counted(works), rows_of(works)
    pairs = cooccurring.pairs_with(rows, rows)
    left_out = cooccurring.readers_left_out(pairs.works, pairs.others)
    assert left_out.any() == (books_of_a_reader < 500)
    np.testing.assert_array_equal(table(pairs, pairs.readers + left_out, len(rows)), readers_in_common(works))


def test_pairs_with_a_few_others_are_all_of_them_in_turn(works: Works) -> None:
    asked, others = np.array([1, 30, 58], dtype=np.int32), np.array([40, 1, 0, 59], dtype=np.int32)
    pairs = counted(works).pairs_with(asked, others)
    assert pairs.works.tolist() == [1, 1, 1, 1, 30, 30, 30, 30, 58, 58, 58, 58]
    assert pairs.others.tolist() == [40, 1, 0, 59] * 3
    np.testing.assert_array_equal(pairs.readers, readers_in_common(works)[np.ix_(asked, others)].ravel())
    np.testing.assert_allclose(
        pairs.weights, weighted_readers_in_common(works)[np.ix_(asked, others)].ravel(), rtol=1e-5, atol=1e-6
    )


def test_readers_of_a_work_are_counted_and_nobody_where_nobody_read_it(works: Works) -> None:
    readers_count = counted(works).readers_count
    np.testing.assert_array_equal(readers_count, np.diagonal(readers_in_common(works)))
    assert (readers_count == 0).any()


@pytest.mark.parametrize(("pairs_in_a_block", "works_in_a_block"), [(1, 1000), (500, 1000), (10**9, 8), (10**9, 1000)])
def test_blocks_are_all_works_in_order_and_within_the_limits_but_for_their_first_work(
    pairs_in_a_block: int, works_in_a_block: int, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cooccurrence, "_PAIRS_IN_A_BLOCK", pairs_in_a_block)
    monkeypatch.setattr(cooccurrence, "_WORKS_IN_A_BLOCK", works_in_a_block)
    pairs_of_work = np.zeros(len(works.books))
    for books in books_of_readers(works).values():
        pairs_of_work[books] += len(books)
    asked = rows_of(works)[2:]
    blocks = list(counted(works).blocks(asked))
    np.testing.assert_array_equal(np.concatenate(blocks), asked)
    assert all(len(block) for block in blocks)
    assert all(len(block) - 1 <= works_in_a_block for block in blocks)
    assert all(pairs_of_work[block[1:]].sum() <= pairs_in_a_block for block in blocks)
    # No more blocks than the limits call for, either: two in a row never fit into one.
    together = [np.concatenate(two) for two in pairwise(blocks)]
    assert all(len(two) >= works_in_a_block or pairs_of_work[two].sum() >= pairs_in_a_block for two in together)


def test_pairs_keep_their_weights_and_readers_when_some_are_taken_and_others_follow() -> None:
    one = Pairs(
        np.array([1, 1, 2], np.int32), np.array([5, 6, 7], np.int32), np.array([0.5, 1, 2], np.float32),
        np.array([1, 2, 3], np.float32),
    )  # fmt: skip
    joined = one.taken(np.array([True, False, True])).followed_by(one.taken(np.array([2, 1])))
    assert joined.works.tolist() == [1, 2, 2, 1]
    assert joined.others.tolist() == [5, 7, 7, 6]
    assert joined.weights.tolist() == [0.5, 2, 2, 1]
    assert joined.readers.tolist() == [1, 3, 3, 2]
