"""The work of each ISBN: one, though publishers use ISBNs again and sets of books join unrelated works."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from model_build.open_library.dump_lines import Losses
from model_build.open_library.editions import CollectedWork
from model_build.open_library.kept_works import RatedBook
from model_build.open_library.titles import are_one_title
from shelftalker.model.person_names import are_one_person, person_names


class _Claim(NamedTuple):
    """The claim of a work to an ISBN; of several the least one is the strongest.

    Attributes:
        has_other_rated_title: A dataset's book of this ISBN has another title than the work.
        has_other_rated_author: It has another author.
        has_other_title: The edition with the ISBN has another title than its work.
        readers: Number of the work's readers, below 0.
        number: Number of the work's key, so that the choice is always the same.
    """

    has_other_rated_title: bool
    has_other_rated_author: bool
    has_other_title: bool
    readers: int
    number: int


def assign_isbns(
    works: Sequence[CollectedWork],
    titles: Sequence[str],
    authors: Sequence[str],
    rated: Mapping[int, RatedBook],
    losses: Losses,
) -> list[list[int]]:
    """Return [works] the ISBNs of 13 digits that lead to each work, every ISBN to one work, in ascending order.

    Args:
        works: The kept works.
        titles: [works] their titles.
        authors: [works] their authors, "; " between them.
        rated: ISBN -> the dataset's book that has it.
        losses: Counts, to which shared ISBNs are added.
    """
    owner_of: dict[int, int] = {}
    shared: set[int] = set()
    for row, work in enumerate(works):
        for doubled in work.isbns:
            if owner_of.setdefault(doubled >> 1, row) != row:
                shared.add(doubled >> 1)
    for isbn, of_rows in sorted(_claims(works, shared).items()):
        book = rated.get(isbn)
        owner_of[isbn] = min(
            of_rows,
            key=lambda row: _Claim(
                book is not None and not are_one_title(titles[row], book.title),
                book is not None and not _is_author(authors[row], book.author),
                not of_rows[row],
                -works[row].readers,
                works[row].number,
            ),
        )
        ids = ", ".join(f"OL{works[row].number}W" for row in sorted(of_rows))
        losses.add("ISBNs of several works, given to one of them", f"{isbn}: {ids}")
    isbns_of: list[list[int]] = [[] for _ in works]
    for isbn in sorted(owner_of):
        isbns_of[owner_of[isbn]].append(isbn)
    return isbns_of


def _claims(works: Sequence[CollectedWork], shared: Container[int]) -> dict[int, dict[int, bool]]:
    """Return shared ISBN -> row of each work that has it -> True if the edition with it has the work's title."""
    claims: defaultdict[int, dict[int, bool]] = defaultdict(dict)
    for row, work in enumerate(works):
        for doubled in work.isbns:
            if (isbn := doubled >> 1) in shared:
                claims[isbn][row] = claims[isbn].get(row, False) or bool(doubled & 1)
    return claims


def _is_author(authors: str, rated_authors: str) -> bool:
    """Return True if a dataset's author may be one of a work's."""
    rated_names = person_names(rated_authors.split("; ", maxsplit=1)[0])
    return any(are_one_person(person_names(author), rated_names) for author in authors.split("; "))
