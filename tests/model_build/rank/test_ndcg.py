"""nDCG@10 against figures computed by hand, its definition, and scikit-learn."""

from collections.abc import Callable
from math import log2

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.evaluation.metrics import ndcg_at_5
from model_build.rank.ndcg import hits_of, ndcg_at_10
from tests.model_build.evaluation.random_interactions import questions


def ndcg_by_definition(ranking: list[int], relevant: set[int]) -> float:
    gain = sum(1 / log2(position + 2) for position, work in enumerate(ranking[:10]) if work in relevant)
    return gain / sum(1 / log2(position + 2) for position in range(min(10, len(relevant))))


def test_ndcg_is_the_figure_computed_by_hand() -> None:
    # Three relevant works, two of them at positions 1 and 3: (1 + 1/2) / (1 + 1/log2(3) + 1/2).
    of_readers = questions({0: [4, 6, 9]}, [0], 10)
    hits = hits_of(np.array([[4, 5, 6, 7, 8]]), of_readers)
    assert hits.tolist() == [[True, False, True, False, False]]
    assert ndcg_at_10(hits, of_readers.relevant_counts) == pytest.approx([1.5 / (1.5 + 1 / log2(3))])


def test_ndcg_agrees_with_its_definition_on_random_rankings() -> None:
    generator = np.random.default_rng(1)
    relevant = {reader: generator.choice(40, size=reader % 15 + 1, replace=False).tolist() for reader in range(50)}
    of_readers = questions(relevant, list(range(50)), 40)
    rankings = np.array([generator.permutation(40)[:20] for _ in range(50)])
    expected = [ndcg_by_definition(rankings[reader].tolist(), set(relevant[reader])) for reader in range(50)]
    assert ndcg_at_10(hits_of(rankings, of_readers), of_readers.relevant_counts) == pytest.approx(expected)


@pytest.mark.parametrize(("cutoff", "measure"), [(5, ndcg_at_5), (10, ndcg_at_10)])
def test_ndcg_agrees_with_that_of_scikit_learn(
    cutoff: int, measure: Callable[[NDArray[np.bool_], NDArray[np.int64]], NDArray[np.float64]]
) -> None:
    sklearn_metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is in infra/locks/test.txt")
    generator = np.random.default_rng(2)
    relevant = {reader: generator.choice(40, size=reader % 15 + 1, replace=False).tolist() for reader in range(200)}
    of_readers = questions(relevant, list(range(200)), 40)
    rankings = np.array([generator.permutation(40)[:20] for _ in range(200)])
    scores = np.zeros((200, 40))
    np.put_along_axis(scores, rankings, np.arange(20, 0, -1)[None, :], axis=1)
    found = measure(hits_of(rankings, of_readers), of_readers.relevant_counts)
    expected = [
        sklearn_metrics.ndcg_score(of_readers.relevant.toarray()[[reader]].astype(int), scores[[reader]], k=cutoff)
        for reader in range(200)
    ]
    assert found == pytest.approx(expected)
    assert 0 < found.mean() < 1


def test_the_best_possible_ranking_has_ndcg_1_also_with_more_relevant_works_than_positions() -> None:
    of_readers = questions({0: range(15), 1: [3]}, [0, 1], 20)
    rankings = np.array([list(range(12)), [3, *range(9, 20)]])
    assert ndcg_at_10(hits_of(rankings, of_readers), of_readers.relevant_counts) == pytest.approx([1, 1])


def test_positions_without_a_work_are_no_hits() -> None:
    # -1 for the second reader must not count as the first reader's last work.
    of_readers = questions({0: [2], 1: [0]}, [0, 1], 3)
    rankings = np.array([[-1, -1], [-1, -1]])
    assert not hits_of(rankings, of_readers).any()


def test_a_relevant_work_counts_for_its_own_reader_alone() -> None:
    of_readers = questions({0: [1], 1: [2]}, [0, 1, 1], 4)
    assert hits_of(np.array([[1, 2], [1, 2], [2, 1]]), of_readers).tolist() == [
        [True, False],
        [False, True],
        [True, False],
    ]
