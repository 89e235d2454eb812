"""Work on files beside the reading of their rows."""

import io
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from model_build.datasets.formats.background import BackgroundText, read_ahead, work_ahead
from model_build.datasets.formats.table_file import DatasetError


class RecordingStream(io.BytesIO):
    """A stream that knows the threads that read it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.readers: set[int] = set()

    def read(self, size: int | None = -1) -> bytes:
        """Read, and note the thread."""
        self.readers.add(threading.get_ident())
        return super().read(size)


def test_blocks_come_in_their_order_and_are_read_by_another_thread() -> None:
    stream = RecordingStream(b"abcdefgh")
    assert list(read_ahead(stream, 3)) == [b"abc", b"def", b"gh"]
    assert threading.get_ident() not in stream.readers


def test_reading_ends_where_nobody_asks_for_more() -> None:
    stream = RecordingStream(b"abcdefgh")
    blocks = read_ahead(stream, 1)
    assert next(blocks) == b"a"
    blocks.close()  # type: ignore[attr-defined] # a generator
    assert stream.tell() == 2


def test_an_error_of_a_stream_is_raised_where_its_block_is_asked_for() -> None:
    stream = io.BytesIO(b"a")
    stream.close()
    with pytest.raises(ValueError, match="closed file"):
        list(read_ahead(stream, 1))


def test_a_plain_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_bytes(b"abcdefgh")
    with (tmp_path / "ratings.csv").open("rb") as stream:
        blocks = read_ahead(stream, 3)
        assert (next(blocks), stream.tell()) == (b"abc", 3)
        assert list(blocks) == [b"def", b"gh"]


def test_a_text_is_computed_beside_other_work() -> None:
    may_end = threading.Event()

    def compute() -> str:
        may_end.wait()
        return "abc"

    text = BackgroundText(compute)
    may_end.set()
    assert text.result() == text.result() == "abc"


def test_an_error_of_the_computation_is_raised_with_the_result() -> None:
    def compute() -> str:
        raise DatasetError("cut off")

    text = BackgroundText(compute)
    with pytest.raises(DatasetError, match="cut off"):
        text.result()


def test_results_are_worked_out_ahead_by_another_thread_in_their_order() -> None:
    workers: list[int] = []
    is_closed = []

    def results() -> Generator[int]:
        try:
            for number in range(5):
                workers.append(threading.get_ident())
                yield number
        finally:
            is_closed.append(True)

    assert list(work_ahead(results())) == [0, 1, 2, 3, 4]
    assert threading.get_ident() not in workers
    ahead = work_ahead(results())
    assert next(ahead) == 0
    ahead.close()  # type: ignore[attr-defined] # a generator
    assert is_closed == [True, True]


def test_an_error_of_the_work_is_raised_where_its_result_is_asked_for() -> None:
    def results() -> Generator[int]:
        yield 1
        raise DatasetError("cut off")

    ahead = work_ahead(results())
    assert next(ahead) == 1
    with pytest.raises(DatasetError, match="cut off"):
        next(ahead)
