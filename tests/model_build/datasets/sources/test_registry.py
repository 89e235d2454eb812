"""Sources told apart by their files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.sources.registry import read_source
from tests.model_build.small_datasets import BOOKS, RATINGS, write_dump, write_goodbooks, write_kaggle


def write_ten_thousand(directory: Path, *_: object) -> Path:
    books: list[dict[str, object]] = [{"book_id": 1, "title": "Emma", "authors": "Jane Austen", "best_book_id": 9}]
    return write_goodbooks(directory, books, [(7, 1, 5)])


@pytest.mark.parametrize(
    ("write", "name"),
    [
        pytest.param(write_kaggle, "Book-Crossing", id="kaggle"),
        pytest.param(write_dump, "Book-Crossing", id="dump"),
        pytest.param(write_ten_thousand, "goodbooks-10k", id="goodbooks"),
    ],
)
def test_a_source_is_told_by_its_columns(write: Callable[..., Path], name: str, tmp_path: Path) -> None:
    assert read_source(DatasetFiles.found_in(write(tmp_path, BOOKS, RATINGS))).name == name
