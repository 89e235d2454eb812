from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.open_library.catalogue import read_catalogue
from model_build.open_library.kept_works import RatedBooks
from tests.model_build.open_library.dumps import author, edition, rating, read, redirect, work, write_dumps

ENGLISH, GERMAN, FRENCH = ([{"key": f"/languages/{code}"}] for code in ("eng", "ger", "fre"))
AUTHORS = [author(1, "Herbert, Frank, 1920-1986", birth_date="1920"), author(2, "Brian Herbert")]


def books_of(directory: Path, rated: RatedBooks | None = None, least: int = 2, **lines: list[str]) -> pd.DataFrame:
    every: dict[str, Any] = {"authors": AUTHORS, **lines}
    write_dumps(directory, **every)
    return read_catalogue(directory, rated or RatedBooks(), least).books.set_index("book_id")


def dune_editions() -> list[str]:
    return [
        edition(1, 1, "Dune", isbn_10=["0441172717"], publish_date="1990", languages=ENGLISH, publishers=["Ace"],
                series=["Dune chronicles -- bk. 1"], covers=[-1, 11], authors=[{"key": "/authors/OL1A"}]),
        edition(2, 1, "Dune", publish_date="c1965", languages=ENGLISH, publishers=["Chilton"], subjects=["Deserts"]),
        edition(3, 1, "Der Wüstenplanet", isbn_13=["9783453186835"], languages=GERMAN, publish_date="1967"),
        edition(4, 2, "Another", isbn_10=["0141439580"]),
    ]  # fmt: skip


def test_a_work_is_one_row_with_what_all_its_editions_say(tmp_path: Path) -> None:
    works = [work(1, "Dune", 1, subjects=["Fiction, science fiction, general", "Deserts"]), work(2, "Another", 2)]
    books = books_of(tmp_path, works=works, editions=dune_editions(), reading_log=[read(1), read(1), read(2)])
    assert list(books.index) == ["OL1W"]
    dune = books.loc["OL1W"]
    assert dune.to_dict() == {
        "work_id": "OL1W", "title": "Dune", "author": "Frank Herbert", "isbns": ("0441172717", "3453186834"),
        "year": 1965, "language": "en", "publisher": "Ace", "series": "Dune chronicles", "volume": "1", "cover": "11",
        "tags": ("science fiction", "Deserts"), "readers": 2,
    }  # fmt: skip


def test_packed_dumps_in_parts_give_the_same_books(tmp_path: Path) -> None:
    lines: dict[str, Any] = {"works": [work(1, "Dune", 1)], "reading_log": [read(1), read(1)]}
    whole = books_of(tmp_path / "whole", editions=dune_editions(), **lines)
    parts = tmp_path / "parts"
    write_dumps(parts, editions=dune_editions()[:2], authors=AUTHORS, suffix=".txt.gz", **lines)
    write_dumps(parts, editions=dune_editions()[2:], authors=AUTHORS, suffix="_part2.txt", works=lines["works"])
    pd.testing.assert_frame_equal(read_catalogue(parts, RatedBooks(), 2).books.set_index("book_id"), whole)


def test_only_works_that_are_rated_or_read_enough_are_kept(tmp_path: Path) -> None:
    rated = RatedBooks()
    rated.add("Emma", "Jane Austen", ["0141439580"])
    works = [work(number, f"Title {number}") for number in range(1, 5)] + [work(7, "Emma")]
    editions = [edition(7, 7, "Emma", isbn_13=["9780141439587"])]
    log = [read(1), read(1), read(2), rating(2), read(3), read(4, "Want to Read"), read(4, "Want to Read")]
    books = books_of(tmp_path, rated, works=works, editions=editions, reading_log=log[:3] + log[4:], ratings=log[3:4])
    assert list(books.index) == ["OL1W", "OL2W", "OL7W"]
    assert books["readers"].tolist() == [2, 2, 0]


