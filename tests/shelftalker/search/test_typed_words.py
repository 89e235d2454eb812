"""Typed words: keys and marks of a question's words."""

import pytest

from shelftalker.search.typed_words import TYPED_TEXT, TypedWords, plain_text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (":book: Dune", "Dune"),
        (":+1: Dune", ":+1: Dune"),
        ("*Dune* and _Emma_", "Dune and Emma"),
        ("~It~ `Emma`", "It Emma"),
        ("snake_case", "snake_case"),
        (":book:", ":book:"),
        ("2) Dune", "Dune"),
        ("[x] Dune", "Dune"),
        ("No. 3: Dune", "Dune"),
        ("★★★★☆ Dune", "Dune"),
        ("Dune, 9 out of 10!", "Dune"),
        ("Dune (4 étoiles)", "Dune"),
        ("10/10", "10/10"),
        ("11/22/63", "11/22/63"),
        ("2001: A Space Odyssey", "2001: A Space Odyssey"),
    ],
)
def test_emoji_and_formatting_are_left_out_unless_nothing_else_is_there(typed: str, plain: str) -> None:
    assert plain_text(typed) == plain


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Books like d'Emma", ["books", "like", "d", "emma"]),
        ("Stephen King's It", ["stephen", "king", "s", "it"]),
        ("Don't, please!", ["dont", "please"]),
        ("Dune & Emma", ["dune", "and", "emma"]),
    ],
)
def test_words_are_read_with_elisions_and_possessives_apart(typed: str, keys: list[str]) -> None:
    assert [word.key for word in TypedWords.of(typed).words] == keys


def test_a_run_of_words_has_the_key_of_a_title() -> None:
    words = TypedWords.of("The Time Traveler's Wife")
    assert words.key(0, len(words.words)) == "time travelers wife"
    assert words.text_of(1, 4) == "Time Traveler's"
    assert TypedWords.of("L'Étranger").key(0, 2) == "letranger"
    assert TypedWords.of("L'Étranger").key(1, 2) == "etranger"


def test_the_marks_before_a_word_are_kept() -> None:
    assert [word.before for word in TypedWords.of("Dune, Emma - It").words] == ["", ",", "-"]


def test_a_text_is_read_up_to_its_longest_length() -> None:
    assert len(TypedWords.of("dune " * 1000).words) == TYPED_TEXT.longest
    assert TypedWords.of("?!").words == ()
