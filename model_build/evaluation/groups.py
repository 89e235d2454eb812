"""Groups of a task's questions: by size, and by the source of their reader.

The size is the number of ratings of the asked book, or the length of a reader's shelf.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.datasets.dataset import Source
from model_build.evaluation.metrics import Resampling
from model_build.evaluation.results import Estimate
from model_build.rank.splitting import Questions


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one size, or of the readers of one source.

    Attributes:
        name: Name in the report: "5 to 19", or the source's.
        questions: [questions of the group] their positions among the task's questions.
        reader: [questions of the group] the reader of each, numbered from 0 among the group's readers.
        readers_count: Number of readers with a question in the group.
        resampling: Resamples of these readers.
    """

    name: str
    questions: NDArray[np.int64]
    reader: NDArray[np.int64]
    readers_count: int
    resampling: Resampling

    def mean_of(self, values: NDArray[np.float64]) -> Estimate:
        """Return the mean over the group's readers of a measure.

        Args:
            values: [questions] the measure of each of the task's questions.
        """
        counts = np.bincount(self.reader, minlength=self.readers_count)
        sums = np.bincount(self.reader, weights=values[self.questions], minlength=self.readers_count)
        return self.resampling.mean_of(sums.astype(np.float64) / counts)


@dataclass(frozen=True, slots=True)
class ReadersOfSources:
    """The readers of a task's questions, and the sources that they may be from.

    Attributes:
        rows: [readers] row of each reader in the dataset, ascending, as the questions number them.
        sources: The sources of the dataset.
    """

    rows: NDArray[np.int64]
    sources: tuple[Source, ...]


NO_SOURCES = ReadersOfSources(np.empty(0, dtype=np.int64), ())


def group_questions(
    questions: Questions, sizes: NDArray[np.int64], least: Sequence[int], seed: int
) -> tuple[Group, ...]:
    """Return the groups with at least one question, the smallest size first.

    Args:
        questions: The task's questions.
        sizes: [questions] the size of each.
        least: Smallest size of each group, ascending, from 0.
        seed: Seed of the groups' resamples.
    """
    return _groups(questions, np.searchsorted(np.asarray(least), sizes, side="right") - 1, _names(least), seed)


def group_by_source(questions: Questions, readers: ReadersOfSources, seed: int) -> tuple[Group, ...]:
    """Return a group for each source that has readers among those of the questions; none where there is one source.

    Args:
        questions: The task's questions.
        readers: The readers of the questions, and the sources.
        seed: Seed of the groups' resamples.
    """
    if len(readers.sources) < 2:
        return ()
    ends = np.array([source.readers.stop for source in readers.sources])
    source_of_reader = np.searchsorted(ends, readers.rows, side="right")
    return _groups(questions, source_of_reader[questions.reader], [source.name for source in readers.sources], seed)


def _groups(questions: Questions, group_of: NDArray[np.int64], names: Sequence[str], seed: int) -> tuple[Group, ...]:
    """Return the groups with at least one question, in the order of their names.

    Args:
        questions: The task's questions.
        group_of: [questions] position of each question's group among the names.
        names: Names of the groups.
        seed: Seed of the groups' resamples.
    """
    groups = []
    for position, name in enumerate(names):
        in_group = np.flatnonzero(group_of == position)
        if len(in_group):
            readers, reader = np.unique(questions.reader[in_group], return_inverse=True)
            groups.append(Group(name, in_group, reader, len(readers), Resampling.of(len(readers), seed)))
    return tuple(groups)


def _names(least: Sequence[int]) -> list[str]:
    """Return the names of groups: up to 4, 5 to 19, 20 and more."""
    first, *others = least[1:]
    between = [f"{low} to {high - 1}" for low, high in zip((first, *others), others, strict=False)]
    return [f"up to {first - 1}", *between, f"{least[-1]:,} and more"]
