"""The checks of a source's tables: their types, and the losses that stop a build."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from model_build.datasets.contract import LOSS_KINDS, SourceTables, check, check_losses
from model_build.datasets.formats.table_file import DatasetError
from tests.model_build.datasets.source_tables import tables_of

TABLES = tables_of([("a", "Emma", "Jane Austen"), ("b", "Dune", "Frank Herbert")], [("1", "a", 4.0), ("2", "b", 2.0)])


def losing(**numbers: int) -> SourceTables:
    """Return tables of 1,000 ratings rows that lost these numbers of rows, by the field of `LossKinds`."""
    counts = Counter({"ratings rows": 1000, "books rows": 1000})
    counts.update({getattr(LOSS_KINDS, kind): number for kind, number in numbers.items()})
    return replace(TABLES, counts=counts, examples={LOSS_KINDS.unknown_books: "reader '7', book 'x'"})


def test_tables_of_the_contracts_types_pass() -> None:
    assert check(TABLES) is TABLES


@pytest.mark.parametrize(
    ("table", "change", "error"),
    [
        ("books", lambda books: books.drop(columns="tags"), "tags is missing"),
        ("books", lambda books: books.assign(price=1), "the table of books has the columns .*price"),
        ("books", lambda books: books.assign(year=books["year"].astype("float64")), "books.year is float64"),
        ("books", lambda books: books.assign(book_id=books["work_id"]), "holds an id twice"),
        ("ratings", lambda ratings: ratings.assign(book=ratings["book"] + 1), "ratings.book goes from 1 to 2"),
        ("ratings", lambda ratings: ratings.assign(reader=-ratings["reader"] - 1), "ratings.reader goes from -2 to"),
        ("ratings", lambda ratings: ratings.assign(liked=1), "ratings.liked is int64"),
        ("readers", lambda readers: readers[["reader_id", "age"]], "country is missing"),
    ],
)
def test_tables_that_break_the_contract_are_an_error_of_their_module(
    table: str, change: Callable[[pd.DataFrame], pd.DataFrame], error: str
) -> None:
    changed: dict[str, Any] = {table: change(getattr(TABLES, table))}
    with pytest.raises(TypeError, match=error):
        check(replace(TABLES, **changed))


@pytest.mark.parametrize(
    ("kind", "most", "sentence"),
    [
        ("unknown_books", 200, "of the ratings are of books that the table of books lacks"),
        ("off_scale", 50, "of the ratings have no reader or no number from 0 to 5"),
        ("rounded_books", 10, "book ids in the table of books were rounded by a spreadsheet"),
        ("rounded_ratings", 10, "book ids in the ratings were rounded by a spreadsheet"),
    ],
)
def test_a_loss_beyond_its_limit_stops_the_build(kind: str, most: int, sentence: str) -> None:
    check_losses(losing(**{kind: most}))
    with pytest.raises(DatasetError, match=sentence):
        check_losses(losing(**{kind: most + 10}))
    check_losses(losing(**{kind: most + 10}), accept_losses=True)


def test_all_reasons_together_may_drop_half_of_a_table() -> None:
    tables = losing()
    tables.counts["books listed twice, dropped"] = 300
    tables.counts["books without id or title, dropped"] = 200
    tables.counts["books set beside, set aside"] = 900
    check_losses(tables)
    tables.counts["books without id or title, dropped"] = 201
    with pytest.raises(DatasetError, match=r"50% of the books were dropped \(at most 50% may be\)"):
        check_losses(tables)


def test_the_error_has_the_three_largest_causes_with_an_example() -> None:
    tables = losing(unknown_books=400, off_scale=30)
    tables.counts["books listed twice, dropped"] = 40
    tables.counts["books without id or title, dropped"] = 20
    with pytest.raises(DatasetError) as error:
        check_losses(tables)
    lines = str(error.value).splitlines()
    assert lines[1:-1] == [
        "  400 ratings of unknown books, dropped; for example reader '7', book 'x'",
        "  40 books listed twice, dropped",
        "  30 ratings without reader or usable number, dropped",
    ]
    assert "--accept-losses" in lines[-1]


def test_a_slip_in_a_table_of_few_rows_stops_nothing() -> None:
    tables = replace(TABLES, counts=Counter({"ratings rows": 7, LOSS_KINDS.unknown_books: 5}))
    check_losses(tables)
