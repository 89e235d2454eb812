"""Companions: what the books of a shelf say together, and whether a model has them at all."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from model_build.build import build_from
from model_build.datasets.dataset import Dataset
from model_build.rank import item_weights as companions
from model_build.rank.item_weights import Companions, find_companions
from model_build.rank.neighbours import find_neighbours
from model_build.works.gather import gather_works
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.packing import decode_item_weights, encode_item_weights
from shelftalker.recommend.recommender import RECOMMENDER, ShelfEntry, rank_for_reader
from tests.model_build.small_datasets import Row, book, read, write_kaggle


@pytest.fixture(scope="module")
def avid_readers(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """450 readers who rated a third of ninety books, each by a mixture of four tastes."""
    generator = np.random.default_rng(8)
    tastes = generator.dirichlet(np.full(4, 0.4), 450) @ generator.dirichlet(np.full(90, 0.25), 4)
    ratings: list[Row] = []
    for reader, taste in enumerate(tastes):
        chances = (taste + 1e-4) / (taste + 1e-4).sum()
        read_by_one = generator.choice(90, size=30, replace=False, p=chances)
        ratings += [(reader, f"{number:02}", 9 if taste[number] > 0.004 else 5) for number in read_by_one]
    books = [book(f"{number:02}", f"Book {number}", f"Author{number} {number}") for number in range(90)]
    return read(write_kaggle(tmp_path_factory.mktemp("avid"), books, ratings))


def as_matrix(found: Companions) -> sp.csr_array:
    count = len(found.starts) - 1
    return sp.csr_array((found.weights, found.works, found.starts), shape=(count, count))


def test_with_every_work_a_source_the_weights_are_those_of_ease(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    likes = (generator.random((80, 12)) < 0.5).astype(np.float32)
    monkeypatch.setattr(companions, "_SMALLEST_WEIGHT", 0)
    inverse = np.linalg.inv(likes.T @ likes + 30 * np.eye(12))
    ease = -inverse / np.diag(inverse)
    np.fill_diagonal(ease, 0)
    (weights,) = companions.joint_weights(sp.csr_array(likes), [30])
    np.testing.assert_allclose(weights.toarray(), ease, atol=1e-5)


def test_books_that_hardly_anybody_liked_have_no_companions() -> None:
    likes = np.zeros((20, 3), dtype=np.float32)
    likes[:, 0] = likes[:10, 1] = likes[:4, 2] = 1
    weights = companions.joint_weights(sp.csr_array(likes), [30])[0].toarray()
    assert weights[0, 1] > 0
    assert not weights[2].any()
    assert not weights[:, 2].any()


def test_what_a_saga_says_is_said_once() -> None:
    # Everybody who liked one of the five parts liked all of them, and the sixth book goes with the parts.
    likes = np.zeros((100, 7), dtype=np.float32)
    likes[:50, :6] = 1
    likes[25:75, 6] = 1
    together = companions.joint_weights(sp.csr_array(likes), [30])[0].toarray()[:5, 5].sum()
    alone = companions.joint_weights(sp.csr_array(likes[:, [0, 5, 6]]), [30])[0].toarray()[0, 1]
    assert alone < together < 2 * alone


def test_too_few_readers_to_ask_leave_shelves_to_the_neighbours(tmp_path: Path) -> None:
    books = [book(str(number), f"Book {number}", f"Author{number} {number}") for number in range(8)]
    ratings = [(reader, str(number), 9) for reader in range(50) for number in range(8)]
    works = gather_works(read(write_kaggle(tmp_path, books, ratings)))
    assert not len(find_companions(works, find_neighbours(works), 10).works)


def test_shelves_of_avid_readers_are_served_better_with_companions(avid_readers: Dataset) -> None:
    works = gather_works(avid_readers)
    # A third of the readers are asked, the model is made of the others.
    is_asked = works.ratings["reader"].to_numpy() % 3 == 0
    asked = companions.ask_for_shelves(works.ratings[is_asked], len(works.books))
    others = replace(works, ratings=works.ratings[~is_asked])
    neighbours = find_neighbours(others)
    found = find_companions(others, neighbours, 10)
    assert len(found.works)
    shelves = companions.voices_on_shelves(asked, 10)
    by_neighbours = shelves @ companions.spoken_by_neighbours(neighbours)
    with_companions = by_neighbours + shelves @ as_matrix(found)
    assert companions.shelf_ndcg(with_companions, asked) > companions.shelf_ndcg(by_neighbours, asked)


def test_a_shelf_is_ranked_by_neighbours_and_companions_together(avid_readers: Dataset, tmp_path: Path) -> None:
    build_from(avid_readers, tmp_path / "model")
    catalogue = Catalogue.open(tmp_path / "model")
    try:
        books = {each.book_row: each for each in catalogue.all_books()}
        shelf = {1: 10, 5: 8, 9: 2}
        told: dict[int, float] = {}
        spoke_as_companions = 0
        for row, stars in shelf.items():
            loud = (stars / 10 - 0.45) / 0.55
            neighbours = catalogue.neighbours(row)
            total = sum(each.score for each in neighbours)
            for each in neighbours:
                rarity = each.book_row**RECOMMENDER.rarity_exponent
                said = loud * each.score / total**RECOMMENDER.sharing_exponent * rarity
                told[each.book_row] = told.get(each.book_row, 0) + said
            for companion in catalogue.item_weights_of([row]).get(row, []):
                spoke_as_companions += 1
                told[companion.book_row] = told.get(companion.book_row, 0) + loud * companion.weight
        assert spoke_as_companions
        best = sorted(((said, row) for row, said in told.items() if row not in shelf and said > 0), reverse=True)
        entries = [ShelfEntry(books[row].book_id, stars) for row, stars in shelf.items()]
        ranked = rank_for_reader(catalogue, entries, 10)
        assert [each.book.book_row for each in ranked] == [row for _, row in best[:10]]
        assert [each.score for each in ranked] == pytest.approx([said for said, _ in best[:10]])
    finally:
        catalogue.close()


def test_companions_come_back_from_the_model_file_as_they_went_in() -> None:
    written = [(1, 0.5), (300, -0.25), (100_000, 0.125)]
    assert [(each.book_row, each.weight) for each in decode_item_weights(encode_item_weights(written))] == written
