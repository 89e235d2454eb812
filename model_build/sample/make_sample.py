"""Make the sample's Books.csv, Ratings.csv and Users.csv: `python -m model_build.sample.make_sample`.

The books are real, see `bookcase.py`; those of no fame have no reader. The readers are made up: a reader has a country,
one to three favourite tags and a few favourite authors, and reads books that fit them, famous books more. The same list
gives the same bytes.
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
# An element of the sequence that `_sample` chooses from.
Option = TypeVar("Option")


@dataclass(frozen=True, slots=True)
class SampleConfig:
    """Numbers that shape the made-up readers and their ratings.

    Attributes:
        seed: Seed of the generator: the month in which Dune came out.
        readers: Number of readers.
        least_readers: Least number of readers of an edition.
        cover_url: Address of a cover, with its book's id.
        fame_step: Factor by which a book one step more famous (of five) is read more.
        luck: Standard deviation of the logarithm of the random factor beside fame.
        variety: Exponent of a book's popularity when a reader's favourite is sampled: below 1, favourites are more
            varied than the books read, and little known books have lovers too.
        chance_interest: Interest in a book outside a reader's taste, beside 1 for one whose genre is the reader's
            favourite tag.
        theme_share: Weight of a theme in common, beside 1 for the genre in common.
        author_factor: Factor of the interest in a book by a favourite author.
        original_factor: Factor of the interest in a book in the reader's first language.
        usual_books: Median number of books that a reader has read.
        books_spread: Standard deviation of that number's logarithm: a quarter of the readers have read less than half
            or more than twice as many.
        most_books: Largest number of books that a reader has read.
        main_edition_share: Share of a book's readers who read its main edition.
    """

    seed: int = 19650801
    readers: int = 1_200
    least_readers: int = 8
    cover_url: str = "https://covers.shelftalker.example/{book_id}.png"
    fame_step: float = 2.2
    luck: float = 0.3
    variety: float = 0.5
    chance_interest: float = 0.012
    theme_share: float = 0.9
    author_factor: float = 10.0
    original_factor: float = 25.0
    usual_books: int = 15
    books_spread: float = 0.8
    most_books: int = 110
    main_edition_share: float = 0.6


SAMPLE = SampleConfig()


@dataclass(frozen=True, slots=True)
class Reader:
    """A made-up reader.

    Attributes:
        user_id: From 1.
        place: Town of the reader.
        age: Age in years, or None if it is not given.
        interest: Work's number -> rate at which this reader reads it; no entry for works in a foreign language.
        tastes: Favourite tag -> weight, 0 to 1.
        generosity: Number that this reader adds to every rating.
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
    """Write Books.csv, Ratings.csv and Users.csv in Kaggle's layout, with columns for languages, series and tags."""
    editions = read_bookcase()
    random = Random(SAMPLE.seed)
    read = [edition for edition in editions if edition.fame]
    works = [edition for edition in read if edition.number == edition.work_number]
    popularity = {work.number: SAMPLE.fame_step**work.fame * random.lognormvariate(0, SAMPLE.luck) for work in works}
    readers = [_reader(user_id, works, popularity, random) for user_id in range(1, SAMPLE.readers + 1)]
    books_of_readers = _read_editions(readers, read, random)
    book_columns = (
        "ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-S", "Image-URL-M",
        "Image-URL-L", "Language", "Series", "Volume", "Tags",
    )  # fmt: skip
    _write(output / "Books.csv", book_columns, map(_book_row, editions))
    _write(
        output / "Ratings.csv",
        ("User-ID", "ISBN", "Book-Rating"),
        _rating_rows(readers, books_of_readers, works, random),
    )
    _write(output / "Users.csv", ("User-ID", "Location", "Age"), map(_user_row, readers))


