"""Contemporaries of a work, against a sort of all works, one by one."""

from pathlib import Path

import numpy as np
import pytest

from model_build.rank.book_facts import BookFacts
from model_build.rank.contemporaries import Contemporaries
from model_build.works.gather import Works
from tests.model_build.small_datasets import Row, book
from tests.model_build.works.small_works import works_of


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """Return thirty books of three languages and three lustra in turn, three by each author."""
    books = [
        book(f"{(0, 2, 3)[row % 3]}{row:09}", f"Book {row}", f"Author{row // 3} {row // 3}", 1950 + 5 * (row // 10))
        for row in range(30)
    ]
    ratings: list[Row] = [(reader, row[0], 7) for number, row in enumerate(books) for reader in range(30 - number)]
    return works_of(tmp_path, books, ratings)


def test_works_of_the_same_language_and_years_come_first_and_the_nearest_in_popularity_of_them(works: Works) -> None:
    facts = BookFacts(works)
    contemporaries = Contemporaries(works, facts)
    for work in range(30):
        alike = [
            other
            for other in range(30)
            if (facts.languages[other], facts.years[other]) == (facts.languages[work], facts.years[work])
            and other != work
        ]
        # Of a language and a lustrum there are three or four works, which stand together in order of popularity.
        found = contemporaries.of(work, 6).tolist()
        assert set(found[: len(alike)]) == set(alike)
        place = {other: number for number, other in enumerate(sorted([*alike, work]))}
        distances = [abs(place[other] - place[work]) for other in found[: len(alike)]]
        assert distances == sorted(distances)


def test_a_work_is_never_its_own_contemporary_and_others_fill_up(works: Works) -> None:
    contemporaries = Contemporaries(works, BookFacts(works))
    for work in range(30):
        found = contemporaries.of(work, 20).tolist()
        assert len(set(found)) == 20
        assert work not in found


def test_the_best_known_are_the_most_read_at_most_two_by_one_author(works: Works) -> None:
    best_known = Contemporaries(works, BookFacts(works)).best_known.tolist()
    assert best_known == [0, 1, 3, 4, 6, 7]
    assert np.all(np.bincount(works.books["author_row"].to_numpy()[best_known]) <= 2)
