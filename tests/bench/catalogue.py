"""Benchmark of Open Library's dumps: reading two million made-up lines, and a model of a catalogue beside ratings."""

import gzip
import json
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.open_library.catalogue import read_catalogue
from model_build.open_library.kept_works import RatedBooks
from model_build.open_library.source import read_catalogue_tables
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.search.titles import Exact, find_title
from tests.bench.figures import Figure
from tests.bench.model_bytes import size_figures
from tests.bench.open_library_dump import DumpedWork, DumpMaker, write_dumps
from tests.bench.open_library_shares import DumpSize
from tests.bench.synthetic import Size, write_dataset

FULL_SIZE = DumpSize()
# Editions in a dump of October 2026; the other dumps grow with them.
_REAL_EDITIONS = 55_000_000
_LEAST_READERS = 1
_RATED_ISBN = "0441172717"
_ASKED_WORKS = 2_000
_PARSED_LINES = 50_000
_RATINGS = Size(editions=3_000, readers=3_000, authors=1_000, ratings=30_000, most_by_one_reader=300)


@dataclass(frozen=True, slots=True)
class DumpReading:
    """The cost of reading a folder of dumps, and the works that were kept."""

    works: int
    seconds: float
    processor_seconds: float
    gigabytes: float


def measure_catalogue(folder: Path, size: DumpSize = FULL_SIZE, ratings: Size = _RATINGS) -> list[Figure]:
    """Write dumps, read them, and build a model of ratings with the catalogue and one without it."""
    maker = DumpMaker(size)
    isbns = write_dumps(folder / "dumps", maker)
    editions = count_lines(folder / "dumps", "editions")
    lines = sum(count_lines(folder / "dumps", kind) for kind in ("works", "editions", "authors", "redirects"))
    reading = in_fresh_process(read_dumps, folder / "dumps")
    factor = _REAL_EDITIONS / editions
    return [
        Figure(
            f"reading of {lines / 1e6:.1f} M lines, {editions / 1e6:.1f} M of editions",
            f"{reading.seconds:.0f} s",
            "",
            f"{reading.processor_seconds:.0f} s of processor time; works kept: {reading.works:,}",
        ),
        Figure(
            "  the same for 55 M editions",
            f"{reading.seconds * factor / 60:.0f} min",
            "60 min",
            f"{reading.processor_seconds * factor / 60:.0f} min of processor time",
        ),
        Figure("memory at its peak", f"{reading.gigabytes:.2f} GB", "4 GB"),
        *measure_parsers(folder / "dumps"),
        *measure_models(folder, maker, isbns, ratings),
    ]


