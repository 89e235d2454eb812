import numpy as np
import pytest

from model_build.rank.unread import related_works
from model_build.rank.unread.related_works import RELATED_WORKS, RelatedWorks

GROUPS = np.array([0, 1, 0, -1, 0, 1, -1], dtype=np.int32)
READERS = np.array([5, 1, 9, 7, 2, 3, 0], dtype=np.float32)


def test_the_other_works_of_a_group_come_the_most_read_first() -> None:
    positions, related = RelatedWorks(GROUPS, READERS).of(np.array([0, 3, 4, 5], dtype=np.int32))
    assert list(zip(positions.tolist(), related.tolist(), strict=True)) == [(0, 2), (0, 4), (2, 2), (2, 0), (3, 1)]


def test_of_a_large_group_only_the_most_read_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related_works, "RELATED_WORKS", RELATED_WORKS.__class__(works_of_group=1))
    positions, related = RelatedWorks(GROUPS, READERS).of(np.arange(7, dtype=np.int32))
    assert list(zip(positions.tolist(), related.tolist(), strict=True)) == [(0, 2), (1, 5), (4, 2)]


def test_works_of_no_group_have_no_related_ones() -> None:
    positions, related = RelatedWorks(np.full(3, -1, dtype=np.int32), READERS[:3]).of(np.arange(3, dtype=np.int32))
    assert len(positions) == len(related) == 0
