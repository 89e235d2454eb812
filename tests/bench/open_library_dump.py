"""A made-up download of Open Library's dumps: works, editions, authors, redirects, ratings and reading log.

The records have the shapes, lengths and faults of real ones (see the cases of a dump of 2020): articles in a field of
their own, subtitles, series statements, names turned round, four shapes of a work's authors, editions without a work,
merged works, ISBNs used again. Titles are of eight decades and four languages. The same seed gives the same files.
"""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast

import numpy as np
import orjson

from shelftalker.model.isbn import as_isbn_13, isbn_10_check
from tests.bench.open_library_shares import SHARES, DumpSize
from tests.bench.open_library_words import ARTICLES, DATES, FILLER, LANGUAGES, SERIES_FORMS, SUBJECTS, Language
from tests.bench.vocabulary import made_up_words


@dataclass(frozen=True, slots=True)
class DumpedWork:
    """A work of the made-up dumps, as a reader knows it.

    Attributes:
        number: Number of its key.
        former: Number of a key that redirects to it, 0 if there is none.
        title: Its title with the article, without the subtitle.
        subtitle: Its subtitle, or ''.
        authors: Rows of its authors.
        language: Its language.
        year: Year of the first edition.
        series: Series, or ''.
        volume: Volume in the series, 0 for none.
    """

    number: int
    former: int
    title: str
    subtitle: str
    authors: tuple[int, ...]
    language: Language
    year: int
    series: str
    volume: int


