"""The books of an earlier model among the works of a new build, so that they keep their ids.

A book is recognised by the source ids of its editions, else by its ISBNs, else by title and author as the editions of a
build are. Source ids count only where they are ids of the same books: number 17 of another dataset is another book.
Then a model may be built anew from another source, and the books that both have keep their places on people's shelves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_build.works.identified_works import IdentifiedEdition, authors_agree, titles_agree
from model_build.works.same_work import group_editions
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.isbn import isbn_of


@dataclass(frozen=True, slots=True)
class RecognitionConfig:
    """The numbers of the recognition.

    Attributes:
        compared_ids: Number of source ids of a source, spread over all, whose books are compared: the share of those
            that agree is 1 or close to it, or close to 0.
        agreeing_share: Least share of them that agree in title or author where the ids are ids of the same books.
    """

    compared_ids: int = 400
    agreeing_share: float = 0.5


_RECOGNITION = RecognitionConfig()


@dataclass(frozen=True, slots=True)
class PreviousIds:
    """The ids of an earlier model's works.

    Attributes:
        id_of_edition: Edition's source_id -> its work's book_id.
        rank: book_id -> rank by popularity, from 0.
        aliases: Former id -> the id in its place.
        id_of_isbn: ISBN, as `isbn_of` writes it -> its work's book_id.
        descriptions: book_id -> title, with its series, and author.
    """

    id_of_edition: Mapping[str, str]
    rank: Mapping[str, int]
    aliases: Mapping[str, str]
    id_of_isbn: Mapping[str, str]
    descriptions: Mapping[str, tuple[str, str]]

    @classmethod
    def read(cls, catalogue: Catalogue) -> "PreviousIds":
        """Read the ids of an open model."""
        editions, books = catalogue.editions(), catalogue.all_books()
        id_of_row = {book.book_row: book.book_id for book in books}
        return cls(
            id_of_edition={source_id: book_id for source_id, _, book_id in editions},
            rank={book.book_id: book.book_row for book in books},
            aliases=dict(catalogue.aliases()),
            id_of_isbn={isbn: book_id for source_id, _, book_id in editions if (isbn := isbn_of(source_id))}
            | {isbn: id_of_row[book_row] for isbn, book_row in catalogue.isbns()},
            descriptions={book.book_id: (book.full_title, book.author) for book in books},
        )


class Heirs(NamedTuple):
    """The works of a build that are books of an earlier model.

    Attributes:
        work_of: Former book_id -> row of its work.
        has_strange_ids: True where a source has source ids of the earlier model that are other books'.
    """

    work_of: dict[str, int]
    has_strange_ids: bool = False


def find_heirs(
    source_ids: Sequence[str], editions: Sequence[IdentifiedEdition], work_of: NDArray[np.int32], previous: PreviousIds
) -> Heirs:
    """Return the work of each book of an earlier model that the build has.

    A book that was split is the work with most of its editions, and of equals the more read one.

    Args:
        source_ids: [editions] the source's id of each edition.
        editions: [editions] the editions.
        work_of: [editions] the work of each.
        previous: The earlier model's books.
    """
    shared: Counter[tuple[str, int]] = Counter()
    rows_by_source: defaultdict[int, list[int]] = defaultdict(list)
    for row, (source_id, edition) in enumerate(zip(source_ids, editions, strict=True)):
        if source_id in previous.id_of_edition:
            rows_by_source[edition.source].append(row)
    has_strange_ids = False
    for rows in rows_by_source.values():
        same_books = _same_books(rows, source_ids, editions, previous)
        has_strange_ids |= len(same_books) < len(rows)
        shared.update((previous.id_of_edition[source_ids[row]], int(work_of[row])) for row in same_books)
    by_source_id = _most_shared(shared)
    missing = previous.rank.keys() - by_source_id
    by_isbn = _most_shared(_shared_isbns(missing, editions, work_of, previous)) if missing else {}
    missing -= by_isbn.keys()
    by_title = _works_of_titles(sorted(missing), editions, work_of, previous) if missing else {}
    return Heirs(by_title | by_isbn | by_source_id, has_strange_ids)


def _same_books(
    rows: list[int], source_ids: Sequence[str], editions: Sequence[IdentifiedEdition], previous: PreviousIds
) -> list[int]:
    """Return those of one source's editions that are the books of the same source ids in an earlier model."""

    def agrees(row: int) -> bool:
        return _agree(editions[row], previous.id_of_edition[source_ids[row]], previous)

    in_order = sorted(rows, key=source_ids.__getitem__)
    compared = in_order[:: max(1, len(rows) // _RECOGNITION.compared_ids)]
    if sum(map(agrees, compared)) >= _RECOGNITION.agreeing_share * len(compared):
        return rows  # some may have been corrected in title and author since
    return list(filter(agrees, rows))


def _shared_isbns(
    former_ids: Iterable[str], editions: Sequence[IdentifiedEdition], work_of: NDArray[np.int32], previous: PreviousIds
) -> Counter[tuple[str, int]]:
    """Return the number of editions with a former book's ISBN that agree with it, by former id and work."""
    wanted = set(former_ids)
    shared: Counter[tuple[str, int]] = Counter()
    for edition, work in zip(editions, work_of.tolist(), strict=True):
        for former_id in {previous.id_of_isbn.get(isbn, "") for isbn in edition.isbns} & wanted:
            shared[former_id, work] += _agree(edition, former_id, previous)
    return +shared


def _works_of_titles(
    former_ids: Sequence[str], editions: Sequence[IdentifiedEdition], work_of: NDArray[np.int32], previous: PreviousIds
) -> dict[str, int]:
    """Return former id -> the work that it is one with by title and author, the most read of several."""
    titles, authors = zip(*(previous.descriptions[former_id] for former_id in former_ids), strict=True)
    keys = group_editions(
        [*titles, *(edition.title for edition in editions)], [*authors, *(edition.author for edition in editions)]
    ).tolist()
    work_of_key: dict[int, int] = {}
    for key, work in zip(keys[len(titles) :], work_of.tolist(), strict=True):
        work_of_key[key] = min(work, work_of_key.get(key, work))
    return {
        former_id: work_of_key[key]
        for former_id, key in zip(former_ids, keys[: len(titles)], strict=True)
        if key in work_of_key
    }


def _agree(edition: IdentifiedEdition, former_id: str, previous: PreviousIds) -> bool:
    title, author = previous.descriptions[former_id]
    former = IdentifiedEdition(title, author, (), "", edition.source, has_final_id=False)
    return titles_agree(edition, former) or authors_agree(edition, former)


def _most_shared(shared: Counter[tuple[str, int]]) -> dict[str, int]:
    """Return former id -> the work with the most editions of it; of equals the one with the lower row."""
    return dict(sorted(shared, key=lambda pair: (shared[pair], -pair[1])))
