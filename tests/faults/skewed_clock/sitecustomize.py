"""Skewed clocks. Python imports this at its start: the clocks are then ahead by the seconds in a file."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def _skew(clock: Callable[[], float]) -> Callable[[], float]:
    ahead = Path(os.environ["CLOCK_AHEAD_FILE"])
    return lambda: clock() + float(ahead.read_text())


time.time = _skew(time.time)
time.monotonic = _skew(time.monotonic)
