"""Tests of the nonsense queries."""

from tests.bench.nonsense import nonsense_queries


def test_the_same_seed_gives_the_same_nonsense() -> None:
    assert nonsense_queries() == nonsense_queries()
    assert nonsense_queries() != nonsense_queries(seed=2)


def test_nonsense_is_of_four_kinds() -> None:
    kinds = [kind for kind, _ in nonsense_queries(queries_per_kind=3)]

    assert kinds == ["letters"] * 3 + ["syllables"] * 3 + ["keyboard"] * 3 + ["words"] * 3
