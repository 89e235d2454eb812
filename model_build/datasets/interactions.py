"""The status and the time of a row of a table of ratings, read or not yet, and the rows that no one reader can have."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from model_build.datasets.formats.column_names import Column
from model_build.datasets.values.coded_texts import CodedTexts

STATUS = Column(
    "status",
    ("read_status", "reading_status", "exclusive_shelf", "shelf", "bookshelf", "is_read", "feedback_type", "event_type",
     "event", "action", "interaction_type", "transaction_type"),
    is_required=False,
)  # fmt: skip
# A mark of books that somebody wants to read, in a column of its own.
WANTED = Column(
    "to_read",
    ("want_to_read", "wants_to_read", "is_to_read", "is_wanted", "wishlist", "is_wishlist", "tbr"),
    is_required=False,
)
TIMESTAMP = Column(
    "timestamp",
    ("datetime", "date", "time", "time_stamp", "unixtime", "unix_time", "ts", "loan_date", "loaned_at", "issue_date",
     "issued_at", "checkout_date", "checkout_time", "checkout_datetime", "checked_out_at", "borrowed_at", "borrow_date",
     "date_read", "read_at", "rated_at", "date_added", "created_at", "updated_at", "event_time", "datum",
     "ausleihdatum", "fecha", "date_prêt", "data_prestito"),
    is_required=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Statuses of a row, by letters alone.

    The words are those of Goodreads, StoryGraph, LibraryThing, BookWyrm, Hardcover and Open Library, of libraries'
    systems, and of RecBole's and gorse's kinds of feedback.

    Attributes:
        read: Statuses of a book that was read, begun or borrowed.
        not_read: Statuses of a book that was not, or not yet.
    """

    read: frozenset[str] = frozenset([
        "", "read", "reading", "currentlyreading", "rereading", "alreadyread", "finished", "completed", "complete",
        "done", "stopped", "stoppedreading", "didnotfinish", "dnf", "abandoned", "paused", "onhold", "inprogress",
        "started", "loan", "loans", "loaned", "onloan", "lent", "borrow", "borrowed", "checkedout", "checkout",
        "checkin", "returned", "renewed", "renew", "renewal", "overdue", "issue", "issued", "return", "bought",
        "purchase", "purchased", "rating", "rate", "rated", "review", "reviewed", "liked", "like", "favorite",
        "favourite", "favorites", "favourites", "star", "1", "true", "yes", "y", "t", "x",
        "gelesen", "liest", "lesegerade", "ausgeliehen", "entliehen", "verlängert", "zurückgegeben", "lu", "enlecture",
        "emprunté", "rendu", "leído", "leyendo", "prestado", "devuelto",
    ])  # fmt: skip
    not_read: frozenset[str] = frozenset([
        "toread", "wanttoread", "want", "wants", "wanted", "wishlist", "wishlists", "wishlisted", "wish", "wishes",
        "planned", "plantoread", "planning", "tbr", "toberead", "later", "readlater", "someday", "next", "upnext",
        "owned", "own", "unread", "notread", "notstarted", "unstarted", "notinterested", "skipped", "ignored", "hold",
        "holds", "reserve", "reserved", "reservation", "reservations", "request", "requests", "requested", "clicks",
        "impressions", "waiting", "cancelled", "canceled", "dislike", "disliked", "hidden", "view", "views", "viewed",
        "pageview", "click", "clicked", "impression", "cart", "addtocart", "vorgemerkt", "willlesen", "zulesen",
        "wunschliste", "àlire", "porleer", "quieroleer", "0", "false", "no", "n", "f", "none", "null",
    ])  # fmt: skip


_STATUSES = StatusWords()


class ReadStatuses(dict[str, int]):
    """Statuses as they are written -> `READ`, `NOT_READ`, or `UNKNOWN` for a word of another meaning."""

    READ: ClassVar = 1
    NOT_READ: ClassVar = 0
    UNKNOWN: ClassVar = -1

    def __missing__(self, raw: str) -> int:
        letters = "".join(filter(str.isalnum, raw.casefold().strip().removesuffix(".0")))
        is_known = letters in _STATUSES.read or letters in _STATUSES.not_read
        status = self[raw] = int(letters in _STATUSES.read) if is_known else self.UNKNOWN
        return status


# Words that programs write for a reader's id where there is none.
NO_READERS = frozenset(["nan", "null", "none", "<na>", "n/a", "\\n"])
# Words in place of a reader's id, by letters alone, where a library made its old loans anonymous.
_ANONYMOUS = frozenset(
    ["anon", "anonymised", "anonymized", "anonymous", "anonymouspatron", "anonymoususer", "anonym", "anonyme",
     "anonymisiert", "anonimo", "anónimo", "deleted", "deletedpatron", "deleteduser", "gelöscht", "hidden", "masked",
     "private", "redacted", "removed", "withheld"]
)  # fmt: skip


