"""Neighbours of books that nobody in the data has read: those of sixteen books in one row of the table.

There may be half a million such books, ten times as many as others, and a shelf has few of them: little room counts
more than speed. A row of SQLite's for each would take eight bytes more. A page is

    16 bytes        the length of the neighbours of each book; 0 for one that has a row of `similar`
    ...             the neighbours of each, one after the other

and the neighbours of a book

    1 byte          the scale of the scores, see model/packing.py
    ...             their rows, best first, as LEB128 varints: those of bestsellers, which are many, take one byte
    n * 1 byte      each score as a step of the scale

of which no reader has both.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise

from shelftalker.model.connection import ModelConnection
from shelftalker.model.packing import SCORE_STEPS, Columns, Neighbour, encode_rows, read_varint, score_steps

BOOKS_OF_PAGE = 16
_LONGEST = 255


def encode_pages(neighbours: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield (page, neighbours) as the table has them.

    Args:
        neighbours: (book_row, its packed neighbours), ascending.
    """
    for page, group in groupby(neighbours, key=lambda of_book: of_book[0] // BOOKS_OF_PAGE):
        packed = {book_row % BOOKS_OF_PAGE: of_book for book_row, of_book in group}
        lengths = bytes(len(packed.get(place, b"")) for place in range(BOOKS_OF_PAGE))
        yield page, lengths + b"".join(packed.values())


def encode_in_page(neighbours: Iterable[tuple[int, float]]) -> bytes | None:
    """Pack the (book_row, score) pairs of a book, best first; None where they are none, or too many for a page."""
    entries = list(neighbours)
    scale, steps = score_steps([score for _, score in entries])
    packed = bytes([scale]) + encode_rows(row for row, _ in entries) + steps
    return packed if entries and len(packed) <= _LONGEST else None


class NeighbourPages:
    """The neighbours of an open model's books that nobody has read."""

    def __init__(self, connection: ModelConnection) -> None:
        self._connection = connection
        self._has_pages = "neighbour_pages" in connection.meta

    def of(self, book_rows: Collection[int]) -> dict[int, list[Neighbour]]:
        """Return the neighbours of those of some books that have any here, best first."""
        if not self._has_pages or not book_rows:
            return {}
        pages = sorted({book_row // BOOKS_OF_PAGE for book_row in book_rows})
        query = "SELECT page, neighbours FROM json_each(?) CROSS JOIN similar_by_facts ON page = value"
        packed = dict(self._connection.read(query, json.dumps(pages)))
        found = {}
        for book_row in book_rows:
            page = packed.get(book_row // BOOKS_OF_PAGE)
            if page and (neighbours := _decode_in_page(page, book_row % BOOKS_OF_PAGE)):
                found[book_row] = neighbours
        return found


def merge_columns(
    sources: Sequence[int], columns: Columns, others: Mapping[int, Sequence[Neighbour]]
) -> tuple[list[int], Columns]:
    """Return sources in order, and their entries, of which some are columns and others are not yet."""
    ends = list(accumulate(columns.counts))
    slices = {source: slice(end - count, end) for source, count, end in zip(sources, columns.counts, ends, strict=True)}
    ends_of_all, rows, values = [0], list[int](), list[float]()
    in_order = sorted([*sources, *others])
    for source in in_order:
        if source in others:
            entries = others[source]
            rows += [entry.book_row for entry in entries]
            values += [entry.score for entry in entries]
        else:
            rows += columns.rows[slices[source]]
            values += columns.values[slices[source]]
        ends_of_all.append(len(rows))
    return in_order, Columns([end - start for start, end in pairwise(ends_of_all)], rows, tuple(values))


def _decode_in_page(page: bytes, place: int) -> list[Neighbour]:
    start, end = list(accumulate(page[:BOOKS_OF_PAGE], initial=BOOKS_OF_PAGE))[place : place + 2]
    if start == end:
        return []
    step, position, rows = SCORE_STEPS[page[start]], start + 1, list[int]()
    while end - position > len(rows):
        row, position = read_varint(page, position)
        rows.append(row)
    return [Neighbour(row, page[position + number] * step, 0) for number, row in enumerate(rows)]
