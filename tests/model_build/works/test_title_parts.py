"""The parts of titles: names, subtitles, volumes, series, and the kinds that make another book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.works.edition_notes import is_edition_note, is_genre, other_kinds, without_trailing_notes
from model_build.works.same_work import group_editions
from model_build.works.shown_titles import flaws, shown_titles
from model_build.works.title_numbers import numbers_in_digits, only_volume, split_volume, volume_in
from model_build.works.title_parts import name_key, series_key, title_parts

titles = st.text(st.sampled_from("ab BO1vi.,:;-'/#&?!()[]éÃ\\"), max_size=30) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("nineteen eighty four", "1984"),
        ("two thousand one", "2 thousand 1"),
        ("twenty one days", "21 days"),
        ("twenty twenty", "2020"),
        ("the fourth man", "the 4th man"),
        ("henry viii", "henry 8"),
        ("four five six", "4 5 6"),
        ("emma", "emma"),
    ],
)
def test_numbers_are_written_in_digits(words: str, digits: str) -> None:
    assert " ".join(numbers_in_digits(words.split())) == digits


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("The Dark Tower, Book II", "2"),
        ("Left Behind #4", "4"),
        ("House Trilogy, 1", "1"),
        ("Border Trilogy, V. 2", "2"),
        ("Vampire Chronicles, 5th Bk.", "5"),
        ("Dritter Band der Trilogie", "3"),
        ("The First Book in the Series", "1"),
        ("The Selection, #0.5", "0.5"),
        ("Vol. 007", "7"),
        ("Books of the 20th Century", ""),
        ("Signet Classics", ""),
    ],
)
def test_a_volume_is_found_however_it_is_written(text: str, volume: str) -> None:
    assert volume_in(text) == volume


def test_only_a_named_volume_is_split_from_the_end_of_a_title() -> None:
    assert split_volume("Henry IV, Part 1") == ("Henry IV", "1")
    assert split_volume("Chobits Vol.2") == ("Chobits", "2")
    assert split_volume("Scruples Two") == ("Scruples Two", "")
    assert split_volume("Book One") == ("Book One", "")
    assert [only_volume(part) for part in ("Part 2", "Book #2", "Part of Two", "2")] == ["2", "2", "", ""]


@pytest.mark.parametrize(
    "note",
    ["Large Print", "The Tenth Anniversary Edition", "With an Introduction by A. Critic", "Complete and Unabridged",
     "An Authoritative Text, Backgrounds", "Movie Tie-In", "Student Edition", "The Original Novel"],
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
        ("Limited Edition", "Limited Edition"),
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


def test_a_title_is_split_into_its_parts() -> None:
    parts = title_parts("Artemis Fowl: The Arctic Incident - Book #2 (Fowl Adventures (Mass Market))", "Eoin Colfer")
    assert (parts.name, parts.subtitles, parts.volume, parts.volume_in_name) == (
        "artemisfowl", ("arctic incident",), "2", True,
    )  # fmt: skip
    assert parts.series == {"fowl"}
    assert parts.whole == "artemisfowlarcticincidentbook2"


def test_the_authors_name_is_no_part_of_a_title() -> None:
    named = "Roald Dahl's The Twits", "The Twits: Dahl", "Dahl Roald : The Twits", "THE TWITS"
    assert {title_parts(title, "Roald Dahl").name for title in named} == {"twits"}
    assert title_parts("Dahl", "Roald Dahl").name == "dahl"


def test_keys_have_neither_articles_nor_spaces() -> None:
    assert name_key("Weave World") == name_key("Weaveworld")
    assert name_key("House of Spirits") == name_key("The House of the Spirits")
    assert name_key("A Matter of Honour") == name_key("Matter of Honor")
    assert name_key("Jones's Diary") == name_key("Jones' Diary")
    # Numbers stay separated: 1 and 11 are not 11 and 1.
    assert name_key("1 11") != name_key("11 1")
    assert series_key("Rice, Anne, Vampire Chronicles, 5th Bk.", "Anne Rice") == "vampirechronicles"


@given(st.lists(st.tuples(titles, titles), max_size=6))
def test_any_titles_can_be_grouped_and_shown(named: list[tuple[str, str]]) -> None:
    groups = group_editions([title for title, _ in named], [author for _, author in named])
    assert len(groups) == len(named)
    # The same title and author are one work.
    assert all(
        groups[one] == groups[other]
        for one in range(len(named))
        for other in range(one)
        if named[one] == named[other]
    )  # fmt: skip
    listed = [title for title, _ in named if title.strip()]
    assert all(shown_titles(listed, listed, listed))
    assert all(flaws(title) >= 0 for title in listed)
