"""Other names of a book within its title, and titles that are cut off or misspelt."""

import random
from itertools import combinations

import pytest
from rapidfuzz.distance import OSA

from shelftalker.title_parsing.other_names import (
    author_words,
    is_author,
    may_be_cut,
    misspelt_names,
    shorter_name,
    without_other_name,
    without_parallel_title,
)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Frankenstein; or, The Modern Prometheus", "Frankenstein"),
        ("Candide, ou l'optimisme", "Candide"),
        ("Walden; or, Life in the Woods; and On the Duty", "Walden; or, Life in the Woods; and On the Duty"),
        ("Trick or Treat", "Trick or Treat"),
    ],
)
def test_a_name_after_or_and_a_mark_is_removed_unless_another_book_follows(title: str, bare: str) -> None:
    assert without_other_name(title) == bare


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Cien Anos de Soledad / One Hundred Years of Solitude", "Cien Anos de Soledad"),
        ("Como Agua Para Chocolate/Like Water for Chocolate", "Como Agua Para Chocolate"),
        ("La caverna = A caverna", "La caverna"),
        ("Galapagos/300854", "Galapagos"),
        ("Alcoholics Anonymous/B-1", "Alcoholics Anonymous"),
        ("Clockers / Movie Tie In", "Clockers"),
    ],
)
def test_a_title_in_a_second_language_and_a_publishers_number_are_removed(title: str, bare: str) -> None:
    assert without_parallel_title(title) == bare


@pytest.mark.parametrize(
    "title",
    [
        "Of Mice and Men/Cannery Row",
        "Live and Let Die/Thunderball",
        "Lo Hobbit / The Hobbit",
        "Die Farben der Magie / Der Zauberhut",
        "Carrie / 'Salem's Lot / The Shining",
        "The Secret Diary of Adrian Mole Aged 13 3/4",
        "El Perfume: Historia de un Asesino/Perfume: The Story of a Murderer",
        "/a",
    ],
)
def test_two_titles_of_one_language_one_word_of_two_fractions_and_subtitles_stay(title: str) -> None:
    assert without_parallel_title(title) == title


@pytest.mark.parametrize(
    ("title", "author", "shorter"),
    [
        ("The Iliad of Homer", "Homer", "The Iliad"),
        ("Short Stories of Ernest Hemingway", "Ernest Hemingway", "Short Stories"),
        ("18 Best Stories by Edgar Allan Poe", "Edgar Allan Poe", "18 Best Stories"),
        ("Slaughterhouse-Five or the Children's Crusade", "Kurt Vonnegut", "Slaughterhouse-Five"),
        ("LONESOME DOVE M", "Larry McMurtry", "LONESOME DOVE"),
        ("A Brief History of Time", "Stephen Hawking", ""),
        ("Lives of the Poets", "E. L. Doctorow", ""),
    ],
)
def test_a_shorter_name_is_proposed_before_or_the_author_and_a_binding(title: str, author: str, shorter: str) -> None:
    assert shorter_name(title, author) == shorter


@pytest.mark.parametrize(
    ("title", "is_cut"),
    [
        ("Island of the Sequined L", True),
        ("Its Obvious You Wont Survive By Your Wit", True),
        ("Singin and Swingin and Gettin Merry Like Chr", True),
        ("Island of the Sequined Love Nun", False),
        ("The Autobiography of Malcolm X", False),
        ("The Duke and I", False),
        ("Apollo 1", False),
    ],
)
def test_a_title_of_forty_letters_or_with_the_first_letter_of_a_word_may_be_cut_off(title: str, is_cut: bool) -> None:
    assert may_be_cut(title) == is_cut


def test_an_author_is_named_in_any_order_or_by_surname() -> None:
    words = author_words("Roald Dahl")
    assert all(is_author(part, words) for part in ("Roald Dahl", "DAHL, Roald", "Dahl"))
    assert not any(is_author(part, words) for part in ("Roald", "Dahl's Twits", ""))


def test_the_name_of_fewer_titles_is_the_misprint() -> None:
    names = ["foucaultspendulum", "foucaultspendulum", "focaultspendulum", "nameofrose"]
    assert misspelt_names(names) == {"focaultspendulum": "foucaultspendulum"}


def test_short_names_numbers_and_first_letters_are_no_misprints() -> None:
    assert misspelt_names(["contact", "contacto"]) == {}
    assert misspelt_names(["swordsorceress18", "swordsorceress19"]) == {}
    assert misspelt_names(["bearcalledpaddington", "fearcalledpaddington"]) == {}


def test_a_letter_off_is_found_wherever_it_is() -> None:
    generator = random.Random(5)
    name = "unbearablelightness"
    for _ in range(200):
        position = generator.randrange(1, len(name))
        letter = generator.choice("abcdefghijklmnopqrstuvwxyz")
        others = [
            name[:position] + letter + name[position + 1 :],
            name[:position] + letter + name[position:],
            name[:position] + name[position + 1 :],
        ]
        for other in others:
            assert misspelt_names([name, name, other]) == ({other: name} if other != name else {})


def test_names_are_those_of_comparing_every_two() -> None:
    generator = random.Random(7)
    names = ["".join(generator.choice("ab") for _ in range(15)) for _ in range(60)]
    found = misspelt_names(names)
    for one, other in combinations(sorted(set(names)), 2):
        if one[0] == other[0] and OSA.distance(one, other) <= 1:
            assert one in found or other in found
