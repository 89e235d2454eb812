"""The books of the sample: `bookcase.csv`, a list written by hand, read into editions."""

import csv
from dataclasses import dataclass
from pathlib import Path

from shelftalker.model.isbn import isbn_of

BOOKCASE_CSV = Path(__file__).with_name("bookcase.csv")
# The beginning of a publisher's name before the genre: some real publishers have an imprint for each genre too.
_PUBLISHER_PREFIX = "Shelftalker Sample: "


@dataclass(frozen=True, slots=True)
class Edition:
    """One row of the list: a book, or another edition of one.

    Attributes:
        number: Number of the row, which a book keeps for good.
        title: Title of the edition.
        author: Author in one spelling for all books.
        year: Year of first publication; negative before our era.
        language: ISO 639-1 code of the title's language: "en" for a translation into English.
        fame: From 1 (few have heard of it) to 5 (everyone has); 0 for one that no reader of the sample has read.
        tags: The genre, then the themes that attract its readers.
        work_number: Number of the book's own row; equal to `number` unless this is another edition.
        isbn: The ISBN of an edition of this title and author; empty where none has been confirmed.
        series: Series of the book; empty for none, and where the sample has no other book of it.
        volume: Number of the volume in its series; empty for a book that has none there.
    """

    number: int
    title: str
    author: str
    year: int
    language: str
    fame: int
    tags: tuple[str, ...]
    work_number: int
    isbn: str = ""
    series: str = ""
    volume: str = ""

    @property
    def genre(self) -> str:
        """Kind of the book, in a word or two."""
        return self.tags[0]

    @property
    def book_id(self) -> str:
        """The ISBN, or an id that nobody takes for one."""
        return self.isbn or f"sample-{self.number}"

    @property
    def publisher(self) -> str:
        """The made-up publisher, named after the genre."""
        return f"{_PUBLISHER_PREFIX}{self.genre}"


def read_bookcase(path: Path = BOOKCASE_CSV) -> list[Edition]:
    """Read the list. Another edition takes from its book all fields that its own row leaves empty, tags always.

    Raises:
        ValueError: A row can't be read, repeats a number or an ISBN, has a wrong ISBN, or is an edition of a book that
            is not above it.
    """
    editions: dict[int, Edition] = {}
    isbns: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            edition = _edition(row, editions)
            if edition.number in editions:
                raise ValueError(f"{path.name}: two rows have the number {edition.number}. Give each its own.")
            if edition.isbn in isbns:
                raise ValueError(f"{path.name}: two rows have the ISBN {edition.isbn}. Leave it to one of them.")
            editions[edition.number] = edition
            isbns |= {edition.isbn} - {""}
            if edition.isbn and isbn_of(edition.isbn) != edition.isbn:
                raise ValueError(
                    f"{path.name}: {edition.isbn} of row {edition.number} is no ISBN in its shortest form."
                )
    return list(editions.values())


def genre_of(publisher: str) -> str:
    """Return the genre in the name of a publisher of the sample, '' for any other publisher."""
    return publisher.removeprefix(_PUBLISHER_PREFIX) if publisher.startswith(_PUBLISHER_PREFIX) else ""


def _edition(row: dict[str, str], editions: dict[int, Edition]) -> Edition:
    try:
        if row["edition_of"]:
            work = editions[int(row["edition_of"])]
            return Edition(
                int(row["number"]), row["title"], row["author"] or work.author, int(row["year"] or work.year),
                row["language"] or work.language, int(row["fame"] or work.fame), work.tags, work.number, row["isbn"],
                work.series, work.volume,
            )  # fmt: skip
        tags = tuple(tag.strip() for tag in row["tags"].split(";"))
        number, year, fame = int(row["number"]), int(row["year"]), int(row["fame"])
        return Edition(
            number, row["title"], row["author"], year, row["language"], fame, tags, number, row["isbn"],
            row["series"], row["volume"],
        )  # fmt: skip
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"{BOOKCASE_CSV.name}: can't read {row}. Expected number, title, author, year, language, fame and tags, "
            "or number, title and edition_of, the number of a book further up."
        ) from error
