"""Benchmark of the books listed for a reader, by the length of their shelf."""

import random
import time
from pathlib import Path

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing_pages import books_for_reader
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks
from tests.bench.figures import Figure, percentile


def measure_shelf_lists(model: Path) -> list[Figure]:
    """List the books for readers with 20, 1,000 and 10,000 books on their shelf, of all the catalogue at random."""
    catalogue = Catalogue.open(model)
    book_ids = [book.book_id for book in catalogue.all_books()]
    targets = {20: "", 1_000: "40 ms of processor time", 10_000: "60 ms of processor time"}
    figures = [
        Figure(
            f"books for a shelf of {length:,}, p50 of 9",
            f"{_processor_milliseconds(catalogue, book_ids, length):.1f} ms",
            target,
        )
        for length, target in targets.items()
        if length <= len(book_ids)
    ]
    catalogue.close()
    return figures


def _processor_milliseconds(catalogue: Catalogue, book_ids: list[str], length: int) -> float:
    generator = random.Random(length)
    chosen = generator.sample(book_ids, length)
    shelf = Shelf(
        tuple(
            ShelfBook(book_id, generator.choice([None, 1, 2, 3, 4, 5]), False, False, float(number))
            for number, book_id in enumerate(chosen)
        ),
        Preferences(),
    )
    durations = []
    for _ in range(9):
        started = time.process_time()
        books_for_reader(catalogue, KnownBooks(catalogue, shelf))
        durations.append((time.process_time() - started) * 1000)
    return percentile(durations, 50)
