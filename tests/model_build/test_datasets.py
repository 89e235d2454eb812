"""The three datasets, and the ways they come packed."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from model_build.dataset_files import DatasetFiles
from model_build.datasets import Dataset, read_dataset
from model_build.records import DatasetError, table_files
from tests.model_build.small_datasets import (
    book,
    comma_lines,
    ratings_of,
    read,
    write_dump,
    write_goodbooks,
    write_kaggle,
)

BOOKS = [
    book("0002005018", "Clara Callan", "Richard Bruce Wright", 2001, "HarperFlamingo Canada"),
    book("034545104X", 'The "Flesh" Tones; a Novel, maybe', "M. J. Rose", 2002, "Ballantine Books"),
    book("3404921038", "Über die Wälder", "Jörg Müller", 1996, "Lübbe"),
]
RATINGS = [(276725, "034545104X", 0), (276726, "0002005018", 5), (276726, "3404921038", 10)]
USERS = [(276725, "tyler, texas, usa", 34), (276726, "köln, nordrhein-westfalen, germany", None)]


def editions_of(dataset: Dataset) -> list[tuple[str, str, str, int]]:
    """(source_id, title, author, year) of each edition."""
    columns = dataset.editions[["source_id", "title", "author", "year"]]
    return [tuple(row) for row in columns.itertuples(index=False)]


@pytest.mark.parametrize("write", [write_kaggle, write_dump])
def test_both_forms_of_book_crossing_are_told_by_their_columns(write: Callable[..., Path], tmp_path: Path) -> None:
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
    assert dataset.editions["image_url"].tolist() == [f"http://covers.example/P/{row[0]}.M.jpg" for row in BOOKS]


def test_the_dump_is_read_whether_its_bytes_are_latin_1_or_utf_8(tmp_path: Path) -> None:
    write_dump(tmp_path, BOOKS, RATINGS)
    listed = tmp_path / "BX-Books.csv"
    in_latin_1 = read(tmp_path).editions
    listed.write_bytes(listed.read_bytes().decode("latin-1").encode())
    pd.testing.assert_frame_equal(read(tmp_path).editions, in_latin_1)


def goodbooks_book(ids: dict[str, object], title: str, authors: str, year: float | str) -> dict[str, object]:
    return ids | {
        "books_count": 272,
        "isbn": "439023483",
        "isbn13": "9.78043902348e+12",
        "authors": authors,
        "original_publication_year": year,
        "original_title": title,
        "title": title,
        "language_code": "eng",
        "average_rating": 4.34,
        "ratings_count": 4780653,
        "image_url": "https://images.example/books/1447303603m/2767052.jpg",
    }


def test_the_ratings_of_goodbooks_join_on_its_book_id(tmp_path: Path) -> None:
    books = [
        goodbooks_book(
            {"book_id": 1, "goodreads_book_id": 2767052}, "The Hunger Games (The Hunger Games, #1)",
            "Suzanne Collins", 2008.0,
        ),
        goodbooks_book(
            {"book_id": 2, "goodreads_book_id": 3}, "The Iliad", "Homer, Robert Fagles, Bernard Knox", -750.0
        ),
    ]  # fmt: skip
    dataset = read(write_goodbooks(tmp_path, books, [(7, 1, 5), (7, 2, 3), (8, 2, 4)]))
    assert editions_of(dataset) == [
        ("1", "The Hunger Games (The Hunger Games, #1)", "Suzanne Collins", 2008),
        ("2", "The Iliad", "Homer, Robert Fagles, Bernard Knox", -750),
    ]
    assert ratings_of(dataset) == [("7", "1", 5), ("7", "2", 3), ("8", "2", 4)]
    assert dataset.rating_scale == 5


def test_the_ratings_of_the_first_release_of_goodbooks_join_on_its_id(tmp_path: Path) -> None:
    # Here `book_id` is Goodreads' own number; the ratings' book_id is the `id` of the books.
    books = [
        goodbooks_book({"id": 1, "book_id": 2}, "The Hunger Games", "Suzanne Collins", 2008.0),
        goodbooks_book({"id": 2, "book_id": 1}, "Twilight", "Stephenie Meyer", 2005.0),
    ]
    dataset = read(write_goodbooks(tmp_path, books, [(7, 1, 5), (7, 2, 3), (8, 2, 4)]))
    assert [(source_id, title) for source_id, title, *_ in editions_of(dataset)] == [
        ("1", "The Hunger Games"),
        ("2", "Twilight"),
    ]
    assert ratings_of(dataset) == [("7", "1", 5), ("7", "2", 3), ("8", "2", 4)]


def test_goodbooks_ratings_above_five_stars_are_dropped_and_do_not_change_the_scale(tmp_path: Path) -> None:
    books = [goodbooks_book({"book_id": 1}, "The Hunger Games", "Suzanne Collins", 2008.0)]
    dataset = read(write_goodbooks(tmp_path, books, [(7, 1, 5), (8, 1, 9)]))
    assert ratings_of(dataset) == [("7", "1", 5)]
    assert dataset.rating_scale == 5
    assert dataset.counts["ratings without reader or usable number, dropped"] == 1


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


def plain(directory: Path) -> DatasetFiles:
    return DatasetFiles.found_in(directory)


def plain_by_name(directory: Path) -> DatasetFiles:
    return DatasetFiles.named(directory / "Books.csv", directory / "Ratings.csv", directory / "Users.csv")


def gzipped(directory: Path) -> DatasetFiles:
    for path in list(directory.glob("*.csv")):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    return DatasetFiles.found_in(directory)


def gzipped_by_name(directory: Path) -> DatasetFiles:
    gzipped(directory)
    return DatasetFiles.named(directory / "Books.csv.gz", directory / "Ratings.csv.gz", directory / "Users.csv.gz")


def one_zip(directory: Path) -> DatasetFiles:
    with zipfile.ZipFile(directory / "archive.zip", "w") as archive:
        archive.writestr("__MACOSX/._Books.csv", b"\x00\x05\x16\x07")
        for path in list(directory.glob("*.csv")):
            archive.write(path, f"dataset/{path.name}")
            path.unlink()
    return DatasetFiles.found_in(directory)


def one_zip_by_name(directory: Path) -> DatasetFiles:
    one_zip(directory)
    archive = directory / "archive.zip"
    return DatasetFiles.named(archive, archive, archive)


def a_zip_each(directory: Path) -> DatasetFiles:
    for path in list(directory.glob("*.csv")):
        with zipfile.ZipFile(path.with_suffix(".csv.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
        path.unlink()
    return DatasetFiles.found_in(directory)


def a_zip_each_by_name(directory: Path) -> DatasetFiles:
    """Of archives with one table each the table's name does not matter."""
    paths = []
    for name in ("Books", "Ratings", "Users"):
        path = directory / f"{name}-2004.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(directory / f"{name}.csv", f"export-{name}.csv")
        paths.append(path)
    return DatasetFiles.named(*paths)


