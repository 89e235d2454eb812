"""The tables of a source, built of the books, ratings and readers that its module reads."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from model_build.datasets.books_table import BookCollector
from model_build.datasets.contract import SourceTables, check
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table import Table
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.ratings_table import RatingCollector
from model_build.datasets.readers_table import readers_of


@dataclass(frozen=True, slots=True)
class SourceTerms:
    """The terms of a source's data, as its makers state them.

    Attributes:
        licence: The licence, in one sentence, or ''.
        citation: The publication that the data's makers ask to cite, or ''.
        notice: A sentence that is shown wherever the data is, or ''.
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
        self._name = name
        self._files = files
        self._usual_scale = usual_scale
        self._terms = terms or SourceTerms()
        self._books = pd.DataFrame()

    def collect_books(self) -> None:
        """End the books; ratings so far and from now on are of them."""
        self._books = self.books.collect()
        self.ratings.find_books(self._books["book_id"].tolist(), self._books["isbns"].tolist())

    def build(self, reader_facts: Mapping[str, tuple[str, float]], tables: Iterable[Table]) -> SourceTables:
        """Return the tables.

        Args:
            reader_facts: Reader id -> country and age, see `readers_of`.
            tables: The tables that were read, each with counts of its own faults.

        Raises:
            DatasetError: No rating can be used.
        """
        tables = list(tables)
        collected = self.ratings.collect(usual_scale=self._usual_scale)
        counts = Counter(self.books.counts)
        for of_part in (self.counts, self.ratings.counts):
            counts.update(of_part)
        scale = collected.rating_scale or self._usual_scale
        if collected.ratings.empty:
            names = ", ".join(dict.fromkeys(table.file.name for table in tables))
            raise DatasetError(
                f"No usable rating in {self._files.folder} ({names}): of {counts['ratings rows']:,} rows none has a "
                f"reader, a known book and a number from 0 to {scale}. Do the files belong together?"
            )
        readers = readers_of(collected.reader_ids, reader_facts, counts)
        for table in tables:
            counts.update({f"{table.file.name}: {kind}": number for kind, number in table.counts.items()})
        return check(
            SourceTables(
                name=self._name,
                books=self._books,
                ratings=collected.ratings,
                readers=readers,
                rating_scale=scale,
                like_threshold=collected.like_threshold,
                notice=self._files.notice or self._terms.notice,
                licence=self._terms.licence,
                citation=self._terms.citation,
                counts=counts,
                examples={**self.examples, **self.books.examples, **self.ratings.examples},
                fingerprint=self._files.fingerprint(),
            )
        )
