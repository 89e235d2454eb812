"""Benchmark of the pages that a first answer reads of a model, as of one on mounted storage: each read is a journey."""

import re
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from model_build.evaluation.titles.title_queries import TitleQuery, title_queries
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.listing_pages import books_after
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Exact
from shelftalker.shelf.contents import EMPTY_SHELF
from shelftalker.shelf.known_books import KnownBooks
from tests.bench.figures import Figure

# Counts of this process by Linux, see proc_pid_io(5): read and pread are SQLite's alone between two looks.
_COUNTS = Path("/proc/self/io")
_QUERIES_PER_KIND = 30


def measure_page_reads(model: Path) -> list[Figure]:
    """Count the reads of answers to titles, each by a connection that has read nothing."""
    if not _COUNTS.exists():
        return [Figure("reads of a first answer", "only counted on Linux")]
    catalogue = Catalogue.open(model)
    books = {book.book_row: book for book in catalogue.all_books()}
    catalogue.close()
    queries = title_queries(list(books.values()), _QUERIES_PER_KIND)
    kinds = {"exact": ("an exact title", "25"), "misspelt": ("a misspelt title", "150")}
    figures = []
    for kind, (name, target) in kinds.items():
        of_kind = [query for query in queries if query.kind == kind]
        count_reads(model, of_kind[0], books)  # imports what the kind needs
        counts = [count_reads(model, query, books) for query in of_kind]
        figures.append(
            Figure(f"reads of a first answer to {name}", f"{median(counts):g}", target, f"{max(counts)} at most")
        )
    return figures


def count_reads(model: Path, query: TitleQuery, books: Mapping[int, Book]) -> int:
    """Return the number of reads for the books after a title, of the right book where the title is not answered."""
    before = _reads()
    catalogue = Catalogue.open(model)
    found = find_books(catalogue, query.text)
    book = found.book if isinstance(found, Exact) else books[query.book_row]
    books_after(catalogue, book, KnownBooks(catalogue, EMPTY_SHELF))
    catalogue.close()
    return _reads() - before - _own_reads()


def _own_reads() -> int:
    """Return the number of reads that a look at the counts takes."""
    before = _reads()
    return _reads() - before


def _reads() -> int:
    match = re.search(r"^syscr: (\d+)$", _COUNTS.read_text(), re.MULTILINE)
    return int(match[1]) if match else 0