@pytest.mark.parametrize(
    "pack",
    [
        plain,
        plain_by_name,
        gzipped,
        gzipped_by_name,
        one_zip,
        one_zip_by_name,
        a_zip_each,
        a_zip_each_by_name,
    ],
)
def test_the_files_may_be_plain_gzipped_or_zipped(pack: Callable[[Path], DatasetFiles], tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path / "plain", BOOKS, RATINGS, USERS))
    files = pack(write_kaggle(tmp_path / "packed", BOOKS, RATINGS, USERS))
    dataset = read_dataset(files)
    pd.testing.assert_frame_equal(dataset.editions, expected.editions)
    pd.testing.assert_frame_equal(dataset.ratings, expected.ratings)
    pd.testing.assert_frame_equal(dataset.readers, expected.readers)
    assert dataset.fingerprint == expected.fingerprint


def test_a_changed_file_has_another_fingerprint(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS, USERS)
    before = DatasetFiles.found_in(tmp_path).fingerprint()
    with (tmp_path / "Ratings.csv").open("ab") as ratings:
        ratings.write(b"5,0002005018,5\n")
    assert DatasetFiles.found_in(tmp_path).fingerprint() != before


def test_a_folder_says_what_to_show_beside_its_data(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / "NOTICE.txt").write_text("These readers\nare made up.\n", encoding="utf-8")
    assert read(tmp_path).notice == "These readers are made up."


def test_a_notice_in_another_encoding_does_not_stop_the_build(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / "NOTICE.txt").write_bytes("Données".encode("latin-1"))
    assert read(tmp_path).notice.startswith("Donn")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    with pytest.raises(DatasetError, match=r"nowhere\.csv does not exist"):
        read_dataset(DatasetFiles.named(tmp_path / "nowhere.csv", tmp_path / "Ratings.csv", None))
    with pytest.raises(DatasetError, match=r"nowhere\.zip does not exist"):
        DatasetFiles.named(tmp_path / "nowhere.zip", tmp_path / "Ratings.csv", None)
    with pytest.raises(DatasetError, match="nowhere is not a folder"):
        DatasetFiles.found_in(tmp_path / "nowhere")
    (tmp_path / "Ratings.csv").unlink()
    with pytest.raises(DatasetError, match=r"No ratings in .* found Books\.csv, Users\.csv"):
        DatasetFiles.found_in(tmp_path)


@pytest.mark.parametrize(
    ("name", "column", "others"),
    [
        ("Books.csv", "Book-Author", "'ISBN', 'Book-Title'"),
        ("Books.csv", "ISBN", "'Book-Title', 'Book-Author'"),
        ("Ratings.csv", "Book-Rating", "'User-ID', 'ISBN'"),
        ("Users.csv", "User-ID", "'Location', 'Age'"),
    ],
)
def test_a_missing_column_is_named_beside_those_found(name: str, column: str, others: str, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS, USERS)
    path = tmp_path / name
    path.write_bytes(path.read_bytes().replace(column.encode(), b"Something", 1))
    with pytest.raises(DatasetError, match=rf"{name} lacks the column '{column}'; its columns are .*") as error:
        read(tmp_path)
    assert others in str(error.value)
    assert "'Something'" in str(error.value)


