"""A made-up ratings dataset of Book-Crossing's size and shape, in the layout of Kaggle's "Book Recommendation Dataset".

Readers, books and authors follow power laws. Readers and authors lie along a line of tastes: a reader of an author
reads the authors nearby too, so that readers in common are a signal. The same seed gives the same files.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.bench.vocabulary import COMMON_WORDS, made_up_words, zipf_choice


@dataclass(frozen=True, slots=True)
class SyntheticConfig:
    """Numbers of the made-up dataset.

    Attributes:
        unrated_share: Share of ratings of 0, read and not rated, as in Book-Crossing.
        rating_percents: Frequency of the ratings 1 to 10 among the others in Book-Crossing, in percent.
        title_length_shares: Shares of titles with one to eight words.
        not_last_words: Words that do not end a title.
        taste_spread_ratings: Standard deviation of a reader's distance from a favourite author along the line of
            tastes, in ratings; it is larger for readers of a bestseller.
        random_reading_share: Share of ratings that are independent of taste.
    """

    unrated_share: float = 0.62
    rating_percents: tuple[float, ...] = (0.4, 0.6, 1.4, 2.0, 11.8, 8.5, 17.7, 24.0, 15.6, 18.0)
    title_length_shares: tuple[float, ...] = (0.10, 0.26, 0.24, 0.16, 0.10, 0.07, 0.04, 0.03)
    not_last_words: frozenset[str] = frozenset(
        {"the", "of", "and", "a", "in", "to", "for", "my", "how", "with", "from", "your", "on", "at"}
    )
    taste_spread_ratings: int = 120
    random_reading_share: float = 0.2


SYNTHETIC = SyntheticConfig()


@dataclass(frozen=True, slots=True)
class Size:
    """Size of the dataset; the default is that of the full Book-Crossing dump."""

    editions: int = 271_000
    readers: int = 105_000
    authors: int = 100_000
    ratings: int = 1_150_000
    most_by_one_reader: int = 13_600
    most_of_one_edition: int = 2_500
    most_by_one_author: int = 500
    words: int = 30_000

    def times(self, factor: int) -> "Size":
        """Multiply the editions, readers, authors and ratings; the largest reader and author stay as large."""
        return replace(
            self,
            editions=factor * self.editions,
            readers=factor * self.readers,
            authors=factor * self.authors,
            ratings=factor * self.ratings,
        )


def write_dataset(directory: Path, size: Size = Size(), seed: int = 1) -> None:
    """Write Books.csv, Ratings.csv and Users.csv."""
    directory.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    isbns = make_isbns(random, size.editions)
    author_of = _shuffled_numbers(random, power_law_counts(size.editions, size.authors, size.most_by_one_author))
    work_of = _works(random, author_of)
    _write(
        directory / "Books.csv",
        ["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-S", "Image-URL-M",
         "Image-URL-L"],
        _books(random, size, isbns, author_of, work_of),
    )  # fmt: skip
    readers, editions = _reading(random, size, author_of)
    percent = np.array(SYNTHETIC.rating_percents)
    ratings = random.choice(np.arange(1, 11), p=percent / percent.sum(), size=len(readers))
    ratings[random.random(len(readers)) < SYNTHETIC.unrated_share] = 0
    _write(
        directory / "Ratings.csv",
        ["User-ID", "ISBN", "Book-Rating"],
        zip((readers + 1).tolist(), (isbns[edition] for edition in editions.tolist()), ratings.tolist(), strict=True),
    )
    _write(directory / "Users.csv", ["User-ID", "Location", "Age"], _users(random, size.readers))


def power_law_counts(total: int, parts: int, largest: int) -> NDArray[np.int64]:
    """Split a total into parts of at least 1, largest first: the part of rank r is about c / (r + q)."""
    ranks = np.arange(parts)
    smallest_c, largest_c = 0.0, 100.0 * total
    for _ in range(100):
        c = (smallest_c + largest_c) / 2
        counts = np.maximum(1, np.round(c / (ranks + c / largest))).astype(np.int64)
        if counts.sum() > total:
            largest_c = c
        else:
            smallest_c = c
    counts = np.maximum(1, np.round(smallest_c / (ranks + smallest_c / largest))).astype(np.int64)
    counts[1 : 1 + total - counts.sum()] += 1
    return counts


def _shuffled_numbers(random: np.random.Generator, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Repeat each part's number as often as the part is large, in random order."""
    return random.permutation(np.repeat(np.arange(len(counts)), counts))


