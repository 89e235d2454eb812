"""Small files of Amazon Reviews and of the UCSD Book Graph, in their makers' formats; books and people are made up."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.sources.registry import read_source

# A reader of 2023, and two of 2014 and 2018.
ANN, BEN, CAT = "AGKASBHYZPGTEPO6LWZPVJWB2BVA", "A2EFCYXHNK06IS", "A1X8GIFCE8"
SALT_ROAD, LANTERNS = "0441172717", "B0192CTMWI"
METADATA: list[dict[str, Any]] = [
    {"parent_asin": SALT_ROAD, "title": "The Salt Road", "store": "Una Marsh (Author)",
     "categories": ["Books", "Travel"], "subtitle": "Hardcover \u2013 January 1, 2004",
     "details": {"Language": "English", "ISBN 10": SALT_ROAD},
     "images": [{"large": "https://images.example/I/1.jpg", "variant": "MAIN"}]},
    {"parent_asin": LANTERNS, "title": "Lanterns", "author": {"name": "Ivo Lind"}, "details": {"Language": "German"}},
    {"parent_asin": "B000000009", "title": "Read by Nobody", "author": {"name": "Nico Vane"}, "details": {}},
]  # fmt: skip


def write_amazon(directory: Path, ratings: str, *, name: str = "Books.csv", metadata: str = "meta_Books.jsonl") -> Path:
    """Write a file of ratings as it is given, and the metadata in the form of 2023."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_text(ratings, encoding="utf-8")
    write_json_lines(directory / metadata, METADATA)
    return directory


GOODREADS_BOOKS: list[dict[str, Any]] = [
    {"book_id": "71", "work_id": "900", "title": "The Salt Road", "authors": [{"author_id": "1", "role": ""}],
     "isbn": SALT_ROAD, "isbn13": "", "language_code": "eng", "publication_year": "2004", "series": ["70"],
     "image_url": "https://images.example/1.jpg", "popular_shelves": [{"count": "40", "name": "to-read"},
                                                                      {"count": "9", "name": "sea-stories"}]},
    {"book_id": "72", "work_id": "901", "title": "Lanterns (Harbour, #2)", "authors": [{"author_id": "2", "role": ""}],
     "isbn": "", "isbn13": "", "language_code": "ger", "publication_year": "", "series": [], "popular_shelves": []},
    {"book_id": "79", "work_id": "909", "title": "Wanted by Many", "authors": [{"author_id": "2", "role": ""}],
     "isbn": "", "isbn13": "", "language_code": "", "publication_year": "1999", "series": [], "popular_shelves": []},
]  # fmt: skip
# Reader, Goodreads' id of the book, is_read, rating.
SHELVES = [("ann", "71", True, 5), ("ann", "72", True, 0), ("ben", "71", False, 0), ("ben", "72", True, 4)]


def write_goodreads(directory: Path, *, numbered: bool = False) -> Path:
    """Write the shelves as JSON lines, or by numbers of the books with the map of them; and the books' tables."""
    directory.mkdir(parents=True, exist_ok=True)
    if numbered:
        number_of = {"71": 0, "72": 1, "79": 2}
        lines = [f"{reader},{number_of[book]},{int(is_read)},{rating},0" for reader, book, is_read, rating in SHELVES]
        _write_lines(directory / "goodreads_interactions.csv", ["user_id,book_id,is_read,rating,is_reviewed", *lines])
        numbers = [f"{number},{book}" for book, number in number_of.items()]
        _write_lines(directory / "book_id_map.csv", ["book_id_csv,book_id", *numbers])
    else:
        write_json_lines(
            directory / "goodreads_interactions_dedup.json.gz",
            [
                {"user_id": reader, "book_id": book, "review_id": f"{reader}{book}", "is_read": is_read,
                 "rating": rating, "review_text_incomplete": "", "date_added": "Tue Nov 15 11:29:22 -0800 2011"}
                for reader, book, is_read, rating in SHELVES
            ],
        )  # fmt: skip
    write_json_lines(directory / "goodreads_books.json.gz", GOODREADS_BOOKS)
    names = {"1": "Una Marsh", "2": "Ivo Lind"}
    authors = [{"author_id": author_id, "name": name, "ratings_count": "7"} for author_id, name in names.items()]
    write_json_lines(directory / "goodreads_book_authors.json.gz", authors)
    write_json_lines(directory / "goodreads_book_series.json.gz", [{"series_id": "70", "title": "Harbour"}])
    write_json_lines(
        directory / "goodreads_book_works.json.gz",
        [{"work_id": "900", "best_book_id": "71", "original_publication_year": "1961"}],
    )
    return directory


def write_json_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write one record a line, gzipped where the name says so."""
    _write_lines(path, [json.dumps(record) for record in records])


def read_folder(directory: Path) -> SourceTables:
    """Read the source in a folder."""
    return read_source(DatasetFiles.found_in(directory))


def ratings_of(tables: SourceTables) -> list[tuple[str, str, float, bool]]:
    """Return reader, book, rating and whether it is a like, by the source's own ids."""
    readers, books = tables.readers["reader_id"].tolist(), tables.books["book_id"].tolist()
    return [
        (readers[reader], books[book], rating, liked)
        for reader, book, rating, liked in tables.ratings.itertuples(index=False)
    ]


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    content = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
