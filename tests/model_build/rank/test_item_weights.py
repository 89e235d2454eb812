"""Item weights: their regression, their contribution to a shelf, and the choice whether a model has any."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from model_build.build import build_from
from model_build.datasets.dataset import Dataset
from model_build.rank import item_weights
from model_build.rank.item_weights import (
    ITEM_WEIGHTS,
    FoldOfShelves,
    ItemWeights,
    choose_item_weights,
    fit_item_weights,
    neighbour_contributions,
    preference_weights,
    ridge_weights,
    shelf_ndcg,
)
from model_build.rank.neighbours import find_neighbours
from model_build.rank.second_stage import learn_shelf_ranking
from model_build.rank.splitting import hide_likes
from model_build.works.gather import gather_works
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.packing import decode_columns, encode_item_weights
from shelftalker.recommend.contributions import CONTRIBUTIONS, ShelfEntry
from shelftalker.recommend.personal_ranking import rank_for_reader
from tests.model_build.rank.tastes import ratings_by_taste
from tests.model_build.small_datasets import book, read, write_kaggle


@pytest.fixture(scope="module")
def avid_readers(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return the ratings of 450 readers of a third of ninety books each, by a mixture of four tastes."""
    ratings = ratings_by_taste(seed=8, readers=450, books=90, read_by_one=30, evenness=(0.4, 0.25))
    books = [book(f"{number:02}", f"Book {number}", f"Author{number} {number}") for number in range(90)]
    return read(write_kaggle(tmp_path_factory.mktemp("avid"), books, ratings))


def as_matrix(fitted: ItemWeights) -> sp.csr_array:
    works_count = len(fitted.starts) - 1
    return sp.csr_array((fitted.weights, fitted.targets, fitted.starts), shape=(works_count, works_count))


def test_with_every_work_a_source_the_weights_are_those_of_ease(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    likes = (generator.random((80, 12)) < 0.5).astype(np.float32)
    monkeypatch.setattr(item_weights, "ITEM_WEIGHTS", replace(ITEM_WEIGHTS, min_weight=0))
    inverse = np.linalg.inv(likes.T @ likes + 30 * np.eye(12))
    ease = -inverse / np.diag(inverse)
    np.fill_diagonal(ease, 0)
    (weights,) = ridge_weights(sp.csr_array(likes), [30])
    np.testing.assert_allclose(weights.toarray(), ease, atol=1e-5)


def test_books_that_hardly_anybody_liked_have_no_weights() -> None:
    likes = np.zeros((20, 3), dtype=np.float32)
    likes[:, 0] = likes[:10, 1] = likes[:4, 2] = 1
    weights = ridge_weights(sp.csr_array(likes), [30])[0].toarray()
    assert weights[0, 1] > 0
    assert not weights[2].any()
    assert not weights[:, 2].any()


def test_the_parts_of_a_saga_contribute_once() -> None:
    # Everybody who liked one of the five parts liked all of them, and the sixth book goes with the parts.
    likes = np.zeros((100, 7), dtype=np.float32)
    likes[:50, :6] = 1
    likes[25:75, 6] = 1
    together = ridge_weights(sp.csr_array(likes), [30])[0].toarray()[:5, 5].sum()
    alone = ridge_weights(sp.csr_array(likes[:, [0, 5, 6]]), [30])[0].toarray()[0, 1]
    assert alone < together < 2 * alone


def test_too_few_readers_for_folds_leave_shelves_to_the_neighbours(tmp_path: Path) -> None:
    books = [book(str(number), f"Book {number}", f"Author{number} {number}") for number in range(8)]
    ratings = [(reader, str(number), 9) for reader in range(50) for number in range(8)]
    works = gather_works(read(write_kaggle(tmp_path, books, ratings)))
    assert not len(learn_shelf_ranking(works, None, find_neighbours(works), 10).item_weights.targets)


def test_shelves_of_avid_readers_are_ranked_better_with_item_weights(avid_readers: Dataset) -> None:
    works = gather_works(avid_readers)
    # A third of the readers are held out, the weights are fitted to the others.
    number = works.ratings["reader"].to_numpy() % 3
    held_out, validation = (hide_likes(works.ratings[number == part], len(works.books), 4) for part in (0, 1))
    others = works.ratings[number == 2]
    neighbours = find_neighbours(replace(works, ratings=others))
    chosen = choose_item_weights([FoldOfShelves(others, validation, preference_weights(validation, 10), neighbours)])
    shelves = preference_weights(held_out, 10)
    by_neighbours = shelves @ neighbour_contributions(neighbours)
    with_item_weights = by_neighbours + shelves @ chosen.weights[0]
    assert shelf_ndcg(with_item_weights, held_out) > shelf_ndcg(by_neighbours, held_out)


def test_the_weights_of_a_model_are_those_of_the_ridge_and_share_on_the_scale_of_its_neighbours(
    avid_readers: Dataset,
) -> None:
    works = gather_works(avid_readers)
    neighbours = find_neighbours(works)
    once, thrice = (as_matrix(fit_item_weights(works, neighbours, 30, share)) for share in (1, 3))
    np.testing.assert_allclose((3 * once).toarray(), thrice.toarray(), rtol=1e-5)
    on_shelves = np.bincount(works.ratings["work"])
    by_neighbours = on_shelves @ neighbour_contributions(neighbours)
    assert (on_shelves @ abs(once)).sum() == pytest.approx(by_neighbours.sum(), rel=1e-4)


def test_a_shelf_is_ranked_by_neighbours_and_item_weights_together(avid_readers: Dataset, tmp_path: Path) -> None:
    build_from(avid_readers, tmp_path / "model")
    catalogue = Catalogue.open(tmp_path / "model")
    catalogue.second_stage.clear()
    try:
        shelf = {1: 10, 5: 8, 9: 2}
        scores: dict[int, float] = {}
        weights_count = 0
        for row, stars in shelf.items():
            preference_weight = (stars / 10 - 0.45) / 0.55
            neighbours = catalogue.neighbours(row)
            total = sum(neighbour.score for neighbour in neighbours)
            for neighbour in neighbours:
                rarity = neighbour.book_row**CONTRIBUTIONS.rarity_exponent
                contribution = preference_weight * neighbour.score / total**CONTRIBUTIONS.sharing_exponent * rarity
                scores[neighbour.book_row] = scores.get(neighbour.book_row, 0) + contribution
            _, (_, columns) = catalogue.contribution_columns([row])
            weights_count += len(columns.values)
            for target, weight in zip(columns.rows, columns.values, strict=True):
                scores[target] = scores.get(target, 0) + preference_weight * weight
        assert weights_count
        best = sorted(((score, row) for row, score in scores.items() if row not in shelf and score > 0), reverse=True)
        entries = [ShelfEntry(row, stars) for row, stars in shelf.items()]
        ranked = rank_for_reader(catalogue, entries, 10)
        assert [recommendation.book.book_row for recommendation in ranked] == [row for _, row in best[:10]]
        assert [recommendation.score for recommendation in ranked] == pytest.approx([score for score, _ in best[:10]])
    finally:
        catalogue.close()


def test_item_weights_are_decoded_as_they_were_encoded() -> None:
    narrow, wide = encode_item_weights([(1, -0.25), (300, 0.5)]), encode_item_weights([(65_536, 0.5), (9, 1.0)])
    assert decode_columns([narrow]) == ([2], [300, 1], (0.5, -0.25))
    assert decode_columns([narrow, wide]) == ([2, 2], [300, 1, 9, 65_536], (0.5, -0.25, 1.0, 0.5))
    assert decode_columns([]) == ([], [], ())
