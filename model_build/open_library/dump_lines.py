"""The lines of a dump in blocks of some megabytes, unpacked by a thread of its own while other blocks are read.

Most lines of the dumps are of no use here: of 55 million editions one in ten belongs to a work that is kept. So a block
is searched by a pattern of its keys, and only lines with a wanted key are split and parsed; zlib leaves the processor's
other core to that.
"""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue
from threading import Event, Thread
from typing import Any

import orjson
from tqdm import tqdm

from model_build.datasets.formats.table_file import DatasetError
from model_build.open_library.dump_files import REDIRECT_TYPES, TYPES, DumpFile


@dataclass(frozen=True, slots=True)
class DumpConfig:
    """Sizes of the reading, and limits of a dump that is whole.

    Attributes:
        block_bytes: Bytes of a block; other sizes were not measured.
        blocks_ahead: Blocks that are unpacked before they are wanted.
        least_rows: Least number of records of a dump, below which it is taken for an empty one.
        most_unreadable: Largest share of records whose JSON can't be read.
    """

    block_bytes: int = 1 << 22
    blocks_ahead: int = 3
    least_rows: int = 10
    most_unreadable: float = 0.01


_CONFIG = DumpConfig()
_TYPE_OF_KIND = {kind: name.encode() for kind, name in TYPES.items()}


