"""Filters of recommendations: authors, language, years."""

from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_from, build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import join_sources
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.recommend import filters as filters_module
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.filters import FilterError, Filters, similar_books_admitted
from shelftalker.recommend.personal_ranking import personal_books, rank_for_reader
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import RECOMMENDER, similar_books
from shelftalker.recommend.series import ANYBODY
from shelftalker.recommend.several_books import RecommendationsAfterAll
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks
from tests.model_build.small_datasets import book, write_kaggle
from tests.model_build.source_tables import BookRow, source_tables


def a_book(
    author: str = "Ann Author", author_row: int = 1, year: int | None = 1999, language: str | None = "en"
) -> Book:
    return Book(7, "aaaaaaaa", "Title", author, author_row, year, "0441172717", None, 3, 4.0, language)


@pytest.mark.parametrize(
    ("filters", "book", "is_admitted"),
    [
        (Filters(), a_book(year=None, language=None), True),
        (Filters(frozenset([1])), a_book(), False),
        (Filters(frozenset([2]), frozenset(["ben buddy"])), a_book("Ann Author, Ben Buddy"), False),
        (Filters(frozenset([2]), frozenset(["ben buddy"])), a_book("Reuben Buddyson"), True),
        (Filters(frozenset([1])), a_book(UNKNOWN_AUTHOR), True),
        (Filters(language="en"), a_book(), True),
        (Filters(language="de"), a_book(), False),
        (Filters(language="en"), a_book(language=None), False),
        (Filters(first_year=1999), a_book(), True),
        (Filters(first_year=2000), a_book(), False),
        (Filters(last_year=1999), a_book(), True),
        (Filters(last_year=1998), a_book(), False),
        (Filters(first_year=1990, last_year=2000), a_book(year=None), False),
    ],
)
def test_a_filter_lets_through_what_it_promises(filters: Filters, book: Book, is_admitted: bool) -> None:
    assert filters.admit(book) is is_admitted


def test_a_filter_that_cannot_be_kept_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(FilterError, match="no author 'Nobody Known' to leave out"):
        Filters.of(catalogue, ["Nobody Known"])
    with pytest.raises(FilterError, match="not 'tlh'"):
        Filters.of(catalogue, language="tlh")
    with pytest.raises(FilterError, match="not 2000 to 1990"):
        Filters.of(catalogue, years=(2000, 1990))


def test_a_language_of_a_single_book_may_be_asked_for(tmp_path: Path) -> None:
    books: list[BookRow] = [
        (str(number), f"Novel {number}", "Ann Author", {"language": "la" if number == 3 else "en"})
        for number in range(9)
    ]
    build_from(join_sources([source_tables(books, [("a", row[0], 8) for row in books])]), tmp_path)
    with closing(Catalogue.open(tmp_path)) as catalogue:
        assert catalogue.languages() == []
        (first, *_) = catalogue.all_books()
        shown = similar_books_admitted(catalogue, first, Filters.of(catalogue, language="LA"))
        assert [each.book.title for each in shown] == ["Novel 3"]
        with pytest.raises(FilterError, match="not 'de': en, la"):
            Filters.of(catalogue, language="de")


@pytest.mark.parametrize("name", ["Jane Austen", "Austen, Jane", "jane austen"])
def test_an_author_is_left_out_of_every_ranking_and_five_remain(name: str, catalogue: Catalogue) -> None:
    filters = Filters.of(catalogue, [name])
    books = {book.title: book for book in catalogue.all_books()}
    asked = next(book for book in books.values() if book.author == "Jane Austen")
    other = next(book for book in books.values() if book.author != "Jane Austen")
    after_all = RecommendationsAfterAll(catalogue, [asked, other], ANYBODY, RECOMMENDER.recommendations, filters)
    rankings = [
        similar_books_admitted(catalogue, asked, filters),
        after_all.best(),
        personal_books(catalogue, [ShelfEntry(asked.book_row, None)], filters=filters),
        rank_for_reader(catalogue, [ShelfEntry(asked.book_row, None)], 5, filters),
    ]
    for ranking in rankings:
        assert len(ranking) == 5
        assert all("Austen" not in each.book.author for each in ranking)
        assert len({each.book.book_row for each in ranking}) == 5


