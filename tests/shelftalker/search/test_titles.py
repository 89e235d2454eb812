"""The title search."""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.files import DatasetFiles
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title, trigrams, whole_titles
from shelftalker.search.titles import ByAuthor, Exact, NotFound, Suggestions, find_title
from tests.model_build.small_datasets import book, write_kaggle


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("The Hobbit", "hobbit"),
        ("Hobbit, The", "hobbit"),
        ("AN ARTIST of the Floating World", "artist of the floating world"),
        ("Pride & Prejudice", "pride and prejudice"),
        ("The Kitchen God's Wife", "kitchen gods wife"),
        ("The Kitchen God\u2019s Wife", "kitchen gods wife"),
        ("Amélie – Ça va", "amelie ca va"),
        ("Straße", "strasse"),
        ("Smilla's fornemmelse for sne: Ærø", "smillas fornemmelse for sne aero"),
        ("J. R. R. Tolkien", "jrr tolkien"),
        ("M*A*S*H", "mash"),
        ("ﬁre １９８４", "fire 1984"),
        ("The", "the"),
        ("!!!", "!!!"),
        ("  ", ""),
        ("海辺のカフカ", "海辺のカフカ"),
        ("ガラス", "ガラス"),
    ],
)
def test_a_title_is_compared_by_its_words_alone(title: str, key: str) -> None:
    assert normalise_title(title) == key


def test_a_key_is_its_own_key() -> None:
    for title in ("The A.B.C. Murders", "Q & A", "Léon l'Africain", "Die Säulen der Erde. Roman.", "À rebours"):
        key = normalise_title(title)
        assert normalise_title(key) == key


def test_brackets_are_left_off_a_whole_title_and_the_subtitle_off_a_shortened_one() -> None:
    title = "Hogfather: A Novel of Discworld (Discworld Novels (Paperback))"
    assert whole_titles(title) == [
        "hogfather a novel of discworld discworld novels paperback",
        "hogfather a novel of discworld",
    ]
    assert shortened_title(title) == "hogfather"


def test_a_title_that_is_all_brackets_keeps_its_words() -> None:
    assert whole_titles("(Un)") == ["un"]
    assert shortened_title("(Un)") == "un"


def test_trigrams_count_the_ends_of_a_title() -> None:
    assert trigrams("it") == [" it", "it "]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("dune", "Dune"),
        ("  DUNE!! ", "Dune"),
        ("the dune", "Dune"),
        ("it", "It"),
        ("v", "V."),
        ("the help", "The Help"),
        ("pride and prejudice", "Pride & Prejudice"),
        ("Pride and Prejudice (Penguin Classics)", "Pride & Prejudice"),
        ("harry potter and the sorcerers stone", "Harry Potter and the Sorcerer's Stone (Book 1)"),
        ("cien anos de soledad", "Cien años de soledad"),
        ("two towers by tolkien", None),
        ("tolkien", None),
        ("stand by me", "Stand by Me"),
        ("stand by me by stephen king", "Stand by Me"),
        ("emma by jane austen", "Emma"),
        ("dune by", "Dune"),
        ("Dune  BY ", "Dune"),
        ("a brief history of time", "A Brief History of Time: From the Big Bang to Black Holes"),
        ("dune: a novel of the desert planet", None),
        ("The Hobbit: There and Back Again", "The Hobbit"),
        ("海辺のカフカ", "海辺のカフカ"),
        ("الخبز الحافي", "الخبز الحافي"),
        ("*Starred_ ~Title~ <!channel> & `code`", "*Starred_ ~Title~ <!channel> & `code`"),
    ],
)
def test_a_title_is_found_however_it_is_written(catalogue: Catalogue, query: str, title: str | None) -> None:
    found = find_title(catalogue, query)
    if title:
        assert isinstance(found, Exact)
        assert found.book.title == title
    else:
        assert not isinstance(found, Exact)


def test_the_more_read_of_two_books_by_one_title_wins_and_the_other_is_offered(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "Emma")
    assert isinstance(found, Exact)
    assert found.book.author == "Jane Austen"
    assert [book.author for book in found.others] == ["Alexander McCall Smith"]


def test_by_an_author_chooses_between_books_of_one_title(catalogue: Catalogue) -> None:
    for query in ("emma by alexander mccall smith", "Emma by McCall Smith"):
        found = find_title(catalogue, query)
        assert isinstance(found, Exact)
        assert found.book.author == "Alexander McCall Smith"
        assert not found.others


def test_by_somebody_who_did_not_write_it_is_not_exact(catalogue: Catalogue) -> None:
    assert not isinstance(find_title(catalogue, "emma by stephen king"), Exact)


