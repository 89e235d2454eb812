"""Repairing text that was decoded with the wrong encoding, once or twice, on its way into a dataset."""

import html
import re

import ftfy

# The Book-Crossing dump went through Latin-1 and Windows-1252; where Windows-1252 has no character a "?" was put in.
_SUSPECT = re.compile("[\u00c2\u00c3\u00e2\ufffd]|&[a-zA-Z#0-9]+;")
# The first form is that of Kaggle's file, which was encoded once more; the second the dump's own.
_LOST_BYTE = re.compile("(?<=\u00c3\u0083)\\?\u00c3\u0082|(?<=\u00c3)\\?\u00c2")
# Capitals and "ß" lose their last byte that way. "ß" follows a letter and capitals do not; of those only the
# beginnings Über- and Öl- tell which they were.
_LOST_LETTERS = (
    (re.compile("(?<=[a-zäöü])(\ufffd|Ã\\?)"), "ß"),
    (re.compile("(\ufffd|Ã\\?)(?=b)"), "Ü"),
    (re.compile("(\ufffd|Ã\\?)(?=l)"), "Ö"),
    (re.compile("(\ufffd|Ã\\?)(?=[a-z])"), "A"),
    (re.compile("\ufffd|Ã\\?|Â\\?"), ""),
)


def repair_text(text: str) -> str:
    """Undo double encoding and HTML escapes, and fold white space: 'AÃ±os &amp; DÃ­as' is 'Años & Días'."""
    if _SUSPECT.search(text):
        text = ftfy.fix_encoding(_LOST_BYTE.sub("", html.unescape(text)))
        for lost, letter in _LOST_LETTERS:
            text = lost.sub(letter, text)
    return " ".join(text.split())