def test_merged_works_and_authors_are_one_with_the_reads_and_editions_of_both(tmp_path: Path) -> None:
    books = books_of(
        tmp_path,
        works=[work(1, "Dune", 9)],
        editions=[edition(1, 5, "Dune", isbn_10=["0441172717"]), edition(2, 6, "Dune", isbn_10=["3453186834"])],
        redirects=[redirect("/works/OL5W", "/works/OL6W"), redirect("/works/OL6W", "/works/OL1W"),
                   redirect("/authors/OL9A", "/authors/OL1A")],
        reading_log=[read(5), read(6)],
    )  # fmt: skip
    assert books.loc["OL1W", "isbns"] == ("0441172717", "3453186834")
    assert books.loc["OL1W", "author"] == "Frank Herbert"
    assert books.loc["OL1W", "readers"] == 2


def test_a_title_without_its_article_has_that_of_most_editions(tmp_path: Path) -> None:
    editions = [edition(number, 1, "idiot", title_prefix="The ", subtitle="a novel") for number in range(3)]
    books = books_of(tmp_path, works=[work(1, "idiot")], editions=editions, reading_log=[read(1)] * 2)
    assert books.loc["OL1W", "title"] == "The idiot: a novel"


def test_a_subtitle_of_few_editions_is_left_out(tmp_path: Path) -> None:
    editions = [
        edition(number, 1, "Dune", **({"subtitle": "with notes"} if number == 1 else {})) for number in range(3)
    ]
    books = books_of(tmp_path, works=[work(1, "Dune")], editions=editions, reading_log=[read(1)] * 2)
    assert books.loc["OL1W", "title"] == "Dune"


def test_the_language_is_that_of_the_title_that_is_shown(tmp_path: Path) -> None:
    editions = [edition(1, 1, "Cien años de soledad", languages=[{"key": "/languages/spa"}])]
    editions += [edition(number, 1, "One Hundred Years of Solitude", languages=ENGLISH) for number in range(2, 5)]
    books = books_of(tmp_path, works=[work(1, "Cien años de soledad")], editions=editions, reading_log=[read(1)] * 2)
    assert books.loc["OL1W", "language"] == "es"


@pytest.mark.parametrize("shape", ["/authors/OL1A", {"key": "/authors/OL1A"}, {"author": "/authors/OL1A"}])
def test_authors_are_found_in_each_shape_and_by_the_editions_where_the_work_has_none(
    tmp_path: Path, shape: Any
) -> None:
    editions = [edition(1, 2, "Sandworms", authors=[{"key": "/authors/OL1A"}, {"key": "/authors/OL2A"}])]
    log = [read(1), read(1), read(2), read(2)]
    books = books_of(tmp_path, works=[work(1, "Dune", shape), work(2, "Sandworms")], editions=editions, reading_log=log)
    assert books["author"].tolist() == ["Frank Herbert", "Frank Herbert; Brian Herbert"]


def test_a_work_without_a_record_has_the_title_of_its_editions_and_one_without_both_is_left_out(tmp_path: Path) -> None:
    write_dumps(tmp_path, works=[work(2, None)], editions=[edition(1, 1, "Dune")], reading_log=[read(1), read(2)] * 2)
    catalogue = read_catalogue(tmp_path, RatedBooks(), 2)
    assert catalogue.books["title"].tolist() == ["Dune"]
    assert catalogue.losses.counts["works: without a record, with the title of an edition"] == 1
    assert catalogue.losses.counts["works: without a title, left out"] == 1


def test_a_catalogue_without_any_signal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"No work of .* has a signal: of 2 works with readers none has 3"):
        books_of(tmp_path, works=[work(1, "Dune")], reading_log=[read(1), read(2)], least=3)


def test_a_dump_of_works_that_lacks_many_read_ones_is_refused(tmp_path: Path) -> None:
    works = [work(number, f"Title {number}") for number in range(79)]
    editions = [edition(number, number, f"Title {number}") for number in range(100)]
    log = [read(number) for number in range(100)] * 2
    with pytest.raises(DatasetError, match=r"dump of works in .* is not whole: of 100 works .* it lacks 21"):
        books_of(tmp_path, works=works, editions=editions, reading_log=log)


def test_a_dump_of_editions_that_lacks_those_of_many_read_works_is_refused(tmp_path: Path) -> None:
    works = [work(number, f"Title {number}") for number in range(100)]
    editions = [edition(number, number, f"Title {number}") for number in range(70)]
    log = [read(number) for number in range(100)] * 2
    with pytest.raises(DatasetError, match=r"dump of editions in .* is not whole: of 100 works .* it lacks 30"):
        books_of(tmp_path, works=works, editions=editions, reading_log=log)
