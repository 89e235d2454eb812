"""Numbers in titles, however written: "Book Two", "Vol. II" and "#2"; "Nineteen Eighty-Four" and "1984"."""

import re
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words and Roman numerals that stand for numbers in titles, in lower case.

    Attributes:
        small: English words for 1 to 10 and Roman numerals to 20, which number volumes.
        values: English words for 1 to 19 and for the tens, with their values.
        digits: The same and Roman numerals to 20, with their values as digits.
        ordinals: English words for 1st to 12th and German ones for 1st to 8th, with their values.
        multipliers: English words that multiply the number before them.
        all_words: The words and numerals of `digits` and `ordinals`.
    """

    small: tuple[str, ...]
    values: dict[str, int]
    digits: dict[str, str]
    ordinals: dict[str, int]
    multipliers: dict[str, int]
    all_words: frozenset[str]

    @classmethod
    def of_titles(cls) -> Self:
        """Return the words that occur in titles."""
        units = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        teens = (
            "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
            "nineteen",
        )  # fmt: skip
        tens = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
        roman = (
            "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
            "xvii", "xviii", "xix", "xx",
        )  # fmt: skip
        english_ordinals = (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth",
        )  # fmt: skip
        german_ordinals = ("erster", "zweiter", "dritter", "vierter", "fünfter", "sechster", "siebter", "achter")
        values = {word: value for value, word in enumerate([*units, *teens], start=1)}
        values |= {word: 10 * value for value, word in enumerate(tens, start=2)}
        digits = {word: str(value) for word, value in values.items()}
        digits |= {word: str(value) for value, word in enumerate(roman, start=1)}
        ordinals = {
            word: value for words in (english_ordinals, german_ordinals) for value, word in enumerate(words, start=1)
        }
        multipliers = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
        all_words = frozenset([*digits, *ordinals])
        return cls((*units, "ten", *roman), values, digits, ordinals, multipliers, all_words)

    def in_digits(self, word: str) -> str:
        """Return a word's number in digits, "4th" for an ordinal; any other word as it is."""
        ordinal = self.ordinals.get(word)
        if ordinal is None:
            return self.digits.get(word, word)
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(ordinal, "th")
        return f"{ordinal}{suffix}"


class VolumePatterns:
    """Patterns of volumes in titles; the number is the one group that matched.

    Attributes:
        anywhere: A volume anywhere: "Book II", "v. 2", "the second book", "#0.5", "Border Trilogy, 2".
        alone: A text that is nothing but a volume: "Part 2".
        at_end: A named volume at the end: "Henry IV, Part 1".
        series_number_at_end: "#3" at the end.
        of_series: A volume and the series behind it: "Book Two of the Millennium Trilogy".
        leading_zeros: The zeros in front of a number.
    """

    def __init__(self, words: NumberWords) -> None:
        # The longest first, as "i" would match where "iii" stands.
        number = rf"(?:\d+(?:\.\d+)?|{'|'.join(sorted(words.small, key=len, reverse=True))})"
        volume_words = r"(?:books?|bk|vol|volume|parts?|number|nr|bd|band|tome|teil|libro|episode|issue|no)"
        named_volume = rf"{volume_words}\b\.?\s*#?\s*({number})\b"
        ordinal_volume = (
            rf"(?:the )?(\d+(?=st|nd|rd|th|\.)|{'|'.join(words.ordinals)})(?:st|nd|rd|th|\.)? (?:book|bk|band|teil)\b"
        )
        self.anywhere = re.compile(
            rf"\b{named_volume}|\bv\.\s*(\d+)|\b{ordinal_volume}|#\s*(\d+(?:\.\d+)?)|,\s*({number})\s*(?:\)|$)",
            re.IGNORECASE,
        )
        self.alone = re.compile(rf"\W*(?:{named_volume}|#\s*(\d+(?:\.\d+)?))\W*", re.IGNORECASE)
        self.at_end = re.compile(rf"[\s,]+{named_volume}\W*$", re.IGNORECASE)
        self.series_number_at_end = re.compile(r"[\s,]+#\s*(\d+)\s*$")
        self.of_series = re.compile(rf"\W*{named_volume}\s+(?:of|in) (?:the )?(\D*\w.*)", re.IGNORECASE)
        self.leading_zeros = re.compile(r"^0+(?=\d)")


