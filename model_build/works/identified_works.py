"""Works by the identifiers of their editions: work ids and ISBNs, beside the keys of titles and authors.

A source's work id says that editions are one work, whatever their titles are. An ISBN says the same of the editions of
several sources, but publishers use ISBNs again and catalogues mistype them: it joins only where the titles agree, or
the authors do. The author alone is not believed against a source that lists both titles as different books.

Two work ids of one source under one title and author are two works where the ids are final: an operator's own tables
tell apart what their titles don't, two volumes of "Poems". The ids of catalogues that the public edits are not final:
Open Library has many works twice, and a reader could not tell the two from each other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_build.works.authors import co_authors, is_spelling_of, lead_author
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.person_names import is_short_for, person_names
from shelftalker.title_parsing.other_names import misspelt_names
from shelftalker.title_parsing.series_mentions import names_several_volumes
from shelftalker.title_parsing.title_parts import TitleParts, title_parts

# Work ids of Open Library, the same in all sources that name them.
_OPEN_LIBRARY_WORK = re.compile(r"(?:/works/)?(OL\d+W)", re.IGNORECASE)
# Most titles of an ISBN: more are a catalogue's placeholder, such as 0000000000, and tell nothing of any pair of them.
_MOST_TITLES_OF_ISBN = 10


class IdentifiedEdition(NamedTuple):
    """An edition with what identifies it.

    Attributes:
        title: Its title in the catalogue's spelling.
        author: All authors named on it.
        isbns: Its ISBNs, as `isbn_of` writes them.
        work_id: The source's id of its work, or an empty string.
        source: Number of its source.
        has_final_id: True where different work ids of the source are always different works.
    """

    title: str
    author: str
    isbns: tuple[str, ...]
    work_id: str
    source: int
    has_final_id: bool


class _WorkId(NamedTuple):
    """A source's id of a work; of Open Library, whose ids are the same in all sources, the source is -1."""

    source: int
    name: str
    is_final: bool

    @classmethod
    def of(cls, edition: IdentifiedEdition) -> "_WorkId":
        """Return the work id of an edition that has one."""
        of_all = _OPEN_LIBRARY_WORK.fullmatch(edition.work_id)
        if of_all:
            return cls(-1, of_all[1].upper(), False)
        return cls(edition.source, edition.work_id, edition.has_final_id)


@dataclass(frozen=True, slots=True)
class JoinCounts:
    """Counts of what the identifiers joined and what they did not.

    Attributes:
        by_work_id: Number of work ids that joined editions with different keys of title and author.
        by_isbn: Number of ISBNs that did.
        isbns_refused: Number of ISBNs on editions that agree in nothing, or that a source lists as different books.
        refused_example: The first of those, with two of the titles and authors; empty where there is none.
        kept_apart: Number of further works that final work ids make of one title and author.
    """

    by_work_id: int = 0
    by_isbn: int = 0
    isbns_refused: int = 0
    refused_example: str = ""
    kept_apart: int = 0


def join_identified(
    editions: Sequence[IdentifiedEdition], keys: NDArray[np.int32], readers: NDArray[np.int64]
) -> tuple[NDArray[np.int32], JoinCounts]:
    """Join editions into works by their identifiers and by the keys of their titles and authors.

    Args:
        editions: The editions.
        keys: [editions] the number of the work by title and author, see `group_editions`.
        readers: [editions] number of readers: an edition without a work id joins the most read work of its key.

    Returns:
        [editions] the number of the work, from 0 in the order of the works' first editions, and the counts.
    """
    shared = _editions_by_isbn(editions)
    if not shared and not any(edition.work_id for edition in editions):
        return keys, JoinCounts()
    joins = _Joins(editions, keys.tolist())
    joins.by_work_id()
    joins.by_isbn(shared, by_author_alone=False)
    joins.by_key(readers.tolist())
    joins.by_isbn(shared, by_author_alone=True)
    return joins.numbers(), joins.counts()


