"""Authors who write together, in whose name a series may be listed now by the one and now by the other."""

from collections import defaultdict
from collections.abc import Container, Iterable

from model_build.works.authors import author_key, co_authors, lead_author
from shelftalker.model.catalogue import UNKNOWN_AUTHOR


class AuthorGroups:
    """Authors who write together: named on one edition, or of one surname, as couples are."""

    def __init__(self, editions: Iterable[tuple[str, int]], works: Container[int], authors: list[int]) -> None:
        """Read the names of editions (author, work) of some works."""
        self._key: dict[int, str] = {}
        self._named: defaultdict[int, set[str]] = defaultdict(set)
        for credit, work in dict.fromkeys(editions):
            if work in works and credit != UNKNOWN_AUTHOR:
                names = [author_key(name) for name in (lead_author(credit), *co_authors(credit))]
                self._key.setdefault(authors[work], names[0])
                self._named[authors[work]].update(names)

    def group(self, authors: Iterable[int]) -> dict[int, int]:
        """Return each of some authors -> the first of those who write together."""
        first_of: dict[int, int] = {}
        for author in sorted(set(authors)):
            firsts = (first for first in first_of.values() if self._write_together(author, first))
            first_of[author] = next(firsts, author)
        return first_of

    def _write_together(self, one: int, other: int) -> bool:
        key, other_key = self._key.get(one), self._key.get(other)
        if not key or not other_key:
            return False
        of_one_surname = key.rpartition(" ")[0] == other_key.rpartition(" ")[0]
        return of_one_surname or key in self._named[other] or other_key in self._named[one]