def _reader(user_id: int, works: Sequence[Edition], popularity: dict[int, float], random: Random) -> Reader:
    place = _sample(PLACES, [place.readers for place in PLACES], random)
    readable = [work for work in works if work.language in {"en", place.language}]
    weights = [popularity[work.number] ** SAMPLE.variety for work in readable]
    # A taste comes from a favourite book: its genre and one of its themes, then a theme of another book of the genre.
    favourite = _sample(readable, weights, random)
    authors = {favourite.author}
    tastes = {favourite.genre: 1.0}
    same_genre = [work for work in readable if favourite.genre in work.tags]
    another = _sample(same_genre, [popularity[work.number] for work in same_genre], random)
    for weight, work in ((0.9, favourite), (0.5, another))[: _sample((0, 1, 2), (0.15, 0.4, 0.45), random)]:
        tastes.setdefault(random.choice(work.tags[1:] or work.tags), weight)
    fitting = [work for work in readable if tastes.keys() & set(work.tags)]
    for _ in range(_sample((0, 1, 2, 3), (0.3, 0.3, 0.3, 0.1), random)):
        authors.add(_sample(fitting, [popularity[work.number] for work in fitting], random).author)
    interest = {
        work.number: popularity[work.number]
        * (SAMPLE.chance_interest + _fit(work, tastes))
        * (SAMPLE.author_factor if work.author in authors else 1)
        * (SAMPLE.original_factor if work.language == place.language != "en" else 1)
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
    """Return the fit of a work to a reader's tastes: 1 by its genre alone, more by several tags at once."""
    themes = sum(tastes.get(tag, 0) for tag in work.tags[1:])
    return (tastes.get(work.genre, 0) + SAMPLE.theme_share * themes) ** 3


def _read_editions(readers: Sequence[Reader], editions: Sequence[Edition], random: Random) -> list[dict[int, Edition]]:
    """Return the books of each reader [readers]: work's number -> edition, in the order of reading."""
    editions_of: defaultdict[int, list[Edition]] = defaultdict(list)
    for edition in editions:
        editions_of[edition.work_number].append(edition)
    read: list[dict[int, Edition]] = []
    for reader in readers:
        # A waiting time for every book, shorter with more interest; the books with the shortest ones are read.
        books = min(
            2 + int(random.lognormvariate(math.log(SAMPLE.usual_books - 2), SAMPLE.books_spread)), SAMPLE.most_books
        )
        waits = {number: random.expovariate(interest) for number, interest in reader.interest.items()}
        read.append({
            number: _sample_edition(editions_of[number], random)
            for number in heapq.nsmallest(books, waits, key=waits.__getitem__)
        })  # fmt: skip
    for edition in editions:
        missing = SAMPLE.least_readers - sum(books.get(edition.work_number) == edition for books in read)
        others = [row for row, books in enumerate(read) if edition.work_number not in books]
        others.sort(key=lambda row: readers[row].interest.get(edition.work_number, 0), reverse=True)
        for row in others[: max(missing, 0)]:
            read[row][edition.work_number] = edition
    return read


def _sample_edition(editions: Sequence[Edition], random: Random) -> Edition:
    others = len(editions) - 1
    if not others:
        return editions[0]
    return _sample(editions, [SAMPLE.main_edition_share, *[(1 - SAMPLE.main_edition_share) / others] * others], random)


def _rating_rows(
    readers: Sequence[Reader], read: Sequence[dict[int, Edition]], works: Sequence[Edition], random: Random
) -> Iterable[tuple[object, ...]]:
    quality = {work.number: random.normalvariate(7.2, 0.5) for work in works}
    for reader, books in zip(readers, read, strict=True):
        for number, edition in books.items():
            enjoyment = quality[number] + reader.generosity + min(_fit(edition, reader.tastes), 1.5)
            rating = min(max(round(random.normalvariate(enjoyment, 1.1)), 1), 10)
            yield reader.user_id, edition.book_id, 0 if random.random() < reader.unrated_share else rating


def _book_row(edition: Edition) -> tuple[object, ...]:
    cover_url = SAMPLE.cover_url.format(book_id=edition.book_id)
    return (
        edition.book_id,
        edition.title,
        edition.author,
        edition.year,
        edition.publisher,
        *[cover_url] * 3,
        edition.language,
        edition.series,
        edition.volume,
        "; ".join(edition.tags),
    )


def _user_row(reader: Reader) -> tuple[object, ...]:
    return reader.user_id, reader.place.location, "" if reader.age is None else reader.age


def _sample(options: Sequence[Option], weights: Sequence[float], random: Random) -> Option:
    return random.choices(options, weights)[0]


def _write(path: Path, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
