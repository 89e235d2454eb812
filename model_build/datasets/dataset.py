"""A dataset as the rest of the build has it: clean editions, readers and ratings, and the sources that they are of."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a dataset, and the rows of the dataset's tables that it gave.

    Attributes:
        name: Name of the source, for people; no two of a dataset have the same.
        licence: The terms of the data, or ''.
        notice: A sentence that is shown wherever the data is, or ''.
        citation: The publication that the data's makers ask to cite, or ''.
        rating_scale: The source's own best rating, or None where it has no ratings.
        like_threshold: The least rating of its own that is a like.
        editions: Rows of `Dataset.editions`.
        readers: Rows of `Dataset.readers`.
        counts: Number of rows read, and of those repaired or dropped, by the kind of their fault.
        work_ids_are_final: True where different work ids are always different works, see `SourceTables`.
    """

    name: str
    licence: str
    notice: str
    citation: str
    rating_scale: int | None
    like_threshold: float
    editions: range
    readers: range
    counts: Counter[str]
    work_ids_are_final: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A clean dataset, with rows numbered from 0.

    Attributes:
        editions: [editions] source_id, title, author, year (of first publication where the dataset has it, else of the
            edition; <NA> where unknown), isbn (the source_id where there is none), image_url, publisher, language (ISO
            639-1, None where unknown), series and volume ('' where the dataset has none of its own), isbns (tuple of
            whole ISBNs), work_id ('' where unknown), tags (tuple).
        readers: [readers] source_id, country ('' where unknown), age (<NA> where unknown).
        ratings: [ratings] reader, edition (row numbers), rating (0 = read, not rated), liked; one a pair.
        rating_scale: The best rating: 5 or 10.
        notice: A sentence about the data that is shown beside it, or an empty string.
        counts: Number of rows read, and of those repaired or dropped, by the kind of their fault.
        fingerprint: SHA-256 of the tables and the notice, in hex.
        sources: Its sources, in the order of their rows; none where it was not read from files.
    """

    editions: pd.DataFrame
    readers: pd.DataFrame
    ratings: pd.DataFrame
    rating_scale: int
    notice: str
    counts: Counter[str]
    fingerprint: str
    sources: tuple[Source, ...] = ()
