"""Splits of the readers, and the questions of the protocol's two tasks.

After a book: each book that a held-out reader liked is a question, the reader's other likes are relevant.
For a reader: a fifth of the reader's likes is hidden and relevant, all other ratings are known. That may be repeated
with other hidden likes; each is a question of its own, and its reader counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset
from model_build.works.gather import Works


@dataclass(frozen=True, slots=True)
class SplitConfig:
    """The numbers of the protocol.

    Attributes:
        held_out_share: Share of the eligible readers that is held out.
        hidden_share: Share of a reader's likes that is hidden.
        min_likes: Fewest likes of an eligible reader, and of a reader that the ranker is trained on.
    """

    held_out_share: float = 0.2
    hidden_share: float = 0.2
    min_likes: int = 5


SPLIT = SplitConfig()


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions for readers, and the works that are relevant to them.

    Attributes:
        reader: [questions] the reader of each, from 0.
        readers_count: Number of readers; each has at least one question.
        relevant: [shelves, works] bool; the works that would be right to recommend.
        relevant_counts: [questions] number of relevant works, at least 1: the work of a question is not among its own.
        shelf: [questions] row of each in `relevant`. A reader has a shelf for each time that likes were hidden.
    """

    reader: NDArray[np.int64]
    readers_count: int
    relevant: sp.csr_array
    relevant_counts: NDArray[np.int64]
    shelf: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AfterBook:
    """The questions of the task "after a book".

    Attributes:
        work: [questions] row of the work to recommend after.
        questions: Their readers and relevant works.
    """

    work: NDArray[np.int64]
    questions: Questions


@dataclass(frozen=True, slots=True)
class ForReader:
    """The questions of the task "for a reader": one a shelf, and a shelf a reader each time that likes were hidden.

    Attributes:
        ratings: [shelves, works] float32, the known ratings: above 0, and -1 for read, not rated.
        reads: [shelves, works] float32, 1 where a rating is known.
        likes: [shelves, works] float32, 1 where a liked work is known.
        questions: Their readers and relevant works: the hidden likes.
    """

    ratings: sp.csr_array
    reads: sp.csr_array
    likes: sp.csr_array
    questions: Questions


def readers_to_hold_out(ratings: pd.DataFrame, seed: int) -> NDArray[np.int64]:
    """Return a sample of a fifth of the readers who liked at least five works, in ascending order.

    Args:
        ratings: With columns reader and liked, one row a (reader, work) pair.
        seed: The same seed samples the same readers.
    """
    likes = ratings.loc[ratings["liked"], "reader"].value_counts()
    eligible = np.sort(likes.index[likes >= SPLIT.min_likes].to_numpy(dtype=np.int64))
    sampled = np.random.default_rng(seed).permutation(eligible)[: round(SPLIT.held_out_share * len(eligible))]
    return np.sort(sampled)


def without_readers(dataset: Dataset, readers: NDArray[np.int64]) -> Dataset:
    """Return the dataset without these readers' ratings; its books and row numbers stay as they are."""
    kept = ~dataset.ratings["reader"].isin(readers)
    return replace(dataset, ratings=dataset.ratings[kept].reset_index(drop=True))


def ratings_by_row(works: Works, readers: NDArray[np.int64], row_of_edition: NDArray[np.int64]) -> pd.DataFrame:
    """Return the ratings of some readers, by the rows of a model that was built without them.

    Args:
        works: Of the whole dataset.
        readers: The readers whose ratings are returned.
        row_of_edition: [editions] the row, from 0, that each edition of the dataset has in the model.

    Returns:
        Columns reader, work (the model's row), rating, liked; one row a (reader, work) pair.
    """
    row_of_work = np.empty(len(works.books), dtype=np.int64)
    row_of_work[works.work_of] = row_of_edition
    ratings = works.ratings[works.ratings["reader"].isin(readers)]
    return ratings.assign(work=row_of_work[ratings["work"]]).reset_index(drop=True)