class DumpMaker:
    """The maker of the records of a dump; the same seed makes the same.

    Attributes:
        works: The works.
        author_names: [authors] names in spoken order.
    """

    def __init__(self, size: DumpSize, seed: int = 1) -> None:
        self._size = size
        self._random = np.random.default_rng(seed)
        self._words = [word.capitalize() for word in made_up_words(self._random, 30_000)]
        self._given = [word.capitalize() for word in made_up_words(np.random.default_rng(seed + 1), 1_500)]
        self.author_names = self._make_names()
        self.works = list(self._make_works())

    def _make_names(self) -> list[str]:
        given, middle, surnames = (
            self._random.integers(0, len(words), self._size.authors).tolist()
            for words in (self._given, self._given, self._words)
        )
        has_middle = (self._random.random(self._size.authors) < 0.2).tolist()
        return [
            f"{self._given[one]} {f'{self._given[two][0]}. ' if middle_name else ''}{self._words[last]}"
            for one, two, last, middle_name in zip(given, middle, surnames, has_middle, strict=True)
        ]

    def _make_works(self) -> Iterator[DumpedWork]:
        random, count = self._random, self._size.works
        languages = random.choice(len(LANGUAGES), p=[language.share for language in LANGUAGES], size=count).tolist()
        years = (2026 - np.minimum(random.exponential(25, count), 120)).astype(int).tolist()
        # Authors of power-law fame: the first ones write dozens of books.
        authors = (self._size.authors * random.random(count) ** 2).astype(int).tolist()
        others = random.integers(0, self._size.authors, count).tolist()
        chances = random.random((count, 4)).tolist()
        numbers = random.integers(0, 1 << 30, (count, 8)).tolist()
        volumes: dict[int, int] = {}
        for row, (of_subtitle, of_series, of_co_author, of_merger) in enumerate(chances):
            language = LANGUAGES[languages[row]]
            author = authors[row]
            series, volume = "", 0
            if of_series < SHARES.series:
                volume = volumes[author] = volumes.get(author, 0) + 1
                series = f"The {self._words[author % len(self._words)]} Chronicles"
            yield DumpedWork(
                number=row * 7 + 11,
                former=row * 7 + 12 if of_merger < SHARES.merged else 0,
                title=self._fill(language, language.patterns, numbers[row][:4]),
                subtitle=self._fill(language, language.subtitles, numbers[row][4:])
                if of_subtitle < SHARES.subtitle
                else "",
                authors=(author, others[row])
                if of_co_author < SHARES.co_author and others[row] != author
                else (author,),
                language=language,
                year=years[row],
                series=series,
                volume=volume,
            )

    def _fill(self, language: Language, patterns: Sequence[str], numbers: Sequence[int]) -> str:
        pattern, first, second, third = numbers
        nouns, words = language.nouns, self._words
        text = patterns[pattern % len(patterns)]
        text = text.replace("{noun}", nouns[first % len(nouns)], 1).replace(
            "{noun}", nouns[(first + 1 + second % 5) % len(nouns)]
        )
        return (
            text.replace("{place}", words[second % len(words)])
            .replace("{name}", words[third % len(words)])
            .replace("{adjective}", language.adjectives[third % len(language.adjectives)])
        )

    def work_lines(self) -> Iterator[str]:
        """Yield the lines of the works."""
        chances = self._random.random((len(self.works), 3)).tolist()
        for row, work in enumerate(self.works):
            key = f"/works/OL{work.number}W"
            apart, of_deleted, of_subjects = chances[row]
            record: dict[str, Any] = {
                "title": _without_article(work.title)[1] if apart < SHARES.article_apart else work.title,
                "key": key,
                "authors": [_author_entry(row, f"/authors/OL{author}A") for author in work.authors],
                "type": {"key": "/type/work"},
                "created": FILLER["created"],
                "latest_revision": 3,
            }
            if of_subjects < 0.5:
                start = int(of_subjects * 2 * len(SUBJECTS))
                record["subjects"] = list(dict.fromkeys((SUBJECTS[start], *SUBJECTS[row % 7 : row % 7 + row % 6])))
            if of_subjects < 0.3:
                record["covers"] = [-1, 3_000_000 + row] if row % 9 == 0 else [3_000_000 + row]
            yield _line("/type/work", key, record)
            if of_deleted < SHARES.deleted:
                yield _line("/type/delete", f"/works/OL{work.number + 2}W", {"type": {"key": "/type/delete"}})

    def edition_lines(self) -> Iterator[tuple[int, str, str]]:
        """Yield (row of the work, ISBN of ten characters or '', line) of each edition."""
        random = self._random
        counts = np.minimum(1 + random.geometric(1 / self._size.editions_a_work, len(self.works)) - 1, 60)
        total = int(counts.sum())
        chances = random.random((total, 6))
        edition = 0
        for row, (work, count) in enumerate(zip(self.works, counts.tolist(), strict=True)):
            for copy in range(count):
                number, chance = edition, chances[edition].tolist()
                edition += 1
                year = min(2026, work.year + 4 * copy)
                isbn = _isbn(work.language.isbn_group, number) if year >= 1968 else ""
                is_stray = chance[0] < SHARES.no_work and year < 1990 and copy
                record = {"key": f"/books/OL{number + 5}M", "type": {"key": "/type/edition"}, **FILLER}
                prefix, title = _without_article(work.title) if chance[1] < 0.1 else ("", work.title)
                record |= {"title": title, "publish_date": DATES[number % len(DATES)].format(year=year)}
                if prefix:
                    record["title_prefix"] = prefix
                if work.subtitle and chance[2] < 0.85:
                    record["subtitle"] = work.subtitle
                if not is_stray:
                    former = work.former and chance[3] < 0.5
                    record["works"] = [{"key": f"/works/OL{work.former if former else work.number}W"}]
                record["publishers"] = [self._words[(row * 13) % 997] + " Press"]
                record["languages"] = [{"key": f"/languages/{work.language.code}"}] if chance[4] < 0.6 else []
                record["authors"] = [{"key": f"/authors/OL{author}A"} for author in work.authors]
                if work.series:
                    form = SERIES_FORMS[number % len(SERIES_FORMS)]
                    record["series"] = [form.format(name=work.series, volume=work.volume)]
                listed = isbn
                if isbn and chance[5] < SHARES.wrong_digit:
                    listed, isbn = isbn[:9] + ("0" if isbn[9] != "0" else "1"), ""
                elif isbn and chance[5] > 1 - SHARES.used_again and number > 1_000:
                    listed, isbn = _isbn(work.language.isbn_group, number - 997), ""
                if listed:
                    record["isbn_10"] = [
                        f"{listed[0]}-{listed[1:5]}-{listed[5:9]}-{listed[9]}" if number % 50 == 0 else listed
                    ]
                    if year >= 2007 or number % 3 == 0:
                        record["isbn_13"] = [as_isbn_13(listed)]
                yield row, isbn, _line("/type/edition", str(record["key"]), record)

    def author_lines(self) -> Iterator[str]:
        """Yield the lines of the authors."""
        chances = self._random.random((len(self.author_names), 2)).tolist()
        for row, (name, (turned, script)) in enumerate(zip(self.author_names, chances, strict=True)):
            key = f"/authors/OL{row}A"
            record: dict[str, Any] = {"name": name, "key": key, "type": {"key": "/type/author"}, "revision": 1}
            if script < SHARES.other_script:
                record |= {
                    "name": "Жан " + "".join(chr(1072 + ord(letter) % 32) for letter in name[:8]),
                    "alternate_names": [name],
                }
            elif turned < SHARES.turned_name:
                given, _, surname = name.rpartition(" ")
                record["name"] = f"{surname}, {given}" + (", 1948-" if row % 2 else "")
            if row % 5 == 0:
                record["created"] = FILLER["created"]
            yield _line("/type/author", key, record)

    def redirect_lines(self) -> Iterator[str]:
        """Yield the lines of the redirects of works."""
        for work in self.works:
            if work.former:
                key, target = f"/works/OL{work.former}W", f"/works/OL{work.number}W"
                yield _line("/type/redirect", key, {"key": key, "location": target, "type": {"key": "/type/redirect"}})

    def read_lines(self) -> tuple[list[str], list[str]]:
        """Return the lines of the ratings and of the reading log: of works of power-law fame."""
        random, count = self._random, self._size.reads
        rows = np.minimum((len(self.works) * random.random(count) ** 6).astype(int), len(self.works) - 1)
        rows = random.permutation(len(self.works))[rows].tolist()
        values = random.random(count).tolist()
        ratings = [
            f"/works/OL{work.number}W\t\\N\t4\t2024-06-01\n"
            for work in self.works
            for _ in range(self._size.ratings_of_each)
        ]
        log = []
        for position, (row, value) in enumerate(zip(rows, values, strict=True)):
            work = self.works[row]
            key = f"/works/OL{work.former if work.former and position % 2 else work.number}W"
            edition = f"/books/OL{row}M" if position % 3 else "\\N"
            if position % 3 == 0:
                ratings.append(f"{key}\t{edition}\t{1 + position % 5}\t2024-05-{1 + position % 28:02d}\n")
            else:
                shelf = "Want to Read" if value < SHARES.want else ("Already Read", "Currently Reading")[position % 2]
                log.append(f"{key}\t{edition}\t{shelf}\t2024-05-{1 + position % 28:02d}\n")
        return ratings, log


