"""Books of links, by ISBN or by the words of address and label."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.linked_books import linked_books
from shelftalker.search.links import words_of_links

# The only ISBN of the library with a valid check digit.
HOBBIT = "000000006X"


def found(catalogue: Catalogue, text: str) -> list[str]:
    return [f"{book.title} by {book.author}" for book in linked_books(catalogue, words_of_links(text).links)]


@pytest.mark.parametrize(
    "text",
    [
        f"https://www.amazon.com/dp/{HOBBIT}",
        f"https://bookshop.example/Something-Else/dp/{HOBBIT}",
        "https://bookshop.example/p/books/emma/1?ean=9780000000064",
    ],
)
def test_an_isbn_comes_before_the_words_beside_it(catalogue: Catalogue, text: str) -> None:
    assert found(catalogue, text) == ["The Hobbit by J. R. R. Tolkien"]


@pytest.mark.parametrize(
    ("text", "book"),
    [
        ("https://www.goodreads.com/book/show/234225.Dune", "Dune by Frank Herbert"),
        ("<https://www.goodreads.com/book/show/234225|Dune>", "Dune by Frank Herbert"),
        ("https://shop.example/Dune-Chronicles-Frank-Herbert-ebook/dp/B00B7NPRY8", "Dune by Frank Herbert"),
        ("https://shop.example/books/frank_herbert-dune_messiah-30545-details.html", "Dune Messiah by Frank Herbert"),
        ("https://shop.example/livre/a12345/Herbert-Dune-Tome-1", "Dune by Frank Herbert"),
        ("https://shop.example/book/emma/alexander-mccall-smith/", "Emma by Alexander McCall Smith"),
        ("https://shop.example/book/emma-penguin-classics-jane-austen", "Emma by Jane Austen"),
        ("https://shop.example/book/emma/", "Emma by Jane Austen"),
        ("https://shop.example/book/pride-and-prejudice-paperback", "Pride & Prejudice by Jane Austen"),
        ("https://shop.example/libro/cien-anos-de-soledad/", "Cien años de soledad by Gabriel García Márquez"),
        ("https://shop.example/book/pride-prejudice", "Pride & Prejudice by Jane Austen"),
        ("https://www.example.com/harry-potter-and-the-sorcerer-s-stone",
         "Harry Potter and the Sorcerer's Stone (Book 1) by J. K. Rowling"),
        ("<https://news.example/reviews/1234|Emma: Austen: 9780000000004: Books>", "Emma by Jane Austen"),
        ("<https://news.example/reviews/1234|Children of Dune (Dune, #3)>", "Children of Dune by Frank Herbert"),
    ],
)  # fmt: skip
def test_a_title_is_found_in_the_words_of_a_link(catalogue: Catalogue, text: str, book: str) -> None:
    assert found(catalogue, text) == [book]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.amazon.com/dp/0441172717",
        "https://news.example/help/it",
        "<https://news.example/|it>",
        "https://shop.example/book/the-dune-buggy-handbook",
        "https://github.example/dune-project/wiki",
        "Dune",
    ],
)
def test_a_link_that_names_no_book_for_certain_gives_none(catalogue: Catalogue, text: str) -> None:
    assert found(catalogue, text) == []


def test_several_links_give_their_books_in_order_each_once(catalogue: Catalogue) -> None:
    text = "https://a.example/book/emma and https://b.example/book/dune and https://c.example/title/Emma?x=1"
    assert found(catalogue, text) == ["Emma by Jane Austen", "Dune by Frank Herbert"]
