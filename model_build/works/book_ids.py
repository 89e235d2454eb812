"""Public ids of works, which stay the same from one model to the next."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.works.identified_works import IdentifiedEdition
from model_build.works.previous_books import Heirs, PreviousIds, find_heirs


@dataclass(frozen=True, slots=True)
class BookIds:
    """The ids of a model's works.

    Attributes:
        ids: [works] book_id.
        aliases: Ids of works that were merged into others: former id -> the id in its place.
    """

    ids: Sequence[str]
    aliases: dict[str, str]

    def of_first(self, count: int) -> "BookIds":
        """Return the ids of the first works alone, and the former ids that lead to them."""
        ids = self.ids[:count]
        kept = set(ids)
        return BookIds(ids, {former_id: book_id for former_id, book_id in self.aliases.items() if book_id in kept})


def assign_book_ids(
    source_ids: Sequence[str],
    editions: Sequence[IdentifiedEdition],
    work_of: NDArray[np.int32],
    previous: PreviousIds | None = None,
) -> BookIds:
    """Assign an id to each work.

    A work keeps the id of the earlier model's work that it is, see `find_heirs`. Where works were merged, the most
    popular one's id stays and the others become aliases; where one was split, the part with most of its editions keeps
    the id. A new work's id is a hash of its lowest source id, so it is the same in every build that has it.

    Args:
        source_ids: [editions] the source's id of each edition.
        editions: [editions] the editions.
        work_of: [editions] the work of each, from 0 without gaps.
        previous: The ids of the earlier model, if there is one.
    """
    heirs = find_heirs(source_ids, editions, work_of, previous) if previous else Heirs({})
    rank = previous.rank if previous else {}
    former_aliases = previous.aliases if previous else {}
    lowest_ids: dict[int, str] = {}
    for source_id, work in zip(source_ids, work_of.tolist(), strict=True):
        lowest_ids[work] = min(source_id, lowest_ids.get(work, source_id))
    ids: list[str] = [""] * len(lowest_ids)
    aliases: dict[str, str] = {}
    for former_id in sorted(heirs.work_of, key=lambda former_id: (rank[former_id], former_id)):
        work = heirs.work_of[former_id]
        if ids[work]:
            aliases[former_id] = ids[work]
        else:
            ids[work] = former_id
    # The id of a book that the build lacks stays free: it may stand on shelves. An alias may be assigned anew, as a
    # work that was merged and is split off again gets its own id back; not where the same source id is another book.
    taken = set(rank).union(former_aliases if heirs.has_strange_ids else ())
    for work, lowest_id in sorted(lowest_ids.items()):
        if not ids[work]:
            ids[work] = _new_id(lowest_id, taken)
            taken.add(ids[work])
    current = set(ids)
    for former_id, book_id in former_aliases.items():
        target = aliases.get(book_id, book_id)
        if target in current and former_id not in current:
            aliases[former_id] = target
    return BookIds(ids, aliases)


def _new_id(source_id: str, taken: set[str]) -> str:
    """Return eight letters and digits of the source id's hash, hashed again while they are taken."""
    digest = source_id.encode()
    while True:
        digest = hashlib.blake2b(digest, digest_size=5).digest()
        book_id = base64.b32encode(digest).decode().lower()
        if book_id not in taken:
            return book_id
