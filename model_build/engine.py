"""The interface of an engine, which runs the same functions on the parts of a build, and the engine of one machine.

A build is cut into parts whose results are columns of numbers: blocks of works whose candidates are scored, pieces of a
table that are read. Where the parts are worked on is the engine's business alone, so that models are the same bytes.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from numpy.typing import NDArray

Part = TypeVar("Part")
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
