"""Books offered in the search window."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.offered_books import meant_books, offered_books
from shelftalker.search.type_ahead import completions


@pytest.mark.parametrize("typed", ["", "d", "dun", "the h", "dune m", "tolk"])
def test_a_prefix_is_completed_and_nothing_else(catalogue: Catalogue, typed: str) -> None:
    assert offered_books(catalogue, typed) == completions(catalogue, typed)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("000000006X", "The Hobbit"),
        ("https://www.goodreads.com/book/show/234225.Dune_Messiah", "Dune Messiah"),
        ("what should I read after children of dune?", "Children of Dune"),
        ("sorcerers stone", "Harry Potter and the Sorcerer's Stone"),
    ],
)
def test_what_the_command_understands_comes_first(catalogue: Catalogue, typed: str, title: str) -> None:
    offered, meant = offered_books(catalogue, typed), meant_books(catalogue, typed)
    assert offered[0] == meant[0]
    assert offered[0].title.startswith(title)


def test_no_more_books_are_offered_than_the_limit_each_once(catalogue: Catalogue) -> None:
    offered = offered_books(catalogue, "hobit", limit=2)
    assert offered[0].title == "The Hobbit"
    assert len({book.book_row for book in offered}) == len(offered) <= 2


def test_words_of_no_book_mean_none(catalogue: Catalogue) -> None:
    assert meant_books(catalogue, "xqzzyk wvvrp") == offered_books(catalogue, "xqzzyk wvvrp") == []
