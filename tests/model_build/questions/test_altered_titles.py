"""Titles as readers misremember them."""

import random

from model_build.questions.altered_titles import altered_title, with_typo_in_long_word

TITLE = "The Curious Incident of the Dog"


def test_a_title_is_altered_by_a_typo_a_lost_word_or_a_lost_end() -> None:
    altered = {altered_title(TITLE, random.Random(seed)) for seed in range(300)}
    words = TITLE.split()
    assert None not in altered
    assert TITLE not in altered
    assert any(text is not None and len(text.split()) == len(words) for text in altered)
    assert "The Curious Incident" in altered
    assert any(text is not None and text.endswith("Dog") and len(text.split()) == len(words) - 1 for text in altered)


def test_a_typo_is_one_edit_in_a_long_word_and_keeps_its_first_letter() -> None:
    for seed in range(40):
        typed = with_typo_in_long_word(["The", "Hobbit"], random.Random(seed))
        assert typed is not None
        assert typed != "The Hobbit"
        assert typed.startswith("The H")
        assert abs(len(typed) - len("The Hobbit")) <= 1


def test_short_words_get_no_typo() -> None:
    assert with_typo_in_long_word(["Dune"], random.Random(1)) is None
    assert altered_title("Dune", random.Random(1)) is None
