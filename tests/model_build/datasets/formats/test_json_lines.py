"""Files of JSON lines: whole, broken in a line, and cut off."""

import gzip
import json
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from model_build.datasets.formats.json_lines import JsonLines, Record
from model_build.datasets.formats.table_file import DatasetError, TableFile

BROKEN = "ratings in lines that are no JSON object, dropped"


def read(path: Path, text: bytes) -> list[Record]:
    """Return the records of a file of these bytes, which must have no fault."""
    records, counts, _ = read_with_faults(path, text)
    assert counts == {"ratings rows": len(records)}
    return records


def read_with_faults(path: Path, text: bytes) -> tuple[list[Record], Counter[str], dict[str, str]]:
    """Return the records of a file of these bytes, and the counts and examples of its faults."""
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    return list(JsonLines(TableFile(path), "ratings", counts, examples)), counts, examples


@pytest.mark.parametrize("name", ["books.json", "books.jsonl", "books.json.gz"])
def test_each_line_is_a_record(name: str, tmp_path: Path) -> None:
    assert read(tmp_path / name, b'{"a": 1}\n{"a": 2, "b": {"c": ["\xc3\xa9"]}}\n') == [
        {"a": 1}, {"a": 2, "b": {"c": ["é"]}},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        b'{"a": 1}\n{"a": 2}',
        b'{"a": 1}\r\n{"a": 2}\r\n',
        b'\xef\xbb\xbf{"a": 1}\n{"a": 2}\n',
        b'{"a": 1}\n\n  \n{"a": 2}\n\n',
        b'[{"a": 1},\n{"a": 2}]\n',
        b'[\n{"a": 1},\n{"a": 2}\n]',
        b'[{"a": 1}, {"a": 2}]',
        b"{'a': 1}\n{'a': 2}\n",
    ],
)
def test_other_line_ends_blank_lines_arrays_and_pythons_own_form_are_read(text: bytes, tmp_path: Path) -> None:
    assert read(tmp_path / "x.json", text) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (b'{"title": "caf\xe9"}', "café"),
        (b'{"title": "a\tb"}', "a\tb"),
        (b'{"title": "\\ud83d book"}', "\ufffd book"),
        (b'{"title": "\\ud83d\\ude00"}', "😀"),
        (b"{'title': 'It\\'s \\d'}", "It's \\d"),
        (b"{'title': \"Bird's\", 'price': None}", "Bird's"),
    ],
)
def test_texts_that_a_strict_parser_refuses_are_read(line: bytes, title: str, tmp_path: Path) -> None:
    first, record = read(tmp_path / "x.json", b'{"title": "whole"}\n' + line + b"\n")
    assert first == {"title": "whole"}
    assert record["title"] == title
    record["title"].encode()


def test_a_number_that_is_none_is_read(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "x.json", b'{"a": NaN, "b": 1}\n')
    assert record["a"] != record["a"]
    assert record["b"] == 1


def test_a_broken_line_costs_one_line_and_is_counted_with_an_example(tmp_path: Path) -> None:
    records, counts, examples = read_with_faults(
        tmp_path / "x.jsonl", b'{"a": 1}\n{"a": 2, "tit\n7\n"text"\n' + b'{"' + b"x" * 500 + b'\n{"a": 3}\n'
    )
    assert records == [{"a": 1}, {"a": 3}]
    assert counts == {"ratings rows": 6, BROKEN: 4}
    assert examples == {BROKEN: '\'{"a": 2, "tit\' in x.jsonl'}


def test_two_broken_lines_are_not_taken_for_one_record(tmp_path: Path) -> None:
    records, counts, _ = read_with_faults(tmp_path / "x.jsonl", b'{"a": [1\n2]}\n{"a": 3}\n')
    assert records == [{"a": 3}]
    assert counts[BROKEN] == 2


def test_records_longer_than_a_block_are_read(tmp_path: Path) -> None:
    lines = [json.dumps({"a": letter * 1_500_000}) for letter in "xyz"]
    records = read(tmp_path / "x.json", "\n".join(lines).encode())
    assert [record["a"][:1] for record in records] == ["x", "y", "z"]


def test_blocks_join_to_all_records_in_their_order(tmp_path: Path) -> None:
    lines = b"".join(b'{"a": %d}\n' % number for number in range(300_000))
    assert [record["a"] for record in read(tmp_path / "x.json", lines)] == list(range(300_000))


@pytest.mark.parametrize("text", [b"", b"\n\n", b"[]", b"user_id,book_id\n1,2\n"])
def test_a_file_without_any_record_is_refused_by_name(text: bytes, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"x\.json holds no record: expected one JSON object a line"):
        read(tmp_path / "x.json", text)


def test_a_file_that_is_cut_off_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r'x\.json ends within a record: \'{"a": 2, "ti\'\. It is cut off'):
        read(tmp_path / "x.json", b'{"a": 1}\n{"a": 2, "ti')
    packed = gzip.compress(b"".join(b'{"a": "%d"}\n' % number for number in range(100_000)))
    (tmp_path / "x.json.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(DatasetError, match=r"x\.json\.gz can't be read"):
        list(JsonLines(TableFile(tmp_path / "x.json.gz"), "ratings"))


def test_an_endless_line_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="line of over 64 MiB"):
        read(tmp_path / "x.json", b'{"a": "' + b"x" * (66 << 20))


@pytest.mark.parametrize(
    ("text", "first"), [(b'\n[\n{"a": 1},\n{"a": 2}]', {"a": 1}), (b"a,b\n1,2\n", None), (b"", None)]
)
def test_the_first_record_tells_a_files_kind(text: bytes, first: Record | None, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(text)
    assert JsonLines(TableFile(tmp_path / "x.json"), "books").first() == first


def test_the_memory_of_reading_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for lines in (100_000, 500_000):
        (tmp_path / "x.json").write_bytes(b'{"user_id": "reader", "rating": 5, "text": "some words"}\n' * lines)
        tracemalloc.start()
        assert sum(map(len, JsonLines(TableFile(tmp_path / "x.json"), "ratings").blocks())) == lines
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_records_that_nobody_wants_are_counted_and_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "meta.jsonl"
    lines = [
        '{"asin": "1", "title": "kept"}', '{"asin": "2", "title": unparsable}', '{"asin": "2", "title": "cut off',
        '{"title": "no id"}', '{"asin":"3"}', '{"asin": "2", "also": [{"asin": "2"}]}',
    ]  # fmt: skip
    path.write_text("\n".join(lines))
    path.write_text("\n".join([*lines, '{"asin": "1", "title": "last"}']))
    counts: Counter[str] = Counter()
    found = JsonLines(TableFile(path), "books", counts).blocks_of_wanted("asin", {"1"}.__contains__, "unwanted")
    assert [record.get("title", record.get("also")) for records in found for record in records] == [
        "kept", "no id", [{"asin": "2"}], "last",
    ]  # fmt: skip
    assert counts == {"unwanted": 2, "books rows": 7, "books in lines that are no JSON object, dropped": 1}
