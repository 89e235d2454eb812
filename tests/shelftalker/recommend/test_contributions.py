"""Contributions of the books of a shelf, against figures worked out by hand and counted pair by pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.packing import Columns
from shelftalker.recommend.contributions import (
    CONTRIBUTIONS,
    Contributions,
    ShelfEntry,
    preference_weight,
    preference_weights,
    sum_scores,
)

SCORES = st.lists(st.tuples(st.integers(1, 8), st.floats(0.125, 4)), max_size=5, unique_by=lambda pair: pair[0])


def contributions_of(sources: list[tuple[float, list[tuple[int, float]]]], rarity: float = 0.0) -> Contributions:
    """Return the contributions of sources 101, 102 ... by their shares and their (target, score) pairs."""
    ranked = [sorted(pairs, key=lambda pair: -pair[1]) for _, pairs in sources]
    counts = [len(pairs) for pairs in ranked]
    entries = [pair for pairs in ranked for pair in pairs]
    columns = Columns(counts, [row for row, _ in entries], tuple(value for _, value in entries))
    starts = [sum(counts[:number]) for number in range(len(counts) + 1)]
    return Contributions(
        [101 + number for number in range(len(sources))], [s for s, _ in sources], columns, starts, rarity
    )


def test_the_best_rating_weighs_one_whatever_the_scale_and_a_bad_one_weighs_against() -> None:
    assert preference_weight(5, 5) == preference_weight(10, 10) == 1
    assert preference_weight(3, 5) == pytest.approx((0.6 - 0.45) / 0.55)
    assert preference_weight(2, 5) < 0 < preference_weight(None, 5) == CONTRIBUTIONS.unrated_weight


def test_the_last_rating_of_a_book_counts_and_a_dismissed_book_weighs_nothing() -> None:
    shelf = [ShelfEntry(1, 1.0), ShelfEntry(1, None), ShelfEntry(1, 5.0), ShelfEntry(2, None, dismissed=True),
             ShelfEntry(3, None), ShelfEntry(4, None), ShelfEntry(4, 5.0)]  # fmt: skip
    assert preference_weights(shelf, 5) == {1: 1.0, 2: 0.0, 3: CONTRIBUTIONS.unrated_weight, 4: 1.0}


def test_contributions_add_up_and_count_more_for_books_that_few_have_read() -> None:
    plain = contributions_of([(1.0, [(2, 0.5), (4, 0.25)]), (-0.5, [(4, 1.0)])])
    assert plain.sum_by_row() == [0.0, 0.0, 0.5, 0.0, -0.25]
    rare = contributions_of([(2.0, [(4, 0.25)])], rarity=0.5)
    assert sum_scores([plain, rare]) == {2: 0.5, 4: -0.25 + 0.5 * 2}


@given(st.lists(st.tuples(st.floats(-2, 2), SCORES), max_size=5), st.sets(st.integers(1, 9), min_size=1))
def test_the_greatest_contribution_is_that_of_looking_at_every_pair(
    sources: list[tuple[float, list[tuple[int, float]]]], targets: set[int]
) -> None:
    expected: dict[int, float] = {}
    for share, pairs in sources:
        for row, score in pairs:
            if row in targets and share * score > expected.get(row, 0.0):
                expected[row] = share * score
    found = contributions_of(sources).greatest(targets)
    assert {row: value for row, (value, _) in found.items()} == expected
    for row, (value, source) in found.items():
        share, pairs = sources[source - 101]
        assert share * dict(pairs)[row] == value
