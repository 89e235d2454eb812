"""The join of several sources' tables into one dataset, and the dataset of a single one.

Books stay rows of their own here; model_build/works joins those of one work. Readers of different sources are different
readers, whatever their ids are. Each source's own threshold has decided on its likes; ratings of different scales are
brought to the scale of the first source that has ratings.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from model_build.datasets.contract import SourceTables, check_losses
from model_build.datasets.dataset import Dataset, Source
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.sources.registry import read_source
from model_build.engine import THREADS, Engine
from shelftalker.model.isbn import isbn_of


@dataclass(frozen=True, slots=True)
class JoinConfig:
    """The numbers of the join.

    Attributes:
        scale_without_ratings: The best rating where no source has ratings: readers in Slack give stars all the same.
    """

    scale_without_ratings: int = 5


JOIN = JoinConfig()
_OPEN_LIBRARY_WORK = re.compile(r"OL\d+W")
# Reads a catalogue of books that belongs beside the sources, see open_library/source.py.
CatalogueReader = Callable[[Sequence[SourceTables]], SourceTables]
SourceReporter = Callable[[SourceTables], None]


def read_dataset(
    *files: DatasetFiles,
    catalogue: CatalogueReader | None = None,
    accept_losses: bool = False,
    report: SourceReporter | None = None,
    engine: Engine = THREADS,
) -> Dataset:
    """Read the files of one source, or of several, the main one first, see `join_sources`.

    Args:
        files: The files of each source.
        catalogue: Reads a catalogue that is joined with them, as the last source.
        accept_losses: True to read sources of which too many rows are lost, see `check_losses`.
        report: Called with each source that was read.
        engine: Reads large tables of ratings.

    Raises:
        DatasetError: A file or a column is missing, no rating can be used, or too many are lost; the message names it.
    """
    sources = [read_source(replace(of_source, engine=engine)) for of_source in files]
    for source in sources:
        check_losses(source, accept_losses=accept_losses)
        if report:
            report(source)
    return join_sources([*sources, catalogue(sources)] if catalogue else sources)


def join_sources(sources: Sequence[SourceTables]) -> Dataset:
    """Return the dataset of one source, or of several together.

    The first source's books keep their ids, and so do books of others whose id is an ISBN, or a work of Open Library,
    that no book before has; all others are named after their source, 'NAME:ID', since number 17 of two sources is two
    books. Readers are named so where there are several sources.

    Args:
        sources: The sources, the main one first.

    Raises:
        DatasetError: No source has a reader of any book, or two are of the same files.
    """
    sources = _with_names_of_their_own(sources)
    if len({source.fingerprint for source in sources}) < len(sources):
        raise DatasetError(
            f"Two of the sources {', '.join(source.name for source in sources)} are of the same files, so that their "
            "readers would count twice. Name each dataset once."
        )
    if not sum(len(source.ratings) for source in sources):
        raise DatasetError(
            f"No rating and no loan in {', '.join(source.name for source in sources) or 'no source'}: a model is built "
            "from books that people have read. Name a dataset with ratings or loans by --data as well."
        )
    is_single = len(sources) == 1
    scale = next((source.rating_scale for source in sources if source.rating_scale), JOIN.scale_without_ratings)
    editions, readers, ratings, described = [], [], [], []
    source_ids: dict[str, None] = {}
    first_reader = 0
    for source in sources:
        first_edition = len(source_ids)
        editions.append(_editions(source, source_ids))
        readers.append(_readers(source, is_single=is_single))
        ratings.append(_ratings(source, scale, first_reader, first_edition))
        rows = range(first_edition, len(source_ids)), range(first_reader, first_reader + len(source.readers))
        described.append(_describe(source, *rows))
        first_reader = rows[1].stop
    return Dataset(
        editions=_concatenate(editions),
        readers=_concatenate(readers),
        ratings=_concatenate(ratings),
        rating_scale=scale,
        notice=" ".join(dict.fromkeys(source.notice for source in sources if source.notice)),
        counts=sources[0].counts if is_single else _counts(sources),
        fingerprint=sources[0].fingerprint
        if is_single
        else hashlib.sha256("\n".join(source.fingerprint for source in sources).encode()).hexdigest(),
        sources=tuple(described),
    )


def _with_names_of_their_own(sources: Sequence[SourceTables]) -> list[SourceTables]:
    """Return the sources, those of a name that another has with a number behind it."""
    named: dict[str, SourceTables] = {}
    for source in sources:
        name, number = source.name, 1
        while name in named:
            number += 1
            name = f"{source.name} {number}"
        named[name] = replace(source, name=name)
    return list(named.values())


def _editions(source: SourceTables, source_ids: dict[str, None]) -> pd.DataFrame:
    """Return the editions of a source as `Dataset` has them, and add their ids to those of the sources before."""
    books = source.books
    isbns = books["isbns"].tolist()
    is_first = not source_ids
    names = []
    for book_id, of_book in zip(books["book_id"].tolist(), isbns, strict=True):
        name = book_id
        is_same_everywhere = name in of_book or isbn_of(name) or _OPEN_LIBRARY_WORK.fullmatch(name)
        if not is_first and (name in source_ids or not is_same_everywhere):
            name = f"{source.name}:{name}"
        while name in source_ids:
            name = f"{source.name}:{name}"
        source_ids[name] = None
        names.append(name)
    return pd.DataFrame({
        "source_id": pd.Series(names, index=books.index, dtype="object"),
        "title": books["title"],
        "author": books["author"],
        "year": books["year"],
        "isbn": pd.Series(
            [of_book[0] if of_book else name for of_book, name in zip(isbns, names, strict=True)],
            index=books.index,
            dtype="object",
        ),
        **{
            column: books[column]
            for column in ("image_url", "publisher", "language", "series", "volume", "isbns", "work_id", "tags")
        },
    })  # fmt: skip


def _readers(source: SourceTables, *, is_single: bool) -> pd.DataFrame:
    """Return the readers of a source as `Dataset` has them."""
    names = source.readers["reader_id"]
    return pd.DataFrame({
        "source_id": names if is_single else source.name + ":" + names,
        "country": source.readers["country"],
        "age": source.readers["age"],
    })  # fmt: skip


def _ratings(source: SourceTables, scale: int, first_reader: int, first_edition: int) -> pd.DataFrame:
    """Return the ratings of a source by the dataset's rows, as shares of its best rating times that of the scale."""
    ratings = source.ratings
    rating = ratings["rating"].to_numpy(dtype=np.float32)
    if source.rating_scale not in {None, scale}:
        rating = rating * np.float32(scale / (source.rating_scale or scale))
    return pd.DataFrame({
        "reader": ratings["reader"].to_numpy(dtype=np.int32) + np.int32(first_reader),
        "edition": ratings["book"].to_numpy(dtype=np.int32) + np.int32(first_edition),
        "rating": rating,
        "liked": ratings["liked"].to_numpy(dtype=bool),
    })  # fmt: skip


def _describe(source: SourceTables, editions: range, readers: range) -> Source:
    return Source(
        name=source.name,
        licence=source.licence,
        notice=source.notice,
        citation=source.citation,
        rating_scale=source.rating_scale,
        like_threshold=source.like_threshold,
        editions=editions,
        readers=readers,
        counts=source.counts,
        work_ids_are_final=source.work_ids_are_final,
    )


def _counts(sources: Sequence[SourceTables]) -> Counter[str]:
    """Return the counts of all sources, each kind with the source's name before it."""
    counts: Counter[str] = Counter()
    for source in sources:
        counts.update({f"{source.name}: {kind}": number for kind, number in source.counts.items()})
    return counts


def _concatenate(tables: list[pd.DataFrame]) -> pd.DataFrame:
    if len(tables) == 1:
        return tables[0].reset_index(drop=True)
    # An empty table's columns would decide on the types of the others.
    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
