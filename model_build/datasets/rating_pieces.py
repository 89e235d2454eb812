"""The reading of a table of ratings in pieces, by an engine of several processes, as if it were read in one go."""

from dataclasses import dataclass, replace
from functools import partial

from model_build.datasets.formats.table import Table
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.interactions import statuses_beside
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.ratings_table import CollectedRows, RatingCollector
from model_build.engine import Engine, map_objects


@dataclass(frozen=True, slots=True)
class _ReadPiece:
    """A piece of a table that was read: its rows, and what the table itself counts.

    An engine would make an error of another process one of its own; the sentence of a `DatasetError` is for people.
    """

    rows: CollectedRows
    table: Table


def collect_rows(matched: MatchedTable, collector: RatingCollector) -> None:
    """Add all rows of a table of ratings: its columns are the reader, book, rating, status, wanted mark and time."""
    for reader_ids, book_ids, values, listed_statuses, wanted, timestamps in matched.blocks():
        statuses = listed_statuses if wanted is None else statuses_beside(wanted, listed_statuses)
        collector.add(reader_ids or (), book_ids or (), values, statuses=statuses, timestamps=timestamps)


def collect_in_pieces(matched: MatchedTable, collector: RatingCollector, engine: Engine) -> None:
    """Add the same rows, of which an engine reads several pieces at once.

    A piece comes back as arrays, and the names that they number.
    """
    pieces = matched.table.pieces()
    if len(pieces) == 1:
        collect_rows(matched, collector)
        return
    for found in map_objects(engine, partial(_read_piece, matched, collector.of_piece()), pieces):
        if isinstance(found, DatasetError):
            raise found
        collector.append(found.rows)
        matched.table.counts.update(found.table.counts)
        matched.table.examples = found.table.examples | matched.table.examples


def _read_piece(matched: MatchedTable, collector: RatingCollector, piece: Table) -> _ReadPiece | DatasetError:
    of_piece = collector.of_piece()
    try:
        collect_rows(replace(matched, table=piece), of_piece)
    except DatasetError as error:
        return error
    return _ReadPiece(of_piece.rows(), piece)