@dataclass(slots=True)
class Losses:
    """Numbers of what was read, and of what was left out, by kind, with an example of each kind that was left out."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, example: str, number: int = 1) -> None:
        """Count something left out."""
        self.counts[kind] += number
        self.examples.setdefault(kind, example[:200])


def read_blocks(file: DumpFile) -> Iterator[bytes]:
    """Yield a dump in blocks of whole lines, each of which ends with a line feed.

    Raises:
        DatasetError: The file is cut off, or broken.
    """
    blocks: Queue[bytes | BaseException | None] = Queue(_CONFIG.blocks_ahead)
    stopped = Event()
    progress = tqdm(
        desc=f"Reading {file.path.name}", total=file.path.stat().st_size, unit="B", unit_scale=True, delay=2,
        disable=None, leave=False,
    )  # fmt: skip
    thread = Thread(target=_unpack, args=(file, blocks, stopped, progress), daemon=True)
    thread.start()
    try:
        while (block := blocks.get()) is not None:
            if isinstance(block, BaseException):
                raise DatasetError(
                    f"{file.path} is cut off or broken ({block}). Download it again; `gzip --test` shows if "
                    f"it is whole."
                ) from block
            yield block
    finally:
        stopped.set()
        while thread.is_alive():  # it may wait for room in the queue
            while not blocks.empty():
                blocks.get()
            thread.join(timeout=0.05)
        progress.close()


def _unpack(
    file: DumpFile, blocks: "Queue[bytes | BaseException | None]", stopped: Event, progress: "tqdm[Any]"
) -> None:
    """Put the blocks of a file into a queue, at last None, or the error that ended the reading."""
    try:
        stream, raw = file.open()
        with raw, stream:
            rest = b""
            while not stopped.is_set() and (read := stream.read(_CONFIG.block_bytes)):
                end = read.rfind(b"\n") + 1
                if end:
                    blocks.put(rest + read[:end])
                    rest = read[end:]
                else:
                    rest += read
                progress.update(raw.tell() - progress.n)
            if rest and not stopped.is_set():
                if not _is_whole(rest, file):
                    raise EOFError(f"the last line ends within a record: ...{rest[-40:]!r}")  # noqa: TRY301 - handed on
                blocks.put(rest + b"\n")
        blocks.put(None)
    except (OSError, EOFError, zlib.error) as error:
        blocks.put(error)


def _is_whole(line: bytes, file: DumpFile) -> bool:
    """Return True if the last line of a file, which has no line feed, is a whole record."""
    fields = line.split(b"\t", file.columns - 1)
    if len(fields) < file.columns:
        return False
    if file.kind not in _TYPE_OF_KIND:
        return True
    try:
        orjson.loads(fields[-1])
    except orjson.JSONDecodeError:
        return False
    return True


class RecordReader:
    """A reader of the records of one kind that have a wanted key.

    Attributes:
        losses: Counts of records, and of those left out.
    """

    def __init__(self, losses: Losses) -> None:
        self.losses = losses

    def records(
        self,
        files: "list[DumpFile]",
        pattern: re.Pattern[bytes],
        is_wanted: Callable[[bytes], bool],
        *,
        again: bool = False,
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (key, record) of each line that holds a wanted match of a pattern.

        Args:
            files: The parts of one dump.
            pattern: Pattern with one group; the line need not be split to find it.
            is_wanted: Test of the group's bytes.
            again: The files were read before, and their rows are counted.

        Raises:
            DatasetError: A file is broken, or holds records of another kind than its name says.
        """
        losses = Losses() if again else self.losses
        for file in files:
            rows = Counter[str]()
            with _row_check(file, rows, losses):
                for block in read_blocks(file):
                    self._count_rows(block, file, rows, losses)
                    yield from self._wanted_records(block, file, pattern, is_wanted, losses)

    def _wanted_records(
        self,
        block: bytes,
        file: DumpFile,
        pattern: re.Pattern[bytes],
        is_wanted: Callable[[bytes], bool],
        losses: Losses,
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        record_type = _TYPE_OF_KIND[file.kind]
        line_end = 0
        for match in pattern.finditer(block):
            if match.start() < line_end or not is_wanted(match[1]):
                continue
            line_start = block.rfind(b"\n", 0, match.start() + 1) + 1
            line_end = block.find(b"\n", match.end() - 1)
            fields = block[line_start:line_end].split(b"\t", file.columns - 1)
            if fields[0] != record_type:
                continue  # counted by its type
            try:
                record = orjson.loads(fields[-1])
            except orjson.JSONDecodeError:
                record = None
            if isinstance(record, dict):
                yield fields[1].decode(errors="replace"), record
            else:
                losses.add(
                    f"{file.kind}: records whose JSON can't be read, dropped", repr(fields[1] + b" " + fields[-1][:80])
                )

    def _count_rows(self, block: bytes, file: DumpFile, rows: "Counter[str]", losses: Losses) -> None:
        """Count the lines of a block; only those of other types than the file's are looked at one by one."""
        record_type = _TYPE_OF_KIND[file.kind] + b"\t"
        lines = block.count(b"\n")
        right = block.count(b"\n" + record_type) + block.startswith(record_type)
        rows["all"] += lines
        rows["right"] += right
        losses.counts[f"{file.kind}: records"] += lines
        if right == lines:
            return
        for line in block.splitlines():
            if line.startswith(record_type) or not line.strip():
                continue
            kind = line.partition(b"\t")[0].decode(errors="replace")
            if kind in REDIRECT_TYPES:
                rows["right"] += 1
                losses.add(f"{file.kind}: records redirected or deleted, left out", line[:80].decode(errors="replace"))
            elif kind.startswith("/type/"):
                rows[kind] += 1
                losses.add(f"{file.kind}: records of another type, left out", line[:80].decode(errors="replace"))
            else:
                losses.add(f"{file.kind}: lines that are no record, dropped", line[:80].decode(errors="replace"))


@contextmanager
def _row_check(file: DumpFile, rows: "Counter[str]", losses: Losses) -> Iterator[None]:
    """Check, once a file is read, that it holds enough records of its kind."""
    yield
    wanted = _TYPE_OF_KIND[file.kind].decode()
    if rows["right"] * 2 < rows["all"]:
        other = max((kind for kind in rows if kind.startswith("/type/")), key=lambda kind: rows[kind], default="")
        came = f"{rows[other]:,} are of {other}" if other else "the others can't be read"
        raise DatasetError(
            f"{file.path} holds {rows['right']:,} records of {wanted} in {rows['all']:,} lines; {came}. Is it another "
            f"dump under this name?"
        )
    check_rows(file, rows["all"])
    unreadable = losses.counts[f"{file.kind}: records whose JSON can't be read, dropped"]
    if unreadable > _CONFIG.most_unreadable * losses.counts[f"{file.kind}: records"]:
        example = losses.examples[f"{file.kind}: records whose JSON can't be read, dropped"]
        raise DatasetError(f"{file.path}: {unreadable:,} records can't be read, such as {example}. Download it again.")


def check_rows(file: DumpFile, rows: int) -> None:
    """Refuse a dump with so few rows that it can't be a whole one.

    Raises:
        DatasetError: It has fewer than the floor.
    """
    if rows < _CONFIG.least_rows:
        raise DatasetError(
            f"{file.path} holds {rows:,} rows, expected {_CONFIG.least_rows:,} or more: the dump was cut off, or "
            f"nearly nothing was written into it. Download it again."
        )
