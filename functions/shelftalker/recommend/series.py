"""Series in a list: the next volume first, and the first volume of another series in place of its later ones.

Nobody begins a series in its middle. Of each series but the asked book's own a list has one book: the first volume that
the reader lacks. Of the asked book's series the next volume that the reader lacks stands before all others, whether or
not it is a neighbour. An omnibus never stands beside its parts, nor a volume beside its translation.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.reasons import AfterBook, Recommendation, SeriesPlace


class SeriesReader(NamedTuple):
    """The reader of a list, as far as series are concerned.

    Attributes:
        read_rows: Rows of the books that the reader has read.
        other_rows: Rows of books that were not read and must not be recommended, dismissed ones above all. No later
            volume is recommended in their place.
        languages: ISO 639-1 of the languages that the reader reads; empty for all of them.
    """

    read_rows: frozenset[int] = frozenset()
    other_rows: frozenset[int] = frozenset()
    languages: tuple[str, ...] = ()

    def reads_language_of(self, book: Book) -> bool:
        """Return whether the reader reads the language of a book, as far as it is known."""
        return not self.languages or book.language is None or book.language in self.languages


ANYBODY = SeriesReader()


class SeriesConfig(NamedTuple):
    """The numbers of the order of series.

    Attributes:
        books_ordered: Number of the first books of a reader's ranking whose series are ordered: as many as are read
            from the model at once, see `PersonalRankingConfig`; ten pages are more than anybody turns.
    """

    books_ordered: int = 50


SERIES = SeriesConfig()


class Series(NamedTuple):
    """One series of the catalogue, for one reader.

    Attributes:
        volumes: Single volumes in the reader's languages, by their numbers.
        read: Numbers of the volumes that the reader has read, alone or in an omnibus.
        other: Numbers of the volumes that must not be recommended.
    """

    volumes: dict[float, list[Book]]
    read: frozenset[float]
    other: frozenset[float]

    @classmethod
    def of(cls, books: Sequence[Book], reader: SeriesReader) -> "Series":
        """Return a series of its books."""
        volumes: defaultdict[float, list[Book]] = defaultdict(list)
        for book in books:
            if book.volume is not None and book.last_volume is None and reader.reads_language_of(book):
                volumes[book.volume].append(book)
        read = [book for book in books if book.book_row in reader.read_rows]
        return cls(
            volumes,
            frozenset(number for number in volumes if any(_holds(book, number) for book in read)),
            frozenset(book.volume for book in books if book.volume is not None and book.book_row in reader.other_rows),
        )

    def next_after(self, number: float, beside: Book) -> Book | None:
        """Return the next volume after a number that the reader lacks; None for none, or one not to recommend.

        Whole numbers from 1 come first: a novella between two volumes, or before the first, is not the next volume.

        Args:
            number: The number of a volume, or less than 0.
            beside: A book whose language is preferred to that of a more popular translation.
        """
        missing = [each for each in self.volumes if each > number and each not in self.read]
        following = min(missing, key=lambda each: (each < 1 or each != int(each), each), default=None)
        if following is None or following in self.other:
            return None
        return min(self.volumes[following], key=lambda book: (book.language != beside.language, book.book_row))

    def place_of(self, number: float, after: float) -> SeriesPlace:
        """Return the place of the volume to read next.

        Args:
            number: Its number.
            after: The number that it was asked to follow, or less than 0.
        """
        before = [float(each) for each in range(max(1, int(after) + 1), math.ceil(number))]
        if all(each in self.read for each in before):
            return SeriesPlace.FIRST if after < 0 and not before else SeriesPlace.NEXT
        return SeriesPlace.LATER if after >= 0 or self.read else SeriesPlace.EARLIEST


# Before every volume, also one of number 0.
_BEGINNING = -1.0
_NO_VOLUMES = Series({}, frozenset(), frozenset())


def order_series(
    catalogue: Catalogue, ranked: Sequence[Recommendation], asked: Book | None = None, reader: SeriesReader = ANYBODY
) -> list[Recommendation]:
    """Return a ranking with the next volume first, and first volumes in place of the later ones of other series.

    One statement reads all series that are needed, none where no series is.

    Args:
        catalogue: The model.
        ranked: Recommendations, best first.
        asked: The book asked about, if there is one.
        reader: The reader, if one is known.
    """
    books: defaultdict[int | None, list[Book]] = defaultdict(list)
    for book in catalogue.volumes(_series_to_read(ranked, asked, reader)):
        books[book.series_row].append(book)
    series = {series_row: Series.of(of_series, reader) for series_row, of_series in books.items()}
    if asked is None or asked.series_row is None:
        return list(_with_stand_ins(ranked, series))
    ordered = _order_own(ranked, asked, series.get(asked.series_row, _NO_VOLUMES))
    return list(_with_stand_ins(ordered, series, asked.series_row))


def order_series_at_head(
    catalogue: Catalogue, ranked: Iterable[Recommendation], reader: SeriesReader
) -> Iterator[Recommendation]:
    """Yield a long ranking with the series of its first books ordered, see `order_series`; then those in no series.

    Args:
        catalogue: The model.
        ranked: Recommendations, best first; no more of them are read than are needed.
        reader: The reader.
    """
    ranked = iter(ranked)
    head = list(islice(ranked, SERIES.books_ordered))
    yield from order_series(catalogue, head, reader=reader)
    yield from (each for each in ranked if each.book.volume is None)


def _series_to_read(ranked: Iterable[Recommendation], asked: Book | None, reader: SeriesReader) -> set[int]:
    """Return the series of the asked book and of those in whose place another volume may have to stand."""
    needed = {asked.series_row} if asked and asked.volume is not None else set()
    for book in (each.book for each in ranked):
        is_first = book.volume == 1 and book.last_volume is None
        if book.volume is not None and (not is_first or reader.read_rows or reader.other_rows):
            needed.add(book.series_row)
    return {series_row for series_row in needed if series_row is not None}


def _order_own(ranked: Sequence[Recommendation], asked: Book, series: Series) -> list[Recommendation]:
    """Return a ranking with the next volume of the asked book's series first, and the later ones in their order."""
    last = asked.last_volume or asked.volume
    first = None if last is None else series.next_after(last, asked)
    numbers = {first.volume} if first else set()
    kept, later = list[Recommendation](), list[int]()
    for each in ranked:
        book = each.book
        if book.series_row == asked.series_row:
            if book.last_volume is not None or (first and book.book_row == first.book_row):
                continue
            if book.volume is not None:
                if book.volume in numbers or book.volume in series.read or _holds(asked, book.volume):
                    continue
                numbers.add(book.volume)
                if last is not None and book.volume > last:
                    later.append(len(kept))
        kept.append(each)
    in_order = sorted((kept[position] for position in later), key=lambda each: each.book.volume or 0)
    for position, each in zip(later, in_order, strict=True):
        kept[position] = each._replace(score=kept[position].score)
    if first is None or first.volume is None or last is None:
        return kept
    neighbour = next((each for each in ranked if each.book.book_row == first.book_row), None)
    reason = neighbour.reason if neighbour else AfterBook(asked, 0)
    score = ranked[0].score if ranked else 0.0
    return [Recommendation(first, score, reason, series.place_of(first.volume, last)), *kept]


