"""The status and the time of a row of a table of ratings: read or not yet, and when."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

# Statuses of a book that was read or begun, by letters alone; any other status, such as "to-read", is no read. The
# words are those of Goodreads, StoryGraph, LibraryThing, BookWyrm, Hardcover and Open Library, and of RecBole's and
# gorse's kinds of feedback.
_READ = frozenset([
    "", "read", "reading", "currentlyreading", "rereading", "alreadyread", "finished", "completed", "complete", "done",
    "stopped", "stoppedreading", "didnotfinish", "dnf", "abandoned", "paused", "onhold", "inprogress", "started",
    "loan", "loaned", "borrowed", "checkedout", "checkout", "returned", "renewed", "issue", "issued", "return",
    "bought", "purchased", "rated", "liked", "like", "star", "1", "true", "yes", "y", "t", "x",
])  # fmt: skip
# Seconds from 1970 to 1 January 2200: a larger number counts milliseconds, microseconds or nanoseconds.
_LAST_SECOND = 7_258_118_400


class ReadStatuses(dict[str, bool]):
    """Statuses as they are written -> True where the book was read, begun or borrowed."""

    def __missing__(self, raw: str) -> bool:
        letters = "".join(filter(str.isalnum, raw.casefold().removesuffix(".0")))
        is_read = self[raw] = letters in _READ
        return is_read


def seconds_of(timestamps: Sequence[str]) -> NDArray[np.int64]:
    """Return [rows] seconds since 1970 of times in ISO 8601 or as Unix seconds, or larger units; -1 for no time."""
    try:
        numbers = np.array(timestamps, dtype=np.float64)
    except ValueError:
        numbers = np.array([_second_of(text) for text in timestamps], dtype=np.float64)
    numbers[~np.isfinite(numbers) | (numbers < 0)] = -1
    while (larger := numbers > _LAST_SECOND).any():
        numbers[larger] /= 1000
    return numbers.astype(np.int64)


def _second_of(text: str) -> float:
    text = text.strip()
    try:
        return float(text) if text else math.nan
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return math.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
