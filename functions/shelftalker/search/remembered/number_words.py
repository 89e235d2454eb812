"""Numbers in titles, which readers write in words or in digits: "20000 leagues", "catch twenty two"."""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple


class NumberWords(NamedTuple):
    """English number words by their values, and the limits of the numbers that are written anew.

    Attributes:
        units: Words of 0 to 19.
        tens: Words of 20, 30 to 90.
        greatest: Greatest number that is written in words.
        spellings: Number of spellings of a title at most.
    """

    units: tuple[str, ...] = (
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    )  # fmt: skip
    tens: tuple[str, ...] = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    greatest: int = 999_999
    spellings: int = 12


_NUMBERS = NumberWords()
_VALUES = {word: value for value, word in enumerate(_NUMBERS.units)}
_VALUES |= {word: 10 * tens for tens, word in enumerate(_NUMBERS.tens, 2)}
_IRREGULAR_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
}  # fmt: skip
_ORDINALS = _IRREGULAR_ORDINALS | {
    (f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"): value for word, value in _VALUES.items() if value > 3
}
_SCALES = frozenset({"hundred", "thousand"})
# Number words that are no words of any sentence, as "one" is.
NUMBER_WORDS = frozenset({*_VALUES, *_SCALES, *_ORDINALS} - {"one", "first", "second"})
_IN_DIGITS = re.compile(r"(\d{1,6})(st|nd|rd|th)?")


def number_spellings(key: str) -> list[str]:
    """Return a title's key with its numbers in digits where they are in words and the other way round.

    Args:
        key: As `normalise_title` returns it: "20,000" is two words there.

    Returns:
        The other spellings, the likeliest first; empty where the key has no number.
    """
    words = key.split()
    parts = [spellings for spellings, _ in _parts(words)]
    if all(len(spellings) == 1 for spellings in parts):
        return []
    written = dict.fromkeys(" ".join(part for part in chosen if part) for chosen in product(*_limit_numbers(parts)))
    return [spelling for spelling in written if spelling != key][: _NUMBERS.spellings]


def _limit_numbers(parts: Sequence[list[str]]) -> list[list[str]]:
    """Return the spellings of each part, of the first two numbers alone: more would multiply."""
    numbers = 0
    limited = []
    for spellings in parts:
        numbers += len(spellings) > 1
        limited.append(spellings if numbers <= 2 else spellings[:1])
    return limited


def _parts(words: Sequence[str]) -> Iterator[tuple[list[str], int]]:
    """Yield the spellings of each word or number, the one typed first, and the position after it."""
    position = 0
    while position < len(words):
        spellings, position = _number_at(words, position)
        yield spellings, position


def _number_at(words: Sequence[str], start: int) -> tuple[list[str], int]:
    """Return the spellings of the number that starts here, or of the word, and the position after it."""
    digits = _IN_DIGITS.fullmatch(words[start])
    if digits and not digits[2] and words[start + 1 : start + 2] and re.fullmatch(r"\d{3}", words[start + 1]):
        number = int(digits[1] + words[start + 1])  # "20 000"
        return [f"{digits[1]} {words[start + 1]}", str(number), *_in_words(number)], start + 2
    if digits:
        number = int(digits[1])
        return [words[start], *(_ordinals_of(number) if digits[2] else _digits_with_thousands(number))], start + 1
    if words[start] in _ORDINALS:
        return [words[start], _ordinal_in_digits(_ORDINALS[words[start]])], start + 1
    end = start
    while end < len(words) and (
        words[end] in _VALUES
        or words[end] in _SCALES
        or (words[end] == "and" and end > start and words[end - 1] in _SCALES and words[end + 1 : end + 2])
    ):
        end += 1
    if end > start and words[end - 1] == "and":
        end -= 1
    if end == start:
        return [words[start]], start + 1
    typed = " ".join(words[start:end])
    values = _values(words[start:end])
    return [typed, *dict.fromkeys(form for value in values for form in (str(value), _with_space(value)))], end


def _digits_with_thousands(number: int) -> list[str]:
    return [*dict.fromkeys([_with_space(number), *_in_words(number)])]


def _values(words: Sequence[str]) -> list[int]:
    """Return the numbers that number words may be: read as a sum, and as years and "four fifty one" are read."""
    total, current = 0, 0
    for word in words:
        if word == "hundred":
            current = max(1, current) * 100
        elif word == "thousand":
            total, current = total + max(1, current) * 1000, 0
        elif word != "and":
            current += _VALUES[word]
    values = [total + current]
    if not _SCALES.intersection(words) and len(words) > 1:
        groups: list[int] = []
        for word in words:
            value = _VALUES[word]
            if groups and groups[-1] % 10 == 0 and groups[-1] % 100 and 0 < value < 10:
                groups[-1] += value
            else:
                groups.append(value)
        if len(groups) > 1:
            values = [int("".join(map(str, groups)))]
    return [value for value in values if value <= _NUMBERS.greatest]


def _in_words(number: int) -> list[str]:
    """Return the ways of reading a number: 1984 also as a year, 100 also without "one"."""
    if number > _NUMBERS.greatest:
        return []
    cardinal = _cardinal(number)
    readings = [cardinal]
    if 1100 <= number < 2100 and number % 100 >= 10:
        readings.insert(0, f"{_below_hundred(number // 100)} {_below_hundred(number % 100)}")
    if number > 100 and number % 100 and number < 1000:
        readings.append(f"{_below_hundred(number // 100)} {_below_hundred(number % 100)}")
    if cardinal.startswith(("one hundred", "one thousand")):
        readings.append(cardinal.partition(" ")[2])
    if number > 100 and number % 100 and number % 1000 > 0:
        head, _, tail = cardinal.rpartition("hundred " if "hundred" in cardinal else "thousand ")
        if head:
            readings.append(f"{head}{'hundred' if 'hundred' in cardinal else 'thousand'} and {tail}")
    return readings


def _cardinal(number: int) -> str:
    if number < 100:
        return _below_hundred(number)
    scale, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, rest = divmod(number, scale)
    return f"{_cardinal(head)} {name}" + (f" {_cardinal(rest)}" if rest else "")


def _below_hundred(number: int) -> str:
    if number < 20:
        return _NUMBERS.units[number]
    tens, units = divmod(number, 10)
    return _NUMBERS.tens[tens - 2] + (f" {_NUMBERS.units[units]}" if units else "")


def _with_space(number: int) -> str:
    """Return a number as a key has it where thousands are separated: "20 000"."""
    return f"{number:,}".replace(",", " ")


def _ordinals_of(number: int) -> list[str]:
    return [word for word, value in _ORDINALS.items() if value == number]


def _ordinal_in_digits(number: int) -> str:
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
