"""Models of a dataset with a catalogue, by the command line: books that nobody has rated beside those that are."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from model_build.__main__ import main
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.recommender import similar_books
from shelftalker.search.titles import Exact, find_title
from tests.model_build.open_library.dumps import author, edition, rating, read, redirect, work, write_dumps
from tests.model_build.small_datasets import book, write_kaggle

BOOKS = [
    book("0441172717", "Dune", "Frank Herbert", 1965),
    book("0141439580", "Emma", "Jane Austen", 1815),
    book("0679734473", "Ubik", "Philip K. Dick", 1969),
]
RATINGS = [(reader, row[0], 8) for reader in range(4) for row in BOOKS]


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a catalogue with two of the rated books, four that nobody rated, and one that hardly anybody has read."""
    return write_dumps(
        tmp_path_factory.mktemp("dumps"),
        works=[
            work(1, "Dune", 1, covers=[11]),
            work(2, "Emma", 2, covers=[-1]),
            work(3, "Piranesi", 3, first_publish_date="2020", covers=[33], subjects=["Labyrinths"]),
            work(4, "Project Hail Mary", 4, first_publish_date="2021", subjects=["Astronauts"]),
            work(5, "The Ministry of Time", 5, first_publish_date="2024"),
            work(6, "Orbital", 6, first_publish_date="2023"),
            work(7, "Hardly Read", 6),
        ],
        editions=[
            edition(1, 1, "Dune", isbn_10=["0441172717"], isbn_13=["9780441013593"]),
            edition(2, 2, "Emma", isbn_13=["978-0-14-143958-7"]),
            edition(3, 3, "Piranesi", isbn_13=["9781635575637"]),
            edition(4, 13, "Piranesi", isbn_10=["1526622424"]),
            edition(5, 4, "Project Hail Mary", isbn_13=["9780593135204"]),
            edition(6, 5, "The Ministry of Time", isbn_13=["9781668045145"]),
            edition(7, 6, "Orbital", isbn_13=["9780802163622"]),
            edition(8, 7, "Hardly Read", isbn_13=["9780306406157"]),
        ],
        authors=[
            author(1, "Herbert, Frank"), author(2, "Jane Austen"), author(3, "Susanna Clarke"), author(4, "Andy Weir"),
            author(5, "Kaliane Bradley"), author(6, "Samantha Harvey"),
        ],
        redirects=[redirect("/works/OL13W", "/works/OL3W")],
        reading_log=[
            *(read(number) for number in (3, 4, 5, 6) for _ in range(5)), *[read(7)] * 4, read(7, "Want to Read"),
        ],
        ratings=[rating(3), rating(13)],
    )  # fmt: skip


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_kaggle(tmp_path_factory.mktemp("data"), BOOKS, RATINGS)


@pytest.fixture(scope="module")
def model(dataset: Path, dumps: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "model"
    assert main(["build", "--data", str(dataset), "--catalogue", str(dumps), "--output", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def manifest(model: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    return described


@pytest.fixture
def catalogue(model: Path) -> Iterator[Catalogue]:
    with closing(Catalogue.open(model)) as catalogue:
        yield catalogue


def exact_book(catalogue: Catalogue, title: str) -> Book:
    """Return the book that a title is answered with as exact."""
    found = find_title(catalogue, title)
    assert isinstance(found, Exact)
    return found.book


def test_the_manifest_counts_the_books_of_the_catalogue_and_those_that_are_rated_too(manifest: dict[str, Any]) -> None:
    assert manifest["counts"]["books"] == 7
    rated, of_catalogue = manifest["sources"]
    assert (rated["name"], of_catalogue["name"]) == ("Book-Crossing", "Open Library")
    assert of_catalogue["counts"] | {"editions": 0} == {
        "editions": 0, "books": 6, "joined_books": 2, "readers": 0, "ratings": 0, "reads": 0, "likes": 0,
    }  # fmt: skip
    assert "public domain" in of_catalogue["licence"]
    assert manifest["cleaning"]["Open Library: works: kept"] == 6


@pytest.mark.parametrize(
    ("title", "isbns"),
    [
        ("Dune by Frank Herbert", ["0441172717", "0441013597"]),
        ("Emma by Jane Austen", ["0141439580"]),
        ("Piranesi by Susanna Clarke", ["163557563X", "1526622424"]),
        ("Project Hail Mary by Andy Weir", ["0593135202"]),
        ("The Ministry of Time by Kaliane Bradley", ["1668045141"]),
        ("Orbital by Samantha Harvey", ["0802163629"]),
    ],
)
def test_a_book_of_the_catalogue_is_found_by_title_and_author_and_by_each_isbn(
    title: str, isbns: list[str], catalogue: Catalogue
) -> None:
    found = exact_book(catalogue, title)
    assert f"{found.title} by {found.author}" == title
    for isbn in isbns:
        by_isbn = catalogue.book_with_isbn(isbn)
        assert by_isbn is not None
        assert by_isbn.book_row == found.book_row


def test_works_of_open_library_keep_their_ids(catalogue: Catalogue) -> None:
    assert {"OL3W", "OL6W"} <= {source_id for source_id, _, _ in catalogue.editions()}


def test_a_book_that_too_few_have_read_is_left_out(catalogue: Catalogue) -> None:
    assert catalogue.book_with_isbn("0306406152") is None
    assert "Hardly Read" not in {book.title for book in catalogue.all_books()}


def test_a_cover_of_the_catalogue_comes_before_the_dataset_s(catalogue: Catalogue) -> None:
    covers = {book.title: book.cover_url for book in catalogue.all_books()}
    assert covers["Dune"] == "https://covers.openlibrary.org/b/id/11-M.jpg"
    assert covers["Piranesi"] == "https://covers.openlibrary.org/b/id/33-M.jpg"
    assert covers["Emma"] == "https://covers.example/P/0141439580.M.jpg"
    assert covers["Orbital"] is None


def test_five_books_are_recommended_after_a_book_that_nobody_has_rated(catalogue: Catalogue) -> None:
    assert len(similar_books(catalogue, exact_book(catalogue, "Orbital"))) == 5


def test_a_build_prints_the_books_of_the_catalogue(
    dataset: Path, dumps: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["build", "--data", dataset, "--catalogue", dumps, "--catalogue-readers", 4, "--output", tmp_path / "m"]
    assert main(list(map(str, arguments))) == 0
    assert "  Open Library: 7 books, of which other sources have 2; readers: 0" in capsys.readouterr().out


def test_a_broken_dump_is_refused_by_its_name(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_dumps(tmp_path / "dumps", works=[work(1, "Dune")], suffix=".txt.gz")
    editions = tmp_path / "dumps" / "ol_dump_editions_2026-10-31.txt.gz"
    editions.write_bytes(editions.read_bytes()[:-8])
    arguments = ["build", "--data", dataset, "--catalogue", tmp_path / "dumps", "--output", tmp_path / "model"]
    assert main(list(map(str, arguments))) == 2
    assert editions.name in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_the_least_number_of_readers_needs_a_catalogue(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["build", "--data", dataset, "--catalogue-readers", 9, "--output", tmp_path / "model"]
    with pytest.raises(SystemExit):
        main(list(map(str, arguments)))
    assert "--catalogue DIR" in capsys.readouterr().err
