"""The choice of works that are kept: those with a signal, a dataset's book of one ISBN or enough readers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses, RecordReader
from model_build.open_library.editions import isbns_of
from model_build.open_library.keys import number_of, numbers_in, text_in
from model_build.open_library.reader_counts import ReaderCounts
from model_build.open_library.redirects import Redirects
from model_build.open_library.titles import are_one_title, tidy_title
from shelftalker.model.isbn import as_isbn_13, isbn_of
from shelftalker.repairs.isbns import whole_isbn

# The ISBNs of an edition, in either form, wherever they stand in its line.
_ISBNS = re.compile(rb'"isbn(?:_1[03])?":([^\]}\n]{10,2000})')
_TOKEN = re.compile(rb"[0-9][0-9Xx -]{8,16}")


@dataclass(frozen=True, slots=True)
class RatedBook:
    """A book of a dataset of ratings: its title and authors, to compare with a work that has its ISBN."""

    title: str
    author: str


@dataclass(slots=True)
class RatedBooks:
    """The books of the datasets that are built with a catalogue.

    Attributes:
        by_isbn: ISBN of 13 digits -> book.
        works: Numbers of the works' keys, where a dataset names Open Library's own.
    """

    by_isbn: dict[int, RatedBook] = field(default_factory=dict)
    works: set[int] = field(default_factory=set)

    def add(self, title: str, author: str, isbns: Iterable[str], work_key: str = "") -> None:
        """Add a book of a dataset."""
        book = RatedBook(title, author)
        for listed in isbns:
            if isbn := isbn_of(whole_isbn(listed, "")):
                self.by_isbn.setdefault(int(as_isbn_13(isbn) if len(isbn) == 10 else isbn), book)
        if work_key.strip().endswith("W") and (number := number_of(work_key)) is not None:
            self.works.add(number)


def works_of_rated_books(
    files: list[DumpFile], rated: RatedBooks, readers: ReaderCounts, redirects: Redirects, losses: Losses
) -> set[int]:
    """Return the works with an edition that has the ISBN of a rated book.

    An ISBN that several works have, of a set or used again, counts for those whose edition has the book's title;
    if none has, for the most read one.

    Raises:
        DatasetError: A file is broken, or another dump.
    """
    if not rated.by_isbn:
        return set()
    wanted = frozenset(_forms(rated.by_isbn))

    def has_rated_isbn(listed: bytes) -> bool:
        return any(token.replace(b"-", b"").replace(b" ", b"").upper() in wanted for token in _TOKEN.findall(listed))

    # ISBN -> work -> True if an edition with the ISBN has the rated book's title.
    works_of: defaultdict[int, dict[int, bool]] = defaultdict(dict)
    for key, record in RecordReader(losses).records(files, _ISBNS, has_rated_isbn):
        rated_isbns = [number for isbn in isbns_of(record) if (number := int(isbn)) in rated.by_isbn]
        works = redirects.follow(np.array(numbers_in(record.get("works")), dtype=np.int64)).tolist()
        if rated_isbns and not works:
            losses.add("editions: with a rated ISBN but without a work", key)
        title = tidy_title(text_in(record.get("title")), text_in(record.get("title_prefix")))
        for isbn in rated_isbns:
            agrees = are_one_title(title, rated.by_isbn[isbn].title)
            for work in works:
                works_of[isbn][work] = works_of[isbn].get(work, False) or agrees
    return _chosen_works(works_of, readers, losses)


def _chosen_works(works_of: dict[int, dict[int, bool]], readers: ReaderCounts, losses: Losses) -> set[int]:
    chosen: set[int] = set()
    for isbn, works in works_of.items():
        if len(works) == 1:
            chosen |= works.keys()
            continue
        agreeing = [work for work, agrees in works.items() if agrees]
        candidates = sorted(agreeing or works)
        losses.add(
            "rated ISBNs that several works have", f"{isbn}: {', '.join(f'OL{work}W' for work in sorted(works))}"
        )
        if agreeing:
            chosen.update(candidates)
        else:
            counts = readers.of(np.array(candidates, dtype=np.int64))
            chosen.add(candidates[int(np.argmax(counts))])
    return chosen


def keep_works(
    rated_works: set[int], rated: RatedBooks, readers: ReaderCounts, redirects: Redirects, least: int
) -> NDArray[np.int64]:
    """Return [kept works] the numbers of the works that have a signal, ascending.

    Args:
        rated_works: Works that have the ISBN of a rated book.
        rated: The rated books, some of which may name their work.
        readers: Readers of Open Library.
        redirects: Redirects of works.
        least: Least number of readers.
    """
    of_isbns = np.array(sorted(rated_works), dtype=np.int64)
    named = redirects.follow(np.array(sorted(rated.works), dtype=np.int64))
    return np.unique(np.concatenate([of_isbns, named, readers.works_read_by(least)]))


def _forms(isbns: Iterable[int]) -> Iterator[bytes]:
    """Yield the forms of ISBNs that a record may have: of 13 digits and of ten characters."""
    for isbn in isbns:
        text = f"{isbn:013d}"
        yield text.encode()
        if short := isbn_of(text):
            yield short.encode()
