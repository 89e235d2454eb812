"""Candidates against the best of all pairs, found by scoring every pair."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.rank import candidates
from model_build.rank.book_facts import BookFacts
from model_build.rank.candidates import CANDIDATES, CandidateConfig, Candidates
from model_build.rank.cooccurrence import Pairs
from model_build.rank.fact_neighbours import FACT_NEIGHBOURS, FactNeighbours
from model_build.rank.features import Signals
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from tests.model_build.small_datasets import Row, book
from tests.model_build.works.small_works import random_works, readers_in_common, weighted_readers_in_common, works_of


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    return random_works(tmp_path_factory.mktemp("data"))


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> CandidateConfig:
    """Set limits that small data reach."""
    small = CandidateConfig(books_of_author=5, min_targets=3, targets_per_reader=1, max_targets=12, bestsellers=4)
    monkeypatch.setattr(candidates, "CANDIDATES", small)
    return small


def candidates_of(works: Works, *, damped: bool, sources: NDArray[np.int32] | None = None) -> Pairs:
    facts = BookFacts(works)
    rows = np.arange(len(works.books), dtype=np.int32) if sources is None else sources
    return Candidates(facts, Signals(facts, works.ratings)).of(rows, damped=damped)


def alike_to(works: Works, source: int) -> set[int]:
    """Return the works alike to one by facts, see fact_neighbours.py."""
    return set(FactNeighbours(BookFacts(works)).of(np.array([source], dtype=np.int32))[1].tolist())


def targets_by_source(pairs: Pairs) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for source, target in zip(pairs.sources.tolist(), pairs.targets.tolist(), strict=True):
        found.setdefault(source, []).append(target)
    return found


def bestsellers_of(works: Works, count: int) -> list[int]:
    """Return the most read works, at most two by each known author; rows are in order of popularity."""
    found: list[int] = []
    authors = works.books["author"].tolist()
    for work, author in enumerate(authors):
        if author == UNKNOWN_AUTHOR or [authors[other] for other in range(work)].count(author) < 2:
            found.append(work)
    return found[:count]


def full_scores(works: Works, *, damped: bool) -> NDArray[np.float64]:
    """Return [works, works] the scores that candidates are chosen by; 0 for pairs without any."""
    common = weighted_readers_in_common(works)
    readers = np.maximum(np.diagonal(readers_in_common(works)), 1)
    authors = works.books["author"].tolist()
    scores = common**2 / (common + 5)
    for source, author in enumerate(authors):
        for target, other_author in enumerate(authors):
            if author == other_author != UNKNOWN_AUTHOR:
                share = 0.05 * readers[target] ** 0.3 * (readers[source] * readers[target]) ** 0.2
                scores[source, target] = 2 * scores[source, target] + share
    return scores / np.outer(readers, readers) ** 0.2 if damped else scores


@pytest.mark.parametrize("damped", [True, False])
def test_candidates_are_the_best_by_the_definition_and_the_bestsellers(
    damped: bool, works: Works, limits: CandidateConfig
) -> None:
    scores, common = full_scores(works, damped=damped), readers_in_common(works)
    authors = works.books["author"].tolist()
    bestsellers = bestsellers_of(works, limits.bestsellers)
    assert len(bestsellers) == limits.bestsellers
    found = targets_by_source(candidates_of(works, damped=damped))
    omitted = 0
    for source in range(len(works.books)):
        by_author = [row for row, author in enumerate(authors) if author == authors[source] != UNKNOWN_AUTHOR]
        sharing = np.flatnonzero(common[source]).tolist()
        pool = {*by_author[: limits.books_of_author], *sharing} - {source, *bestsellers}
        limit = min(limits.min_targets + limits.targets_per_reader * int(common[source, source]), limits.max_targets)
        best = sorted((scores[source, target] for target in pool), reverse=True)[:limit]
        omitted += len(pool) - len(best)
        targets = found[source]
        chosen = [target for target in targets if target not in bestsellers]
        alike = set() if damped or common[source, source] >= FACT_NEIGHBOURS.few_readers else alike_to(works, source)
        assert set(chosen) <= pool | alike
        assert len(chosen) - len(best) <= len(alike)
        scores_of_chosen = sorted((scores[source, target] for target in chosen), reverse=True)
        np.testing.assert_allclose(scores_of_chosen[: len(best)], best, rtol=1e-5)
        assert [target for target in targets if target in bestsellers] == [row for row in bestsellers if row != source]
    assert omitted > len(works.books)


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("damped", [True, False])
def test_candidates_have_their_readers_in_common_and_are_never_the_source_or_there_twice(
    damped: bool, works: Works
) -> None:
    pairs = candidates_of(works, damped=damped)
    assert all(source <= following for source, following in pairwise(pairs.sources.tolist()))
    assert not (pairs.sources == pairs.targets).any()
    assert len(set(zip(pairs.sources.tolist(), pairs.targets.tolist(), strict=True))) == len(pairs.sources)
    np.testing.assert_array_equal(pairs.readers, readers_in_common(works)[pairs.sources, pairs.targets])
    weighted = weighted_readers_in_common(works)[pairs.sources, pairs.targets]
    np.testing.assert_allclose(pairs.weights, weighted, rtol=1e-5, atol=1e-6)


@pytest.mark.usefixtures("limits")
def test_candidates_of_some_works_are_those_that_they_have_among_all(works: Works) -> None:
    sources = np.array([0, 7, 8, 90, 149], dtype=np.int32)
    of_some = targets_by_source(candidates_of(works, damped=False, sources=sources))
    of_all = targets_by_source(candidates_of(works, damped=False))
    assert of_some == {source: of_all[source] for source in sources.tolist()}


@pytest.mark.usefixtures("limits")
def test_an_unread_book_has_the_best_known_books_of_its_author_and_the_bestsellers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "FACT_NEIGHBOURS", replace(FACT_NEIGHBOURS, few_readers=0))
    # Ann's books 0 to 8 have ever fewer readers of their own; 9 has none, and neither has a book by nobody known.
    books = [book(f"a{number}", f"Ann {number}", "Ann Ash") for number in range(10)]
    books += [book(f"b{number}", f"Bob {number}", f"Bob{number} Best{number}") for number in range(3)]
    books += [book("c", "Lost", "")]
    ratings: list[Row] = [
        (f"a{number}-{reader}", f"a{number}", 7) for number in range(9) for reader in range(9 - number)
    ]
    ratings += [(f"b{number}-{reader}", f"b{number}", 7) for number in range(3) for reader in range(20 - number)]
    works = works_of(tmp_path, books, ratings)
    titles = works.books["title"].tolist()
    found = {
        titles[source]: {titles[target] for target in targets}
        for source, targets in targets_by_source(candidates_of(works, damped=False)).items()
    }
    bestsellers = {"Bob 0", "Bob 1", "Bob 2", "Ann 0"}
    assert found["Lost"] == bestsellers
    # The author's five best known are looked at, of which one is a bestseller; an unread source has three targets.
    assert found["Ann 9"] == bestsellers | {"Ann 1", "Ann 2", "Ann 3"}
    assert found["Ann 1"] == bestsellers | {"Ann 2", "Ann 3", "Ann 4"}
    assert found["Bob 0"] == bestsellers - {"Bob 0"}


def test_at_most_two_books_by_an_author_are_bestsellers_and_any_number_without_a_known_author(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "CANDIDATES", replace(CANDIDATES, bestsellers=6))
    monkeypatch.setattr(candidates, "FACT_NEIGHBOURS", replace(FACT_NEIGHBOURS, few_readers=0))
    authors = ["Ann Ash", "", "Ann Ash", "", "Ann Ash", "", "Bob Best", "Cy Coe", "Di Dew"]
    books = [book(str(number), f"Book {number}", author) for number, author in enumerate(authors)]
    ratings = [(f"{number}-{reader}", str(number), 7) for number in range(9) for reader in range(12 - number)]
    works = works_of(tmp_path, books, ratings)
    assert works.books["title"].tolist() == [f"Book {number}" for number in range(9)]
    assert targets_by_source(candidates_of(works, damped=False))[8] == [0, 1, 2, 3, 5, 6]


def test_bestsellers_are_those_of_the_ratings_that_are_counted(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "CANDIDATES", replace(CANDIDATES, bestsellers=1))
    facts = BookFacts(works)
    without_the_first = works.ratings[works.ratings["work"] != 0]
    candidates_without = Candidates(facts, Signals(facts, without_the_first))
    found = targets_by_source(candidates_without.of(np.array([149], np.int32), damped=False))
    most_read = int(np.bincount(without_the_first["work"]).argmax())
    assert works.books["readers_count"][149] == 0
    assert most_read in found[149]
