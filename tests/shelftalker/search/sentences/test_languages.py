"""The language of a sentence, and its words that are a title's."""

import pytest

from shelftalker.search.sentences.languages import (
    Language,
    is_common,
    is_german,
    is_not_english,
    language_of,
    positions_of_other_languages,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what should i read after", Language.ENGLISH),
        ("my sister gave me dune and i adored it", Language.ENGLISH),
        ("que lire apres how to make", Language.OTHER),
        ("libros como the girl who loved tom gordon", Language.OTHER),
        ("i loved como agua para chocolate", Language.ENGLISH),
        ("the zebra and the river", Language.UNKNOWN),
        ("die zebra", Language.UNKNOWN),
    ],
)
def test_a_sentence_is_in_the_language_of_its_words_of_questions(text: str, language: Language) -> None:
    assert language_of(text.split()) is language


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("que lire apres how to make", "how to make"),
        ("libros como i know this much", "i know this much"),
        ("i loved la casa de los espiritus", "la de los"),
        ("books like night", ""),
        ("the zebra and la casa", ""),
    ],
)
def test_common_words_of_another_language_are_a_title_s(text: str, words: str) -> None:
    keys = text.split()
    assert " ".join(keys[position] for position in sorted(positions_of_other_languages(keys))) == words


def test_german_is_told_from_french_and_spanish() -> None:
    assert is_german(["wir", "haben", "im", "lesekreis", "emma", "gelesen"])
    assert not is_german(["on", "a", "lu", "emma", "au", "club", "de", "lecture"])
    assert not is_german(["books", "about", "die", "hard"])


def test_common_words_are_those_of_sentences_in_any_language() -> None:
    assert is_common("read")
    assert is_common("gelesen")
    assert not is_common("zebra")
    assert is_not_english("gelesen")
    assert not is_not_english("read")
