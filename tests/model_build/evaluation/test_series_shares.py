"""Tests for the shares of answers that keep to the order of series."""

import math

import numpy as np
import pandas as pd
import pytest

from model_build.evaluation.series_shares import measure_series

# A1 to A3, A2.5, an omnibus of A1 and A2; B2 and B3 of a series without its first; C1 and C2; two works of no series.
A1, A2, A3, A2_5, A1_2, B2, B3, C1, C2, NONE, OTHER = range(11)
NAN = math.nan
BOOKS = pd.DataFrame({
    "series_row": np.array([0, 0, 0, 0, 0, 1, 1, 2, 2, -1, -1], dtype=np.int32),
    "volume": [1, 2, 3, 2.5, 1, 2, 3, 1, 2, NAN, NAN],
    "last_volume": [NAN, NAN, NAN, NAN, 2, NAN, NAN, NAN, NAN, NAN, NAN],
})  # fmt: skip


def answers(*shown: list[int]) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    """Return answers of five works, -1 behind their ends."""
    return np.array([works + [-1] * (5 - len(works)) for works in shown], dtype=np.int32)


def test_the_next_volume_counts_wherever_it_is_shown_and_apart_where_it_is_first() -> None:
    """A novella is no next volume; the last volume and works of no series have none."""
    asked = np.array([A1, A1, A2, A2_5, A3, NONE], dtype=np.int32)
    shares = measure_series(asked, answers([A2], [NONE, A2], [A2_5], [A3], [NONE], [A1]), BOOKS)
    assert shares.answers_with_next == 4
    assert (shares.next_shown, shares.next_first) == (3 / 4, 2 / 4)


@pytest.mark.parametrize(
    ("asked", "shown", "is_wrong"),
    [
        (NONE, [A2], True),
        (NONE, [A2, A1], False),
        (NONE, [A2_5], True),
        (NONE, [A1], False),
        (NONE, [B2], False),
        (NONE, [B3], True),
        (NONE, [A2, C1], True),
        (A1, [A3], False),
        (NONE, [A1_2], False),
        (-1, [C2], True),
        (-1, [NONE, OTHER], False),
    ],
)
def test_a_later_volume_of_another_series_needs_its_first_beside_it(
    asked: int, shown: list[int], is_wrong: bool
) -> None:
    """The first is the first that the catalogue has."""
    shares = measure_series(np.array([asked, NONE], dtype=np.int32), answers(shown, [NONE]), BOOKS)
    assert shares.later_without_first == is_wrong / 2


def test_an_omnibus_beside_a_part_is_counted() -> None:
    """Alone it is as good as any book."""
    shares = measure_series(np.array([NONE, NONE], dtype=np.int32), answers([A1_2, A3], [A1_2, C1]), BOOKS)
    assert shares.omnibus_beside_part == 1 / 2


def test_only_five_works_are_shown() -> None:
    """Further works of a ranking do not count."""
    ranking = np.array([[NONE, OTHER, C1, B2, A3, A2]], dtype=np.int32)
    assert measure_series(np.array([A1], dtype=np.int32), ranking, BOOKS).next_shown == 0


def test_without_answers_or_series_shares_are_not_known() -> None:
    """Nothing is divided by nothing."""
    empty = measure_series(np.array([], dtype=np.int32), answers().reshape(0, 5), BOOKS)
    assert math.isnan(empty.later_without_first)
    without = measure_series(
        np.array([0], dtype=np.int32), answers([0]), BOOKS.loc[[NONE, OTHER]].reset_index(drop=True)
    )
    assert math.isnan(without.next_shown)
    assert without.later_without_first == 0
