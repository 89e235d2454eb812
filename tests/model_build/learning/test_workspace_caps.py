"""Caps of the ratings that a workspace adds."""

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.learning import workspace_caps as workspace_caps_module
from model_build.learning.workspace_caps import WorkspaceCapConfig, WorkspaceCaps


def rows(*numbers: int) -> NDArray[np.int32]:
    return np.array(numbers, dtype=np.int32)


def crowd(readers: int, works: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return ratings by readers each of whom has read five of the works, chosen at random."""
    generator = np.random.default_rng(3)
    chosen = [generator.choice(works, 5, replace=False) for _ in range(readers)]
    return np.repeat(np.arange(readers, dtype=np.int32), 5), np.concatenate(chosen).astype(np.int32)


def test_the_share_is_that_of_the_work_with_the_fifth_most_readers_in_common() -> None:
    readers, works = crowd(2_000, 12)
    caps = WorkspaceCaps.fit(readers, works, 12)
    of_work = [set(readers[works == work].tolist()) for work in range(12)]
    in_common = [sorted((len(one & other) for other in of_work if other is not one), reverse=True) for one in of_work]
    shares = [of_one[4] / len(one) for of_one, one in zip(in_common, of_work, strict=True)]
    assert min(shares) <= caps.ratings / len(works) <= max(shares)
    assert caps.readers_of_work.tolist() == pytest.approx(
        [caps.ratings / len(works) * len(one) for one in of_work], abs=1.1
    )


def test_datasets_of_few_ratings_have_the_least_caps() -> None:
    for readers, works in ((rows(), rows()), (rows(0, 0, 1), rows(0, 1, 0))):
        caps = WorkspaceCaps.fit(readers, works, 3)
        assert (caps.readers_of_work.tolist(), caps.ratings) == ([3, 3, 3], 500)


def test_the_cap_of_a_work_counts_each_workspace_by_itself() -> None:
    caps = WorkspaceCaps(np.array([2, 1]), ratings=100)
    admitted = caps.admit(rows(0, 0, 0, 1, 1), rows(5, 3, 4, 0, 1), rows(0, 0, 0, 0, 1))
    assert admitted.tolist() == [False, True, True, True, True]


def test_the_cap_in_all_ends_with_the_last_readers() -> None:
    caps = WorkspaceCaps(np.array([9, 9, 9]), ratings=4)
    admitted = caps.admit(rows(0, 0, 0, 0, 0, 0), rows(0, 0, 1, 1, 2, 2), rows(0, 1, 0, 1, 1, 2))
    assert admitted.tolist() == [True, True, True, True, False, False]


def test_what_is_beyond_the_cap_of_a_work_does_not_count_in_all() -> None:
    caps = WorkspaceCaps(np.array([1, 9]), ratings=2)
    assert caps.admit(rows(0, 0, 0), rows(0, 1, 2), rows(0, 0, 1)).tolist() == [True, False, True]


def test_more_readers_at_the_end_change_nothing_for_those_before_them() -> None:
    generator = np.random.default_rng(5)
    readers = np.sort(generator.integers(0, 200, 2_000)).astype(np.int32)
    works, workspaces = generator.integers(0, 30, 2_000).astype(np.int32), (readers % 3).astype(np.int32)
    caps = WorkspaceCaps(np.full(30, 15), ratings=300)
    whole = caps.admit(workspaces, readers, works)
    first = readers < 150
    assert caps.admit(workspaces[first], readers[first], works[first]).tolist() == whole[first].tolist()
    assert np.bincount(workspaces[whole]).tolist() == [300, 300, 300]


def test_the_sample_of_works_is_spread_over_the_ratings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine tenths of the ratings are of works whose readers share nothing: so is the work at the median."""
    together_readers, together_works = crowd(100, 6)
    alone = np.arange(4_500, dtype=np.int32)
    readers = np.concatenate([together_readers, alone + 100])
    works = np.concatenate([together_works, alone % 9 + 6]).astype(np.int32)
    monkeypatch.setattr(workspace_caps_module, "WORKSPACE_CAPS", WorkspaceCapConfig(least_readers=0, least_ratings=0))
    assert WorkspaceCaps.fit(readers, works, 15).ratings == 0
    assert WorkspaceCaps.fit(together_readers, together_works, 15).ratings > 300
