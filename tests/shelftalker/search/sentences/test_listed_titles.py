"""Titles of a list that its marks part."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.sentences.listed_titles import listed_books


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Dune - Frank Herbert; Emma - Jane Austen", ["Dune", "Emma"]),
        ("Dune Messiah\nThe Hobbit\nIt", ["Dune Messiah", "The Hobbit", "It"]),
        ("Dune + The Help", ["Dune", "The Help"]),
        ("favs: It; The Hobbit", ["It", "The Hobbit"]),
        ("Dune; Dune", ["Dune"]),
        ("Dune; zebras", []),
        ("zebras: It; The Hobbit", []),
        ("Dune / Frank Herbert", []),
        ("Dune, Emma", []),
    ],
)
def test_every_item_of_a_list_is_a_title(catalogue: Catalogue, typed: str, titles: list[str]) -> None:
    assert [book.title.removesuffix(" (Penguin Classics)") for book in listed_books(catalogue, typed)] == titles
