"""Lookups in the model file."""

from concurrent.futures import ThreadPoolExecutor

from shelftalker.model.catalogue import Catalogue


def test_threads_that_read_at_the_same_time_each_get_the_book_of_their_row(catalogue: Catalogue) -> None:
    titles = {book.book_row: book.title for book in catalogue.all_books()}

    def read_all(start: int) -> bool:
        rows = [(start + step) % len(titles) + 1 for step in range(2000)]
        return all(catalogue.books([book_row])[book_row].title == titles[book_row] for book_row in rows)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(read_all, range(4)))


def test_segments_and_languages_are_those_of_the_model(catalogue: Catalogue) -> None:
    assert catalogue.segments() == ["everyone"]
    assert all(catalogue.popular_rows(segment) for segment in catalogue.segments())
    assert catalogue.languages() == ["en"]
    assert {book.language for book in catalogue.all_books()} == {"en"}
