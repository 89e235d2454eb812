"""Pages of books: every fact of every book, as it was written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.write.book_rows import encode_pages, pages_of
from shelftalker.model.book_pages import BOOK_PAGES, BookPage, BookPages, StoredBook
from shelftalker.model.format import ModelError
from tests.shelftalker.model.written_tables import connection_to

DUNE = StoredBook(
    book_id="aaaaaaab", title="Dune", author="Frank Herbert", author_row=1, year=1965, isbn="0441172717", cover="",
    ratings_count=700, mean_hundredths=812, language="en", series_row=3, volume=1.0, last_volume=None,
    other_titles="$ a novel\n!esert planet",
)  # fmt: skip
# Each of its facts is one that few books have.
ODD = StoredBook(
    book_id="former10", title="Omens: Good\tOnes", author="Terry Pratchett, Neil Gaiman", author_row=70_000, year=-20,
    isbn="source 12", cover="https://covers.example/1.jpg", ratings_count=0, mean_hundredths=None, language=None,
    series_row=None, volume=None, last_volume=None, author_name="Terry Pratchett",
)  # fmt: skip
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\x1f"), max_size=30)
BOOKS = st.builds(
    StoredBook,
    book_id=st.from_regex(r"\A[a-z2-7]{8}\Z") | st.just("former10"),
    title=LINE,
    author=LINE,
    author_row=st.integers(1, 2**24 - 1),
    year=st.none() | st.integers(1, 2100),
    isbn=st.sampled_from(["0441172717", "080442957X", "080442957x", "9798886451740", "OL27448W", "4711", "no number"]),
    cover=st.sampled_from([None, "", 0, 4711, "https://covers.example/1.jpg"]),
    ratings_count=st.integers(0, 2**32 - 1),
    mean_hundredths=st.none() | st.integers(0, 100_000),
    language=st.none() | st.sampled_from(["en", "de", "zh"]),
    series_row=st.none() | st.integers(1, 10**6),
    volume=st.none() | st.floats(0, 1e6),
    last_volume=st.none() | st.floats(0, 1e6),
    other_titles=LINE,
    author_name=st.none() | LINE,
)


def page_of(books: list[StoredBook], dictionary: str = "", read_books: int = 8) -> BookPage:
    ((_, packed),) = encode_pages(pages_of(books), dictionary, read_books)
    return BookPage(packed, dictionary.encode())


def test_common_and_rare_facts_are_read_as_they_were_written() -> None:
    compressed = page_of([DUNE, ODD], "the of ", 0)
    assert [compressed.book(0), compressed.book(1)] == [DUNE, ODD]
    page = page_of([DUNE, ODD])
    assert [page.book(0), page.book(1)] == [DUNE, ODD]
    assert page.title(0) == ("Dune", "Frank Herbert", 700)
    assert [page.other_titles(0), page.other_titles(1)] == [DUNE.other_titles, ""]
    assert [page.year(place) for place in (0, 1)] == [1965, -20]


@given(st.lists(BOOKS, min_size=1, max_size=8), st.integers(0, 8))
def test_any_books_are_read_as_they_were_written(books: list[StoredBook], read_books: int) -> None:
    plain = [book if book.series_row else book._replace(volume=None, last_volume=None) for book in books]
    page = page_of(plain, "the of and ", read_books)
    assert [page.book(place) for place in range(page.books)] == plain


def test_characters_that_stand_between_texts_are_spaces_in_them() -> None:
    page = page_of([DUNE._replace(title="Du\nne\x1f", author="Frank\nHerbert")])
    assert page.title(0)[:2] == ("Du ne ", "Frank Herbert")
    assert page.other_titles(0) == DUNE.other_titles


def test_books_are_found_by_their_rows_each_once_and_in_order(tmp_path: Path) -> None:
    books = [DUNE._replace(title=f"Book {row}") for row in range(1, 19)]
    pages = list(encode_pages(pages_of(books), "", 9))
    connection = connection_to(tmp_path / "model", {"meta": [("text_dictionary", "")], "book_page": pages})
    opened = BookPages(connection)
    assert [(row, page.book(place).title) for row, page, place in opened.of([18, 9, 1, 9, 8, 19, 0, 4711])] == [
        (1, "Book 1"), (8, "Book 8"), (9, "Book 9"), (18, "Book 18"),
    ]  # fmt: skip
    assert opened.count() == 18
    assert [page.book(place).title for _, page, place in opened.all()] == [book.title for book in books]
    connection.close()


def test_authors_and_years_of_many_books_are_those_of_each(tmp_path: Path) -> None:
    books = [
        DUNE._replace(author_row=70_000 * (row % 5), year=[1965, None, -20, 2054, 2055][row % 5]) for row in range(20)
    ]
    pages = list(encode_pages(pages_of(books), "", 20))
    connection = connection_to(tmp_path / "model", {"meta": [("text_dictionary", "")], "book_page": pages})
    opened = BookPages(connection)
    assert list(opened.authors_and_years([21, 4711, 0, 3, 3, *range(1, 21)])) == [
        (row, book.author_row, book.year) for row, book in enumerate(books, start=1)
    ]
    assert list(opened.authors_and_years([])) == []
    connection.close()


def test_pages_are_read_once_while_they_are_kept(tmp_path: Path) -> None:
    books = [DUNE] * 8 * (BOOK_PAGES.kept + 1)
    pages = list(encode_pages(pages_of(books), "", 9))
    connection = connection_to(tmp_path / "model", {"meta": [("text_dictionary", "")], "book_page": pages})
    opened = BookPages(connection)
    ((_, first, _),) = opened.of([1])
    ((_, again, _),) = opened.of([2])
    assert again is first
    assert len(opened.of(range(1, len(books) + 1))) == len(books)
    ((_, later, _),) = opened.of([1])
    assert later.book(0) == first.book(0)
    assert later is not first
    connection.close()


@pytest.mark.parametrize(
    ("read_books", "kept", "end"),
    [(0, 0.75, b""), (0, 0.98, b""), (0, 0.75, b"\xff" * 60), (8, 0.6, b""), (8, 0.75, b"\xff" * 60)],
)
def test_a_damaged_page_is_named(read_books: int, kept: float, end: bytes) -> None:
    ((_, packed),) = encode_pages([[DUNE] * 8], "", read_books)
    with pytest.raises(ModelError, match=r"A page of books .*Build or fetch the model again"):
        BookPage(packed[: int(kept * len(packed))] + end, b"").book(0)


def test_a_model_without_books_has_none(tmp_path: Path) -> None:
    connection = connection_to(tmp_path / "model", {"meta": [("text_dictionary", "")]})
    assert BookPages(connection).count() == 0
    assert BookPages(connection).of([1]) == []
    connection.close()
