"""MLlib's ALS as a yardstick: readers of two tastes are told apart by its factors."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model_build.rank.book_facts import BookFacts
from model_build.spark import als_yardstick
from model_build.spark.als_yardstick import NearestByFactors, als_ndcg
from model_build.spark.engine import SparkEngine
from model_build.works.gather import gather_works
from tests.model_build.small_datasets import Row, book, read, write_kaggle

BOOKS = [book(f"{number:02}", f"Book {number}", f"Author{number} A") for number in range(48)]


@pytest.fixture(autouse=True)
def few_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make factors of four numbers by three iterations, each a tenth of a second, and blocks of one work."""
    config = replace(als_yardstick.ALS_CONFIG, factors=4, iterations=3, pairs_at_once=1)
    monkeypatch.setattr(als_yardstick, "ALS_CONFIG", config)


def ratings_of_two_tastes(readers: int) -> list[Row]:
    """Return likes of eight books of the first twenty by every other reader, and of the last twenty by the others."""
    generator = np.random.default_rng(3)
    return [
        (reader, f"{20 * (reader % 2) + number:02}", 9)
        for reader in range(readers)
        for number in generator.choice(20, size=8, replace=False).tolist()
    ]


def test_the_nearest_works_are_those_of_the_same_taste_and_better_than_chance(
    spark_engine: SparkEngine, tmp_path: Path
) -> None:
    works = gather_works(read(write_kaggle(tmp_path, BOOKS, ratings_of_two_tastes(240))))
    facts = BookFacts(works)
    nearest = NearestByFactors(spark_engine.session, facts, works.ratings)
    sources = np.arange(40, dtype=np.int32)
    pairs, cosines = nearest.describe(sources)
    is_first = np.array([int(isbn[-2:]) < 20 for isbn in works.books["isbn"]])
    same_taste = is_first[pairs.sources] == is_first[pairs.targets]
    assert same_taste.mean() > 0.95
    assert (np.bincount(pairs.sources) == 10).all()
    assert cosines.max() <= 1 + 1e-6
    # A reader of books that nobody else has liked, which have no factors without that reader's fold.
    alone = [(240, f"{number}", 9) for number in range(40, 48)]
    works = gather_works(read(write_kaggle(tmp_path, BOOKS, [*ratings_of_two_tastes(240), *alone])))
    # By chance one of two hundred orders of ten is right, and half of the books are of the other taste.
    ndcg = als_ndcg(spark_engine.session, works, BookFacts(works))
    assert ndcg is not None
    assert 0.3 < ndcg <= 1


def test_too_few_readers_are_not_measured(spark_engine: SparkEngine, tmp_path: Path) -> None:
    works = gather_works(read(write_kaggle(tmp_path, BOOKS, ratings_of_two_tastes(20))))
    assert als_ndcg(spark_engine.session, works, BookFacts(works)) is None
