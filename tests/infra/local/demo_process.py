"""The demo in a process of its own, as a person starts it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunningDemo:
    """A demo that is ready: its process, its output so far, and the page's address."""

    process: "subprocess.Popen[str]"
    printed: str
    address: str

    @property
    def web_page(self) -> str:
        """The address of the web page for everyone."""
        found = re.search(r"Web page .*(http://127\.0\.0\.1:\d+/)", self.printed)
        assert found
        return found[1]


def start_demo(*arguments: object) -> "subprocess.Popen[str]":
    """Start the demo, without waiting for it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    # A profile that does not exist: boto3 fails at once where it reads the person's own account.
    environment |= {"AWS_PROFILE": "nobody", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "infra.local", *map(str, arguments)],
        cwd=Path(__file__).resolve().parents[3],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # As in a terminal: a shell's background processes, and theirs, ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - one thread
    )


@contextmanager
def running_demo(directory: Path, *arguments: object) -> Iterator[RunningDemo]:
    """Run the demo, of the sample unless told otherwise, with its files in a folder, and yield it once it is ready."""
    process = start_demo("--port", 0, "--directory", directory, *arguments)
    assert process.stdout
    try:
        printed = ""
        for line in process.stdout:
            printed += line
            address = re.search(r"Open (http://127\.0\.0\.1:\d+)", line)
            if address:
                yield RunningDemo(process, printed, address[1])
                return
        raise AssertionError(f"the demo ended before it was ready: {printed}")
    finally:
        process.kill()
        process.communicate()
