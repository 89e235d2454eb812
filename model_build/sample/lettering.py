"""Lettering for the covers with the one font that is always there: Pillow's own, which has ASCII and little more.

Accents are drawn here, over the letters the font has. Other scripts can't be lettered; `can_letter` tells.
"""

import unicodedata
from functools import cache

from PIL import ImageDraw, ImageFont

_NO_CHARACTER = "\uffff"
_IN_ASCII = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "ø": "o\u0338", "Ø": "O\u0338",
    "ł": "l\u0337", "Ł": "L\u0337", "–": "-", "—": "-", "¼": " 1/4", "½": " 1/2", "¾": " 3/4",
})  # fmt: skip
_Lines = list[list[tuple[float, float]]]
# Each accent as lines through points: across from the middle of the letter, up from its top; units of the font size.
_ABOVE: dict[str, _Lines] = {
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
# Likewise, but up from the line that the letters stand on.
_BELOW: dict[str, _Lines] = {
    "\u0327": [[(0, 0), (0.05, -0.09), (-0.07, -0.18)]],
    "\u0328": [[(0.1, 0), (0.02, -0.1), (0.13, -0.16)]],
    "\u0337": [[(-0.12, 0.26), (0.12, 0.46)]],
    "\u0338": [[(-0.22, -0.03), (0.22, 0.55)]],
}
_DOTTED = "ij"


def can_letter(text: str) -> bool:
    """Whether every character of a text can be drawn, with none replaced by an empty box."""
    return all(_is_drawable(character) for character in spell(text))


def spell(text: str) -> str:
    """The text as it is drawn: letters followed by their accents, ligatures in letters of their own."""
    return unicodedata.normalize("NFD", text.translate(_IN_ASCII))


def text_width(text: str, size: int) -> float:
    """The width of a line in pixels."""
    return _font(size).getlength(_without_accents(text))


def draw_text(
    draw: ImageDraw.ImageDraw, position: tuple[float, float], text: str, *, size: int, weight: int, fill: str
) -> None:
    """Draw a line of text; `position` is where its capitals' top left corner is.

    The font has one weight, a light one: `weight` is how many pixels to add all round its strokes.
    """
    font = _font(size)
    left, top = position
    baseline = top + _height("H", size)
    bare = _without_accents(text)
    accents = _accents_by_letter(text)
    if not accents:
        draw.text((left, baseline), bare, fill, font, anchor="ls", stroke_width=weight)
        return
    # Letter by letter, each where it stands in the whole line, since an accented "i" has no dot.
    for place, letter in enumerate(bare):
        width = font.getlength(letter)
        x = left + font.getlength(bare[: place + 1]) - width
        marks = accents.get(place, "")
        if letter in _DOTTED and any(mark in _ABOVE for mark in marks):
            middle, half_stem = x + width / 2, size * 0.035 + weight
            draw.rectangle((middle - half_stem, baseline - _height("x", size), middle + half_stem, baseline), fill)
            letter_top = baseline - _height("x", size)
        else:
            draw.text((x, baseline), letter, fill, font, anchor="ls", stroke_width=weight)
            letter_top = baseline - _height(letter, size)
        for mark in marks:
            origin = letter_top if mark in _ABOVE else baseline
            for line in _ABOVE.get(mark) or _BELOW[mark]:
                points = [(x + width / 2 + across * size, origin - up * size) for across, up in line]
                draw.line(points, fill, width=round(size * 0.07) + weight, joint="curve")


def _accents_by_letter(text: str) -> dict[int, str]:
    """The accents of the letters that have any, by the letter's place among the letters."""
    accents: dict[int, str] = {}
    place = -1
    for character in spell(text):
        if unicodedata.combining(character):
            accents[place] = accents.get(place, "") + character
        else:
            place += 1
    return accents


def _without_accents(text: str) -> str:
    return "".join(character for character in spell(text) if not unicodedata.combining(character))


@cache
def _is_drawable(character: str) -> bool:
    if unicodedata.combining(character):
        return character in _ABOVE or character in _BELOW
    mask, box = _font(24).getmask(character), _font(24).getmask(_NO_CHARACTER)
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
