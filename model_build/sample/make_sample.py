"""Make the sample's Books.csv, Ratings.csv and Users.csv: `python -m model_build.sample.make_sample`.

The books are real, see `bookcase.py`. The readers are made up: each has a country, one to three favourite tags and a
few favourite authors, and reads what fits them, famous books more. The same list gives the same bytes.
"""

import csv
import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from model_build.sample.bookcase import Edition, read_bookcase
from model_build.sample.places import PLACES, Place

SAMPLE_DIRECTORY = Path(__file__).parent
LEAST_READERS = 8
Option = TypeVar("Option")

_SEED = 19650801  # the month in which Dune came out
_READERS = 1_200
_COVER_URL = "https://covers.shelftalker.example/{isbn}.png"

# A book one step more famous (of five) is read this much more; luck does the rest.
_FAME_STEP = 2.2
_LUCK = 0.3
# What readers love most is more varied than what they read: below 1, little known books have lovers too.
_VARIETY = 0.5
# How much a book outside a reader's taste is wanted, beside 1 for one whose genre is the reader's favourite tag.
_CHANCE_READING = 0.012
# What a theme in common counts beside the genre in common.
_THEME_SHARE = 0.9
# How much more a book by a favourite author is wanted, and one in the language that the reader grew up with.
_AUTHOR_FACTOR = 10.0
_ORIGINAL_FACTOR = 25.0
# Half of the readers have read fewer books than this, a quarter of them less than half or more than twice as many.
_USUAL_BOOKS = 15
_BOOKS_SPREAD = 0.8
_MOST_BOOKS = 110
_MAIN_EDITION_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Reader:
    """A made-up reader.

    Attributes:
        user_id: From 1.
        interest: How readily this reader reads each work, by its number; no entry where the language is foreign.
        tastes: Favourite tags with their weights.
        generosity: What this reader adds to every rating.
        unrated_share: Share of the books read that this reader does not rate.
    """

    user_id: int
    place: Place
    age: int | None
    interest: dict[int, float]
    tastes: dict[str, float]
    generosity: float
    unrated_share: float


def main() -> None:
    """Write the three files beside this one."""
    write_sample(SAMPLE_DIRECTORY)


def write_sample(output: Path) -> None:
    """Write Books.csv, Ratings.csv and Users.csv into a folder, in Kaggle's layout and a column for languages."""
    editions = read_bookcase()
    random = Random(_SEED)
    works = [edition for edition in editions if edition.number == edition.work_number]
    popularity = {work.number: _FAME_STEP**work.fame * random.lognormvariate(0, _LUCK) for work in works}
    readers = [_reader(user_id, works, popularity, random) for user_id in range(1, _READERS + 1)]
    read = _read_editions(readers, editions, random)
    _write(output / "Books.csv", _BOOK_COLUMNS, map(_book_row, editions))
    _write(output / "Ratings.csv", ("User-ID", "ISBN", "Book-Rating"), _rating_rows(readers, read, works, random))
    _write(output / "Users.csv", ("User-ID", "Location", "Age"), map(_user_row, readers))


def _reader(user_id: int, works: Sequence[Edition], popularity: dict[int, float], random: Random) -> Reader:
    place = _pick(PLACES, [place.readers for place in PLACES], random)
    readable = [work for work in works if work.language in {"en", place.language}]
    weights = [popularity[work.number] ** _VARIETY for work in readable]
    # A taste comes with a book: its genre and what else it is, then something else that is liked in such books.
    loved = _pick(readable, weights, random)
    authors = {loved.author}
    tastes = {loved.genre: 1.0}
    akin = [work for work in readable if loved.genre in work.tags]
    another = _pick(akin, [popularity[work.number] for work in akin], random)
    for weight, work in ((0.9, loved), (0.5, another))[: _pick((0, 1, 2), (0.15, 0.4, 0.45), random)]:
        tastes.setdefault(random.choice(work.tags[1:] or work.tags), weight)
    fitting = [work for work in readable if tastes.keys() & set(work.tags)]
    for _ in range(_pick((0, 1, 2, 3), (0.3, 0.3, 0.3, 0.1), random)):
        authors.add(_pick(fitting, [popularity[work.number] for work in fitting], random).author)
    interest = {
        work.number: popularity[work.number]
        * (_CHANCE_READING + _fit(work, tastes))
        * (_AUTHOR_FACTOR if work.author in authors else 1)
        * (_ORIGINAL_FACTOR if work.language == place.language != "en" else 1)
        for work in readable
    }
    youth = bool(tastes.keys() & {"young adult", "coming of age", "graphic novels"})
    age = round(random.normalvariate(27 if youth else 42, 6 if youth else 14))
    return Reader(
        user_id=user_id,
        place=place,
        age=age if 12 <= age <= 90 and random.random() < 0.75 else None,
        interest=interest,
        tastes=tastes,
        generosity=random.normalvariate(0, 0.8),
        unrated_share=0.4 * random.random(),
    )


