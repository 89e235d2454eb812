"""Authors as catalogues spell them: who is named first, and which spellings are one person."""

import re

from shelftalker.titles import normalise_title

_CO_AUTHORS = re.compile(r"\s*(?:[,;/&]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_INVERTED_INITIALS = re.compile(r"^([^,]+),\s*((?:\w\b\.?\s*)+)$")
_INVERTED_NAME = re.compile(r"^([^\s,]+), ([^\s,]+)$")
_MANGLED_NAME = re.compile(r"^([^,]+), (Jr\.?|Sr\.?|Sir|Dr\.?|Md\.?|Phd\.?|II|III|IV) ([^,]+)$", re.IGNORECASE)
_NAME_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"}


def lead_author(author: str) -> str:
    """The author named first: 'Terry Pratchett, Neil Gaiman' is 'Terry Pratchett'.

    Names that were turned round are put right: 'Tolkien, J. R. R.', 'Austen, Jane', and Book-Crossing's
    'Kurt, Jr. Vonnegut'.
    """
    if inverted := _INVERTED_INITIALS.match(author) or _INVERTED_NAME.match(author):
        return f"{inverted[2].strip()} {inverted[1]}"
    if mangled := _MANGLED_NAME.match(author):
        suffix = f" {mangled[2]}" if mangled[2].lower().startswith(("jr", "sr", "i")) else ""
        return f"{mangled[1]} {mangled[3]}{suffix}"
    return _CO_AUTHORS.split(author, maxsplit=1)[0].strip() or author


def co_authors(author: str) -> list[str]:
    """Who is named after the lead author, and may be the only one named on another edition: co-author, translator."""
    if _INVERTED_INITIALS.match(author) or _INVERTED_NAME.match(author) or _MANGLED_NAME.match(author):
        return []
    return [name for name in _CO_AUTHORS.split(author)[1:] if " " in name]


def author_key(author: str) -> str:
    """Surname and first initial, which the spellings of one author share: 'J.K. Rowling', 'Joanne K. Rowling'."""
    names = [name for name in normalise_title(author).split() if name not in _NAME_SUFFIXES]
    return f"{names[-1]} {names[0][0]}" if names else ""
