"""Benchmark of the build: its time, its memory, and the size of the model."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from shelftalker.model.format import MODEL_FORMAT
from tests.bench.figures import Figure


@dataclass(frozen=True, slots=True)
class BuildTargets:
    """Limits of a build.

    Attributes:
        seconds: Largest duration.
        gigabytes: Largest peak of memory.
        bytes_per_book: Largest size of the model per book.
        tenfold_ratio: Largest ratio of durations with ten times the data.
    """

    seconds: float
    gigabytes: float
    bytes_per_book: int = 200
    tenfold_ratio: int = 12


@dataclass(frozen=True, slots=True)
class Build:
    """Duration and memory of a build, and the manifest of its model."""

    seconds: float
    processor_seconds: float
    gigabytes: float
    manifest: dict[str, Any]


REAL_DATA = BuildTargets(seconds=20, gigabytes=1)
FULL_SIZE = BuildTargets(seconds=90, gigabytes=2.5)


def measure_build(data: Path, model: Path, targets: BuildTargets) -> list[Figure]:
    """Build a model and compare its time and memory with the targets.

    Raises:
        RuntimeError: The build fails.
    """
    build = run_build(data, model)
    counts, size_bytes = build.manifest["counts"], build.manifest["size_bytes"]
    books, editions = counts["books"], counts["editions"]
    return [
        _seconds("build", build, f"{targets.seconds:g} s"),
        Figure("memory at its peak", f"{build.gigabytes:.2f} GB", f"{targets.gigabytes:g} GB"),
        Figure(
            "model, per book",
            f"{size_bytes / books:.0f} bytes",
            f"{targets.bytes_per_book} bytes",
            f"{size_bytes / editions:.0f} per edition ({books:,} books, {editions:,} editions)",
        ),
        *_quality(build.manifest),
    ]


def measure_growth(data: Path, model: Path, tenfold_data: Path, tenfold_model: Path) -> list[Figure]:
    """Build a model of a dataset and then one of ten times that data, and compare the two.

    Raises:
        RuntimeError: A build fails.
    """
    single, tenfold = run_build(data, model), run_build(tenfold_data, tenfold_model)
    processor_ratio = tenfold.processor_seconds / single.processor_seconds
    return [
        _seconds("build", single),
        _seconds("  of ten times the data", tenfold),
        Figure(
            "  times as long",
            f"{tenfold.seconds / single.seconds:.1f}",
            f"{FULL_SIZE.tenfold_ratio}",
            f"{processor_ratio:.1f} times the processor time",
        ),
        Figure("memory at its peak", f"{single.gigabytes:.2f} GB"),
        Figure("  with ten times the data", f"{tenfold.gigabytes:.2f} GB"),
        *_quality(tenfold.manifest),
    ]


def run_build(data: Path, model: Path) -> Build:
    """Build a model with the command line, as a process of its own.

    Raises:
        RuntimeError: The build fails.
    """
    # On Linux a process inherits its parent's peak of memory, so a fresh process starts the build.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh_process:
        return fresh_process.submit(_run_and_measure, data, model).result()


def _run_and_measure(data: Path, model: Path) -> Build:
    command = [sys.executable, "-m", "model_build", "build", "--data", str(data), "--output", str(model)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # Popen's own wait does not return the memory.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}; see its output.")
    return Build(
        seconds=seconds,
        processor_seconds=usage.ru_utime + usage.ru_stime,
        gigabytes=usage.ru_maxrss * 1024 / 1e9,
        manifest=json.loads((model / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8")),
    )


def _seconds(name: str, build: Build, target: str = "") -> Figure:
    return Figure(name, f"{build.seconds:.1f} s", target, f"{build.processor_seconds:.1f} s of processor time")


def _quality(manifest: dict[str, Any]) -> list[Figure]:
    """Return the ranker's nDCG@10 on the readers that the build held out; nothing where no ranker was trained."""
    quality = manifest.get("quality")
    if not quality:
        return []
    return [
        Figure(
            f"nDCG@10 of {quality['readers']:,} readers",
            f"{quality['ndcg_at_10']:.4f}",
            "",
            f"{quality['formula_ndcg_at_10']:.4f} by damped co-occurrence",
        )
    ]
