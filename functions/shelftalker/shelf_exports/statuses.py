"""The status of a book on a reader's shelf, from the words of the services and of readers' own shelves."""

from enum import Enum
from typing import NamedTuple


class Status(Enum):
    """The status of a book; the value is the word for it in a report."""

    READ = "read"
    READING = "being read"
    STOPPED = "stopped"
    WANTED = "want to read"
    OWN_SHELF = "on shelves of the reader's own"


class StatusWords(NamedTuple):
    """Names of shelves by their letters alone, in lower case.

    The first words of each are the services' own; the others are usual names of readers' own shelves, in the five
    languages in which most exports come.
    """

    read: frozenset[str] = frozenset([
        "read", "alreadyread", "finished", "completed", "readbutunowned", "done", "reread", "gelesen", "lu", "lus",
        "leido", "leidos", "letto", "letti",
    ])  # fmt: skip
    reading: frozenset[str] = frozenset([
        "currentlyreading", "reading", "inprogress", "paused", "onhold", "lesegerade", "amlesen", "encours", "leyendo",
        "inlettura",
    ])  # fmt: skip
    stopped: frozenset[str] = frozenset([
        "didnotfinish", "stoppedreading", "stopped", "abandoned", "dnf", "dnfed", "didntfinish", "notfinished",
        "unfinished", "couldnotfinish", "couldntfinish", "gaveup", "gaveupon", "quit", "abandon", "abgebrochen",
        "abandonne", "abandonnes", "abandonado", "abandonados", "abbandonato", "abbandonati",
    ])  # fmt: skip
    wanted: frozenset[str] = frozenset([
        "toread", "wanttoread", "planned", "wishlist", "want", "tbr", "unread", "forlater", "tobuy", "mustread",
        "willlesen", "zulesen", "wunschliste", "alire", "envies", "porleer", "quieroleer", "daleggere",
    ])  # fmt: skip


STATUS_WORDS = StatusWords()


def status_of(shelf: str) -> Status | None:
    """Return the status that a shelf's name stands for; None for a name of the reader's own, or an empty one."""
    letters = "".join(filter(str.isalpha, shelf.casefold()))
    words = STATUS_WORDS
    for status, names in (
        (Status.WANTED, words.wanted),
        (Status.STOPPED, words.stopped),
        (Status.READING, words.reading),
        (Status.READ, words.read),
    ):
        if letters in names:
            return status
    return None
