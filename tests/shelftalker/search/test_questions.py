"""Questions: the books that a reader's words name."""

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Exact


def test_a_title_is_answered_with_its_book(catalogue: Catalogue) -> None:
    found = find_books(catalogue, "  dune ")
    assert isinstance(found, Exact)
    assert found.book.title == "Dune"
