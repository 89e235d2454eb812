"""Public ids of works, which stay the same from one model to the next."""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shelftalker.model.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class BookIds:
    """The id of each work, by row, and the ids that were merged away: former id -> the id that took its place."""

    ids: Sequence[str]
    aliases: dict[str, str]


@dataclass(frozen=True, slots=True)
class PreviousIds:
    """What an earlier model called its works: its editions' ids, its works' ranks by popularity, and its aliases."""

    id_of_edition: dict[str, str]
    rank: dict[str, int]
    aliases: dict[str, str]

    @classmethod
    def read(cls, catalogue: Catalogue) -> "PreviousIds":
        """Read them from an open model."""
        editions = list(catalogue.editions())
        return cls(
            id_of_edition={source_id: book_id for source_id, _, book_id in editions},
            rank={book_id: book_row for _, book_row, book_id in editions},
            aliases=dict(catalogue.aliases()),
        )


def assign_book_ids(editions_of_works: Sequence[Sequence[str]], previous: PreviousIds | None = None) -> BookIds:
    """Give each work its id.

    A work keeps the id of an earlier model's work with which it shares editions. Where works were merged, the most
    popular one's id stays and the others become aliases; where one was split, the part with most of its editions
    keeps the id. A new work's id is made from its lowest source id, so it is the same in every build that has it.

    Args:
        editions_of_works: [works] the source ids of each work's editions.
        previous: The earlier model, if there is one.
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
    # An alias is free to take: a work that was merged away and is split off again gets its own id back.
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
    """Former id -> the work that now has most of its editions; the lower row where two have as many."""
    shared: Counter[tuple[str, int]] = Counter()
    for work, source_ids in enumerate(editions_of_works):
        for source_id in source_ids:
            if former_id := previous.id_of_edition.get(source_id):
                shared[former_id, work] += 1
    return dict(sorted(shared, key=lambda pair: (shared[pair], -pair[1])))


def _new_id(source_id: str, taken: set[str]) -> str:
    """Eight letters and digits from the source id's hash; from the hash of that where they are taken."""
    digest = source_id.encode()
    while True:
        digest = hashlib.blake2b(digest, digest_size=5).digest()
        book_id = base64.b32encode(digest).decode().lower()
        if book_id not in taken:
            return book_id
