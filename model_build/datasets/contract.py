"""The contract between the sources of data and the build: three tables that every source's module writes.

Nothing after this module knows where a book or a rating came from. A source's module has `NAME`, `recognises(files)`
and `read(files) -> SourceTables`.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from model_build.datasets.formats.table_file import DatasetError

_DROPPED = re.compile(r"^(books|ratings|readers) .*, dropped$")


@dataclass(frozen=True, slots=True)
class LossConfig:
    """Limits of the rows that a table may lose; beyond one the build stops.

    Of Book-Crossing's ratings, the dirtiest of the known datasets, 10.3% are of books that its table of books lacks; of
    ratings whose book ids mean something else than the books', more than 95% are.

    Attributes:
        unknown_books: Largest share of the ratings that may be of books which the table of books lacks.
        off_scale: Largest share of the ratings that may be no number of the scale.
        unknown_statuses: Largest share of the ratings whose status may be of unknown meaning.
        dropped: Largest share of a table's rows that may be dropped, for all reasons together.
        rounded_ids: Largest share of a table's rows whose ids a spreadsheet rounded, '4.41E+08'. It rounds long numbers
            only, so a table may keep its other ids, and what was rounded joins different books.
        least_rows: Number of lost rows up to which a loss is no reason to stop: in a table of few rows one slip is a
            large share.
        causes: Number of causes that the error names.
    """

    unknown_books: float = 0.2
    off_scale: float = 0.05
    unknown_statuses: float = 0.05
    dropped: float = 0.5
    rounded_ids: float = 0.01
    least_rows: int = 5
    causes: int = 3


LOSSES = LossConfig()


@dataclass(frozen=True, slots=True)
class LossKinds:
    """Kinds of lost rows with a limit of their own, as `SourceTables.counts` names them."""

    unknown_books: str = "ratings of unknown books, dropped"
    off_scale: str = "ratings without reader or usable number, dropped"
    rounded_books: str = "books with an id that a spreadsheet rounded, dropped"
    rounded_ratings: str = "ratings with a book id that a spreadsheet rounded, dropped"
    rounded_readers: str = "ratings with a reader id that a spreadsheet rounded, dropped"
    unknown_statuses: str = "ratings with a status of unknown meaning, dropped"


LOSS_KINDS = LossKinds()


@dataclass(frozen=True, slots=True)
class SourceTables:
    """The clean tables of one source, with rows numbered from 0.

    Attributes:
        name: Name of the source, for people: 'goodbooks-10k', or the own tables' name.
        books: [books] one row an edition: book_id (unique, never ''), work_id ('' where unknown; editions with one
            work_id are one work), title, author (as credited; `UNKNOWN_AUTHOR` where there is none), isbns (tuple of
            whole ISBNs, in ten characters where they have that form; may be empty), year (Int32, <NA> where unknown),
            language (ISO 639-1, None where unknown), publisher, series, volume, image_url ('' where there is none),
            tags (tuple of text).
        ratings: [ratings] reader and book (int32, row numbers), rating (float32; 0 = read, not rated), liked (bool);
            one a (reader, book) pair.
        readers: [readers] reader_id, country ('' where unknown), age (Int16, <NA> where unknown).
        rating_scale: The best rating, or None where the source has no ratings.
        like_threshold: The least rating that is a like; of a source without ratings every row is one, or those with a
            1 where others have a 0.
        notice: A sentence that is shown wherever the data is, or ''.
        licence: The terms of the data, in one sentence, or ''.
        citation: The publication that the data's makers ask to cite, or ''.
        counts: Numbers of rows read ('books rows', 'ratings rows', 'readers rows'), and of those with a fault, by its
            kind. The kind of a lost row is 'TABLE REASON, dropped'; rows that are left out by rule, such as books that
            somebody wants to read, end in ', set aside'.
        examples: For a kind of fault, one of its rows.
        fingerprint: SHA-256 of the source's files, in hex.
        columns: For 'FILE: column', the contract's column that it was understood as, '' for one that is not read.
        tables: For the name of each file that was read, its table: 'books', 'ratings' or 'readers'.
        remarks: Sentences on what was not read, and on what else people should know.
        work_ids_are_final: True where two work_ids are two works though title and author are the same: the operator's
            own tables tell them apart. Catalogues that the public edits have many works twice.
    """

    name: str
    books: pd.DataFrame
    ratings: pd.DataFrame
    readers: pd.DataFrame
    rating_scale: int | None
    like_threshold: float
    notice: str
    licence: str
    citation: str
    counts: Counter[str]
    examples: Mapping[str, str]
    fingerprint: str
    columns: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    work_ids_are_final: bool = False


_COLUMNS = {
    "books": (
        "book_id", "work_id", "title", "author", "isbns", "year", "language", "publisher", "series", "volume",
        "image_url", "tags",
    ),
    "ratings": ("reader", "book", "rating", "liked"),
    "readers": ("reader_id", "country", "age"),
}  # fmt: skip
_DTYPES = {"year": "Int32", "age": "Int16", "reader": "int32", "book": "int32", "rating": "float32", "liked": "bool"}


def check(tables: SourceTables) -> SourceTables:
    """Return the tables of a source after a check of their columns, types and row numbers.

    Raises:
        TypeError: A table breaks the contract: the source's module is wrong, not the data.
    """
    for name, columns in _COLUMNS.items():
        table: pd.DataFrame = getattr(tables, name)
        if (missing := [column for column in columns if column not in table.columns]) or len(table.columns) > len(
            columns
        ):
            raise TypeError(
                f"{tables.name}: the table of {name} has the columns {', '.join(table.columns)}; the contract's are "
                f"{', '.join(columns)}{f', so {missing[0]} is missing' if missing else ''}."
            )
        for column in columns:
            found, expected = str(table[column].dtype), _DTYPES.get(column, "object")
            if found != expected:
                raise TypeError(f"{tables.name}: {name}.{column} is {found}; the contract's type is {expected}.")
    for column, referred in (("reader", tables.readers), ("book", tables.books)):
        rows = tables.ratings[column]
        if len(rows) and not (rows.min() >= 0 and rows.max() < len(referred)):
            raise TypeError(
                f"{tables.name}: ratings.{column} goes from {rows.min()} to {rows.max()}; the rows are 0 to "
                f"{len(referred) - 1}."
            )
    if not tables.books["book_id"].is_unique:
        raise TypeError(f"{tables.name}: books.book_id holds an id twice; a book has one row.")
    return tables


def check_losses(tables: SourceTables, *, accept_losses: bool = False) -> None:
    """Stop the build of a source that lost too many of its rows, see `LossConfig`, or all of its ratings.

    Raises:
        DatasetError: A loss is beyond its limit; the message has the largest causes with an example row of each.
    """
    complaints = losses_beyond_limits(tables)
    is_useless = tables.ratings.empty and ("ratings" in tables.tables.values() or tables.counts["ratings rows"] > 0)
    if is_useless:
        complaints.insert(0, _describe_useless(tables))
    if is_useless or (complaints and not accept_losses):
        lines = describe_losses(tables, LOSSES.causes)
        causes = " The largest losses:" + "".join(f"\n  {line}" for line in lines) if lines else ""
        way_on = "Mend the files, or build of what is left with --accept-losses."
        are_strangers = 2 * tables.counts[LOSS_KINDS.unknown_books] > tables.counts["ratings rows"]
        if is_useless:
            way_on = "Do the files belong together?" if are_strangers else "Mend the files."
        raise DatasetError(f"{tables.name}: {'; '.join(complaints)}.{causes}\n{way_on}")


def losses_beyond_limits(tables: SourceTables) -> list[str]:
    """Return a clause for each loss that is beyond its limit."""
    counts, clauses = tables.counts, []
    number = f"no number from 0 to {tables.rating_scale}" if tables.rating_scale else "a rating that is no number"
    for kind, limit, meaning in (
        (LOSS_KINDS.rounded_books, LOSSES.rounded_ids, _ROUNDED.format("book ids in the table of books")),
        (LOSS_KINDS.rounded_ratings, LOSSES.rounded_ids, _ROUNDED.format("book ids in the ratings")),
        (LOSS_KINDS.rounded_readers, LOSSES.rounded_ids, _ROUNDED.format("reader ids")),
        (LOSS_KINDS.unknown_books, LOSSES.unknown_books, "of the ratings are of books that the table of books lacks"),
        (LOSS_KINDS.off_scale, LOSSES.off_scale, f"of the ratings have no reader or {number}"),
        (LOSS_KINDS.unknown_statuses, LOSSES.unknown_statuses, _UNKNOWN_STATUSES),
    ):
        share = _share(counts, kind.partition(" ")[0], counts[kind])
        if share > limit:
            clauses.append(f"{share:.0%} {meaning} (at most {limit:.0%} may be)")
    for table, lost in _lost_rows(tables).items():
        share = _share(counts, table, lost)
        if share > LOSSES.dropped:
            clauses.append(f"{share:.0%} of the {table} were dropped (at most {LOSSES.dropped:.0%} may be)")
    return clauses


_ROUNDED = (
    "of the {} were rounded by a spreadsheet, as 4.41E+08 is; export them again with the column formatted as text"
)
_UNKNOWN_STATUSES = "of the ratings have a status that says neither read nor not read, see infra/docs/data.md"


def _describe_useless(tables: SourceTables) -> str:
    """Return the clause on a source none of whose ratings can be used."""
    files = {table: name for name, table in tables.tables.items()}
    blank = [files[table] for table in ("books", "ratings") if table in files and not tables.counts[f"{table} rows"]]
    if blank:
        return f"{' and '.join(blank)} {'have' if len(blank) > 1 else 'has'} no row below the names of the columns"
    number = f" and a number from 0 to {tables.rating_scale}" if tables.rating_scale else ""
    return (
        f"No usable rating in {files.get('ratings', 'the table of ratings')}: of {tables.counts['ratings rows']:,} "
        f"rows none has a reader, a book of {files.get('books', 'the table of books')}{number}"
    )


def describe_losses(tables: SourceTables, most: int | None = None) -> list[str]:
    """Return a line for each kind of lost rows, most rows first: their number, kind and an example."""
    lost = Counter({kind: number for kind, number in tables.counts.items() if number and _table_of(kind, tables)})
    return [f"{number:,} {kind}{describe_example(tables, kind)}" for kind, number in lost.most_common(most)]


def describe_example(tables: SourceTables, kind: str) -> str:
    """Return the example of a kind of fault, as the end of a line; '' where there is none."""
    return f"; for example {tables.examples[kind]}" if kind in tables.examples else ""


def _table_of(kind: str, tables: SourceTables) -> str | None:
    """Return the table whose rows are lost by a kind of fault, None where none are."""
    if match := _DROPPED.match(kind):
        return match[1]
    return tables.tables.get(kind.partition(": ")[0]) if kind.endswith(", dropped") else None


def _lost_rows(tables: SourceTables) -> Counter[str]:
    """Return the number of lost rows of each table."""
    lost: Counter[str] = Counter()
    for kind, number in tables.counts.items():
        if table := _table_of(kind, tables):
            lost[table] += number
    return lost


def _share(counts: Counter[str], table: str, number: int) -> float:
    """Return a number of lost rows as a share of a table's rows, or 0 where it is too small to count."""
    return number / max(counts[f"{table} rows"], number) if number > LOSSES.least_rows else 0.0
