"""Ratings of made-up readers with a mixture of four tastes."""

import numpy as np

from tests.model_build.small_datasets import Row


def ratings_by_taste(
    seed: int, readers: int, books: int, read_by_one: int, evenness: tuple[float, float] = (0.3, 0.2)
) -> list[Row]:
    """Return ratings of books named by two digits: 9 of 10 for those of the reader's tastes, 5 for others.

    Args:
        seed: Seed of the tastes and of the books that are read.
        readers: Number of readers.
        books: Number of books.
        read_by_one: Number of books that each reader has read.
        evenness: Dirichlet parameters of the readers' mixtures and of the tastes: lower ones are more uneven.
    """
    generator = np.random.default_rng(seed)
    tastes = generator.dirichlet(np.full(4, evenness[0]), readers) @ generator.dirichlet(np.full(books, evenness[1]), 4)
    ratings: list[Row] = []
    for reader, taste in enumerate(tastes):
        chances = (taste + 1e-4) / (taste + 1e-4).sum()
        chosen = generator.choice(books, size=read_by_one, replace=False, p=chances)
        ratings += [(reader, f"{number:02}", 9 if taste[number] > 0.004 else 5) for number in chosen]
    return ratings
