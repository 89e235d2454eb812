"""Amazon Reviews: the files of 2023, 2018 and 2014, told by their contents."""

import json
from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.sources import amazon_reviews
from tests.model_build.datasets.sources.small_sources import (
    ANN,
    BEN,
    CAT,
    LANTERNS,
    METADATA,
    SALT_ROAD,
    ratings_of,
    read_folder,
    write_amazon,
    write_json_lines,
)

RATINGS_2023 = (
    "user_id,parent_asin,rating,timestamp\n"
    f"{ANN},{SALT_ROAD},5.0,1385000000000\n{BEN},{SALT_ROAD},2.0,1385000000000\n{ANN},{LANTERNS},4.0,1386000000000\n"
)
EXPECTED = [(ANN, SALT_ROAD, 5, True), (BEN, SALT_ROAD, 2, False), (ANN, LANTERNS, 4, True)]


def test_ratings_and_metadata_of_2023_are_read(tmp_path: Path) -> None:
    tables = read_folder(write_amazon(tmp_path, RATINGS_2023))
    assert (tables.name, tables.rating_scale) == ("Amazon Reviews", 5)
    assert sorted(ratings_of(tables)) == sorted(EXPECTED)
    assert tables.books[["book_id", "title", "author", "language", "image_url"]].to_numpy().tolist() == [
        [SALT_ROAD, "The Salt Road", "Una Marsh", "en", "https://images.example/I/1.jpg"],
        [LANTERNS, "Lanterns", "Ivo Lind", "de", ""],
    ]
    assert tables.books["isbns"].tolist() == [(SALT_ROAD,), ()]
    assert tables.books["tags"].tolist() == [("travel",), ()]
    assert tables.books["year"].tolist()[0] == 2004
    assert "McAuley Lab" in tables.notice
    assert "Hou" in tables.citation


def test_metadata_of_books_that_nobody_rated_are_not_kept(tmp_path: Path) -> None:
    tables = read_folder(write_amazon(tmp_path, RATINGS_2023))
    assert "B000000009" not in tables.books["book_id"].tolist()
    assert tables.counts["books that nobody read, set aside"] == 1
    assert (tables.counts["books rows"], tables.counts["ratings rows"]) == (3, 3)
    assert tables.tables == {"books.csv": "ratings", "meta_books.jsonl": "books"}
    assert tables.columns["books.csv: parent_asin"] == "book_id"


@pytest.mark.parametrize(
    "line", ["{reader},{book},{rating},1369699200", "{book},{reader},{rating},1369699200"], ids=["2014", "2018"]
)
@pytest.mark.parametrize("name", ["ratings_Books.csv", "Books.csv", "Books.csv.gz"])
def test_columns_without_names_are_told_by_their_values(line: str, name: str, tmp_path: Path) -> None:
    rows = [(BEN, SALT_ROAD, "5.0"), (CAT, SALT_ROAD, "2.0"), (BEN, LANTERNS, "4.0")]
    lines = [line.format(reader=reader, book=book, rating=rating) for reader, book, rating in rows]
    tables = read_folder(write_amazon(tmp_path, "\n".join(lines) + "\n", name=name))
    assert sorted(ratings_of(tables)) == [
        (CAT, SALT_ROAD, 2, False), (BEN, SALT_ROAD, 5, True), (BEN, LANTERNS, 4, True),
    ]  # fmt: skip


def test_the_zeros_that_a_spreadsheet_dropped_are_restored(tmp_path: Path) -> None:
    tables = read_folder(write_amazon(tmp_path, RATINGS_2023.replace(SALT_ROAD, SALT_ROAD.lstrip("0"))))
    assert sorted(ratings_of(tables)) == sorted(EXPECTED)


@pytest.mark.parametrize("keys", [("user_id", "parent_asin", "rating", "timestamp"),
                                  ("reviewerID", "asin", "overall", "unixReviewTime")])  # fmt: skip
def test_the_reviews_themselves_are_ratings(keys: tuple[str, ...], tmp_path: Path) -> None:
    rows = [(ANN, SALT_ROAD, 5.0, 1385000000), (BEN, SALT_ROAD, 2.0, 1385000000), (ANN, LANTERNS, 4.0, 1386000000)]
    reviews = [
        json.dumps({**dict(zip(keys, row, strict=True)), "title": "Good", "text": "A good book."}) for row in rows
    ]
    tables = read_folder(write_amazon(tmp_path, "\n".join(reviews) + "\n", name="Books.jsonl"))
    assert sorted(ratings_of(tables)) == sorted(EXPECTED)


def test_the_latest_of_a_readers_ratings_of_a_book_stands(tmp_path: Path) -> None:
    later = RATINGS_2023 + f"{ANN},{SALT_ROAD},1.0,1380000000000\n{BEN},{SALT_ROAD},3.0,1390000000000\n"
    tables = read_folder(write_amazon(tmp_path, later))
    assert sorted(rating for _, _, rating, _ in ratings_of(tables)) == [3, 4, 5]


def test_the_splits_for_training_and_test_are_read_where_the_whole_is_missing(tmp_path: Path) -> None:
    header, *lines = RATINGS_2023.splitlines(keepends=True)
    for part, line in zip(("train", "valid", "test"), lines, strict=True):
        write_amazon(tmp_path, header + line, name=f"Books.{part}.csv")
    tables = read_folder(tmp_path)
    assert (sorted(ratings_of(tables)), tables.counts["ratings rows"]) == (sorted(EXPECTED), 3)
    whole = read_folder(write_amazon(tmp_path, RATINGS_2023))
    assert (sorted(ratings_of(whole)), whole.counts["ratings rows"]) == (sorted(EXPECTED), 3)


def test_metadata_that_are_cut_off_are_refused(tmp_path: Path) -> None:
    write_amazon(tmp_path, RATINGS_2023)
    path = tmp_path / "meta_Books.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DatasetError, match=r"meta_Books\.jsonl ends within a record"):
        read_folder(tmp_path)


def test_ratings_without_metadata_and_metadata_without_ratings_are_refused_by_name(tmp_path: Path) -> None:
    write_amazon(tmp_path / "a", RATINGS_2023)
    (tmp_path / "a/meta_Books.jsonl").unlink()
    with pytest.raises(DatasetError, match=r"without the metadata of the books: expected .*meta_Books\.jsonl"):
        read_folder(tmp_path / "a")
    (tmp_path / "b").mkdir()
    write_json_lines(tmp_path / "b/meta_Books.jsonl.gz", METADATA)
    with pytest.raises(DatasetError, match=r"without the ratings: expected Books\.csv"):
        read_folder(tmp_path / "b")


def test_tables_of_other_sources_are_not_amazons(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("user_id,book_id,rating\n1,2,5\n", encoding="utf-8")
    (tmp_path / "books.json").write_text('{"book_id": "2", "title": "The Salt Road"}\n', encoding="utf-8")
    assert not amazon_reviews.recognises(DatasetFiles.found_in(tmp_path))
