"""Neighbours as the model stores them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.model.packing import (
    decode_ascending,
    decode_columns,
    decode_neighbour_columns,
    decode_neighbours,
    decode_rows,
    encode_ascending,
    encode_item_weights,
    encode_neighbours,
    encode_rows,
)


@given(
    st.lists(st.tuples(st.integers(1, 2**24 - 1), st.floats(0, 60_000, width=16), st.integers(0, 2**31)), max_size=60)
)
@settings(deadline=None, derandomize=True)
def test_neighbours_are_unpacked_as_they_were_packed(neighbours: list[tuple[int, float, int]]) -> None:
    unpacked = decode_neighbours(encode_neighbours(neighbours))
    assert [(row, readers) for row, _, readers in unpacked] == [(row, readers) for row, _, readers in neighbours]
    scores = [score for _, score, _ in neighbours]
    step = max(scores, default=0) * 2**0.125 / 255 + 1e-6
    assert [score for _, score, _ in unpacked] == pytest.approx(scores, abs=step)


@given(st.lists(st.floats(0, 60_000, width=32), max_size=60))
@settings(deadline=None, derandomize=True)
def test_scores_keep_their_order_and_what_is_above_zero_stays_so(scores: list[float]) -> None:
    ranked = sorted(scores, reverse=True)
    unpacked = decode_neighbours(encode_neighbours((1, score, 0) for score in ranked))
    unpacked_scores = [neighbour.score for neighbour in unpacked]
    assert unpacked_scores == sorted(unpacked_scores, reverse=True)
    assert [score > 0 for score in unpacked_scores] == [score > 0 for score in ranked]


def test_a_neighbour_takes_four_bytes_and_five_beyond_row_65535_beside_three_for_all() -> None:
    assert len(encode_neighbours([(200, 0.5, 37)] * 20)) == 3 + 20 * 4
    assert len(encode_neighbours([(65_536, 0.5, 37)] * 20)) == 3 + 20 * 5


def test_neighbours_without_readers_in_common_take_a_byte_less_each() -> None:
    packed = encode_neighbours([(65_536, 0.5, 0), (7, 0.25, 0)])
    assert len(packed) == 3 + 2 * 4
    assert [(row, readers) for row, _, readers in decode_neighbours(packed)] == [(65_536, 0), (7, 0)]


def test_neighbours_of_several_books_are_unpacked_at_once() -> None:
    books = [[(1, 0.5, 2), (70_000, 0.25, 1)], [], [(3, 4.0, 0)]]
    columns = decode_neighbour_columns([encode_neighbours(neighbours) for neighbours in books])
    assert columns.counts == [2, 0, 1]
    assert columns.rows == [1, 70_000, 3]
    assert columns.values == pytest.approx((0.5, 0.25, 4.0), rel=0.01)
    assert decode_columns([encode_item_weights([(70_000, 0.5), (2, -0.25)])]) == ([2], [70_000, 2], (0.5, -0.25))


@pytest.mark.parametrize("score", [-0.5, 1e9])
def test_scores_off_every_scale_are_refused(score: float) -> None:
    with pytest.raises(ValueError, match="expected scores from 0 to"):
        encode_neighbours([(1, score, 0)])


@pytest.mark.parametrize("neighbours", [[(2**24, 0.5, 1)], [(1, 0.5, 1)] * 32_768], ids=["row", "count"])
def test_neighbours_that_do_not_fit_are_refused(neighbours: list[tuple[int, float, int]]) -> None:
    with pytest.raises(ValueError, match="expected at most 32,767 entries with rows up to 16,777,215"):
        encode_neighbours(neighbours)


@given(st.lists(st.integers(1, 2**24)))
@settings(deadline=None, derandomize=True)
def test_rows_of_subjects_are_unpacked_as_they_were_packed(rows: list[int]) -> None:
    assert decode_rows(encode_rows(rows)) == rows


@given(st.lists(st.integers(1, 2**24), unique=True))
@settings(deadline=None, derandomize=True)
def test_rows_of_an_authors_books_are_unpacked_as_they_were_packed(rows: list[int]) -> None:
    assert decode_ascending(encode_ascending(sorted(rows))) == sorted(rows)
