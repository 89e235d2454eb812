"""Small works made by seeded generators, and their readers in common, counted pair by pair."""

from collections.abc import Hashable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_build.works.gather import Works, gather_works
from tests.model_build.small_datasets import Row, book, read, write_kaggle

# First digits of ISBNs, which identify the language of a book; 999 belongs to no country.
ISBN_GROUPS = ("0", "2", "3", "999")
PUBLISHERS = ("Penguin", "PENGUIN", "Knopf", "Diogenes", "")
WORDS = ("Red", "House", "Night", "Sea", "Garden")


def works_of(directory: Path, books: list[list[object]], ratings: Sequence[Row] = ()) -> Works:
    """Gather the works of these rows of Book-Crossing's tables; without ratings the first book gets one."""
    return gather_works(read(write_kaggle(directory, books, ratings or [(1, books[0][0], 7)])))


def random_works(directory: Path, *, works: int = 150, readers: int = 120, seed: int = 5) -> Works:
    """Gather power-law books and readers; a dozen authors, some books without author, year, publisher or readers."""
    generator = np.random.default_rng(seed)
    isbns = [f"{ISBN_GROUPS[number % 4]:0<4}{number:06}" for number in range(works)]
    books = [
        book(
            isbn,
            f"{WORDS[number % 5]} {WORDS[number % 3]} {number}",
            "" if number % 10 == 3 else f"Ann Author{'abcdefghijkl'[int(generator.integers(12))]}",
            0 if number % 9 == 4 else int(generator.integers(1900, 2000)),
            PUBLISHERS[int(generator.integers(len(PUBLISHERS)))],
        )
        for number, isbn in enumerate(isbns)
    ]
    popularity = 1 / np.arange(1, works + 1)
    popularity[-10:] = 0
    ratings: list[Row] = []
    for reader in range(readers):
        count = min(int(generator.pareto(1) * 3) + 1, works - 20)
        chosen = generator.choice(works, size=count, replace=False, p=popularity / popularity.sum())
        ratings += [(reader, isbns[number], int(generator.integers(0, 11))) for number in chosen]
    gathered = works_of(directory, books, ratings)
    assert len(gathered.books) == works
    return gathered


def books_by_title(works: Works) -> dict[str, dict[Hashable, Any]]:
    """Return title -> the row of the work with that title, by column."""
    return {str(row["title"]): row for row in works.books.to_dict("records")}


def books_of_readers(works: Works, *, liked: bool = False) -> dict[int, list[int]]:
    """Return reader -> rows of the works that the reader read, or liked."""
    books_of: dict[int, list[int]] = {}
    for reader, work, likes in works.ratings[["reader", "work", "liked"]].itertuples(index=False):
        if likes or not liked:
            books_of.setdefault(reader, []).append(work)
    return {reader: sorted(books) for reader, books in books_of.items()}


def readers_in_common(works: Works) -> NDArray[np.int64]:
    """Return the number of readers of both works [works, works]; on the diagonal that of the work itself."""
    counts = np.zeros((len(works.books),) * 2, dtype=np.int64)
    for books in books_of_readers(works).values():
        counts[books, books] += 1
        for one, other in combinations(books, 2):
            counts[one, other] += 1
            counts[other, one] += 1
    return counts


def weighted_readers_in_common(works: Works) -> NDArray[np.float64]:
    """Return `readers_in_common`, each reader weighted by (the reader's number of books)^-0.25 [works, works]."""
    weights = np.zeros((len(works.books),) * 2)
    for books in books_of_readers(works).values():
        weights[np.ix_(books, books)] += len(books) ** -0.25
    return weights
