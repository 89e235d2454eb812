"""Open Library's keys and their numbers: /works/OL45804W is 45804 among the works."""

import re
from collections.abc import Iterable
from typing import Any

# A work's key anywhere in a line, and the keys at the start of a record's line.
WORK_IN_LINE = re.compile(rb"/works/OL(\d+)W\b")
WORK_OF_RECORD = re.compile(rb"(?:^|\n)/type/work\t/works/OL(\d+)W\t")
AUTHOR_OF_RECORD = re.compile(rb"(?:^|\n)/type/author\t/authors/OL(\d+)A\t")
_KEY = re.compile(r"(?:/(?:works|authors|books|languages)/)?(OL(\d+)[WAM]|[a-z]{2,3})")


def number_of(key: object) -> int | None:
    """Return the number of a key of a work, an author or an edition, None for anything else."""
    match = _KEY.fullmatch(key.strip()) if isinstance(key, str) else None
    return int(match[2]) if match and match[2] else None


def work_id(number: int) -> str:
    """Return the id of a work: OL45804W."""
    return f"OL{number}W"


def keys_in(value: Any) -> list[str]:
    """Return the keys that a field names, in their order, in any of the shapes that occur.

    The shapes of an author are "/authors/OL1A", {"key": ...}, {"author": "/authors/OL1A"} and {"author": {"key": ...}}.
    """
    found = []
    for entry in value if isinstance(value, list) else [value]:
        inner = entry.get("author", entry.get("key")) if isinstance(entry, dict) else entry
        key = inner.get("key") if isinstance(inner, dict) else inner
        if isinstance(key, str) and key:
            found.append(key)
    return found


def numbers_in(value: Any) -> list[int]:
    """Return the numbers of the keys that a field names, each once."""
    return list(dict.fromkeys(number for key in keys_in(value) if (number := number_of(key)) is not None))


def texts_in(value: Any) -> list[str]:
    """Return the texts of a field: of one text, a list of some, or of {"value": ...}; blanks folded, none empty."""
    entries: Iterable[Any] = value if isinstance(value, list) else [value]
    texts = (entry.get("value", entry.get("name")) if isinstance(entry, dict) else entry for entry in entries)
    return [folded for text in texts if isinstance(text, str) and (folded := " ".join(text.split()))]


def text_in(value: Any) -> str:
    """Return the first text of a field, '' if there is none."""
    return next(iter(texts_in(value)), "")
