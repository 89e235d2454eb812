"""Facts of the books themselves, whoever read them: authors, years, publishers, languages and title words."""

from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.series_order import SeriesOrder
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.title_keys import normalise_title


class BookFacts:
    """Facts of each work, as arrays by its row.

    Attributes:
        works_count: Number of works.
        author_rows: [works] row of each work's author; -1 where unknown.
        years: [works] float32, NaN where unknown.
        publishers: [works] a number for each publisher; -1 where unknown.
        languages: [works] a number for each language; -1 where unknown.
        title_words: [works, words] tf-idf of the words of the titles, each row of length 1.
        subjects: [works, subjects] the same of the works' tags: a subject counts by its rarity.
    """

    def __init__(self, works: Works) -> None:
        self._books = books = works.books
        self.works_count = len(books)
        self.author_rows = np.where(books["author"] == UNKNOWN_AUTHOR, -1, books["author_row"]).astype(np.int32)
        self.years = books["year"].astype("Float64").to_numpy(dtype=np.float32, na_value=np.nan)
        self.publishers = _number_names(books["publisher"].str.casefold().str.strip().tolist())
        self.languages = _number_names([language or "" for language in books["language"].tolist()])
        self.title_words = _weigh_by_rarity(
            [sorted(set(normalise_title(title).split())) for title in books["title"].tolist()]
        )
        self.subjects = _weigh_by_rarity(
            [list(dict.fromkeys(map(str.casefold, tags))) for tags in books["tags"].tolist()]
        )

    def __getstate__(self) -> dict[str, Any]:
        """Return what is copied to another process: the order of the series in place of the books' texts."""
        return {**self.__dict__, "series_order": self.series_order, "_books": None}

    @cached_property
    def series_order(self) -> SeriesOrder:
        """The order of the works' series."""
        return SeriesOrder.of(self._books)

    def same_author(self, sources: NDArray[np.int32], targets: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return [pairs] whether both works are by one known author."""
        authors = self.author_rows[sources]
        same: NDArray[np.bool_] = (authors == self.author_rows[targets]) & (authors >= 0)
        return same

    def subjects_in_common(self, sources: NDArray[np.int32], targets: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return [pairs] the cosine of the subjects of both works: 0 with none in common, 1 with all."""
        return np.asarray(self.subjects[sources].multiply(self.subjects[targets]).sum(axis=1), dtype=np.float32)


def _number_names(names: list[str]) -> NDArray[np.int32]:
    """Return [names] a number for each distinct name, from 0 in the order of first occurrence; -1 for an empty one."""
    number_of = {"": -1}
    for name in names:
        number_of.setdefault(name, len(number_of) - 1)
    return np.array([number_of[name] for name in names], dtype=np.int32)


def _weigh_by_rarity(words_of: list[list[str]]) -> sp.csr_array:
    """Return [works, words] tf-idf of the words of each work, of length 1 where there are any.

    Args:
        words_of: [works] its words, each once.
    """
    column_of: dict[str, int] = {}
    columns = [column_of.setdefault(word, len(column_of)) for words in words_of for word in words]
    starts = np.cumsum([0, *map(len, words_of)])
    works_with = np.bincount(np.array(columns, dtype=np.int64), minlength=len(column_of))
    weights = np.log(len(words_of) / np.maximum(works_with, 1)).astype(np.float32)[columns]
    lengths = np.sqrt(np.add.reduceat(np.append(weights**2, 0), starts[:-1]) * (np.diff(starts) > 0))
    weights /= np.maximum(np.repeat(lengths, np.diff(starts)), 1e-9)
    words = sp.csr_array((weights, columns, starts), shape=(len(words_of), max(1, len(column_of))))
    words.sort_indices()
    return words
