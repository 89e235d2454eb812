"""The tables of a source, built of the books, ratings and readers that its module reads."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from model_build.datasets.books_table import BookCollector, BookTexts
from model_build.datasets.contract import SourceTables, check
from model_build.datasets.formats.background import BackgroundText
from model_build.datasets.formats.column_names import Column, missing_columns
from model_build.datasets.formats.csv_records import Repair
from model_build.datasets.formats.dataset_description import DatasetDescription
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.json_lines import JsonLines, Record
from model_build.datasets.formats.roles import Role
from model_build.datasets.formats.table import Table
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.interactions import STATUS, TIMESTAMP, WANTED
from model_build.datasets.matched_table import ColumnError, MatchedTable
from model_build.datasets.rating_pieces import collect_in_pieces, collect_rows
from model_build.datasets.ratings_table import RatingCollector
from model_build.datasets.readers_table import readers_of


@dataclass(frozen=True, slots=True)
class LikeConfig:
    """Limits of believable likes.

    Attributes:
        least_share: Share of the ratings below which their likes are remarked on. In Book-Crossing 78% of them are
            likes: people rate what they chose to read.
    """

    least_share: float = 0.1


LIKES = LikeConfig()
# Columns of a table of ratings after those of the reader, the book and the rating.
BESIDE_RATINGS = (STATUS, WANTED, TIMESTAMP)
_UNREAD_BOOKS = "books that nobody read, set aside"
NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SourceTerms:
    """The terms of a source's data, as its makers state them.

    Attributes:
        licence: The licence, in one sentence, or ''.
        citation: The publication that the data's makers ask to cite, or ''.
        notice: A sentence that is shown wherever the data is, or '': the source, its makers and the licence, briefly.
    """

    licence: str = ""
    citation: str = ""
    notice: str = ""


class SourceBuilder:
    """Builds the tables of one source: its books and its ratings, in either order, at last its readers.

    Attributes:
        books: The collection of the books.
        ratings: The collection of the ratings.
        counts: Numbers of faults, by kind, that neither collection counts.
        examples: For a kind of these faults, one of its rows.
        work_ids_are_final: True where two work ids are always two works, see `SourceTables`.
    """

    def __init__(
        self, name: str, files: DatasetFiles, *, usual_scale: int | None = None, terms: SourceTerms | None = None
    ) -> None:
        """Start a source.

        Args:
            name: Name of the source, for people.
            files: Its files.
            usual_scale: The best rating of sources of this kind, which stands where there are few ratings.
            terms: The terms of its data.
        """
        self.books = BookCollector()
        self.ratings = RatingCollector()
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.work_ids_are_final = False
        self._name = name
        self._files = files
        self._fingerprint = BackgroundText(files.fingerprint)
        self._usual_scale = usual_scale
        self._terms = terms or SourceTerms()
        self._books = pd.DataFrame()
        self._tables: list[tuple[Role, Table]] = []
        self._files_read: dict[str, str] = {}
        self._columns: dict[str, str] = {}
        self._remarks: list[str] = []

    def collect_books(self) -> None:
        """End the books; ratings so far and from now on are of them."""
        self._books = self.books.collect()
        self.ratings.find_books(self._books["book_id"].tolist(), self._books["isbns"].tolist())

    def open(
        self,
        role: Role,
        file: TableFile,
        wanted: tuple[Column, ...],
        *,
        contract: Mapping[str, str] = NO_NAMES,
        repair: Repair | None = None,
    ) -> MatchedTable:
        """Open a table of the source and find the wanted columns in it, see `MatchedTable.open`.

        Args:
            role: The table of the contract whose rows the file has.
            file: The file.
            wanted: The columns that the source looks for.
            contract: Name of a wanted column -> the contract's name, where they differ.
            repair: Fits records of a wrong number of fields to the columns.
        """
        matched = MatchedTable.open(file, wanted, repair=repair)
        meanings = {spelled: contract.get(name, name) for name, spelled in reversed(matched.names.items())}
        self.add_table(role, matched.table, {name: meanings.get(name, "") for name in matched.table.columns})
        return matched

    def read_ratings(
        self, file: TableFile, reader: Column, book: Column, rating: Column, *, contract: Mapping[str, str] = NO_NAMES
    ) -> None:
        """Read a table of ratings, whose status and time are read too where it has them.

        Args:
            file: The file.
            reader: The column of the readers' ids.
            book: The column of the books' ids.
            rating: The column of the ratings, without which every row is a like.
            contract: See `open`.

        Raises:
            ColumnError: A column is missing. So is that of the ratings in a file that is named after them and has
                columns of unknown meaning: one of these may be it.
        """
        matched = self.open("ratings", file, (reader, book, rating, *BESIDE_RATINGS), contract=contract)
        if "rating" in file.stem and not matched.has(rating.name) and len(matched.table.columns) > len(matched.names):
            sentence = missing_columns(file, matched.table.columns, [rating])
            raise ColumnError(f"{sentence} If they are loans without ratings, name the file loans.csv.")
        self.collect_ratings(matched)

    def collect_ratings(self, matched: MatchedTable) -> None:
        """Read the rows of a table of ratings, in pieces where the engine has processes for them.

        Args:
            matched: The table; its wanted columns are those of the reader, the book and the rating, and
                `BESIDE_RATINGS`.
        """
        if self._files.engine.has_processes:
            collect_in_pieces(matched, self.ratings, self._files.engine)
        else:
            collect_rows(matched, self.ratings)

    def read_rated_books(
        self,
        file: TableFile,
        contract: Mapping[str, str],
        key: str,
        book_id_of: Callable[[Record], str],
        book_of: Callable[[Record], BookTexts],
    ) -> None:
        """Read the books that the ratings so far name, of a catalogue of JSON lines; the others are set aside.

        Args:
            file: The file.
            contract: See `add_table`.
            key: Key of the books' ids in most records.
            book_id_of: Returns the id by which ratings name the book of a record.
            book_of: Returns the book of a record.
        """
        self.add_file("books", file, contract)
        read: Counter[str] = Counter()
        lines = JsonLines(file, "books", read, self.examples)
        for records in lines.blocks_of_wanted(key, self.ratings.is_rated, _UNREAD_BOOKS):
            for record in records:
                if self.ratings.is_rated(book_id_of(record)):
                    read["books rows"] -= 1  # counted with the books
                    self.books.add(book_of(record))
                else:
                    read[_UNREAD_BOOKS] += 1
        self.counts.update(read)

    def add_table(self, role: Role, table: Table, contract: Mapping[str, str]) -> None:
        """Add a table that is read, whose own counts of lost rows count among those of the source.

        Args:
            role: The table of the contract whose rows it has.
            table: The table.
            contract: Name of a column -> the contract's name, '' for one that is not read.
        """
        self._tables.append((role, table))
        self.add_file(role, table.file, contract)

    def add_file(self, role: Role, file: TableFile, contract: Mapping[str, str]) -> None:
        """Add a file that is read and counted by its source, see `add_table`."""
        if file.further:
            parts = ", ".join(part.shown_name for part in file.parts())
            self.remark(f"{parts} are read as one table of {role}, in this order.")
        self._files_read[file.name] = role
        self._columns.update({f"{file.name}: {name}": meaning for name, meaning in contract.items()})

    @property
    def names_of_files(self) -> set[str]:
        """The names of the files that are read."""
        return {name for file in self._files_read for name in file.split(" + ")}

    def remark(self, sentence: str) -> None:
        """Add a sentence on what was not read."""
        self._remarks.append(sentence)

    def build(self, reader_facts: Mapping[str, tuple[str, float]] | None = None) -> SourceTables:
        """Return the tables.

        Args:
            reader_facts: Reader id -> country and age, see `readers_of`.
        """
        stated = self._files.description or DatasetDescription()
        # A dataset with a name of its own has another's columns, and not its terms.
        terms = SourceTerms() if stated.name else self._terms
        collected = self.ratings.collect(
            rating_scale=stated.rating_scale,
            like_threshold=stated.like_threshold,
            usual_scale=self._usual_scale,
            engine=self._files.engine,
        )
        counts, examples = Counter(self.books.counts), self.books.examples | self.ratings.examples | self.examples
        for of_part in (self.counts, self.ratings.counts):
            counts.update(of_part)
        is_rated = collected.ratings["rating"] > 0
        likes = float(collected.ratings["liked"][is_rated].mean()) if is_rated.any() else 1.0
        if collected.rating_scale and likes < LIKES.least_share:
            self.remark(
                f"Of the ratings {likes:.1%} are {collected.like_threshold:g} or more of {collected.rating_scale} and "
                "count as likes. If the best rating is another, state it as rating_scale in dataset.json."
            )
        readers = readers_of(collected.reader_ids, reader_facts or {}, counts)
        for role, table in self._tables:
            for kind, number in table.counts.items():
                counts[f"{table.file.name}: {kind}"] += number
                # Records that a table drops itself never reach the count of rows.
                counts[f"{role} rows"] += number if kind.endswith(", dropped") else 0
            examples |= {f"{table.file.name}: {kind}": example for kind, example in table.examples.items()}
        return check(
            SourceTables(
                name=stated.name or self._name,
                books=self._books,
                ratings=collected.ratings,
                readers=readers,
                rating_scale=collected.rating_scale,
                like_threshold=collected.like_threshold,
                notice=stated.notice or self._files.notice or terms.notice,
                licence=stated.licence or terms.licence,
                citation=stated.citation or terms.citation,
                counts=counts,
                examples=examples,
                fingerprint=self._fingerprint.result(),
                columns=self._columns,
                tables=self._files_read,
                remarks=(*self._files.not_read, *self._remarks),
                work_ids_are_final=self.work_ids_are_final,
            )
        )
