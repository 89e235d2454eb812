"""import-shelf: a reader's export as a shelf, which recommend-for takes."""

import csv
from pathlib import Path

import pytest

from model_build.__main__ import main
from model_build.commands.import_shelf import read_shelf, report_lines, write_not_found, write_shelf
from model_build.datasets.formats.table_file import DatasetError
from shelftalker.model.catalogue import Catalogue
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle

DUNE, EMMA, HOBBIT, STRANGER = "0441172717", "0141439580", "0345339681", "0679720200"
BOOKS = [
    book(DUNE, "Dune", "Frank Herbert"),
    book(EMMA, "Emma", "Jane Austen"),
    book(HOBBIT, "The Hobbit", "J. R. R. Tolkien"),
    book(STRANGER, "The Stranger", "Albert Camus"),
]
EXPORT = '''Title,Author,ISBN,My Rating,Exclusive Shelf,My Review
Dune,Frank Herbert,"=""0441172717""",4,read,a secret review
Emma,Jane Austen,,0,read,
The Hobbit,J.R.R. Tolkien,,0,to-read,
The Stranger,Albert Camus,,0,did-not-finish,
Dune,Frank Herbert,,2,read,
Piranesi,Susanna Clarke,,5,read,another secret
'''


@pytest.fixture
def catalogue(build: Build, tmp_path: Path) -> Catalogue:
    ratings = [(reader, row[0], 9) for reader in range(1, 7) for row in BOOKS]
    return build(write_kaggle(tmp_path / "dataset", BOOKS, ratings))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_books_that_were_read_are_on_the_shelf_with_ratings_on_the_models_scale(
    catalogue: Catalogue, export: Path
) -> None:
    shelf = read_shelf(catalogue, export)
    entries = [(entry.source_id, entry.rating, entry.was_read) for entry in shelf.books]
    assert entries == [(DUNE, 8, True), (EMMA, 0, True), (STRANGER, 0, False)]
    assert shelf.repetitions == 1
    assert [row.title for row in shelf.not_found] == ["Piranesi"]


def test_the_report_has_the_rows_by_status_and_by_evidence_and_the_books_not_found(
    catalogue: Catalogue, export: Path
) -> None:
    report = "\n".join(report_lines(read_shelf(catalogue, export), export, lists_all=False))
    assert "Goodreads, 6 rows: 4 read, 1 stopped, 1 want to read." in report
    assert "In the model are 5 of 6 books: 1 by ISBN, 4 by title and author." in report
    assert "The shelf has 3 books: 1 rated, 1 read and not rated." in report
    assert "1 stopped and not rated: never recommended again, and of no weight for other books" in report
    assert "1 want to read, left out" in report
    assert "line 7: Piranesi by Susanna Clarke (read)" in report
    assert "secret" not in report


def test_a_book_stopped_at_once_and_read_another_time_was_read(catalogue: Catalogue, export: Path) -> None:
    export.write_text(
        "Title,Author,My Rating,Exclusive Shelf\nEmma,Jane Austen,0,dnf\nEmma,Jane Austen,0,read\n", encoding="utf-8"
    )
    assert [(entry.source_id, entry.was_read) for entry in read_shelf(catalogue, export).books] == [(EMMA, True)]


def test_a_file_lists_the_books_not_found(catalogue: Catalogue, export: Path, tmp_path: Path) -> None:
    write_not_found(read_shelf(catalogue, export), tmp_path / "missing.csv")
    header, *rows = rows_of(tmp_path / "missing.csv")
    assert header == ["line", "title", "author", "isbn", "status"]
    assert rows == [["7", "Piranesi", "Susanna Clarke", "", "read"]]


def test_an_empty_shelf_is_not_written(catalogue: Catalogue, export: Path, tmp_path: Path) -> None:
    export.write_text("\n".join([EXPORT.splitlines()[0], EXPORT.splitlines()[-1]]), encoding="utf-8")
    with pytest.raises(DatasetError, match="None of the books"):
        write_shelf(read_shelf(catalogue, export), tmp_path / "shelf.csv", "ada")
    export.write_text(EXPORT.splitlines()[0], encoding="utf-8")
    with pytest.raises(DatasetError, match="The export has no books"):
        write_shelf(read_shelf(catalogue, export), tmp_path / "shelf.csv", "ada")
    assert not (tmp_path / "shelf.csv").exists()


@pytest.mark.usefixtures("catalogue")
def test_recommend_for_takes_the_shelf_that_the_command_writes(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, shelf, best = str(tmp_path / "model"), tmp_path / "shelf.csv", tmp_path / "best.csv"
    main(["import-shelf", "--model", model, "--file", str(export), "--output", str(shelf), "--reader", "ada"])
    assert rows_of(shelf) == [
        ["reader", "source_id", "rating", "status"],
        ["ada", DUNE, "8", "read"],
        ["ada", EMMA, "0", "read"],
        ["ada", STRANGER, "0", "stopped"],
    ]
    main(["recommend-for", "--model", model, "--shelves", str(shelf), "--output", str(best)])
    titles = {row[3] for row in rows_of(best)[1:]}
    assert titles == {"The Hobbit"}
    assert "The Hobbit" in capsys.readouterr().out
