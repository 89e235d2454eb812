"""Fixtures of the build's tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue

# (folder with a dataset, folder of an earlier model or None) -> the built model, open.
Build = Callable[..., Catalogue]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Return a function that builds the model of a folder's dataset and opens it."""
    with ExitStack() as open_catalogues:

        def build_and_open(dataset_folder: Path, output: Path | None = None, previous: Path | None = None) -> Catalogue:
            output = output or tmp_path / "model"
            build_model(DatasetFiles.found_in(dataset_folder), output, previous)
            return open_catalogues.enter_context(closing(Catalogue.open(output)))

        yield build_and_open
