"""The values of an export's rows: ISBNs, ratings and authors as the services and spreadsheets write them."""

import math
import re
from typing import NamedTuple

from shelftalker.model.isbn import isbn_of
from shelftalker.repairs.isbns import whole_isbn
from shelftalker.shelf_exports.statuses import Status


class Isbns(NamedTuple):
    """The ISBNs of a row, in ten characters where they have that form.

    Attributes:
        whole: Those that stand there.
        repaired: Those whose lost zeros, or rounded digit, the check digit proves; one number in eleven that is no ISBN
            passes that too, so that they count only beside an agreeing title or author.
        rounded: True if a spreadsheet rounded one beyond repair: "9.78044E+12".
    """

    whole: tuple[str, ...]
    repaired: tuple[str, ...]
    rounded: bool


class ExportedBook(NamedTuple):
    """One row of an export. Reviews, notes and dates are no part of it.

    Attributes:
        line: Number of its line in the file, from 1.
        title: As written, with the series in brackets.
        author: The authors, as written.
        first_authors: Readings of the first author's name, first name first: "Albert Camus" of "Camus, Albert".
        isbns: Its ISBNs.
        series: The column of the series, of formats that have one: "The Expanse (#8.0)".
        status: Its status.
        own_shelf: Name of the reader's own shelf that it stands on; '' otherwise.
        rating: The number of the rating; None where there is none.
        is_bad_rating: True where the rating is no number.
        is_listed: True of a rated book that the reader wants to read too, once more.
    """

    line: int
    title: str
    author: str
    first_authors: tuple[str, ...]
    isbns: Isbns
    series: str
    status: Status
    own_shelf: str
    rating: float | None
    is_bad_rating: bool
    is_listed: bool = False


class ValuePatterns(NamedTuple):
    """Patterns of values.

    Attributes:
        around_isbn: Characters around an ISBN: `="0441172717"`, `[2070360024]`, `'0441172717`.
        between_isbns: Characters between several.
        rounded: A number that a spreadsheet shortened.
        rating: "4.25", "4,5", "4/5", "4.5 stars".
        stars: Stars, with a half perhaps.
    """

    around_isbn: str = "=\"'[](){}\u2018\u2019\u201c\u201d\u00a0 \t"
    between_isbns: re.Pattern[str] = re.compile(r"[,;|/]+|\s+(?=(?:97[89])?\d{9}[\dXx]\b)")
    rounded: re.Pattern[str] = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
    rating: re.Pattern[str] = re.compile(
        r"(\d+(?:[.,]\d+)?)\s*(?:/\s*(\d+)|\u2605|\*|(?:out )?of (\d+)|stars?)?", re.IGNORECASE
    )
    stars: re.Pattern[str] = re.compile(r"([\u2605*\u2b50\ufe0f]+)([\u00bd]|1/2)?[\u2606]*")


PATTERNS = ValuePatterns()


def isbns_in(*texts: str) -> Isbns:
    """Return the ISBNs in some columns."""
    whole: dict[str, None] = {}
    repaired: dict[str, None] = {}
    rounded = False
    for text in texts:
        parts = [text] if isbn_of(text.strip(PATTERNS.around_isbn)) else PATTERNS.between_isbns.split(text)
        for part in parts:
            bare = part.strip(PATTERNS.around_isbn)
            if isbn := isbn_of(bare):
                whole[isbn] = None
            elif isbn := isbn_of(whole_isbn(bare.replace(",", "."), "")):
                repaired[isbn] = None
            else:
                rounded = rounded or PATTERNS.rounded.fullmatch(bare) is not None
    return Isbns(tuple(whole), tuple(isbn for isbn in repaired if isbn not in whole), rounded)


def rating_in(text: str) -> float | None:
    """Return the number of a rating, on the scale that the text names or else on the export's; 0 for no rating.

    Returns:
        None where the text is no rating. A rating of a named scale comes on one of 5: 4 for "8/10".
    """
    text = text.strip()
    if not text or text in ("-", "\u2013"):
        return 0.0
    if stars := PATTERNS.stars.fullmatch(text):
        return len(stars[1].replace("\ufe0f", "")) + (0.5 if stars[2] else 0.0)
    found = PATTERNS.rating.fullmatch(text)
    if not found:
        return None
    number = float(found[1].replace(",", "."))
    best = int(found[2] or found[3] or 0)
    if best:
        return 5 * number / best if number <= best else None
    return number if math.isfinite(number) else None


def first_authors(author: str, *, is_inverted: bool = False) -> tuple[str, ...]:
    """Return the readings of the first name in a text of authors, first name first, the likeliest one first.

    "Camus, Albert" is one person and "Neil Gaiman, Terry Pratchett" are two; where the text does not tell, both
    readings are returned, and the catalogue tells.

    Args:
        author: Names with commas, semicolons or "and" between them.
        is_inverted: True for formats that write the surname first.
    """
    names = [name.strip() for name in re.split(r"\s*(?:[;|&]|\band\b)\s*", " ".join(author.split())) if name.strip()]
    if not names:
        return ()
    parts = [part.strip() for part in names[0].split(",") if part.strip()]
    if not parts:
        return ()
    turned = " ".join([*parts[1:2], parts[0], *parts[2:3]]) if 2 <= len(parts) <= 3 else parts[0]
    if len(parts) == 1:
        return (parts[0],)
    if is_inverted:
        return (turned,)
    first_alone = (parts[0],) if " " in parts[0] else ()
    may_be_turned = len(parts) == 2 and (" " not in parts[0] or " " not in parts[1] or "." in parts[1])
    return tuple(dict.fromkeys([*first_alone, *((turned,) if may_be_turned else ())])) or (parts[0],)
