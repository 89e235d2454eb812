"""recommend-for: books for the readers of a file, and the errors of a file that can't be used."""

import csv
import gzip
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from model_build.__main__ import main
from model_build.build import build_from
from model_build.commands.recommend_for import recommend_for
from model_build.datasets.joined_sources import join_sources
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.personal_ranking import rank_for_reader
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import Row, book, comma_lines, write_goodbooks, write_kaggle
from tests.model_build.source_tables import BookRow, source_tables

HEADER = ("reader", "source_id", "rating")
DUNE, MESSIAH, CHILDREN, EMMA = "000000000X", "000000001X", "000000002X", "000000007X"


def shelves_of(tmp_path: Path, *rows: Row, header: Row = HEADER) -> Path:
    path = tmp_path / "shelves.csv"
    path.write_bytes(comma_lines([header, *rows]))
    return path


def read(path: Path) -> list[tuple[str, int, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == ["reader", "rank", "book_id", "title", "author", "isbn"]
    return [(reader, int(rank), book_id) for reader, rank, book_id, *_ in rows]


def recommendations(catalogue: Catalogue, shelves: Path, limit: int = 10) -> dict[str, list[str]]:
    output = shelves.with_name("recommended.csv")
    written = recommend_for(catalogue, shelves, output, limit)
    lists: dict[str, list[str]] = {}
    for reader, rank, book_id in read(output):
        lists.setdefault(reader, []).append(book_id)
        assert rank == len(lists[reader])
    assert written.rows == sum(map(len, lists.values()))
    assert len(written.shelves.of_reader) == len(lists)
    return lists


def ranking(catalogue: Catalogue, *shelf: tuple[str, float | None], limit: int = 10) -> list[str]:
    rows = {source_id: book_row for source_id, book_row, _ in catalogue.editions()}
    entries = [ShelfEntry(rows[source_id], stars) for source_id, stars in shelf]
    return [recommendation.book.book_id for recommendation in rank_for_reader(catalogue, entries, limit)]


def test_each_reader_gets_the_plain_ranking_of_a_shelf_in_the_order_of_the_file(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    shelves = shelves_of(tmp_path, ("second", EMMA, 9), ("first", DUNE, "8.0"), ("second", DUNE, 2))
    lists = recommendations(catalogue, shelves, limit=4)
    assert list(lists) == ["second", "first"]
    assert lists == {
        "second": ranking(catalogue, (EMMA, 9), (DUNE, 2), limit=4),
        "first": ranking(catalogue, (DUNE, 8), limit=4),
    }


def test_a_rating_of_0_is_a_book_read_and_not_rated(catalogue: Catalogue, tmp_path: Path) -> None:
    lists = recommendations(catalogue, shelves_of(tmp_path, ("a", DUNE, 0), ("a", EMMA, 6)))
    assert lists == {"a": ranking(catalogue, (DUNE, None), (EMMA, 6))}
    assert lists != {"a": ranking(catalogue, (DUNE, 1), (EMMA, 6))}


def test_of_five_stars_three_weigh_for_the_neighbours_and_two_against_them(build: Build, tmp_path: Path) -> None:
    books: list[dict[str, object]] = [
        {"book_id": number, "authors": f"Author {number}", "title": f"Book {number}"} for number in range(1, 6)
    ]
    # Book 5 is read by few, and they have read Book 1 too: it is popular with nobody else.
    together = [(reader, number, 4) for reader in (1, 2) for number in (1, 5)]
    others = [(reader, number, 4) for reader in range(3, 9) for number in (2, 3, 4)]
    catalogue = build(write_goodbooks(tmp_path / "data", books, [*together, *others]))
    title_of = {found.book_id: found.title for found in catalogue.all_books()}

    def titles_for(rating: int) -> list[str]:
        return [
            title_of[book_id] for book_id in recommendations(catalogue, shelves_of(tmp_path, ("a", 1, rating)))["a"]
        ]

    assert titles_for(3)[0] == "Book 5"
    assert titles_for(2)[-1] == "Book 5"


def test_other_columns_blank_lines_and_blanks_around_values_do_not_matter(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "shelves.csv"
    path.write_bytes(
        b'\xef\xbb\xbfrating, source_id ,note,reader\r\n9, 000000000X ,"a, b",a\r\n\r\n7,000000007X,"two\nlines",a\r\n'
    )
    assert recommendations(catalogue, path) == {"a": ranking(catalogue, (DUNE, 9), (EMMA, 7))}


def test_the_case_of_an_id_matters_as_little_as_in_a_build(build: Build, tmp_path: Path) -> None:
    books = [book("000000000x", "Dune", "Frank Herbert"), book("000000001X", "Emma", "Jane Austen"),
             book("0000000022", "Ubik", "Philip K. Dick")]  # fmt: skip
    catalogue = build(write_kaggle(tmp_path / "data", books, [(1, "000000000X", 9), (1, "000000001x", 7)]))
    assert {found.title: found.ratings_count for found in catalogue.all_books()} == {"Dune": 1, "Emma": 1, "Ubik": 0}
    for source_id in ("000000000x", "000000000X", "000000001X", "000000001x"):
        own = ranking(catalogue, (f"{source_id[:-1]}{'X' if source_id[-2] == '1' else 'x'}", 9))
        assert recommendations(catalogue, shelves_of(tmp_path, ("a", source_id, 9))) == {"a": own}
        assert len(own) == 2


def test_a_shelf_may_name_books_by_any_of_their_isbns(tmp_path: Path) -> None:
    books: list[BookRow] = [
        ("1", "Dune", "Frank Herbert", {"isbns": ("0441172717", "0340839937")}),
        ("2", "Emma", "Jane Austen"),
        ("0679734473", "Ubik", "Philip K. Dick", {"isbns": ("0679734473",)}),
    ]
    build_from(join_sources([source_tables(books, [("a", row[0], 8) for row in books])]), tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        for named in ("1", "0340839937", "978-0-441-17271-9"):
            (other, ubik) = recommendations(catalogue, shelves_of(tmp_path, ("a", named, 9)))["a"]
            assert {other, ubik} == {book.book_id for book in catalogue.all_books() if book.title != "Dune"}
        written = recommend_for(catalogue, shelves_of(tmp_path, ("a", "9780679734475", 9)), tmp_path / "out.csv", 5)
        assert written.shelves.unknown == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["title"]: row["isbn"] for row in csv.DictReader(stream)} == {"Dune": "0441172717", "Emma": ""}


def test_a_shelf_of_editions_and_merged_books_is_never_recommended_again(build: Build, tmp_path: Path) -> None:
    ratings = [(reader, isbn, 8) for reader in range(5) for isbn in ("01", "02", "03")]
    before = [
        book("01", "Dune", "Frank Herbert"),
        book("02", "Dune", "F. X. Gerbert"),
        book("03", "Emma", "Jane Austen"),
    ]
    first = build(write_kaggle(tmp_path / "before", before, ratings), tmp_path / "first")
    ids = {source_id: book_id for source_id, _, book_id in first.editions()}
    after = [book("01", "Dune", "Frank Herbert"), book("02", "Dune", "F. Herbert"), book("03", "Emma", "Jane Austen")]
    second = build(write_kaggle(tmp_path / "after", after, ratings), tmp_path / "second", tmp_path / "first")
    ((former, kept),) = second.aliases()
    assert {former, kept} == {ids["01"], ids["02"]}
    emma = ids["03"]
    assert second.rows_with_ids([former, kept, "none"]) == {former: 1, kept: 1}
    assert {book_id: found.book_id for book_id, found in second.books_with_ids([former, kept, "none"]).items()} == {
        former: kept, kept: kept
    }  # fmt: skip
    assert [found.book.book_id for found in rank_for_reader(second, [ShelfEntry(1, 9)], 10)] == [emma]
    assert recommendations(second, shelves_of(tmp_path, ("a", "02", 9))) == {"a": [emma]}


def test_unknown_books_are_counted_and_a_shelf_of_nothing_else_gets_popular_books(
    model_directory: Path, catalogue: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelves = shelves_of(tmp_path, ("a", "none", 9), ("b", DUNE, 9), ("b", "none", 0))
    output = tmp_path / "recommended.csv"
    arguments = ["recommend-for", "--model", str(model_directory), "--shelves", str(shelves), "--output", str(output)]
    assert main(arguments) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.startswith(
        f"{output}: 20 rows for 2 readers.\n2 rows of {shelves} name books that the model does not have.\na:\n  1. "
    )
    assert [book_id for reader, _, book_id in read(output) if reader == "a"] == ranking(catalogue)
    assert main([*arguments, "--limit", "3"]) == 0
    assert [rank for _, rank, _ in read(output)] == [1, 2, 3, 1, 2, 3]


def test_a_book_that_was_stopped_at_is_not_recommended_and_has_no_weight(catalogue: Catalogue, tmp_path: Path) -> None:
    header = (*HEADER, "status")
    shelves = shelves_of(tmp_path, ("a", DUNE, 9, "read"), ("a", EMMA, 0, "Did not finish"), header=header)
    of_dune = ranking(catalogue, (DUNE, 9), limit=20)
    emma = next(book_id for source_id, _, book_id in catalogue.editions() if source_id == EMMA)
    assert recommendations(catalogue, shelves, limit=20) == {"a": [book_id for book_id in of_dune if book_id != emma]}
    rated = shelves_of(tmp_path, ("a", DUNE, 9, "read"), ("a", EMMA, 2, "stopped"), header=header)
    assert recommendations(catalogue, rated) == {"a": ranking(catalogue, (DUNE, 9), (EMMA, 2))}


def test_a_book_to_read_is_on_no_shelf_and_said(
    model_directory: Path, catalogue: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelves = shelves_of(
        tmp_path, ("a", DUNE, 9, ""), ("a", EMMA, 0, "to-read"), ("a", MESSIAH, 8, "mine"), header=(*HEADER, "status")
    )
    assert recommendations(catalogue, shelves) == {"a": ranking(catalogue, (DUNE, 9), (MESSIAH, 8))}
    output = tmp_path / "recommended.csv"
    main(["recommend-for", "--model", str(model_directory), "--shelves", str(shelves), "--output", str(output)])
    assert (
        f"Rows of {shelves} of books to read, which say nothing of taste yet, left out: 1." in capsys.readouterr().out
    )


def test_the_terminal_lists_the_books_of_the_first_readers(
    model_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelves = shelves_of(tmp_path, *((reader, DUNE, 9) for reader in "abcde"))
    output = tmp_path / "recommended.csv"
    arguments = ["recommend-for", "--model", str(model_directory), "--shelves", str(shelves), "--output", str(output)]
    assert main([*arguments, "--limit", "2"]) == 0
    counts, *lists, last = capsys.readouterr().out.splitlines()
    assert counts == f"{output}: 10 rows for 5 readers."
    with output.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))[:2]
    of_one = [f"  {row['rank']}. {row['title']} by {row['author']}" for row in rows]
    assert lists == ["a:", *of_one, "b:", *of_one, "c:", *of_one]
    assert last == f"... and the books of 2 more in {output}."


def test_books_that_filters_leave_out_are_not_recommended(
    model_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelves, output = shelves_of(tmp_path, ("a", DUNE, 9)), tmp_path / "recommended.csv"
    arguments = ["recommend-for", "--model", str(model_directory), "--shelves", str(shelves), "--output", str(output)]
    assert main([*arguments, "--without-author", "Frank Herbert", "--years", "1930-1990", "--limit", "20"]) == 0
    with output.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["author"] for row in rows} >= {"Stephen King", "J. R. R. Tolkien"}
    assert not {row["author"] for row in rows} & {"Frank Herbert", "Jane Austen"}
    capsys.readouterr()
    assert main([*arguments, "--years", "-1700"]) == 0
    assert "no other books that the filters let through" in capsys.readouterr().out
    assert main([*arguments, "--language", "xx"]) == 2
    assert "Expected a language" in capsys.readouterr().err


def test_gzipped_shelves_are_read(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "shelves.csv.gz"
    path.write_bytes(gzip.compress(comma_lines([HEADER, ("a", DUNE, 9)])))
    assert recommendations(catalogue, path) == {"a": ranking(catalogue, (DUNE, 9))}


def missing(path: Path) -> str:
    path.unlink()
    return "does not exist. Name a CSV file with the columns reader, source_id, rating."


def a_folder(path: Path) -> str:
    path.unlink()
    path.mkdir()
    return "can't be read"


def spoilt(content: bytes, reason: str) -> Callable[[Path], str]:
    def spoil(path: Path) -> str:
        path.write_bytes(content)
        return reason

    return spoil


GOOD = b"reader,source_id,rating\na,000000000X,9\n"


@pytest.mark.parametrize(
    "spoil",
    [
        missing,
        a_folder,
        spoilt(b"", "lacks the column 'reader', 'source_id', 'rating'"),
        spoilt(b"reader,isbn,rating\n", "lacks the column 'source_id'; its first line has to name the columns"),
        spoilt(GOOD + b"a,000000001X,11\n", "line 3: expected a rating from 0 to 10, not '11'"),
        spoilt(GOOD + b"a,none,-1\n", "line 3: expected a rating from 0 to 10, not '-1'"),
        spoilt(GOOD + b"a,000000001X,nan\n", "line 3: expected a rating from 0 to 10, not 'nan'"),
        spoilt(GOOD + b"\na,000000001X,\n", "line 4: expected a rating from 0 to 10, not ''"),
        spoilt(GOOD + b" ,000000001X,5\n", "line 3: the reader is missing"),
        spoilt(GOOD + b"a,000000001X\n", "line 3: expected 3 fields as in the first line, not 2"),
        spoilt(GOOD + b'a,"000000001X\n', "line 3: unexpected end of data. Are the quotes closed?"),
        spoilt(GOOD + b"a,\xff,5\n", "has to be UTF-8 text"),
    ],
)
def test_unusable_shelves_are_reported_in_a_line_and_leave_the_output_alone(
    spoil: Callable[[Path], str], model_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelves, output = shelves_of(tmp_path), tmp_path / "out" / "recommended.csv"
    output.parent.mkdir()
    output.write_text("earlier", encoding="utf-8")
    reason = spoil(shelves)
    assert main([
        "recommend-for", "--model", str(model_directory), "--shelves", str(shelves), "--output", str(output),
    ]) == 2  # fmt: skip
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"python -m model_build recommend-for: {shelves}")
    assert reason in line
    assert {path.name: path.read_text(encoding="utf-8") for path in output.parent.iterdir()} == {
        "recommended.csv": "earlier"
    }


def test_a_limit_below_one_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["recommend-for", "--model", "m", "--shelves", "s", "--output", "o", "--limit", "0"])
    assert stopped.value.code == 2
    assert "argument --limit: expected a number from 1, not '0'" in capsys.readouterr().err
