"""Tables of the contract from a few rows."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from model_build.datasets.contract import SourceTables


def tables_of(
    books: Sequence[tuple[str, str, str]], ratings: Sequence[tuple[str, str, float]], name: str = "own tables"
) -> SourceTables:
    """Return tables of books (id, title, author) and ratings (reader, book id, rating up to 5)."""
    reader_ids = list(dict.fromkeys(reader for reader, _, _ in ratings))
    book_ids = [book_id for book_id, _, _ in books]
    size = len(books)
    blank = pd.Series([""] * size, dtype="object")
    empty = pd.Series([()] * size, dtype="object")
    values = pd.Series([rating for _, _, rating in ratings], dtype="float32")
    return SourceTables(
        name=name,
        books=pd.DataFrame({
            "book_id": pd.Series(book_ids, dtype="object"),
            "work_id": blank,
            "title": pd.Series([title for _, title, _ in books], dtype="object"),
            "author": pd.Series([author for _, _, author in books], dtype="object"),
            "isbns": empty,
            "year": pd.Series([pd.NA] * size, dtype="Int32"),
            "language": pd.Series([None] * size, dtype="object"),
            "publisher": blank,
            "series": blank,
            "volume": blank,
            "image_url": blank,
            "tags": empty,
        }),
        ratings=pd.DataFrame({
            "reader": pd.Series([reader_ids.index(reader) for reader, _, _ in ratings], dtype="int32"),
            "book": pd.Series([book_ids.index(book) for _, book, _ in ratings], dtype="int32"),
            "rating": values,
            "liked": values >= 3.5,
        }),
        readers=pd.DataFrame({
            "reader_id": pd.Series(reader_ids, dtype="object"),
            "country": pd.Series([""] * len(reader_ids), dtype="object"),
            "age": pd.Series([pd.NA] * len(reader_ids), dtype="Int16"),
        }),
        rating_scale=5,
        like_threshold=3.5,
        notice="",
        licence="",
        citation="",
        counts=Counter({"books rows": size, "ratings rows": len(ratings)}),
        examples={},
        fingerprint="0" * 64,
    )  # fmt: skip
