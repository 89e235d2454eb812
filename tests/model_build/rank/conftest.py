"""Ratings that the ranking learns from."""

import numpy as np
import pytest

from model_build.datasets.dataset import Dataset
from tests.model_build.small_datasets import Row, book, read, write_kaggle


@pytest.fixture(scope="module")
def readers_of_tastes(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return the ratings of 420 readers of a fifth of a hundred books each, by a mixture of four tastes."""
    generator = np.random.default_rng(5)
    tastes = generator.dirichlet(np.full(4, 0.3), 420) @ generator.dirichlet(np.full(100, 0.2), 4)
    ratings: list[Row] = []
    for reader, taste in enumerate(tastes):
        chances = (taste + 1e-4) / (taste + 1e-4).sum()
        read_by_one = generator.choice(100, size=20, replace=False, p=chances)
        ratings += [(reader, f"{number:02}", 9 if taste[number] > 0.004 else 5) for number in read_by_one]
    books = [book(f"{number:02}", f"Book {number}", f"Author{number // 2} A") for number in range(100)]
    return read(write_kaggle(tmp_path_factory.mktemp("tastes"), books, ratings))
