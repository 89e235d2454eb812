"""Lettering for the covers with the one font that is always installed: Pillow's own, which has ASCII and little more.

Accents are drawn here, over the letters that the font has. Other scripts can't be lettered, see `can_letter`.
"""

import unicodedata
from dataclasses import dataclass, field
from functools import cache

from PIL import ImageDraw, ImageFont

# Lines through points (across from the middle of the letter, up), in units of the font size.
Lines = list[list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Spellings and shapes of the letters that the font lacks.

    Attributes:
        ascii_spelling: Ordinal of a character -> its spelling in letters of the font and combining accents.
        above: Accent -> its lines, up from the top of the letter.
        below: Accent -> its lines, up from the line that the letters stand on.
        dotted: Letters that lose their dot under an accent.
        missing: A character that no font has, drawn as an empty box.
    """

    ascii_spelling: dict[int, str] = field(default_factory=lambda: str.maketrans({
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "ø": "o\u0338", "Ø": "O\u0338",
        "ł": "l\u0337", "Ł": "L\u0337", "–": "-", "—": "-", "¼": " 1/4", "½": " 1/2", "¾": " 3/4",
    }))  # fmt: skip
    above: dict[str, Lines] = field(
        default_factory=lambda: {
            "\u0300": [[(-0.12, 0.19), (0.04, 0.07)]],
            "\u0301": [[(0.12, 0.19), (-0.04, 0.07)]],
            "\u0302": [[(-0.14, 0.07), (0, 0.18), (0.14, 0.07)]],
            "\u0303": [[(-0.16, 0.08), (-0.07, 0.14), (0.07, 0.09), (0.16, 0.15)]],
            "\u0304": [[(-0.14, 0.11), (0.14, 0.11)]],
            "\u0306": [[(-0.13, 0.17), (-0.06, 0.09), (0.06, 0.09), (0.13, 0.17)]],
            "\u0307": [[(0, 0.1), (0, 0.14)]],
            "\u0308": [[(-0.11, 0.1), (-0.11, 0.14)], [(0.11, 0.1), (0.11, 0.14)]],
            "\u030a": [[(0, 0.05), (-0.07, 0.11), (0, 0.17), (0.07, 0.11), (0, 0.05)]],
            "\u030b": [[(0.0, 0.18), (-0.1, 0.07)], [(0.16, 0.18), (0.06, 0.07)]],
            "\u030c": [[(-0.14, 0.18), (0, 0.07), (0.14, 0.18)]],
        }
    )
    below: dict[str, Lines] = field(
        default_factory=lambda: {
            "\u0327": [[(0, 0), (0.05, -0.09), (-0.07, -0.18)]],
            "\u0328": [[(0.1, 0), (0.02, -0.1), (0.13, -0.16)]],
            "\u0337": [[(-0.12, 0.26), (0.12, 0.46)]],
            "\u0338": [[(-0.22, -0.03), (0.22, 0.55)]],
        }
    )
    dotted: str = "ij"
    missing: str = "\uffff"


_ALPHABET = Alphabet()


def can_letter(text: str) -> bool:
    """Return True if every character of a text can be drawn, with none replaced by an empty box."""
    return all(_is_drawable(character) for character in spell(text))


def spell(text: str) -> str:
    """Return the text in the form that is drawn: letters followed by their accents, ligatures split into letters."""
    return unicodedata.normalize("NFD", text.translate(_ALPHABET.ascii_spelling))


def text_width(text: str, size: int) -> float:
    """Return the width of a line in pixels."""
    return _font(size).getlength(_without_accents(text))


def draw_text(
    draw: ImageDraw.ImageDraw, position: tuple[float, float], text: str, *, size: int, weight: int, fill: str
) -> None:
    """Draw a line of text.

    Args:
        draw: Pillow's tool that draws on the cover.
        position: Top left corner of the capitals, in pixels.
        text: The line.
        size: Font size in pixels.
        weight: Pixels added all round the strokes, as the font has one weight, a light one.
        fill: Colour of the letters.
    """
    font = _font(size)
    left, top = position
    baseline = top + _height("H", size)
    bare = _without_accents(text)
    accents = _accents_by_letter(text)
    if not accents:
        draw.text((left, baseline), bare, fill, font, anchor="ls", stroke_width=weight)
        return
    # Letter by letter, at the letter's position in the whole line, since an accented "i" has no dot.
    for position_in_line, letter in enumerate(bare):
        width = font.getlength(letter)
        x = left + font.getlength(bare[: position_in_line + 1]) - width
        marks = accents.get(position_in_line, "")
        if letter in _ALPHABET.dotted and any(mark in _ALPHABET.above for mark in marks):
            middle, half_stem = x + width / 2, size * 0.035 + weight
            draw.rectangle((middle - half_stem, baseline - _height("x", size), middle + half_stem, baseline), fill)
            letter_top = baseline - _height("x", size)
        else:
            draw.text((x, baseline), letter, fill, font, anchor="ls", stroke_width=weight)
            letter_top = baseline - _height(letter, size)
        for mark in marks:
            origin = letter_top if mark in _ALPHABET.above else baseline
            for line in _ALPHABET.above.get(mark) or _ALPHABET.below[mark]:
                points = [(x + width / 2 + across * size, origin - up * size) for across, up in line]
                draw.line(points, fill, width=round(size * 0.07) + weight, joint="curve")


def _accents_by_letter(text: str) -> dict[int, str]:
    """Return the accents of the letters that have any, by the position of the letter, from 0."""
    accents: dict[int, str] = {}
    letter = -1
    for character in spell(text):
        if unicodedata.combining(character):
            accents[letter] = accents.get(letter, "") + character
        else:
            letter += 1
    return accents


def _without_accents(text: str) -> str:
    return "".join(character for character in spell(text) if not unicodedata.combining(character))


@cache
def _is_drawable(character: str) -> bool:
    if unicodedata.combining(character):
        return character in _ALPHABET.above or character in _ALPHABET.below
    mask, box = _font(24).getmask(character), _font(24).getmask(_ALPHABET.missing)
    return (mask.size, bytes(mask)) != (box.size, bytes(box))


@cache
def _height(letter: str, size: int) -> float:
    return -_font(size).getbbox(letter, anchor="ls")[1]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError(
            "This Pillow is built without FreeType, which the covers are lettered with: pip install pillow."
        )
    return font
