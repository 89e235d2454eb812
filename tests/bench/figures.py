"""Figures of a benchmark, and their output as a table."""

import os
import platform
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a name, the measured value, its target, and another value of the same run beside it."""

    name: str
    measured: str
    target: str = ""
    beside: str = ""


def print_heading(heading: str) -> None:
    """Print the heading of a benchmark."""
    load = f"{os.getloadavg()[0]:.1f}"
    cores = os.cpu_count()
    print(f"\n{heading}  [{cores} cores, load {load}, Python {platform.python_version()}]", flush=True)  # noqa: T201 - a command-line program prints


def print_figures(figures: Iterable[Figure]) -> None:
    """Print figures as a plain table."""
    rows = [("", "measured", "target", "beside it")]
    rows += [(figure.name, figure.measured, figure.target, figure.beside) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, measured, target, beside in rows:
        line = f"  {name:{widths[0]}}  {measured:>{widths[1]}}  {target:>{widths[2]}}  {beside}"
        print(line.rstrip(), flush=True)  # noqa: T201 - a command-line program prints


class Stopwatch:
    """Durations of answers, on the wall clock and in this thread's processor time."""

    def __init__(self) -> None:
        self._milliseconds: list[float] = []
        self._processor_milliseconds: list[float] = []

    @contextmanager
    def measure(self) -> Iterator[None]:
        """Measure the duration of the `with` block."""
        started, started_processor = time.perf_counter(), time.thread_time()
        yield
        self._processor_milliseconds.append((time.thread_time() - started_processor) * 1000)
        self._milliseconds.append((time.perf_counter() - started) * 1000)

    def figures(self, name: str, targets: Iterable[tuple[int, str]] = ((50, "5 ms"), (99, "30 ms"))) -> list[Figure]:
        """Return the median and the 99th percentile beside their targets, by default those for every answer.

        Processor time distinguishes a slow answer from a busy machine.
        """
        return [
            Figure(
                f"{name}, p{percent} of {len(self._milliseconds)}",
                f"{percentile(self._milliseconds, percent):.1f} ms",
                target,
                f"{percentile(self._processor_milliseconds, percent):.1f} ms of processor time",
            )
            for percent, target in targets
        ]


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the smallest of the values that at least `percent` percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-percent * len(ordered) // 100) - 1)]
