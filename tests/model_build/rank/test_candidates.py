"""Candidates against the best pairs of all, found by going through all of them."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.rank import candidates
from model_build.rank.candidates import Candidates
from model_build.rank.cooccurrence import Pairs
from model_build.rank.features import BookFacts, Signals
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from tests.model_build.small_datasets import Row, book
from tests.model_build.works.small_works import random_works, readers_in_common, weighted_readers_in_common, works_of

FEWEST, MORE_A_READER, MOST, BESTSELLERS, OF_AN_AUTHOR = 3, 1, 12, 4, 5


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    return random_works(tmp_path_factory.mktemp("data"))


@pytest.fixture
def _few_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that small data reach."""
    limits = {
        "_FEWEST": FEWEST,
        "_MORE_A_READER": MORE_A_READER,
        "_MOST": MOST,
        "_BESTSELLERS": BESTSELLERS,
        "_BOOKS_OF_AN_AUTHOR": OF_AN_AUTHOR,
    }
    for name, limit in limits.items():
        monkeypatch.setattr(candidates, name, limit)


def candidates_of(works: Works, *, damped: bool, of_works: NDArray[np.int32] | None = None) -> Pairs:
    facts = BookFacts(works)
    rows = np.arange(len(works.books), dtype=np.int32) if of_works is None else of_works
    return Candidates(facts, Signals(facts, works.ratings)).of(rows, damped=damped)


def others_of(pairs: Pairs) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for work, other in zip(pairs.works.tolist(), pairs.others.tolist(), strict=True):
        found.setdefault(work, []).append(other)
    return found


def bestsellers_of(works: Works, count: int) -> list[int]:
    """The most read works, at most two by each known author; rows are in order of popularity."""
    found: list[int] = []
    authors = works.books["author"].tolist()
    for work, author in enumerate(authors):
        if author == UNKNOWN_AUTHOR or [authors[other] for other in range(work)].count(author) < 2:
            found.append(work)
    return found[:count]


def liking_in_full(works: Works, *, damped: bool) -> NDArray[np.float64]:
    """[works, works] what candidates are chosen by; 0 for pairs that nothing speaks for."""
    common = weighted_readers_in_common(works)
    readers = np.maximum(np.diagonal(readers_in_common(works)), 1)
    authors = works.books["author"].tolist()
    liking = common**2 / (common + 5)
    for one, author in enumerate(authors):
        for other, another in enumerate(authors):
            if author == another != UNKNOWN_AUTHOR:
                share = 0.05 * readers[other] ** 0.3 * (readers[one] * readers[other]) ** 0.2
                liking[one, other] = 2 * liking[one, other] + share
    return liking / np.outer(readers, readers) ** 0.2 if damped else liking


@pytest.mark.usefixtures("_few_candidates")
@pytest.mark.parametrize("damped", [True, False])
def test_candidates_are_the_best_by_the_definition_and_the_bestsellers(damped: bool, works: Works) -> None:
    liking, common = liking_in_full(works, damped=damped), readers_in_common(works)
    authors = works.books["author"].tolist()
    bestsellers = bestsellers_of(works, BESTSELLERS)
    assert len(bestsellers) == BESTSELLERS
    found = others_of(candidates_of(works, damped=damped))
    left_out = 0
    for work in range(len(works.books)):
        by_author = [other for other, author in enumerate(authors) if author == authors[work] != UNKNOWN_AUTHOR]
        sharing = np.flatnonzero(common[work]).tolist()
        pool = {*by_author[:OF_AN_AUTHOR], *sharing} - {work, *bestsellers}
        limit = min(FEWEST + MORE_A_READER * int(common[work, work]), MOST)
        best = sorted((liking[work, other] for other in pool), reverse=True)[:limit]
        left_out += len(pool) - len(best)
        others = found[work]
        chosen = [other for other in others if other not in bestsellers]
        assert set(chosen) <= pool
        np.testing.assert_allclose(sorted((liking[work, other] for other in chosen), reverse=True), best, rtol=1e-5)
        assert [other for other in others if other in bestsellers] == [each for each in bestsellers if each != work]
    assert left_out > len(works.books)


