"""A model as CSV files, against the ratings it was built from."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pytest

from model_build.build import build_from
from model_build.commands.export import export_model, write_table
from model_build.datasets.joined_sources import join_sources
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.isbn import isbn_of
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import Row, book, write_kaggle
from tests.model_build.source_tables import BookRow, source_tables

TITLES = ["Dune", "Dune (Paperback)", "DUNE", "Emma", "Emma: A Novel", "Ubik", "Solaris", "It", 'Unread, "quoted"']


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def ratings() -> list[tuple[str, str, int]]:
    generator = random.Random(7)
    return [
        (str(generator.randrange(40)), f"{generator.randrange(len(TITLES) - 1):02}", generator.randrange(11))
        for _ in range(400)
    ]


@pytest.fixture
def export_directory(build: Build, tmp_path: Path, ratings: list[Row]) -> Path:
    books = [book(f"{number:02}", title, f"Author {title[0]}", 0 if title == "It" else 1950 + number)
             for number, title in enumerate(TITLES)]  # fmt: skip
    catalogue = build(write_kaggle(tmp_path / "data", books, ratings))
    rows = export_model(catalogue, tmp_path / "exported")
    assert {path.name: count for path, count in rows.items()} == {
        "books.csv": 6, "editions.csv": 9, "isbns.csv": 0,
        "neighbours.csv": len(read_csv(tmp_path / "exported" / "neighbours.csv")),
    }  # fmt: skip
    return tmp_path / "exported"


def test_the_columns_are_the_documented_ones(export_directory: Path) -> None:
    headers = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in export_directory.iterdir()}
    assert headers == {
        "books.csv": "book_id,title,author,year,isbn,ratings_count,rating_mean,series,volume,language",
        "editions.csv": "source_id,book_id",
        "isbns.csv": "isbn,book_id,isbn_13",
        "neighbours.csv": "book_id,rank,neighbour_id,score,readers_in_common",
    }


def test_every_edition_belongs_to_one_book_of_its_title(export_directory: Path) -> None:
    title_of_book = {row["book_id"]: row["title"] for row in read_csv(export_directory / "books.csv")}
    editions = read_csv(export_directory / "editions.csv")
    assert [row["source_id"] for row in editions] == [f"{number:02}" for number in range(len(TITLES))]
    for row in editions:
        assert title_of_book[row["book_id"]].casefold()[:4] == TITLES[int(row["source_id"])].casefold()[:4]


def test_counts_and_means_are_those_of_the_ratings_rows(
    export_directory: Path, ratings: list[tuple[str, str, int]]
) -> None:
    book_of_edition = {row["source_id"]: row["book_id"] for row in read_csv(export_directory / "editions.csv")}
    last: dict[tuple[str, str], int] = {}
    for reader, source_id, rating in ratings:
        key = reader, book_of_edition[source_id]
        last[key] = rating or last.get(key, 0)
    given = defaultdict(list)
    for (_, book_id), rating in last.items():
        if rating:
            given[book_id].append(rating)
    for row in read_csv(export_directory / "books.csv"):
        rated = given[row["book_id"]]
        assert int(row["ratings_count"]) == len(rated)
        if rated:
            assert float(row["rating_mean"]) == pytest.approx(sum(rated) / len(rated), abs=0.00501)
        else:
            assert row["rating_mean"] == ""
    assert {row["title"]: row["year"] for row in read_csv(export_directory / "books.csv")}["It"] == ""


def test_neighbours_are_ranked_and_their_readers_in_common_are_true(
    export_directory: Path, ratings: list[tuple[str, str, int]]
) -> None:
    book_of_edition = {row["source_id"]: row["book_id"] for row in read_csv(export_directory / "editions.csv")}
    readers = defaultdict(set)
    for reader, source_id, _ in ratings:
        readers[book_of_edition[source_id]].add(reader)
    ids = [row["book_id"] for row in read_csv(export_directory / "books.csv")]
    ranked = {
        book_id: list(rows)
        for book_id, rows in groupby(read_csv(export_directory / "neighbours.csv"), key=lambda row: row["book_id"])
    }
    assert list(ranked) == ids
    for book_id, rows in ranked.items():
        assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
        assert sorted(row["neighbour_id"] for row in rows) == sorted(set(ids) - {book_id})
        scores = [float(row["score"]) for row in rows]
        assert scores == sorted(scores, reverse=True)
        for row in rows:
            assert int(row["readers_in_common"]) == len(readers[book_id] & readers[row["neighbour_id"]])


def test_a_table_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    assert write_table(path, ("a", "b"), [(1, "x, y"), (2, None)]) == 2
    assert path.read_bytes() == b'a,b\r\n1,"x, y"\r\n2,\r\n'
    assert write_table(path, ("a",), []) == 0
    assert path.read_bytes() == b"a\r\n"


def test_a_table_whose_rows_fail_leaves_the_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    def failing_rows() -> Iterator[tuple[int]]:
        yield (1,)
        raise ValueError("no second row")

    path = tmp_path / "table.csv"
    write_table(path, ("a",), [(7,)])
    with pytest.raises(ValueError, match="no second row"):
        write_table(path, ("a",), failing_rows())
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("table.csv", b"a\r\n7\r\n")]


def test_every_isbn_that_finds_a_book_is_exported_with_it(tmp_path: Path) -> None:
    books: list[BookRow] = [
        ("1", "Dune", "Frank Herbert", {"isbns": ("0441172717", "0340839937")}),
        ("2", "Emma", "Jane Austen"),
        ("0679734473", "Ubik", "Philip K. Dick", {"isbns": ("0679734473", "9798886451740")}),
    ]
    build_from(join_sources([source_tables(books, [("a", row[0], 8) for row in books])]), tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        export_model(catalogue, tmp_path / "exported")
        rows = read_csv(tmp_path / "exported" / "isbns.csv")
        assert [row["isbn"] for row in rows] == ["0340839937", "0441172717", "0679734473", "9798886451740"]
        for row in rows:
            for form in (row["isbn"], row["isbn_13"]):
                found = catalogue.book_with_isbn(isbn_of(form) or "")
                assert found is not None
                assert found.book_id == row["book_id"]
        assert {row["isbn"]: row["isbn_13"] for row in rows}["0441172717"] == "9780441172719"
        # The model has the dataset's id where it knows no ISBN; that is none.
        isbns = {row["title"]: row["isbn"] for row in read_csv(tmp_path / "exported" / "books.csv")}
        assert isbns == {"Dune": "0441172717", "Emma": "", "Ubik": "0679734473"}