def write_dumps(
    directory: Path, maker: DumpMaker, month: str = "2026-10-31", suffix: str = ".txt.gz"
) -> list[list[str]]:
    """Write the six dumps into a folder and return [works] the ISBNs of their editions, in ten characters."""
    directory.mkdir(parents=True, exist_ok=True)
    isbns: list[list[str]] = [[] for _ in maker.works]
    with ExitStack() as stack:

        def stream(kind: str) -> TextIO:
            path = directory / f"ol_dump_{kind}_{month}{suffix}"
            if suffix.endswith(".gz"):
                return stack.enter_context(cast("TextIO", gzip.open(path, "wt", compresslevel=1, encoding="utf-8")))
            return stack.enter_context(path.open("w", encoding="utf-8"))

        works, editions = stream("works"), stream("editions")
        works.writelines(maker.work_lines())
        for row, isbn, line in maker.edition_lines():
            editions.write(line)
            if isbn:
                isbns[row].append(isbn)
        stream("authors").writelines(maker.author_lines())
        stream("redirects").writelines(maker.redirect_lines())
        ratings, log = maker.read_lines()
        stream("ratings").writelines(ratings)
        stream("reading-log").writelines(log)
    return isbns


def _line(record_type: str, key: str, record: dict[str, Any]) -> str:
    text = orjson.dumps(record).decode().replace('":', '": ').replace(',"', ', "')
    return f"{record_type}\t{key}\t4\t2022-11-15T18:21:44.012345\t{text}\n"


def _author_entry(row: int, key: str) -> Any:
    """Return an author in one of the four shapes that occur."""
    shapes = (
        {"type": {"key": "/type/author_role"}, "author": {"key": key}},
        {"type": "/type/author_role", "author": key},
        {"key": key},
        key,
    )
    return shapes[row % 4 if row % 10 == 0 else 0]


def _without_article(title: str) -> tuple[str, str]:
    article = next((article for article in ARTICLES if title.startswith(article)), "")
    return article, title[len(article) :]


def _isbn(group: str, number: int) -> str:
    # A step through all numbers of the group, so that neighbours are unlike and none comes twice.
    digits = group + f"{number * 7_654_321 % 10 ** (9 - len(group)):0{9 - len(group)}d}"
    return digits + isbn_10_check(digits)
