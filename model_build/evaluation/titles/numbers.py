"""Numbers in titles: in words for digits and in digits for words."""

import re
from collections.abc import Sequence

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()  # noqa: SIM905 - a list would have a line for each word
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_ORDINALS = "_ first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905
_SCALES = {"hundred": 100, "thousand": 1000}
_VALUES = {word: value for value, word in enumerate(_UNITS)} | {
    word: value * 10 for value, word in enumerate(_TENS) if word != "_"
}
_NUMBER = re.compile(
    rf"\b(?:a )?(?:{'|'.join([*_VALUES, *_SCALES])})(?:(?:[ -]| and )(?:{'|'.join([*_VALUES, *_SCALES])}))*\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\d.,#])(\d{1,3}(?:,\d{3})+|\d{1,4})(?![\d.,]*\d|st|nd|rd|th)\b")


def ordinal_word(number: float) -> str | None:
    """Return a number from 1 to 12 as an ordinal in words; None for any other."""
    return _ORDINALS[int(number)] if number in range(1, len(_ORDINALS)) else None


def numbers_the_other_way(title: str) -> str | None:
    """Return a title with its digits in words, or else its number words in digits; None where it has no numbers."""
    in_words = _ORDINAL.sub(lambda match: ordinal_word(int(match[1])) or match[0], title)
    in_words = _DIGITS.sub(lambda match: _in_words(int(match[1].replace(",", ""))), in_words)
    if in_words != title:
        return in_words
    in_digits = _NUMBER.sub(_in_digits, title)
    return in_digits if in_digits != title else None


def _in_digits(match: re.Match[str]) -> str:
    words = re.split(r"[ -]", match[0].lower())
    value = _value([word for word in words if word not in ("a", "and")])
    # "one" and "zero" are seldom numbers, and nobody types "1 flew over the cuckoo's nest".
    return match[0] if value is None or value < 2 else str(value)


def _value(words: Sequence[str]) -> int | None:
    """Return the number that words in order are; None where they are several numbers."""
    total, below_scale, room = 0, 0, 100  # the next word is less than the room
    for word in words:
        if word in _SCALES:
            below_scale, room = max(below_scale, 1) * _SCALES[word], _SCALES[word]
            if word == "thousand":
                total, below_scale = below_scale, 0
        elif _VALUES[word] >= room:
            return None
        else:
            below_scale += _VALUES[word]
            room = 10 if _VALUES[word] >= 20 else 1
    return total + below_scale


def _in_words(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_UNITS[number % 10]}" if number % 10 else "")
    if 1100 <= number < 2000 and number % 100:
        return f"{_in_words(number // 100)} {_in_words(number % 100)}"
    scale, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    return f"{_in_words(number // scale)} {name}" + (f" {_in_words(number % scale)}" if number % scale else "")
