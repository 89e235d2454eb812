"""Tests of the books that a tool's titles name."""

import pytest

from shelftalker.mcp.answers import ToolError
from shelftalker.mcp.named_books import book_named, books_named
from shelftalker.model.catalogue import Catalogue


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Dune", "Dune"),
        ("dune messiah by frank herbert", "Dune Messiah"),
        ("the hobit", "The Hobbit"),
        ("what should I read after The Hobbit?", "The Hobbit"),
    ],
)
def test_a_title_is_found_as_a_person_types_it(title: str, found: str, sample: Catalogue) -> None:
    assert book_named(sample, title).title == found


def test_several_titles_name_their_books_in_order_each_once(sample: Catalogue) -> None:
    books = books_named(sample, ["The Hobbit", "Dune and Emma", "dune"])

    assert [book.title for book in books] == ["The Hobbit", "Dune", "Emma"]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Stephen King", ["is an author and no title", '"The Shining" by Stephen King (1977)', "Call again"]),
        ("Duun Mesia", ["names no book for certain", '"Dune Messiah (Dune, 2)" by Frank Herbert (1969)', "Ask which"]),
        ("zzxq vvkj", ['The catalogue has no book "zzxq vvkj"', "Check the spelling", "an ISBN"]),
        ("Dune and Emma", ["names several books", "Call again for each of them alone"]),
    ],
)
def test_a_title_that_names_no_one_book_is_an_error_with_what_may_be_meant(
    title: str, words: list[str], sample: Catalogue
) -> None:
    with pytest.raises(ToolError) as error:
        book_named(sample, title)
    assert [each for each in words if each not in str(error.value)] == []