_WORDS = NumberWords.of_titles()
_VOLUMES = VolumePatterns(_WORDS)


def volume_in(text: str) -> str:
    """Return the number of the volume that a text names, in digits: '2' for "The Dark Tower, Book II"; '' if none."""
    return _digits(_VOLUMES.anywhere.search(text))


def without_volume(text: str) -> str:
    """Remove the volumes that a text names."""
    return _VOLUMES.anywhere.sub(" ", text)


def only_volume(part: str) -> str:
    """Return the number of a volume if a part of a title is nothing else: '2' for "Part 2"; otherwise ''."""
    return _digits(_VOLUMES.alone.fullmatch(part))


def split_volume(part: str) -> tuple[str, str]:
    """Split a title into the text before the volume at its end, and the volume's number or ''."""
    found = _VOLUMES.at_end.search(part) if _ends_in_number(part) else None
    return (part[: found.start()], _digits(found)) if found and found.start() else (part, "")


def volume_of_series(part: str) -> tuple[str, str]:
    """Return the volume and the series of "Book Two of the Millennium Trilogy"; two empty strings otherwise."""
    found = _VOLUMES.of_series.fullmatch(part) if " of " in part or " in " in part else None
    return (_digits(found), found[2]) if found else ("", "")


def split_series_number(part: str) -> tuple[str, str]:
    """Split a title into the text before the "#3" at its end, and that number or ''."""
    found = _VOLUMES.series_number_at_end.search(part) if "#" in part else None
    return (part[: found.start()], _digits(found)) if found and found.start() else (part, "")


def numbers_in_digits(words: list[str]) -> list[str]:
    """Return lower-case words with numbers in digits: "nineteen eighty four", "xix", "fourth" as 1984, 19, 4th.

    "One hundred" is 100, and "20 000", of "20,000", and "twenty thousand" are 20000.
    """
    words = _without_grouping(words)
    if _WORDS.all_words.isdisjoint(words):
        return words
    numbered: list[str] = []
    values: list[int] = []  # of the words in front, as long as they are numbers written out
    for word, following in zip(words, [*words[1:], ""], strict=True):
        value = _WORDS.values.get(word, 0)
        if word in _WORDS.multipliers and values and following not in _WORDS.values:
            numbered[-1] = str(values[-1] * _WORDS.multipliers[word])
            values = []
        elif value and values and values[-1] >= 20 and values[-1] % 10 == 0 and value < 10:
            values[-1] += value
            numbered[-1] = str(values[-1])
        elif value:
            values.append(value)
            numbered.append(str(value))
        else:
            values = []
            numbered.append(_WORDS.in_digits(word))
        # A year in words: nineteen, eighty four.
        if len(values) == 2 and 13 <= values[0] <= 20 and 10 <= values[1] <= 99:
            values = [100 * values[0] + values[1]]
            numbered[-2:] = [str(values[0])]
    return numbered


def _without_grouping(words: list[str]) -> list[str]:
    """Return words with the groups of digits of one number together: "20", "000"."""
    if "000" not in words:
        return words
    joined = words[:1]
    for word in words[1:]:
        if word == "000" and joined[-1].isdigit():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _ends_in_number(part: str) -> bool:
    """Return True if a title may end in a volume's number; cheaper than the pattern, as most titles do not."""
    last = part.rstrip(" .,)!").rpartition(" ")[2].rpartition(".")[2].rpartition("#")[2].lower()
    return last.isdigit() or last in _WORDS.digits


def _digits(found: re.Match[str] | None) -> str:
    if not found:
        return ""
    number = next(group for group in found.groups() if group is not None).lower()
    if number in _WORDS.ordinals:
        return str(_WORDS.ordinals[number])
    return _WORDS.digits.get(number, _VOLUMES.leading_zeros.sub("", number))
