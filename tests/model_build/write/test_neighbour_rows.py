"""Tables of neighbours: rows of read books, and pages of the others."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from model_build.rank.neighbours import Neighbours
from model_build.write.neighbour_rows import pack_neighbours
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.neighbour_pages import BOOKS_OF_PAGE, encode_in_page, encode_pages
from shelftalker.model.packing import encode_neighbours


def neighbours_of(counts: list[int]) -> Neighbours:
    """Return neighbours of works, so many of each: the first works, with falling scores and a reader in common."""
    works = np.concatenate([np.arange(count) for count in counts]).astype(np.int32)
    return Neighbours(
        starts=np.cumsum([0, *counts]),
        works=works,
        scores=(1 / (1 + works)).astype(np.float32),
        readers_in_common=np.ones(len(works), dtype=np.int32),
        prices=np.zeros(len(counts), dtype=np.float32),
    )


def test_books_that_nobody_has_read_are_packed_into_pages_of_sixteen() -> None:
    rows = pack_neighbours(neighbours_of([3] * 40), [True] * 20 + [False] * 20)
    assert [book_row for book_row, _ in rows.of_books] == list(range(1, 21))
    assert [page for page, _ in rows.pages] == [21 // BOOKS_OF_PAGE, 40 // BOOKS_OF_PAGE]
    (_, first), _ = rows.pages
    assert [length > 0 for length in first[:BOOKS_OF_PAGE]] == [False] * 5 + [True] * 11


def test_unread_books_with_none_or_too_many_for_a_page_keep_rows_of_their_own() -> None:
    rows = pack_neighbours(neighbours_of([2, 0, 200, 2]), [True, False, False, False])
    assert [book_row for book_row, _ in rows.of_books] == [1, 2, 3]
    assert [page for page, _ in rows.pages] == [0]


def test_a_shelf_of_read_and_unread_books_gets_the_same_neighbours_from_rows_and_pages(
    model_directory: Path, tmp_path: Path
) -> None:
    catalogue = Catalogue.open(model_directory)
    rows = list(range(1, catalogue.books_count() + 1))
    expected = {row: [entry[:2] for entry in catalogue.neighbours(row)] for row in rows}
    catalogue.close()
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes((model_directory / path.name).read_bytes())
    with sqlite3.connect(path) as database:
        moved = [(row, encode_in_page(expected[row]) or b"") for row in rows if row % 3 == 0]
        database.executemany("INSERT INTO similar_by_facts VALUES (?, ?)", encode_pages(moved))
        database.execute("REPLACE INTO meta VALUES ('neighbour_pages', '3')")
        database.executemany("DELETE FROM similar WHERE book_row = ?", [(row,) for row, _ in moved])
    database.close()
    catalogue = Catalogue.open(tmp_path)
    assert {row: [entry[:2] for entry in catalogue.neighbours(row)] for row in rows} == expected
    for sources, columns in (catalogue.neighbour_columns(rows), catalogue.contribution_columns(rows)[0]):
        assert sources == rows
        assert columns.counts == [len(expected[row]) for row in rows]
        assert columns.rows == [neighbour for row in rows for neighbour, _ in expected[row]]
        assert columns.values == pytest.approx([score for row in rows for _, score in expected[row]], rel=0.05)
    catalogue.close()


def test_pages_take_less_room_than_rows() -> None:
    entries = [(row, 1 / row, 0) for row in (5, 90, 400_000, 12, 70_000, 44, 3, 60, 9_000, 31)]
    in_page = encode_in_page(entry[:2] for entry in entries)
    assert in_page is not None
    assert len(in_page) + 1 == 27  # with the byte of its length
    assert len(encode_neighbours(entries)) == 43