def questions_after_books(ratings: pd.DataFrame, works_count: int) -> AfterBook:
    """Return one question for each liked work of each reader; the reader's other likes are relevant.

    Args:
        ratings: Columns reader, work, liked; every reader liked at least two works.
        works_count: Number of works in the catalogue.
    """
    liked = ratings[ratings["liked"]].sort_values(["reader", "work"])
    reader, readers_count = _number_readers(liked["reader"])
    work = liked["work"].to_numpy(dtype=np.int64)
    relevant = _matrix(np.ones(len(work), dtype=bool), reader, work, (readers_count, works_count))
    relevant_counts = np.bincount(reader, minlength=readers_count)[reader] - 1
    return AfterBook(work, Questions(reader, readers_count, relevant, relevant_counts, reader))


def questions_for_readers(ratings: pd.DataFrame, works_count: int, seed: int, hidings: int = 1) -> ForReader:
    """Return questions for readers: a fifth of the likes, at least one, is hidden and relevant; all else is known.

    Args:
        ratings: Columns reader, work, rating, liked; every reader liked at least two works.
        works_count: Number of works in the catalogue.
        seed: Seed of the sample of hidden likes, whatever the order of the rows.
        hidings: Number of times that likes are hidden, of all readers and each time others; the first time those that
            are hidden if it is the only one.
    """
    ordered = ratings.sort_values(["reader", "work"])
    return _join([hide_likes(ordered, works_count, seed + hiding) for hiding in range(hidings)])


def hide_likes(ratings: pd.DataFrame, works_count: int, seed: int) -> ForReader:
    """Return the questions of `questions_for_readers`, the hidden likes sampled along the rows as they stand.

    In another order of the rows other likes are hidden.
    """
    reader, readers_count = _number_readers(ratings["reader"])
    work, liked = ratings["work"].to_numpy(dtype=np.int64), ratings["liked"].to_numpy(dtype=bool)
    likes_count = np.bincount(reader[liked], minlength=readers_count)
    hidden_count = np.maximum(1, np.rint(SPLIT.hidden_share * likes_count)).astype(np.int64)
    # Each reader's likes in random order, then the rest: the first are hidden, and there are more likes than those.
    random_keys = np.random.default_rng(seed).random(len(reader))
    order = np.lexsort((random_keys, ~liked, reader))
    starts = np.cumsum(np.bincount(reader, minlength=readers_count)) - np.bincount(reader, minlength=readers_count)
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order)) - starts[reader[order]]
    hidden = position < hidden_count[reader]
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
            relevant=_matrix(np.ones(hidden.sum(), dtype=bool), reader[hidden], work[hidden], shape),
            relevant_counts=hidden_count,
            shelf=np.arange(readers_count),
        ),
    )


def _join(hidings: Sequence[ForReader]) -> ForReader:
    """Return the questions of all hidings, each with shelves of its own."""
    questions = [each.questions for each in hidings]
    return ForReader(
        ratings=sp.csr_array(sp.vstack([each.ratings for each in hidings])),
        reads=sp.csr_array(sp.vstack([each.reads for each in hidings])),
        likes=sp.csr_array(sp.vstack([each.likes for each in hidings])),
        questions=Questions(
            reader=np.concatenate([each.reader for each in questions]),
            readers_count=questions[0].readers_count,
            relevant=sp.csr_array(sp.vstack([each.relevant for each in questions])),
            relevant_counts=np.concatenate([each.relevant_counts for each in questions]),
            shelf=np.arange(sum(len(each.shelf) for each in questions)),
        ),
    )


def _number_readers(readers: "pd.Series[int]") -> tuple[NDArray[np.int64], int]:
    """Return a number for each reader, from 0 in ascending order, and the number of different readers."""
    names, numbers = np.unique(readers.to_numpy(), return_inverse=True)
    return numbers, len(names)


def _matrix(
    values: NDArray[np.generic], rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sp.csr_array:
    return sp.csr_array((values, (rows, columns)), shape=shape)
