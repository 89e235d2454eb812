"""Rows of the tables of neighbours: a row a book, and pages of those of books that nobody has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from model_build.rank.neighbours import Neighbours
from shelftalker.model.neighbour_pages import encode_in_page, encode_pages
from shelftalker.model.packing import encode_neighbours


@dataclass(frozen=True, slots=True)
class NeighbourRows:
    """The tables of neighbours; rows of books count from 1.

    Attributes:
        of_books: (book_row, neighbours), ascending.
        pages: (page, neighbours), ascending.
    """

    of_books: list[tuple[int, bytes]]
    pages: list[tuple[int, bytes]]


def pack_neighbours(neighbours: Neighbours, are_read: Sequence[bool]) -> NeighbourRows:
    """Return the tables of neighbours.

    Args:
        neighbours: The neighbours of each work.
        are_read: [works] True where somebody has read it: its neighbours may have readers in common with it.
    """
    works = (neighbours.works + 1).tolist()
    scores = neighbours.scores.tolist()
    readers = neighbours.readers_in_common.tolist()
    of_books, in_pages = list[tuple[int, bytes]](), list[tuple[int, bytes]]()
    for book_row, ((start, end), is_read) in enumerate(
        zip(pairwise(neighbours.starts.tolist()), are_read, strict=True), 1
    ):
        entries = zip(works[start:end], scores[start:end], strict=True)
        packed = None if is_read else encode_in_page(entries)
        if packed is None:
            of_book = zip(works[start:end], scores[start:end], readers[start:end], strict=True)
            of_books.append((book_row, encode_neighbours(of_book)))
        else:
            in_pages.append((book_row, packed))
    return NeighbourRows(of_books, list(encode_pages(in_pages)))
