"""A skewed wall clock. Python imports this at its start: `time.time` is then ahead by the seconds in a file.

The monotonic clock is not: Lambda suspends it between invocations, and that of a snapshot is as old as the snapshot.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path


def _skew(clock: Callable[[], float]) -> Callable[[], float]:
    ahead = Path(os.environ["CLOCK_AHEAD_FILE"])
    return lambda: clock() + float(ahead.read_text())


time.time = _skew(time.time)
