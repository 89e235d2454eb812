"""The measure of how unlike any language a text is."""

import pytest

from shelftalker.repairs.odd_letters import count_oddities, count_rarities, is_common_letter


@pytest.mark.parametrize(
    "text",
    [
        "Plain",
        "Dvořák",
        "ŁÓDŹ",
        "L’Été",
        "Où ?",
        "col·lecció",
        "Фёдор",
        "ΑΘΗΝΑ",
        "Ήλιος",
        "נער",
        "Tシャツ",
        "محمد",
        "Nguyễn",
    ],
)
def test_words_of_a_language_have_no_oddity(text: str) -> None:
    assert count_oddities(text) == 0
    assert count_rarities(text) == 0


@pytest.mark.parametrize(
    ("text", "oddities"),
    [
        ("CafГ", 1),  # two scripts
        ("SzabÃł", 2),  # a capital after a small letter, and letters of two alphabets
        ("ORêELUL", 1),  # a small letter between capitals
        ("Ã©", 1),  # a sign after a letter
        ("a\x85b", 1),  # a control character
        ("Στ\u0388", 1),  # a Greek capital with an accent that begins no word
    ],
)
def test_places_that_no_language_has_are_counted(text: str, oddities: int) -> None:
    assert count_oddities(text) == oddities


def test_common_letters_are_those_of_alphabets() -> None:
    assert all(map(is_common_letter, "éŠжקあ中"))
    assert not any(map(is_common_letter, "Ȋ\u05f2ʻ"[:2]))
