"""Tables of small sources in the contract's types, made of rows that can be checked by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.datasets.contract import SourceTables, check
from model_build.datasets.dataset import Dataset
from model_build.works.gather import hash_names

# book_id, title, author; more columns by name.
BookRow = tuple[str, str, str] | tuple[str, str, str, Mapping[str, object]]
# reader_id, book_id, rating (0 = read, not rated; None = a loan).
RatingRow = tuple[str, str, float | None]


def source_tables(
    books: Sequence[BookRow],
    ratings: Sequence[RatingRow],
    *,
    name: str = "library",
    rating_scale: int | None = 10,
    like_threshold: float = 7,
    readers: Mapping[str, tuple[str, int | None]] | None = None,
    notice: str = "",
    final_work_ids: bool = False,
) -> SourceTables:
    """Return the checked tables of a source; a reader's country and age are given by the reader's id."""
    rows = [{"book_id": row[0], "title": row[1], "author": row[2], **(row[3] if len(row) > 3 else {})} for row in books]
    usual: dict[str, object] = {
        "work_id": "", "isbns": (), "year": pd.NA, "language": None, "publisher": "", "series": "", "volume": "",
        "image_url": "", "tags": (),
    }  # fmt: skip
    table = pd.DataFrame(
        {
            column: pd.Series(
                [row.get(column, usual.get(column)) for row in rows], dtype="Int32" if column == "year" else "object"
            )
            for column in ("book_id", "work_id", "title", "author", "isbns", "year", "language", "publisher", "series",
                           "volume", "image_url", "tags")
        }
    )  # fmt: skip
    reader_ids = list(dict.fromkeys(reader for reader, _, _ in ratings))
    row_of_book = {row["book_id"]: number for number, row in enumerate(rows)}
    people = readers or {}
    return check(
        SourceTables(
            name=name,
            books=table,
            ratings=pd.DataFrame({
                "reader": pd.Series([reader_ids.index(reader) for reader, _, _ in ratings], dtype="int32"),
                "book": pd.Series([row_of_book[book] for _, book, _ in ratings], dtype="int32"),
                "rating": pd.Series([rating or 0 for _, _, rating in ratings], dtype="float32"),
                "liked": pd.Series([row[2] is None or row[2] >= like_threshold for row in ratings], dtype="bool"),
            }),
            readers=pd.DataFrame({
                "reader_id": pd.Series(reader_ids, dtype="object"),
                "country": pd.Series([people.get(reader, ("", None))[0] for reader in reader_ids], dtype="object"),
                "age": pd.Series([people.get(reader, ("", None))[1] for reader in reader_ids], dtype="Int16"),
            }),
            rating_scale=rating_scale,
            like_threshold=like_threshold,
            notice=notice,
            licence=f"licence of {name}",
            citation="",
            counts=Counter({"books rows": len(rows), "ratings rows": len(ratings)}),
            examples={},
            fingerprint=f"fingerprint of {name}",
            work_ids_are_final=final_work_ids,
        )
    )  # fmt: skip


def split_readers(dataset: Dataset) -> tuple[SourceTables, SourceTables]:
    """Return every second reader of a dataset as one source, and the others as a second one.

    The books and readers of the second are numbered, its ratings go to twice the dataset's scale, and it has no covers.
    """
    is_first = hash_names(dataset.readers["source_id"]) // np.uint64(7) % np.uint64(2) == 0
    scale = dataset.rating_scale
    return (
        _source_of(dataset, is_first, "first", scale),
        _source_of(dataset, ~is_first, "second", 2 * scale, numbered=True),
    )


def _source_of(
    dataset: Dataset, is_reader: NDArray[np.bool_], name: str, scale: int, *, numbered: bool = False
) -> SourceTables:
    ratings = dataset.ratings[is_reader[dataset.ratings["reader"]]]
    editions, readers = np.unique(ratings["edition"]), np.unique(ratings["reader"])
    books = dataset.editions.iloc[editions].reset_index(drop=True).rename(columns={"source_id": "book_id"})
    people = dataset.readers.iloc[readers].reset_index(drop=True).rename(columns={"source_id": "reader_id"})
    if numbered:
        books = books.assign(book_id=[str(number) for number in range(len(books))], image_url="")
        people = people.assign(reader_id=[str(number) for number in range(len(people))])
    text = ["book_id", "title", "author", "work_id", "language", "publisher", "series", "volume", "image_url"]
    return check(
        SourceTables(
            name=name,
            books=books.astype(dict.fromkeys(text, "object")).drop(columns="isbn"),
            ratings=pd.DataFrame({
                "reader": np.searchsorted(readers, ratings["reader"]).astype(np.int32),
                "book": np.searchsorted(editions, ratings["edition"]).astype(np.int32),
                "rating": (ratings["rating"].to_numpy() * scale / dataset.rating_scale).astype(np.float32),
                "liked": ratings["liked"].to_numpy(),
            }),
            readers=people.astype({"reader_id": "object", "country": "object"}),
            rating_scale=scale,
            like_threshold=0.7 * scale,
            notice="",
            licence="",
            citation="",
            counts=Counter(),
            examples={},
            fingerprint=name,
        )
    )  # fmt: skip


def without_ratings(tables: SourceTables) -> SourceTables:
    """Return a source whose reads, rated or not, are loans."""
    lent = tables.ratings.assign(rating=np.float32(0), liked=True)
    return replace(tables, ratings=lent, rating_scale=None)
