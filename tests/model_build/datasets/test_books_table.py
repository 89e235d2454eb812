"""Books from the texts of their rows."""

import math

import pytest

from model_build.datasets.books_table import BookCollector, number_of
from shelftalker.model.catalogue import UNKNOWN_AUTHOR


def test_the_first_row_of_each_id_stands_and_the_others_are_counted() -> None:
    collector = BookCollector()
    collector.add("1", "Emma", "Jane Austen", isbns=("0141439580",), year="1815", tags=("england",))
    collector.add("1", "Emma again", "Jane Austen")
    collector.add("2", "", "Nobody")
    collector.add("3", "Ubik", "n/a", language="eng")
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


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("-750.0", -750), (" 8 ", 8)])
def test_a_text_of_a_number_is_that_number(text: str, number: float) -> None:
    assert number_of(text) == number


def test_a_text_of_no_number_is_none() -> None:
    assert math.isnan(number_of("19x9"))
    assert math.isnan(number_of("18_24"))
