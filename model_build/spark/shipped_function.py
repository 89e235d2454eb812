"""A function with its data in one file, which processes map into memory: one copy a machine, by the page cache.

Pickle's protocol 5 leaves the buffers of arrays out of band (PEP 574): they stand behind the pickle as they are, and an
array that is loaded is a view of the mapped file. A broadcast variable would be unpickled into every process.
"""

import mmap
import pickle
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

# Bytes that a buffer begins at a multiple of: as much as any array needs.
_ALIGNMENT = 64
_BYTES_OF_A_NUMBER = 8


def write_function(function: Callable[..., Any], path: Path) -> None:
    """Write a function that can be pickled, such as a method of an object with arrays, into a file.

    The file: the number of buffers, the end of the pickle and of each buffer as 64-bit numbers, the pickle, and the
    buffers, each at a multiple of 64 bytes.
    """
    buffers: list[pickle.PickleBuffer] = []
    pickled = pickle.dumps(function, protocol=5, buffer_callback=buffers.append)
    pieces: list[bytes | memoryview] = [pickled, *(buffer.raw() for buffer in buffers)]
    ends, position = [], _BYTES_OF_A_NUMBER * (len(pieces) + 1)
    for piece in pieces:
        position = _align(position) + len(piece)
        ends.append(position)
    with path.open("wb") as stream:
        for number in (len(buffers), *ends):
            stream.write(number.to_bytes(_BYTES_OF_A_NUMBER, "little"))
        for piece in pieces:
            stream.write(bytes(_align(stream.tell()) - stream.tell()))
            stream.write(piece)


@lru_cache(maxsize=1)
def read_function(path: Path) -> Callable[..., Any]:
    """Return the function in a file, its arrays read-only views of it; of the last file it is kept."""
    with path.open("rb") as stream:
        mapped = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    count = int.from_bytes(mapped[:_BYTES_OF_A_NUMBER], "little")
    header_end = _BYTES_OF_A_NUMBER * (count + 2)
    ends = mapped[_BYTES_OF_A_NUMBER:header_end].cast("q").tolist()
    pickled, *buffers = (mapped[_align(end) : next_end] for end, next_end in pairwise([header_end, *ends]))
    function: Callable[..., Any] = pickle.loads(pickled, buffers=buffers)  # noqa: S301 - written by this build
    return function


def _align(position: int) -> int:
    """Return the next multiple of the alignment, the position itself where it is one."""
    return -(-position // _ALIGNMENT) * _ALIGNMENT
