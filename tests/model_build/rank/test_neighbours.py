"""Neighbours: the ranking against the formula computed for every pair, and rules that hold for every book."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.rank import cooccurrence
from model_build.rank.cooccurrence import COOCCURRENCE
from model_build.rank.neighbours import NEIGHBOURS, Neighbours, as_stored, choose_neighbours, find_neighbours
from model_build.rank.scored_candidates import ScoredPairs, score_candidates
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.packing import decode_neighbours, encode_neighbours
from shelftalker.recommend.recommender import similar_books
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import Row, book, write_kaggle
from tests.model_build.works.small_works import random_works, works_of


def full_scores(works: Works) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return [works, works] the scores of all pairs by the formula as it is written, and their readers in common."""
    count = len(works.books)
    read_by = np.zeros((int(works.ratings["reader"].max()) + 1, count))
    read_by[works.ratings["reader"], works.ratings["work"]] = 1
    weight_of_reader = np.maximum(read_by.sum(axis=1), 1) ** -0.25
    readers_count = read_by.sum(axis=0)
    authors = works.books["author"].tolist()
    scores = np.zeros((count, count))
    for source in range(count):
        for target in range(count):
            common = (read_by[:, source] * read_by[:, target] * weight_of_reader).sum()
            damping = (max(readers_count[source], 1) * max(readers_count[target], 1)) ** 0.2
            score = common**2 / (common + 5) / damping
            if authors[source] == authors[target] != UNKNOWN_AUTHOR:
                score = 2 * score + 0.05 * max(readers_count[target], 1) ** 0.3
            scores[source, target] = score
    np.fill_diagonal(scores, 0)
    return scores, np.rint(read_by.T @ read_by).astype(np.int64)


def neighbours_of(neighbours: Neighbours, work: int) -> list[tuple[int, float, int]]:
    """Return (work, score, readers in common) of one work's neighbours."""
    found = slice(neighbours.starts[work], neighbours.starts[work + 1])
    return list(
        zip(
            neighbours.works[found].tolist(),
            neighbours.scores[found].tolist(),
            neighbours.readers_in_common[found].tolist(),
            strict=True,
        )
    )


def row_of_title(works: Works) -> dict[str, int]:
    return {title: row for row, title in enumerate(works.books["title"])}


def test_neighbours_are_ranked_as_the_formula_ranks_all_pairs(tmp_path: Path) -> None:
    works = random_works(tmp_path)
    scores, readers_in_common = full_scores(works)
    neighbours = find_neighbours(works)
    least = NEIGHBOURS.least_of(works.books["readers_count"].to_numpy())
    for work in range(len(works.books)):
        found = neighbours_of(neighbours, work)
        for position, (other, score, readers) in enumerate(found):
            # Those taken for their popularity and year alone score nothing, and are after all others.
            if score or position < least[work]:
                assert score == pytest.approx(scores[work, other], rel=1e-5, abs=1e-9)
            assert readers == readers_in_common[work, other]
        best = np.sort(scores[work])[::-1][: least[work]]
        np.testing.assert_allclose([score for _, score, _ in found][: least[work]], best, rtol=1e-5)


def test_two_books_have_the_score_of_the_formula_worked_out_by_hand(tmp_path: Path) -> None:
    books = [book("1", "One", "Ann"), book("2", "Two", "Bob"), book("3", "Three", "Cy")]
    # The two readers of both One and Two have two books: c = 2 * 2^-0.25; n = 2 and 3.
    works = works_of(tmp_path, books, [(1, "1", 7), (1, "2", 7), (2, "1", 0), (2, "2", 9), (3, "2", 5)])
    common = 2 * 2**-0.25
    expected = common**2 / (common + 5) / (3 * 2) ** 0.2
    assert works.books["title"].tolist() == ["Two", "One", "Three"]
    neighbours = find_neighbours(works)
    assert neighbours_of(neighbours, 0) == [(1, pytest.approx(expected), 2), (2, 0.0, 0)]
    assert neighbours_of(neighbours, 1) == [(0, pytest.approx(expected), 2), (2, 0.0, 0)]


def test_every_work_has_other_works_best_first_and_five_to_show(tmp_path: Path) -> None:
    works = random_works(tmp_path)
    authors = works.books["author_row"].tolist()
    neighbours = find_neighbours(works)
    readers_count = works.books["readers_count"].tolist()
    for work in range(len(works.books)):
        others = [other for other, _, _ in neighbours_of(neighbours, work)]
        scores = [score for _, score, _ in neighbours_of(neighbours, work)]
        # Few readers say little of what goes with a book.
        assert len(others) >= (20 if readers_count[work] > 2 else 10)
        assert len(set(others)) == len(others)
        assert work not in others
        assert scores == sorted(scores, reverse=True)
        assert sum(min(number, 2) for number in Counter(authors[other] for other in others).values()) >= 5


