"""Repairing text that was decoded with the wrong encoding, once or twice, on its way into a dataset."""

import html
import re

import ftfy

# The Book-Crossing dump went through Latin-1 and Windows-1252; where Windows-1252 has no character a "?" was put in.
_SUSPECT = re.compile("[\u00c2\u00c3\u00e2\u0102\u0139\ufffd]|&[a-zA-Z#0-9]+;")
# The first form is that of Kaggle's file, which was encoded once more; the second the dump's own.
_LOST_BYTE = re.compile("(?<=\u00c3\u0083)\\?\u00c3\u0082|(?<=\u00c3)\\?\u00c2")
# UTF-8 that was read as Windows-1250, which has these letters where Windows-1252 has "\u00c3" and "\u00c5".
_CENTRAL_EUROPEAN = re.compile("[\u0102\u0139][^\\w\\s]|[\u0102\u0139][^\\x00-\\x7f]")
# Capitals and "ß" lose their last byte. "ß" follows a letter and capitals do not; which capital it was the letters
# after it tell, and where they do not it is a French "É", the commonest.
_LOST = "(?:\ufffd|Ã\\?)"
_LOST_LETTERS = tuple(
    (re.compile(pattern.replace("%", _LOST)), letter)
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
# Book-Crossing's dump escapes quotes, and Kaggle's file took some escapes for text: \\"A\\" is for Alibi : ..."
_ESCAPED_QUOTE = re.compile(r'\\+"|\\+(?=\w)')


def repair_text(text: str) -> str:
    """Undo double encoding, HTML escapes and escaped quotes, and fold white space.

    'AÃ±os &amp; DÃ­as' is 'Años & Días'.
    """
    if _SUSPECT.search(text):
        text = ftfy.fix_encoding(_LOST_BYTE.sub("", _from_central_european(html.unescape(text))))
        for lost, letter in _LOST_LETTERS:
            text = lost.sub(letter, text)
    if "\\" in text:
        text = _ESCAPED_QUOTE.sub('"', text)
        if text.endswith('"') and text.count('"') % 2:
            text = text[:-1]
        text = text.replace("\\", " ")
    return " ".join(text.split())


def _from_central_european(text: str) -> str:
    """UTF-8 that was read as Windows-1250: "MĂˇrquez"; other text as it is."""
    if _CENTRAL_EUROPEAN.search(text):
        try:
            return text.encode("cp1250").decode("utf-8")
        except UnicodeError:
            return text
    return text