def _with_stand_ins(
    ranked: Sequence[Recommendation], series: Mapping[int | None, Series], own_row: int | None = None
) -> Iterator[Recommendation]:
    """Yield a ranking with one book of each series, the one to read next, in the place of the best of them.

    Args:
        ranked: Recommendations, best first.
        series: Series by their rows; of those that are not here every book stays.
        own_row: The series of the asked book, whose books stay as well.
    """
    reasons = {each.book.book_row: each.reason for each in ranked}
    shown, with_omnibus, with_unknown_volume = set[int](), set[int](), set[int]()
    for each in ranked:
        book, series_row = each.book, each.book.series_row
        if series_row is None or series_row == own_row:
            yield each
        elif book.volume is None:
            # It may be a part of an omnibus, and nothing else is known of its place.
            if series_row not in with_omnibus:
                with_unknown_volume.add(series_row)
                yield each
        elif series_row not in shown:
            shown.add(series_row)
            of_series = series.get(series_row, _NO_VOLUMES)
            stand_in = stand_in_for(book, of_series)
            if stand_in is None or (stand_in.last_volume is not None and series_row in with_unknown_volume):
                continue
            if stand_in.last_volume is not None:
                with_omnibus.add(series_row)
                yield each
            elif stand_in.book_row != book.book_row or of_series.read:
                place = of_series.place_of(stand_in.volume or 0.0, _BEGINNING)
                reason = reasons.get(stand_in.book_row, _without_readers(each))
                yield Recommendation(stand_in, each.score, reason, place)
            else:
                yield each


def stand_in_for(book: Book, series: Series) -> Book | None:
    """Return the book to read in place of one of its series, which may be itself; None where none is to be shown."""
    first = series.next_after(_BEGINNING, book)
    if first is None or first.volume is None:
        return None if series.volumes else book
    if book.last_volume is None:
        return book if first.volume == book.volume else first
    is_begun = any(_holds(book, number) for number in series.read)
    return book if book.volume is not None and book.volume <= first.volume and not is_begun else first


def _without_readers(replaced: Recommendation) -> AfterBook | None:
    """Return the reason for a book in place of another, with which it may have other readers in common."""
    return AfterBook(replaced.reason.asked, 0) if isinstance(replaced.reason, AfterBook) else None


def _holds(book: Book, number: float) -> bool:
    """Return whether a book is the volume of a number or an omnibus with it."""
    return book.volume is not None and book.volume <= number <= (book.last_volume or book.volume)
