"""Books from the texts of their rows."""

import math

import pytest

from model_build.datasets.books_table import BookCollector, BookTexts, number_of
from shelftalker.model.catalogue import UNKNOWN_AUTHOR


def test_the_first_row_of_each_id_stands_and_the_others_are_counted() -> None:
    collector = BookCollector()
    collector.add(BookTexts("1", "Emma", "Jane Austen", isbns=("0141439580",), year="1815", tags=("england",)))
    collector.add(BookTexts("1", "Emma again", "Jane Austen"))
    collector.add(BookTexts("2", "", "Nobody"))
    collector.add(BookTexts("3", "Ubik", "n/a", language="eng"))
    books = collector.collect()
    assert books[["book_id", "title", "author", "language"]].to_numpy().tolist() == [
        ["1", "Emma", "Jane Austen", "en"],
        ["3", "Ubik", UNKNOWN_AUTHOR, "en"],
    ]
    assert books["isbns"].tolist() == [("0141439580",), ()]
    assert collector.counts["books rows"] == 4
    assert collector.counts["books listed twice, dropped"] == 1
    assert collector.counts["books without id or title, dropped"] == 1
    assert collector.counts["books without author"] == 1


def test_an_address_that_slack_would_refuse_is_no_cover() -> None:
    collector = BookCollector()
    addresses = ["http://covers.example/1.jpg", "https://covers.example/" + 3500 * "x", "ftp://covers.example/1.jpg"]
    for book_id, address in enumerate(addresses):
        collector.add(BookTexts(f"{book_id}", "Emma", "Jane Austen", image_url=address))
    assert collector.collect()["image_url"].tolist() == ["https://covers.example/1.jpg", "", ""]


def test_rounded_ids_are_lost_unless_their_check_digit_restores_them() -> None:
    collector = BookCollector()
    collector.add(BookTexts("4.41E+08", "Dune", "Frank Herbert"))
    collector.add(BookTexts("9.78043902348e+12", "The Hunger Games", "Suzanne Collins"))
    assert collector.collect()["book_id"].tolist() == ["0439023483"]
    assert collector.counts["books with an id that a spreadsheet rounded, dropped"] == 1


@pytest.mark.parametrize(
    ("listed", "author"),
    [
        ("N.N.", UNKNOWN_AUTHOR),
        ("Unknown", UNKNOWN_AUTHOR),
        ("Various", "Various"),
        ("Various; John Smith", "John Smith"),
        ("Staff, Leopold", "Staff, Leopold"),
        ("John Smith, Unknown", "John Smith"),
        ("Various, John Smith, Ann Lee", "John Smith, Ann Lee"),
        ("Unknown, n/a", UNKNOWN_AUTHOR),
        ("Smith, Jr.", "Smith, Jr."),
    ],
)
def test_entries_that_name_nobody_are_no_authors(listed: str, author: str) -> None:
    collector = BookCollector()
    collector.add(BookTexts("1", "Emma", listed))
    assert collector.collect()["author"].tolist() == [author]


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("-750.0", -750), (" 8 ", 8)])
def test_a_text_of_a_number_is_that_number(text: str, number: float) -> None:
    assert number_of(text) == number


def test_a_text_of_no_number_is_none() -> None:
    assert math.isnan(number_of("19x9"))
    assert math.isnan(number_of("18_24"))
