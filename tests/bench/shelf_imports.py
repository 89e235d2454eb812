"""Benchmark of the import of readers' exports: books written as exports and found again, then kept and undone."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from infra.local.aws.services import RESOURCES, local_shelves
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from shelftalker.aws import clients, light_client
from shelftalker.aws.dynamodb_table import DynamoDbTable, Item
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import STARS, Reader
from shelftalker.shelf.import_table import ImportTable
from tests.bench.figures import Figure
from tests.shelftalker.shelf_exports.written_exports import (
    build_without_a_tenth,
    precision_of,
    shares_of_rows,
    written_rows,
)


def measure_shelf_imports(data: Path, directory: Path, kept_books: int = 5_000) -> list[Figure]:
    """Build a model that lacks every tenth work, import rows of all of them, and keep and undo as many books.

    Args:
        data: The folder of a dataset.
        directory: The folder to build the model in.
        kept_books: Number of books that are kept and undone.
    """
    dataset = read_dataset(DatasetFiles.found_in(data))
    build_without_a_tenth(dataset, directory)
    with closing(Catalogue.open(directory)) as catalogue:
        shares = shares_of_rows(catalogue, written_rows(dataset, catalogue), directory / "export")
    figures = [Figure("books found that are the right ones", f"{precision_of(shares.values()):.2%}", "99.5%")]
    for kind, share in shares.items():
        rows, wrong = f"{share.rows:,} rows", f"{len(share.wrong):,} another book"
        if share.in_model:
            figures.append(Figure(f"{kind}: found", f"{share.right / share.in_model:.1%}", "", f"{rows}, {wrong}"))
        else:
            figures.append(Figure(f"{kind}: another book", f"{len(share.wrong) / share.rows:.1%}", "0.5%", rows))
    return [*figures, *_keeping(kept_books)]


class CountingTable(DynamoDbTable):
    """The shelves' table in moto, which is slow, and with it the number of calls, which is as in DynamoDB.

    Attributes:
        calls: Number of calls by operation.
    """

    def __init__(self) -> None:
        super().__init__(RESOURCES.shelf_table, clients.TIMEOUTS.search)
        self.calls = Counter[str]()

    def _request(self, operation: str, arguments: Item) -> dict[str, Any]:
        self.calls[operation] += 1
        return super()._request(operation, arguments)


def _keeping(books: int) -> list[Figure]:
    """Keep some books as an import does, and undo that."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    ids = ["".join(letters[number >> 5 * place & 31] for place in range(8)) for number in range(books)]
    actions = [ShelfAction(Verb.RATE, book_id, number % STARS + 1) for number, book_id in enumerate(ids)]
    figures: list[Figure] = []
    with local_shelves():
        light_client.process_credentials.cache_clear()
        table, reader = CountingTable(), Reader("T0001", "U0001")
        imports = ImportTable(table)
        changes: dict[str, Callable[[], int]] = {
            "keeping": lambda: imports.keep(reader, actions, "1700000000.000001"),
            "undoing": lambda: imports.undo(reader, "1700000000.000001", "1700000001.000001"),
        }
        for name, change in changes.items():
            table.calls.clear()
            began = time.perf_counter()
            if change() != books:
                raise AssertionError(f"{name} changed not all of {books:,} books")
            seconds = time.perf_counter() - began
            calls = ", ".join(f"{count:,} {operation}" for operation, count in table.calls.items())
            figures.append(Figure(f"{name} {books:,} books, against moto", f"{seconds:.1f} s", "", calls))
    light_client.process_credentials.cache_clear()
    return figures