@pytest.mark.parametrize("column", ["title", "authors"])
def test_a_missing_column_of_goodbooks_is_named(column: str, tmp_path: Path) -> None:
    listed = goodbooks_book({"book_id": 1}, "The Hunger Games", "Suzanne Collins", 2008.0)
    del listed[column]
    with pytest.raises(DatasetError, match=rf"lacks the column '{column}'"):
        read(write_goodbooks(tmp_path, [listed], [(7, 1, 5)]))


@pytest.mark.parametrize("ratings", [[], [(1, "unknown", 5)], [(1, "0002005018", "good")], [(1, "0002005018", 11)]])
def test_ratings_of_which_none_can_be_used_are_an_error(ratings: list[tuple[object, ...]], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"No usable rating in .*Ratings\.csv"):
        read(write_kaggle(tmp_path, BOOKS, ratings))


def test_a_table_of_books_without_a_book_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="No usable rating"):
        read(write_kaggle(tmp_path, [], RATINGS))


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00", b"ISBN\rBook-Title\r1\r2\r", b'"' + b"x" * 200_000])
def test_a_file_that_is_no_table_is_an_error(content: bytes, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / "Books.csv").write_bytes(content)
    with pytest.raises(DatasetError, match=r"Books\.csv lacks the column"):
        read(tmp_path)


def test_a_folder_given_as_a_file_is_an_error(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    with pytest.raises(DatasetError, match="can't be read"):
        read_dataset(DatasetFiles.named(tmp_path, tmp_path / "Ratings.csv", None))


def damaged(packed: bytes) -> list[bytes]:
    """The file as other than it says, cut short, and with bytes in its middle changed."""
    middle = len(packed) // 2
    changed = bytes(byte ^ 0x55 for byte in packed[middle : middle + 8])
    return [b"not packed at all", packed[: len(packed) // 2], packed[:middle] + changed + packed[middle + 8 :]]


@pytest.mark.parametrize("damage", range(3))
def test_a_damaged_gzip_file_is_an_error(damage: int, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    many = comma_lines([["User-ID", "ISBN", "Book-Rating"], *((reader, "0002005018", 5) for reader in range(5000))])
    (tmp_path / "Ratings.csv").unlink()
    (tmp_path / "Ratings.csv.gz").write_bytes(damaged(gzip.compress(many))[damage])
    with pytest.raises(DatasetError, match=r"Ratings\.csv\.gz can't be read"):
        read(tmp_path)


@pytest.mark.parametrize("damage", range(3))
def test_a_damaged_zip_archive_is_an_error(damage: int, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    many = comma_lines([["User-ID", "ISBN", "Book-Rating"], *((reader, "0002005018", 5) for reader in range(5000))])
    path = tmp_path / "ratings.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Ratings.csv", many)
    path.write_bytes(damaged(path.read_bytes())[damage])
    with pytest.raises(DatasetError, match=r"ratings\.zip.* can't be read"):
        read_dataset(DatasetFiles.named(tmp_path / "Books.csv", path, None))


def encrypted(packed: bytearray) -> None:
    packed[6] |= 1  # the flag of the member,
    packed[packed.index(b"PK\x01\x02") + 8] |= 1  # and in the list of members


def packed_in_a_way_of_its_own(packed: bytearray) -> None:
    packed[8] = packed[packed.index(b"PK\x01\x02") + 10] = 99


@pytest.mark.parametrize("change", [encrypted, packed_in_a_way_of_its_own])
def test_an_archive_that_python_cant_unpack_is_an_error(change: Callable[[bytearray], None], tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    path = tmp_path / "ratings.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tmp_path / "Ratings.csv", "Ratings.csv")
    packed = bytearray(path.read_bytes())
    change(packed)
    path.write_bytes(packed)
    with pytest.raises(
        DatasetError, match=r"ratings\.zip:Ratings\.csv can't be read .*without a password, by plain zip"
    ):
        read_dataset(DatasetFiles.named(tmp_path / "Books.csv", path, None))


def test_an_error_of_whoever_reads_an_archive_is_not_taken_for_the_files(tmp_path: Path) -> None:
    path = tmp_path / "ratings.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Ratings.csv", "User-ID")
    (table,) = table_files(path)
    with pytest.raises(RuntimeError, match="the reader's own"), table.open():
        raise RuntimeError("the reader's own")


def test_an_archive_without_the_table_is_an_error(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tmp_path / "Ratings.csv", "Ratings.csv")
        archive.write(tmp_path / "Users.csv", "Users.csv")
    with pytest.raises(DatasetError, match=r"both\.zip holds ratings\.csv, users\.csv: expected .* named Books\.csv"):
        DatasetFiles.named(path, path, None)
