"""Titles in the prose of a short message."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.mentions import books_standing_out
from shelftalker.search.sentences.prose_titles import PROSE_TITLES, books_in_prose


def titles(catalogue: Catalogue, text: str) -> list[str]:
    return [book.title for book in books_in_prose(catalogue, text, books_standing_out(catalogue, text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i read dune messiah on the bus, then emma, and finally dune. what next?", ["Dune Messiah", "Emma", "Dune"]),
        ("My kids went from Emma to Dune Messiah in a week. Please recommend more.", ["Emma", "Dune Messiah"]),
        ("unpopular opinion: emma was boring. recommend something", ["Emma"]),
        ("we have emma, dune messiah and the hobbit. please come and read!", ["Emma", "Dune Messiah", "The Hobbit"]),
        ("reading list: dune (frank herbert), emma (jane austen), please comment", ["Dune", "Emma"]),
    ],
)  # fmt: skip
def test_the_titles_of_a_message_about_books_are_found_in_its_order(
    catalogue: Catalogue, text: str, expected: list[str]
) -> None:
    assert titles(catalogue, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the deploy of dune messiah failed",
        "please recommend a book about the sand of zebras at dune in winter",
        "please help me, it is about the books",
    ],
)
def test_a_message_without_a_title_that_is_meant_names_no_book(catalogue: Catalogue, text: str) -> None:
    assert titles(catalogue, text) == []


def test_a_title_joined_to_one_that_stands_out_is_meant(catalogue: Catalogue) -> None:
    standing_out = [book for book in catalogue.all_books() if book.title == "Cien años de soledad"]
    text = "I have been given Cien años de soledad and It"
    assert [book.title for book in books_in_prose(catalogue, text, standing_out)] == ["Cien años de soledad"]
    text = "En la mesilla tengo Cien años de soledad y It"  # no Spanish word
    assert [book.title for book in books_in_prose(catalogue, text, standing_out)] == ["Cien años de soledad", "It"]
    text = "En la mesilla tengo Cien años de soledad y Emma"
    assert [book.title for book in books_in_prose(catalogue, text, standing_out)] == ["Cien años de soledad", "Emma"]


def test_a_long_message_is_left_to_the_titles_that_stand_out(catalogue: Catalogue) -> None:
    text = "please recommend more like dune messiah, " + "thanks " * PROSE_TITLES.longest_message
    assert titles(catalogue, text) == []
