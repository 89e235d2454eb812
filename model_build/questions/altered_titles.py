"""Titles as readers misremember them: with a typo, without a word, or their beginning alone."""

import random
import string
from collections.abc import Sequence

_SHORTEST_MISSPELT_WORD = 5
_FEWEST_WORDS = 3


def altered_title(title: str, generator: random.Random) -> str | None:
    """Return a title with a typo, without a word or without its end; None for one that is too short for that.

    Args:
        title: The title, of one word or more.
        generator: Source of the choices.
    """
    words = title.split()
    if len(words) < _FEWEST_WORDS or generator.random() < 0.5:
        return with_typo_in_long_word(words, generator)
    place = generator.randrange(1, len(words))
    kept = words[:place] if generator.random() < 0.5 else [*words[:place], *words[place + 1 :]]
    return " ".join(kept).strip(",:;")


def with_typo_in_long_word(words: Sequence[str], generator: random.Random) -> str | None:
    """Return some words with a typo in one of the long ones; None where there is no long one."""
    long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST_MISSPELT_WORD]
    if not long:
        return None
    place = generator.choice(long)
    return " ".join([*words[:place], _with_typo(words[place], generator), *words[place + 1 :]]).strip(",:;")


def _with_typo(word: str, generator: random.Random) -> str:
    """Leave out, double, change or swap one letter, as readers do, but the first."""
    place = generator.randrange(1, len(word) - 1)
    letter = generator.choice(string.ascii_lowercase)
    typed = generator.choice([
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ])  # fmt: skip
    return typed if typed != word else word[:place] + word[place + 1 :]
