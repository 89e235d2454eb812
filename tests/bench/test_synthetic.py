"""Tests of the synthetic dataset."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.bench.synthetic import Size, make_isbns, power_law_counts, write_dataset

SMALL = Size(
    editions=600, readers=200, authors=200, ratings=2_500, most_by_one_reader=120, most_of_one_edition=40,
    most_by_one_author=20, words=2_000,
)  # fmt: skip


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_dataset(tmp_path / name, SMALL)
    write_dataset(tmp_path / "other", SMALL, seed=2)

    for file in ("Books.csv", "Ratings.csv", "Users.csv"):
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()
        assert (tmp_path / "first" / file).read_bytes() != (tmp_path / "other" / file).read_bytes()


def test_the_dataset_has_its_size_and_nobody_rates_an_edition_twice(tmp_path: Path) -> None:
    write_dataset(tmp_path, SMALL)
    with (tmp_path / "Books.csv").open(encoding="utf-8") as stream:
        books = list(csv.DictReader(stream))
    with (tmp_path / "Ratings.csv").open(encoding="utf-8") as stream:
        ratings = list(csv.DictReader(stream))

    assert len({book["ISBN"] for book in books}) == SMALL.editions
    assert len({book["Book-Author"] for book in books}) == SMALL.authors
    assert len({rating["User-ID"] for rating in ratings}) == SMALL.readers
    assert len({(rating["User-ID"], rating["ISBN"]) for rating in ratings}) == len(ratings) == SMALL.ratings
    assert {rating["ISBN"] for rating in ratings} == {book["ISBN"] for book in books}
    assert 0.57 < sum(rating["Book-Rating"] == "0" for rating in ratings) / len(ratings) < 0.67


def test_readers_keep_to_fewer_authors_than_chance_gives_them(tmp_path: Path) -> None:
    size = replace(SMALL, editions=8_000, readers=4_000, authors=3_000, ratings=40_000)
    write_dataset(tmp_path, size)
    with (tmp_path / "Books.csv").open(encoding="utf-8") as stream:
        author_of = {book["ISBN"]: book["Book-Author"] for book in csv.DictReader(stream)}
    with (tmp_path / "Ratings.csv").open(encoding="utf-8") as stream:
        ratings = [(rating["User-ID"], author_of[rating["ISBN"]]) for rating in csv.DictReader(stream)]
    readers, authors = zip(*ratings, strict=True)
    by_chance = np.random.default_rng(1).permutation(authors).tolist()

    assert len(set(ratings)) < 0.98 * len(set(zip(readers, by_chance, strict=True)))


def test_counts_follow_a_power_law_and_add_up() -> None:
    counts = power_law_counts(1_150_000, 105_000, 13_600)

    assert counts.sum() == 1_150_000
    assert counts[0] == 13_600
    assert 3 <= (counts > 10_000).sum() <= 5
    assert counts.min() == 1
    assert np.median(counts) <= 2
    # On a double logarithmic scale the tail is straight: ten times the rank, a tenth of the count.
    assert abs(counts[1_000] / counts[10_000] - 10) < 1


def test_ten_times_the_data_has_ten_times_the_readers_of_as_many_books() -> None:
    tenfold = SMALL.times(10)

    assert (tenfold.editions, tenfold.readers, tenfold.authors, tenfold.ratings) == (6_000, 2_000, 2_000, 25_000)
    single_reads, tenfold_reads = (
        power_law_counts(size.ratings, size.readers, size.most_by_one_reader) for size in (SMALL, tenfold)
    )
    assert tenfold_reads.max() == single_reads.max() == 120
    # Pairs of books that one reader read are what a build's time depends on.
    assert 9 < (tenfold_reads**2).sum() / (single_reads**2).sum() < 11


@pytest.mark.parametrize("count", [1_000, 1_000_000])
def test_isbns_differ_and_their_check_digits_are_right(count: int) -> None:
    isbns = make_isbns(np.random.default_rng(1), count)

    assert len(set(isbns)) == count
    assert {len(isbn) for isbn in isbns} == {10}
    for isbn in isbns[:100]:
        digits = [10 if character == "X" else int(character) for character in isbn]
        assert sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
