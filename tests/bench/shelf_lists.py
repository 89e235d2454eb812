"""Benchmark of the books listed for a reader, by the length of their shelf, and of reading a full shelf."""

import json
import random
import time
from pathlib import Path
from typing import Any

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing_pages import books_for_reader
from shelftalker.shelf.contents import BOOKS_ON_A_SHELF, Preferences, Reader, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf.table import ShelfTable
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
    return [
        *figures,
        Figure(f"reading a shelf of {BOOKS_ON_A_SHELF:,}, p50 of 9", f"{_reading_milliseconds():.1f} ms", ""),
    ]


class FullShelf(DynamoDbTable):
    """A table that answers each query with the JSON of one full shelf; the way to DynamoDB is not measured."""

    def __init__(self) -> None:
        super().__init__("shelves")
        self._answer = json.dumps({"Items": [_rating(number) for number in range(BOOKS_ON_A_SHELF)]})

    def _request(self, _operation: str, _arguments: Item) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._answer)
        return answer


def _rating(number: int) -> Item:
    acted_at = {"N": f"{1763946000 + number}.000001"}
    former = {"former_stars": {"N": "0"}, "former_wanted": {"BOOL": False}, "former_dismissed": {"BOOL": False}}
    key = {"workspace_id": {"S": "T0001"}, "reader_item": {"S": f"U0001#book#{number:08}"}}
    return key | {"stars": {"N": "4"}, "acted_at": acted_at, "stars_at": acted_at} | former


def _reading_milliseconds() -> float:
    shelves, reader, durations = ShelfTable(FullShelf()), Reader("T0001", "U0001"), []
    for _ in range(9):
        started = time.process_time()
        shelves.read(reader)
        durations.append((time.process_time() - started) * 1000)
    return percentile(durations, 50)


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
