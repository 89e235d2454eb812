"""Groups of a task's questions by size: the ratings of the asked book, or the length of a reader's shelf."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.metrics import Resampling
from model_build.evaluation.results import Estimate
from model_build.rank.splitting import Questions


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one size.

    Attributes:
        name: Name in the report: "5 to 19".
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
    groups = []
    group_of = np.searchsorted(np.asarray(least), sizes, side="right") - 1
    for position, name in enumerate(_names(least)):
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
