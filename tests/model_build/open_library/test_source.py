from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from model_build.datasets.contract import SourceTables, check, check_losses
from model_build.open_library.source import read_catalogue_tables
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from tests.model_build.open_library.dumps import author, edition, read, work, write_dumps


def source_of_loans(books: list[tuple[str, str, str]], borrowed: list[int]) -> SourceTables:
    """Return a source of books, as (id, title, ISBN), of which some rows were borrowed by one reader."""
    ids, titles, isbns = zip(*books, strict=True)
    text = {"author": "Somebody", "work_id": "", "publisher": "", "series": "", "volume": "", "image_url": ""}
    columns = {"book_id": ids, "title": titles, "isbns": [(isbn,) for isbn in isbns], "tags": [()] * len(books)}
    table = pd.DataFrame({**columns, **text, "language": None}, dtype="object").assign(
        year=pd.array([pd.NA] * len(books), dtype="Int32")
    )
    ratings = pd.DataFrame({"reader": 0, "book": borrowed, "rating": 0.0, "liked": True}).astype({
        "reader": "int32", "book": "int32", "rating": "float32"
    })  # fmt: skip
    readers = pd.DataFrame({"reader_id": ["r"], "country": [""]}, dtype="object").assign(
        age=pd.array([pd.NA], dtype="Int16")
    )
    return check(SourceTables("loans", table, ratings, readers, None, 0.0, "", "", "", Counter(), {}, ""))


def test_a_catalogue_is_a_source_of_books_alone(tmp_path: Path) -> None:
    write_dumps(
        tmp_path,
        works=[work(1, "Dune", 1, covers=[11]), work(2, "Beowulf")],
        editions=[edition(1, 1, "Dune", isbn_10=["0441172717"])],
        authors=[author(1, "Herbert, Frank")],
        reading_log=[read(1), read(2)],
    )
    warnings: list[str] = []
    tables = read_catalogue_tables([], tmp_path, least_readers=1, warn=warnings.append)
    assert tables.name == "Open Library"
    assert tables.books["author"].tolist() == ["Frank Herbert", UNKNOWN_AUTHOR]
    assert tables.books["image_url"].tolist() == ["https://covers.openlibrary.org/b/id/11-M.jpg", ""]
    assert tables.ratings.empty
    assert tables.readers.empty
    assert tables.rating_scale is None
    assert "public domain" in tables.licence
    assert any("redirects" in warning for warning in warnings)
    check_losses(tables)


def test_works_of_the_rated_books_of_other_sources_are_kept(tmp_path: Path) -> None:
    write_dumps(
        tmp_path,
        works=[work(1, "Dune"), work(2, "Emma")],
        editions=[edition(1, 1, "Dune", isbn_10=["0441172717"]), edition(2, 2, "Emma", isbn_10=["0141439580"])],
        reading_log=[read(3), read(3)],
    )
    loans = source_of_loans([("b1", "Dune", "0441172717"), ("b2", "Emma", "0141439580")], borrowed=[0])
    assert read_catalogue_tables([loans], tmp_path, least_readers=9).books["title"].tolist() == ["Dune"]


def test_the_fingerprint_is_that_of_the_kept_works(tmp_path: Path) -> None:
    lines: dict[str, Any] = {"works": [work(1, "Dune")], "reading_log": [read(1)]}
    write_dumps(tmp_path / "one", **lines)
    write_dumps(tmp_path / "other", month="2026-11-30", editions=[edition(5, 77, "Of no interest")], **lines)
    write_dumps(tmp_path / "third", works=[work(1, "Dune Messiah")], reading_log=[read(1)])
    one, other, third = (
        read_catalogue_tables([], tmp_path / folder, least_readers=1).fingerprint
        for folder in ("one", "other", "third")
    )
    assert one == other != third
