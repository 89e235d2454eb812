"""Neighbours of books that nobody has read, sixteen books in a row of the table."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from shelftalker.model.connection import ModelConnection
from shelftalker.model.format import MODEL_FORMAT, SCHEMA
from shelftalker.model.neighbour_pages import NeighbourPages, encode_in_page, encode_pages, merge_columns
from shelftalker.model.packing import Columns, Neighbour, decode_neighbours, encode_neighbours

LISTS: dict[int, list[tuple[int, float]]] = {
    3: [(1, 4.0), (127, 1.0), (400_000, 0.5)],
    15: [(128, 0.25)],
    16: [(row, 1 / row) for row in range(1, 60)],
    500_000: [(16_384, 2.0), (2_097_152, 1e-6), (7, 0.0)],
}


def pages_of(folder: Path, lists: dict[int, list[tuple[int, float]]]) -> NeighbourPages:
    """Return the pages of a model that has nothing else."""
    path = folder / MODEL_FORMAT.catalogue_name
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        connection.execute(f"PRAGMA user_version = {MODEL_FORMAT.version}")
        packed = [(row, encode_in_page(entries) or b"") for row, entries in lists.items()]
        pages = list(encode_pages(packed))
        connection.executemany("INSERT INTO similar_by_facts VALUES (?, ?)", pages)
        if pages:
            connection.execute("INSERT INTO meta VALUES ('neighbour_pages', ?)", [str(len(pages))])
    connection.close()
    return NeighbourPages(ModelConnection(path))


def test_books_get_the_neighbours_that_a_row_of_their_own_would_have(tmp_path: Path) -> None:
    found = pages_of(tmp_path, LISTS).of([*LISTS, 4, 17, 999_999])
    assert found == {
        row: decode_neighbours(encode_neighbours((*entry, 0) for entry in entries)) for row, entries in LISTS.items()
    }


def test_a_model_without_unread_books_is_not_asked_for_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = pages_of(tmp_path, {})
    monkeypatch.setattr(pages, "_connection", None)
    assert pages.of([1, 2]) == {}


@pytest.mark.parametrize("entries", [[], [(2**20, 0.5)] * 70], ids=["none", "too many"])
def test_lists_that_no_page_has_room_for_are_left_to_rows(entries: Sequence[tuple[int, float]]) -> None:
    assert encode_in_page(entries) is None


def test_a_page_takes_two_bytes_a_bestseller_and_two_a_book() -> None:
    packed = [(row, encode_in_page([(100, 0.5)] * 10) or b"") for row in range(16)]
    ((_, page),) = encode_pages(packed)
    assert len(page) == 16 * (2 + 10 * 2)


def test_columns_and_lists_are_merged_by_their_sources() -> None:
    columns = Columns([2, 0, 1], [5, 6, 7], (0.5, 0.25, 1.0))
    others = {9: [Neighbour(1, 2.0, 0)], 3: [Neighbour(8, 0.125, 0), Neighbour(2, 0.0, 0)]}
    sources, merged = merge_columns([2, 4, 10], columns, others)
    assert sources == [2, 3, 4, 9, 10]
    assert merged == Columns([2, 2, 0, 1, 1], [5, 6, 8, 2, 1, 7], (0.5, 0.25, 0.125, 0.0, 2.0, 1.0))
