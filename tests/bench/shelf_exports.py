"""Benchmark of the reading of an export of the shelves' table: items a second, processor time and memory."""

import re
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from model_build.learning.pseudonyms import PseudonymKey
from model_build.learning.shelf_ratings import read_shelf_ratings
from model_build.learning.table_export import TableExport
from tests.bench.figures import Figure
from tests.exported_shelves import KEY, generated_shelves, write_generated_export

_BOOKS = 50_000
_ITEMS_A_SECOND = 100_000


@dataclass(frozen=True, slots=True)
class ExportReading:
    """The cost of reading an export.

    Attributes:
        items: Its items.
        ratings: Ratings to learn from.
        readers: Readers who rated them.
        seconds: Duration on the wall clock.
        processor_seconds: Processor time.
        megabytes_before: Peak of memory before the reading, of the libraries alone.
        megabytes: Peak of memory after it.
    """

    items: int
    ratings: int
    readers: int
    seconds: float
    processor_seconds: float
    megabytes_before: float
    megabytes: float


def measure_shelf_exports(folder: Path, shelves: int = 100_000) -> list[Figure]:
    """Write an export of many shelves, and read it in a process of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh_process:
        fresh_process.submit(write_export_of, folder, shelves).result()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh_process:
        reading = fresh_process.submit(measure_export, folder).result()
    return [
        Figure(
            f"{shelves:,} shelves, {reading.items / 1e6:.1f} M items",
            f"{reading.items / reading.processor_seconds:,.0f} /s",
            f"{_ITEMS_A_SECOND:,} /s",
            f"by processor time, {reading.processor_seconds:.1f} s, on the clock {reading.seconds:.1f} s; "
            f"{reading.ratings:,} ratings by {reading.readers:,} readers; {reading.megabytes:.0f} MB, of which "
            f"{reading.megabytes_before:.0f} MB before the reading",
        )
    ]


def write_export_of(folder: Path, shelves: int) -> None:
    """Write an export of generated shelves."""
    write_generated_export(folder, generated_shelves(shelves, [f"book{number:05d}" for number in range(_BOOKS)]))


def measure_export(folder: Path) -> ExportReading:
    """Read an export and return the cost; the peak of memory is that of the whole process so far."""
    before = _peak_megabytes()
    started, started_processor = time.perf_counter(), time.process_time()
    export = TableExport.found_in(folder)
    ratings = read_shelf_ratings(export, PseudonymKey.from_text(KEY))
    return ExportReading(
        items=sum(file.items or 0 for file in export.files),
        ratings=len(ratings.reader),
        readers=len(ratings.pseudonyms),
        seconds=time.perf_counter() - started,
        processor_seconds=time.process_time() - started_processor,
        megabytes_before=before,
        megabytes=_peak_megabytes(),
    )


def _peak_megabytes() -> float:
    # In place of getrusage, whose peak a process inherits from its parent.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024 / 1e6
