"""Bytes of a model by its tables."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.bench import model_bytes
from tests.bench.model_bytes import bytes_by_table, size_figures


def test_the_tables_of_a_model_take_all_of_its_bytes(model_directory: Path) -> None:
    sizes = bytes_by_table(model_directory)
    assert sum(sizes.values()) == (model_directory / "catalogue.sqlite").stat().st_size
    assert {"book_page", "similar", "key_block", "number_bucket", "title_trigram"} <= sizes.keys()


def test_figures_are_bytes_a_book_and_add_up(model_directory: Path) -> None:
    manifest = json.loads((model_directory / "manifest.json").read_text())
    figures = size_figures(model_directory, manifest["counts"]["books"])
    shares = [float(figure.measured.removesuffix(" bytes")) for figure in figures]
    assert sum(shares) == pytest.approx(manifest["size_bytes"] / manifest["counts"]["books"], abs=1)
    assert all(figure.measured == "0.0 bytes" for figure in size_figures(model_directory, 5, model_directory))


def test_a_sqlite_that_does_not_count_pages_is_named(model_directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(model: Path) -> None:
        raise sqlite3.OperationalError("no such table: dbstat")

    monkeypatch.setattr(model_bytes, "bytes_by_table", fail)
    (figure,) = size_figures(model_directory, 5)
    assert figure.measured == "not measured"
    assert "dbstat" in figure.beside
