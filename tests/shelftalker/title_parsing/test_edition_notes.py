"""Notes on editions, genres and the kinds of another book, as titles have them."""

import pytest

from shelftalker.title_parsing.edition_notes import is_edition_note, is_genre, other_kinds, without_trailing_notes


@pytest.mark.parametrize(
    "note",
    ["Large Print", "The Tenth Anniversary Edition", "With an Introduction by A. Critic", "Complete and Unabridged",
     "An Authoritative Text, Backgrounds", "Movie Tie-In", "Student Edition", "The Original Novel",
     "Filmbuch.", "T.D. -"],
)  # fmt: skip
def test_edition_notes_are_recognised(note: str) -> None:
    assert is_edition_note(note)


@pytest.mark.parametrize("subtitle", ["A Life in Print", "The Movie Years", "Student of Life", "With Love", "Unbound"])
def test_subtitles_are_no_edition_notes(subtitle: str) -> None:
    assert not is_edition_note(subtitle)


@pytest.mark.parametrize(
    ("part", "genre"),
    [
        ("A Novel", True),
        ("A Stephanie Plum Novel", True),
        ("A Novel of Love and War", True),
        ("Ein Roman", True),
        ("Stories", True),
        ("A Novel Approach", False),
        ("An American Legend", False),
    ],
)
def test_a_genre_is_distinguished_from_a_subtitle(part: str, genre: bool) -> None:
    assert is_genre(part) == genre


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Evening Class Uk Edition", "Evening Class"),
        ("Congo -Canc", "Congo"),
        ("The First Wives Club Movie Tie In", "The First Wives Club"),
        ("Diet Revolution, New and Revised Edition", "Diet Revolution"),
        ("In His Steps, Leather Edition", "In His Steps"),
        ("Goodnight Moon Board Book", "Goodnight Moon"),
        ("Diana Her True Story Commemorative Edition", "Diana Her True Story"),
        ("Elements of Style 3ED", "Elements of Style"),
        ("Limited Edition", "Limited Edition"),
        ("The Jungle Book", "The Jungle Book"),
        ("Uk", "Uk"),
        ("First Paperback Book", "First Paperback Book"),
        ("War in Print", "War in Print"),
    ],
)
def test_notes_run_into_the_end_are_removed(title: str, bare: str) -> None:
    assert without_trailing_notes(title) == bare


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The Graphic Novel", {"comic"}),
        ("Boxed Set", {"set"}),
        ("Books 1-4", {"set"}),
        ("House of Night #1-5", {"set"}),
        ("A Study Guide", {"guide"}),
        ("Personal Workbook", {"workbook"}),
        ("for Teens", {"adaptation"}),
        ("Free Preview", {"excerpt"}),
        ("Book 4", set()),
        ("A Guide for the Solitary", set()),
    ],
)
def test_the_kinds_of_another_book_are_recognised(text: str, kinds: set[str]) -> None:
    assert other_kinds(text) == kinds


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Falling Leaves Brit", "Falling Leaves"),
        ("Falling Leaves Brit Edition", "Falling Leaves"),
        ("Fahrenheit 451 - T.D. -", "Fahrenheit 451"),
        ("Birdy M/TV", "Birdy"),
        ("Circulo Magico, El - Bolsillo", "Circulo Magico, El"),
    ],
)
def test_notes_of_the_trade_are_no_part_of_a_title(title: str, bare: str) -> None:
    assert without_trailing_notes(title) == bare


@pytest.mark.parametrize(
    "title", ["The Good German", "Learn Spanish", "English/Spanish", "Teach Yourself - German", "Reality TV", "Brit"]
)
def test_a_language_or_a_word_of_the_title_is_no_note(title: str) -> None:
    assert without_trailing_notes(title) == title
