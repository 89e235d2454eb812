"""Tests of the benchmark of books for several people: rules by hand, and figures for a small dataset."""

from pathlib import Path

import pytest

from shelftalker.model.catalogue import Catalogue
from tests.bench.several_people import (
    RULES,
    SIZES,
    Member,
    borda,
    least_misery,
    mean_of_scores,
    measure_several_people,
    reciprocal_ranks,
)
from tests.bench.synthetic import write_dataset
from tests.bench.test_synthetic import SMALL

# Three books of which the first suits one member best, the second both well, and the third the other alone.
ONE = Member({9: 1.0}, frozenset(), [(1, 0.9), (2, 0.5), (4, 0.1)])
OTHER = Member({8: 1.0}, frozenset(), [(3, 0.8), (2, 0.6), (9, 0.3), (4, 0.2)])


def test_each_rule_ranks_by_its_own_measure_and_leaves_out_what_a_member_has_read(catalogue: Catalogue) -> None:
    group = [ONE, OTHER]
    assert mean_of_scores(catalogue, group) == [2, 1, 3, 4]
    assert least_misery(catalogue, group) == [2, 4, 1, 3]
    assert borda(catalogue, group) == [2, 4, 1, 3]
    assert reciprocal_ranks(catalogue, group) == [2, 4, 1, 3]


def test_every_rule_is_measured_for_every_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dataset(tmp_path, SMALL)
    monkeypatch.setattr("tests.bench.several_people._HIDINGS", 2)
    figures = measure_several_people(tmp_path, tmp_path / "model", 5)
    assert [figure.name for figure in figures] == [f"groups of {size}, {rule}" for size in SIZES for rule in RULES]
    assert all("standard error" in figure.measured and "around a book" in figure.beside for figure in figures)
