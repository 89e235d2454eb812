"""Numbers in buckets, and the rows that they lead to."""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from shelftalker.model.number_index import Entry, NumberIndex, encode_buckets, low_bits_of
from shelftalker.model.numbers import NumberKind
from tests.shelftalker.model.written_tables import connection_to

Numbers = dict[NumberKind, list[tuple[int, Entry | None]]]


def index_of(path: Path, numbers: Numbers) -> NumberIndex:
    low_bits = {
        int(kind): low_bits_of(len(entries), max(number for number, _ in entries).bit_length())
        for kind, entries in numbers.items()
    }
    buckets: Iterable[tuple[int, bytes]] = [
        bucket for kind, entries in numbers.items() for bucket in encode_buckets(kind, entries, low_bits[kind])
    ]
    tables = {"meta": [("number_bits", json.dumps(low_bits))], "number_bucket": buckets}
    return NumberIndex(connection_to(path, tables))


@pytest.mark.parametrize("bits", [8, 30, 33, 46])
def test_every_number_leads_to_its_entries_and_no_other_does(bits: int, tmp_path: Path) -> None:
    random = np.random.default_rng(bits)
    numbers = sorted(random.integers(0, 1 << bits, 3000).tolist())
    entries = [(number, Entry(row, flag=row % 3 == 0)) for row, number in enumerate(numbers, start=1)]
    index = index_of(tmp_path / "index.sqlite", {NumberKind.TITLE: list(entries), NumberKind.AUTHOR: [(7, Entry(1))]})
    expected: dict[int, list[Entry]] = {}
    for number, entry in entries:
        expected.setdefault(number, []).append(entry)
    others = [number for number in random.integers(0, 1 << bits, 500).tolist() if number not in expected]
    assert index.entries_of_many(NumberKind.TITLE, [*expected, *others]) == expected
    first_rows = {number: of_number[0].row for number, of_number in expected.items()}
    assert index.rows(NumberKind.TITLE, [*expected, *others]) == first_rows
    for number in [*numbers[::100], *others[:20]]:
        assert index.entries(NumberKind.TITLE, number) == expected.get(number, [])
    assert list(index.all_entries(NumberKind.TITLE)) == entries
    assert list(index.all_entries(NumberKind.AUTHOR)) == [(7, Entry(1))]


def test_numbers_without_entries_are_there_or_not(tmp_path: Path) -> None:
    numbers: Numbers = {NumberKind.TITLE_BEGINNING: [(number, None) for number in range(0, 70_000, 7)]}
    index = index_of(tmp_path / "index.sqlite", numbers)
    assert index.present(NumberKind.TITLE_BEGINNING, range(2000)) == set(range(0, 2000, 7))
    assert index.present(NumberKind.TITLE_BEGINNING, []) == set()


def test_a_kind_without_numbers_finds_nothing(tmp_path: Path) -> None:
    index = index_of(tmp_path / "index.sqlite", {NumberKind.TITLE: [(7, Entry(1))]})
    assert index.entries(NumberKind.BOOK_ID, 7) == []
    assert index.entries_of_many(NumberKind.BOOK_ID, [7]) == {}
    assert index.present(NumberKind.BOOK_ID, [7]) == set()
    assert index.rows(NumberKind.BOOK_ID, [7]) == {}
    assert list(index.all_entries(NumberKind.BOOK_ID)) == []


@pytest.mark.parametrize(("count", "bits"), [(1, 1), (500_000, 40), (800_000, 30), (14_000, 40), (300, 30)])
def test_a_bucket_has_few_numbers_of_many(count: int, bits: int) -> None:
    low_bits = low_bits_of(count, bits)
    assert 1 <= low_bits <= max(bits, 1)
    assert 3 <= count / 2 ** (bits - low_bits) <= 128 or count < 128


def test_a_row_that_has_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="expected rows below 8,388,608; got 8,388,608"):
        list(encode_buckets(NumberKind.TITLE, [(1, Entry(1 << 23))], 8))
