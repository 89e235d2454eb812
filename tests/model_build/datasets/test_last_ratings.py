"""The last row of a reader and book: beside a loop over the rows, in one go and by buckets of readers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.datasets import last_ratings
from model_build.datasets.last_ratings import ReaderRows

# Reader, book, rating (0 is no rating, None can't be used), time.
Row = tuple[int, int, float | None, int]
ROWS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 3), st.sampled_from([None, 0.0, 3.0, 5.0]), st.integers(-1, 2)),
    max_size=60,
)


def rows_of(rows: list[Row], *, timed: bool) -> ReaderRows:
    return ReaderRows(
        readers=np.array([reader for reader, *_ in rows], dtype=np.int32),
        books=np.array([book for _, book, *_ in rows], dtype=np.int32),
        values=np.array([np.nan if value is None else value for *_, value, _ in rows], dtype=np.float64),
        times=np.array([time for *_, time in rows] if timed else [], dtype=np.int64),
    )


def replaced_by_loop(rows: list[Row], *, timed: bool) -> list[int]:
    """Return the rows that another one stands for, found one by one."""
    last: dict[tuple[int, int], int] = {}
    replaced = []

    def order(position: int) -> tuple[bool, int, int]:
        *_, value, time = rows[position]
        return bool(value), time if timed else 0, position

    for position, (reader, book, value, _) in enumerate(rows):
        if value is not None:
            other = last.setdefault((reader, book), position)
            if other != position:
                first, second = sorted((other, position), key=order)
                replaced.append(first)
                last[reader, book] = second
    return sorted(replaced)


@given(ROWS, st.booleans())
def test_the_last_row_stands_and_any_rating_before_none(rows: list[Row], timed: bool) -> None:
    assert rows_of(rows, timed=timed).replaced_rows().tolist() == replaced_by_loop(rows, timed=timed)


@pytest.mark.parametrize("timed", [True, False])
def test_buckets_of_readers_find_the_same_rows(monkeypatch: pytest.MonkeyPatch, timed: bool) -> None:
    generator = np.random.default_rng(7)
    sampled = generator.integers(0, (40, 9, 4, 5), (500, 4)).tolist()
    rows = [(reader, book, [None, 0.0, 2.0, 4.0][value], time) for reader, book, value, time in sampled]
    whole = rows_of(rows, timed=timed).replaced_rows()
    assert whole.tolist() == replaced_by_loop(rows, timed=timed)
    assert len(whole) > 50
    monkeypatch.setattr(last_ratings, "LAST_RATINGS", replace(last_ratings.LAST_RATINGS, rows_of_bucket=70))
    np.testing.assert_array_equal(rows_of(rows, timed=timed).replaced_rows(), whole)
