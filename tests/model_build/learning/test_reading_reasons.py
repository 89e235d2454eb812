"""Readers in common that one or two readers in Slack alone make."""

from itertools import product

import numpy as np
import pandas as pd

from model_build.learning.reading_reasons import withhold_few_readers
from model_build.rank.neighbours import Neighbours
from model_build.works.gather import Works


def works_read_by(*books_of_reader: tuple[int, ...], count: int) -> Works:
    pairs = [(reader, work) for reader, books in enumerate(books_of_reader) for work in books]
    ratings = pd.DataFrame(pairs, columns=["reader", "work"], dtype="int32")
    books = pd.DataFrame(index=range(count))
    return Works(books, np.zeros(0, np.int32), ratings, np.zeros(len(books_of_reader), np.uint64))


def all_neighbours(works: Works) -> Neighbours:
    """Return every other work as a neighbour of each, with the readers that they have in common."""
    count = len(works.books)
    readers_of = [set(works.ratings["reader"][works.ratings["work"] == work]) for work in range(count)]
    pairs = [(one, other) for one, other in product(range(count), repeat=2) if one != other]
    return Neighbours(
        starts=np.arange(count + 1) * (count - 1),
        works=np.array([other for _, other in pairs], dtype=np.int32),
        scores=np.ones(len(pairs), dtype=np.float32),
        readers_in_common=np.array([len(readers_of[a] & readers_of[b]) for a, b in pairs], dtype=np.int32),
        prices=np.zeros(count, dtype=np.float32),
    )


def shown_readers(works: Works, readers: range) -> list[list[int]]:
    """Return [works] the readers in common with each other work, as shown."""
    count = len(works.books)
    shown = withhold_few_readers(all_neighbours(works), works, readers).readers_in_common
    return shown.reshape(count, count - 1).tolist()


def test_a_pair_of_two_readers_in_slack_alone_is_withheld() -> None:
    works = works_read_by((0, 1), (0, 1), count=2)
    assert shown_readers(works, range(2)) == [[0], [0]]


def test_a_pair_of_three_readers_in_slack_is_shown() -> None:
    works = works_read_by((0, 1), (0, 1), (0, 1), count=2)
    assert shown_readers(works, range(3)) == [[3], [3]]


def test_a_pair_that_a_reader_of_a_dataset_has_read_is_shown() -> None:
    works = works_read_by((0, 1), (0, 1), count=2)
    assert shown_readers(works, range(1, 2)) == [[2], [2]]
    assert shown_readers(works, range(1)) == [[2], [2]]


def test_without_readers_in_slack_the_neighbours_are_as_they_were() -> None:
    works = works_read_by((0, 1), count=2)
    neighbours = all_neighbours(works)
    assert withhold_few_readers(neighbours, works, range(0)) is neighbours


def test_each_pair_of_many_is_shown_as_its_readers_say() -> None:
    generator = np.random.default_rng(7)
    books = [tuple(np.flatnonzero(generator.random(9) < 0.3).tolist()) for _ in range(12)]
    works = works_read_by(*books, count=9)
    in_slack = range(5, 12)
    shown = shown_readers(works, in_slack)
    withheld = 0
    for one in range(9):
        for position, other in enumerate(work for work in range(9) if work != one):
            both = [reader for reader, of_reader in enumerate(books) if {one, other} <= set(of_reader)]
            is_withheld = 0 < len(both) < 3 and set(both) <= set(in_slack)
            assert shown[one][position] == (0 if is_withheld else len(both))
            withheld += is_withheld
    assert withheld > 5
