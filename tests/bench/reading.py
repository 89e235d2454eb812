"""Benchmark of the reading of each source: ratings a second, processor time and memory."""

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.sources.registry import read_source
from tests.bench.figures import Figure
from tests.bench.source_files import WRITERS, SourceSize, write_source

FULL_SIZE = SourceSize()
_RATINGS_A_SECOND = 300_000


@dataclass(frozen=True, slots=True)
class Reading:
    """The cost of reading the files of a source.

    Attributes:
        rows: Rows of ratings, those of books that somebody wants to read among them.
        books: Books that were kept.
        seconds: Duration on the wall clock, all tables included.
        processor_seconds: Processor time.
        gigabytes: Peak of memory.
    """

    rows: int
    books: int
    seconds: float
    processor_seconds: float
    gigabytes: float


def measure_reading(folder: Path, size: SourceSize = FULL_SIZE) -> list[Figure]:
    """Write the files of each source and read them, books and all, each in a process of its own."""
    figures = []
    for name in WRITERS:
        directory = folder / name.replace(",", "").replace(" ", "-").lower()
        # On Linux a process inherits its parent's peak of memory, so this one must stay small.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh_process:
            fresh_process.submit(write_source, name, directory, size).result()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh_process:
            reading = fresh_process.submit(measure_source, directory).result()
        figures.append(
            Figure(
                f"{name}, {reading.rows / 1e6:.1f} M rows",
                f"{reading.rows / reading.seconds:,.0f} /s",
                f"{_RATINGS_A_SECOND:,} /s",
                f"{reading.seconds:.1f} s, {reading.processor_seconds:.1f} s of processor time "
                f"({reading.rows / reading.processor_seconds:,.0f} /s), "
                f"{reading.gigabytes:.2f} GB, {reading.books:,} books",
            )
        )
    return figures


def measure_source(directory: Path) -> Reading:
    """Read a source and return the cost; the peak of memory is that of the whole process so far."""
    started, started_processor = time.perf_counter(), time.process_time()
    tables = read_source(DatasetFiles.found_in(directory))
    seconds, processor_seconds = time.perf_counter() - started, time.process_time() - started_processor
    return Reading(
        rows=tables.counts["ratings rows"],
        books=len(tables.books),
        seconds=seconds,
        processor_seconds=processor_seconds,
        gigabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
    )
