"""Damaged files and archives of a dataset: each an error that names the file."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.joined_sources import read_dataset
from tests.model_build.small_datasets import (
    BOOKS,
    RATINGS,
    USERS,
    comma_lines,
    read,
    write_kaggle,
)


def damaged_files(packed: bytes) -> list[bytes]:
    """Return three damaged files: not packed at all, cut short, and with changed bytes in the middle."""
    middle = len(packed) // 2
    changed = bytes(byte ^ 0x55 for byte in packed[middle : middle + 8])
    return [
        b"not packed at all",
        packed[: len(packed) // 2],
        packed[:middle] + changed + packed[middle + 8 :],
    ]


@pytest.mark.parametrize("damage", [1, 2])
def test_a_damaged_gzip_file_is_an_error(damage: int, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    many = comma_lines([["User-ID", "ISBN", "Book-Rating"], *((reader, "0002005018", 5) for reader in range(5000))])
    (tmp_path / "Ratings.csv").unlink()
    (tmp_path / "Ratings.csv.gz").write_bytes(damaged_files(gzip.compress(many))[damage])
    with pytest.raises(DatasetError, match=r"Ratings\.csv\.gz can't be read"):
        read(tmp_path)


@pytest.mark.parametrize("damage", range(3))
def test_a_damaged_zip_archive_is_an_error(damage: int, tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    many = comma_lines([["User-ID", "ISBN", "Book-Rating"], *((reader, "0002005018", 5) for reader in range(5000))])
    path = tmp_path / "ratings.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Ratings.csv", many)
    path.write_bytes(damaged_files(path.read_bytes())[damage])
    with pytest.raises(DatasetError, match=r"ratings\.zip.* can't be read"):
        read_dataset(DatasetFiles.at_paths(tmp_path / "Books.csv", path, None))


def test_a_file_that_was_unpacked_and_kept_its_name_is_read(tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path, BOOKS, RATINGS, USERS))
    for path in tmp_path.glob("*.csv"):
        path.rename(path.with_name(f"{path.name}.gz"))
    assert read(tmp_path).fingerprint == expected.fingerprint


def encrypt(packed: bytearray) -> None:
    packed[6] |= 1  # the flag of the member,
    packed[packed.index(b"PK\x01\x02") + 8] |= 1  # and in the list of members


def set_unknown_compression(packed: bytearray) -> None:
    packed[8] = packed[packed.index(b"PK\x01\x02") + 10] = 99


@pytest.mark.parametrize("change", [encrypt, set_unknown_compression])
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
        read_dataset(DatasetFiles.at_paths(tmp_path / "Books.csv", path, None))


def test_an_archive_without_the_table_is_an_error(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tmp_path / "Ratings.csv", "Ratings.csv")
        archive.write(tmp_path / "Users.csv", "Users.csv")
    with pytest.raises(DatasetError, match=r"both\.zip holds ratings\.csv, users\.csv: expected .* named Books\.csv"):
        DatasetFiles.at_paths(path, path, None)
