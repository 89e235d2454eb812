"""Each method against itself worked out densely, and what holds for all of them."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from implicit.nearest_neighbours import BM25Recommender
from numpy.typing import NDArray

from model_build.evaluation.methods import method as methods
from model_build.evaluation.methods.ease import fit_ease, fits_into_memory
from model_build.evaluation.methods.implicit_library import fit_als, fit_bm25, fit_cosine, fit_tf_idf
from model_build.evaluation.methods.method import (
    Fitted,
    ItemSimilarities,
    Method,
    Reading,
    best_works,
    pivot_table_cosine,
    popularity,
)
from model_build.rank.splitting import ForReader, ask_for_readers
from tests.model_build.evaluation.questions import dense, random_reading

Scores = NDArray[np.float64]
READING = random_reading()
ASKED_READING = random_reading(readers=20, seed=8)
ALL_METHODS: dict[str, Callable[[Reading], Fitted]] = {
    "popularity": lambda reading: popularity(reading, {}),
    "cosine": lambda reading: fit_cosine(reading, {"input": "reads", "K": 30}),
    "TF-IDF": lambda reading: fit_tf_idf(reading, {"input": "reads", "K": 30}),
    "BM25": lambda reading: fit_bm25(reading, {"input": "likes", "K": 30, "K1": 1.2, "B": 0.5}),
    "ALS": lambda reading: fit_als(
        reading, {"input": "reads", "factors": 8, "alpha": 10.0, "regularization": 0.1}, seed=1
    ),
    "EASE": lambda reading: fit_ease(reading, {"input": "reads", "lambda": 10.0}),
}


def ranked(scores: Scores, without: set[int], places: int) -> list[int]:
    """The best columns of one row of scores, by sorting them all."""
    order = sorted(range(len(scores)), key=lambda work: (-scores[work], work))
    best = [work for work in order if scores[work] > 1e-7 and work not in without][:places]
    return best + [-1] * (places - len(best))


def asked() -> ForReader:
    likes_two = ASKED_READING.ratings.groupby("reader")["liked"].transform("sum") >= 2
    return ask_for_readers(ASKED_READING.ratings[likes_two], ASKED_READING.works_count, seed=1)


def assert_ranks_by(fitted: Fitted, similarity: Scores, history: str = "reads", places: int = 6) -> None:
    """Rankings must be in the order of the scores; equal scores, up to rounding, may come in any order."""
    after = fitted.after(np.arange(len(similarity)), places)
    for work in range(len(similarity)):
        assert_same_scores(similarity[work], after[work].tolist(), ranked(similarity[work], {work}, places))
    readers = asked()
    looked_at = (readers.likes if history == "likes" else readers.reads).toarray()
    known = readers.reads.toarray()
    np.fill_diagonal(similarity, 0)
    for_readers = fitted.for_readers(readers, history, places)
    for reader, scores in enumerate(looked_at @ similarity):
        read = set(np.flatnonzero(known[reader]).tolist())
        assert_same_scores(scores, for_readers[reader].tolist(), ranked(scores, read, places))


def assert_same_scores(scores: Scores, found: list[int], expected: list[int]) -> None:
    assert [work >= 0 for work in found] == [work >= 0 for work in expected]
    assert [scores[work] for work in found if work >= 0] == pytest.approx(
        [scores[work] for work in expected if work >= 0], rel=1e-3, abs=1e-6
    )


def test_cosine_is_the_cosine_of_columns() -> None:
    read = dense(READING)
    lengths = np.maximum(np.linalg.norm(read, axis=0), 1)
    assert_ranks_by(fit_cosine(READING, {"input": "reads", "K": 30}), read.T @ read / lengths[:, None] / lengths)


def test_tf_idf_weighs_readers_by_how_few_books_they_read() -> None:
    read = dense(READING)
    weighted = read * (np.log(read.shape[1]) - np.log1p(read.sum(axis=1)))[:, None]
    weighted /= np.maximum(np.linalg.norm(weighted, axis=0), 1e-9)
    assert_ranks_by(fit_tf_idf(READING, {"input": "reads", "K": 30}), weighted.T @ weighted, "likes")


@pytest.mark.parametrize("history", ["reads", "likes"])
def test_bm25_is_its_formula(history: str) -> None:
    liked = dense(READING, "likes")
    lengths = liked.sum(axis=0)
    norm = 0.25 + 0.75 * lengths / lengths.mean()
    weighted = liked * 3 / (2 * norm + liked) * (np.log(liked.shape[1]) - np.log1p(liked.sum(axis=1)))[:, None]
    fitted = fit_bm25(READING, {"input": "likes", "K": 30, "K1": 2.0, "B": 0.75})
    assert_ranks_by(fitted, weighted.T @ weighted, history)


def test_item_similarities_recommend_as_implicit_does() -> None:
    model = BM25Recommender(K=30, K1=1.2, B=0.5)
    with pytest.warns(Warning, match="CSR"):
        model.fit(READING.matrix("reads"), show_progress=False)
    readers = asked()
    reads = sp.csr_matrix(readers.reads)
    _, expected = model.recommend(np.arange(reads.shape[0]), reads, N=5, filter_already_liked_items=True)
    found = ItemSimilarities(model.similarity).for_readers(readers, "reads", 5)
    scores = readers.reads.toarray() @ model.similarity.toarray()
    np.testing.assert_allclose(np.take_along_axis(scores, found, axis=1), expected, rtol=1e-5)


def test_only_so_many_neighbours_are_kept() -> None:
    fitted = fit_cosine(READING, {"input": "reads", "K": 4})
    assert ((fitted.after(np.arange(25), 10) >= 0).sum(axis=1) <= 4).all()


@pytest.mark.parametrize(("works", "input_"), [(25, "reads"), (25, "likes"), (18, "reads")])
def test_ease_is_its_formula(works: int, input_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(methods, "_CELLS_IN_A_BLOCK", 7 * works)
    read = dense(READING, input_)[:, :works]
    inverse = np.linalg.inv(read.T @ read + 10 * np.eye(works))
    expected = np.zeros((25, 25))
    expected[:works, :works] = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    fitted = fit_ease(READING, {"input": input_, "lambda": 10.0, "works": works})
    np.testing.assert_allclose(fitted.weights, expected[:works, :works], atol=1e-6)
    assert_ranks_by(fitted, expected, "likes")


def test_ease_says_so_where_its_matrix_cannot_be_inverted() -> None:
    with pytest.raises(ArithmeticError, match="greater lambda"):
        fit_ease(READING, {"input": "reads", "lambda": -5.0})


def test_ease_is_given_four_gibibytes() -> None:
    assert fits_into_memory(32_768)
    assert not fits_into_memory(32_769)


def test_als_ranks_by_the_cosine_of_factors_and_folds_readers_in() -> None:
    settings = {"input": "reads", "factors": 8, "alpha": 10.0, "regularization": 0.1}
    fitted = fit_als(READING, settings, seed=1)
    factors = fitted.model.item_factors.astype(float)
    lengths = np.maximum(np.linalg.norm(factors, axis=1), 1e-9)
    cosine = factors @ factors.T / lengths[:, None] / lengths
    readers = asked()
    for work, after in enumerate(fitted.after(np.arange(25), 6)):
        assert_same_scores(cosine[work], after.tolist(), ranked(cosine[work], {work}, 6))
    # Hu, Koren and Volinsky's equation 4, with confidence 10 for what was read and 1 for the rest.
    for reader, found in enumerate(fitted.for_readers(readers, "reads", 6)):
        read = np.flatnonzero(readers.reads.toarray()[reader])
        of_read = factors[read]
        left = factors.T @ factors + 9 * of_read.T @ of_read + 0.1 * np.eye(8)
        scores = factors @ np.linalg.solve(left, 10 * of_read.sum(axis=0))
        assert_same_scores(scores, found.tolist(), ranked(scores, set(read.tolist()), 6))


def test_als_with_the_same_seed_is_the_same() -> None:
    first, second = (ALL_METHODS["ALS"](READING).after(np.arange(25), 10) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_popularity_is_the_order_of_rows_without_what_is_known() -> None:
    fitted = popularity(READING, {})
    assert fitted.after(np.array([0, 2, 24]), 4).tolist() == [[1, 2, 3, 4], [0, 1, 3, 4], [0, 1, 2, 3]]
    readers = asked()
    for reader, found in enumerate(fitted.for_readers(readers, "reads", 25).tolist()):
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
    fitted = pivot_table_cosine(Reading(ratings.assign(liked=True), 260), {})
    assert fitted.similarity.nnz == 0  # thirty readers of more than 200 books are too few for any book

    rows += [(reader, work, 3) for reader in range(60) for work in (251, 252)]
    rows += [(reader, 253, 5) for reader in range(50)] + [(reader, 254, 5) for reader in range(49)]
    ratings = pd.DataFrame(rows, columns=["reader", "work", "rating"])
    fitted = pivot_table_cosine(Reading(ratings.assign(liked=True), 260), {})
    table = np.zeros((60, 260))
    for reader, work, rating in rows:
        if reader < 60 and work not in {200, 250, 254}:
            table[reader, work] = rating
    lengths = np.maximum(np.linalg.norm(table, axis=0), 1e-9)
    np.testing.assert_allclose(fitted.similarity.toarray(), table.T @ table / lengths[:, None] / lengths, atol=1e-5)


@pytest.mark.parametrize("name", ALL_METHODS)
def test_no_method_ranks_the_work_itself_or_what_a_reader_knows_or_a_work_twice(name: str) -> None:
    fitted = ALL_METHODS[name](READING)
    readers = asked()
    known = readers.reads.toarray() > 0
    for work, after in enumerate(fitted.after(np.arange(25), 30).tolist()):
        named = [other for other in after if other >= 0]
        assert work not in named
        assert len(set(named)) == len(named)
        assert after == named + [-1] * (30 - len(named))
    for reader, found in enumerate(fitted.for_readers(readers, "likes", 30).tolist()):
        named = [work for work in found if work >= 0]
        assert not known[reader, named].any()
        assert len(set(named)) == len(named)


@pytest.mark.parametrize("name", [name for name in ALL_METHODS if name != "popularity"])
def test_works_without_readers_get_no_answer_and_are_none(name: str) -> None:
    after = ALL_METHODS[name](READING).after(np.arange(25), 30)
    assert (after[23:] == -1).all()
    assert not np.isin(after, [23, 24]).any()


def test_best_works_are_those_of_sorting_all() -> None:
    scores = np.random.default_rng(1).integers(-3, 9, size=(40, 12)).astype(np.float32)
    for places in (3, 11, 12, 15):
        found = best_works(scores, places)
        for row in range(40):
            expected = ranked(scores[row].astype(float), set(), places)
            assert_same_scores(scores[row].astype(float), found[row].tolist(), expected)


def test_equal_scores_rank_by_popularity() -> None:
    assert best_works(np.array([[1, 2, 1, 2, 0, 1]], dtype=np.float32), 5).tolist() == [[1, 3, 0, 2, 5]]


def test_all_combinations_of_settings_are_tried() -> None:
    method = Method("", partial(fit_als, seed=1), {"a": (1, 2), "b": ("x", "y", "z")})
    assert len(method.combinations()) == 6
    assert {"a": 2, "b": "x"} in method.combinations()
    assert Method("", popularity).combinations() == [{}]
