"""The catalogue as a source of data beside the datasets of ratings: books only, nobody's ratings."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd

from model_build.datasets.contract import SourceTables, check
from model_build.datasets.values.covers import cover_address
from model_build.open_library.catalogue import CATALOGUE, Catalogue, read_catalogue
from model_build.open_library.kept_works import RatedBooks
from shelftalker.model.catalogue import UNKNOWN_AUTHOR

NAME = "Open Library"
_LICENCE = "Open Library's data is in the public domain (https://openlibrary.org/developers/licensing)."
_NOTICE = "Books' facts by Open Library, openlibrary.org."


def read_catalogue_tables(
    sources: Iterable[SourceTables],
    directory: Path,
    least_readers: int = CATALOGUE.least_readers,
    warn: Callable[[str], None] | None = None,
) -> SourceTables:
    """Read the works of a folder of Open Library's dumps that belong beside some datasets.

    Args:
        sources: The datasets of ratings: works with the ISBN of one of their rated books are kept.
        directory: The folder of the dumps.
        least_readers: Least number of readers in Open Library of a work that no dataset rates.
        warn: Called with each sentence about what is odd, but no reason to stop.

    Raises:
        DatasetError: A dump is missing or broken, or no work has a signal.
    """
    catalogue = read_catalogue(directory, rated_books(sources), least_readers)
    if warn:
        for sentence in catalogue.warnings:
            warn(sentence)
    return tables_of(catalogue)


def rated_books(sources: Iterable[SourceTables]) -> RatedBooks:
    """Return the books of some sources that somebody has rated or read."""
    rated = RatedBooks()
    for source in sources:
        books = source.books.iloc[sorted(set(source.ratings["book"].tolist()))]
        for title, author, isbns, work_id in zip(
            books["title"], books["author"], books["isbns"], books["work_id"], strict=True
        ):
            rated.add(title, author, isbns, work_id)
    return rated


def tables_of(catalogue: Catalogue) -> SourceTables:
    """Return a catalogue as the tables that every source writes, without ratings and readers."""
    books = catalogue.books
    counts = Counter(dict(sorted(catalogue.losses.counts.items())))
    # The contract's shares of lost rows are those of a table of ratings and books; a dump's rows are not lost but left.
    counts["books rows"] = len(books)
    return check(
        SourceTables(
            name=NAME,
            books=pd.DataFrame(
                {
                    **{column: books[column] for column in ("book_id", "work_id", "title")},
                    "author": books["author"].where(books["author"] != "", UNKNOWN_AUTHOR),
                    **{
                        column: books[column]
                        for column in ("isbns", "year", "language", "publisher", "series", "volume")
                    },
                    "image_url": books["cover"].map(cover_address).astype("object"),
                    "tags": books["tags"],
                }
            ),
            ratings=pd.DataFrame(
                {
                    "reader": pd.Series(dtype="int32"),
                    "book": pd.Series(dtype="int32"),
                    "rating": pd.Series(dtype="float32"),
                    "liked": pd.Series(dtype="bool"),
                }
            ),
            readers=pd.DataFrame(
                {
                    "reader_id": pd.Series(dtype="object"),
                    "country": pd.Series(dtype="object"),
                    "age": pd.Series(dtype="Int16"),
                }
            ),
            rating_scale=None,
            like_threshold=0.0,
            notice=_NOTICE,
            licence=_LICENCE,
            citation="",
            counts=counts,
            examples=dict(catalogue.losses.examples),
            fingerprint=_fingerprint(books),
        )
    )


def _fingerprint(books: pd.DataFrame) -> str:
    """Return the SHA-256 of the kept works, in hex: the dumps themselves change with every edit of any book."""
    digest = hashlib.sha256()
    rows: Sequence[tuple[object, ...]] = list(books.itertuples(index=False, name=None))
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()
