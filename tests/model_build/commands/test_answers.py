"""`answers`: the books that are asked, and their answers beside earlier ones."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from model_build.__main__ import main
from model_build.build import build_from
from model_build.commands.answers import (
    answer_to,
    print_out,
    query_of,
    rare_books,
    read_answers,
    well_known_books,
)
from model_build.commands.query import answer_as_json
from model_build.datasets.joined_sources import join_sources
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle
from tests.model_build.source_tables import source_tables


@pytest.fixture
def catalogue(build: Build, tmp_path: Path) -> Catalogue:
    """Build a model of 400 books, of which the first hundred have many ratings and the others one to six each."""
    books = [book(f"{number:09}X", f"Novel {number}", f"Ada Writer{number % 90}") for number in range(400)]
    ratings = [
        (f"r{reader}-{number}", f"{number:09}X", 8)
        for number in range(400)
        for reader in range(120 - number if number < 100 else 1 + number % 6)
    ]
    return build(write_kaggle(tmp_path / "data", books, ratings))


def test_well_known_books_are_every_fifth_of_the_most_read(catalogue: Catalogue) -> None:
    asked = well_known_books(catalogue)
    assert [each.book_row for each in asked] == list(range(1, 297, 5))
    assert [each.ratings_count for each in asked[:3]] == [120, 115, 110]


def test_rare_books_have_one_to_four_ratings_and_are_the_same_whatever_else_is_in_the_catalogue(
    catalogue: Catalogue, build: Build, tmp_path: Path
) -> None:
    asked = rare_books(catalogue)
    assert len(asked) == 60
    assert {each.ratings_count for each in asked} == {1, 2, 3, 4}
    books = [book(each.isbn, each.title, each.author) for each in reversed(asked)]
    fewer = build(
        write_kaggle(tmp_path / "fewer", books, [("r", each.isbn, 8) for each in asked]), tmp_path / "fewer-model"
    )
    assert [each.isbn for each in rare_books(fewer)] == [each.isbn for each in asked]


def test_each_book_stands_with_its_five_and_a_line_on_their_variety_follows(catalogue: Catalogue) -> None:
    lines = list(print_out(catalogue))
    assert lines[0] == "Well-known books: 60"
    start = lines.index("Novel 0 (Ada Writer0, 1999), 120 ratings")
    five = answer_to(catalogue, catalogue.all_books()[0])
    assert five is not None
    assert lines[start + 1 : start + 6] == [f"  {place}. {title}" for place, title in enumerate(five, start=1)]
    assert sum("different books at 300 places; most often, " in line for line in lines) == 2


def test_answers_of_an_earlier_version_stand_beside(catalogue: Catalogue, tmp_path: Path) -> None:
    first, second = well_known_books(catalogue)[:2]
    answer = answer_as_json(catalogue, first.title)
    shorter = answer | {"query": second.title, "recommendations": answer["recommendations"][:2]}
    earlier = tmp_path / "earlier.jsonl"
    earlier.write_text("\n".join(map(json.dumps, [answer, shorter])), encoding="utf-8")
    five, after = answer_to(catalogue, first), answer_to(catalogue, second)
    assert five is not None
    assert after is not None
    assert read_answers(earlier) == {query_of(first): five, query_of(second): five[:2]}

    lines = list(print_out(catalogue, earlier))
    start = lines.index("Novel 5 (Ada Writer5, 1999), 115 ratings")
    for place, before in enumerate([*five[:2], "", "", ""]):
        assert lines[start + 1 + place].split("  ")[1:2] == [f"{place + 1}. {before}".strip()]
        assert lines[start + 1 + place].endswith(after[place])
    start = lines.index("Novel 10 (Ada Writer10, 1999), 110 ratings")
    assert lines[start + 1].startswith("  1. this book is not known ")


def test_a_book_is_asked_by_its_isbn_where_it_has_one(catalogue: Catalogue) -> None:
    book_without_isbn = catalogue.all_books()[0]
    assert query_of(book_without_isbn) == book_without_isbn.title
    assert query_of(book_without_isbn._replace(isbn="0441172717")) == "0441172717"


def test_a_file_that_holds_no_answers_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "earlier.jsonl"
    path.write_text('{"title": "Dune"}\n')
    with pytest.raises(ModelError, match="expected JSON Lines, as `query --titles` writes them"):
        list(print_out(catalogue, path))


def test_the_command_builds_a_dataset_or_takes_a_model_and_lists_the_books_for_an_earlier_version(
    model_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["answers", "--model", str(model_directory), "--list"]) == 0
    queries = capsys.readouterr().out.splitlines()
    assert len(queries) == len(set(queries)) > 0
    assert main(["answers", "--model", str(model_directory), "--before", str(model_directory)]) == 0
    assert "  before: " in capsys.readouterr().out
    books = [book(f"{number:09}X", f"Novel {number}", "Ada Example") for number in range(7)]
    data = write_kaggle(tmp_path / "data", books, [("r", each[0], 8) for each in books])
    assert main(["answers", "--data", str(data)]) == 0
    assert "Novel 0 (Ada Example, 1999), 1 rating\n" in capsys.readouterr().out
    rules = tmp_path / "rules.csv"
    rules.write_text("action,title,author\nblock,Novel 0,Ada Example\n", encoding="utf-8")
    assert main(["answers", "--data", str(data), "--book-rules", str(rules)]) == 0
    answers = capsys.readouterr().out
    assert "Novel 1 (Ada Example, 1999), 1 rating\n" in answers
    assert "Novel 0" not in answers


def test_books_that_were_lent_are_told_by_their_readers(tmp_path: Path) -> None:
    books = [(f"{number}", f"Novel {chr(97 + number)}", f"Ada Writer{number}") for number in range(8)]
    lent = [(f"r{reader}", f"{number}", None) for number in range(8) for reader in range(8 - number)]
    build_from(join_sources([source_tables(books, lent, rating_scale=None)]), tmp_path)
    with closing(Catalogue.open(tmp_path)) as catalogue:
        lines = list(print_out(catalogue, None))
    assert "Novel a (Ada Writer0), 8 readers" in lines
    assert "Books with fewer than 5 readers: 4" in lines
