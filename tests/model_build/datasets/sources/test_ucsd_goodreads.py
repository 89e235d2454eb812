"""The UCSD Book Graph: shelves of Goodreads, as JSON lines and by numbers of the books."""

from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.sources import ucsd_goodreads
from tests.model_build.datasets.sources.small_sources import (
    GOODREADS_BOOKS,
    ratings_of,
    read_folder,
    write_goodreads,
    write_json_lines,
)

EXPECTED = [("ann", "71", 5, True), ("ann", "72", 0, False), ("ben", "72", 4, True)]


@pytest.mark.parametrize("numbered", [False, True], ids=["json", "csv"])
def test_what_was_read_is_kept_and_what_is_wanted_is_not(numbered: bool, tmp_path: Path) -> None:
    tables = read_folder(write_goodreads(tmp_path, numbered=numbered))
    assert (tables.name, tables.rating_scale) == ("UCSD Goodreads", 5)
    assert ratings_of(tables) == EXPECTED
    assert tables.counts["ratings rows"] == 4
    assert tables.counts["ratings rows of books not read (yet), set aside"] == 1


def test_books_are_read_with_work_author_series_first_year_and_subjects(tmp_path: Path) -> None:
    books = read_folder(write_goodreads(tmp_path)).books
    assert books[["book_id", "work_id", "title", "author", "series", "language"]].to_numpy().tolist() == [
        ["71", "900", "The Salt Road", "Una Marsh", "Harbour", "en"],
        ["72", "901", "Lanterns (Harbour, #2)", "Ivo Lind", "", "de"],
    ]
    assert books["year"].tolist()[0] == 1961
    assert books["tags"].tolist() == [("sea stories",), ()]
    assert books["isbns"].tolist() == [("0441172717",), ()]


def test_books_that_nobody_read_are_not_kept(tmp_path: Path) -> None:
    tables = read_folder(write_goodreads(tmp_path))
    assert tables.counts["books that nobody read, set aside"] == 1
    assert tables.counts["books rows"] == 3
    assert tables.tables == {"goodreads_interactions_dedup.json.gz": "ratings", "goodreads_books.json.gz": "books"}


def test_the_use_is_stated_wherever_the_data_is(tmp_path: Path) -> None:
    tables = read_folder(write_goodreads(tmp_path))
    assert "academic use only" in tables.notice
    assert "academic use only" in tables.licence
    assert "RecSys 2018" in tables.citation


@pytest.mark.parametrize(
    ("numbered", "missing"),
    [
        (True, "book_id_map.csv"),
        (False, "goodreads_book_authors.json.gz"),
        (False, "goodreads_books.json.gz"),
        (False, "goodreads_interactions_dedup.json.gz"),
    ],
)
def test_a_missing_file_is_named(numbered: bool, missing: str, tmp_path: Path) -> None:
    (write_goodreads(tmp_path, numbered=numbered) / missing).unlink()
    with pytest.raises(DatasetError, match=f"without {missing}"):
        read_folder(tmp_path)


@pytest.mark.parametrize("missing", ["goodreads_book_series.json.gz", "goodreads_book_works.json.gz"])
def test_series_and_works_may_be_missing(missing: str, tmp_path: Path) -> None:
    (write_goodreads(tmp_path) / missing).unlink()
    assert ratings_of(read_folder(tmp_path)) == EXPECTED


def test_shelves_in_both_forms_count_once(tmp_path: Path) -> None:
    write_goodreads(tmp_path, numbered=True)
    assert ratings_of(read_folder(write_goodreads(tmp_path))) == EXPECTED


def test_the_files_of_several_genres_are_one_source(tmp_path: Path) -> None:
    write_goodreads(tmp_path)
    for name in ("goodreads_books", "goodreads_interactions_dedup"):
        path = tmp_path / f"{name}.json.gz"
        path.rename(tmp_path / f"{name.removesuffix('_dedup')}_poetry.json.gz")
    write_json_lines(tmp_path / "goodreads_books_children.json.gz", GOODREADS_BOOKS[2:])
    write_json_lines(
        tmp_path / "goodreads_interactions_children.json.gz",
        [{"user_id": "cat", "book_id": "79", "is_read": True, "rating": 3}],
    )
    assert sorted(ratings_of(read_folder(tmp_path))) == [*EXPECTED, ("cat", "79", 3, False)]


def test_a_number_that_the_map_lacks_is_an_unknown_book(tmp_path: Path) -> None:
    write_goodreads(tmp_path, numbered=True)
    with (tmp_path / "goodreads_interactions.csv").open("a", encoding="utf-8") as stream:
        stream.write("ben,404,1,5,0\n")
    tables = read_folder(tmp_path)
    assert ratings_of(tables) == EXPECTED
    assert tables.counts["ratings of unknown books, dropped"] == 1
    assert "404 (no number of book_id_map.csv)" in tables.examples["ratings of unknown books, dropped"]


def test_tables_of_other_sources_are_not_goodreads(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("user_id,book_id,is_read,rating\n1,2,1,5\n", encoding="utf-8")
    (tmp_path / "books.csv").write_text("book_id,title,authors\n2,The Salt Road,Una Marsh\n", encoding="utf-8")
    assert not ucsd_goodreads.recognises(DatasetFiles.found_in(tmp_path))
