"""The examples of the README: each is answered as it says, from the bundled sample."""

import re

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.recommender import similar_books
from shelftalker.search.questions import find_books
from shelftalker.search.titles import ByAuthor, Exact, Found, Several, Suggestions
from tests.cloudformation import PROJECT

# What was typed -> what the README says of it. Words that are commands of their own, such as `find`, are no titles.
EXAMPLES = {
    "dune": "The book",
    "The Hobbit": "The book",
    "what should I read after Dune?": "The book",
    "Dune 1965": "The book",
    "Dune and The Hobbit": "Both books",
    "hobit": "The book, answered or offered",
    "hobbit by tolkien": "The book, answered or offered",
    "lotr": "The book, answered or offered",
    "Tolkien": "The author",
    "9780261102217": "The book",
}
COMMANDS = {"club", "find", "help", "<title>"}


def titles_in_readme() -> set[str]:
    """Return what the README has people type after /recommend: `/recommend X`, and `... Y` in the same row."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    typed = {words.strip() for words in re.findall(r"/recommend ([^`\n|)]+)", readme)}
    return (typed | set(re.findall(r"`\.\.\. ([^`]+)`", readme))) - COMMANDS


def books_of(found: Found) -> list[str]:
    """Return the titles of the book answered first, or of those offered."""
    if isinstance(found, Exact):
        return [found.book.title]
    return [book.title for book in found.books] if isinstance(found, Suggestions | ByAuthor) else []


def test_each_example_of_the_readme_is_tested_here() -> None:
    assert titles_in_readme() == set(EXAMPLES)


@pytest.mark.parametrize("typed", [typed for typed, said in EXAMPLES.items() if said == "The book"])
def test_a_title_a_question_and_an_isbn_are_answered_with_five_books(sample: Catalogue, typed: str) -> None:
    found = find_books(sample, typed)
    assert isinstance(found, Exact)
    assert found.book.title == ("Dune" if "dune" in typed.casefold() else "The Hobbit")
    assert len(similar_books(sample, found.book)) == 5


@pytest.mark.parametrize("typed", [typed for typed, said in EXAMPLES.items() if "offered" in said])
def test_a_title_misspelt_or_in_initials_leads_to_its_book_first(sample: Catalogue, typed: str) -> None:
    first = books_of(find_books(sample, typed))[0]
    assert first.startswith("The Lord of the Rings" if typed == "lotr" else "The Hobbit")


@pytest.mark.parametrize("typed", [typed for typed, said in EXAMPLES.items() if said == "Both books"])
def test_two_titles_are_both_understood(sample: Catalogue, typed: str) -> None:
    found = find_books(sample, typed)
    assert isinstance(found, Several)
    assert [book.title for book in found.books] == ["Dune", "The Hobbit"]


@pytest.mark.parametrize("typed", [typed for typed, said in EXAMPLES.items() if said == "The author"])
def test_a_name_is_answered_with_the_authors_books(sample: Catalogue, typed: str) -> None:
    found = find_books(sample, typed)
    assert isinstance(found, ByAuthor)
    assert found.author == "J. R. R. Tolkien"
    assert "The Hobbit" in books_of(found)
