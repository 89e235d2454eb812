"""Questions: the one way from what a reader typed, in the reader's own words, to the books of the answer."""

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.titles import Found, find_title


def find_books(catalogue: Catalogue, typed: str) -> Found:
    """Find the books that a reader's words name, or those that they may mean.

    Args:
        catalogue: The model.
        typed: The text as it was typed.
    """
    return find_title(catalogue, typed.strip())
