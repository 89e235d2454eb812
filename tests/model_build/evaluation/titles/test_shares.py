"""Tests of shares and their intervals."""

import math

import pytest

from model_build.evaluation.titles.shares import Share


def test_intervals_are_wilsons() -> None:
    # Where the observed share lies 1.96 standard errors, of the share that is true, from the true one.
    share = Share.of(8, 10)

    assert share.value == 0.8
    for true in (share.low, share.high):
        assert abs(0.8 - true) == pytest.approx(1.959964 * math.sqrt(true * (1 - true) / 10))
    assert share.low < 0.8 < share.high


def test_an_interval_is_not_empty_when_all_is_found() -> None:
    assert Share.of(10, 10).high == 1
    assert Share.of(10, 10).low == pytest.approx(10 / (10 + 1.959964**2))
    assert Share.of(0, 10).low == 0


@pytest.mark.parametrize(("hits", "queries"), [(0, 0), (3, 2), (-1, 2)])
def test_a_share_of_nothing_is_refused(hits: int, queries: int) -> None:
    with pytest.raises(ValueError, match=f"got {hits} of {queries}"):
        Share.of(hits, queries)
