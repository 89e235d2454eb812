"""A skewed wall clock. Python imports this at its start: `time.time` and `datetime.now` are then ahead by some seconds.

The file that CLOCK_AHEAD_FILE names has their number.

The monotonic clock is not: Lambda suspends it between invocations, and that of a snapshot is as old as the snapshot.
"""

import datetime
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self


def _skew(clock: Callable[[], float]) -> Callable[[], float]:
    ahead = Path(os.environ["CLOCK_AHEAD_FILE"])
    return lambda: clock() + float(ahead.read_text())


class _SkewedDatetime(datetime.datetime):
    """A datetime that takes the time from the skewed clock, by which botocore renews credentials."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Self:
        return cls.fromtimestamp(time.time(), tz)


time.time = _skew(time.time)
datetime.datetime = _SkewedDatetime  # type: ignore[misc] # for all that import it later
