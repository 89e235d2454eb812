"""The title and the author that a work is shown by."""

from pathlib import Path

import pytest

from model_build.datasets.values.languages import language_of_isbn
from model_build.works.authors import authors_of_works, co_authors
from model_build.works.shown_titles import shown_titles
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.search.titles import Exact, find_title
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle
from tests.model_build.works.small_works import books_by_title, works_of


def shown_edition(directory: Path, *editions: tuple[str, str, int]) -> tuple[str, str]:
    """Return the title and isbn by which editions (isbn, title, number of readers) of one work are shown."""
    books = [book(isbn, title, "Ann Author", publisher="Avon") for isbn, title, _ in editions]
    ratings = [(reader, isbn, 7) for number, (isbn, _, readers) in enumerate(editions)
               for reader in range(100 * number, 100 * number + readers)]  # fmt: skip
    works = works_of(directory, books, ratings)
    ((title, isbn),) = works.books[["title", "isbn"]].itertuples(index=False, name=None)
    return title, isbn


@pytest.mark.parametrize(
    ("clean", "unclean"),
    [
        ("Emma", "EMMA"),
        ("Emma", "emma"),
        ("Emma", "Emma (Penguin Classics)"),
        ("Emma", "Emma [Large Print]"),
        ("Emma", "Emma Uk Edition"),
        ("Emma", "Emma : Student Edition"),
        ("Emma", "EMMA : EMMA"),
        ("The Truth", "Truth, The"),
        ("Emma (Woodhouse, Book 1)", "EMMA (Penguin Classics)"),
        ("Cien años de soledad", "Cien anos de soledad"),
        ("You Won't", "You Won'T"),
        ("La Caverna", "La caverna = A caverna"),
        ("La Sombra del Viento", "La Sombra Del Viento/The Shadow Of The Wind"),
        ("Island of the Sequined Love Nun", "Island of the Sequined L"),
    ],
)
def test_a_clean_title_is_shown_before_a_more_read_unclean_one(clean: str, unclean: str, tmp_path: Path) -> None:
    assert shown_edition(tmp_path, ("0000000001", unclean, 5), ("0000000002", clean, 1)) == (clean, "0000000002")


def test_of_clean_titles_the_most_read_is_shown(tmp_path: Path) -> None:
    editions = ("0000000001", "Emma: A Romance", 1), ("0000000002", "Emma", 3)
    assert shown_edition(tmp_path, *editions) == ("Emma", "0000000002")


def test_the_language_most_read_decides_before_cleanness_and_readers_of_one_edition(tmp_path: Path) -> None:
    german = "3000000001", "Artemis Fowl", 3
    english = ("0000000001", "Artemis Fowl (Paperback)", 2), ("1000000001", "ARTEMIS FOWL", 2)
    assert shown_edition(tmp_path / "a", german, *english) == ("Artemis Fowl", "0000000001")
    assert shown_edition(tmp_path / "b", german, english[0]) == ("Artemis Fowl", "3000000001")


