"""The build from a dataset's files to a model."""

import gc
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from model_build import build as build_module
from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from shelftalker.model.format import MODEL_FORMAT
from shelftalker.settings import VERSION
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle


def test_the_manifest_has_the_counts_of_the_catalogue(build: Build, tmp_path: Path) -> None:
    books = [book("01", "Dune", "Frank Herbert"), book("02", "Dune", "Frank Herbert"), book("03", "Emma", "Austen")]
    ratings = [(1, "01", 7), (1, "02", 9), (2, "02", 0), (2, "03", 6), (3, "77", 6)]
    data = write_kaggle(tmp_path / "data", books, ratings)
    manifest = build_model(DatasetFiles.found_in(data), tmp_path / "model")
    assert manifest["counts"] == {
        "books": 2, "editions": 3, "authors": 2, "readers": 2, "ratings": 2, "read_not_rated": 1, "reads": 3,
        "former_book_ids": 0,
    }  # fmt: skip
    assert manifest["cleaning"]["ratings of unknown books, dropped"] == 1
    assert manifest["format_version"] == MODEL_FORMAT.version
    assert list(manifest["built_with"]) == ["shelftalker", "python", "numpy", "scipy", "pandas", "lightgbm"]
    assert manifest["built_with"]["numpy"] == np.__version__
    assert manifest["built_with"]["shelftalker"] == VERSION
    assert manifest["size_bytes"] == (tmp_path / "model" / MODEL_FORMAT.catalogue_name).stat().st_size
    assert build(data).version == manifest["model_version"]


def test_a_dataset_that_cannot_be_built_from_leaves_no_files(tmp_path: Path) -> None:
    data = write_kaggle(tmp_path / "data", [book("1", "One", "Ann")], [])
    with pytest.raises(DatasetError):
        build_model(DatasetFiles.found_in(data), tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_build_pauses_the_garbage_collector_and_resumes_it_after_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_kaggle(tmp_path / "data", [book("1", "One", "Ann")], [(1, "1", 8)])
    was_enabled = []

    def refuse(*_: object) -> NoReturn:
        was_enabled.append(gc.isenabled())
        raise DatasetError("refused")

    monkeypatch.setattr(build_module, "join_editions", refuse)
    with pytest.raises(DatasetError, match="refused"):
        build_model(DatasetFiles.found_in(data), tmp_path / "model")
    assert was_enabled == [False]
    assert gc.isenabled()
