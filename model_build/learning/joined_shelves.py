"""The ratings of shelves beside those of a dataset, on the works that keep the books' ids.

The shelves are a source of readers and ratings that has no editions of its own: an id on a shelf is one of the current
model's, and its ratings go to the edition with most readers of the work that inherits the id. So works, titles and ids
are the same with shelves and without. Where nothing can be learned, the dataset is returned as it was, and the model is
the same byte for byte.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset, Source
from model_build.datasets.formats.table_file import DatasetError
from model_build.learning.shelf_ratings import ShelfRatings
from model_build.learning.workspace_caps import WorkspaceCaps
from model_build.works.gather import JoinedEditions
from model_build.works.previous_books import PreviousIds, find_heirs

NAME = "readers in Slack"


@dataclass(frozen=True, slots=True)
class StarsConfig:
    """The scale of stars in Slack.

    Attributes:
        best: Most stars.
        liked: Least stars of a like: 70% of the scale, as of the other sources.
    """

    best: int = 5
    liked: int = 4


STARS = StarsConfig()
_COUNTED = "stars read"
_UNKNOWN = "stars of books that the current model or this build does not know, set aside"
_SAME_WORK = "stars of books that are one book now, older, set aside"
_BEYOND_CAP = "stars beyond the cap of a workspace, set aside"


class JoinedShelves(NamedTuple):
    """A dataset with the ratings of shelves, and the readers that they added.

    Attributes:
        dataset: The dataset.
        readers: Rows of the readers of the shelves; none where nothing was learned from them.
    """

    dataset: Dataset
    readers: range


class _Rows(NamedTuple):
    """Ratings of shelves: the row of each in `ShelfRatings`, and the work that it is of."""

    rating: NDArray[np.int64]
    work: NDArray[np.int32]

    def select(self, chosen: NDArray[np.bool_]) -> "_Rows":
        return _Rows(self.rating[chosen], self.work[chosen])


def join_shelves(
    dataset: Dataset, joined: JoinedEditions, previous: PreviousIds | None, shelves: ShelfRatings | None
) -> JoinedShelves:
    """Return a dataset with the ratings of shelves, as far as the caps admit them.

    Args:
        dataset: The dataset.
        joined: Its joined editions.
        previous: The ids of the current model, which the shelves have; None where there is none.
        shelves: The ratings of the shelves; None for a build without any.

    Raises:
        DatasetError: There are shelves, and no current model.
    """
    if shelves is None or not len(shelves.reader):
        return JoinedShelves(dataset, range(0))
    if previous is None:
        raise DatasetError(
            "Expected the current model beside the shelves, whose books have its ids; there is none. Publish the model "
            "that the functions answer from: publish --model DIR --to s3://BUCKET/PREFIX"
        )
    counts = Counter({_COUNTED: len(shelves.reader)})
    works_of_books = _works_of_books(dataset, joined, previous, shelves)
    work = works_of_books[shelves.book]
    rows = _Rows(np.arange(len(work)), work)
    rows = _select(rows, rows.work >= 0, _UNKNOWN, counts)
    rows = _select(rows, _is_newest(shelves.reader[rows.rating], rows.work), _SAME_WORK, counts)
    caps = WorkspaceCaps.fit(*_reads(dataset, joined), _works_count(joined))
    readers = shelves.reader[rows.rating]
    rows = _select(rows, caps.admit(shelves.workspaces[readers], readers, rows.work), _BEYOND_CAP, counts)
    return _append(dataset, joined, shelves, rows, counts)


def _select(rows: _Rows, chosen: NDArray[np.bool_], kind: str, counts: Counter[str]) -> _Rows:
    """Return some of the rows, and count the others as of a kind."""
    counts[kind] += int((~chosen).sum())
    return rows.select(chosen)


def _works_of_books(
    dataset: Dataset, joined: JoinedEditions, previous: PreviousIds, shelves: ShelfRatings
) -> NDArray[np.int32]:
    """Return [books of the shelves] the group of editions that inherits the id of each, -1 where none does."""
    readers_of_work = np.bincount(joined.groups[dataset.ratings["edition"]], minlength=_works_count(joined))
    # By popularity, as works are numbered: of equal heirs the more read one counts.
    by_popularity = np.argsort(-readers_of_work, kind="stable").astype(np.int32)
    rank = np.empty(len(by_popularity), dtype=np.int32)
    rank[by_popularity] = np.arange(len(by_popularity), dtype=np.int32)
    heirs = find_heirs(dataset.editions["source_id"].tolist(), joined.editions, rank[joined.groups], previous).work_of
    found = (heirs.get(previous.aliases.get(book_id, book_id)) for book_id in shelves.book_ids)
    return np.array([-1 if row is None else by_popularity[row] for row in found], dtype=np.int32)


def _is_newest(readers: NDArray[np.int32], works: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return [ratings] whether each is the last of its reader and work; ratings are in the order of their times."""
    pairs = pd.DataFrame({"reader": readers, "work": works})
    return ~pairs.duplicated(keep="last").to_numpy()


