"""The comparison of a row's first author with the authors of a book of the same title.

It is stricter than the title search's, which answers a reader who sees the answer: here nobody looks.
"""

from collections.abc import Sequence

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.person_names import Names, fold, person_names
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.author_lookups import NAMES


def written_by(catalogue: Catalogue, books: Sequence[Book], readings: Sequence[str]) -> list[Book]:
    """Return those of some books of one title that are by an author.

    The author is one of the book's by a spelling that the model knows, or by one that differs in order, in initials
    or in transliteration only.

    Args:
        catalogue: The model.
        books: Books of one title.
        readings: Readings of the author's name, first name first, the likeliest one first.
    """
    known = [book for book in books if book.author_row and catalogue.author_name(book.author_row) != UNKNOWN_AUTHOR]
    for reading in readings if known else ():
        key = normalise_title(reading)
        # A surname alone is of many: it has to be the whole of an author's name.
        author_rows = catalogue.search_index.authors_with_key(key) if " " in key else []
        found = [
            book
            for book in known
            if book.author_row in author_rows or key in map(normalise_title, credited_names(book))
        ]
        if found or author_rows:
            return found
        names = person_names(reading)
        found = [book for book in known if any(is_one_name(names, person_names(name)) for name in credited_names(book))]
        if found:
            return found
    return []


def credited_names(book: Book) -> list[str]:
    """Return the names of a book's authors."""
    return [name for name in NAMES.credited.split(book.author) if name]


def is_one_name(one: Names, other: Names) -> bool:
    """Test if two spellings are one name's: in another order, with names missing or as initials, transliterated.

    The surnames agree, and a whole name beside them or two initials: "E. Annie Proulx" and "Annie Proulx", "J. K.
    Rowling" and "Joanne K. Rowling"; but "J. Kellerman" may be Jonathan or Jesse, and "Tabitha King" is not "Stephen".
    """
    folded, other_folded = [fold(name) for name in one], [fold(name) for name in other]
    if not folded or not other_folded:
        return False
    if sorted(folded) == sorted(other_folded) or "".join(folded) == "".join(other_folded):
        return True
    if folded[-1] != other_folded[-1]:
        return False
    fewer, more = sorted((folded[:-1], other_folded[:-1]), key=len)
    pairs = [(name, next((full for full in more if _stands_for(name, full)), "")) for name in fewer]
    if not pairs or not all(full for _, full in pairs):
        return False
    return len(pairs) > 1 or pairs[0][0] == pairs[0][1] != pairs[0][0][:1]


def _stands_for(name: str, full: str) -> bool:
    """Test if two given names are equal, or one is the other's initial."""
    return name == full or (min(len(name), len(full)) == 1 and name[0] == full[0])