def in_fresh_process(measure: Callable[[Path], DumpReading], directory: Path) -> DumpReading:
    """Return a measurement of a process of its own: on Linux a process inherits its parent's peak of memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh_process:
        return fresh_process.submit(measure, directory).result()


def read_dumps(directory: Path) -> DumpReading:
    """Read a folder of dumps, and measure it."""
    started, processor = time.perf_counter(), time.process_time()
    rated = RatedBooks()
    # With a rated book the editions are read twice: first for the works of its ISBN.
    rated.add("Dune", "Frank Herbert", [_RATED_ISBN])
    catalogue = read_catalogue(directory, rated, _LEAST_READERS)
    return DumpReading(
        works=len(catalogue.books),
        seconds=time.perf_counter() - started,
        processor_seconds=time.process_time() - processor,
        gigabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    )


def measure_parsers(directory: Path) -> list[Figure]:
    """Compare parsers of JSON on the records of editions."""
    (path,) = directory.glob("ol_dump_editions_*")
    with gzip.open(path, "rb") as lines:
        records = [line.split(b"\t", 4)[4] for line in islice(lines, _PARSED_LINES)]
    parsers: tuple[tuple[str, Callable[[bytes], Any]], ...] = (("orjson", orjson.loads), ("json", json.loads))
    figures = []
    for name, parse in parsers:
        started = time.process_time()
        for record in records:
            parse(record)
        seconds = max(time.process_time() - started, 1e-9)
        figures.append(Figure(f"editions parsed by {name}", f"{len(records) / seconds / 1000:,.0f} thousand /s"))
    return figures


def measure_models(folder: Path, maker: DumpMaker, isbns: Sequence[Sequence[str]], ratings: Size) -> list[Figure]:
    """Build a model of ratings with the catalogue and without, and ask the one for the catalogue's works."""
    write_dataset(folder / "ratings", ratings)
    files = DatasetFiles.found_in(folder / "ratings")
    alone = build_model(files, folder / "model-without")
    reader = partial(read_catalogue_tables, directory=folder / "dumps", least_readers=_LEAST_READERS)
    started = time.perf_counter()
    beside = build_model(files, folder / "model", catalogue=reader)
    seconds = time.perf_counter() - started
    added = beside["counts"]["books"] - alone["counts"]["books"]
    growth = beside["size_bytes"] - alone["size_bytes"]
    return [
        Figure(f"build with {added:,} works that nobody rated", f"{seconds:.0f} s"),
        Figure("model, per such work", f"{growth / max(added, 1):.0f} bytes", "150 bytes"),
        *size_figures(folder / "model", added, folder / "model-without"),
        Figure(
            "most shown book",
            f"{beside['exposure']['most_shown']:.1%} of answers",
            f"{beside['exposure']['limit']:.0%}",
        ),
        *measure_found(folder / "model", maker, isbns),
    ]


def measure_found(model: Path, maker: DumpMaker, isbns: Sequence[Sequence[str]]) -> list[Figure]:
    """Ask a model for works of the catalogue by title and author, and by each ISBN, and give the shares by decade."""
    catalogue = Catalogue.open(model)
    try:
        kept = {source_id: book_row for source_id, book_row, _ in catalogue.editions() if source_id.endswith("W")}
        works = [(work, isbns[row]) for row, work in enumerate(maker.works) if _kept_row(work, kept)]
        asked = works[:: max(1, len(works) // _ASKED_WORKS)]
        found: dict[int, list[bool]] = {}
        others, by_isbn = 0, list[bool]()
        for work, of_work in asked:
            answer = find_title(catalogue, f"{work.title} by {maker.author_names[work.authors[0]]}")
            row = answer.book.book_row if isinstance(answer, Exact) else 0
            found.setdefault(work.year // 10 * 10, []).append(row == _kept_row(work, kept))
            if isinstance(answer, Exact):
                others += maker.author_names[work.authors[0]] not in answer.book.author
            for isbn in of_work:
                book = catalogue.book_with_isbn(isbn_of(isbn) or isbn)
                by_isbn.append(book is not None and book.book_row == _kept_row(work, kept))
    finally:
        catalogue.close()
    by_title = [is_found for of_decade in found.values() for is_found in of_decade]
    decades = ", ".join(
        f"{decade}s {sum(of_decade) / len(of_decade):.1%}" for decade, of_decade in sorted(found.items())[-6:]
    )
    return [
        Figure(f"works found by title and author, of {len(by_title):,}", _share(by_title), "97%", decades),
        Figure("  answered with another author's", f"{others / max(len(asked), 1):.2%}", "0.5%"),
        Figure(f"works found by ISBN, of {len(by_isbn):,}", _share(by_isbn), "97%"),
    ]


def count_lines(directory: Path, kind: str) -> int:
    """Return the number of lines of a dump."""
    (path,) = directory.glob(f"ol_dump_{kind}_*")
    with gzip.open(path, "rb") as lines:
        return sum(1 for _ in lines)


def _kept_row(work: DumpedWork, kept: dict[str, int]) -> int:
    return kept.get(f"OL{work.number}W") or kept.get(f"OL{work.former}W", 0)


def _share(are_found: Sequence[bool]) -> str:
    return f"{sum(are_found) / max(len(are_found), 1):.2%}"
