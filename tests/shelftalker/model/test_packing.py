"""Neighbours as the model stores them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.model.packing import decode_neighbours, decode_rows, encode_neighbours, encode_rows


@given(
    st.lists(st.tuples(st.integers(1, 2**24 - 1), st.floats(0, 60_000, width=16), st.integers(0, 2**31)), max_size=60)
)
@settings(deadline=None, derandomize=True)
def test_neighbours_are_unpacked_as_they_were_packed(neighbours: list[tuple[int, float, int]]) -> None:
    unpacked = decode_neighbours(encode_neighbours(neighbours))
    assert [(neighbour.book_row, neighbour.score, neighbour.readers_in_common) for neighbour in unpacked] == neighbours


@given(st.lists(st.floats(0, 60_000, width=32), max_size=60))
@settings(deadline=None, derandomize=True)
def test_scores_keep_their_order_and_three_digits_when_packed(scores: list[float]) -> None:
    ranked = sorted(scores, reverse=True)
    unpacked = decode_neighbours(encode_neighbours((1, score, 0) for score in ranked))
    unpacked_scores = [neighbour.score for neighbour in unpacked]
    assert unpacked_scores == sorted(unpacked_scores, reverse=True)
    assert unpacked_scores == pytest.approx(ranked, rel=1e-3, abs=1e-7)


def test_a_neighbour_takes_five_bytes_and_six_beyond_row_65535_beside_two_for_all() -> None:
    assert len(encode_neighbours([(200, 0.5, 37)] * 20)) == 2 + 20 * 5
    assert len(encode_neighbours([(65_536, 0.5, 37)] * 20)) == 2 + 20 * 6


@pytest.mark.parametrize("neighbours", [[(2**24, 0.5, 1)], [(1, 0.5, 1)] * 32_768], ids=["row", "count"])
def test_neighbours_that_do_not_fit_are_refused(neighbours: list[tuple[int, float, int]]) -> None:
    with pytest.raises(ValueError, match="expected at most 32,767 entries with rows up to 16,777,215"):
        encode_neighbours(neighbours)


@given(st.lists(st.integers(1, 2**24)))
@settings(deadline=None, derandomize=True)
def test_rows_of_subjects_are_unpacked_as_they_were_packed(rows: list[int]) -> None:
    assert decode_rows(encode_rows(rows)) == rows
