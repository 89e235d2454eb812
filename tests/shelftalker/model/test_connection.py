"""Opening a model: an unusable one is refused."""

import shutil
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import MODEL_FORMAT, ModelError


def change_format_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {MODEL_FORMAT.version + 1}")
    connection.close()


def truncate_by_a_byte(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - 1)


def truncate_to_half_its_pages(path: Path) -> None:
    (page_size,) = struct.unpack(">H", path.read_bytes()[16:18])
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size // page_size // 2 * page_size)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def overwrite(path: Path) -> None:
    path.write_bytes(b"This is no catalogue. " * 500)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("spoil", "complaint", "advice"),
    [
        (change_format_version, f"of format {MODEL_FORMAT.version + 1}", "Build the model with"),
        (truncate_by_a_byte, "cut short", "Build or fetch the model again"),
        (truncate_to_half_its_pages, "cut short|can't be read as a model", "Build or fetch the model again"),
        (empty, "of format 0", "Build the model with"),
        (overwrite, "can't be read as a model", "Build or fetch the model again"),
        (remove, "No model at", "python -m model_build build"),
    ],
)
def test_an_unusable_model_is_refused_and_the_error_says_what_to_do(
    spoil: Callable[[Path], None], complaint: str, advice: str, model_directory: Path, tmp_path: Path
) -> None:
    directory = tmp_path / "model"
    shutil.copytree(model_directory, directory)
    spoil(directory / MODEL_FORMAT.catalogue_name)
    with pytest.raises(ModelError, match=complaint) as error:
        Catalogue.open(directory)
    assert advice in str(error.value)
