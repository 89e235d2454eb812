import gzip
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.open_library import dump_lines
from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import DumpConfig, Losses, RecordReader, check_rows, read_blocks
from model_build.open_library.keys import WORK_IN_LINE, WORK_OF_RECORD
from tests.model_build.open_library.dumps import author, edition, record, work

LINES = [work(number, f"Title {number}", 1) for number in range(40)]


def dump(path: Path, lines: list[str], *, packed: bool = False, kind: str = "works") -> DumpFile:
    text = "".join(lines).encode()
    path.write_bytes(gzip.compress(text) if packed else text)
    return DumpFile(path, kind)  # type: ignore[arg-type]


def everything(key: bytes) -> bool:
    return bool(key)


def read_works(file: DumpFile, losses: Losses, wanted: Callable[[bytes], bool] = everything) -> dict[str, str]:
    return {key: fields["title"] for key, fields in RecordReader(losses).records([file], WORK_OF_RECORD, wanted)}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("block_bytes", [50, 1000, 1 << 20])
def test_blocks_hold_whole_lines_whatever_their_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool, block_bytes: int
) -> None:
    monkeypatch.setattr(dump_lines, "_CONFIG", DumpConfig(block_bytes=block_bytes))
    file = dump(tmp_path / "works", LINES, packed=packed)
    blocks = list(read_blocks(file))
    assert b"".join(blocks).decode() == "".join(LINES)
    assert all(block.endswith(b"\n") for block in blocks)
    assert list(read_works(file, Losses()).values()) == [f"Title {number}" for number in range(40)]


def test_a_dump_of_several_gzip_members_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "works"
    path.write_bytes(gzip.compress("".join(LINES[:20]).encode()) + gzip.compress("".join(LINES[20:]).encode()))
    assert len(read_works(DumpFile(path, "works"), Losses())) == 40


@pytest.mark.parametrize("lost", [1, 4, 8, 200])
def test_a_packed_dump_without_its_end_is_refused_by_name(tmp_path: Path, lost: int) -> None:
    file = dump(tmp_path / "ol_dump_works.txt.gz", LINES, packed=True)
    file.path.write_bytes(file.path.read_bytes()[:-lost])
    with pytest.raises(DatasetError, match=r"ol_dump_works.txt.gz is cut off or broken"):
        list(read_blocks(file))


def test_a_packed_dump_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    file = dump(tmp_path / "ol_dump_works.txt.gz", LINES, packed=True)
    content = bytearray(file.path.read_bytes())
    content[-6] ^= 0xFF
    file.path.write_bytes(content)
    with pytest.raises(DatasetError, match="cut off or broken"):
        list(read_blocks(file))


def test_a_plain_dump_that_ends_within_a_record_is_refused(tmp_path: Path) -> None:
    file = dump(tmp_path / "ol_dump_works.txt", ["".join(LINES)[:-30]])
    with pytest.raises(
        DatasetError, match=r"ol_dump_works.txt is cut off or broken \(the last line ends within a record"
    ):
        list(read_blocks(file))


def test_a_last_record_without_a_line_feed_is_whole(tmp_path: Path) -> None:
    assert len(read_works(dump(tmp_path / "works", ["".join(LINES).rstrip("\n")]), Losses())) == 40


def test_a_reading_that_is_given_up_leaves_no_thread_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_lines, "_CONFIG", DumpConfig(block_bytes=100))
    before = threading.active_count()
    blocks = read_blocks(dump(tmp_path / "works", LINES * 20))
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_only_wanted_records_are_parsed_and_each_line_once(tmp_path: Path) -> None:
    lines = [edition(1, [3, 5], "Set"), edition(2, 4, "Other"), edition(3, [5, 5], "Twice")] * 5
    file = dump(tmp_path / "editions", lines, kind="editions")
    reader = RecordReader(losses := Losses())
    found = [fields["title"] for _, fields in reader.records([file], WORK_IN_LINE, {b"5"}.__contains__)]
    assert found == ["Set", "Twice"] * 5
    assert losses.counts["editions: records"] == 15


def test_tabs_within_the_json_and_carriage_returns_are_no_matter(tmp_path: Path) -> None:
    odd = '/type/work\t/works/OL99W\t1\t2024\t{"title":\t"A\\ttab"}\r\n'
    assert read_works(dump(tmp_path / "works", [*LINES, odd]), Losses())["/works/OL99W"] == "A\ttab"


def test_redirects_deletions_and_broken_records_are_left_out_and_counted_with_an_example(tmp_path: Path) -> None:
    odd = [
        record("/type/redirect", "/works/OL90W", location="/works/OL1W"),
        record("/type/delete", "/works/OL91W"),
        author(92, "Somebody"),
        "/type/page\n",
        '["no", "record"]\n',
    ]
    losses = Losses()
    assert len(read_works(dump(tmp_path / "works", [*LINES, *odd]), losses)) == 40
    assert losses.counts["works: records redirected or deleted, left out"] == 2
    assert losses.counts["works: records of another type, left out"] == 2
    assert losses.counts["works: lines that are no record, dropped"] == 1
    assert "/works/OL90W" in losses.examples["works: records redirected or deleted, left out"]


def test_a_record_whose_json_is_broken_is_counted_and_too_many_are_refused(tmp_path: Path) -> None:
    broken = '/type/work\t/works/OL99W\t1\t2024\t{"title": "no end\n'
    short = "/type/work\t/works/OL98W\t1\t2024\n"
    losses = Losses()
    assert len(read_works(dump(tmp_path / "works", LINES * 3 + [broken]), losses)) == 40
    assert losses.counts["works: records whose JSON can't be read, dropped"] == 1
    with pytest.raises(DatasetError, match=r"works: 2 records can't be read, such as .*OL99W"):
        read_works(dump(tmp_path / "works", [*LINES, broken, short]), Losses())


def test_a_dump_with_mostly_records_of_another_type_is_refused(tmp_path: Path) -> None:
    lines = [*LINES[:10], *(author(number, "Somebody") for number in range(30))]
    with pytest.raises(DatasetError, match=r"holds 10 records of /type/work in 40 lines; 30 are of /type/author"):
        read_works(dump(tmp_path / "works", lines), Losses())


def test_a_dump_of_few_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds 9 rows, expected 10 or more"):
        read_works(dump(tmp_path / "works", LINES[:9]), Losses())
    with pytest.raises(DatasetError, match="holds 0 rows"):
        check_rows(DumpFile(tmp_path / "works", "works"), 0)


def test_a_dump_that_is_read_again_is_counted_once(tmp_path: Path) -> None:
    file = dump(tmp_path / "works", LINES)
    reader = RecordReader(losses := Losses())
    for again in (False, True):
        assert len(list(reader.records([file], re.compile(WORK_OF_RECORD.pattern), everything, again=again))) == 40
    assert losses.counts["works: records"] == 40
