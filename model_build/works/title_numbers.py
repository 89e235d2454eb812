"""Numbers in titles, however written: "Book Two", "Vol. II" and "#2"; "Nineteen Eighty-Four" and "1984"."""

import re

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
          "xviii", "xix", "xx")  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
             "twelfth")  # fmt: skip
_GERMAN_ORDINALS = ("erster", "zweiter", "dritter", "vierter", "fünfter", "sechster", "siebter", "achter")

_VALUES = {word: value for value, word in enumerate([*_UNITS, *_TEENS], start=1)}
_VALUES |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_IN_DIGITS = {word: str(value) for word, value in _VALUES.items()}
_IN_DIGITS |= {word: str(value) for value, word in enumerate(_ROMAN, start=1)}
_ORDINAL_VALUES = {word: value for words in (_ORDINALS, _GERMAN_ORDINALS) for value, word in enumerate(words, start=1)}
_WRITTEN_OUT = frozenset([*_IN_DIGITS, *_ORDINAL_VALUES])

_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(sorted([*_UNITS, 'ten', *_ROMAN], key=len, reverse=True))})"
_VOLUME_WORDS = r"(?:books?|bk|vol|volume|parts?|number|nr|bd|band|tome|teil|libro|episode|issue|no)"
_NAMED_VOLUME = rf"{_VOLUME_WORDS}\b\.?\s*#?\s*({_NUMBER})\b"
_ORDINAL_VOLUME = (
    rf"(?:the )?(\d+(?=st|nd|rd|th|\.)|{'|'.join(_ORDINAL_VALUES)})(?:st|nd|rd|th|\.)? (?:book|bk|band|teil)\b"
)
_VOLUME = re.compile(
    rf"\b{_NAMED_VOLUME}|\bv\.\s*(\d+)|\b{_ORDINAL_VOLUME}|#\s*(\d+(?:\.\d+)?)|,\s*({_NUMBER})\s*(?:\)|$)",
    re.IGNORECASE,
)
_ONLY_VOLUME = re.compile(rf"\W*(?:{_NAMED_VOLUME}|#\s*(\d+(?:\.\d+)?))\W*", re.IGNORECASE)
_TRAILING_VOLUME = re.compile(rf"[\s,]+{_NAMED_VOLUME}\W*$", re.IGNORECASE)
_TRAILING_SERIES_NUMBER = re.compile(r"[\s,]+#\s*(\d+)\s*$")


def volume_in(text: str) -> str:
    """The number of the volume that a text names, in digits, or an empty string: '2' for "The Dark Tower, Book II"."""
    return _digits(_VOLUME.search(text))


def without_volume(text: str) -> str:
    """A text without the volumes it names."""
    return _VOLUME.sub(" ", text)


def only_volume(part: str) -> str:
    """The number of a volume where a part of a title is nothing else: '2' for "Part 2"; otherwise an empty string."""
    return _digits(_ONLY_VOLUME.fullmatch(part))


def split_volume(part: str) -> tuple[str, str]:
    """A title without the volume at its end, and the volume's number or an empty string."""
    found = _TRAILING_VOLUME.search(part) if _ends_in_number(part) else None
    return (part[: found.start()], _digits(found)) if found and found.start() else (part, "")


def split_series_number(part: str) -> tuple[str, str]:
    """A title without the "#3" at its end, and that number or an empty string."""
    found = _TRAILING_SERIES_NUMBER.search(part) if "#" in part else None
    return (part[: found.start()], _digits(found)) if found and found.start() else (part, "")


def numbers_in_digits(words: list[str]) -> list[str]:
    """Lower-case words with every number in digits: "nineteen eighty four", "xix" and "fourth" are 1984, 19 and 4th."""
    if _WRITTEN_OUT.isdisjoint(words):
        return words
    written: list[str] = []
    values: list[int] = []  # of the words in front, as long as they are numbers written out
    for word in words:
        value = _VALUES.get(word, 0)
        if value and values and values[-1] >= 20 and values[-1] % 10 == 0 and value < 10:
            values[-1] += value
            written[-1] = str(values[-1])
        elif value:
            values.append(value)
            written.append(str(value))
        else:
            values = []
            ordinal = _ORDINAL_VALUES.get(word)
            written.append(f"{ordinal}{_SUFFIXES.get(ordinal, 'th')}" if ordinal else _IN_DIGITS.get(word, word))
        # A year in words: nineteen, eighty four.
        if len(values) == 2 and 13 <= values[0] <= 20 and 10 <= values[1] <= 99:
            values = [100 * values[0] + values[1]]
            written[-2:] = [str(values[0])]
    return written


def _ends_in_number(part: str) -> bool:
    """Whether a title may end in the number of a volume; asked first, as most titles do not."""
    last = part.rstrip(" .,)!").rpartition(" ")[2].rpartition(".")[2].rpartition("#")[2].lower()
    return last.isdigit() or last in _IN_DIGITS


def _digits(found: re.Match[str] | None) -> str:
    if not found:
        return ""
    number = next(group for group in found.groups() if group is not None).lower()
    if number in _ORDINAL_VALUES:
        return str(_ORDINAL_VALUES[number])
    return _IN_DIGITS.get(number, _LEADING_ZEROS.sub("", number))
