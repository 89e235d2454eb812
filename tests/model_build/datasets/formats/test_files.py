"""The files of a dataset: plain or packed, or missing, and the notice beside them."""

import gzip
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.roles import Role
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.joined_sources import read_dataset
from tests.model_build.small_datasets import (
    BOOKS,
    KAGGLE_BOOK_COLUMNS,
    RATINGS,
    USERS,
    comma_lines,
    dump_lines,
    read,
    write_kaggle,
)


def plain(directory: Path) -> DatasetFiles:
    return DatasetFiles.found_in(directory)


def plain_by_name(directory: Path) -> DatasetFiles:
    return DatasetFiles.at_paths(directory / "Books.csv", directory / "Ratings.csv", directory / "Users.csv")


def gzip_files(directory: Path) -> DatasetFiles:
    for path in list(directory.glob("*.csv")):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    return DatasetFiles.found_in(directory)


def gzip_files_by_name(directory: Path) -> DatasetFiles:
    gzip_files(directory)
    return DatasetFiles.at_paths(directory / "Books.csv.gz", directory / "Ratings.csv.gz", directory / "Users.csv.gz")


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
    return DatasetFiles.at_paths(archive, archive, archive)


def a_zip_each(directory: Path) -> DatasetFiles:
    for path in list(directory.glob("*.csv")):
        with zipfile.ZipFile(path.with_suffix(".csv.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
        path.unlink()
    return DatasetFiles.found_in(directory)


def a_zip_each_by_name(directory: Path) -> DatasetFiles:
    """Pack one table an archive, in which case its name does not matter."""
    paths = []
    for name in ("Books", "Ratings", "Users"):
        path = directory / f"{name}-2004.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(directory / f"{name}.csv", f"export-{name}.csv")
        paths.append(path)
    return DatasetFiles.at_paths(*paths)


@pytest.mark.parametrize(
    "pack",
    [
        plain,
        plain_by_name,
        gzip_files,
        gzip_files_by_name,
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


def test_a_table_that_is_none_of_the_dataset_leaves_the_fingerprint(tmp_path: Path) -> None:
    before = DatasetFiles.found_in(write_kaggle(tmp_path, BOOKS, RATINGS)).fingerprint()
    (tmp_path / "bookcase.csv").write_bytes(b"ISBN\n")
    assert DatasetFiles.found_in(tmp_path).fingerprint() == before


def test_the_notice_of_a_folder_is_shown_beside_its_data(tmp_path: Path) -> None:
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
        read_dataset(DatasetFiles.at_paths(tmp_path / "nowhere.csv", tmp_path / "Ratings.csv", None))
    with pytest.raises(DatasetError, match=r"nowhere\.zip does not exist"):
        DatasetFiles.at_paths(tmp_path / "nowhere.zip", tmp_path / "Ratings.csv", None)
    with pytest.raises(DatasetError, match="nowhere is not a folder"):
        DatasetFiles.found_in(tmp_path / "nowhere")
    (tmp_path / "Ratings.csv").unlink()
    with pytest.raises(DatasetError, match=r"No ratings in .* found Books\.csv, Users\.csv"):
        read(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00", b"ISBN\rBook-Title\r1\r2\r", b'"' + b"x" * 200_000])
def test_a_file_without_a_table_is_an_error(content: bytes, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / "Books.csv").write_bytes(content)
    with pytest.raises(DatasetError, match=r"Books\.csv (lacks the column|is empty)"):
        read(tmp_path)


def test_a_folder_given_as_a_file_is_an_error(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    with pytest.raises(DatasetError, match="can't be read"):
        read_dataset(DatasetFiles.at_paths(tmp_path, tmp_path / "Ratings.csv", None))


def test_two_datasets_in_one_folder_are_named_and_none_is_taken(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS, USERS)
    (tmp_path / "BX-Books.csv").write_bytes(dump_lines([KAGGLE_BOOK_COLUMNS, *BOOKS[:1]]))
    with pytest.raises(
        DatasetError,
        match=r"several tables of books, BX-Books\.csv and Books\.csv; the files of 2 datasets are there: "
        r"BX-Books\.csv; Books\.csv, Ratings\.csv, Users\.csv\. Leave one dataset",
    ):
        read(tmp_path)


@pytest.mark.parametrize("name", ["Books (1).csv", "Books - Copy.csv", "books.tsv", "Books.csv.gz"])
def test_another_table_of_books_is_named_and_none_is_taken(name: str, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / name).write_bytes((tmp_path / "Books.csv").read_bytes() + b"1,Emma,Jane Austen,1815,Murray,,,\n")
    with pytest.raises(DatasetError, match=r"several tables of books, .*\. Leave one dataset in the folder"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["Books (1).csv", "Books - Copy.csv", "archive.zip", "BX-Books.csv.gz"])
def test_the_same_table_twice_is_read_once(name: str, tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path, BOOKS, RATINGS))
    content = (tmp_path / "Books.csv").read_bytes()
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("Books.csv", content)
    else:
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    pd.testing.assert_frame_equal(read(tmp_path).editions, expected.editions)


@pytest.mark.parametrize("name", ["Ratings.csv (1)", "Ratings (2).csv", "RATINGS.CSV", "Copy of Ratings.csv"])
def test_a_table_is_found_under_the_names_that_programs_give_to_copies(name: str, tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path, BOOKS, RATINGS))
    (tmp_path / "Ratings.csv").rename(tmp_path / name)
    pd.testing.assert_frame_equal(read(tmp_path).ratings, expected.ratings)


def test_half_a_download_in_place_of_a_table_is_said_to_be_one(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / "Ratings.csv").rename(tmp_path / "Ratings.csv.crdownload")
    with pytest.raises(DatasetError, match=r"No ratings in .*\.crdownload is a download that has not ended"):
        read(tmp_path)
    with pytest.raises(DatasetError, match=r"Ratings\.csv\.crdownload is a download that has not ended"):
        DatasetFiles.at_paths(tmp_path / "Books.csv", tmp_path / "Ratings.csv.crdownload", None)


def test_tables_in_the_folder_below_are_read(tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path / "data" / "archive", BOOKS, RATINGS, USERS))
    assert read(tmp_path).fingerprint == expected.fingerprint


def test_a_description_is_read_beside_the_tables_and_its_unknown_keys_are_named(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    before = DatasetFiles.found_in(tmp_path)
    (tmp_path / "dataset.json").write_text('{"name": "Town library", "rating_skale": 10}', encoding="utf-8")
    files = DatasetFiles.found_in(tmp_path)
    assert before.description is None
    assert files.description is not None
    assert files.description.name == "Town library"
    assert files.not_read == (f"{tmp_path}/dataset.json: 'rating_skale' has no meaning here and is not read.",)
    assert files.fingerprint() != before.fingerprint()


def test_a_table_without_a_role_is_found_by_its_stem(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / "book_tags.csv.gz").write_bytes(gzip.compress(b"goodreads_book_id,tag_id,count\n"))
    files = DatasetFiles.found_in(tmp_path)
    assert files.table_by_stem("book_tags") == TableFile(tmp_path / "book_tags.csv.gz")
    assert files.table_by_stem("to_read") is None
    (tmp_path / "book_tags.csv").write_bytes(b"goodreads_book_id,tag_id\n")
    with pytest.raises(DatasetError, match=r"several tables of book_tags, book_tags\.csv and book_tags\.csv\.gz"):
        DatasetFiles.found_in(tmp_path).table_by_stem("book_tags")


def test_an_archive_with_two_tables_of_one_role_is_refused(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Books.csv", comma_lines([KAGGLE_BOOK_COLUMNS, *BOOKS]))
        archive.writestr("BX-Books.csv", dump_lines([KAGGLE_BOOK_COLUMNS, *BOOKS]))
    with pytest.raises(DatasetError, match=r"both\.zip holds bx-books\.csv, books\.csv: expected one table"):
        DatasetFiles.at_paths(path, tmp_path / "Ratings.csv", None)


def test_an_archive_may_be_named_in_place_of_a_folder(tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path / "plain", BOOKS, RATINGS, USERS))
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        for path in (tmp_path / "plain").iterdir():
            archive.write(path, f"library\\{path.name}")  # as some programs of Windows name members
    assert read(tmp_path / "library.zip").fingerprint == expected.fingerprint


def role_by_first_column(stem: str, columns: Sequence[str]) -> Role | None:
    return {"title": "books", "card": "ratings"}.get(columns[0]) if columns else None  # type: ignore[return-value]


def test_columns_tell_the_tables_that_names_do_not(tmp_path: Path) -> None:
    contents = {"catalog.csv": b"title\n", "checkouts.csv": b"card\n", "broken.jsonl": b"?", "desks.csv": b"desk\n"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    files = DatasetFiles.found_in(tmp_path).with_roles_of(role_by_first_column)
    assert (files.books.name, files.ratings.name, files.users) == ("catalog.csv", "checkouts.csv", None)
    (tmp_path / "acquisitions.csv").write_bytes(b"title,author\n")
    with pytest.raises(DatasetError, match=r"several tables of books, acquisitions\.csv and catalog\.csv\."):
        DatasetFiles.found_in(tmp_path).with_roles_of(role_by_first_column)


def test_names_that_tell_a_table_come_before_its_columns(tmp_path: Path) -> None:
    for name, content in {"books.csv": b"id\n", "loans.csv": b"id\n", "catalog.csv": b"title\n"}.items():
        (tmp_path / name).write_bytes(content)
    assert DatasetFiles.found_in(tmp_path).with_roles_of(role_by_first_column).books.name == "books.csv"


@pytest.mark.parametrize("name", ["Books.csv", "Ratings.csv"])
def test_a_table_with_a_header_alone_is_refused(name: str, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes().partition(b"\n")[0] + b"\n")
    with pytest.raises(DatasetError, match=rf"{name.lower()} has no row below the names of the columns"):
        read(tmp_path)


def test_a_table_of_readers_without_a_row_or_a_byte_costs_nothing_else(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    expected = read(tmp_path)
    (tmp_path / "Users.csv").write_bytes(b"")
    pd.testing.assert_frame_equal(read(tmp_path).ratings, expected.ratings)
