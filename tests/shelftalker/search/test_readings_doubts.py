"""Questions in which some words are a title of the catalogue by chance, or a part of another title."""

from collections.abc import Iterator

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Exact, Several
from tests.shelftalker.search.title_models import model_of_titles

TITLES = [
    ("Boy", "Roald Dahl"),
    ("Girl", "Blake Nelson"),
    ("Lasher", "Anne Rice"),
    ("The Pilot's Wife", "Anita Shreve"),
    ("The Shipping News", "Annie Proulx"),
    ("Anne Frank: The Diary of a Young Girl", "Anne Frank"),
    ("The No. 1 Ladies' Detective Agency (No. 1 Ladies' Detective Agency, Book 1)", "Alexander McCall Smith"),
    ("Coraline", "Neil Gaiman"),
    ("Boy Meets Girl", "Meg Cabot"),
    ("The Hours", "Michael Cunningham"),
    ("24 Hours", "Greg Iles"),
    ("The Notebook", "Nicholas Sparks"),
    ("The Partner", "John Grisham"),
    ("The Red Notebook", "Paul Auster"),
    ("The Silent Partner", "Jonathan Kellerman"),
    ("The Gift", "Danielle Steel"),
    ("The Gift of Fear", "Gavin de Becker"),
    ("A Gift for You", "Somebody Else"),
    ("Loving You", "Another Writer"),
    ("Loving Frank", "Nancy Horan"),
    ("Loving Her Well", "Third Writer"),
    ("So Far", "Kelsey Grammer"),
    ("So Far Away", "Meg Thompson"),
    ("Wonderful", "Jill Barnett"),
    ("A Wonderful Life", "Stephen Gould"),
    ("The Wonderful Year", "Nancy Lake"),
    ("Wow", "Bill Roorbach"),
    ("Loving", "Danielle Steel"),
    ("Death's Door", "Aaron Elkins"),
]


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of titles some of which are frequent words, or words of longer titles."""
    with model_of_titles(TITLES, tmp_path_factory.mktemp("doubts")) as catalogue:
        yield catalogue


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("on page two of the pilot's wife and loving every minute", ["The Pilot's Wife"]),
        ("Top two of the year so far are The Shipping News and Lasher.", ["The Shipping News", "Lasher"]),
        ("Looking to gift something to my boss, he mentioned the pilot's wife once", ["The Pilot's Wife"]),
        ("in between the shipping news and Boy Meets Girl", ["The Shipping News", "Boy Meets Girl"]),
        ("what should I read after twenty-four hours?", ["24 Hours"]),
        ("books for people who liked both the notebook and The Partner", ["The Notebook", "The Partner"]),
        ("first Coraline, then the no. 1 ladies' detective agency", ["Coraline", "The No. 1 Ladies' Detective Agency"]),
        ("anne frank: the diary of a young girl and lasher", ["Anne Frank: The Diary of a Young Girl", "Lasher"]),
    ],
)
def test_words_of_a_sentence_are_none_of_its_titles(shelves: Catalogue, typed: str, titles: list[str]) -> None:
    found = find_books(shelves, typed)
    assert isinstance(found, Exact | Several)
    books = [found.book] if isinstance(found, Exact) else found.books
    assert [book.title for book in books] == titles


@pytest.mark.parametrize(
    "typed",
    [
        "so, the zebra road. wow. where do I go from here",
        "my aunt hated zebras but I thought it was wonderful, what else is in that line",
    ],
)
def test_a_frequent_word_of_a_sentence_is_not_answered_as_exact(shelves: Catalogue, typed: str) -> None:
    assert not isinstance(find_books(shelves, typed), Exact | Several)


NOVELS = [
    ("Das Parfum", "Patrick Süskind"),
    ("Le Petit Prince", "Antoine de Saint-Exupéry"),
    ("Sister", "A. Manette Ansay"),
    ("Twilight", "David R. George III"),
    ("Brain", "Robin Cook"),
    ("Shopgirl", "Steve Martin"),
    ("Choke", "Chuck Palahniuk"),
]


@pytest.fixture(scope="module")
def novels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of novels in several languages, and of titles that are words of others."""
    with model_of_titles(NOVELS, tmp_path_factory.mktemp("novels")) as catalogue:
        yield catalogue


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("was soll ich nach dem Parfum lesen", "Das Parfum"),
        ("un livre dans le genre du petit prince", "Le Petit Prince"),
        ("looking for a shopgirl-like novel", "Shopgirl"),
        ("any shopgirl-ish books?", "Shopgirl"),
        ("I am on page 200 of Choke, what should I read next?", "Choke"),
        ("Twilight (David R. George III)", "Twilight"),
    ],
)
def test_a_title_is_found_in_another_case_with_a_suffix_or_behind_a_page(
    novels: Catalogue, typed: str, title: str
) -> None:
    found = find_books(novels, typed)
    assert isinstance(found, Exact)
    assert found.book.title == title


@pytest.mark.parametrize(
    "typed",
    [
        "my sister recommended the zebra thief, worth it?",
        "Twilight (Stephenie Meyer)",
        "books like Love on the Brain",
        "Twilight of Stars",
        "just finished twilight of winter and need something similar",
    ],
)
def test_what_another_book_is_told_by_is_no_exact_title(novels: Catalogue, typed: str) -> None:
    assert not isinstance(find_books(novels, typed), Exact | Several)
