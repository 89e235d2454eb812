"""A small synthetic dataset for the tests of benchmarks."""

from pathlib import Path

import pytest

from tests.bench.synthetic import Size, write_dataset

SMALL = Size(
    editions=800, readers=300, authors=300, ratings=8_000, most_by_one_reader=600, most_of_one_edition=100,
    most_by_one_author=20, words=2_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small synthetic dataset."""
    directory = tmp_path_factory.mktemp("synthetic")
    write_dataset(directory, SMALL)
    return directory