@pytest.mark.parametrize("count", [1, 2, 5, 20, 21, 22])
def test_a_small_catalogue_gives_all_its_other_works(count: int, tmp_path: Path) -> None:
    books = [book(f"{number:02}", f"Book {number}", f"Author {number}") for number in range(count)]
    works = works_of(tmp_path, books, [(reader, f"{number:02}", 7) for reader in range(3) for number in range(count)])
    neighbours = find_neighbours(works)
    for work in range(count):
        others = [other for other, _, _ in neighbours_of(neighbours, work)]
        assert work not in others
        assert len(set(others)) == len(others) >= min(20, count - 1)


def test_the_same_author_comes_first_among_books_without_readers_in_common(tmp_path: Path) -> None:
    books = [book("1", "One", "Ann"), book("2", "Two", "Bob"), book("3", "Three", "Ann"), book("4", "Four", "Cy")]
    works = works_of(tmp_path, books, [(reader, str(reader), 7) for reader in range(1, 5)])
    rows = row_of_title(works)
    best, score, readers = neighbours_of(find_neighbours(works), rows["One"])[0]
    assert (best, readers) == (rows["Three"], 0)
    assert score == pytest.approx(0.05)


def test_books_without_a_known_author_do_not_count_as_one_authors(tmp_path: Path) -> None:
    books = [book("1", "One", ""), book("2", "Two", ""), book("3", "Three", "Ann"), book("4", "Four", "")]
    ratings = [(reader, isbn, 7) for reader in range(3) for isbn in ("1", "2", "3")]
    works = works_of(tmp_path, books, ratings)
    rows = row_of_title(works)
    neighbours = find_neighbours(works)
    to_other, to_authored, to_unread = neighbours_of(neighbours, rows["One"])
    assert to_other[1] == to_authored[1] > 0
    assert to_unread == (rows["Four"], 0.0, 0)


def test_books_without_co_readers_or_author_get_books_as_popular_from_the_same_years(tmp_path: Path) -> None:
    # Forty lonely books of the Fifties and forty of the Nineties: each by an author, and with readers, of its own.
    books = [
        book(f"{number:02}", f"Book {number}", f"Author{number} {number}", 1950 if number < 40 else 1990)
        for number in range(80)
    ]
    ratings: list[Row] = [
        (f"{number}-{reader}", f"{number:02}", 7) for number in range(80) for reader in range(1 + number % 40)
    ]
    works = works_of(tmp_path, books, ratings)
    years, readers_count = works.books["year"].tolist(), works.books["readers_count"].tolist()
    neighbours = find_neighbours(works)
    for work, (year, readers) in enumerate(zip(years, readers_count, strict=True)):
        found = neighbours_of(neighbours, work)
        assert {(score, common) for _, score, common in found} == {(0.0, 0)}
        assert [years[other] for other, _, _ in found[:5]] == [year] * 5
        assert all(abs(readers_count[other] - readers) <= 5 for other, _, _ in found[:5])


def test_five_books_can_be_shown_beside_those_of_an_author_who_fills_the_shelves(build: Build, tmp_path: Path) -> None:
    # The author's books share readers, years and popularity with each other alone.
    books = [book(f"{number:03}", f"Romance of {number:03}x", "Barbara Cartland", 1980) for number in range(200)]
    books += [book(f"x{number}", f"Other {number}", f"Author{number} {number}", 1850) for number in range(4)]
    ratings: list[Row] = [(reader, f"{number:03}", 8) for number in range(100) for reader in (number, number + 1)]
    ratings += [(f"x{number}", f"x{number}", 8) for number in range(4)]
    catalogue = build(write_kaggle(tmp_path / "data", books, ratings))
    for source in catalogue.all_books():
        shown = [recommendation.book for recommendation in similar_books(catalogue, source)]
        assert len(shown) == 5
        assert source not in shown
        assert max(Counter(recommended.author for recommended in shown).values()) <= 3


