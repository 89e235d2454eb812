"""Exports written of a catalogue's own books and of books that it lacks, with the right answer for each row.

The rows are as readers' exports have them: with an ISBN or without, under the titles of other editions, with the series
in brackets, with the surname first. A model of nine books in ten is built, so that every tenth is a book that the
catalogue lacks, whose author, series and like titles it has.
"""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from model_build.build import build_from
from model_build.commands.import_shelf import read_shelf
from model_build.datasets.dataset import Dataset
from model_build.left_out.book_rules import Action, BookRule
from model_build.works.authors import lead_author
from model_build.works.gather import join_editions
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title, whole_titles, words_of

GOODREADS = ("Title", "Author", "ISBN", "ISBN13", "My Rating", "Exclusive Shelf")
LIBRARYTHING = ("Title", "Primary Author", "ISBN", "Rating", "Collections")
SURNAME_FIRST = "surname first"
SUFFIXES = frozenset(["Jr", "Sr", "II", "III", "IV", "(Editor)"])
NUMBERS = frozenset([*map(str, range(100)), "vol", "volume", "book", "part", "one", "two"])
# Books of 2015 and later. Some have the title, the author or both words of an older book.
NEW_BOOKS = [
    ("The Testaments (The Handmaid's Tale, #2)", "Margaret Atwood"), ("Fairy Tale", "Stephen King"),
    ("The Institute", "Stephen King"), ("Later", "Stephen King"), ("Holly (Holly Gibney, #3)", "Stephen King"),
    ("The Guardians", "John Grisham"), ("Camino Island (Camino Island, #1)", "John Grisham"),
    ("The Whistler (The Whistler, #1)", "John Grisham"),
    ("Go Set a Watchman (To Kill a Mockingbird, #2)", "Harper Lee"), ("Klara and the Sun", "Kazuo Ishiguro"),
    ("The Buried Giant", "Kazuo Ishiguro"), ("Lessons", "Ian McEwan"), ("Machines Like Me", "Ian McEwan"),
    ("Piranesi", "Susanna Clarke"), ("Circe", "Madeline Miller"), ("Normal People", "Sally Rooney"),
    ("Educated", "Tara Westover"), ("Becoming", "Michelle Obama"), ("Origin (Robert Langdon, #5)", "Dan Brown"),
    ("The Sentinel (Jack Reacher, #25)", "Lee Child"), ("Blue Moon (Jack Reacher, #24)", "Lee Child"),
    ("The Dark Hours (Harry Bosch, #23)", "Michael Connelly"), ("The Night Fire", "Michael Connelly"),
    ("Fear No Evil (Alex Cross, #29)", "James Patterson"), ("The Noise", "James Patterson"),
    ("The Silent Patient", "Alex Michaelides"), ("The Maid", "Nita Prose"), ("The Push", "Ashley Audrain"),
    ("The Guest List", "Lucy Foley"), ("The Hunting Party", "Lucy Foley"), ("Home Before Dark", "Riley Sager"),
    ("Lock Every Door", "Riley Sager"), ("The Chain", "Adrian McKinty"),
    ("The Stranger in the Woods", "Michael Finkel"), ("The Stranger", "Harlan Coben"),
    ("The Boy from the Woods", "Harlan Coben"), ("Run Away", "Harlan Coben"), ("Artemis", "Andy Weir"),
    ("Project Hail Mary", "Andy Weir"), ("Recursion", "Blake Crouch"), ("Exhalation", "Ted Chiang"),
    ("The Power", "Naomi Alderman"), ("The Overstory", "Richard Powers"), ("Bewilderment", "Richard Powers"),
    ("Apeirogon", "Colum McCann"), ("Less (Arthur Less, #1)", "Andrew Sean Greer"), ("There There", "Tommy Orange"),
    ("Exit West", "Mohsin Hamid"), ("Autumn (Seasonal Quartet, #1)", "Ali Smith"),
    ("Spring (Seasonal Quartet, #3)", "Ali Smith"), ("The Water Dancer", "Ta-Nehisi Coates"),
    ("The Nickel Boys", "Colson Whitehead"), ("Fates and Furies", "Lauren Groff"), ("Matrix", "Lauren Groff"),
    ("The Dutch House", "Ann Patchett"), ("Commonwealth", "Ann Patchett"), ("Anxious People", "Fredrik Backman"),
    ("Range", "David Epstein"), ("Outline (Outline, #1)", "Rachel Cusk"),
    ("Tiamat's Wrath (The Expanse, #8)", "James S.A. Corey"), ("Oathbringer", "Brandon Sanderson"),
    ("The Book of Dust: La Belle Sauvage (The Book of Dust, #1)", "Philip Pullman"),
    ("The Mirror & the Light (Thomas Cromwell, #3)", "Hilary Mantel"), ("The Shadows", "Alex North"),
    ("Rage", "Bob Woodward"), ("Fear: Trump in the White House", "Bob Woodward"),
    ("Dune: The Duke of Caladan", "Brian Herbert"),
    ("The Ballad of Songbirds and Snakes (The Hunger Games, #0)", "Suzanne Collins"),
    ("Deacon King Kong", "James McBride"),
]  # fmt: skip


