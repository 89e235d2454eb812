"""Reading the model file."""

from concurrent.futures import ThreadPoolExecutor

from shelftalker.catalogue import Catalogue


def test_threads_that_read_at_the_same_time_each_get_the_book_they_asked_for(catalogue: Catalogue) -> None:
    titles = {book.book_row: book.title for book in catalogue.all_books()}

    def read_all(start: int) -> bool:
        rows = [(start + step) % len(titles) + 1 for step in range(2000)]
        return all(catalogue.books([book_row])[book_row].title == titles[book_row] for book_row in rows)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(read_all, range(4)))