def titles_agree(one: IdentifiedEdition, other: IdentifiedEdition) -> bool:
    """Return True if two titles on one ISBN are one book's: the names agree, and no volume or kind differs."""
    parts, others = _parts(one), _parts(other)
    if not _are_of_one_kind(parts, others):
        return False
    names, other_names = ({each.name, each.whole, each.shorter_name} - {""} for each in (parts, others))
    if names & other_names or misspelt_names([parts.name, others.name]):
        return True
    # "Dune: House Atreides" is "House Atreides".
    return any(
        name in {subtitle.replace(" ", "") for subtitle in each.subtitles}
        for each, name in ((parts, others.name), (others, parts.name))
    )


def may_be_translations(one: IdentifiedEdition, other: IdentifiedEdition) -> bool:
    """Return True if two editions of one ISBN are one book's by their authors, whatever their names are.

    A set of books or another volume is no translation, though catalogues give a set's ISBN to each of its books.
    """
    are_sets = [names_several_volumes(edition.title) for edition in (one, other)]
    return authors_agree(one, other) and _are_of_one_kind(_parts(one), _parts(other)) and are_sets[0] == are_sets[1]


def _parts(edition: IdentifiedEdition) -> TitleParts:
    return title_parts(edition.title, lead_author(edition.author))


def _are_of_one_kind(parts: TitleParts, others: TitleParts) -> bool:
    """Return True unless the titles name different volumes, or different kinds of book: a comic, a guide, a set."""
    return parts.kinds == others.kinds and (not parts.volume or not others.volume or parts.volume == others.volume)


def authors_agree(one: IdentifiedEdition, other: IdentifiedEdition) -> bool:
    """Return True if an author of one edition may be an author of another; unknown authors never agree."""
    names, other_names = (
        [name for name in (lead_author(edition.author), *co_authors(edition.author)) if name != UNKNOWN_AUTHOR]
        for edition in (one, other)
    )
    return any(_may_be_one(name, other_name) for name in names for other_name in other_names)


def _may_be_one(one: str, other: str) -> bool:
    names, other_names = person_names(one), person_names(other)
    return is_spelling_of(one, other) or is_short_for(names, other_names) or is_short_for(other_names, names)


def _editions_by_isbn(editions: Sequence[IdentifiedEdition]) -> dict[str, list[int]]:
    """Return the rows of the editions of each ISBN that several have, in an order that is not the rows'."""
    count = Counter(isbn for edition in editions for isbn in set(edition.isbns))
    if len(count) == count.total():
        return {}
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for row, edition in sorted(enumerate(editions), key=lambda numbered: numbered[1][:2]):
        for isbn in set(edition.isbns):
            if count[isbn] > 1:
                shared[isbn].append(row)
    return {isbn: shared[isbn] for isbn in sorted(shared)}


