"""Caps of the ratings that one workspace adds, so that no workspace, however many accounts it has, tilts a model.

The caps are fitted to the ratings that are there: let s be the share of a book's readers that have also read the book
with the fifth most readers in common with it, at the median of the ratings. An answer shows five books. While the
readers that a workspace adds to a book are at most the share s of those that it has, they alone can't put another book
among the five that share most readers with it. So that is the cap a book, and s of all ratings the cap in all.

Measured: s is 0.38 on the bundled sample and 0.17 on Book-Crossing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse as sp

from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class WorkspaceCapConfig:
    """Numbers of the caps.

    Attributes:
        sampled_works: Number of works that the share is measured at, spread evenly over all ratings.
        least_readers: Readers of a book that any workspace may add. A pair of books that only readers in Slack have in
            common is given as a reason from as many on, so that books that few have read can be learned at all.
        least_ratings: Ratings that any workspace may add, where the datasets have few: those of one full shelf.
    """

    sampled_works: int = 100
    least_readers: int = 3
    least_ratings: int = 500


WORKSPACE_CAPS = WorkspaceCapConfig()


@dataclass(frozen=True, slots=True)
class WorkspaceCaps:
    """The caps of each workspace.

    Attributes:
        readers_of_work: [works] int64, most readers that it may add to a work.
        ratings: Most ratings that it may add in all.
    """

    readers_of_work: NDArray[np.int64]
    ratings: int

    @classmethod
    def fit(cls, readers: NDArray[np.int32], works: NDArray[np.int32], works_count: int) -> "WorkspaceCaps":
        """Fit the caps to ratings, one a (reader, work) pair.

        Args:
            readers: [ratings] row of the reader.
            works: [ratings] row of the work.
            works_count: Number of works.
        """
        share = _share_in_common(readers, works, works_count)
        readers_of_work = np.bincount(works, minlength=works_count)
        return cls(
            readers_of_work=np.maximum((share * readers_of_work).astype(np.int64), WORKSPACE_CAPS.least_readers),
            ratings=max(int(share * len(works)), WORKSPACE_CAPS.least_ratings),
        )

    def admit(
        self, workspaces: NDArray[np.int32], readers: NDArray[np.int32], works: NDArray[np.int32]
    ) -> NDArray[np.bool_]:
        """Return [ratings] whether each is within the caps of its workspace, those of the first readers first.

        Readers are in the order of their pseudonyms: nobody can choose to be early, and who is in stays in.

        Args:
            workspaces: [ratings] number of the reader's workspace.
            readers: [ratings] row of the reader by pseudonym.
            works: [ratings] row of the work.
        """
        order = np.lexsort((works, readers, workspaces))
        of_work = _earlier_of_group(workspaces[order].astype(np.int64) * len(self.readers_of_work) + works[order])
        order = order[of_work < self.readers_of_work[works[order]]]
        order = order[_earlier_of_group(workspaces[order].astype(np.int64)) < self.ratings]
        admitted = np.zeros(len(works), dtype=bool)
        admitted[order] = True
        return admitted


def _share_in_common(readers: NDArray[np.int32], works: NDArray[np.int32], works_count: int) -> float:
    """Return the share s, see the module; 0 where no two books have a reader in common."""
    if not len(works):
        return 0.0
    by_reader = sp.csr_array(
        (np.ones(len(works), dtype=np.int32), (readers, works)), shape=(int(readers.max()) + 1, works_count)
    )
    readers_of_work = np.bincount(works, minlength=works_count)
    by_popularity = np.argsort(-readers_of_work, kind="stable")
    at = (np.arange(WORKSPACE_CAPS.sampled_works) + 0.5) / WORKSPACE_CAPS.sampled_works * len(works)
    by_work = by_reader.tocsc()
    shares = []
    for work in by_popularity[np.searchsorted(np.cumsum(readers_of_work[by_popularity]), at)].tolist():
        of_work = by_work.indices[by_work.indptr[work] : by_work.indptr[work + 1]]
        in_common = np.bincount(by_reader[of_work].indices, minlength=works_count)
        in_common[work] = 0
        position = max(works_count - RECOMMENDER.recommendations, 0)
        shares.append(np.partition(in_common, position)[position] / len(of_work))
    return float(np.median(shares))


def _earlier_of_group(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return [rows] the number of earlier rows of the same group."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    earlier = np.empty(len(groups), dtype=np.int64)
    earlier[order] = np.arange(len(groups)) - np.searchsorted(ordered, ordered)
    return earlier
