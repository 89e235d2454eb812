"""Books for half-remembered titles: words from inside, misspelt beginnings, initials, numbers written the other way."""

import csv
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.isbn import isbn_10_check
from shelftalker.search.half_remembered import HALF_REMEMBERED, half_remembered, remembered_books
from shelftalker.search.near_titles import candidate_rows

# title, author, number of readers
REMEMBERED = [
    ("The Fellowship of the Ring (The Lord of the Rings, Book 1)", "J. R. R. Tolkien", 30),
    ("The Two Towers (The Lord of the Rings, Book 2)", "J. R. R. Tolkien", 28),
    ("The Return of the King (The Lord of the Rings, Book 3)", "J. R. R. Tolkien", 26),
    ("Harry Potter and the Sorcerer's Stone (Harry Potter, Book 1)", "J. K. Rowling", 40),
    ("Harry Potter and the Chamber of Secrets (Harry Potter, Book 2)", "J. K. Rowling", 38),
    ("Harry Potter and the Goblet of Fire (Harry Potter, Book 4)", "J. K. Rowling", 36),
    ("20,000 Leagues Under the Sea", "Jules Verne", 11),
    ("Catch-22", "Joseph Heller", 20),
    ("Slaughterhouse-Five", "Kurt Vonnegut", 18),
    ("The Five People You Meet in Heaven", "Mitch Albom", 17),
    ("To Kill a Mockingbird", "Harper Lee", 33),
    ("Memoirs of a Geisha", "Arthur Golden", 25),
    ("Where the Heart Is", "Billie Letts", 19),
    ("Winter's Heart", "Robert Jordan", 18),
    ("The Secret Life of Bees", "Sue Monk Kidd", 24),
    ("Life of Pi", "Yann Martel", 23),
    ("The Curious Incident of the Dog in the Night-Time", "Mark Haddon", 22),
    ("Cold Fire", "Dean Koontz", 9),
    ("Night", "Elie Wiesel", 8),
    ("The Winter Garden", "Johanna Verweerd", 5),
    ("Winter Garden", "Kristin Hannah", 6),
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of books that are known by parts of their titles."""
    folder = tmp_path_factory.mktemp("remembered")
    isbns = [f"{number:09d}" + isbn_10_check(f"{number:09d}") for number in range(1, len(REMEMBERED) + 1)]
    with (folder / "Books.csv").open("w", encoding="utf-8", newline="") as books:
        writer = csv.writer(books)
        writer.writerow(["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-M"])
        writer.writerows(
            [isbn, title, author, 2000, "", ""] for isbn, (title, author, _) in zip(isbns, REMEMBERED, strict=True)
        )
    with (folder / "Ratings.csv").open("w", encoding="utf-8", newline="") as ratings:
        writer = csv.writer(ratings)
        writer.writerow(["User-ID", "ISBN", "Book-Rating"])
        for isbn, (_, _, readers) in zip(isbns, REMEMBERED, strict=True):
            writer.writerows([reader, isbn, 5 + reader % 6] for reader in range(readers))
    output = tmp_path_factory.mktemp("model")
    build_model(DatasetFiles.found_in(folder), output)
    with closing(Catalogue.open(output)) as model:
        yield model


def titles(catalogue: Catalogue, query: str) -> list[str]:
    return [book.title for book in catalogue.ordered_books(half_remembered(catalogue, query))]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("20000 leagues under the sea", "20,000 Leagues Under the Sea"),
        ("twenty thousand leagues under the sea", "20,000 Leagues Under the Sea"),
        ("20000 leagues", "20,000 Leagues Under the Sea"),
        ("twenty thousand leagues", "20,000 Leagues Under the Sea"),
        ("catch twenty two", "Catch-22"),
        ("slaughterhouse 5", "Slaughterhouse-Five"),
        ("5 people you meet in heaven", "The Five People You Meet in Heaven"),
        ("to kil a mockingbird", "To Kill a Mockingbird"),
        ("memoirs gesha", "Memoirs of a Geisha"),
        ("where the hart is", "Where the Heart Is"),
        ("secret life bees", "The Secret Life of Bees"),
        ("sorcerers stone", "Harry Potter and the Sorcerer's Stone"),
    ],
)
def test_one_book_far_ahead_of_all_others_is_meant(catalogue: Catalogue, query: str, title: str) -> None:
    found = remembered_books(catalogue, query)
    assert catalogue.ordered_books(found.rows)[0].title == title
    assert found.is_far_ahead


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("harry poter", ["Harry Potter and the Sorcerer's Stone", "Harry Potter and the Chamber of Secrets"]),
        ("hary potter and the", ["Harry Potter and the Sorcerer's Stone", "Harry Potter and the Chamber of Secrets"]),
        ("hp", ["Harry Potter and the Sorcerer's Stone", "Harry Potter and the Chamber of Secrets"]),
        ("lotr", ["The Fellowship of the Ring", "The Two Towers"]),
        ("LOTR two towers", ["The Two Towers"]),
        ("hp goblet of fire", ["Harry Potter and the Goblet of Fire"]),
        ("wintr garden", ["Winter Garden", "The Winter Garden"]),
        ("life of pie", ["Life of Pi"]),
        ("dog in the night time", ["The Curious Incident of the Dog in the Night-Time"]),
        ("fires", ["Cold Fire"]),
        ("rowling goblet", ["Harry Potter and the Goblet of Fire"]),
        ("curious", ["The Curious Incident of the Dog in the Night-Time"]),
    ],
)
def test_books_that_may_as_well_be_meant_are_offered_the_most_read_first(
    catalogue: Catalogue, query: str, first: list[str]
) -> None:
    assert titles(catalogue, query)[: len(first)] == first
    assert not remembered_books(catalogue, query).is_far_ahead


def test_the_only_title_of_four_initials_or_more_is_meant(catalogue: Catalogue) -> None:
    assert titles(catalogue, "tkam")[:1] == ["To Kill a Mockingbird"]
    assert remembered_books(catalogue, "tkam").is_far_ahead
    assert titles(catalogue, "tfpymih")[:1] == ["The Five People You Meet in Heaven"]


@pytest.mark.parametrize("query", ["", "  ", "?!", "xqzzyk wvvrp", "qzx"])
def test_words_of_no_title_give_no_book(catalogue: Catalogue, query: str) -> None:
    assert remembered_books(catalogue, query) == ([], False)


@given(st.text(st.sampled_from("adehilnorstu 125é&'-"), max_size=60))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_any_text_gives_different_books_up_to_the_limit(catalogue: Catalogue, query: str) -> None:
    rows = half_remembered(catalogue, query)
    assert len(rows) == len(set(rows)) <= HALF_REMEMBERED.books


@pytest.mark.parametrize("query", ["messiah", "brieff histry time", "lotr", "lord rings"])
def test_known_candidates_change_no_answer(catalogue: Catalogue, query: str) -> None:
    known = candidate_rows(catalogue, query)
    assert remembered_books(catalogue, query, known) == remembered_books(catalogue, query)


def test_the_type_ahead_is_asked_unless_near_titles_are_known(catalogue: Catalogue) -> None:
    assert remembered_books(catalogue, "hary p").rows
    assert not remembered_books(catalogue, "hary p", completes=False).rows