class WrittenRow(NamedTuple):
    """A row of an export.

    Attributes:
        kind: Kind of the row.
        title: Its title.
        author: Its author.
        isbn: Its ISBN, or ''.
        book_id: The book that it names; '' for one that the model lacks.
    """

    kind: str
    title: str
    author: str
    isbn: str
    book_id: str


class Share(NamedTuple):
    """The answers to the rows of one kind.

    Attributes:
        rows: Number of rows.
        in_model: Number of those whose book the model has.
        right: Number of those that found it.
        wrong: Rows that found another book, as sentences.
    """

    rows: int
    in_model: int
    right: int
    wrong: list[str]


def build_without_a_tenth(dataset: Dataset, directory: Path) -> None:
    """Build a model of nine works in ten."""
    joined = join_editions(dataset)
    firsts = np.unique(joined.groups, return_index=True)[1].tolist()
    left_out = [joined.editions[row] for row in firsts[7::10]]
    rules = [
        BookRule(line, Action.BLOCK, "", edition.title, edition.author) for line, edition in enumerate(left_out, 2)
    ]
    build_from(dataset, directory, rules=rules)


def shares_of_rows(catalogue: Catalogue, rows: Iterable[WrittenRow], path: Path) -> dict[str, Share]:
    """Write the rows of each kind as an export, import it, and return the answers by kind.

    Args:
        catalogue: The model.
        rows: The rows.
        path: The file to write the exports into, one after the other.
    """
    by_kind: defaultdict[str, list[WrittenRow]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    return {kind: _share(catalogue, of_kind, path) for kind, of_kind in by_kind.items()}


def precision_of(shares: Iterable[Share]) -> float:
    """Return the share of the books found that are the right ones, 0 to 1; 1 where none is found."""
    shares = list(shares)
    right, wrong = sum(share.right for share in shares), sum(len(share.wrong) for share in shares)
    return right / (right + wrong) if right + wrong else 1.0


def _share(catalogue: Catalogue, rows: Sequence[WrittenRow], path: Path) -> Share:
    is_inverted = rows[0].kind == SURNAME_FIRST
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t" if is_inverted else ",")
        writer.writerow(LIBRARYTHING if is_inverted else GOODREADS)
        for row in rows:
            if is_inverted:
                writer.writerow([row.title, row.author, f"[{row.isbn}]", "4", "Your library"])
            else:
                writer.writerow([row.title, row.author, f'="{row.isbn}"', '=""', "4", "read"])
    shelf = read_shelf(catalogue, path)
    found = {book.line: match.book for book, match in zip(shelf.export.books, shelf.matches, strict=True) if match}
    right, wrong = 0, []
    for line, row in enumerate(rows, start=2):
        book = found.get(line)
        if book and book.book_id == row.book_id:
            right += 1
        elif book:
            wrong.append(f"{row.title} by {row.author} {row.isbn}: {book.full_title} by {book.author}")
    return Share(len(rows), sum(bool(row.book_id) for row in rows), right, wrong)


def written_rows(dataset: Dataset, catalogue: Catalogue, seed: int = 7) -> Iterator[WrittenRow]:
    """Yield rows of every kind: of each edition, of each shown book, and of books that the model lacks.

    Args:
        dataset: The whole dataset.
        catalogue: A model of most of its books.
        seed: Seed of the random choices.
    """
    generator = random.Random(seed)
    books = [book for book in catalogue.all_books() if book.author != UNKNOWN_AUTHOR]
    heads = Counter((lead_author(book.author), normalise_title(book.title.partition(": ")[0])) for book in books)
    of_row = {book.book_row: book for book in books}
    row_of_edition = {source_id: book_row for source_id, book_row, _ in catalogue.editions()}
    columns = (dataset.editions[name].tolist() for name in ("source_id", "title", "author", "isbns"))
    for source_id, title, author, isbns in zip(*columns, strict=True):
        if author == UNKNOWN_AUTHOR:
            continue
        book = of_row.get(row_of_edition.get(source_id, 0))
        isbn = isbns[0] if isbns else ""
        if source_id in row_of_edition and book is None:
            continue
        if book is None:
            yield WrittenRow("lacking, with its ISBN", title, author, isbn, "")
            yield WrittenRow("lacking, without ISBN", title, author, "", "")
            head, mark, _ = title.partition(": ")
            # Where a book of the model has the same head, the row names that one.
            if mark and not heads[lead_author(author), normalise_title(head)]:
                yield WrittenRow("lacking, without subtitle", head, author, "", "")
            continue
        if isbn:
            yield WrittenRow("with its ISBN", title, author, isbn, book.book_id)
        is_other = normalise_title(title) != normalise_title(book.title)
        kind = "title of another edition, without ISBN" if is_other else "title as listed, without ISBN"
        yield WrittenRow(kind, title, author, "", book.book_id)
    for book in books:
        yield from _rows_of_book(book, heads)
    yield from _rows_of_other_isbns(books)
    yield from _rows_of_strangers(books, generator)


def _rows_of_book(book: Book, heads: Mapping[tuple[str, str], int]) -> Iterator[WrittenRow]:
    """Yield rows of a book of the model in other spellings, without its ISBN.

    Args:
        book: The book.
        heads: Number of books by author and title without subtitle.
    """
    head, mark, _ = book.title.partition(": ")
    lead = lead_author(book.author)
    if book.series and book.volume:
        numbers = f"{book.volume:g}" + (f"-{book.last_volume:g}" if book.last_volume else "")
        yield WrittenRow("series in brackets", f"{book.title} ({book.series}, #{numbers})", lead, "", book.book_id)
    if mark and heads[lead, normalise_title(head)] == 1 and "(" not in head:
        yield WrittenRow("without subtitle", head, lead, "", book.book_id)
    elif "(" not in book.title:
        yield WrittenRow("with a subtitle", f"{book.title}: A Novel", lead, "", book.book_id)
    given, _, surname = lead.rpartition(" ")
    if given:
        yield WrittenRow(SURNAME_FIRST, book.title, f"{surname}, {given}", "", book.book_id)
    names = given.split()
    if len(names) > 1 and len(names[0].strip(".")) > 1 and surname.strip(".") not in SUFFIXES:
        yield WrittenRow("without middle names", book.title, f"{names[0]} {surname}", "", book.book_id)
    yield WrittenRow("in small letters", words_of(book.title), lead.lower(), "", book.book_id)


def _rows_of_other_isbns(books: Sequence[Book]) -> Iterator[WrittenRow]:
    """Yield rows of volumes of series with the ISBN of another volume."""
    before: dict[int, Book] = {}
    for book in books:
        if book.series_row and book.volume and not book.last_volume:
            other = before.get(book.series_row)
            if other and other.volume != book.volume and normalise_title(other.title) != normalise_title(book.title):
                title = f"{book.title} ({book.series}, #{book.volume:g})"
                yield WrittenRow(
                    "with another volume's ISBN", title, lead_author(book.author), other.isbn, book.book_id
                )
            before[book.series_row] = book


def _rows_of_strangers(books: Sequence[Book], generator: random.Random) -> Iterator[WrittenRow]:
    """Yield rows of new books, and of the model's titles by another author, in another series, of another volume."""
    authors_of_title: defaultdict[str, set[str]] = defaultdict(set)
    names_of_author: defaultdict[str, set[str]] = defaultdict(set)
    for book in books:
        author = lead_author(book.author)
        authors_of_title[normalise_title(book.title)].add(author)
        names_of_author[author].update(map(_letters, [*whole_titles(book.title), shortened_title(book.title)]))
    series = sorted({book.series for book in books if book.series})
    for title, author in NEW_BOOKS:
        if _letters(whole_titles(title)[-1]) not in names_of_author[author]:
            yield WrittenRow("of 2015 and later", title, author, "", "")
    for book in books:
        author, other = lead_author(book.author), lead_author(generator.choice(books).author)
        if other not in authors_of_title[normalise_title(book.title)]:
            yield WrittenRow("another author's, same title", book.title, other, "", "")
        if book.series and _letters(normalise_title(book.series)) not in names_of_author[author]:
            yield WrittenRow("name of a series as a title", book.series, author, "", "")
        if book.series and book.volume:
            strange = generator.choice(series)
            if set(words_of(strange).split()).isdisjoint(words_of(book.series).split()):
                titled = f"{book.title} ({strange}, #{generator.randrange(1, 9)})"
                yield WrittenRow("another series, same title", titled, author, "", "")
            # "Magic Eye, Vol. 1 (Magic Eye, #8)" contradicts itself.
            if not book.last_volume and not NUMBERS.intersection(words_of(book.title).split()):
                titled = f"{book.title} ({book.series}, #{book.volume + generator.randrange(1, 9):g})"
                yield WrittenRow("another volume, same title", titled, author, "", "")


def _letters(key: str) -> str:
    """Return the letters of a key: "Remember Me #1" is called as its series is."""
    return "".join(filter(str.isalpha, key))
