"""python -m model_build: its exit codes, its output, and the files that it leaves alone."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from model_build.__main__ import main
from shelftalker.model.catalogue import Catalogue
from shelftalker.settings import VERSION
from tests.model_build.small_datasets import book, write_dump, write_goodbooks, write_kaggle

ROOT = Path(__file__).parents[2]
BOOKS = [
    book("000000000X", "Dune", "Frank Herbert", 1965),
    book("0000000011", "Emma", "Jane Austen", 1815),
    book("0000000022", "Ubik", "Philip K. Dick", 0),
]
RATINGS = [(1, "000000000X", 9), (1, "0000000011", 7), (2, "000000000X", 8), (2, "0000000022", 0), (3, "77", 5)]


def run(*arguments: object, hash_seed: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, not on a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "model_build", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def dataset_folder(tmp_path: Path) -> Path:
    return write_kaggle(tmp_path / "data", BOOKS, RATINGS)


def test_a_build_prints_its_counts_and_nothing_else_and_does_not_depend_on_hashing(
    dataset_folder: Path, tmp_path: Path
) -> None:
    finished = run("build", "--data", dataset_folder, "--output", tmp_path / "one", hash_seed=1)
    assert finished.returncode == 0
    # No progress bar, no warning.
    assert finished.stderr == ""
    head, scale, lost, _, *counts = finished.stdout.splitlines()
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    assert head == (
        f"Model {manifest['model_version']} in {tmp_path / 'one'}: 3 books of 3 editions, 3 ratings by 2 readers, "
        f"{manifest['size_bytes']:,} bytes."
    )
    assert scale == "  Book-Crossing: 4 books read by 2 readers. Ratings go up to 10; 7 and more are likes."
    assert lost == "    1 ratings of unknown books, dropped; for example reader '3', book '77', rating '5'"
    printed = {kind: number for number, kind in (line.split(maxsplit=1) for line in counts)}
    assert printed == {kind: f"{number:,}" for kind, number in manifest["cleaning"].items()}
    assert printed["ratings of unknown books, dropped"] == "1"
    assert printed["ratings rows of 0, taken as read and not rated"] == "1"
    assert run("build", "--data", dataset_folder, "--output", tmp_path / "two", hash_seed=2).returncode == 0
    for name in ("catalogue.sqlite", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def a_missing_file(dataset_folder: Path) -> str:
    (dataset_folder / "Ratings.csv").unlink()
    return "No ratings in"


def a_missing_column(dataset_folder: Path) -> str:
    path = dataset_folder / "Books.csv"
    path.write_bytes(path.read_bytes().replace(b"Book-Author", b"Writer"))
    return "lacks the column 'Book-Author' (or 'author', 'authors'); its columns are 'ISBN', 'Book-Title', 'Writer',"


def no_usable_rating(dataset_folder: Path) -> str:
    write_kaggle(dataset_folder, BOOKS, [(1, "77", 5)])
    return "No usable rating in"


@pytest.mark.parametrize("spoil", [a_missing_file, a_missing_column, no_usable_rating])
def test_an_unusable_dataset_is_reported_in_a_line_and_leaves_the_model_alone(
    spoil: Callable[[Path], str], dataset_folder: Path, tmp_path: Path
) -> None:
    model = tmp_path / "model"
    assert main(["build", "--data", str(dataset_folder), "--output", str(model)]) == 0
    before = {path.name: path.read_bytes() for path in model.iterdir()}
    reason = spoil(dataset_folder)
    finished = run("build", "--data", dataset_folder, "--output", model)
    assert finished.returncode == 2
    assert finished.stdout == ""
    line, *causes = finished.stderr.splitlines()
    assert all(cause.startswith(("  ", "Do the files")) for cause in causes)
    assert line.startswith("python -m model_build build: ")
    assert reason in line
    assert {path.name: path.read_bytes() for path in model.iterdir()} == before
    assert main(["build", "--data", str(dataset_folder), "--output", str(tmp_path / "fresh")]) == 2
    assert not (tmp_path / "fresh").exists()


@pytest.mark.parametrize(
    ("write", "books", "ratings"),
    [
        (write_kaggle, "Books.csv", "Ratings.csv"),
        (write_dump, "BX-Books.csv", "BX-Book-Ratings.csv"),
    ],
)
def test_files_may_be_given_one_by_one(
    write: Callable[..., Path], books: str, ratings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset_folder = write(tmp_path / "data", BOOKS, RATINGS)
    files = ["--books", str(dataset_folder / books), "--ratings", str(dataset_folder / ratings)]
    assert main(["build", *files, "--output", str(tmp_path / "model")]) == 0
    assert "3 books of 3 editions, 3 ratings by 2 readers" in capsys.readouterr().out


def test_goodbooks_is_built_from_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    books: list[dict[str, object]] = [
        {"book_id": number, "authors": f"Author {number}", "original_publication_year": 2000.0,
         "title": f"Book {number}", "average_rating": 4.9, "ratings_count": 1_000_000, "image_url": ""}
        for number in range(1, 4)
    ]  # fmt: skip
    dataset_folder = write_goodbooks(tmp_path / "data", books, [(1, 1, 5), (1, 2, 4), (2, 3, 3)])
    assert main(["build", "--data", str(dataset_folder), "--output", str(tmp_path / "model")]) == 0
    assert "3 books of 3 editions, 3 ratings by 2 readers" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--books", "a.csv"],
        ["--ratings", "a.csv"],
        ["--data", "d", "--books", "a.csv", "--ratings", "b.csv"],
        ["--data", "d", "--users", "c.csv"],
    ],
)
def test_a_dataset_given_by_halves_or_twice_is_refused(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["build", *arguments, "--output", str(tmp_path / "model")])
    assert stopped.value.code == 2
    assert "name the dataset by --data DIR, or by --books FILE and --ratings FILE" in capsys.readouterr().err


def test_a_missing_previous_model_stops_the_build(
    dataset_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["build", "--data", str(dataset_folder), "--output", str(tmp_path / "model")]
    assert main([*arguments, "--previous", str(tmp_path / "nowhere")]) == 2
    assert "No model at" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_a_query_is_answered_in_lines_or_as_json(model_directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--model", str(model_directory), "dune"]) == 0
    assert capsys.readouterr().out.startswith("If you liked Dune by Frank Herbert, read next:\n")
    assert main(["query", "--model", str(model_directory), "--json", "dune"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    assert {"query", "outcome", "book", "recommendations", "suggestions"} <= set(answer)
    assert answer["outcome"] == "exact"


def test_a_build_keeps_to_the_book_rules_and_lists_those_that_name_no_book(
    dataset_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, output = tmp_path / "rules.csv", tmp_path / "model"
    rules.write_text("action,title,author\nblock,Dune,Frank Herbert\nallow,Kim,Rudyard Kipling\n", encoding="utf-8")
    arguments = ["build", "--data", str(dataset_folder), "--output", str(output), "--book-rules", str(rules)]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "subjects say erotica: 0; books that the rules block: 1; books that too few have read: 0; " in printed
    assert "their ratings and loans: 2." in printed
    assert 'A book rule names no book of the dataset: line 3: allow "Kim" by Rudyard Kipling' in printed
    with closing(Catalogue.open(output)) as catalogue:
        assert {book.title for book in catalogue.all_books()} == {"Emma", "Ubik"}
    rules.write_text("action,title,author\nblock,Dune,\n", encoding="utf-8")
    assert main(arguments) == 2
    assert f"{rules}, line 2: expected an ISBN, or a title and its author" in capsys.readouterr().err


def test_a_query_leaves_out_authors_and_keeps_to_years(
    model_directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = ["query", "--model", str(model_directory), "--json"]
    assert main([*query, "--without-author", "Jane Austen", "--years", "1900-", "dune"]) == 0
    books = json.loads(capsys.readouterr().out)["recommendations"]
    assert books
    assert all(book["author"] != "Jane Austen" and book["year"] >= 1900 for book in books)
    assert main([*query, "--without-author", "Nobody Known", "dune"]) == 2
    assert "no author 'Nobody Known'" in capsys.readouterr().err
    for years in ("1990", "-1950", "1900-1950"):
        assert main([*query, f"--years={years}", "dune"]) == 0


@pytest.mark.parametrize("years", ["soon", "-", "19-99-"])
def test_years_that_are_none_are_refused(years: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["query", "--model", "x", f"--years={years}", "dune"])
    assert "expected years such as 1990-1999" in capsys.readouterr().err


def test_titles_of_a_file_are_answered_as_json_lines_in_their_order(
    model_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    titles = tmp_path / "titles.txt"
    titles.write_text("Dune\nqqxzv wwkjq\n海辺のカフカ\nlord of the ring\n", encoding="utf-8")
    assert main(["query", "--model", str(model_directory), "--titles", str(titles)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["query"], answer["outcome"]) for answer in answers] == [
        ("Dune", "exact"),
        ("qqxzv wwkjq", "not_found"),
        ("海辺のカフカ", "exact"),
        ("lord of the ring", "suggestions"),
    ]


def test_a_query_without_a_model_explains_how_to_build_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--model", str(tmp_path), "dune"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "python -m model_build build --data DIR --output" in line


def test_an_export_names_its_files_and_their_rows(
    model_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--model", str(model_directory), "--output", str(tmp_path / "tables")]) == 0
    for line in capsys.readouterr().out.splitlines():
        path, _, rows = line.removesuffix(" rows").rpartition(": ")
        with Path(path).open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.reader(stream))) == int(rows.replace(",", "")) + 1


def test_ids_of_the_previous_model_are_kept(dataset_folder: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    assert main(["build", "--data", str(dataset_folder), "--output", str(model)]) == 0
    catalogue = Catalogue.open(model)
    before = {source_id: book_id for source_id, _, book_id in catalogue.editions()}
    catalogue.close()
    write_kaggle(dataset_folder, [book("0000000000", "Dune (Paperback)", "Frank Herbert"), *BOOKS], RATINGS)
    assert main(["build", "--data", str(dataset_folder), "--output", str(model), "--previous", str(model)]) == 0
    catalogue = Catalogue.open(model)
    after = {source_id: book_id for source_id, _, book_id in catalogue.editions()}
    catalogue.close()
    assert after == before | {"0000000000": before["000000000X"]}


def test_the_version_is_that_of_the_newest_release_in_the_changelog(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Shelftalker {VERSION}\n"
    assert newest
    assert newest[1] == VERSION


def test_several_sources_are_built_and_what_came_from_where_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write_kaggle(
        tmp_path / "crossing",
        [book("0441172717", "Dune", "Frank Herbert"), book("0141439580", "Emma", "Jane Austen")],
        [("a", "0441172717", 9), ("b", "0141439580", 3)],
    )
    listed: list[dict[str, object]] = [
        {"book_id": 1, "title": "Dune (Dune, #1)", "authors": "Frank Herbert", "isbn": "0441172717"},
        {"book_id": 2, "title": "Ubik", "authors": "Philip K. Dick", "isbn": "0141439580"},
    ]
    second = write_goodbooks(tmp_path / "own", listed, [("a", 1, 2), ("a", 2, 5)])
    options = ["build", "--data", str(first), "--data", str(second), "--output", str(tmp_path / "model")]
    assert main(options) == 0
    printed = capsys.readouterr().out
    assert "Book-Crossing: 2 books, of which other sources have 1; readers: 2, books read by them: 2." in printed
    assert "own tables: 2 books, of which other sources have 1; readers: 1, books read by them: 2." in printed
    assert (
        "ISBNs on books that agree in neither title nor author, which joined nothing: 1; for example "
        '0141439580: "Emma" by Jane Austen; "Ubik" by Philip K. Dick.'
    ) in printed
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        found = {each.title: (each.ratings_count, each.rating_mean) for each in catalogue.all_books()}
    assert found == {"Dune": (2, 6.5), "Ubik": (1, 10), "Emma": (1, 3)}


def test_a_folder_and_single_files_are_not_named_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "--data", str(tmp_path), "--books", "a.csv", "--ratings", "b.csv", "--output", str(tmp_path)])
    assert "name the dataset by --data DIR, or by --books FILE and --ratings FILE" in capsys.readouterr().err
