"""Which readers a model is not learned from, and what is asked for them: the protocol's two tasks.

After a book: each book that a held-out reader liked is a question, the reader's other likes are the right answers.
For a reader: a fifth of the reader's likes is hidden, all other ratings are known, the hidden likes are right.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset
from model_build.works.gather import Works

HELD_OUT_SHARE = 0.2
HIDDEN_SHARE = 0.2
LIKES_TO_BE_ASKED = 5


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked for readers, and the right answers.

    Attributes:
        reader: [questions] which reader each is asked for, from 0.
        readers_count: Number of readers; each has at least one question.
        right: [readers, works] bool; what would be right to recommend.
        right_counts: [questions] number of right answers, at least 1: a work asked about is not among its own.
    """

    reader: NDArray[np.int64]
    readers_count: int
    right: sp.csr_array
    right_counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AfterBook:
    """The questions "what to read after this book".

    Attributes:
        work: [questions] the row of the work asked about.
        questions: For whom, and what is right.
    """

    work: NDArray[np.int64]
    questions: Questions


@dataclass(frozen=True, slots=True)
class ForReader:
    """The questions "what should I read": one a reader.

    Attributes:
        ratings: [readers, works] float32, what is known of each reader: ratings above 0, and -1 for read, not rated.
        reads: [readers, works] float32, 1 where something is known.
        likes: [readers, works] float32, 1 where a liked work is known.
        questions: For whom, and what is right: the hidden likes.
    """

    ratings: sp.csr_array
    reads: sp.csr_array
    likes: sp.csr_array
    questions: Questions


def readers_to_hold_out(ratings: pd.DataFrame, seed: int) -> NDArray[np.int64]:
    """A fifth of the readers who liked at least five works, drawn by lot, in ascending order.

    Args:
        ratings: With columns reader and liked, one row a (reader, work) pair.
        seed: The same seed draws the same readers.
    """
    likes = ratings.loc[ratings["liked"], "reader"].value_counts()
    eligible = np.sort(likes.index[likes >= LIKES_TO_BE_ASKED].to_numpy(dtype=np.int64))
    drawn = np.random.default_rng(seed).permutation(eligible)[: round(HELD_OUT_SHARE * len(eligible))]
    return np.sort(drawn)


def without_readers(dataset: Dataset, readers: NDArray[np.int64]) -> Dataset:
    """The dataset without these readers' ratings; its books and row numbers stay as they are."""
    kept = ~dataset.ratings["reader"].isin(readers)
    return replace(dataset, ratings=dataset.ratings[kept].reset_index(drop=True))


def ratings_by_row(works: Works, readers: NDArray[np.int64], row_of_edition: NDArray[np.int64]) -> pd.DataFrame:
    """The ratings of some readers, by the rows of a model that was built without them.

    Args:
        works: Of the whole dataset.
        readers: Whose ratings.
        row_of_edition: [editions] the row, from 0, that each edition of the dataset has in the model.

    Returns:
        Columns reader, work (the model's row), rating, liked; one row a (reader, work) pair.
    """
    row_of_work = np.empty(len(works.books), dtype=np.int64)
    row_of_work[works.work_of] = row_of_edition
    ratings = works.ratings[works.ratings["reader"].isin(readers)]
    return ratings.assign(work=row_of_work[ratings["work"]]).reset_index(drop=True)


def ask_after_books(ratings: pd.DataFrame, works_count: int) -> AfterBook:
    """One question for each liked work of each reader; the reader's other likes are right.

    Args:
        ratings: Columns reader, work, liked; every reader liked at least two works.
        works_count: Number of works in the catalogue.
    """
    liked = ratings[ratings["liked"]].sort_values(["reader", "work"])
    reader, readers_count = _numbered(liked["reader"])
    work = liked["work"].to_numpy(dtype=np.int64)
    right = _matrix(np.ones(len(work), dtype=bool), reader, work, (readers_count, works_count))
    right_counts = np.bincount(reader, minlength=readers_count)[reader] - 1
    return AfterBook(work, Questions(reader, readers_count, right, right_counts))


def ask_for_readers(ratings: pd.DataFrame, works_count: int, seed: int) -> ForReader:
    """One question a reader: a fifth of the likes, at least one, is hidden and right; all else is known.

    Args:
        ratings: Columns reader, work, rating, liked; every reader liked at least two works.
        works_count: Number of works in the catalogue.
        seed: Of the lot that decides which likes are hidden, whatever the order of the rows.
    """
    return hide_likes(ratings.sort_values(["reader", "work"]), works_count, seed)


def hide_likes(ratings: pd.DataFrame, works_count: int, seed: int) -> ForReader:
    """The same with the lot drawn along the rows as they stand: rows in another order have other likes hidden."""
    reader, readers_count = _numbered(ratings["reader"])
    work, liked = ratings["work"].to_numpy(dtype=np.int64), ratings["liked"].to_numpy(dtype=bool)
    likes_count = np.bincount(reader[liked], minlength=readers_count)
    hidden_count = np.maximum(1, np.rint(HIDDEN_SHARE * likes_count)).astype(np.int64)
    # Likes before the rest, by lot: the first of each reader's are hidden, and there are more likes than those.
    lot = np.random.default_rng(seed).random(len(reader))
    order = np.lexsort((lot, ~liked, reader))
    starts = np.cumsum(np.bincount(reader, minlength=readers_count)) - np.bincount(reader, minlength=readers_count)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - starts[reader[order]]
    hidden = place < hidden_count[reader]
    shape = (readers_count, works_count)
    known, rating = ~hidden, ratings["rating"].to_numpy(dtype=np.float32)
    return ForReader(
        ratings=_matrix(np.where(rating > 0, rating, -1)[known], reader[known], work[known], shape),
        reads=_matrix(np.ones(known.sum(), dtype=np.float32), reader[known], work[known], shape),
        likes=_matrix(
            np.ones((known & liked).sum(), dtype=np.float32), reader[known & liked], work[known & liked], shape
        ),
        questions=Questions(
            reader=np.arange(readers_count),
            readers_count=readers_count,
            right=_matrix(np.ones(hidden.sum(), dtype=bool), reader[hidden], work[hidden], shape),
            right_counts=hidden_count,
        ),
    )


def _numbered(readers: "pd.Series[int]") -> tuple[NDArray[np.int64], int]:
    """Readers numbered from 0 in ascending order, and how many there are."""
    names, numbers = np.unique(readers.to_numpy(), return_inverse=True)
    return numbers, len(names)


def _matrix(
    values: NDArray[np.generic], rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sp.csr_array:
    return sp.csr_array((values, (rows, columns)), shape=shape)
