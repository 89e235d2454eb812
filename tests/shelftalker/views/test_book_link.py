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


def dataset(pattern: str = AnswerSettings().book_link) -> DatasetFacts:
    return DatasetFacts(10, answers=AnswerSettings(book_link=pattern))


def test_by_default_the_link_leads_to_open_library_by_isbn() -> None:
    assert link_markup(DUNE, dataset()) == "<https://openlibrary.org/isbn/9780441172719|Get it>"


@pytest.mark.parametrize(
    ("isbn", "expected"),
    [("0441172717", "9780441172719"), ("9791032305690", "9791032305690"), ("book-17", ""), ("", "")],
)
def test_an_isbn_has_thirteen_digits_and_what_is_none_gives_no_link(isbn: str, expected: str) -> None:
    address = book_link(DUNE._replace(isbn=isbn), dataset())
    assert address == (f"https://openlibrary.org/isbn/{expected}" if expected else "")


def test_an_operator_has_no_links_at_all() -> None:
    assert link_markup(DUNE, dataset("")) == ""


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
    assert text == BOOK_LINK.text
    assert not set("<>| ") & set(address)
    parts = urlsplit(address.replace("&amp;", "&"))
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "library.example", "/search", "")
    asked = parse_qs(parts.query, keep_blank_values=True)
    assert set(asked) == {"q", "by"}
    assert len(parts.query) <= BOOK_LINK.title + BOOK_LINK.author + len("q=&by=")
    assert " ".join(book.title.split()).startswith(unquote(asked["q"][0]) if "%" not in book.title else asked["q"][0])
