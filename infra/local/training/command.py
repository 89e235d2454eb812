"""The command that trains, in a process of its own whose lines are read as they come, and which ends with the demo."""

import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from tempfile import TemporaryFile
from threading import Lock

from infra.learning.worker import Training

# A training that is interrupted deletes its temporary files first.
_SECONDS_TO_CLEAN_UP = 10


class TrainingCommand:
    """Runs `python -m model_build train`, one training at a time.

    Args:
        report: Called with each line that a training writes.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._process: subprocess.Popen[str] | None = None
        self._is_closed = False
        self._lock = Lock()

    def run(self, arguments: Sequence[str]) -> Training:
        """Train with the arguments of the command, and return how it ended."""
        # -u: each line is read when it is written.
        command = [sys.executable, "-u", "-m", "model_build", "train", *arguments]
        with TemporaryFile("w+") as error:
            with self._lock:
                if self._is_closed:
                    return Training(-signal.SIGINT, "The demo has ended.")
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=error,
                    text=True,
                    start_new_session=True,  # Ctrl-C in the terminal is passed on by `close` alone
                )
                self._process = process
            with process:
                for line in process.stdout or ():
                    self._report(line.rstrip())
            error.seek(0)
            return Training(process.returncode, error.read())

    def close(self) -> None:
        """End a training that is under way; none begins any more."""
        with self._lock:
            self._is_closed = True
            process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_SECONDS_TO_CLEAN_UP)
        except subprocess.TimeoutExpired:
            process.kill()
