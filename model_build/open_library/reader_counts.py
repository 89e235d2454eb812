"""Counts of the readers of works, from the dumps of ratings and of the reading log.

Neither dump names a reader. A row of either is counted as one reader, so somebody who logs a book and rates it counts
twice; a wish to read is no reading.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses, check_rows, read_blocks
from model_build.open_library.keys import number_of
from model_build.open_library.redirects import Redirects

# The shelves of the reading log, by their letters alone: True for those of books that were begun.
_SHELVES = {
    b"alreadyread": True, b"currentlyreading": True, b"stoppedreading": True, b"stopped": True, b"wanttoread": False,
}  # fmt: skip
_RATINGS = frozenset({b"1", b"2", b"3", b"4", b"5"})
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


@dataclass(frozen=True, slots=True)
class ReaderCounts:
    """Numbers of readers.

    Attributes:
        works: [works with readers] number of the work's key, ascending.
        readers: [works with readers] number of its readers.
    """

    works: NDArray[np.int64]
    readers: NDArray[np.int64]

    @classmethod
    def of_reads(cls, works: Iterable[int], redirects: Redirects) -> "ReaderCounts":
        """Count the reads of works, one entry a read, under the works that they were merged into."""
        followed = redirects.follow(np.fromiter(works, dtype=np.int64))
        return cls(*np.unique(followed, return_counts=True))

    def of(self, works: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return [works] the readers of some works, 0 for those without."""
        if not len(self.works):
            return np.zeros(len(works), dtype=np.int64)
        positions = np.minimum(np.searchsorted(self.works, works), len(self.works) - 1)
        return np.where(self.works[positions] == works, self.readers[positions], 0)

    def works_read_by(self, least: int) -> NDArray[np.int64]:
        """Return the works with at least so many readers."""
        return self.works[self.readers >= least]


def count_readers(
    ratings: list[DumpFile], reading_log: list[DumpFile], redirects: Redirects, losses: Losses
) -> ReaderCounts:
    """Count the readers of all works, one read a rating or entry of the log.

    Raises:
        DatasetError: A file is broken, or has next to no rows.
    """
    reads = array("q")
    number_of_key: dict[bytes, int | None] = {}
    for file in [*ratings, *reading_log]:
        rows = Counter[str]()
        is_log = file.kind == "reading-log"
        for block in read_blocks(file):
            for line in block.splitlines():
                if not line:
                    continue
                rows["all"] += 1
                key, *rest = line.split(b"\t")
                if len(rest) < 2:
                    losses.add(f"{file.kind}: lines that are no record, dropped", repr(line[:80]))
                    continue
                value = rest[1].strip()
                is_read = _SHELVES.get(value.translate(None, _NO_LETTERS).lower()) if is_log else value in _RATINGS
                if key not in number_of_key:
                    number_of_key[key] = number_of(key.decode(errors="replace"))
                number = number_of_key[key]
                if is_read is None or (not is_log and not is_read):
                    losses.add(f"{file.kind}: unknown values, dropped", repr(line[:80]))
                elif number is None:
                    losses.add(f"{file.kind}: rows without a work, dropped", repr(line[:80]))
                elif not is_read:
                    losses.add(f"{file.kind}: wishes to read, left out", repr(line[:80]))
                else:
                    reads.append(number)
        losses.counts[f"{file.kind}: rows"] += rows["all"]
        check_rows(file, rows["all"])
    return ReaderCounts.of_reads(reads, redirects)
