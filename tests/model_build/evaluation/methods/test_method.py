"""Tests of the plain methods, and of the rules that hold for all methods."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from implicit.nearest_neighbours import BM25Recommender  # type: ignore[import-untyped]

from model_build.evaluation.methods.implicit_library import fit_als
from model_build.evaluation.methods.method import (
    Interactions,
    ItemSimilarities,
    Method,
    best_works,
    pivot_table_cosine,
    popularity,
)
from tests.model_build.evaluation.methods.ranking_checks import (
    ALL_METHODS,
    INTERACTIONS,
    assert_same_scores,
    best_by_sorting,
    held_out_readers,
)


def test_item_similarities_recommend_as_implicit_does() -> None:
    model = BM25Recommender(K=30, K1=1.2, B=0.5)
    with pytest.warns(Warning, match="CSR"):
        model.fit(INTERACTIONS.matrix("reads"), show_progress=False)
    readers = held_out_readers()
    reads = sp.csr_matrix(readers.reads)
    _, expected = model.recommend(np.arange(reads.shape[0]), reads, N=5, filter_already_liked_items=True)
    found = ItemSimilarities(model.similarity).rank_for_readers(readers, "reads", 5)
    scores = readers.reads.toarray() @ model.similarity.toarray()
    np.testing.assert_allclose(np.take_along_axis(scores, found, axis=1), expected, rtol=1e-5)


def test_popularity_is_the_order_of_rows_without_known_works() -> None:
    fitted = popularity(INTERACTIONS, {})
    assert fitted.rank_after_works(np.array([0, 2, 24]), 4).tolist() == [[1, 2, 3, 4], [0, 1, 3, 4], [0, 1, 2, 3]]
    readers = held_out_readers()
    for reader, found in enumerate(fitted.rank_for_readers(readers, "reads", 25).tolist()):
        known = set(np.flatnonzero(readers.reads.toarray()[reader]).tolist())
        assert [work for work in found if work >= 0] == [work for work in range(25) if work not in known]


def test_the_pivot_table_holds_avid_readers_and_the_books_that_fifty_of_them_read() -> None:
    rows = [
        (reader, work, (reader * work) % 10 + 1)
        for reader in range(60)
        for work in range(201)
        if work < 201 - reader % 2
    ]
    rows += [(reader, 250, 8) for reader in range(0, 60, 2)]
    rows += [(100, work, 9) for work in range(150)]
    ratings = pd.DataFrame(rows, columns=["reader", "work", "rating"])
    fitted = pivot_table_cosine(Interactions(ratings.assign(liked=True), 260), {})
    assert fitted.similarity.nnz == 0  # thirty readers of more than 200 books are too few for any book

    rows += [(reader, work, 3) for reader in range(60) for work in (251, 252)]
    rows += [(reader, 253, 5) for reader in range(50)] + [(reader, 254, 5) for reader in range(49)]
    ratings = pd.DataFrame(rows, columns=["reader", "work", "rating"])
    fitted = pivot_table_cosine(Interactions(ratings.assign(liked=True), 260), {})
    table = np.zeros((60, 260))
    for reader, work, rating in rows:
        if reader < 60 and work not in {200, 250, 254}:
            table[reader, work] = rating
    lengths = np.maximum(np.linalg.norm(table, axis=0), 1e-9)
    np.testing.assert_allclose(fitted.similarity.toarray(), table.T @ table / lengths[:, None] / lengths, atol=1e-5)


@pytest.mark.parametrize("name", ALL_METHODS)
def test_no_method_ranks_the_work_itself_or_what_a_reader_knows_or_a_work_twice(name: str) -> None:
    fitted = ALL_METHODS[name](INTERACTIONS)
    readers = held_out_readers()
    known = readers.reads.toarray() > 0
    for work, after in enumerate(fitted.rank_after_works(np.arange(25), 30).tolist()):
        named = [other for other in after if other >= 0]
        assert work not in named
        assert len(set(named)) == len(named)
        assert after == named + [-1] * (30 - len(named))
    for reader, found in enumerate(fitted.rank_for_readers(readers, "likes", 30).tolist()):
        named = [work for work in found if work >= 0]
        assert not known[reader, named].any()
        assert len(set(named)) == len(named)


@pytest.mark.parametrize("name", [name for name in ALL_METHODS if name != "popularity"])
def test_works_without_readers_get_no_recommendations_and_are_none(name: str) -> None:
    after = ALL_METHODS[name](INTERACTIONS).rank_after_works(np.arange(25), 30)
    assert (after[23:] == -1).all()
    assert not np.isin(after, [23, 24]).any()


def test_best_works_are_those_of_sorting_all() -> None:
    scores = np.random.default_rng(1).integers(-3, 9, size=(40, 12)).astype(np.float32)
    for limit in (3, 11, 12, 15):
        found = best_works(scores, limit)
        for row in range(40):
            expected = best_by_sorting(scores[row].astype(float), set(), limit)
            assert_same_scores(scores[row].astype(float), found[row].tolist(), expected)


def test_equal_scores_rank_by_popularity() -> None:
    assert best_works(np.array([[1, 2, 1, 2, 0, 1]], dtype=np.float32), 5).tolist() == [[1, 3, 0, 2, 5]]


def test_a_grid_has_all_combinations_of_its_settings() -> None:
    method = Method("", partial(fit_als, seed=1), {"a": (1, 2), "b": ("x", "y", "z")})
    assert len(method.combinations()) == 6
    assert {"a": 2, "b": "x"} in method.combinations()
    assert Method("", popularity).combinations() == [{}]
