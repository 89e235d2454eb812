"""UTF-8 that was read by a code page of one byte a character: the bytes back, and the text in them."""

import re
from dataclasses import dataclass
from functools import cache

from shelftalker.repairs.odd_letters import is_common_letter


@dataclass(frozen=True, slots=True)
class CodePages:
    """The code pages, and patterns of the bytes of UTF-8.

    Attributes:
        names: The code pages that files were read by, the commonest first. Bytes that one does not define became the
            control characters of Latin-1, as in browsers.
        lost_byte: A sequence of which one byte became a blank: two bytes, or three with the blank in the middle or at
            the end.
        cut_off: A sequence at the end of a text that lacks its last byte, which was taken for a blank.
        blanks: The bytes that were taken for blanks: a no-break space, and the "next line" of Latin-1.
        sequence: A sequence of several bytes, which is one character.
    """

    names: tuple[str, ...] = (
        "cp1252", "latin-1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1255", "cp1256", "cp1258",
        "iso8859-2", "iso8859-15", "mac-roman", "cp437", "cp850",
    )  # fmt: skip
    lost_byte: re.Pattern[bytes] = re.compile(
        rb"[\xc3-\xdf] |[\xe0-\xef][\x80-\xbf] (?![\x80-\xbf])|[\xe0-\xef] [\x80-\xbf]"
    )
    cut_off: re.Pattern[bytes] = re.compile(rb"(?:[\xc3-\xdf]|[\xe0-\xef][\x80-\xbf])$")
    blanks: tuple[bytes, ...] = (b"\xa0", b"\x85")
    sequence: re.Pattern[bytes] = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


_PAGES = CodePages()


@dataclass(frozen=True, slots=True)
class Decoding:
    """A text that another may have been before it was read by a code page.

    Attributes:
        text: The text.
        sequences: Number of its characters that were sequences of several bytes: the more, the less likely by chance.
        page: The place of the code page among `CodePages.names`.
        is_restored: Bytes that were taken for blanks had to be restored.
    """

    text: str
    sequences: int
    page: int
    is_restored: bool


def decodings(text: str) -> list[Decoding]:
    """Return the texts that a text may have been before it was read by a code page, each once."""
    found: dict[str, Decoding] = {}
    for page, name in enumerate(_PAGES.names):
        encoded = text.translate(_bytes_of(name))
        if encoded.isascii():
            continue
        try:
            data = encoded.encode("latin-1")
        except UnicodeEncodeError:
            continue
        decoded, is_restored = _decode(data)
        if decoded is not None:
            found.setdefault(decoded, Decoding(decoded, len(_PAGES.sequence.findall(data)), page, is_restored))
    return list(found.values())


def count_misreadable(text: str) -> int:
    """Return the number of pairs of characters that some code page makes of the beginning of a sequence of UTF-8.

    No decoding of the text has more sequences.
    """
    return len(_misread_pattern().findall(text))


def _decode(data: bytes) -> tuple[str | None, bool]:
    """Return UTF-8 as text, None where it is none, and whether bytes that were taken for blanks are back in it."""
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        pass
    restored = _PAGES.cut_off.sub(_restore_byte, _PAGES.lost_byte.sub(_restore_byte, data))
    try:
        return restored.decode(), True
    except UnicodeDecodeError:
        return None, True


def _restore_byte(match: re.Match[bytes]) -> bytes:
    """Return a sequence with its lost byte, so that it is a common letter if it can be.

    A letter that ends words is followed by its blank once more: a no-break space and a blank were folded into one.
    """
    broken = match[0]
    possible = []
    for byte in _PAGES.blanks:
        whole = broken.replace(b" ", byte) if b" " in broken else broken + byte
        try:
            character = whole.decode()
        except UnicodeDecodeError:
            continue
        possible.append((is_common_letter(character), whole))
    if not possible:
        return broken
    whole = max(possible, key=lambda option: option[0])[1]
    before = match.string[: match.start()]
    is_in_word = bool(before) and not before.endswith(b" ")
    ends_word = broken.endswith(b" ") and is_in_word and whole in {"à".encode(), "х".encode()}
    return whole + b" " if ends_word else whole


@cache
def _bytes_of(name: str) -> dict[int, int]:
    """Return the byte of each character of a code page; characters below 256 that it lacks have a number above 255."""
    table = dict.fromkeys(range(0x80, 0x100), 0xFFFF)
    for byte in range(0x80, 0x100):
        try:
            character = bytes([byte]).decode(name)
        except UnicodeDecodeError:
            if byte < 0xA0:
                table[byte] = byte
            continue
        table[ord(character)] = byte
    return table


@cache
def _misread_pattern() -> re.Pattern[str]:
    """Return the pattern of a first and a following byte of UTF-8 as characters of any code page."""
    leads, following = set[int](), set[int](range(0x80, 0xA0))
    following.add(ord(" "))
    for name in _PAGES.names:
        for code, byte in _bytes_of(name).items():
            if 0xC2 <= byte <= 0xF4:
                leads.add(code)
            elif 0x80 <= byte <= 0xBF:
                following.add(code)
    classes = ("".join(re.escape(chr(code)) for code in sorted(codes)) for codes in (leads, following))
    return re.compile("[{}](?:[{}]|$)".format(*classes))
