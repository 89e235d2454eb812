"""The UCSD Book Graph: Goodreads' public shelves of 2017, whole or by genre, as its makers publish them.

`goodreads_interactions*.json.gz` names books by Goodreads' ids; `goodreads_interactions.csv` by numbers of its own,
which `book_id_map.csv` translates. Three quarters of the rows are books that somebody wants to read (is_read is 0),
which are no reads. The times are in no standard form and not needed: a reader has one row a book.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.column_names import Column
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.json_lines import JsonLines
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.source_builder import SourceBuilder, SourceTerms
from model_build.datasets.sources.ucsd_books import UcsdNames, book_of, text_of

NAME = "UCSD Goodreads"
TERMS = SourceTerms(
    licence="For academic use only; not to be redistributed, nor used commercially.",
    citation=(
        "Mengting Wan, Julian McAuley: Item Recommendation on Monotonic Behavior Chains. RecSys 2018. Mengting Wan, "
        "Rishabh Misra, Ndapa Nakashole, Julian McAuley: Fine-Grained Spoiler Detection from Large-Scale Review "
        "Corpora. ACL 2019."
    ),
    notice="Shelves of Goodreads (UCSD Book Graph; Wan and McAuley, 2018; Wan et al., 2019), for academic use only.",
)
_USUAL_SCALE = 5
# No time, in whatever column one may stand.
_INTERACTIONS = (
    Column("user_id"), Column("book_id"), Column("rating"),
    Column("status", ("is_read",)), Column("to_read", is_required=False), Column("timestamp", is_required=False),
)  # fmt: skip
_CONTRACT = {"user_id": "reader_id"}
_NUMBERED = {"user_id", "book_id", "is_read", "rating", "is_reviewed"}
_BOOKS = {
    "book_id": "book_id", "work_id": "work_id", "title": "title", "authors": "author", "isbn": "isbn", "isbn13": "isbn",
    "publication_year": "year", "language_code": "language", "publisher": "publisher", "series": "series",
    "image_url": "cover", "popular_shelves": "tags",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _UcsdFiles:
    """The files by their contents."""

    interactions: list[TableFile] = field(default_factory=list)
    numbered: list[TableFile] = field(default_factory=list)
    book_map: list[TableFile] = field(default_factory=list)
    books: list[TableFile] = field(default_factory=list)
    authors: list[TableFile] = field(default_factory=list)
    series: list[TableFile] = field(default_factory=list)
    works: list[TableFile] = field(default_factory=list)


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with interactions or books of the Book Graph."""
    found = _sort(files)
    return bool(found.interactions or found.numbered or found.books)


def read(files: DatasetFiles) -> SourceTables:
    """Read the interactions, then the facts of the books in them.

    Raises:
        DatasetError: A file is missing, or no interaction can be used; the message names it.
    """
    found = _needed_files(_sort(files), files)
    builder = SourceBuilder(NAME, files, usual_scale=_USUAL_SCALE, terms=TERMS)
    for file in found.interactions or found.numbered:
        builder.collect_ratings(builder.open("ratings", file, _INTERACTIONS, contract=_CONTRACT))
    if found.numbered:
        builder.ratings.rename_books(_BookNumbers(found.book_map).__getitem__)
    _read_books(found, builder)
    builder.collect_books()
    return builder.build()


def _read_books(found: _UcsdFiles, builder: SourceBuilder) -> None:
    names = UcsdNames(
        authors=_texts_by_id(found.authors, "authors", "author_id", "name"),
        series=_texts_by_id(found.series, "series", "series_id", "title"),
        first_years=_texts_by_id(found.works, "works", "work_id", "original_publication_year"),
    )
    for file in found.books:
        builder.read_rated_books(
            file,
            _BOOKS,
            "book_id",
            lambda record: text_of(record.get("book_id")),
            lambda record: book_of(record, names),
        )


def _texts_by_id(files: Iterable[TableFile], table: str, key: str, value: str) -> dict[str, str]:
    """Return a text of each record by the record's id."""
    texts = (
        (text_of(record.get(key)), text_of(record.get(value))) for file in files for record in JsonLines(file, table)
    )
    return {record_id: text for record_id, text in texts if record_id and text}


class _BookNumbers(dict[str, str]):
    """Numbers of books in the table with commas -> Goodreads' ids."""

    def __init__(self, files: Iterable[TableFile]) -> None:
        rows = (row for file in files for row in open_table(file).rows("book_id_csv", "book_id"))
        super().__init__((number, book_id) for number, book_id in rows)

    def __missing__(self, number: str) -> str:
        book_id = self[number] = self.get(number.strip(), f"{number} (no number of book_id_map.csv)")
        return book_id


def _sort(files: DatasetFiles) -> _UcsdFiles:
    """Tell the files by their first records; user_id_map.csv, genres and reviews are not needed."""
    found = _UcsdFiles()
    for file in files.tables:
        if file.kind == "json":
            keys = (JsonLines(file, "records").first() or {}).keys()
            for kind, needed in (
                (found.interactions, {"user_id", "book_id", "is_read"}),
                (found.books, {"book_id", "work_id", "title"}),
                (found.works, {"work_id", "best_book_id"}),
                (found.series, {"series_id", "title"}),
                (found.authors, {"author_id", "name"}),
            ):
                if needed <= keys:
                    kind.append(file)
                    break
        elif file.kind == "delimited":
            columns = set(open_table(file).columns)
            if columns >= _NUMBERED:
                found.numbered.append(file)
            elif {"book_id_csv", "book_id"} <= columns:
                found.book_map.append(file)
    return found


def _needed_files(found: _UcsdFiles, files: DatasetFiles) -> _UcsdFiles:
    """Return the files, without those that the others make needless.

    Raises:
        DatasetError: One is missing.
    """
    for is_missing, name, reason in (
        (
            not (found.interactions or found.numbered),
            "goodreads_interactions_dedup.json.gz (or that of a genre, or goodreads_interactions.csv)",
            "it says who read which book",
        ),
        (not found.books, "goodreads_books.json.gz (or that of the genre)", "it has the titles"),
        (not found.authors, "goodreads_book_authors.json.gz", "the books name their authors by numbers alone"),
        (
            bool(found.numbered) and not found.interactions and not found.book_map,
            "book_id_map.csv",
            f"the numbers of books in {', '.join(file.name for file in found.numbered)} are its own",
        ),
    ):
        if is_missing:
            raise DatasetError(
                f"{files.folder} holds the UCSD Book Graph without {name}: {reason}. It is on the same page as the "
                f"others; found {', '.join(file.name for file in files.tables)}."
            )
    # Both tables have the same shelves, under different names of the readers.
    return replace(found, numbered=[]) if found.interactions else found
