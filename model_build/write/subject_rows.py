"""The subjects that a model keeps of its books: the rarest, which say most of what two books have in common."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubjectRowsConfig:
    """The numbers of the kept subjects.

    Attributes:
        subjects_of_book: Most subjects of a book, the rarest: half a million books have room for few.
        least_books: Least number of books of a subject: of one book alone it is shared with none.
        most_books_share: Largest share of all books that a subject may have, to be worth a reason ...
        few_books: ... in a catalogue where that are more books than this.
    """

    subjects_of_book: int = 5
    least_books: int = 2
    most_books_share: float = 0.1
    few_books: int = 100


SUBJECT_ROWS = SubjectRowsConfig()


@dataclass(frozen=True, slots=True)
class SubjectRows:
    """The kept subjects.

    Attributes:
        names: [subjects] their names, that of most books first: its number is the shortest to store.
        of_books: [books] rows of each book's subjects from 0, the rarest first.
    """

    names: list[str]
    of_books: list[list[int]]


def choose_subjects(tags_of_books: Sequence[Sequence[str]]) -> SubjectRows:
    """Choose the subjects that are kept, and number them.

    Args:
        tags_of_books: [books] tags; compared without their case, and shown as they are written first.
    """
    counts = Counter(tag for tags in tags_of_books for tag in {tag.casefold() for tag in tags})
    most = max(SUBJECT_ROWS.few_books, SUBJECT_ROWS.most_books_share * len(tags_of_books))
    telling = {tag: books for tag, books in counts.items() if SUBJECT_ROWS.least_books <= books <= most}
    chosen = [
        sorted({tag.casefold() for tag in tags} & telling.keys(), key=lambda tag: (telling[tag], tag))[
            : SUBJECT_ROWS.subjects_of_book
        ]
        for tags in tags_of_books
    ]
    kept = Counter(tag for tags in chosen for tag in tags)
    in_order = sorted(kept, key=lambda tag: (-kept[tag], tag))
    row_of = {tag: row for row, tag in enumerate(in_order)}
    written: dict[str, str] = {}
    for tags in tags_of_books:
        for tag in tags:
            written.setdefault(tag.casefold(), tag)
    return SubjectRows([written[tag] for tag in in_order], [[row_of[tag] for tag in tags] for tags in chosen])
