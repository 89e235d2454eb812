"""Titles among the words of a question, with their authors and years."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import NamedTitle, named_titles
from shelftalker.search.typed_words import TypedWords


def longest_of(catalogue: Catalogue, typed: str, key: str) -> NamedTitle:
    named = [title for title in named_titles(catalogue, TypedWords.of(typed)) if title.key == key]
    return max(named, key=lambda title: title.after_last - title.first)


@pytest.mark.parametrize(
    ("typed", "reach"),
    [
        ("read Emma by Jane Austen now", (1, 5)),
        ("read Emma Austen now", (1, 3)),
        ("read Jane Austen's Emma now", (1, 5)),
        ("read Emma, Austen, 1815 now", (1, 4)),
        ("read Emma from 1815 now", (1, 4)),
        ("read Emma by Stephen King now", (1, 2)),
    ],
)
def test_a_title_reaches_over_its_author_and_year(catalogue: Catalogue, typed: str, reach: tuple[int, int]) -> None:
    title = longest_of(catalogue, typed, "emma")
    assert (title.first, title.after_last) == reach


def test_the_author_beside_a_title_chooses_its_book(catalogue: Catalogue) -> None:
    title = longest_of(catalogue, "emma mccall smith", "emma")
    (book,) = catalogue.ordered_books(title.book_rows)
    assert title.has_author
    assert book.author == "Alexander McCall Smith"


def test_words_that_are_no_title_name_none(catalogue: Catalogue) -> None:
    assert not named_titles(catalogue, TypedWords.of("quite another thing"))