def test_for_a_reader_known_books_and_other_languages_than_the_preferred_are_left_out(catalogue: Catalogue) -> None:
    rated, wanted = catalogue.ordered_books([1, 2])
    entries = (ShelfBook(rated.book_id, 4, False, False, 1.0), ShelfBook(wanted.book_id, None, True, False, 2.0))
    known = KnownBooks(catalogue, Shelf(entries, Preferences(languages=("en",))))
    filters = Filters(first_year=1).for_reader(known)

    assert not filters.admit(rated)
    assert filters.admit(wanted)
    assert filters.admit(wanted._replace(language="en"))
    assert not filters.admit(wanted._replace(language="de"))
    assert Filters(language="de").for_reader(known).admit(wanted._replace(language="de"))


def test_while_a_reader_waits_a_filter_that_nothing_fits_tests_no_more_than_the_best_books(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters_module, "FILTERS", filters_module.FILTERS._replace(tested_for_reader=3))
    ranking = iter([Recommendation(a_book(year=1990)._replace(book_row=row)) for row in range(10, 20)])

    assert list(Filters(first_year=2000).for_reader(KnownBooks(catalogue, None)).keep(ranking)) == []
    assert next(ranking).book.book_row == 13


def test_where_few_neighbours_pass_others_fill_the_five(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = catalogue.books([1])[1]
    few = [each for each in catalogue.neighbours(asked.book_row) if catalogue.books([each.book_row])][:2]
    monkeypatch.setattr(catalogue, "neighbours", lambda _: few)
    filters = Filters.of(catalogue, ["Jane Austen"])
    passing = [each.book_row for each in few if filters.admit(catalogue.books([each.book_row])[each.book_row])]
    shown = similar_books_admitted(catalogue, asked, filters)
    rows = [each.book.book_row for each in shown]
    assert rows[: len(passing)] == passing
    assert len(set(rows)) == 5
    assert asked.book_row not in rows
    assert all(filters.admit(each.book) for each in shown)


def test_the_next_volume_of_a_series_is_left_out_where_filters_say_so(tmp_path: Path) -> None:
    years = {"Stone (Marrowdeep, 1)": 1990, "Ash (Marrowdeep, 2)": 2005, "Snow (Marrowdeep, 3)": 1999}
    books = [
        book(f"{number:010}", f"Ring of {name}", "Ann Author", year)
        for number, (name, year) in enumerate(years.items())
        for number, (name, year) in enumerate(years.items())
    ]
    books += [book(f"{number:010}", f"Novel {number}", f"Author {number}", 1990) for number in range(10, 18)]
    ratings = [(reader, row[0], 9) for reader in range(4) for row in books]
    build_model(DatasetFiles.found_in(write_kaggle(tmp_path / "data", books, ratings)), tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        first = next(each for each in catalogue.all_books() if each.title == "Ring of Stone")
        assert similar_books(catalogue, first)[0].book.title == "Ring of Ash"
        filters = Filters.of(catalogue, years=(None, 2000))
        after_all = RecommendationsAfterAll(catalogue, [first], ANYBODY, RECOMMENDER.recommendations, filters)
        for shown in (
            similar_books_admitted(catalogue, first, filters),
            after_all.best(),
            personal_books(catalogue, [ShelfEntry(first.book_row, 9)], filters=filters),
            rank_for_reader(catalogue, [ShelfEntry(first.book_row, 9)], 20, filters),
        ):
            assert shown
            assert all(each.book.year is not None and each.book.year <= 2000 for each in shown)
