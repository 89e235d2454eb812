"""Work on files beside the reading of their rows: unpacking and hashing leave Python's lock to other threads."""

import io
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import BinaryIO, TypeVar

from model_build.datasets.formats.table_file import DatasetError

Result = TypeVar("Result")


def read_ahead(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield a stream in blocks of up to `size` bytes, each of which is unpacked while the one before is worked on."""
    if isinstance(getattr(stream, "raw", None), io.FileIO):
        # A plain file is read in no time.
        while block := stream.read(size):
            yield block
        return
    with ThreadPoolExecutor(1) as reader:
        ahead = reader.submit(stream.read, size)
        while block := ahead.result():
            ahead = reader.submit(stream.read, size)
            yield block


def work_ahead(results: "Generator[Result]") -> "Iterator[Result]":
    """Yield the results of a generator, each of which is worked out while the one before is used."""
    with closing(results), ThreadPoolExecutor(1) as worker:
        ahead = worker.submit(next, results, None)
        while (result := ahead.result()) is not None:
            ahead = worker.submit(next, results, None)
            yield result


class BackgroundText:
    """A text that is computed of files beside other work, by a thread that does not keep a process from ending."""

    def __init__(self, compute: Callable[[], str]) -> None:
        """Start to compute."""
        self._compute = compute
        self._result: str | DatasetError = DatasetError("The files could not be read.")
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> str:
        """Return the text once it is there.

        Raises:
            DatasetError: A file can't be read.
        """
        self._thread.join()
        if isinstance(self._result, DatasetError):
            raise self._result
        return self._result

    def _run(self) -> None:
        try:
            self._result = self._compute()
        except DatasetError as error:
            self._result = error