class _Joins:
    """Editions joined step by step into works, so far as no final work ids differ.

    A work is represented by its first edition: its sources and its work ids are kept under that row.
    """

    def __init__(self, editions: Sequence[IdentifiedEdition], keys: list[int]) -> None:
        self._editions = editions
        self._keys = keys
        self._parents = list(range(len(editions)))
        # One bit a source: a million sets take too much memory.
        self._sources = [1 << edition.source for edition in editions]
        self._ids: dict[int, tuple[_WorkId, ...]] = {
            row: (_WorkId.of(edition),) for row, edition in enumerate(editions) if edition.work_id
        }
        self._joining_ids = 0
        self._kept_apart = 0
        self._joining_isbns: set[str] = set()
        self._refused: dict[str, tuple[int, int]] = {}

    def by_work_id(self) -> None:
        """Join the editions of one work id: of one source, of Open Library, or of sources whose editions agree."""
        rows_of: defaultdict[_WorkId, list[int]] = defaultdict(list)
        for row, (work_id,) in self._ids.items():
            rows_of[work_id].append(row)
        firsts: defaultdict[str, list[int]] = defaultdict(list)
        for work_id, rows in rows_of.items():
            firsts[work_id.name].append(rows[0])
            for one, other in pairwise(rows):
                self._join(one, other)
            self._joining_ids += len({self._keys[row] for row in rows}) > 1
        for rows in firsts.values():
            for one, other in combinations(rows, 2):
                pair = self._editions[one], self._editions[other]
                if titles_agree(*pair) or authors_agree(*pair):
                    self._join(one, other)

    def by_isbn(self, shared: Mapping[str, list[int]], *, by_author_alone: bool) -> None:
        """Join editions of one ISBN, either those whose titles agree or the others whose authors do."""
        for isbn, rows in shared.items():
            of_key = {self._keys[row]: row for row in rows}
            for one, other in combinations(of_key.values(), 2) if len(of_key) <= _MOST_TITLES_OF_ISBN else ():
                if self._work(one) == self._work(other):
                    continue
                pair = self._editions[one], self._editions[other]
                if by_author_alone:
                    agree = not self._are_told_apart(one, other) and may_be_translations(*pair)
                else:
                    agree = titles_agree(*pair)
                if agree and self._join(one, other):
                    self._joining_isbns.add(isbn)
                elif by_author_alone:
                    self._refused.setdefault(isbn, (one, other))
            if by_author_alone and len(of_key) > _MOST_TITLES_OF_ISBN:
                self._refused[isbn] = (rows[0], rows[-1])

    def by_key(self, readers: Sequence[int]) -> None:
        """Join the editions of one title and author, the most read first, those without a final work id last."""
        works_of_key: defaultdict[int, list[int]] = defaultdict(list)

        def order(row: int) -> tuple[bool, int, str, str]:
            edition = self._editions[row]
            return not (edition.work_id and edition.has_final_id), -readers[row], edition.work_id, edition.title

        for row in sorted(range(len(self._keys)), key=order):
            works = works_of_key[self._keys[row]]
            if not any(self._join(work, row) for work in works):
                works.append(row)
        self._kept_apart = sum(len(set(map(self._work, works))) - 1 for works in works_of_key.values())

    def numbers(self) -> NDArray[np.int32]:
        """Return [editions] the number of each edition's work."""
        number_of: dict[int, int] = {}
        works = map(self._work, range(len(self._parents)))
        return np.array([number_of.setdefault(work, len(number_of)) for work in works], dtype=np.int32)

    def counts(self) -> JoinCounts:
        """Return the counts of all steps."""
        example = ""
        for isbn, rows in self._refused.items():
            one, other = (f'"{self._editions[row].title}" by {self._editions[row].author}' for row in rows)
            example = f"{isbn}: {one}; {other}"
            break
        return JoinCounts(self._joining_ids, len(self._joining_isbns), len(self._refused), example, self._kept_apart)

    def _are_told_apart(self, one: int, other: int) -> bool:
        """Return True if a source lists the works of two editions as different books.

        By the work ids, where an edition has one: a catalogue of works knows that "Der Medicus" is "The Physician",
        though a dataset lists both. Without any, two books of one source are different ones.
        """
        work, other_work = self._work(one), self._work(other)
        if self._editions[one].work_id or self._editions[other].work_id:
            ids = {work_id.source for work_id in self._ids.get(work, ())}
            return any(work_id.source in ids for work_id in self._ids.get(other_work, ()))
        return bool(self._sources[work] & self._sources[other_work])

    def _join(self, one: int, other: int) -> bool:
        """Join the works of two editions, unless final work ids differ; return True if they are one work."""
        work, other_work = sorted((self._work(one), self._work(other)))
        if work == other_work:
            return True
        ids, other_ids = self._ids.get(work, ()), self._ids.get(other_work, ())
        final = {work_id.source: work_id for work_id in ids if work_id.is_final}
        if any(final.get(work_id.source, work_id) != work_id for work_id in other_ids if work_id.is_final):
            return False
        if other_ids:
            self._ids[work] = tuple(dict.fromkeys(ids + other_ids))
        self._sources[work] |= self._sources[other_work]
        self._parents[other_work] = work
        return True

    def _work(self, row: int) -> int:
        """Return the first edition of an edition's work."""
        while (parent := self._parents[row]) != row:
            self._parents[row] = self._parents[parent]
            row = parent
        return row
