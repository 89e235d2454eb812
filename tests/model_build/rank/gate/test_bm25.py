"""BM25 against implicit's, which computes each setting anew."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from implicit.nearest_neighbours import bm25_weight  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy import sparse as sp

from model_build.rank.book_facts import BookFacts
from model_build.rank.gate import bm25
from model_build.rank.gate.bm25 import BM25, Bm25Config, Bm25Pairs, gather_bm25_folds
from model_build.rank.training_folds import fold_of_readers, gather_fold
from model_build.works.gather import Works, gather_works
from tests.model_build.small_datasets import book, read, write_kaggle
from tests.model_build.works.small_works import random_works


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    return random_works(tmp_path_factory.mktemp("data"), works=80, readers=120)


def similarities_by_implicit(works: Works, setting: bm25.Bm25Setting) -> NDArray[np.float64]:
    """Return [works, works] the products of the weights, 0 for a work and itself."""
    ratings = works.ratings[works.ratings["liked"]] if setting.ratings == "likes" else works.ratings
    shape = (len(works.books), int(ratings["reader"].max()) + 1)
    cells = (ratings["work"].to_numpy(), ratings["reader"].to_numpy())
    counts = sp.coo_matrix((np.ones(len(ratings)), cells), shape=shape)
    weights = bm25_weight(counts, setting.saturation, setting.length_share).tocsr()
    products: NDArray[np.float64] = (weights @ weights.T).toarray()
    np.fill_diagonal(products, 0)
    return products


def test_the_best_works_of_each_setting_are_those_of_implicit(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bm25, "BM25", Bm25Config(pairs_in_block=2_000))
    described = Bm25Pairs(BookFacts(works), works.ratings, BM25.settings)
    sources = np.arange(0, len(works.books), 2, dtype=np.int32)
    blocks = list(described.blocks(sources))
    assert len(blocks) > 3
    np.testing.assert_array_equal(np.concatenate(blocks), sources)
    found = [described.describe(block) for block in blocks]
    source, target = (np.concatenate([getattr(pairs, name) for pairs, _ in found]) for name in ("sources", "targets"))
    signals = np.concatenate([scores for _, scores in found])
    for number, setting in enumerate(BM25.settings):
        expected = similarities_by_implicit(works, setting)
        for row in sources.tolist():
            is_scored = (source == row) & (signals[:, number] > 0)
            if not is_scored.any():
                assert expected[row].max() == 0
                continue
            scores, by_implicit = signals[is_scored, number], expected[row, target[is_scored]]
            # implicit multiplies by the source's factor too, which is the same for all targets.
            factor = by_implicit[0] / scores[0]
            np.testing.assert_allclose(scores * factor, by_implicit, rtol=1e-4)
            best = np.sort(expected[row])[::-1][:10]
            best = best[best > 0]
            np.testing.assert_allclose(np.sort(scores * factor)[::-1][: len(best)], best, rtol=1e-4)


def test_the_setting_is_that_which_is_best_for_the_first_fold(tmp_path: Path) -> None:
    # Readers like books of one of ten shelves, and have read others of which they liked none.
    generator = np.random.default_rng(3)
    books = [book(f"{number:03}", f"Book {number}", f"Author{number} A") for number in range(120)]
    ratings = [
        row
        for reader in range(260)
        for row in [
            *((reader, f"{10 * (reader % 10) + number:03}", 9) for number in generator.choice(10, 6, replace=False)),
            *((reader, f"{number:03}", 2) for number in generator.choice(np.arange(100, 120), 6, replace=False)),
        ]
    ]
    works = gather_works(read(write_kaggle(tmp_path, books, ratings)))
    fold_of_reader = fold_of_readers(works)
    assert fold_of_reader is not None
    folds = gather_bm25_folds(works, BookFacts(works), fold_of_reader, None)
    assert sum(fold.readers_count for fold in folds) == 260
    describe = partial(Bm25Pairs, settings=BM25.settings)
    first = gather_fold(works, BookFacts(works), fold_of_reader == 0, describe)
    of_settings = [first.ndcg(first.signals[:, number]) for number in range(len(BM25.settings))]
    best = int(np.argmax(of_settings))
    assert BM25.settings[best].ratings == "likes"
    assert folds[0].ndcg(folds[0].signals[:, 0]) == pytest.approx(of_settings[best], rel=1e-5)
    for number, fold in enumerate(folds):
        described = partial(Bm25Pairs, settings=[BM25.settings[best]])
        expected = gather_fold(works, BookFacts(works), fold_of_reader == number, described)
        np.testing.assert_array_equal(fold.signals, expected.signals)


def test_a_work_that_shares_no_reader_has_no_best_works(works: Works) -> None:
    described = Bm25Pairs(BookFacts(works), works.ratings[works.ratings["work"] != 3], BM25.settings[-1:])
    pairs, signals = described.describe(np.array([3], dtype=np.int32))
    assert len(pairs.sources) == 0
    assert signals.shape == (0, 1)
