"""Tests of the titles of a catalogue by their keys."""

import pytest

from model_build.questions.known_titles import KnownTitles, without_brackets
from shelftalker.model.catalogue import Book


def books_of(*titles: str, author: str = "Ada Example") -> list[Book]:
    """Build books of these titles."""
    return [
        Book(row, f"id{row}", title, author, 1, 2000, f"{row:010}", None, 3, 7.0)
        for row, title in enumerate(titles, start=1)
    ]


@pytest.fixture
def titles() -> KnownTitles:
    books = books_of("Emma", "Emma (Penguin Classics)", "The Hobbit: There and Back Again", "Hobbits at Home")
    volumes = [
        book._replace(book_row=row, series_row=1, series="The Dark Tower", volume=volume, last_volume=last)
        for row, (book, volume, last) in enumerate(
            zip(books_of("The Gunslinger", "El pistolero", "Both"), (1.0, 1.0, 1.0), (None, None, 2.0), strict=True), 5
        )
    ]
    return KnownTitles([*books, *volumes], most_namesakes=1)


def test_a_title_names_books_with_it_whole_or_without_their_subtitle(titles: KnownTitles) -> None:
    assert titles.rows_named("emma") == {1, 2}
    assert titles.rows_named("Hobbit") == {3}
    assert titles.rows_named("Hobbits") == set()


def test_words_name_the_books_whose_title_they_begin_or_are_in(titles: KnownTitles) -> None:
    assert titles.rows_with_beginning("the hobbit") == {3, 4}
    assert titles.rows_with_words("back again") == {3}
    assert titles.rows_with_words("ack again") == set()


def test_a_number_names_the_single_volumes_of_a_series(titles: KnownTitles) -> None:
    assert titles.rows_of_volume("Dark Tower", 1) == {5, 6}
    assert titles.rows_of_volume("The Dark Tower", 2) == set()


def test_titles_are_typed_without_brackets_and_without_a_subtitle_that_is_not_needed(titles: KnownTitles) -> None:
    assert [titles.typed_title(book) for book in titles.books[:3]] == ["Emma", "Emma", "The Hobbit"]


def test_a_title_is_typed_whole_where_its_head_is_many_books_or_an_author() -> None:
    several = KnownTitles(books_of("Star Wars: One", "Star Wars: Two"), most_namesakes=1)
    of_author = KnownTitles(books_of("Ada Example: By Myself"), most_namesakes=1)

    assert several.typed_title(several.books[0]) == "Star Wars: One"
    assert of_author.typed_title(of_author.books[0]) == "Ada Example: By Myself"


def test_a_title_in_brackets_alone_stays() -> None:
    assert [without_brackets(book) for book in books_of("(Untitled)", "Emma (Penguin)")] == ["(Untitled)", "Emma"]
