"""Book-Crossing in both its forms, and the errors in its tables."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from model_build.datasets.formats.table_file import DatasetError
from tests.model_build.small_datasets import (
    BOOKS,
    RATINGS,
    USERS,
    book,
    comma_lines,
    editions_of,
    ratings_of,
    read,
    write_dump,
    write_kaggle,
)


@pytest.mark.parametrize("write", [write_kaggle, write_dump])
def test_both_forms_of_book_crossing_are_recognised_by_their_columns(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    dataset = read(write(tmp_path, BOOKS, RATINGS, USERS))
    assert editions_of(dataset) == [
        ("0002005018", "Clara Callan", "Richard Bruce Wright", 2001),
        ("034545104X", 'The "Flesh" Tones; a Novel, maybe', "M. J. Rose", 2002),
        ("3404921038", "Über die Wälder", "Jörg Müller", 1996),
    ]
    assert ratings_of(dataset) == [
        ("276725", "034545104X", 0), ("276726", "0002005018", 5), ("276726", "3404921038", 10),
    ]  # fmt: skip
    assert dataset.rating_scale == 10
    assert dataset.readers["country"].tolist() == ["usa", "germany"]
    assert dataset.readers["age"].tolist() == [34, pd.NA]
    assert dataset.editions["publisher"].tolist() == ["HarperFlamingo Canada", "Ballantine Books", "Lübbe"]
    assert dataset.editions["image_url"].tolist() == [f"https://covers.example/P/{row[0]}.M.jpg" for row in BOOKS]


def test_the_dump_is_read_whether_its_bytes_are_latin_1_or_utf_8(tmp_path: Path) -> None:
    write_dump(tmp_path, BOOKS, RATINGS)
    listed = tmp_path / "BX-Books.csv"
    in_latin_1 = read(tmp_path).editions
    listed.write_bytes(listed.read_bytes().decode("latin-1").encode())
    pd.testing.assert_frame_equal(read(tmp_path).editions, in_latin_1)


def test_book_crossing_counts_to_ten_also_where_nobody_gave_more_than_five(tmp_path: Path) -> None:
    assert read(write_kaggle(tmp_path, BOOKS, [(1, "0002005018", 5)])).rating_scale == 10


def test_ids_are_text_and_keep_their_zeros_and_their_x(tmp_path: Path) -> None:
    books = [book("000000000X", "Nought", "Ann Author"), book("0000000001", "One", "Ann Author")]
    ratings = [("007", "000000000X", 7), ("07", "000000000x", 8), ("7", "0000000001", 9), ("7", "1", 10)]
    dataset = read(write_kaggle(tmp_path, books, ratings))
    assert ratings_of(dataset) == [("007", "000000000X", 7), ("07", "000000000X", 8), ("7", "0000000001", 9)]
    assert dataset.counts["ratings of unknown books, dropped"] == 1


def test_ids_that_differ_only_in_case_stay_two_editions(tmp_path: Path) -> None:
    books = [book("00x", "Lower", "Ann Author"), book("00X", "Upper", "Ann Author")]
    dataset = read(write_kaggle(tmp_path, books, [(1, "00x", 7), (2, "00X", 8)]))
    assert ratings_of(dataset) == [("1", "00x", 7), ("2", "00X", 8)]


def test_a_dataset_may_come_without_a_table_of_readers(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / "Users.csv").unlink()
    dataset = read(tmp_path)
    assert dataset.readers["country"].tolist() == ["", ""]
    assert dataset.readers["age"].isna().all()


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    (tmp_path / "Books.csv").write_bytes(
        comma_lines([["Shelf", "Book-Author", "ISBN", "Book-Title"], ["A1", "Ann Author", "01", "One"]])
    )
    (tmp_path / "Ratings.csv").write_bytes(comma_lines([["Book-Rating", "ISBN", "When", "User-ID"], [7, "01", "x", 9]]))
    dataset = read(tmp_path)
    assert [tuple(row)[:3] for row in editions_of(dataset)] == [("01", "One", "Ann Author")]
    assert ratings_of(dataset) == [("9", "01", 7)]


@pytest.mark.parametrize(
    ("name", "column", "others"),
    [
        ("Books.csv", "Book-Author", "'ISBN', 'Book-Title'"),
        ("Books.csv", "ISBN", "'Book-Title', 'Book-Author'"),
        ("Ratings.csv", "Book-Rating", "'User-ID', 'ISBN'"),
    ],
)
def test_a_missing_column_is_named_beside_the_present_ones(name: str, column: str, others: str, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS, USERS)
    path = tmp_path / name
    path.write_bytes(path.read_bytes().replace(column.encode(), b"Something", 1))
    with pytest.raises(DatasetError, match=rf"{name} lacks the column '{column}' \(or .*\); its columns are ") as error:
        read(tmp_path)
    assert others in str(error.value)
    assert "'Something'" in str(error.value)
    assert "Datasets that are read: " in str(error.value)


@pytest.mark.parametrize("ratings", [[(1, "unknown", 5)], [(1, "0002005018", "good")], [(1, "0002005018", 11)]])
def test_a_table_without_a_usable_rating_is_an_error(ratings: list[tuple[object, ...]], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"No usable rating in ratings\.csv: of \d rows none has"):
        read(write_kaggle(tmp_path, BOOKS, ratings))


def test_a_table_of_books_without_a_book_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"books\.csv has no row below the names of the columns"):
        read(write_kaggle(tmp_path, [], RATINGS))


@pytest.mark.parametrize(
    ("first", "year"), [("1965", 1965), ("", 1984), ("0", 1984), ("unknown", 1984), ("-750", -750)]
)
def test_the_year_of_first_publication_counts_where_the_dataset_has_it(first: str, year: int, tmp_path: Path) -> None:
    header = "ISBN,Book-Title,Book-Author,Year-Of-Publication,Publisher,First-Publication-Year\n"
    (tmp_path / "Books.csv").write_text(f"{header}0425080021,Dune,Frank Herbert,1984,Berkley,{first}\n")
    (tmp_path / "Ratings.csv").write_text("User-ID,ISBN,Book-Rating\n1,0425080021,8\n")
    assert read(tmp_path).editions["year"].tolist() == [year]
