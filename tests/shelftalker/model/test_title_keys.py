"""Keys by which titles and names are compared."""

import pytest

from shelftalker.model.title_keys import (
    beginning_to_compare,
    normalise_title,
    shortened_title,
    title_beginnings,
    trigrams,
    whole_titles,
)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("The Hobbit", "hobbit"),
        ("Hobbit, The", "hobbit"),
        ("AN ARTIST of the Floating World", "artist of the floating world"),
        ("Pride & Prejudice", "pride and prejudice"),
        ("The Kitchen God's Wife", "kitchen gods wife"),
        ("The Kitchen God\u2019s Wife", "kitchen gods wife"),
        ("Amélie – Ça va", "amelie ca va"),
        ("Straße", "strasse"),
        ("Smilla's fornemmelse for sne: Ærø", "smillas fornemmelse for sne aero"),
        ("J. R. R. Tolkien", "jrr tolkien"),
        ("M*A*S*H", "mash"),
        ("ﬁre １９８４", "fire 1984"),
        ("The", "the"),
        ("!!!", "!!!"),
        ("  ", ""),
        ("海辺のカフカ", "海辺のカフカ"),
        ("ガラス", "ガラス"),
    ],
)
def test_a_title_is_compared_by_its_words_alone(title: str, key: str) -> None:
    assert normalise_title(title) == key


def test_a_key_is_its_own_key() -> None:
    for title in ("The A.B.C. Murders", "Q & A", "Léon l'Africain", "Die Säulen der Erde. Roman.", "À rebours"):
        key = normalise_title(title)
        assert normalise_title(key) == key


def test_brackets_are_left_off_a_whole_title_and_the_subtitle_off_a_shortened_one() -> None:
    title = "Hogfather: A Novel of Discworld (Discworld Novels (Paperback))"
    assert whole_titles(title) == [
        "hogfather a novel of discworld discworld novels paperback",
        "hogfather a novel of discworld",
    ]
    assert shortened_title(title) == "hogfather"


def test_a_title_that_is_all_brackets_keeps_its_words() -> None:
    assert whole_titles("(Un)") == ["un"]
    assert shortened_title("(Un)") == "un"


def test_trigrams_count_the_ends_of_a_title() -> None:
    assert trigrams("it") == [" it", "it "]


@pytest.mark.parametrize(
    ("beginning", "title"),
    [
        ("dune", "dune messiah"),
        ("dune messiah", "dune messiah"),
        ("half remembered", "half remembered titles of today"),
        ("half remembered titles", "half remembered titles of today"),
        ("about j", "about jrr tolkien"),
    ],
)
def test_a_title_is_found_by_any_of_its_first_words(beginning: str, title: str) -> None:
    assert beginning_to_compare(beginning) in title_beginnings(title)


@pytest.mark.parametrize("beginning", ["jr", "jrr", "\u543e\u8f29", "\u543e\u8f29 \u732b\u3067"])
def test_any_title_may_begin_with_initials_and_with_scripts_without_spaces(beginning: str) -> None:
    assert beginning_to_compare(beginning) == ""


def test_other_scripts_are_compared() -> None:
    assert beginning_to_compare("\u0432\u043e\u0439\u043d\u0430 \u0438 \u043c\u0438\u0440") != ""