def _reads(dataset: Dataset, joined: JoinedEditions) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the reader and the work of each (reader, work) pair of a dataset."""
    works = joined.groups[dataset.ratings["edition"]]
    pairs = pd.DataFrame({"reader": dataset.ratings["reader"], "work": works}).drop_duplicates()
    return pairs["reader"].to_numpy(dtype=np.int32), pairs["work"].to_numpy(dtype=np.int32)


def _works_count(joined: JoinedEditions) -> int:
    return int(joined.groups.max(initial=-1)) + 1


def _most_read_editions(dataset: Dataset, joined: JoinedEditions) -> NDArray[np.int32]:
    """Return [works] the edition of each that most readers have, of equals the one with the lowest id."""
    readers = np.bincount(dataset.ratings["edition"], minlength=len(joined.groups))
    order = np.lexsort((dataset.editions["source_id"].to_numpy(dtype=str), -readers, joined.groups))
    return order[np.unique(joined.groups[order], return_index=True)[1]].astype(np.int32)


def _append(
    dataset: Dataset, joined: JoinedEditions, shelves: ShelfRatings, rows: _Rows, counts: Counter[str]
) -> JoinedShelves:
    """Return the dataset with the rows; as it was where there are none."""
    count, editions_count = len(dataset.readers), len(dataset.editions)
    if not len(rows.rating):
        return JoinedShelves(dataset, range(0))
    used, reader = np.unique(shelves.reader[rows.rating], return_inverse=True)
    edition = _most_read_editions(dataset, joined)[rows.work]
    stars = shelves.stars[rows.rating]
    names = [f"{NAME}:{shelves.pseudonyms[row]}" for row in used.tolist()]
    ratings = pd.DataFrame({
        "reader": reader.astype(np.int32) + np.int32(count),
        "edition": edition,
        "rating": (stars * np.float32(dataset.rating_scale / STARS.best)).astype(np.float32),
        "liked": stars >= STARS.liked,
    })  # fmt: skip
    readers = range(count, count + len(used))
    source = Source(
        name=NAME,
        licence="ratings of readers in Slack who opted in, under pseudonyms; not for publication",
        notice="",
        citation="",
        rating_scale=STARS.best,
        like_threshold=STARS.liked,
        editions=range(editions_count, editions_count),
        readers=readers,
        counts=counts,
    )
    joined_dataset = replace(
        dataset,
        readers=pd.concat([dataset.readers, _reader_rows(dataset, names)], ignore_index=True),
        ratings=pd.concat([dataset.ratings, ratings], ignore_index=True),
        counts=Counter({**dataset.counts, **{f"{NAME}: {kind}": number for kind, number in counts.items()}}),
        fingerprint=_fingerprint(dataset, names, ratings),
        sources=(*dataset.sources, source),
    )
    return JoinedShelves(joined_dataset, readers)


def _reader_rows(dataset: Dataset, names: list[str]) -> pd.DataFrame:
    """Return readers of unknown country and age, with the types of the dataset's."""
    table = pd.DataFrame({"source_id": names, "country": "", "age": pd.NA})
    return table.astype(dataset.readers.dtypes.to_dict())


def _fingerprint(dataset: Dataset, names: list[str], ratings: pd.DataFrame) -> str:
    """Return the SHA-256 of the dataset's fingerprint and the rows that are joined to it."""
    digest = hashlib.sha256("\n".join([dataset.fingerprint, *names]).encode())
    for column in ("reader", "edition", "rating"):
        digest.update(ratings[column].to_numpy().tobytes())
    return digest.hexdigest()
