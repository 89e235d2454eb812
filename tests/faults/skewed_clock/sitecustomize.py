"""Python imports this at its start: the process's clocks then go ahead of the machine's by what a file says."""

import os
import time
from collections.abc import Callable
from pathlib import Path

_AHEAD = Path(os.environ["CLOCK_AHEAD_FILE"])


def _skewed(clock: Callable[[], float]) -> Callable[[], float]:
    return lambda: clock() + float(_AHEAD.read_text())


time.time = _skewed(time.time)
time.monotonic = _skewed(time.monotonic)
