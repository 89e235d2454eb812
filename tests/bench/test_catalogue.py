"""Tests of the benchmark of catalogues, and of the made-up dumps that it reads."""

from pathlib import Path

import pytest

from model_build.open_library.catalogue import read_catalogue
from model_build.open_library.kept_works import RatedBooks
from tests.bench.catalogue import DumpReading, count_lines, measure_catalogue
from tests.bench.open_library_dump import DumpMaker, write_dumps
from tests.bench.open_library_shares import DumpSize
from tests.bench.test_synthetic import SMALL

SMALL_DUMP = DumpSize(works=2_000, authors=500, reads=2_000)


def test_the_same_seed_gives_the_same_dumps(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        write_dumps(tmp_path / folder, DumpMaker(SMALL_DUMP), suffix=".txt")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_a_full_dump_has_two_million_lines() -> None:
    size = DumpSize()
    lines = size.works * (1 + size.editions_a_work) + size.authors + size.reads
    assert 1.9e6 < lines < 2.2e6


def test_made_up_dumps_are_read_as_works_with_authors_years_and_isbns(tmp_path: Path) -> None:
    isbns = write_dumps(tmp_path, DumpMaker(SMALL_DUMP))
    books = read_catalogue(tmp_path, RatedBooks(), least_readers=1).books
    assert 50 < len(books) <= SMALL_DUMP.works
    assert (books["author"] != "").mean() > 0.97
    assert books["year"].notna().mean() > 0.9
    assert sum(map(len, isbns)) > SMALL_DUMP.works / 2
    assert count_lines(tmp_path, "works") >= SMALL_DUMP.works


def test_the_figures_of_a_small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.catalogue.in_fresh_process", lambda *_: DumpReading(400, 2.0, 1.5, 0.25))
    figures = {figure.name: figure for figure in measure_catalogue(tmp_path, SMALL_DUMP, SMALL)}
    names = list(figures)
    assert figures["memory at its peak"].measured == "0.25 GB"
    assert any(name.startswith("model, per such work") for name in names)
    by_title = next(figure for name, figure in figures.items() if name.startswith("works found by title"))
    assert float(figures["most shown book"].measured.removesuffix("% of answers")) < 15
    by_isbn = next(figure for name, figure in figures.items() if name.startswith("works found by ISBN"))
    assert float(by_title.measured.rstrip("%")) > 90
    assert float(by_isbn.measured.rstrip("%")) > 90
