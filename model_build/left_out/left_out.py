"""The step that takes works out of a dataset before a model is built of it, with all their editions and ratings.

Whole works are left out, after their editions were joined: that one edition's subjects say erotica is enough, and no
edition of the work survives. In the model they don't exist: they are neither shown nor found nor suggested. The other
ratings of their readers stay.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.table_file import DatasetError
from model_build.left_out.book_rules import Action, BookRule, works_of_rules
from model_build.left_out.erotica import says_erotica
from model_build.open_library.source import NAME as CATALOGUE_NAME
from model_build.works.gather import JoinedEditions
from model_build.works.identified_works import IdentifiedEdition


@dataclass(frozen=True, slots=True)
class LeftOutConfig:
    """Numbers of the report.

    Attributes:
        examples: Most books left out because of their subjects that are named, so that an operator sees whether the
            subjects are right.
    """

    examples: int = 5


LEFT_OUT = LeftOutConfig()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The works that were left out.

    Attributes:
        source_ids: [editions] the source's id of each of their editions.
        editions: [editions] what identifies each.
        work_of: [editions] the work of each, from 0 without gaps.
        by_subjects: Number of works that were left out because of their subjects.
        by_rules: Number of works that a rule blocks.
        by_readers: Number of works that too few have read.
        allowed: Number of works that a rule keeps, though their subjects say erotica.
        reads: Number of the dataset's ratings and loans of all works that were left out.
        examples: The most read ones of those left out because of their subjects, as "Title" by Author.
        rules_without_a_book: The rules that name no book of the dataset.
    """

    source_ids: Sequence[str]
    editions: Sequence[IdentifiedEdition]
    work_of: NDArray[np.int32]
    by_subjects: int
    by_rules: int
    by_readers: int
    allowed: int
    reads: int
    examples: tuple[str, ...]
    rules_without_a_book: tuple[BookRule, ...]

    def describe(self) -> dict[str, Any]:
        """Return the counts and examples as the manifest has them."""
        return {
            "books": self.by_subjects + self.by_rules + self.by_readers,
            "by_subjects": self.by_subjects,
            "by_rules": self.by_rules,
            "by_readers": self.by_readers,
            "allowed": self.allowed,
            "reads": self.reads,
            "examples": list(self.examples),
            "rules_without_a_book": list(map(str, self.rules_without_a_book)),
        }


class Remainder(NamedTuple):
    """A dataset without the works that were left out, its joined editions, and the works that were left out."""

    dataset: Dataset
    joined: JoinedEditions
    left_out: LeftOut


def leave_out(
    dataset: Dataset, joined: JoinedEditions, rules: Sequence[BookRule] = (), smallest_readers: int = 0
) -> Remainder:
    """Return a dataset without works whose subjects say erotica, that rules block, or that too few have read.

    A rule that allows a work is stronger than its subjects and its readers. Works of Open Library's catalogue, which
    has been chosen by readers of its own, stay however few of the dataset's have read them.

    Args:
        dataset: The dataset.
        joined: Its joined editions.
        rules: The operator's rules.
        smallest_readers: Least number of readers of a work that stays.

    Raises:
        DatasetError: Of two rules one blocks the book that the other allows, or no read book is left.
    """
    subjects = dataset.editions["tags"].tolist()
    of_erotica = {work for tags, work in zip(subjects, joined.groups.tolist(), strict=True) if says_erotica(tags)}
    works = works_of_rules(rules, joined) if rules else []
    blocked, allowed = _works_by_action(rules, works)
    by_subjects = of_erotica - allowed - blocked
    little_read = _little_read(dataset, joined, smallest_readers) - allowed - blocked - by_subjects
    is_left_out = np.isin(joined.groups, sorted(by_subjects | blocked | little_read))
    left_out_rows = np.flatnonzero(is_left_out).tolist()
    left_out = LeftOut(
        source_ids=dataset.editions["source_id"].iloc[left_out_rows].tolist(),
        editions=[joined.editions[row] for row in left_out_rows],
        work_of=_renumber(joined.groups[left_out_rows]),
        by_subjects=len(by_subjects),
        by_rules=len(blocked),
        by_readers=len(little_read),
        allowed=len(of_erotica & allowed),
        reads=int(is_left_out[dataset.ratings["edition"]].sum()),
        examples=_examples(dataset, joined, by_subjects),
        rules_without_a_book=tuple(rule for rule, named in zip(rules, works, strict=True) if not named),
    )
    if not left_out_rows:
        return Remainder(dataset, joined, left_out)
    kept_rows = np.flatnonzero(~is_left_out).tolist()
    kept_editions = [joined.editions[row] for row in kept_rows]
    remaining = _without_editions(dataset, is_left_out)
    if remaining.ratings.empty:
        raise DatasetError(
            f"All books that somebody read are left out: {len(by_subjects):,} because of their subjects, "
            f"{len(blocked):,} by the book rules and {len(little_read):,} for want of readers. A model needs ratings "
            "or loans of others: block fewer, allow some, or lower --smallest-readers."
        )
    kept = JoinedEditions(kept_editions, _renumber(joined.groups[kept_rows]), joined.joins)
    return Remainder(remaining, kept, left_out)


