"""Benchmark of the two engines: processor seconds and memory of the same build, and that its model is the same."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from shelftalker.model.format import MODEL_FORMAT
from tests.bench.figures import Figure

ENGINES = ("pandas", "spark")
_SAMPLE_SECONDS = 0.2
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class EngineBuild:
    """A build with all its processes: Spark's Java and its Python processes are not waited for by their parent.

    Attributes:
        seconds: Its duration.
        processor_seconds: Processor time of all its processes, up to a fifth of a second of each.
        gigabytes: Largest sum of their memory; what several share counts once.
        digest: SHA-256 of the catalogue.
    """

    seconds: float
    processor_seconds: float
    gigabytes: float
    digest: str


def measure_engines(data: Path, folder: Path) -> list[Figure]:
    """Build a model of a dataset by each engine and compare them.

    Raises:
        RuntimeError: A build fails.
    """
    pandas, spark = (run_engine(engine, data, folder / engine) for engine in ENGINES)
    return [
        *(
            Figure(
                f"build, engine {name}",
                f"{build.processor_seconds:.1f} s",
                "",
                f"of processor time; {build.seconds:.1f} s, {build.gigabytes:.2f} GB at its peak",
            )
            for name, build in zip(ENGINES, (pandas, spark), strict=True)
        ),
        Figure("models of the same bytes", "yes" if pandas.digest == spark.digest else "no", "yes", pandas.digest[:12]),
    ]


def run_engine(engine: str, data: Path, model: Path) -> EngineBuild:
    """Build a model by the command line, as a session of processes of its own, and measure them all.

    Raises:
        RuntimeError: The build fails.
    """
    command = [sys.executable, "-m", "model_build", "build", "--engine", engine, "--data", str(data)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--output", str(model)], stdout=subprocess.DEVNULL, start_new_session=True)
    sampler = _Sampler(process.pid)
    exit_code = process.wait()
    seconds = time.perf_counter() - started
    sampler.stop()
    if exit_code:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {exit_code}; see its output.")
    digest = hashlib.sha256((model / MODEL_FORMAT.catalogue_name).read_bytes()).hexdigest()
    return EngineBuild(seconds, sum(sampler.processor_seconds.values()), sampler.most_bytes / 1e9, digest)


class _Sampler:
    """Looks at the processes of a session, several times a second.

    Attributes:
        processor_seconds: Processor time of each process, by its id.
        most_bytes: Largest sum of their memory.
    """

    def __init__(self, session: int) -> None:
        self.processor_seconds: dict[int, float] = {}
        self.most_bytes = 0
        self._session = session
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        """End the sampling."""
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_over.wait(_SAMPLE_SECONDS):
            self.most_bytes = max(self.most_bytes, sum(map(self._look_at, Path("/proc").glob("[0-9]*"))))

    def _look_at(self, process: Path) -> int:
        """Note the processor time of a process of the session and return its memory in bytes."""
        try:
            # The name in brackets, which may have blanks, stands before: state, parent, group, session ...
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) != self._session:
                return 0
            self.processor_seconds[int(process.name)] = sum(map(int, fields[11:13])) / _TICKS
            shares = (process / "smaps_rollup").read_text()
        except (OSError, IndexError):
            return 0  # it has ended
        return 1024 * sum(int(line.split()[1]) for line in shares.splitlines() if line.startswith("Pss:"))
