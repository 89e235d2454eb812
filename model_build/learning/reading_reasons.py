"""The reason "N readers have read both", withheld where one or two readers in Slack alone could be meant.

Such a pair of books may stand on the shelf of a colleague, whom the reason would show. The books stay neighbours; they
have another reason or none, see `shelftalker.recommend.reasons`.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model_build.rank.neighbours import Neighbours
from model_build.works.gather import Works


@dataclass(frozen=True, slots=True)
class ReasonConfig:
    """Numbers of the reasons.

    Attributes:
        readers: Least number of distinct readers in Slack who make a reason where no other reader has read both books.
    """

    readers: int = 3


REASONS = ReasonConfig()


def withhold_few_readers(neighbours: Neighbours, works: Works, readers: range) -> Neighbours:
    """Return neighbours whose readers in common are 0 where they are fewer than three, all of them in Slack.

    Args:
        neighbours: The neighbours.
        works: The works.
        readers: Rows of the readers in Slack; all others are a dataset's.
    """
    if not readers:
        return neighbours
    counts = neighbours.readers_in_common
    few = np.flatnonzero((counts > 0) & (counts < REASONS.readers))
    sources = np.repeat(np.arange(len(works.books)), np.diff(neighbours.starts))[few]
    in_slack = _readers_in_common(works, readers, sources, neighbours.works[few].astype(np.int64))
    withheld = counts.copy()
    withheld[few[in_slack == counts[few]]] = 0
    return replace(neighbours, readers_in_common=withheld)


def _readers_in_common(
    works: Works, readers: range, sources: NDArray[np.int64], targets: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return [pairs] the number of some readers who have read both works.

    The readers of the less read work are looked up among those of the other, so that bestsellers cost nothing.
    """
    count = len(works.books)
    reader, work = works.ratings["reader"].to_numpy(), works.ratings["work"].to_numpy()
    chosen = (reader >= readers.start) & (reader < readers.stop)
    # Sorted keys: work, then reader.
    keys = np.sort(work[chosen].astype(np.int64) * len(readers) + (reader[chosen] - readers.start))
    starts = np.searchsorted(keys, np.arange(count + 1) * len(readers))
    numbers = np.diff(starts)
    is_less_read = numbers[sources] <= numbers[targets]
    few, many = np.where(is_less_read, sources, targets), np.where(is_less_read, targets, sources)
    pair = np.repeat(np.arange(len(few)), numbers[few])
    position = np.arange(len(pair)) - np.repeat(np.cumsum(numbers[few]) - numbers[few], numbers[few])
    of_few = keys[starts[few][pair] + position] % len(readers)
    wanted = many[pair] * len(readers) + of_few
    found = np.searchsorted(keys, wanted)
    is_found = keys[np.minimum(found, len(keys) - 1)] == wanted
    return np.bincount(pair[is_found], minlength=len(few))
