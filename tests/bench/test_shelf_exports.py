"""Tests of the benchmark of exports of the shelves' table."""

from pathlib import Path

from tests.bench.shelf_exports import measure_export, measure_shelf_exports, write_export_of


def test_the_cost_of_reading_an_export_is_measured(tmp_path: Path) -> None:
    write_export_of(tmp_path, 40)
    reading = measure_export(tmp_path)
    # One of four readers did not opt in.
    assert reading.readers == 30
    assert 30 * 5 < reading.ratings < reading.items
    assert 0 < reading.megabytes_before <= reading.megabytes
    assert reading.processor_seconds > 0


def test_an_export_gives_a_figure(tmp_path: Path) -> None:
    (figure,) = measure_shelf_exports(tmp_path / "shelf-exports", 20)
    assert figure.name == "20 shelves, 0.0 M items"
    assert "ratings by 15 readers" in figure.beside
