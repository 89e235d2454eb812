"""Ratings that the ranking learns from."""

import pytest

from model_build.datasets.dataset import Dataset
from tests.model_build.rank.tastes import ratings_by_taste
from tests.model_build.small_datasets import book, read, write_kaggle


@pytest.fixture(scope="module")
def readers_of_tastes(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return the ratings of 420 readers of a fifth of a hundred books each, by a mixture of four tastes."""
    ratings = ratings_by_taste(seed=5, readers=420, books=100, read_by_one=20)
    books = [book(f"{number:02}", f"Book {number}", f"Author{number // 2} A") for number in range(100)]
    return read(write_kaggle(tmp_path_factory.mktemp("tastes"), books, ratings))
