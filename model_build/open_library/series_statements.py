"""Series statements of library catalogues, split into the series' name and the volume.

Punctuation follows ISBD: "Discworld ; 5", "Collection Idées -- 48", "A song of ice and fire, bk. 1"; readers who add
books write "Mistborn (1)" or "Mistborn #1".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementPatterns:
    """Patterns of series statements.

    Attributes:
        number: A volume's number: digits, with a half, a range, in Roman letters or a word.
        volume_words: Words before it, in the languages of most of the statements.
        at_end: A volume after the name, with a word or a mark before it. A bare number belongs to the name: "Catch 22".
        in_front: A volume before the name: "Book 2 of the Dune Chronicles".
        alone: A volume that is a statement of its own, as in ["Rozprawy habilitacyjne,", "nr. 151"].
        responsibility: A body or a person after a slash: "Rozprawy habilitacyjne / Uniwersytet Jagielloński".
    """

    number: str = (
        r"(?:\d{1,4}(?:[.,]\d)?(?:\s?[-\u2013/]\s?\d{1,4})?|[IVXLC]+(?=\W|$)|one|two|three|four|five|six|seven|eight|nine|ten"
        r"|eleven|twelve)"
    )
    volume_words: str = (
        r"(?:books?|bks?|volumes?|vols?|v|nos?|nrs?|n[\u00ba\u00b0]|num(?:ber|ero)?|n\u00famero|num\u00e9ro|parts?|pt|"
        r"episode|band|bd|b\u00e4nde|buch|teil|folge|tome|t|livre|tomo|libro|volumen|volume|deel|del|bind|bok|"
        r"tom|cz\u0119\u015b\u0107|\u0442\u043e\u043c|\u043a\u043d\u0438\u0433\u0430)"
    )
    separators: str = r"[\s,;:.#(\[\u2013\u2014/-]"

    def at_end(self) -> re.Pattern[str]:
        """Return the pattern of a volume after the name."""
        with_word = rf"{self.separators}+\(?{self.volume_words}\b\.?\s*#?\s*({self.number})"
        with_mark = rf"(?:\s*[;,#(\[]|\s*--?\s|\s[\u2013\u2014])[\s#;,(\[]*({self.number})(?:\s+of\s+\d+)?"
        return re.compile(rf"^(.*?\w\W*?)(?:{with_word}|{with_mark})\s*[)\].,;]*$", re.IGNORECASE)

    def in_front(self) -> re.Pattern[str]:
        """Return the pattern of a volume before the name."""
        return re.compile(
            rf"^{self.volume_words}\b\.?\s*#?\s*({self.number})\s*(?:of|in|de|der|des|du|:|-|,)\s+(?:the\s+)?(.+)$",
            re.IGNORECASE,
        )

    def alone(self) -> re.Pattern[str]:
        """Return the pattern of a volume that is a statement of its own."""
        word = rf"(?:{self.volume_words}\b\.?\s*#?\s*|#\s*)?"
        return re.compile(rf"^[\s(\[;,]*{word}({self.number})[\s)\].,;]*$", re.IGNORECASE)


_PATTERNS = StatementPatterns()
_AT_END, _IN_FRONT, _ALONE = _PATTERNS.at_end(), _PATTERNS.in_front(), _PATTERNS.alone()
# A number alone that is the year of a publisher's list: "Vintage contemporaries, 2001".
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_RESPONSIBILITY = re.compile(r"\s+/\s+.*$")
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MARKS = " ,.:;/[(-\u2013\u2014#"


def series_and_volumes(statements: Sequence[str]) -> list[tuple[str, str]]:
    """Return (series, volume) of the series statements of one edition, the volume '' where there is none."""
    found: list[tuple[str, str]] = []
    for statement in statements:
        if alone := _ALONE.match(statement):
            # The volume of the statement before it.
            if found and not found[-1][1]:
                found[-1] = found[-1][0], _volume(alone[1])
            continue
        series, volume = _split(statement)
        if series:
            found.append((series, volume))
    return list(dict.fromkeys(found))


def _split(statement: str) -> tuple[str, str]:
    if front := _IN_FRONT.match(statement):
        return _name(front[2]), _volume(front[1])
    if end := _AT_END.match(statement):
        is_year = end[3] is not None and _YEAR.fullmatch(end[3])
        return _name(end[1]), "" if is_year else _volume(end[2] or end[3])
    return _name(statement), ""


def _name(text: str) -> str:
    name = _RESPONSIBILITY.sub("", text)
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    name = name.strip(" ,:;/-\u2013\u2014#").removesuffix(".") if not name.endswith("...") else name
    name = name.strip('"\u201c\u201d\u00ab\u00bb ') if name.count('"') in (1, 2) and name.startswith('"') else name
    if name.count("(") != name.count(")") or name.count("[") != name.count("]"):
        name = name.strip("()[] ")
    return name.strip(_MARKS.replace("(", "").replace("[", "")) if any(map(str.isalpha, name)) else ""


def _volume(text: str) -> str:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if text[0].isdecimal():
        first, *last = (re.sub(r"^0+(?=\d)", "", part.strip()) for part in re.split(r"[-\u2013/]", text))
        return "-".join([first.replace(",", "."), *last])
    total, previous = 0, 0
    for letter in reversed(text.upper()):
        value = _ROMAN[letter]
        total += value if value >= previous else -value
        previous = max(previous, value)
    return str(total)
