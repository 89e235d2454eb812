"""The unbuilt model that the second stage learns from, beside a built one."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import scipy.sparse as sp

from model_build.build import build_from
from model_build.datasets.dataset import Dataset
from model_build.rank.book_facts import BookFacts
from model_build.rank.fold_evidence import FoldEvidence
from model_build.rank.neighbours import find_neighbours
from model_build.rank.unread.all_neighbours import rank_all
from model_build.works.gather import gather_works
from shelftalker.model.catalogue import Catalogue, SourceColumns


def check_alike(found: SourceColumns, expected: SourceColumns) -> None:
    """Expect the same columns, but for the rounding of scores to four bytes."""
    assert (found.sources, found.columns[:2]) == (expected.sources, expected.columns[:2])
    assert found.columns.values == pytest.approx(expected.columns.values, rel=1e-6)


def test_an_unbuilt_model_says_of_a_shelf_what_the_model_says(readers_of_tastes: Dataset, tmp_path: Path) -> None:
    works = gather_works(readers_of_tastes)
    neighbours = find_neighbours(works)
    # Too few readers for a ranker or a second stage, so that the neighbours in the model are those of the formula.
    few = replace(readers_of_tastes, ratings=readers_of_tastes.ratings[readers_of_tastes.ratings["reader"] < 150])
    few_works = gather_works(few)
    build_from(few, tmp_path / "model")
    priced, _ = rank_all(few_works, None, BookFacts(few_works))
    evidence = FoldEvidence(priced, BookFacts(few_works), None)
    rows = [1, 3, 17, 60]
    with closing(Catalogue.open(tmp_path / "model")) as few_model:
        check_alike(evidence.neighbour_columns(rows), few_model.neighbour_columns(rows))
        for found, expected in zip(
            evidence.contribution_columns(rows), few_model.contribution_columns(rows), strict=True
        ):
            check_alike(found, expected)
        assert evidence.book_facts(rows) == few_model.book_facts(rows)
    weights = sp.csr_array(([0.5, -0.25, 0.125], ([2, 2, 16], [4, 7, 1])), shape=(len(works.books),) * 2)
    _, (sources, columns) = FoldEvidence(neighbours, BookFacts(works), weights).contribution_columns(rows)
    assert sources == [3, 17]
    assert columns == ([2, 1], [5, 8, 2], (0.5, -0.25, 0.125))