@pytest.fixture(scope="module")
def spellings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of books whose authors readers spell in several ways."""
    directory = tmp_path_factory.mktemp("spellings")
    titles = [
        ("Crime and Punishment", "Fyodor Dostoevsky"),
        ("Accordion Crimes", "Annie Proulx"),
        ("The Great Gatsby", "F. Scott Fitzgerald"),
        ("The Hobbit", "J. R. R. Tolkien"),
        ("Unnatural Exposure", "Patricia Daniels Cornwell"),
        ("Good Omens", "Terry Pratchett, Neil Gaiman"),
        ("Possession: A Romance", "A. S. Byatt"),
        ("Dune", "Frank Herbert"),
        ("House Harkonnen", "Brian Herbert"),
        ("The Lost World", "Michael Crichton"),
        ("It", "Stephen King"),
        ("Go Ask Alice", "Anonymous"),
    ]
    books = [book(f"{number:010}", title, author) for number, (title, author) in enumerate(titles)]
    data = write_kaggle(directory / "data", books, [(1, row[0], 7) for row in books])
    build_model(DatasetFiles.found_in(data), directory / "model")
    with closing(Catalogue.open(directory / "model")) as catalogue:
        yield catalogue


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("crime and punishment by Dostojewski", "Crime and Punishment"),
        ("Crime and Punishment by F. M. Dostoyevsky", "Crime and Punishment"),
        ("accordion crimes by e annie proulx", "Accordion Crimes"),
        ("accordion crimes by proulx", "Accordion Crimes"),
        ("the great gatsby by scott fitzgerald", "The Great Gatsby"),
        ("the great gatsby by Fritzgerald", "The Great Gatsby"),
        ("the great gatsby by Francis Scott Fitzgerald", "The Great Gatsby"),
        ("The Hobbit by JRR Tolkein", "The Hobbit"),
        ("The Hobbit by John Ronald Reuel Tolkien", "The Hobbit"),
        ("unnatural exposure by Cornwell Patricia", "Unnatural Exposure"),
        ("unnatural exposure by Patricia Cornwell", "Unnatural Exposure"),
        ("Good Omens by Gaiman", "Good Omens"),
        ("Good Omens by Niel Gaiman", "Good Omens"),
        ("Possession by A.S. Byatt", "Possession: A Romance"),
        ("Possession by Byatt", "Possession: A Romance"),
        ("Dune: Deluxe Edition by Frank Herbert", "Dune"),
        ("go ask alice by anonymous", "Go Ask Alice"),
    ],
)
def test_by_any_spelling_of_the_author_a_title_is_exact(spellings: Catalogue, query: str, title: str) -> None:
    found = find_title(spellings, query)
    assert isinstance(found, Exact)
    assert found.book.title == title


@pytest.mark.parametrize(
    "query",
    [
        "possession by steve lyons",
        "Possession: A Romance by Steve Lyons",
        "Possession: a novel by Steve Lyons",
        "the lost world by arthur conan doyle",
        "The Lost World by Doyle",
        "dune by brian herbert",
        "Dune: House Atreides by Brian Herbert",
        "it by alexa chung",
        "It by Tabitha King",
        "crime and punishment by tolstoy",
    ],
)
def test_by_another_author_a_title_is_never_exact(spellings: Catalogue, query: str) -> None:
    assert not isinstance(find_title(spellings, query), Exact)


@pytest.mark.parametrize("query", ["Proulx Annie", "by Proulx Annie", "books by Byatt A. S.", "cornwell patricia"])
def test_an_author_may_be_named_with_the_surname_first(spellings: Catalogue, query: str) -> None:
    assert isinstance(find_title(spellings, query), ByAuthor)


def test_a_misspelt_anonymous_is_no_author(spellings: Catalogue) -> None:
    assert not isinstance(find_title(spellings, "anonymos"), ByAuthor)


def test_by_with_nobody_after_it_is_left_out_but_where_a_title_ends_so(tmp_path: Path) -> None:
    books = [book("0000000001", "Passing", "Nella Larsen"), book("0000000002", "Passing By", "Jerzy Kosinski")]
    data = write_kaggle(tmp_path / "data", books, [(1, row[0], 7) for row in books])
    build_model(DatasetFiles.found_in(data), tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        for query, title in [("passing by", "Passing By"), ("passing by by", "Passing By"), ("passing", "Passing")]:
            found = find_title(catalogue, query)
            assert isinstance(found, Exact)
            assert found.book.title == title
        for query in ("nella larsen by", "by nella larsen"):
            assert isinstance(find_title(catalogue, query), ByAuthor)


def test_a_whole_title_wins_over_longer_ones_that_begin_so_and_they_are_offered(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "dune")
    assert isinstance(found, Exact)
    assert found.book.title == "Dune"
    assert [book.title for book in found.others] == ["Dune: House Atreides", "Dune Messiah"]


def test_a_series_name_answers_with_its_most_read_volume_and_offers_the_others(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "lord of the rings")
    assert isinstance(found, Exact)
    assert found.book.title.endswith("The Two Towers")
    assert [book.title for book in found.others] == ["The Lord of the Rings: The Return of the King"]


def test_a_misspelt_volume_of_a_series_is_suggested_and_not_taken_for_another(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "The Lord of the Rings: The Two Tower")
    assert isinstance(found, Suggestions)
    assert found.books[0].title.endswith("The Two Towers")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("dune mesiah", "Dune Messiah"),
        ("tihe help", "The Help"),
        ("hobbit the", "The Hobbit"),
        ("the hobit", "The Hobbit"),
        ("prejudice and pride", "Pride & Prejudice"),
        ("harry potter", "Harry Potter and the Sorcerer's Stone (Book 1)"),
        ("two towers tolkien", "The Lord of the Rings: The Two Towers"),
        ("hobbit j r r tolkien", "The Hobbit"),
        ("brief histroy of time", "A Brief History of Time: From the Big Bang to Black Holes"),
        ("cien anos de la soledad", "Cien años de soledad"),
        ("海辺カフカ", "海辺のカフカ"),
    ],
)
def test_a_title_that_is_not_exact_is_suggested_first(catalogue: Catalogue, query: str, title: str) -> None:
    found = find_title(catalogue, query)
    assert isinstance(found, Suggestions)
    assert found.books[0].title == title


def suggested_books(catalogue: Catalogue, query: str) -> Sequence[Book]:
    found = find_title(catalogue, query)
    assert isinstance(found, Suggestions)
    return found.books


def test_a_query_too_short_for_trigrams_offers_titles_that_begin_so_most_read_first(catalogue: Catalogue) -> None:
    assert [book.title for book in suggested_books(catalogue, "em")] == ["Emma", "Emma"]
    assert [book.author for book in suggested_books(catalogue, "d")] == [
        "Frank Herbert",
        "Frank Herbert",
        "Brian Herbert",
    ]
    assert [book.title for book in suggested_books(catalogue, "海辺")] == ["海辺のカフカ"]


@pytest.mark.parametrize(
    ("query", "author"),
    [
        ("Tolkien", "J. R. R. Tolkien"),
        ("J.R.R. Tolkien", "J. R. R. Tolkien"),
        ("jrr tolkien", "J. R. R. Tolkien"),
        ("Tolkien, J. R. R.", "J. R. R. Tolkien"),
        ("by Jane Austen", "Jane Austen"),
        ("books by austen", "Jane Austen"),
        ("GARCIA MARQUEZ, gabriel", "Gabriel García Márquez"),
        ("村上春樹", "村上春樹"),
        # Misspelt.
        ("J K Rowlling", "J. K. Rowling"),
        ("Stephan King", "Stephen King"),
        ("tolkein", "J. R. R. Tolkien"),
    ],
)
def test_an_authors_name_offers_the_authors_most_read_books(catalogue: Catalogue, query: str, author: str) -> None:
    found = find_title(catalogue, query)
    assert isinstance(found, ByAuthor)
    assert found.author == author
    rows = [book.book_row for book in found.books]
    assert rows == sorted(rows)
    assert len({book.author_row for book in found.books}) == 1


def test_the_surname_of_an_author_whom_few_have_read_is_no_author(catalogue: Catalogue) -> None:
    assert not isinstance(find_title(catalogue, "mccall smith"), ByAuthor)
    assert not isinstance(find_title(catalogue, "The King"), ByAuthor)


@pytest.mark.parametrize(
    ("query", "title", "author"),
    [
        ("hobit by tolkien", "The Hobbit", "J. R. R. Tolkien"),
        ("ema by alexander mccall smith", "Emma", "Alexander McCall Smith"),
        ("prid and prejudise by jane austen", "Pride & Prejudice", "Jane Austen"),
        ("dune mesiah by herbert", "Dune Messiah", "Frank Herbert"),
    ],
)
def test_a_misspelt_title_by_an_author_is_one_of_that_authors(
    catalogue: Catalogue, query: str, title: str, author: str
) -> None:
    found = find_title(catalogue, query)
    assert isinstance(found, Suggestions)
    assert (found.books[0].title, found.books[0].author) == (title, author)


def test_a_title_like_no_book_of_its_author_offers_the_books_of_the_author(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "xqzz vbnw by gabriel garcia marquez")
    assert isinstance(found, ByAuthor | Suggestions)
    assert found.books[0].author == "Gabriel García Márquez"


def test_nonsense_is_not_found(catalogue: Catalogue) -> None:
    consonants = random.Random(1)
    words = ["".join(consonants.choices("bcdfghjklmnpqrstvwxz", k=6)) for _ in range(200)]
    found = [find_title(catalogue, f"{one} {other}") for one, other in zip(words[::2], words[1::2], strict=True)]
    assert sum(isinstance(outcome, NotFound) for outcome in found) >= 95


@pytest.mark.parametrize(
    "query", ["?", "!!", "\u200b", '"', "'; DROP TABLE book; --", "a" * 4000, "%", "* OR *", "\x00"]
)
def test_odd_queries_are_answered_and_break_nothing(catalogue: Catalogue, query: str) -> None:
    assert isinstance(find_title(catalogue, query), Exact | Suggestions | ByAuthor | NotFound)
