"""Tests of the benchmark of reading, and of the made-up files of each source."""

from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.sources.registry import read_source
from tests.bench.reading import measure_reading, measure_source
from tests.bench.source_files import WRITERS, SourceSize, write_source

SMALL = SourceSize(ratings=3_000, books=200)
# The names by which the sources know themselves.
READ_AS = {
    "Book-Crossing": "Book-Crossing",
    "goodbooks-10k": "goodbooks-10k",
    "Amazon Reviews 2023": "Amazon Reviews",
    "UCSD Goodreads, JSON": "UCSD Goodreads",
    "UCSD Goodreads, CSV": "UCSD Goodreads",
}


@pytest.mark.parametrize("name", READ_AS)
def test_the_files_of_a_source_are_read_as_that_source_without_a_loss(name: str, tmp_path: Path) -> None:
    write_source(name, tmp_path, SMALL)
    tables = read_source(DatasetFiles.found_in(tmp_path))
    assert tables.name == READ_AS[name]
    assert tables.counts["ratings rows"] == SMALL.ratings
    wanted = tables.counts["ratings rows of books not read (yet), set aside"]
    assert (wanted > 0) == (name.startswith("UCSD"))
    assert len(tables.ratings) == SMALL.ratings - wanted
    assert 150 < len(tables.books) <= SMALL.books
    assert (tables.books["author"] != "Unknown").all()


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for name in WRITERS:
        write_source(name, tmp_path / "first" / name, SMALL)
        write_source(name, tmp_path / "second" / name, SMALL)
    for path in (tmp_path / "first").rglob("*.csv"):
        assert path.read_bytes() == (tmp_path / "second" / path.relative_to(tmp_path / "first")).read_bytes()


def test_the_cost_of_reading_is_measured(tmp_path: Path) -> None:
    write_source("goodbooks-10k", tmp_path, SMALL)
    reading = measure_source(tmp_path)
    assert (reading.rows, reading.books) == (3_000, 200)
    assert 0 < reading.processor_seconds < 60
    assert 0.05 < reading.gigabytes < 5


def test_each_source_gives_a_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.reading.WRITERS", {"goodbooks-10k": WRITERS["goodbooks-10k"]})
    (figure,) = measure_reading(tmp_path, SMALL)
    assert figure.name == "goodbooks-10k, 0.0 M rows"
    assert figure.target == "300,000 /s"
    assert "GB, 200 books" in figure.beside
