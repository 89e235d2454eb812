"""How long a build takes, how much memory, and how large the model gets."""

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

_KIB_IN_GB = 1e9 / 1024
_BYTES_A_BOOK_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class BuildTargets:
    """What a build may take at most."""

    seconds: float
    gigabytes: float


@dataclass(frozen=True, slots=True)
class Build:
    """What a build took, and the manifest of its model."""

    seconds: float
    processor_seconds: float
    gigabytes: float
    manifest: dict[str, Any]


REAL_DATA = BuildTargets(seconds=20, gigabytes=1)
FULL_SIZE = BuildTargets(seconds=90, gigabytes=2.5)
_TIMES_FOR_TENFOLD = 12


def measure_build(data: Path, model: Path, targets: BuildTargets) -> list[Figure]:
    """Build a model and compare what it took with the targets.

    Raises:
        RuntimeError: The build fails.
    """
    build = built(data, model)
    counts, size_bytes = build.manifest["counts"], build.manifest["size_bytes"]
    books, editions = counts["books"], counts["editions"]
    return [
        _seconds("build", build, f"{targets.seconds:g} s"),
        Figure("memory at its peak", f"{build.gigabytes:.2f} GB", f"{targets.gigabytes:g} GB"),
        Figure(
            "model, per book",
            f"{size_bytes / books:.0f} bytes",
            f"{_BYTES_A_BOOK_AT_MOST} bytes",
            f"{size_bytes / editions:.0f} per edition ({books:,} books, {editions:,} editions)",
        ),
        *_quality(build.manifest),
    ]


def measure_growth(data: Path, model: Path, tenfold_data: Path, tenfold_model: Path) -> list[Figure]:
    """Build a model of a dataset and then one of ten times that data, and compare the two.

    Raises:
        RuntimeError: A build fails.
    """
    single, tenfold = built(data, model), built(tenfold_data, tenfold_model)
    processor_ratio = tenfold.processor_seconds / single.processor_seconds
    return [
        _seconds("build", single),
        _seconds("  of ten times the data", tenfold),
        Figure(
            "  times as long",
            f"{tenfold.seconds / single.seconds:.1f}",
            f"{_TIMES_FOR_TENFOLD}",
            f"{processor_ratio:.1f} times the processor time",
        ),
        Figure("memory at its peak", f"{single.gigabytes:.2f} GB"),
        Figure("  with ten times the data", f"{tenfold.gigabytes:.2f} GB"),
        *_quality(tenfold.manifest),
    ]


def built(data: Path, model: Path) -> Build:
    """Build a model with the command line, as a process of its own.

    Raises:
        RuntimeError: The build fails.
    """
    # Linux hands a process's own peak of memory on to those that it starts, so a fresh one starts the build.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh_process:
        return fresh_process.submit(_measured, data, model).result()


def _measured(data: Path, model: Path) -> Build:
    command = [sys.executable, "-m", "model_build", "build", "--data", str(data), "--output", str(model)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # Popen's own wait tells nothing of the memory.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}; see what it printed.")
    return Build(
        seconds=seconds,
        processor_seconds=usage.ru_utime + usage.ru_stime,
        gigabytes=usage.ru_maxrss / _KIB_IN_GB,
        manifest=json.loads((model / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8")),
    )


def _seconds(what: str, build: Build, target: str = "") -> Figure:
    return Figure(what, f"{build.seconds:.1f} s", target, f"{build.processor_seconds:.1f} s of processor time")


def _quality(manifest: dict[str, Any]) -> list[Figure]:
    """How well the ranker serves the readers that the build set aside; nothing where none was learned."""
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
