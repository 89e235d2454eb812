"""Recommendations for readers whose shelves are in a file, for scripts that score or send them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from model_build.commands.export import write_table
from model_build.datasets.formats.csv_records import DatasetError, TableFile
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.recommender import rank_for_reader

SHELF_COLUMNS = ("reader", "source_id", "rating")
RECOMMENDATION_COLUMNS = ("reader", "rank", "book_id", "title", "author")


@dataclass(frozen=True, slots=True)
class Shelves:
    """The shelves of a file's readers.

    Attributes:
        of_reader: Reader -> shelf, in the order in which the file first names the readers.
        unknown: Number of rows that name a book that the model does not have.
    """

    of_reader: dict[str, list[ShelfEntry]]
    unknown: int


@dataclass(frozen=True, slots=True)
class RecommendationCounts:
    """The counts of a file of recommendations.

    Attributes:
        rows: Number of rows written.
        readers: Number of readers.
        unknown: Number of rows of the shelves that name a book that the model does not have.
        only_list: The books of a file of one reader, best first, for people; empty for several readers.
    """

    rows: int
    readers: int
    unknown: int
    only_list: Sequence[Book]


def recommend_for(catalogue: Catalogue, shelves_path: Path, output: Path, limit: int) -> RecommendationCounts:
    """Write the best books for each reader of a file: reader, rank (from 1), book_id, title with series, author.

    The file is written whole or not at all. The ranking is that of `rank_for_reader`: no book of the reader's shelf is
    in it, and an author may occur often.

    Raises:
        DatasetError: The shelves can't be read, see `read_shelves`.
        OSError: The output can't be written.
    """
    shelves = read_shelves(catalogue, shelves_path)
    only_list: list[Book] = []

    def rows() -> Iterator[tuple[str, int, str, str, str]]:
        for reader, rank, book in _recommendations(catalogue, shelves, limit):
            if len(shelves.of_reader) == 1:
                only_list.append(book)
            yield reader, rank, book.book_id, book.full_title, book.author

    count = write_table(output, RECOMMENDATION_COLUMNS, rows())
    return RecommendationCounts(count, len(shelves.of_reader), shelves.unknown, only_list)


def read_shelves(catalogue: Catalogue, path: Path) -> Shelves:
    """Read a CSV file, plain or gzipped, with the columns reader, source_id and rating among others.

    A source_id is the dataset's own id of an edition, in any case as in a build; rows of books that the model does not
    have are counted. A rating is on the dataset's own scale; 0 means read, not rated.

    Raises:
        DatasetError: The file, a column or a value can't be used; the message names the line and the fault.
    """
    book_rows = _rows_of_editions(catalogue)
    of_reader: dict[str, list[ShelfEntry]] = {}
    unknown = 0
    for line, reader, source_id, rating in _rows(path):
        if not reader:
            raise DatasetError(f"{path}, line {line}: the reader is missing. Give every row a reader.")
        stars = _stars(rating, catalogue.rating_scale)
        if stars is None:
            raise DatasetError(
                f"{path}, line {line}: expected a rating from 0 to {catalogue.rating_scale}, not {rating!r}. Give it "
                "on the scale of the model's dataset, 0 for a book that was read and not rated."
            )
        shelf = of_reader.setdefault(reader, [])
        book_row = book_rows.get(source_id) or book_rows.get(source_id.upper())
        if book_row is None:
            unknown += 1
        else:
            shelf.append(ShelfEntry(book_row, stars or None))
    return Shelves(of_reader, unknown)


def _rows(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """Yield (number of the line, reader, source_id, rating) of each row that is not blank."""
    if not path.exists():
        raise DatasetError(f"{path} does not exist. Name a CSV file with the columns {', '.join(SHELF_COLUMNS)}.")
    with TableFile(path).open() as stream:
        rows = csv.reader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""), strict=True)
        try:
            columns = [column.strip() for column in next(rows, [])]
            missing = [column for column in SHELF_COLUMNS if column not in columns]
            if missing:
                raise DatasetError(
                    f"{path} lacks the column {', '.join(map(repr, missing))}; its first line has to name the columns "
                    f"{', '.join(SHELF_COLUMNS)}, divided by commas."
                )
            reader, source_id, rating = map(columns.index, SHELF_COLUMNS)
            for fields in rows:
                if not fields:
                    continue
                if len(fields) != len(columns):
                    raise DatasetError(
                        f"{path}, line {rows.line_num}: expected {len(columns)} fields as in the first line, "
                        f"not {len(fields)}. Put what holds a comma in quotes."
                    )
                yield rows.line_num, fields[reader].strip(), fields[source_id].strip(), fields[rating].strip()
        except csv.Error as error:
            raise DatasetError(f"{path}, line {rows.line_num}: {error}. Are the quotes closed?") from error
        except UnicodeDecodeError as error:
            raise DatasetError(f"{path} can't be read after line {rows.line_num}: it has to be UTF-8 text.") from error


def _rows_of_editions(catalogue: Catalogue) -> dict[str, int]:
    """Return source_id, unchanged and in capitals -> book_row, as the build matches ratings to books."""
    editions = catalogue.editions()
    book_rows = {source_id.upper(): book_row for source_id, book_row, _ in reversed(editions)}
    return book_rows | {source_id: book_row for source_id, book_row, _ in editions}


def _stars(text: str, scale: int) -> float | None:
    try:
        stars = float(text)
    except ValueError:
        return None
    return stars if 0 <= stars <= scale else None


def _recommendations(catalogue: Catalogue, shelves: Shelves, limit: int) -> Iterator[tuple[str, int, Book]]:
    """Yield (reader, rank from 1, book), reader by reader, best first."""
    for reader, shelf in tqdm(
        shelves.of_reader.items(), desc="Recommending", unit=" readers", delay=2, disable=None, leave=False
    ):
        for rank, recommendation in enumerate(rank_for_reader(catalogue, shelf, limit), start=1):
            yield reader, rank, recommendation.book
