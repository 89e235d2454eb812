"""Series in answers: the share with the next volume, and the share that begins a series in its middle."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.rank.ndcg import Rankings
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class SeriesShares:
    """Shares of answers, from 0 to 1; NaN where there is no such answer.

    Attributes:
        answers_with_next: Number of answers after a volume that has a later one in the catalogue.
        next_shown: Share of these that show the next volume.
        next_first: Share of these that show it first.
        later_without_first: Share of all answers with a later volume of another series and not the first one, where
            the catalogue has it.
        omnibus_beside_part: Share of all answers with several volumes in one book beside one of them.
    """

    answers_with_next: int
    next_shown: float
    next_first: float
    later_without_first: float
    omnibus_beside_part: float


def measure_series(asked: NDArray[np.int32], rankings: Rankings, books: pd.DataFrame) -> SeriesShares:
    """Return the shares of the answers after some works, of which the first five are shown.

    Volumes with a fraction, novellas between two others, count as volumes only of a series without whole ones.

    Args:
        asked: [answers] work asked about, -1 for none. The shelves of readers are not known here: in their lists a
            volume that goes on with a series counts as a later one without its first.
        rankings: [answers, positions] works; -1 where an answer ends early.
        books: [works] series_row, volume, last_volume, see `Works`.
    """
    shown = rankings[:, : RECOMMENDER.recommendations]
    if not len(shown):
        return SeriesShares(0, *[float("nan")] * 4)
    series, volumes, is_omnibus = _columns(books)
    following, firsts = _next_and_first_volumes(series, volumes, is_omnibus)
    # A work of no series in place of the ends of answers, and of the book asked about where there is none.
    series, volumes, is_omnibus = np.append(series, -1), np.append(volumes, np.nan), np.append(is_omnibus, False)
    of_series, numbers, holds_several = series[shown], volumes[shown], is_omnibus[shown]
    asked_series, next_numbers = series[asked], np.append(following, np.nan)[asked]
    is_asked_series = (of_series == asked_series[:, None]) & (of_series >= 0)
    is_next = is_asked_series & (numbers == next_numbers[:, None]) & ~holds_several
    has_next = ~np.isnan(next_numbers)
    first_numbers = np.append(firsts, np.nan)[of_series]
    is_later = (of_series >= 0) & ~is_asked_series & ~holds_several & (numbers > first_numbers)
    is_first = (of_series >= 0) & (numbers == first_numbers)
    same_series = (of_series[:, :, None] == of_series[:, None, :]) & (of_series >= 0)[:, :, None]
    without_first = is_later & ~(same_series & is_first[:, None, :]).any(axis=2)
    beside = holds_several & (same_series.sum(axis=2) > 1)
    return SeriesShares(
        answers_with_next=int(has_next.sum()),
        next_shown=_mean(is_next.any(axis=1)[has_next]),
        next_first=_mean(is_next[has_next, 0]),
        later_without_first=_mean(without_first.any(axis=1)),
        omnibus_beside_part=_mean(beside.any(axis=1)),
    )


def _columns(books: pd.DataFrame) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.bool_]]:
    """Return [works] the series, the volume, and whether the work holds several."""
    return (
        books["series_row"].to_numpy(dtype=np.int32),
        books["volume"].to_numpy(dtype=np.float64),
        books["last_volume"].notna().to_numpy(),
    )


def _next_and_first_volumes(
    series: NDArray[np.int32], volumes: NDArray[np.float64], is_omnibus: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return [works] the number of the next volume, and [series] that of the first; NaN for none."""
    following = np.full(len(series), np.nan)
    firsts = np.full(series.max(initial=-1) + 1, np.nan)
    is_volume = (series >= 0) & ~np.isnan(volumes) & ~is_omnibus
    single = np.flatnonzero(is_volume)
    single = single[np.argsort(series[single], kind="stable")]
    rows, starts = np.unique(series[single], return_index=True)
    for row, works in zip(rows, np.split(single, starts[1:]), strict=False):
        numbers = np.unique(volumes[works])
        whole = numbers[(numbers >= 1) & (numbers == np.floor(numbers))]
        counted = whole if len(whole) else numbers
        firsts[row] = counted[0]
        following[works] = np.append(counted, np.nan)[np.searchsorted(counted, volumes[works], side="right")]
    return following, firsts


def _mean(answers: NDArray[np.bool_]) -> float:
    return float(answers.mean()) if len(answers) else float("nan")
