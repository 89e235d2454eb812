"""Phrases before a title."""

import pytest

from shelftalker.search.sentences.book_phrases import is_phrase_before


def is_phrase(text: str) -> bool:
    words = text.split()
    return is_phrase_before(len(words), lambda place: words[place].strip(","), lambda place: "," in words[place - 1])


@pytest.mark.parametrize(
    "text",
    [
        "is there anything as funny as",
        "un livre aussi drole que",
        "un libro tan divertido como",
        "loved every page of",
        "for the fans of",
        "something in the manner of",
        "un livre dans le genre de",
    ],
)
def test_what_follows_a_phrase_for_books_is_one(text: str) -> None:
    assert is_phrase(text)


@pytest.mark.parametrize("text", ["lord of", "of", "heretics of", "", "funny, as", "the house in", "every page, of"])
def test_other_words_are_no_phrase_for_books(text: str) -> None:
    assert not is_phrase(text)
