"""How long a build takes, how much memory, and how large the model gets."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from shelftalker.catalogue import MANIFEST_NAME
from tests.bench.figures import Figure

_KIB_IN_GB = 1e9 / 1024
_BYTES_A_BOOK_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class BuildTargets:
    """What a build may take at most."""

    seconds: float
    gigabytes: float


REAL_DATA = BuildTargets(seconds=20, gigabytes=1)
FULL_SIZE = BuildTargets(seconds=60, gigabytes=2)


def measure_build(data: Path, model: Path, targets: BuildTargets) -> list[Figure]:
    """Build a model with the command line, as a process of its own.

    Raises:
        RuntimeError: The build fails.
    """
    command = [sys.executable, "-m", "model_build", "build", "--data", str(data), "--output", str(model)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # Popen's own wait tells nothing of the memory.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}; see what it printed.")
    manifest = json.loads((model / MANIFEST_NAME).read_text(encoding="utf-8"))
    books, editions, size_bytes = manifest["counts"]["books"], manifest["counts"]["editions"], manifest["size_bytes"]
    processor_seconds = usage.ru_utime + usage.ru_stime
    return [
        Figure("build", f"{seconds:.1f} s", f"{targets.seconds:.0f} s", f"{processor_seconds:.1f} s of processor time"),
        Figure("memory at its peak", f"{usage.ru_maxrss / _KIB_IN_GB:.2f} GB", f"{targets.gigabytes:.0f} GB"),
        Figure(
            "model, per book",
            f"{size_bytes / books:.0f} bytes",
            f"{_BYTES_A_BOOK_AT_MOST} bytes",
            f"{size_bytes / editions:.0f} per edition ({books:,} books, {editions:,} editions)",
        ),
    ]