def is_made_anonymous(reader_id: str) -> bool:
    """Return True for an id that many readers share: '*****', '[redacted]', '(anonymized)'."""
    return "".join(filter(str.isalnum, reader_id.casefold())) in {"", *_ANONYMOUS}


def statuses_beside(wanted: Sequence[str], statuses: Sequence[str] | None) -> list[str]:
    """Return the statuses of rows some of which are marked as books that somebody wants to read.

    Args:
        wanted: [rows] '1' or 'true' for a wanted book; '', '0' or 'false' for another.
        statuses: [rows] the statuses where the table has them too.
    """
    marks = ReadStatuses()
    is_wanted = [bool(mark.strip()) and marks[mark] != ReadStatuses.NOT_READ for mark in wanted]
    of_rows = statuses if statuses is not None else ("",) * len(wanted)
    return ["to-read" if mark else status for mark, status in zip(is_wanted, of_rows, strict=True)]


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """Limits of the rows that one reader can have; a reader of more is a library's anonymous patron, or a program.

    Attributes:
        least_rows: Number of rows that anyone may have.
        busy_share: Share of the readers that have fewer rows than the busy one whom others are compared with.
        times_busy: Rows that a reader may have, as a multiple of the busy one's.
        share: Share of all rows that a reader may have. Book-Crossing's busiest has 1.2%.
        most_rows: Number of rows up to which `share` counts: a book a day for 55 years.
    """

    least_rows: int = 1000
    busy_share: float = 0.95
    times_busy: int = 20
    share: float = 0.02
    most_rows: int = 20_000


READER_LIMITS = ReaderLimits()


def most_rows_of_a_reader(rows: NDArray[np.int64]) -> int:
    """Return the number of rows beyond which a reader is no single person.

    Args:
        rows: [readers] the number of rows of each, at least 1.
    """
    if len(rows) == 0:
        return READER_LIMITS.least_rows
    busy = int(np.quantile(rows, READER_LIMITS.busy_share, method="lower"))
    return max(
        READER_LIMITS.least_rows,
        READER_LIMITS.times_busy * busy,
        min(int(READER_LIMITS.share * int(rows.sum())), READER_LIMITS.most_rows),
    )


# Seconds from 1970 to 1 January 2200: a larger number counts milliseconds, microseconds or nanoseconds.
_LAST_SECOND = 7_258_118_400
# "2024-05-01T12:00:00"; with a time zone it is longer.
_LONGEST_LOCAL_TIME = 19
# "3/17/2024 3:05 PM", as in America; "17/03/2024", "17.03.2024 15:05".
_LOCAL_DATE = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})"
    r"(?:,? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<seconds>\d\d)(?:\.\d+)?)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_MONTHS = 12


def seconds_of(timestamps: Sequence[str]) -> NDArray[np.int64]:
    """Return [rows] seconds since 1970 of times in ISO 8601 or as Unix seconds, or larger units; -1 for no time."""
    if isinstance(timestamps, CodedTexts):
        return seconds_of(timestamps.texts)[timestamps.codes]
    numbers = _numbers_of(timestamps)
    numbers[~np.isfinite(numbers) | (numbers < 0)] = -1
    while (larger := numbers > _LAST_SECOND).any():
        numbers[larger] /= 1000
    return numbers.astype(np.int64)


def _numbers_of(timestamps: Sequence[str]) -> NDArray[np.float64]:
    """Return [rows] times as numbers, NaN for no time; times of one common form are read at once."""
    try:
        return np.fromiter(map(int, timestamps), np.int64, len(timestamps)).astype(np.float64)
    except (ValueError, OverflowError):
        pass
    if all(text[4:5] == "-" and len(text) <= _LONGEST_LOCAL_TIME for text in timestamps):
        try:
            return np.array(timestamps, dtype="datetime64[s]").astype(np.float64)
        except ValueError:
            pass
    month_first = _has_month_first(timestamps)
    return np.array([_second_of(text, month_first) for text in timestamps], dtype=np.float64)


def _has_month_first(timestamps: Sequence[str]) -> bool:
    """Return True unless a date with slashes has a day in front that is no month."""
    found = (_LOCAL_DATE.fullmatch(text.strip()) for text in timestamps)
    return not any(match and match["mark"] != "." and int(match["first"]) > _MONTHS for match in found)


def _second_of_local(found: re.Match[str], month_first: bool) -> float:
    """Return the second of a date such as 3/17/2024 3:05 PM or 17.03.2024 15:05, NaN for none."""
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    month, day = (first, second) if month_first and found["mark"] != "." else (second, first)
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].casefold() == "p")
    try:
        moment = datetime(year, month, day, hour, int(found["minute"] or 0), tzinfo=UTC)
    except ValueError:
        return math.nan
    return moment.timestamp() + int(found["seconds"] or 0)


def _second_of(text: str, month_first: bool) -> float:
    text = text.strip()
    try:
        return float(text) if text else math.nan
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return math.nan if (found := _LOCAL_DATE.fullmatch(text)) is None else _second_of_local(found, month_first)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