@pytest.mark.parametrize(
    ("isbn", "language"),
    [
        ("0345339681", "en"),
        ("1400034779", "en"),
        ("2070360024", "fr"),
        ("3423203668", "de"),
        ("8420412147", "es"),
        ("9027412345", "nl"),
        ("9505112345", "es"),
        ("9780345339681", "en"),
        ("978-3-423-20366-0", "de"),
        ("439023483", "en"),
        ("9799900000289", ""),
        ("B0000A2BCD", ""),
        ("", ""),
        ("17", ""),
    ],
)
def test_an_isbn_identifies_the_language(isbn: str, language: str) -> None:
    assert language_of_isbn(isbn) == language


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Emma (Penguin Classics)", "Emma"),
        ("Pnin (Vintage International)", "Pnin"),
        ("Ash (Avon Romance)", "Ash"),
        ("Emma : A Novel", "Emma: A Novel"),
        ("Life of Pi : Student Edition", "Life of Pi"),
        ("Evening Class Uk Edition", "Evening Class"),
        ("Notes on Poetry: Essays of a Life, Expanded Edition", "Notes on Poetry: Essays of a Life"),
        ("Weight of Water : A Novel Tag: Author of Resistance", "Weight of Water: A Novel"),
        ("Truth, The: A Novel", "The Truth: A Novel"),
        ("It'S Obvious You Won'T Survive, I'M Told", "It's Obvious You Won't Survive, I'm Told"),
        ("The Protector (O'Malley, 4)", "The Protector (O'Malley, 4)"),
        ("Truth or Dare (FEAR STREET): Truth or Dare", "Truth or Dare (FEAR STREET)"),
        ("Atticus : Novel, A", "Atticus: A Novel"),
        ("Iceberg : ICEBERG", "Iceberg"),
        ("The Rules(TM) : Time-Tested", "The Rules(TM): Time-Tested"),
        ("Chobits (Chobits)", "Chobits"),
        ("Whangdoodles 30th Anniversary Edition (Julie Andrews Collection)", "Whangdoodles (Julie Andrews Collection)"),
        # Series and volumes stay.
        ("Hogfather (Discworld Novels (Paperback))", "Hogfather (Discworld Novels)"),
        ("The Gunslinger (The Dark Tower, Book 1)", "The Gunslinger (The Dark Tower, Book 1)"),
        ("Planet X (Star Trek The Next Generation)", "Planet X (Star Trek The Next Generation)"),
        ("L'Etranger (Collection Folio, 2)", "L'Etranger"),
        ("(Penguin Classics)", "(Penguin Classics)"),
        ("1984", "1984"),
    ],
)
def test_edition_notes_are_removed_and_series_stay(title: str, expected: str) -> None:
    assert shown_titles([title], ["Avon"], [title]) == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ANGELA'S ASHES", "Angela's Ashes"),
        ("THE LORD OF THE RINGS", "The Lord of the Rings"),
        ("DUNE", "Dune"),
        ("CSI", "CSI"),
        ("CSI: SIN CITY", "CSI: Sin City"),
        ("INSIDE THE FBI", "Inside the FBI"),
        ("MCNALLY'S LUCK", "McNally's Luck"),
        ("HENRY IV", "Henry IV"),
        ("L.A. DEAD", "L.A. Dead"),
        ("DEVIL : A Memoir", "Devil: A Memoir"),
        ("DEVIL (Easy Rawlins Mysteries)", "Devil (Easy Rawlins Mysteries)"),
        ("WHAT ARE YOU WAITING FOR?", "What Are You Waiting For?"),
        ("1984", "1984"),
        ("U2", "U2"),
        ("The BLACK ALBUM", "The Black Album"),
        ("The RUNAWAY: FEAR STREET", "The Runaway: Fear Street"),
        ("The BFG", "The BFG"),
    ],
)
def test_titles_in_capitals_are_written_as_others_are(title: str, expected: str) -> None:
    catalogue = [title, "McNally's Secret", "The FBI Story", "Fbi", "My FBI Years", "DEVIL: A Story"]
    assert shown_titles([title], ["Publisher"], catalogue) == [expected]


def test_a_book_is_found_by_the_title_that_is_shown(build: Build, tmp_path: Path) -> None:
    dataset_folder = write_kaggle(
        tmp_path / "data", [book("01", "Evening Class Uk Edition", "Maeve Binchy")], [(1, "01", 7)]
    )
    found = find_title(build(dataset_folder), "Evening Class")
    assert isinstance(found, Exact)
    assert found.book.title == "Evening Class"


def test_unknown_authors_of_two_works_are_two_authors(tmp_path: Path) -> None:
    books = [book("01", "Beowulf", ""), book("02", "Gawain", "nan"), book("03", "Emma", "Jane Austen")]
    shown = books_by_title(works_of(tmp_path, books, [(1, "01", 7)]))
    assert shown["Beowulf"]["author"] == shown["Gawain"]["author"] == UNKNOWN_AUTHOR
    assert len({row["author_row"] for row in shown.values()}) == 3


def test_two_authors_of_one_book_stay_two_authors(tmp_path: Path) -> None:
    pratchett, gaiman = "Terry Pratchett", "Neil Gaiman"
    books = [
        book("01", "Good Omens", f"{pratchett}, {gaiman}"),
        book("02", "Good Omens", gaiman),
        book("03", "Mort", pratchett),
        book("04", "Stardust", gaiman),
    ]
    shown = books_by_title(works_of(tmp_path, books, [(1, "01", 7)]))
    assert len(shown) == 3
    assert shown["Good Omens"]["author_row"] == shown["Mort"]["author_row"]
    assert shown["Good Omens"]["author_row"] != shown["Stardust"]["author_row"]


def test_an_authors_name_is_shown_with_its_accents() -> None:
    _, names = authors_of_works(
        [0, 0, 1], ["Gabriel Garcia Marquez", "Gabriel García Márquez", "Jose Other"], [9, 1, 1]
    )
    assert names == ["Gabriel García Márquez", "Jose Other"]


@pytest.mark.parametrize(
    ("author", "others"),
    [
        ("Terry Pratchett, Neil Gaiman", ["Neil Gaiman"]),
        ("Homer, Robert Fagles & Bernard Knox", ["Robert Fagles", "Bernard Knox"]),
        ("Tolkien, J. R. R.", []),
        ("Austen, Jane", []),
        ("Kurt, Jr. Vonnegut", []),
        ("Jane Austen", []),
    ],
)
def test_co_authors_are_those_named_after_the_first(author: str, others: list[str]) -> None:
    assert co_authors(author) == others
