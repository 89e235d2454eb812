from pathlib import Path

import numpy as np
import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses
from model_build.open_library.reader_counts import ReaderCounts, count_readers
from model_build.open_library.redirects import Redirects
from tests.model_build.open_library.dumps import rating, read, write_dumps

NO_REDIRECTS = Redirects.of_pairs([])


def counts_of(directory: Path, redirects: Redirects = NO_REDIRECTS, losses: Losses | None = None) -> ReaderCounts:
    ratings = DumpFile(directory / "ol_dump_ratings_2026-10-31.txt", "ratings")
    log = DumpFile(directory / "ol_dump_reading-log_2026-10-31.txt", "reading-log")
    return count_readers([ratings], [log], redirects, losses or Losses())


def readers_of(counts: ReaderCounts, *works: int) -> list[int]:
    return [int(readers) for readers in counts.of(np.array(works, dtype=np.int64))]


def test_ratings_and_entries_of_the_log_are_readers_and_wishes_are_not(tmp_path: Path) -> None:
    shelves = ["Already Read", "Currently Reading", "Stopped Reading", "Want to Read"]
    write_dumps(tmp_path, ratings=[rating(1), rating(2, 1)], reading_log=[read(1, shelf) for shelf in shelves])
    losses = Losses()
    counts = counts_of(tmp_path, losses=losses)
    assert readers_of(counts, 1, 2, 3) == [4, 1, 0]
    assert losses.counts["reading-log: wishes to read, left out"] == 13
    assert counts.works_read_by(2).tolist() == [1]


@pytest.mark.parametrize("shelf", ["already-read", "ALREADY READ", "Already Read "])
def test_shelves_are_compared_by_their_letters(tmp_path: Path, shelf: str) -> None:
    write_dumps(tmp_path, ratings=[], reading_log=[read(1, shelf)])
    assert readers_of(counts_of(tmp_path), 1) == [1]


def test_readers_of_merged_works_are_added(tmp_path: Path) -> None:
    write_dumps(tmp_path, ratings=[rating(1), rating(2)], reading_log=[read(3)])
    assert readers_of(counts_of(tmp_path, Redirects.of_pairs([(1, 2), (2, 3)])), 1, 3) == [0, 3]


def test_rows_of_no_use_are_counted(tmp_path: Path) -> None:
    odd = ["/works/OL1W\t\\N\t9\t2024-01-01\n", "/works/OL1W\n", "\\N\t/books/OL1M\t4\t2024-01-01\n", "\n"]
    write_dumps(tmp_path, ratings=odd, reading_log=[read(1, "Dropped in the bath")])
    losses = Losses()
    assert readers_of(counts_of(tmp_path, losses=losses), 1) == [0]
    assert losses.counts["ratings: unknown values, dropped"] == 1
    assert losses.counts["ratings: lines that are no record, dropped"] == 1
    assert losses.counts["ratings: rows without a work, dropped"] == 1
    assert losses.counts["reading-log: unknown values, dropped"] == 1


def test_a_log_of_a_few_rows_is_refused(tmp_path: Path) -> None:
    write_dumps(tmp_path, ratings=[], reading_log=[])
    (tmp_path / "ol_dump_ratings_2026-10-31.txt").write_text(rating(1))
    with pytest.raises(DatasetError, match=r"ol_dump_ratings_2026-10-31.txt holds 1 rows"):
        counts_of(tmp_path)


def test_counts_without_any_reads_are_zero() -> None:
    assert readers_of(ReaderCounts.of_reads([], NO_REDIRECTS), 1) == [0]
