"""Public ids of works, which stay the same from one model to the next."""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shelftalker.model.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class BookIds:
    """The ids of a model's works.

    Attributes:
        ids: [works] book_id.
        aliases: Ids of works that were merged into others: former id -> the id in its place.
    """

    ids: Sequence[str]
    aliases: dict[str, str]


@dataclass(frozen=True, slots=True)
class PreviousIds:
    """The ids of an earlier model's works.

    Attributes:
        id_of_edition: Edition's source_id -> its work's book_id.
        rank: book_id -> rank by popularity, from 0.
        aliases: Former id -> the id in its place.
    """

    id_of_edition: dict[str, str]
    rank: dict[str, int]
    aliases: dict[str, str]

    @classmethod
    def read(cls, catalogue: Catalogue) -> "PreviousIds":
        """Read the ids of an open model."""
        editions = list(catalogue.editions())
        return cls(
            id_of_edition={source_id: book_id for source_id, _, book_id in editions},
            rank={book_id: book_row for _, book_row, book_id in editions},
            aliases=dict(catalogue.aliases()),
        )


def assign_book_ids(editions_of_works: Sequence[Sequence[str]], previous: PreviousIds | None = None) -> BookIds:
    """Assign an id to each work.

    A work keeps the id of an earlier model's work with which it shares editions. Where works were merged, the most
    popular one's id stays and the others become aliases; where one was split, the part with most of its editions
    keeps the id. A new work's id is a hash of its lowest source id, so it is the same in every build that has it.

    Args:
        editions_of_works: [works] source ids of the work's editions.
        previous: The ids of the earlier model, if there is one.
    """
    previous = previous or PreviousIds({}, {}, {})
    heirs = _heirs(editions_of_works, previous)
    ids: list[str] = [""] * len(editions_of_works)
    aliases: dict[str, str] = {}
    for former_id in sorted(heirs, key=lambda former_id: (previous.rank[former_id], former_id)):
        work = heirs[former_id]
        if ids[work]:
            aliases[former_id] = ids[work]
        else:
            ids[work] = former_id
    # An alias may be assigned anew: a work that was merged and is split off again gets its own id back.
    taken = set(heirs)
    for work, source_ids in enumerate(editions_of_works):
        if not ids[work]:
            ids[work] = _new_id(min(source_ids), taken)
            taken.add(ids[work])
    current = set(ids)
    for former_id, book_id in previous.aliases.items():
        target = aliases.get(book_id, book_id)
        if target in current and former_id not in current:
            aliases[former_id] = target
    return BookIds(ids, aliases)


def _heirs(editions_of_works: Sequence[Sequence[str]], previous: PreviousIds) -> dict[str, int]:
    """Return former id -> the work that now has most of its editions; of equals the one with the lower row."""
    shared: Counter[tuple[str, int]] = Counter()
    for work, source_ids in enumerate(editions_of_works):
        for source_id in source_ids:
            if former_id := previous.id_of_edition.get(source_id):
                shared[former_id, work] += 1
    return dict(sorted(shared, key=lambda pair: (shared[pair], -pair[1])))


def _new_id(source_id: str, taken: set[str]) -> str:
    """Return eight letters and digits of the source id's hash, hashed again while they are taken."""
    digest = source_id.encode()
    while True:
        digest = hashlib.blake2b(digest, digest_size=5).digest()
        book_id = base64.b32encode(digest).decode().lower()
        if book_id not in taken:
            return book_id
