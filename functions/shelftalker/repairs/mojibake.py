"""The repair of text that was decoded with the wrong encoding, once or twice, on its way into a dataset."""

import html
import math
import re
from dataclasses import dataclass
from typing import NamedTuple

import ftfy

from shelftalker.repairs.code_pages import Decoding, count_misreadable, decodings
from shelftalker.repairs.odd_letters import count_oddities, count_rarities


@dataclass(frozen=True, slots=True)
class MojibakePatterns:
    r"""Patterns of text that was decoded with the wrong encoding.

    The Book-Crossing dump went through Latin-1 and Windows-1252; where Windows-1252 has no character a "?" was put in.

    Attributes:
        suspect: Characters of which one stands in every text that is broken in parts, or has lost letters.
        entity: An HTML escape.
        lost_byte: The mark of a lost byte beside the bytes that are left. The first form is that of Kaggle's file,
            which was encoded once more; the second the dump's own.
        lost_letters: Lost letters, each with its replacement, in the order of replacing. Capitals and "ß" lose their
            last byte. "ß" follows a letter and capitals do not; the letters after a capital identify it, and where
            they do not it is a French "É", the most frequent one.
        escaped_quote: An escaped quote. The dump escapes quotes, and Kaggle's file took some escapes for text:
            \"A\" is for Alibi : ..."
    """

    suspect: re.Pattern[str] = re.compile("[\x80-\x9f\u00c2\u00c3\u00e2\u0102\u0139\ufffd]")
    entity: re.Pattern[str] = re.compile("&[a-zA-Z#0-9]+;")
    lost_byte: re.Pattern[str] = re.compile("(?<=\u00c3\u0083)\\?\u00c3\u0082|(?<=\u00c3)\\?\u00c2")
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


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """Limits of the search for the text that a broken one was.

    Attributes:
        readings: Most code pages that a text went through, one after the other: twice is common, Book-Crossing's
            copies have gone through two.
        branches: Most texts that the search goes on from after each of them.
        sure_sequences: Number of characters made of several bytes from which a text is UTF-8 even if it looks no odder
            than what it was: right words and phrases rarely have even one by chance.
    """

    readings: int = 3
    branches: int = 6
    sure_sequences: int = 3


_PATTERNS = MojibakePatterns()
_REPAIR = RepairConfig()


def repair_text(text: str) -> str:
    """Undo decoding by wrong code pages, HTML escapes and escaped quotes, and fold white space.

    'AÃ±os &amp; DÃ­as' is 'Años & Días'. Blanks must not be touched before: the no-break space is half of a letter.
    """
    if "&" in text and _PATTERNS.entity.search(text):
        text = html.unescape(text)
    if not text.isascii():
        text = _decode_rest(undo_code_pages(_PATTERNS.lost_byte.sub("", text)))
    if "\\" in text:
        text = _PATTERNS.escaped_quote.sub('"', text)
        if text.endswith('"') and text.count('"') % 2:
            text = text[:-1]
        text = text.replace("\\", " ")
    return " ".join(text.split())


def undo_code_pages(text: str) -> str:
    """Return the text that was UTF-8 before code pages read its bytes one by one; right text as it is.

    Of all texts that it may have been, that with the fewest places that no language has is taken, if it has fewer than
    the text itself; see `count_oddities`.
    """
    pairs = count_misreadable(text)
    oddities = count_oddities(text) if pairs else 0
    if not oddities and pairs < _REPAIR.sure_sequences:
        # Nothing is less odd, and no decoding has so many sequences that it is taken all the same.
        return text
    best, best_cost = text, (oddities, math.inf, 0)
    seen, branches = {text}, [_Branch(text)]
    for _ in range(_REPAIR.readings):
        found: list[tuple[int, _Branch]] = []
        for branch in branches:
            for decoding in decodings(branch.text):
                if decoding.text in seen:
                    continue
                seen.add(decoding.text)
                decoded = branch.after(decoding)
                odd = count_oddities(decoding.text)
                found.append((odd, decoded))
                if odd < oddities or (odd == oddities and decoded.sequences >= _REPAIR.sure_sequences):
                    cost = (odd, count_rarities(decoding.text) + decoded.restored, decoded.pages)
                    if cost[:2] == (0, 0):
                        return decoding.text
                    best, best_cost = min((best_cost, best), (cost, decoding.text))[::-1]
        found.sort(key=lambda branch: branch[0])
        branches = [branch for _, branch in found[: _REPAIR.branches]]
    return best


class _Branch(NamedTuple):
    """A text of the search, with what is known of the way to it: most sequences, restored texts, places of pages."""

    text: str
    sequences: int = 0
    restored: int = 0
    pages: int = 0

    def after(self, decoding: Decoding) -> "_Branch":
        return _Branch(
            decoding.text,
            max(self.sequences, decoding.sequences),
            self.restored + decoding.is_restored,
            self.pages + decoding.page,
        )


def _decode_rest(text: str) -> str:
    """Return a text with what is broken in parts of it repaired, and lost letters restored."""
    if not _PATTERNS.suspect.search(text):
        return text
    text = ftfy.fix_encoding(text)
    for lost, letter in _PATTERNS.lost_letters:
        text = lost.sub(letter, text)
    return text
