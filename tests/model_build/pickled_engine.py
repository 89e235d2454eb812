"""An engine for tests that copies functions, parts and results as one of several processes does, within this one."""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from model_build.engine import Columns, Part

Copied = TypeVar("Copied")


class PickledEngine:
    """Calls a copy of the function with a copy of each part.

    Attributes:
        parts: Number of parts so far.
    """

    name = "pickled"
    has_processes = True

    def __init__(self) -> None:
        self.parts = 0

    def map(
        self, function: Callable[[Part], Columns], parts: Sequence[Part], types: Mapping[str, str]
    ) -> Iterator[Columns]:
        """Yield a copy of the result of each part."""
        self.parts += len(parts)
        copied = _copy(function)
        for part in parts:
            columns = copied(_copy(part))
            assert list(columns) == list(types)
            yield _copy(dict(columns))


def _copy(value: Copied) -> Copied:
    copied: Copied = pickle.loads(pickle.dumps(value, protocol=5))  # noqa: S301 - written on the same line
    return copied
