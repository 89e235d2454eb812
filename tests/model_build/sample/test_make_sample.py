"""The bundled sample: its files are the script's output, clean, and worth recommending from."""

import csv
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from model_build.datasets.values.languages import languages_to_choose
from model_build.sample.bookcase import Edition, read_bookcase
from model_build.sample.make_sample import SAMPLE, SAMPLE_DIRECTORY, write_sample
from model_build.works.gather import gather_works
from shelftalker.model.isbn import isbn_of

CSV_FILES = ("Books.csv", "Ratings.csv", "Users.csv")
EDITIONS = {edition.book_id: edition for edition in read_bookcase()}
# Works whose editions have titles so different that the build can't recognise them as one.
RETITLED = {"Robinson Crusoe"}


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE_DIRECTORY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def readers_of() -> dict[int, set[str]]:
    """Return the readers of each work, by its number."""
    readers: defaultdict[int, set[str]] = defaultdict(set)
    for row in rows("Ratings.csv"):
        readers[EDITIONS[row["ISBN"]].work_number].add(row["User-ID"])
    return readers


def read_next(title: str, readers_of: dict[int, set[str]]) -> list[Edition]:
    """Return the five works most read together with a work, by damped co-occurrence, counted pair by pair."""
    works = {number: edition for edition in EDITIONS.values() if (number := edition.number) in readers_of}
    number = next(number for number, work in works.items() if work.title == title)

    def likeness(other: int) -> float:
        common = len(readers_of[number] & readers_of[other])
        damping = math.pow(len(readers_of[number]) * len(readers_of[other]), 0.2)
        return common**2 / (common + 5) / damping

    others = sorted((other for other in works if other != number), key=likeness, reverse=True)
    return [works[other] for other in others[:5]]


def test_the_script_makes_the_files_again_byte_for_byte(tmp_path: Path) -> None:
    write_sample(tmp_path)
    for name in CSV_FILES:
        assert (tmp_path / name).read_bytes() == (SAMPLE_DIRECTORY / name).read_bytes(), (
            f"{name} is not what bookcase.csv makes: run python -m model_build.sample.make_sample"
        )


def test_the_files_are_small_enough_to_be_part_of_the_project() -> None:
    assert sum((SAMPLE_DIRECTORY / name).stat().st_size for name in CSV_FILES) < 1_200_000


def test_every_book_has_its_real_isbn_or_an_id_that_is_none() -> None:
    ids = [row["ISBN"] for row in rows("Books.csv")]
    assert len(set(ids)) == len(ids)
    isbns = [book_id for book_id in ids if not re.fullmatch(r"sample-\d+", book_id)]
    assert len(isbns) >= 300
    assert [isbn_of(isbn) for isbn in isbns] == isbns


def test_every_book_has_its_subjects() -> None:
    tags = {row["ISBN"]: row["Tags"].split("; ") for row in rows("Books.csv")}
    assert tags["0261102214"] == ["fantasy", "adventure", "epic"]
    assert all(tags[book_id] == list(edition.tags) for book_id, edition in EDITIONS.items())


def test_the_build_reads_the_language_of_every_book() -> None:
    editions = read_dataset(DatasetFiles.found_in(SAMPLE_DIRECTORY)).editions
    read = dict(zip(editions["source_id"], editions["language"], strict=True))
    assert read == {isbn: edition.language for isbn, edition in EDITIONS.items()}
    assert "en" in languages_to_choose(read.values())


def test_every_edition_has_enough_readers() -> None:
    readers = Counter(row["ISBN"] for row in rows("Ratings.csv"))
    assert readers.keys() == {book_id for book_id, edition in EDITIONS.items() if edition.fame}
    assert min(readers.values()) >= SAMPLE.least_readers


def test_some_books_of_today_have_no_readers() -> None:
    unread = [edition for edition in EDITIONS.values() if not edition.fame]
    assert 140 <= len(unread) <= 220
    assert all(2015 <= edition.year <= 2026 for edition in unread)


def test_popularity_has_a_long_tail(readers_of: dict[int, set[str]]) -> None:
    counts = sorted(map(len, readers_of.values()), reverse=True)
    assert counts[0] > 4 * counts[len(counts) // 2]


def test_ratings_use_the_whole_layout(readers_of: dict[int, set[str]]) -> None:
    ratings, users = rows("Ratings.csv"), rows("Users.csv")
    assert 15_000 <= len(ratings) <= 25_000
    assert {int(row["Book-Rating"]) for row in ratings} <= set(range(11))
    assert 0.1 < sum(row["Book-Rating"] == "0" for row in ratings) / len(ratings) < 0.3
    assert {row["User-ID"] for row in ratings} == {row["User-ID"] for row in users}
    assert any(row["Age"] == "" for row in users)
    assert any(row["Location"] == "" for row in users)
    assert all(row["Location"].count(", ") == 2 for row in users if row["Location"])


def test_the_build_finds_nothing_to_repair_or_drop() -> None:
    counts = read_dataset(DatasetFiles.found_in(SAMPLE_DIRECTORY)).counts
    assert {kind for kind, number in counts.items() if number} == {
        "books rows", "ratings rows", "readers rows", "ratings rows of 0, taken as read and not rated",
    }  # fmt: skip


def test_the_build_joins_the_editions_of_each_work() -> None:
    dataset = read_dataset(DatasetFiles.found_in(SAMPLE_DIRECTORY))
    expected: dict[object, set[str]] = defaultdict(set)
    for isbn, edition in EDITIONS.items():
        expected[edition.title if edition.title in RETITLED else edition.work_number].add(isbn)
    joined: dict[int, set[str]] = defaultdict(set)
    for isbn, work in zip(dataset.editions["source_id"], gather_works(dataset).work_of, strict=True):
        joined[work].add(isbn)
    assert sorted(map(sorted, joined.values())) == sorted(map(sorted, expected.values()))
    assert max(map(len, joined.values())) > 2


def test_readers_of_dune_read_science_fiction(readers_of: dict[int, set[str]]) -> None:
    assert [edition.genre for edition in read_next("Dune", readers_of)] == ["science fiction"] * 5


@pytest.mark.parametrize(
    ("title", "tags"),
    [
        ("Joy of Cooking", {"food"}),
        ("The Lord of the Rings: The Two Towers", {"fantasy"}),
        ("Murder on the Orient Express", {"mystery"}),
        ("Gone Girl", {"thriller", "mystery"}),
        ("It", {"horror"}),
        ("The C Programming Language", {"computing"}),
        ("A Walk in the Woods", {"travel"}),
        ("Meditations", {"philosophy"}),
        ("Harry Potter and the Philosopher's Stone", {"children's"}),
        ("Cien años de soledad", {"latin american", "spanish"}),
        ("ノルウェイの森", {"japanese", "contemporary"}),
        ("موسم الهجرة إلى الشمال", {"arabic"}),
    ],
)
def test_a_books_readers_mostly_read_books_of_its_kind(
    title: str, tags: set[str], readers_of: dict[int, set[str]]
) -> None:
    assert sum(bool(tags & set(edition.tags)) for edition in read_next(title, readers_of)) >= 4
