"""The order of series in many lists at once, as `shelftalker.recommend.series` orders one for a reader not known.

Which volume stands for another, and which is next, is the same in every list: both are worked out once for each work.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shelftalker.model.catalogue import Book
from shelftalker.recommend.series import ANYBODY, Series, stand_in_for


@dataclass(frozen=True, slots=True)
class SeriesOrder:
    """The series of a catalogue.

    Attributes:
        series: [works] row of the work's series, -1 for none.
        volumes: [works] volume, NaN where it is not known.
        last_volumes: [works] last volume, that of an omnibus or the volume itself; NaN where it is not known.
        is_omnibus: [works] whether the work holds several volumes.
        stand_ins: [works] row of the work that stands in a list for this one, which may be itself.
        next_volumes: [works] row of the next volume, -1 for none.
    """

    series: NDArray[np.int32]
    volumes: NDArray[np.float64]
    last_volumes: NDArray[np.float64]
    is_omnibus: NDArray[np.bool_]
    stand_ins: NDArray[np.int32]
    next_volumes: NDArray[np.int32]

    @classmethod
    def of(cls, books: pd.DataFrame) -> Self:
        """Return the order of the works of a catalogue.

        Args:
            books: [works] series_row, volume, last_volume, language, see `Works`.
        """
        series_row = books["series_row"].to_numpy(dtype=np.int32)
        volumes, last = (books[name].to_numpy(dtype=np.float64) for name in ("volume", "last_volume"))
        stand_ins = np.arange(len(books), dtype=np.int32)
        next_volumes = np.full(len(books), -1, dtype=np.int32)
        of_series: defaultdict[int, list[Book]] = defaultdict(list)
        for book in _books_with_volume(books):
            of_series[book.series_row or 0].append(book)
        for volumes_of_series in of_series.values():
            series = Series.of(volumes_of_series, ANYBODY)
            for book in volumes_of_series:
                stand_in = stand_in_for(book, series)
                following = series.next_after(book.last_volume or book.volume or 0.0, book)
                if stand_in:
                    stand_ins[book.book_row] = stand_in.book_row
                if following:
                    next_volumes[book.book_row] = following.book_row
        last_volumes = np.where(np.isnan(last), volumes, last)
        return cls(series_row, volumes, last_volumes, ~np.isnan(last), stand_ins, next_volumes)

    def order(
        self, sources: NDArray[np.int32], targets: NDArray[np.int32], scores: NDArray[np.floating]
    ) -> tuple[NDArray[np.int32], NDArray[np.floating]]:
        """Return the targets and scores of lists in which series are in order, a position longer.

        A score is -inf where a list has no work, which may be between two others.

        Args:
            sources: [lists] rows of the works asked about.
            targets: [lists, positions] rows of the ranked works, best first; any where the score is -inf.
            scores: [lists, positions] descending; -inf where a list has ended.
        """
        first = self.next_volumes[sources]
        best = scores.max(axis=1, initial=-np.inf)
        first_scores = np.where(first >= 0, np.where(np.isfinite(best), best, 0.0), -np.inf)
        targets = np.hstack([np.maximum(first, 0)[:, None], targets])
        scores = np.hstack([first_scores[:, None].astype(scores.dtype), scores])
        is_own, is_other = self._kinds(sources, targets, scores)
        targets = np.where(is_other & ~np.isnan(self.volumes[targets]), self.stand_ins[targets], targets)
        scores[self._are_left_out(sources, targets, is_own, is_other)] = -np.inf
        self._sort_later_volumes(sources, targets, is_own & np.isfinite(scores))
        return targets, scores

    def _kinds(
        self, sources: NDArray[np.int32], targets: NDArray[np.int32], scores: NDArray[np.floating]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return [lists, positions] whether a work is of the asked one's series, and whether it is of another."""
        series = np.where(np.isfinite(scores), self.series[targets], -1)
        is_own = (series >= 0) & (series == self.series[sources][:, None])
        return is_own, (series >= 0) & ~is_own

    def _are_left_out(
        self,
        sources: NDArray[np.int32],
        targets: NDArray[np.int32],
        is_own: NDArray[np.bool_],
        is_other: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        """Return [lists, positions] whether a work may not stand beside those before it."""
        volumes, series = self.volumes[targets], self.series[targets]
        asked_volumes, asked_last = self.volumes[sources][:, None], self.last_volumes[sources][:, None]
        left_out = is_own & (self.is_omnibus[targets] | ((volumes >= asked_volumes) & (volumes <= asked_last)))
        is_known = ~np.isnan(volumes)
        left_out |= _is_repeated(volumes, is_own & is_known & ~left_out)
        left_out |= _is_repeated(series, is_other & is_known)
        # An omnibus and works of its series whose volumes are not known: the one that comes first stays.
        for omnibus in np.argwhere(is_other & is_known & self.is_omnibus[targets] & ~left_out):
            row, position = omnibus
            unknown = is_other[row] & ~is_known[row] & (series[row] == series[row, position])
            left_out[row, position] = unknown[:position].any()
            left_out[row, position:] |= unknown[position:] & ~left_out[row, position]
        return left_out

    def _sort_later_volumes(
        self, sources: NDArray[np.int32], targets: NDArray[np.int32], is_own: NDArray[np.bool_]
    ) -> None:
        """Put the later volumes of each asked work's series in their order, at the places that they have."""
        is_later = is_own & (self.volumes[targets] > self.last_volumes[sources][:, None])
        is_later[:, 0] = False  # the next volume
        lists, positions = np.nonzero(is_later)
        later = targets[lists, positions]
        targets[lists, positions] = later[np.lexsort((positions, self.volumes[later], lists))]


def _is_repeated(values: NDArray[np.generic], mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return [lists, positions] whether a masked value stands in its list before, masked likewise."""
    lists, positions = np.nonzero(mask)
    _, numbers = np.unique(values[mask], return_inverse=True)
    _, firsts = np.unique(lists * (numbers.max(initial=0) + 1) + numbers, return_index=True)
    repeated = mask.copy()
    repeated[lists[firsts], positions[firsts]] = False
    return repeated


def _books_with_volume(books: pd.DataFrame) -> Iterator[Book]:
    """Yield the works whose volume is known; a row is that of the work, from 0."""
    placed = books[(books["series_row"] >= 0) & books["volume"].notna()]
    columns = (placed[name].tolist() for name in ("series_row", "volume", "last_volume", "language"))
    for work, series_row, volume, last, language in zip(placed.index.tolist(), *columns, strict=True):
        last_volume = None if np.isnan(last) else last
        yield Book(
            work, "", "", "", 0, None, "", None, 0, None, language, series_row, None, volume, last_volume
        )  # fmt: skip