def _fit(work: Edition, tastes: dict[str, float]) -> float:
    """How well a work fits a reader's tastes: 1 by its genre alone, more by several tags at once."""
    themes = sum(tastes.get(tag, 0) for tag in work.tags[1:])
    return (tastes.get(work.genre, 0) + _THEME_SHARE * themes) ** 3


def _read_editions(readers: Sequence[Reader], editions: Sequence[Edition], random: Random) -> list[dict[int, Edition]]:
    """[readers] what each has read, by the work's number, in the order of reading."""
    editions_of: defaultdict[int, list[Edition]] = defaultdict(list)
    for edition in editions:
        editions_of[edition.work_number].append(edition)
    read: list[dict[int, Edition]] = []
    for reader in readers:
        # Every book would turn up after a while, the more wanted the sooner; the first ones are those read.
        books = min(2 + int(random.lognormvariate(math.log(_USUAL_BOOKS - 2), _BOOKS_SPREAD)), _MOST_BOOKS)
        waits = {number: random.expovariate(interest) for number, interest in reader.interest.items()}
        read.append({
            number: _pick_edition(editions_of[number], random)
            for number in heapq.nsmallest(books, waits, key=waits.__getitem__)
        })  # fmt: skip
    for edition in editions:
        missing = LEAST_READERS - sum(books.get(edition.work_number) == edition for books in read)
        others = [place for place, books in enumerate(read) if edition.work_number not in books]
        others.sort(key=lambda place: readers[place].interest.get(edition.work_number, 0), reverse=True)
        for place in others[: max(missing, 0)]:
            read[place][edition.work_number] = edition
    return read


def _pick_edition(editions: Sequence[Edition], random: Random) -> Edition:
    others = len(editions) - 1
    if not others:
        return editions[0]
    return _pick(editions, [_MAIN_EDITION_SHARE, *[(1 - _MAIN_EDITION_SHARE) / others] * others], random)


def _rating_rows(
    readers: Sequence[Reader], read: Sequence[dict[int, Edition]], works: Sequence[Edition], random: Random
) -> Iterable[tuple[object, ...]]:
    quality = {work.number: random.normalvariate(7.2, 0.5) for work in works}
    for reader, books in zip(readers, read, strict=True):
        for number, edition in books.items():
            enjoyment = quality[number] + reader.generosity + min(_fit(edition, reader.tastes), 1.5)
            rating = min(max(round(random.normalvariate(enjoyment, 1.1)), 1), 10)
            yield reader.user_id, edition.isbn, 0 if random.random() < reader.unrated_share else rating


_BOOK_COLUMNS = (
    "ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-S", "Image-URL-M",
    "Image-URL-L", "Language",
)  # fmt: skip


def _book_row(edition: Edition) -> tuple[object, ...]:
    cover_url = _COVER_URL.format(isbn=edition.isbn)
    return (
        edition.isbn,
        edition.title,
        edition.author,
        edition.year,
        edition.publisher,
        *[cover_url] * 3,
        edition.language,
    )


def _user_row(reader: Reader) -> tuple[object, ...]:
    return reader.user_id, reader.place.location, "" if reader.age is None else reader.age


def _pick(options: Sequence[Option], weights: Sequence[float], random: Random) -> Option:
    return random.choices(options, weights)[0]


def _write(path: Path, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