@pytest.mark.usefixtures("_few_candidates")
@pytest.mark.parametrize("damped", [True, False])
def test_candidates_have_their_readers_in_common_and_are_never_the_work_or_there_twice(
    damped: bool, works: Works
) -> None:
    pairs = candidates_of(works, damped=damped)
    assert all(one <= other for one, other in pairwise(pairs.works.tolist()))
    assert not (pairs.works == pairs.others).any()
    assert len(set(zip(pairs.works.tolist(), pairs.others.tolist(), strict=True))) == len(pairs.works)
    np.testing.assert_array_equal(pairs.readers, readers_in_common(works)[pairs.works, pairs.others])
    weighted = weighted_readers_in_common(works)[pairs.works, pairs.others]
    np.testing.assert_allclose(pairs.weights, weighted, rtol=1e-5, atol=1e-6)


@pytest.mark.usefixtures("_few_candidates")
def test_candidates_of_some_works_are_those_that_they_have_among_all(works: Works) -> None:
    asked = np.array([0, 7, 8, 90, 149], dtype=np.int32)
    some, everything = candidates_of(works, damped=False, of_works=asked), candidates_of(works, damped=False)
    assert others_of(some) == {
        work: others for work, others in others_of(everything).items() if work in set(asked.tolist())
    }


@pytest.mark.usefixtures("_few_candidates")
def test_an_unread_book_has_the_best_known_books_of_its_author_and_the_bestsellers(tmp_path: Path) -> None:
    # Ann's books 0 to 8 have ever fewer readers of their own; 9 has none, and neither has a book by nobody known.
    books = [book(f"a{number}", f"Ann {number}", "Ann Ash") for number in range(10)]
    books += [book(f"b{number}", f"Bob {number}", f"Bob{number} Best{number}") for number in range(3)]
    books += [book("c", "Lost", "")]
    ratings: list[Row] = [(f"a{number}-{each}", f"a{number}", 7) for number in range(9) for each in range(9 - number)]
    ratings += [(f"b{number}-{each}", f"b{number}", 7) for number in range(3) for each in range(20 - number)]
    works = works_of(tmp_path, books, ratings)
    titles = works.books["title"].tolist()
    found = {
        titles[work]: {titles[other] for other in others}
        for work, others in others_of(candidates_of(works, damped=False)).items()
    }
    bestsellers = {"Bob 0", "Bob 1", "Bob 2", "Ann 0"}
    assert found["Lost"] == bestsellers
    # The author's five best known are looked through, of whom one is a bestseller; three is the limit of the unread.
    assert found["Ann 9"] == bestsellers | {"Ann 1", "Ann 2", "Ann 3"}
    assert found["Ann 1"] == bestsellers | {"Ann 2", "Ann 3", "Ann 4"}
    assert found["Bob 0"] == bestsellers - {"Bob 0"}


def test_two_books_by_an_author_are_bestsellers_at_most_and_any_number_by_nobody_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "_BESTSELLERS", 6)
    authors = ["Ann Ash", "", "Ann Ash", "", "Ann Ash", "", "Bob Best", "Cy Coe", "Di Dew"]
    books = [book(str(number), f"Book {number}", author) for number, author in enumerate(authors)]
    ratings = [(f"{number}-{each}", str(number), 7) for number in range(9) for each in range(12 - number)]
    works = works_of(tmp_path, books, ratings)
    assert works.books["title"].tolist() == [f"Book {number}" for number in range(9)]
    assert others_of(candidates_of(works, damped=False))[8] == [0, 1, 2, 3, 5, 6]


def test_bestsellers_are_those_of_the_ratings_that_are_counted(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_BESTSELLERS", 1)
    facts = BookFacts(works)
    without_the_first = works.ratings[works.ratings["work"] != 0]
    found = others_of(Candidates(facts, Signals(facts, without_the_first)).of(np.array([149], np.int32), damped=False))
    most_read = int(without_the_first["work"].value_counts().sort_index().idxmax())
    assert works.books["readers_count"][149] == 0
    assert most_read in found[149]