def _works(random: np.random.Generator, author_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return [editions] the edition whose title each has: for one in ten, another edition by the same author."""
    work_of = np.arange(len(author_of))
    by_author = np.argsort(author_of, kind="stable")
    is_again = (np.diff(author_of[by_author], prepend=-1) == 0) & (random.random(len(author_of)) < 0.16)
    for position in np.flatnonzero(is_again).tolist():
        work_of[by_author[position]] = work_of[by_author[position - 1]]
    return work_of


def _reading(
    random: np.random.Generator, size: Size, author_of: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return reader and edition of each rating: both sorted along the line of tastes and matched in that order."""
    read_by = random.permutation(power_law_counts(size.ratings, size.editions, size.most_of_one_edition))
    reads = power_law_counts(size.ratings, size.readers, size.most_by_one_reader)
    readers = np.repeat(np.arange(size.readers), reads)
    editions = np.repeat(np.arange(size.editions), read_by)
    spread = SYNTHETIC.taste_spread_ratings / size.ratings
    favourites = random.random((size.readers, 4))
    reader_position = favourites[readers, random.integers(0, 4, size=len(readers))]
    reader_position += spread * random.standard_normal(len(readers))
    is_random = random.random(len(readers)) < SYNTHETIC.random_reading_share
    reader_position[is_random] = random.random(int(is_random.sum()))
    author_position = random.random(int(author_of.max()) + 1)
    edition_position = author_position[author_of][editions]
    edition_position += spread * np.sqrt(read_by[editions]) * random.standard_normal(len(editions))
    readers = readers[np.argsort(reader_position)]
    editions = editions[np.argsort(edition_position)]
    # Nobody rates an edition twice: such a rating swaps editions with a later one, until no pair occurs twice.
    for attempt in range(1, 100):
        pairs = readers * size.editions + editions
        order = np.argsort(pairs, kind="stable")
        repeated = order[np.flatnonzero(np.diff(pairs[order]) == 0) + 1]
        if not len(repeated):
            break
        others = (repeated + random.integers(1, attempt**2 * SYNTHETIC.taste_spread_ratings, size=len(repeated))) % len(
            pairs
        )
        for one, other in zip(repeated.tolist(), others.tolist(), strict=True):
            editions[one], editions[other] = editions[other], editions[one]
    order = np.argsort(readers, kind="stable")
    return readers[order], editions[order]


def _books(
    random: np.random.Generator, size: Size, isbns: list[str], author_of: NDArray[np.int64], work_of: NDArray[np.int64]
) -> Iterable[Sequence[object]]:
    words = [*COMMON_WORDS, *made_up_words(random, size.words)]
    titles = _titles(random, words, size.editions)
    names = _names(random, words[len(COMMON_WORDS) :], size.authors)
    publishers = [" ".join(words[rank] for rank in pair).title() for pair in zipf_choice(random, len(words), 8_000)
                  .reshape(-1, 2).tolist()]  # fmt: skip
    published_by = zipf_choice(random, len(publishers), size.editions).tolist()
    years = np.where(random.random(size.editions) < 0.017, 0, 2004 - random.geometric(0.11, size.editions)).tolist()
    for edition, (work, author, isbn) in enumerate(zip(work_of.tolist(), author_of.tolist(), isbns, strict=True)):
        images = [
            f"http://images.amazon.com/images/P/{isbn}.01.{kind}.jpg" for kind in ("THUMBZZZ", "MZZZZZZZ", "LZZZZZZZ")
        ]
        yield isbn, titles[work], names[author], years[edition], publishers[published_by[edition]], *images


def _titles(random: np.random.Generator, words: list[str], count: int) -> list[str]:
    """Return titles of one to eight words, a quarter of them with a subtitle or a series in brackets."""
    lengths = random.choice(np.arange(1, 9), p=SYNTHETIC.title_length_shares, size=2 * count)
    ranks = iter(zipf_choice(random, len(words), 9 * len(lengths)).tolist())
    fitting = [rank for rank, word in enumerate(words) if word not in SYNTHETIC.not_last_words]
    last_words = iter(random.permutation(fitting[:20_000] * (1 + 2 * len(lengths) // len(fitting[:20_000]))).tolist())
    shares = random.random(count).tolist()

    def phrase(length: int) -> str:
        return " ".join([words[next(ranks)] for _ in range(length - 1)] + [words[next(last_words)]]).title()

    titles = []
    series = [phrase(2) for _ in range(max(1, count // 200))]
    for title_share, length, other_length in zip(
        shares, lengths[:count].tolist(), lengths[count:].tolist(), strict=True
    ):
        title = phrase(length)
        if title_share < 0.05:
            title += ": A Novel"
        elif title_share < 0.14:
            title += f": {phrase(min(8, other_length + 2))}"
        elif title_share < 0.25:
            number = int(title_share * 1e6)
            title += f" ({series[number % len(series)]}, Book {1 + number % 12})"
        titles.append(title)
    return titles


def _names(random: np.random.Generator, words: list[str], count: int) -> list[str]:
    """Return different names of authors: a first name, sometimes an initial, a surname."""
    first_names, surnames = words[-min(600, len(words) // 2) :], words[: len(words) // 2]
    names: dict[str, None] = {}
    while len(names) < count:
        firsts = zipf_choice(random, len(first_names), count).tolist()
        lasts = random.integers(0, len(surnames), size=count).tolist()
        initials = random.integers(0, 78, size=count).tolist()
        for first, initial, last in zip(firsts, initials, lasts, strict=True):
            middle = f"{chr(ord('A') + initial)}. " if initial < 26 else ""
            names[f"{first_names[first].title()} {middle}{surnames[last].title()}"] = None
    return list(names)[:count]


def make_isbns(random: np.random.Generator, count: int) -> list[str]:
    """Return different ten-character ISBNs with their check digits."""
    # Different first digits, any last ones: at least six digits differ, and more where there are a million or more.
    first_parts = 10 ** max(6, len(str(count)))
    last_parts = 10**9 // first_parts
    numbers = random.choice(first_parts, size=count, replace=False) * last_parts
    numbers += random.integers(0, last_parts, size=count)
    digits = numbers[:, np.newaxis] // 10 ** np.arange(8, -1, -1) % 10
    checks = (-digits @ np.arange(10, 1, -1)) % 11
    return [
        f"{number:09}{'0123456789X'[check]}" for number, check in zip(numbers.tolist(), checks.tolist(), strict=True)
    ]


def _users(random: np.random.Generator, count: int) -> Iterable[Sequence[object]]:
    countries = ("usa", "canada", "united kingdom", "germany", "spain", "australia", "italy", "france", "portugal")
    lives_in = zipf_choice(random, len(countries), count).tolist()
    ages = np.clip(random.normal(36, 13, size=count), 8, 90).round().astype(int).tolist()
    has_age = (random.random(count) < 0.6).tolist()
    for reader, (country, age, is_known) in enumerate(zip(lives_in, ages, has_age, strict=True), start=1):
        yield reader, f"springfield, somewhere, {countries[country]}", age if is_known else ""


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