def test_neighbours_by_another_author_are_no_more_than_prices_are_fitted_with(tmp_path: Path) -> None:
    books = [book(f"{number:03}", f"Thriller {number:03}x", "Prolific Author", 1990) for number in range(9)]
    books += [book(f"x{number}", f"Other {number}", f"Author{number} {number}", 1990) for number in range(20)]
    works = works_of(tmp_path, books, [(reader, row[0], 8) for reader in range(2) for row in books])
    count = len(works.books)
    sources, targets = np.nonzero(~np.eye(count, dtype=bool))
    pairs = ScoredPairs(
        sources.astype(np.int32), targets.astype(np.int32), np.ones(len(sources), np.float32),
        np.where(targets < 9, 2, 1).astype(np.float32),
    )  # fmt: skip
    assert set(works.books["author"][:9]) == {"Prolific Author"}
    every_work = np.arange(count, dtype=np.int32)
    scored = replace(score_candidates(works, None), blocks=[every_work], pairs=[pairs.rank()])
    neighbours = choose_neighbours(scored, np.zeros(count, dtype=np.float32))
    by_prolific = [sum(work < 9 for work, *_ in neighbours_of(neighbours, source)) for source in range(count)]
    assert by_prolific == [8] * 9 + [NEIGHBOURS.by_one_author] * 20


def test_splitting_the_works_into_blocks_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works = random_works(tmp_path)
    at_once = find_neighbours(works)
    monkeypatch.setattr(cooccurrence, "COOCCURRENCE", replace(COOCCURRENCE, pairs_in_block=50))
    in_blocks = find_neighbours(works)
    np.testing.assert_array_equal(in_blocks.starts, at_once.starts)
    np.testing.assert_array_equal(in_blocks.works, at_once.works)
    np.testing.assert_array_equal(in_blocks.scores, at_once.scores)
    np.testing.assert_array_equal(in_blocks.readers_in_common, at_once.readers_in_common)


def test_the_same_works_give_the_same_ranking(tmp_path: Path) -> None:
    first, second = (find_neighbours(random_works(tmp_path)) for _ in range(2))
    np.testing.assert_array_equal(first.works, second.works)
    np.testing.assert_array_equal(first.scores, second.scores)


def test_readers_in_common_are_counted_in_full_though_only_some_books_of_avid_readers_are_targets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = random_works(tmp_path, readers=600)
    _, readers_in_common = full_scores(works)
    monkeypatch.setattr(cooccurrence, "COOCCURRENCE", replace(COOCCURRENCE, max_books_of_reader=2))
    neighbours = find_neighbours(works)
    for work in range(len(works.books)):
        for other, _, readers in neighbours_of(neighbours, work):
            assert readers == readers_in_common[work, other]


def test_books_that_fill_up_a_list_have_their_readers_in_common(tmp_path: Path) -> None:
    # One reader read sixty books by Ann, which are all candidates, and thirty by others, which then fill up the list.
    books = [book(f"a{number:02}", f"Ann {number}", "Ann Ash", 1980) for number in range(60)]
    books += [book(f"o{number:02}", f"Other {number}", f"Author{number} {number}", 1980) for number in range(30)]
    books += [book(f"b{number:02}", f"Best {number}", f"Best{number} {number}", 1980) for number in range(12)]
    ratings: list[Row] = [("avid", row[0], 8) for row in books[:90]]
    ratings += [(f"{row[0]}-{reader}", row[0], 8) for row in books[90:] for reader in range(9)]
    works = works_of(tmp_path, books, ratings)
    _, readers_in_common = full_scores(works)
    neighbours = find_neighbours(works)
    shared_by_fillers = 0
    for work in range(len(works.books)):
        for other, score, readers in neighbours_of(neighbours, work):
            assert readers == readers_in_common[work, other]
            shared_by_fillers += readers if score == 0 else 0
    assert shared_by_fillers


def test_scores_are_those_that_are_read_from_a_model() -> None:
    random = np.random.default_rng(1)
    counts = random.integers(0, 30, 200)
    starts = np.concatenate([[0], np.cumsum(counts)])
    scores = (random.random(starts[-1]) ** 6 * 10.0 ** random.integers(-4, 3, starts[-1])).astype(np.float32)
    scores[::17] = 0
    stored = as_stored(scores, starts)
    for start, end in pairwise(starts):
        entries = [(1, score, 0) for score in scores[start:end].tolist()]
        assert stored[start:end].tolist() == pytest.approx(
            [neighbour.score for neighbour in decode_neighbours(encode_neighbours(entries))], rel=1e-6
        )


def test_without_neighbours_there_are_no_scores() -> None:
    assert len(as_stored(np.zeros(0, dtype=np.float32), np.zeros(4, dtype=np.int64))) == 0
