"""Amazon Reviews, Books: the ratings and metadata of 2023, 2018 and 2014, each as its makers publish it.

Ratings of 2023 are `Books.csv` (0-core and 5-core: user_id, parent_asin, rating, timestamp) or the reviews themselves,
`Books.jsonl`; those of 2018 (item, user, rating, timestamp) and 2014 (user, item, rating, timestamp) have no header, so
that their values tell which column is which. Metadata are `meta_Books.jsonl`, before 2023 `meta_Books.json`. They list
millions of books that nobody rated, of which none is kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.column_names import Column, letters_of
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.json_lines import JsonLines
from model_build.datasets.formats.table import Table, open_table
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.interactions import TIMESTAMP
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.source_builder import BESIDE_RATINGS, SourceBuilder, SourceTerms
from model_build.datasets.sources.amazon_books import book_id_of, book_of

NAME = "Amazon Reviews"


@dataclass(frozen=True, slots=True)
class AmazonFileConfig:
    """Names and values that tell the files and columns.

    Attributes:
        usual_scale: Ratings are stars.
        review_columns: For each year's ratings with names: the columns of reader, book, rating and time.
        asin: An ASIN; that of a printed book is its ISBN of ten characters, whose zeros in front a program may have
            dropped. Readers' ids are longer or begin with A.
        rating: A number of stars.
        time: Seconds or milliseconds since 1970.
        rows_to_tell: Number of rows that tell the order of columns without names.
        split: The part of a file that was split for training, validation and test: "Books.train.csv".
    """

    usual_scale: int = 5
    review_columns: tuple[tuple[str, str, str, str], ...] = (
        ("user_id", "parent_asin", "rating", "timestamp"),
        ("reviewerID", "asin", "overall", "unixReviewTime"),
    )
    asin: re.Pattern[str] = re.compile(r"B[\dA-Z]{9}|\d{6,9}[\dX]")
    rating: re.Pattern[str] = re.compile(r"[1-5](?:\.0)?")
    time: re.Pattern[str] = re.compile(r"\d{9,13}")
    rows_to_tell: int = 1000
    split: re.Pattern[str] = re.compile(r"\.(?:train|valid|test)$")


_CONFIG = AmazonFileConfig()
_METADATA = {
    "parent_asin": "book_id", "title": "title", "store": "author", "images": "cover", "categories": "tags",
    "details": "isbn, year, language and publisher",
}  # fmt: skip
_CONTRACT = ("reader_id", "book_id", "rating", "timestamp")
_NAMES = ("reader", "book", "rating", TIMESTAMP.name)
_WANTED = (*map(Column, _NAMES[:3]), *BESIDE_RATINGS)
TERMS = SourceTerms(
    licence="None stated by the makers of the dataset; whoever builds a model decides on its use.",
    citation=(
        "Yupeng Hou, Jiacheng Li, Zhankui He, An Yan, Xiusi Chen, Julian McAuley: Bridging Language and Items for "
        "Retrieval and Recommendation. arXiv:2403.03952, 2024."
    ),
    notice=(
        "Ratings and book data of Amazon Reviews (McAuley Lab, UC San Diego; Hou et al., 2024), no licence stated."
    ),
)


@dataclass(frozen=True, slots=True)
class _AmazonFiles:
    """The files by their contents; each table of ratings with its columns of reader, book, rating and time."""

    metadata: tuple[TableFile, ...]
    ratings: tuple[tuple[Table, tuple[str, str, str, str]], ...]


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with ratings or metadata of Amazon's; ratings beside a table of titles are own tables."""
    found = _sort(files)
    return bool(found.metadata or (found.ratings and not any(map(_has_titles, files.tables))))


def _has_titles(file: TableFile) -> bool:
    # Amazon's reviews have titles of their own; they are JSON lines.
    return file.kind != "json" and "title" in map(letters_of, open_table(file).columns)


def read(files: DatasetFiles) -> SourceTables:
    """Read the ratings, then the metadata of the rated books.

    Raises:
        DatasetError: The ratings or the metadata are missing, or no rating can be used; the message names them.
    """
    found = _sort(files)
    if not (found.ratings and found.metadata):
        kinds = {"the ratings": found.ratings, "the metadata of the books": found.metadata}
        missing = next(kind for kind, of_kind in kinds.items() if not of_kind)
        raise DatasetError(
            f"{files.folder} holds Amazon Reviews without {missing}: expected Books.csv (or ratings_Books.csv) and "
            f"meta_Books.jsonl (or meta_Books.json), also .gz, found {', '.join(file.name for file in files.tables)}."
        )
    builder = SourceBuilder(NAME, files, usual_scale=_CONFIG.usual_scale, terms=TERMS)
    for table, columns in found.ratings:
        builder.add_table("ratings", table, dict(zip(columns, _CONTRACT, strict=True)))
        builder.collect_ratings(MatchedTable(table, _WANTED, dict(zip(_NAMES, columns, strict=True))))
    for file in found.metadata:
        builder.read_rated_books(file, _METADATA, "parent_asin", book_id_of, book_of)
    builder.collect_books()
    return builder.build()


def _sort(files: DatasetFiles) -> _AmazonFiles:
    """Tell the files by their first records."""
    metadata: list[TableFile] = []
    ratings: list[tuple[Table, tuple[str, str, str, str]]] = []
    for file in files.tables:
        names = list(JsonLines(file, "records").first() or {}) if file.kind == "json" else open_table(file).columns
        columns = next((columns for columns in _CONFIG.review_columns if set(columns) <= set(names)), None)
        if columns:
            ratings.append((open_table(file), columns))
        elif file.kind == "json" and {"parent_asin", "asin"} & set(names):
            metadata.append(file)
        elif _is_rating(names):
            ratings.append(_unnamed_columns(file))
    # The splits hold the same ratings once more.
    whole = [rated for rated in ratings if not _CONFIG.split.search(rated[0].file.stem)]
    return _AmazonFiles(tuple(metadata), tuple(whole or ratings))


def _unnamed_columns(file: TableFile) -> tuple[Table, tuple[str, str, str, str]]:
    """Return a table of ratings without a header, and its columns in the order that its values tell."""
    table = open_table(file, columns=("first", "second", "rating", "timestamp"))
    rows = list(islice(table.rows("first", "second"), _CONFIG.rows_to_tell))
    asins = [sum(bool(_CONFIG.asin.fullmatch(value)) for value in column) for column in zip(*rows, strict=True)]
    reader, book = ("second", "first") if asins[0] > asins[1] else ("first", "second")
    return open_table(file, columns=table.columns), (reader, book, "rating", "timestamp")


def _is_rating(fields: Sequence[str]) -> bool:
    """Return True for a row of one of the tables without a header."""
    if len(fields) != 4:
        return False
    *ids, rating, time = fields
    names_book = any(map(_CONFIG.asin.fullmatch, ids))
    return bool(names_book and _CONFIG.rating.fullmatch(rating) and _CONFIG.time.fullmatch(time))
