"""Subjects of a book, of the names of the shelves that readers put it on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class ShelfSubjectConfig:
    """Rules that tell a shelf of a subject from one of a reader.

    Attributes:
        most_subjects: Most subjects of a book. Goodreads' books have up to a hundred shelves; the first, which most
            readers use, are genres, and the later ones private.
        least_readers: Least readers who have a shelf for it to be a subject.
        not_subjects: Words of shelves that tell of a reader or a copy, and not of the book.
    """

    most_subjects: int = 15
    least_readers: int = 2
    not_subjects: frozenset[str] = frozenset([
        "abandoned", "all", "arc", "arcs", "audible", "audio", "audiobook", "audiobooks", "bookclub", "bookcrossing",
        "borrowed", "bought", "boxed", "buy", "club", "collection", "currently", "default", "dnf", "donated", "ebook",
        "ebooks", "edelweiss", "fav", "fave", "faves", "favorite", "favorites", "favourite", "favourites", "favs",
        "finish", "finished", "get", "giveaway", "giveaways", "goodreads", "have", "home", "i", "kindle", "library",
        "loved", "maybe", "me", "mine", "my", "netgalley", "nook", "own", "owned", "paused", "read", "reading",
        "reads", "reread", "scribd", "shelf", "shelfari", "signed", "sold", "someday", "star", "stars", "tbr", "unread",
        "want", "wish", "wishlist",
    ])  # fmt: skip


_CONFIG = ShelfSubjectConfig()
_BETWEEN_WORDS = re.compile(r"[\s_-]+")


def subjects_of(shelves: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return the shelves that name subjects, in their order: 'science-fiction' is "science fiction".

    Args:
        shelves: Names of shelves, each with the number of readers who put the book there, most readers first. No more
            are taken than are needed.
    """
    subjects: dict[str, None] = {}
    for name, readers in shelves:
        if readers < _CONFIG.least_readers or len(subjects) == _CONFIG.most_subjects:
            break
        if subject := subject_of(name):
            subjects[subject] = None
    return tuple(subjects)


@lru_cache(maxsize=65536)
def subject_of(shelf: str) -> str:
    """Return the subject that a shelf names, in small letters and with blanks between words, '' where it names none."""
    words = _BETWEEN_WORDS.split(shelf.casefold().strip(" _-"))
    is_subject = any(words) and _CONFIG.not_subjects.isdisjoint(words) and not any(map(str.isdecimal, words))
    return " ".join(words) if is_subject else ""