def _works_by_action(
    rules: Sequence[BookRule], works: Sequence[frozenset[int]]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the works that rules block, and those that rules allow.

    Raises:
        DatasetError: A work is in both.
    """
    rule_of: dict[int, BookRule] = {}
    for rule, named in zip(rules, works, strict=True):
        for work in sorted(named):
            other = rule_of.setdefault(work, rule)
            if other.action is not rule.action:
                raise DatasetError(f"The book rules contradict each other: {other}; {rule}. Drop one of the two.")
    blocked, allowed = (
        frozenset(work for work, rule in rule_of.items() if rule.action is action)
        for action in (Action.BLOCK, Action.ALLOW)
    )
    return blocked, allowed


def _little_read(dataset: Dataset, joined: JoinedEditions, least: int) -> set[int]:
    """Return the works that fewer readers have read, without those of Open Library's catalogue."""
    if least < 1:
        return set()
    count = int(joined.groups.max(initial=-1)) + 1
    works = joined.groups[dataset.ratings["edition"].to_numpy()].astype(np.int64)
    pairs = np.unique(dataset.ratings["reader"].to_numpy().astype(np.int64) * count + works)
    readers = np.bincount(pairs % max(count, 1), minlength=count)
    of_catalogue = [
        joined.groups[source.editions.start : source.editions.stop]
        for source in dataset.sources
        if source.name == CATALOGUE_NAME
    ]
    return set(np.flatnonzero(readers < least).tolist()) - set(np.concatenate([[], *of_catalogue]).astype(int).tolist())


def _without_editions(dataset: Dataset, is_left_out: NDArray[np.bool_]) -> Dataset:
    """Return a dataset without some editions and their ratings; its readers stay, in their order.

    Its fingerprint is another one: the same figures of quality would not be of the same ratings.
    """
    new_row = np.cumsum(~is_left_out) - 1
    ratings = dataset.ratings[~is_left_out[dataset.ratings["edition"]]].reset_index(drop=True)
    ids = sorted(dataset.editions["source_id"][is_left_out])
    bounds = np.concatenate([[0], new_row + 1])
    return replace(
        dataset,
        editions=dataset.editions[~is_left_out].reset_index(drop=True),
        ratings=ratings.assign(edition=new_row[ratings["edition"]].astype(np.int32)),
        fingerprint=hashlib.sha256("\n".join([dataset.fingerprint, *ids]).encode()).hexdigest(),
        sources=tuple(
            replace(source, editions=range(int(bounds[source.editions.start]), int(bounds[source.editions.stop])))
            for source in dataset.sources
        ),
    )


def _renumber(works: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the numbers of works without the gaps between them, in the same order."""
    return np.unique(works, return_inverse=True)[1].astype(np.int32)


def _examples(dataset: Dataset, joined: JoinedEditions, works: set[int]) -> tuple[str, ...]:
    """Return the most read of some works by the titles and authors of their most read editions."""
    if not works:
        return ()
    reads = np.bincount(dataset.ratings["edition"], minlength=len(joined.editions))
    reads_of_work = np.bincount(joined.groups, weights=reads)
    rows = np.flatnonzero(np.isin(joined.groups, sorted(works)))
    groups = joined.groups[rows]
    names: dict[int, str] = {}
    for place in np.lexsort((rows, -reads[rows], groups, -reads_of_work[groups])).tolist():
        edition = joined.editions[int(rows[place])]
        names.setdefault(int(groups[place]), f'"{edition.title}" by {edition.author}')
    return tuple(names.values())[: LEFT_OUT.examples]
