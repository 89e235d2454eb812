"""The interface of an engine, which runs the same functions on the parts of a build, and the engine of one machine.

A build is cut into parts whose results are columns of numbers: blocks of works whose candidates are scored, pieces of a
table that are read, buckets of readers, some thousands of titles. Where the parts are worked on is the engine's
business alone, so that models are the same bytes.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Part = TypeVar("Part")
Result = TypeVar("Result")
# The result of a part: arrays of one length, by their names.
Columns = Mapping[str, NDArray[Any]]


class Engine(Protocol):
    """Runs a function on the parts of a build."""

    @property
    def name(self) -> str:
        """The name on the command line."""

    @property
    def has_processes(self) -> bool:
        """True where parts are worked on by other processes, so that reading a table in pieces is worth its copies."""

    def map(
        self, function: Callable[[Part], Columns], parts: Sequence[Part], types: Mapping[str, str]
    ) -> Iterator[Columns]:
        """Yield the result of a function for each part, in the order of the parts.

        Args:
            function: The function; one that can be pickled, as an engine of several processes copies it to them.
            parts: The parts.
            types: The names of the columns and their types, as numpy names them.
        """


@dataclass(frozen=True, slots=True)
class ThreadEngine:
    """The engine of one machine: numpy and scipy leave Python's lock to other threads for most of the time.

    Attributes:
        threads: Number of parts that are worked on at once.
    """

    threads: int = 2

    @property
    def name(self) -> str:
        """The name on the command line."""
        return "pandas"

    @property
    def has_processes(self) -> bool:
        """Threads would wait for each other while they read text."""
        return False

    def map(
        self,
        function: Callable[[Part], Columns],
        parts: Sequence[Part],
        types: Mapping[str, str],  # noqa: ARG002 - of use to engines of several processes
    ) -> Iterator[Columns]:
        """Yield the result of each part; no more than one part a thread is worked on ahead of the one yielded."""
        ahead: deque[Future[Columns]] = deque()
        with ThreadPoolExecutor(self.threads) as threads:
            for part in parts:
                ahead.append(threads.submit(function, part))
                if len(ahead) > self.threads:
                    yield ahead.popleft().result()
            for future in ahead:
                yield future.result()


THREADS = ThreadEngine()


@dataclass(frozen=True, slots=True)
class PartConfig:
    """The size of parts.

    Attributes:
        values: Number of values of a part that a function of single values is called with: titles take half a second
            of one processor, beside which the copy of a part to another process is little.
    """

    values: int = 10_000


PARTS = PartConfig()
_OBJECT = "pickled"


def map_objects(engine: Engine, function: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """Yield the result of a function for each part, in their order, where results are no columns of numbers.

    Args:
        engine: An engine. That of one machine calls the function here, as Python code has one thread at a time.
        function: The function; it can be pickled, and so can its results.
        parts: The parts.
    """
    if not engine.has_processes:
        yield from map(function, parts)
        return
    for columns in engine.map(partial(_pickled_result, function), parts, {_OBJECT: "object"}):
        yield pickle.loads(columns[_OBJECT][0])  # noqa: S301 - written by this build


def map_values(engine: Engine, function: Callable[..., Result], *values: Sequence[Any]) -> list[Result]:
    """Return the result of a function for each value, or for the values of one position in several columns.

    Args:
        engine: An engine; one of several processes has each work on some thousands of values.
        function: A function of these values alone.
        values: One or more columns of one length.
    """
    count, size = len(values[0]), PARTS.values
    if not engine.has_processes or count <= size:
        return list(map(function, *values))
    parts = [tuple(column[start : start + size] for column in values) for start in range(0, count, size)]
    return [result for results in map_objects(engine, partial(_results_of, function), parts) for result in results]


def _results_of(function: Callable[..., Result], values: Sequence[Sequence[Any]]) -> list[Result]:
    return list(map(function, *values))


def _pickled_result(function: Callable[[Part], Any], part: Part) -> Columns:
    found = np.empty(1, dtype=object)
    found[0] = pickle.dumps(function(part), protocol=5)
    return {_OBJECT: found}
