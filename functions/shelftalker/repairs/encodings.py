"""The encoding of text: by its first bytes, or the one by which lines that are no UTF-8 look like a language."""

import codecs
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from shelftalker.repairs.odd_letters import count_oddities

# The usual one of Western Europe, which is taken where no other is clearly better.
USUAL_ENCODING = "cp1252"

_ANY, _ARABIC, _CYRILLIC, _GREEK, _HAN, _HEBREW, _KANA = (
    r"[^\W\d_\x00-\x7f]", "[\u0620-\u06d3]", "[\u0400-\u04ff]", "[\u0370-\u03ff]", "[\u4e00-\u9fff]",
    "[\u05d0-\u05ea]", "[\u3041-\u30fe]"
)  # fmt: skip
# A sign where a letter should be: "Garc\xa1a" and "a\xa4os" by the usual encoding were "García" and "años" in DOS's.
_SIGN_IN_WORD = re.compile("[A-Za-z][^\\w\\s\x00-\x7f\xad\xb7\u2010-\u2019\u2022\u2026][a-z]")


@dataclass(frozen=True, slots=True)
class EncodingConfig:
    """Encodings, and the numbers that tell them.

    Attributes:
        others: The encodings beside the usual one, the commonest first, each with the letters that texts in it
            have and the least share of these among the characters outside ASCII: kana for Japanese, syllables for
            Korean. Hebrew is small Russian letters to Windows-1251, but Russian has bytes that are no Hebrew.
        most_lines: Most lines that are looked at.
        least_oddities: Least number of odd places in these lines by the usual encoding.
        broken_share: Share of these lines, at least one of several, that may be broken: they are not to change how the
            others are read.
        most_share: Most odd places by another encoding, as a share of those by the usual one.
        sample_bytes: Bytes at the beginning, those of a header, by which UTF-16 without a byte order mark is
            recognised: every second one is 0.
    """

    others: tuple[tuple[str, str, float], ...] = (
        ("cp1255", _HEBREW, 0.9), ("cp1251", _CYRILLIC, 0.8), ("cp1250", _ANY, 0.0), ("cp1254", _ANY, 0.0),
        ("cp1257", _ANY, 0.0), ("cp1253", _GREEK, 0.7), ("cp1256", _ARABIC, 0.7), ("mac-roman", _ANY, 0.0),
        ("koi8-r", _CYRILLIC, 0.8), ("cp862", _HEBREW, 0.97), ("cp866", _CYRILLIC, 0.8), ("cp850", _ANY, 0.0),
        ("cp852", _ANY, 0.0), ("cp857", _ANY, 0.0), ("iso8859-2", _ANY, 0.0), ("iso8859-5", _CYRILLIC, 0.8),
        ("iso8859-6", _ARABIC, 0.9), ("iso8859-7", _GREEK, 0.7), ("koi8-u", _CYRILLIC, 0.8),
        ("mac-cyrillic", _CYRILLIC, 0.8), ("cp932", _KANA, 0.2), ("euc-jp", _KANA, 0.2),
        ("cp949", "[\uac00-\ud7a3]", 0.9), ("cp874", "[\u0e01-\u0e5b]", 0.9), ("gb18030", _HAN, 0.5),
        ("big5", _HAN, 0.5),
    )  # fmt: skip
    most_lines: int = 300
    least_oddities: int = 3
    broken_share: float = 0.1
    most_share: float = 0.2
    sample_bytes: int = 200


ENCODINGS = EncodingConfig()
# UTF-32's mark in little-endian order begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(beginning: bytes) -> tuple[str, int]:
    """Return the encoding of text by its first bytes, "utf-8" where nothing tells another, and the mark's length."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return encoding, len(mark)
    sample = beginning[: ENCODINGS.sample_bytes]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(sample) > 1 and zeros.count(0) > len(zeros) / 2:
            return encoding, 0
    return "utf-8", 0


def decode_line(line: bytes, encoding: str = USUAL_ENCODING) -> str:
    """Return a line as text: UTF-8 or, where it is not valid UTF-8, another encoding, by default Windows-1252."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(encoding, errors="replace")


def encoding_of_lines(lines: Sequence[bytes]) -> str:
    """Return the encoding of lines that are no UTF-8, by the number of places in them that no language has.

    Args:
        lines: Lines of a file; those of ASCII and of UTF-8 alone tell nothing and are passed over.
    """
    telling = [line for line in lines if not is_utf_8(line)][: ENCODINGS.most_lines]
    usual = _oddities(telling)
    if (usual is not None and usual < ENCODINGS.least_oddities) or not _oddities_of_whole_lines(telling):
        return USUAL_ENCODING
    best, fewest, letters, most_letters = USUAL_ENCODING, math.inf if usual is None else usual, _ANY, 0.0
    for encoding, own_letters, least_share in ENCODINGS.others:
        text = _decode(telling, encoding)
        if text is None or (share := _share_of(own_letters, text)) < least_share:
            continue
        found = _oddities_in(text)
        if usual is not None and found > ENCODINGS.most_share * usual:
            continue
        # Of two for the same letters that are as good, one has signs where the other one has letters.
        if found < fewest or (found == fewest and own_letters == letters and share > most_letters):
            best, fewest, letters, most_letters = encoding, found, own_letters, share
    return best


def is_utf_8(line: bytes) -> bool:
    """Return True for bytes of UTF-8, ASCII among them."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _oddities_of_whole_lines(lines: Sequence[bytes]) -> float:
    """Return the number of odd places by the usual encoding, in the lines without those that may be broken."""
    found = (_oddities([line]) for line in lines)
    ascending = sorted(math.inf if number is None else number for number in found)
    broken = max(1, int(ENCODINGS.broken_share * len(lines))) if len(lines) > 1 else 0
    return sum(ascending[: len(lines) - broken])


def _oddities(lines: Sequence[bytes]) -> int | None:
    """Return the number of odd places in lines by the usual encoding, None where they can't be in it."""
    text = _decode(lines, USUAL_ENCODING)
    return None if text is None else _oddities_in(text)


def _decode(lines: Sequence[bytes], encoding: str) -> str | None:
    """Return lines as one text, None where they can't be in an encoding."""
    try:
        return "\n".join(line.decode(encoding) for line in lines)
    except UnicodeDecodeError:
        return None


def _oddities_in(text: str) -> int:
    return sum(map(count_oddities, text.split("\n"))) + len(_SIGN_IN_WORD.findall(text))


def _share_of(letters: str, text: str) -> float:
    """Return the share of some letters among the characters of a text outside ASCII."""
    return len(re.findall(letters, text)) / max(len(re.findall(r"[^\x00-\x7f]", text)), 1)
