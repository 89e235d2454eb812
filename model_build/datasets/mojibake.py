"""The repair of text that was decoded with the wrong encoding, once or twice, on its way into a dataset."""

import html
import re
from dataclasses import dataclass

import ftfy


@dataclass(frozen=True, slots=True)
class MojibakePatterns:
    r"""Patterns of text that was decoded with the wrong encoding.

    The Book-Crossing dump went through Latin-1 and Windows-1252; where Windows-1252 has no character a "?" was put in.

    Attributes:
        suspect: Characters of which one stands in every text that needs more than its quotes repaired.
        lost_byte: The mark of a lost byte beside the bytes that are left. The first form is that of Kaggle's file,
            which was encoded once more; the second the dump's own.
        central_european: UTF-8 that was read as Windows-1250, which has these letters where Windows-1252 has "\u00c3"
            and "\u00c5".
        lost_letters: Lost letters, each with its replacement, in the order of replacing. Capitals and "ß" lose their
            last byte. "ß" follows a letter and capitals do not; the letters after a capital identify it, and where
            they do not it is a French "É", the most frequent one.
        escaped_quote: An escaped quote. The dump escapes quotes, and Kaggle's file took some escapes for text:
            \"A\" is for Alibi : ..."
    """

    suspect: re.Pattern[str] = re.compile("[\u00c2\u00c3\u00e2\u0102\u0139\ufffd]|&[a-zA-Z#0-9]+;")
    lost_byte: re.Pattern[str] = re.compile("(?<=\u00c3\u0083)\\?\u00c3\u0082|(?<=\u00c3)\\?\u00c2")
    central_european: re.Pattern[str] = re.compile("[\u0102\u0139][^\\w\\s]|[\u0102\u0139][^\\x00-\\x7f]")
    lost_letters: tuple[tuple[re.Pattern[str], str], ...] = tuple(
        (re.compile(pattern.replace("%", "(?:\ufffd|Ã\\?)")), letter)
        for pattern, letter in (
            ("(?<=[a-zäöü])%", "ß"),
            ("(?<![^\\W_])%(?=\\s)", "À"),
            ("%(?=b(?:er|ung|rig|el))", "Ü"),
            ("%(?=l(?:$|\\W|[bdfghkmnpqrst]))|%(?=sterrei|ffnung|ffentlich|kolog|konom|dipus)", "Ö"),
            ("%(?=rzt|rger|ngst|ndr|hnlich|u(?:ß|ss)er|gypt(?:en|isch)|lter)", "Ä"),
            ("%(?=ngel|lvar|frica|lbum|rbol|lex)", "Á"),
            ("%(?=tre(?:s)?\\b|mes?\\b)", "Ê"),
            ("%(?=[a-zà-ÿ])|(?<=[LD]')%(?=[A-Z])", "É"),
            ("%|Â\\?", ""),
        )
    )
    escaped_quote: re.Pattern[str] = re.compile(r'\\+"|\\+(?=\w)')


_PATTERNS = MojibakePatterns()


def repair_text(text: str) -> str:
    """Undo double encoding, HTML escapes and escaped quotes, and fold white space.

    'AÃ±os &amp; DÃ­as' is 'Años & Días'.
    """
    if _PATTERNS.suspect.search(text):
        text = ftfy.fix_encoding(_PATTERNS.lost_byte.sub("", _decode_central_european(html.unescape(text))))
        for lost, letter in _PATTERNS.lost_letters:
            text = lost.sub(letter, text)
    if "\\" in text:
        text = _PATTERNS.escaped_quote.sub('"', text)
        if text.endswith('"') and text.count('"') % 2:
            text = text[:-1]
        text = text.replace("\\", " ")
    return " ".join(text.split())


def _decode_central_european(text: str) -> str:
    """Decode UTF-8 that was read as Windows-1250, "MĂˇrquez"; return other text unchanged."""
    if _PATTERNS.central_european.search(text):
        try:
            return text.encode("cp1250").decode("utf-8")
        except UnicodeError:
            return text
    return text
