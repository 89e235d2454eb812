"""The link to where a book is to be had: whatever a title holds, the address stays the operator's."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.settings import AnswerSettings
from shelftalker.views.book_link import BOOK_LINK, book_link, link_markup
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOKS

DUNE = Book(1, "oji73cmn", "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 9, 8.2)
BY_SEARCH = "https://library.example/search?q={title}&by={author}"


BY_ISBN = "https://library.example/{isbn}"


def dataset(*patterns: str) -> DatasetFacts:
    return DatasetFacts(10, answers=AnswerSettings(book_links=patterns))


def test_by_default_the_link_leads_to_open_library_by_isbn() -> None:
    assert link_markup(DUNE, DatasetFacts(10)) == "<https://openlibrary.org/isbn/9780441172719|Get it>"


@pytest.mark.parametrize(
    ("author", "sought"),
    [
        ("Frank Herbert", "Frank%20Herbert"),
        ("Terry Pratchett, Neil Gaiman", "Terry%20Pratchett"),
        ("Terry Pratchett & Neil Gaiman", "Terry%20Pratchett"),
        ("Terry Pratchett and Neil Gaiman", "Terry%20Pratchett"),
        ("Andy Weir", "Andy%20Weir"),
        (", ed.", "%2C%20ed."),
    ],
)
def test_by_default_a_book_without_an_isbn_is_looked_for_by_its_title_and_first_author(
    author: str, sought: str
) -> None:
    book = DUNE._replace(isbn="sample-22", author=author)
    assert link_markup(book, DatasetFacts(10)) == (
        f"<https://openlibrary.org/search?title=Dune&amp;author={sought}|Find it>"
    )


def test_a_book_of_which_neither_isbn_nor_author_is_known_has_no_link() -> None:
    assert link_markup(DUNE._replace(isbn="sample-22", author=UNKNOWN_AUTHOR), DatasetFacts(10)) == ""


def test_of_several_addresses_the_first_counts_for_which_all_is_known() -> None:
    assert book_link(DUNE, dataset(BY_ISBN, BY_SEARCH)) == "https://library.example/9780441172719"
    assert book_link(DUNE, dataset(BY_SEARCH, BY_ISBN)).startswith("https://library.example/search")


@pytest.mark.parametrize(
    ("isbn", "expected"),
    [("0441172717", "9780441172719"), ("9791032305690", "9791032305690"), ("book-17", ""), ("", "")],
)
def test_an_isbn_has_thirteen_digits_and_what_is_none_gives_no_link(isbn: str, expected: str) -> None:
    address = book_link(DUNE._replace(isbn=isbn), dataset(BY_ISBN))
    assert address == (f"https://library.example/{expected}" if expected else "")


def test_an_operator_has_no_links_at_all() -> None:
    assert link_markup(DUNE, dataset()) == ""


def test_an_operators_search_gets_title_and_author() -> None:
    assert book_link(DUNE, dataset(BY_SEARCH)) == "https://library.example/search?q=Dune&by=Frank%20Herbert"
    assert "Dune&amp;by=" in link_markup(DUNE, dataset(BY_SEARCH))


def test_a_book_whose_author_is_not_known_is_not_looked_for_by_one() -> None:
    unknown = DUNE._replace(author=UNKNOWN_AUTHOR)
    assert book_link(unknown, dataset(BY_SEARCH)) == ""
    assert book_link(unknown, dataset("https://library.example/{title}")) == "https://library.example/Dune"


def test_braces_in_a_title_are_no_placeholder() -> None:
    address = book_link(DUNE._replace(title="{author} & <b>"), dataset(BY_SEARCH))
    assert address == "https://library.example/search?q=%7Bauthor%7D%20%26%20%3Cb%3E&by=Frank%20Herbert"


@given(BOOKS)
def test_no_title_leads_elsewhere_or_out_of_the_link(book: Book) -> None:
    markup = link_markup(book, dataset(BY_SEARCH))
    if not markup:
        assert book.author == UNKNOWN_AUTHOR
        return
    address, _, text = markup[1:-1].partition("|")
    assert text == BOOK_LINK.search_text
    assert not set("<>| ") & set(address)
    parts = urlsplit(address.replace("&amp;", "&"))
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "library.example", "/search", "")
    asked = parse_qs(parts.query, keep_blank_values=True)
    assert set(asked) == {"q", "by"}
    assert len(parts.query) <= BOOK_LINK.title + BOOK_LINK.author + len("q=&by=")
    assert " ".join(book.title.split()).startswith(unquote(asked["q"][0]) if "%" not in book.title else asked["q"][0])
