"""The first books of a new reader: well known, of various tastes, the next ones in place of those skipped or known."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.first_books import FIRST_BOOKS, first_books
from shelftalker.shelf.contents import EMPTY_SHELF, Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks

# Six tastes with six books each, two by each author; nobody reads books of two tastes. The last taste reads German, and
# the first two books are of one series.
TASTES, BOOKS_OF_A_TASTE = 6, 6


@pytest.fixture(scope="module")
def tastes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Build a model whose first taste has the most readers, so that its books are the most read."""
    folder, output = tmp_path_factory.mktemp("tastes"), tmp_path_factory.mktemp("model")
    books, ratings = [], []
    for taste in range(TASTES):
        for number in range(BOOKS_OF_A_TASTE):
            book_id = f"{taste}-{number}"
            author, language = f"Author {taste}{number // 2 * 2}", "de" if taste == 5 else "en"
            title = (
                f"Step {number}0 (Long Way, #{number + 1})" if taste == 0 and number < 2 else f"Book {taste}{number}"
            )
            books.append([book_id, title, author, language])
            readers = 40 - 5 * taste - number
            ratings += [[f"{taste}r{reader}", book_id, 5 + reader % 6] for reader in range(readers)]
    write(folder / "Books.csv", ["ISBN", "Book-Title", "Book-Author", "Language"], books)
    write(folder / "Ratings.csv", ["User-ID", "ISBN", "Book-Rating"], ratings)
    (folder / "dataset.json").write_text('{"name": "tastes"}', encoding="utf-8")
    build_model(DatasetFiles.found_in(folder), output)
    with closing(Catalogue.open(output)) as catalogue:
        yield catalogue


def write(path: Path, header: list[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def new_reader(catalogue: Catalogue) -> KnownBooks:
    return KnownBooks(catalogue, EMPTY_SHELF)


def reader_of(catalogue: Catalogue, books: list[Book], languages: tuple[str, ...] = ()) -> KnownBooks:
    """Return a reader who rated, wants or dismissed some books in turn."""
    entries = [
        ShelfBook(book.book_id, 4 if number % 3 == 0 else None, number % 3 == 1, number % 3 == 2, float(number))
        for number, book in enumerate(books)
    ]
    return KnownBooks(catalogue, Shelf(tuple(entries), Preferences(languages=languages)))


def taste_of(book: Book) -> str:
    return book.author.removeprefix("Author ")[0]


def test_a_page_begins_with_the_most_read_book_and_has_each_taste_before_any_comes_again(tastes: Catalogue) -> None:
    first = first_books(tastes, new_reader(tastes))
    assert len(first.books) == FIRST_BOOKS.on_a_page
    assert first.books[0].book_row == 1
    assert sorted(taste_of(book) for book in first.books[:TASTES]) == [str(taste) for taste in range(TASTES)]
    # The most read ones alone would be of two tastes.
    assert {taste_of(book) for book in tastes.ordered_books(range(1, 11))} == {"0", "1"}


def test_no_page_has_two_books_by_an_author(tastes: Catalogue) -> None:
    first = first_books(tastes, new_reader(tastes))
    assert len({book.author_row for book in first.books}) == len(first.books)


def test_page_after_page_comes_every_candidate_once_and_then_the_first_ones_again(tastes: Catalogue) -> None:
    known, start, seen = new_reader(tastes), 0, list[Book]()
    for _ in range(3):
        page = first_books(tastes, known, start)
        assert page.has_others
        seen += page.books
        start = page.following
    assert len(set(seen)) == len(seen) == 30
    last = first_books(tastes, known, start)
    assert len(last.books) == FIRST_BOOKS.on_a_page
    assert len({*seen, *last.books}) == TASTES * BOOKS_OF_A_TASTE - 1  # a series has one
    # Five were left; the page is filled up with the first ones, after which the reader goes on.
    assert list(last.books[5:]) == seen[:5]
    assert first_books(tastes, known, last.following).books[0] == seen[5]
    assert first_books(tastes, known, 9999).books[0] == seen[0]


def test_a_readers_rated_wanted_and_dismissed_books_give_way_and_the_others_stay_in_order(tastes: Catalogue) -> None:
    before = first_books(tastes, new_reader(tastes)).books
    after = first_books(tastes, reader_of(tastes, list(before[:3]))).books
    assert after[:7] == before[3:]
    assert not set(after) & set(before[:3])


def test_a_reader_who_knows_all_but_a_few_is_asked_about_these(tastes: Catalogue) -> None:
    first = first_books(tastes, reader_of(tastes, tastes.all_books()[4:]), 20)
    assert {book.book_row for book in first.books} == {1, 3, 4}
    assert not first.has_others


def test_a_reader_who_knows_all_is_asked_nothing(tastes: Catalogue) -> None:
    assert first_books(tastes, reader_of(tastes, tastes.all_books())) == ((), 0, False)


def test_the_answer_is_the_same_each_time(tastes: Catalogue) -> None:
    assert first_books(tastes, new_reader(tastes), 7) == first_books(tastes, new_reader(tastes), 7)


def test_of_a_series_the_most_read_volume_alone_is_asked_about(tastes: Catalogue) -> None:
    volumes = [book for book in tastes.all_books() if book.series]
    assert [book.volume for book in volumes] == [1, 2]
    others = [book for book in tastes.all_books() if not book.series]
    assert first_books(tastes, reader_of(tastes, others)).books == (volumes[0],)
    assert first_books(tastes, reader_of(tastes, [volumes[0], *others])).books == ()


def test_books_in_other_languages_than_the_readers_are_left_out(tastes: Catalogue) -> None:
    first = first_books(tastes, reader_of(tastes, [], ("de",)))
    assert [taste_of(book) for book in first.books] == ["5"] * BOOKS_OF_A_TASTE
    assert not first.has_others
