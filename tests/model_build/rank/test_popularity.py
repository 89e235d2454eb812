"""Popular books, with everyone and within a country or an age band."""

from pathlib import Path

from model_build.rank.popularity import POPULARITY
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle


def test_popular_books_are_those_that_most_readers_liked(build: Build, tmp_path: Path) -> None:
    books = [book(str(number), f"Book {number}", f"Author {number}") for number in range(4)]
    # Three readers disliked 0, two liked 1, one liked 2 and one merely read it, one liked 3 and one was indifferent.
    liked = {"0": [2, 2, 2], "1": [7, 10], "2": [9, 0], "3": [6, 7, 1]}
    ratings = [(reader, isbn, rating) for isbn, given in liked.items() for reader, rating in enumerate(given)]
    catalogue = build(write_kaggle(tmp_path / "data", books, ratings))
    popular = catalogue.ordered_books(catalogue.popular_rows())
    assert [liked.title for liked in popular] == ["Book 1", "Book 3", "Book 2", "Book 0"]


def test_popular_books_of_a_country_and_of_an_age_band_are_those_of_its_readers(build: Build, tmp_path: Path) -> None:
    books = [book("1", "Buddenbrooks", "Thomas Mann"), book("2", "Walden", "Henry Thoreau")]
    enough = POPULARITY.min_readers
    users = [(f"d{number}", "köln, n/a, germany", 70) for number in range(enough)]
    users += [(f"u{number}", "tyler, texas, usa", 20) for number in range(enough + 1)]
    users += [("i0", "dublin, n/a, ireland", 30)]
    ratings = [(reader, "1" if reader.startswith("d") else "2", 8) for reader, *_ in users]
    catalogue = build(write_kaggle(tmp_path / "data", books, ratings, users))

    def popular(segment: str) -> list[str]:
        return [liked.title for liked in catalogue.ordered_books(catalogue.popular_rows(segment))]

    assert popular("everyone") == ["Walden", "Buddenbrooks"]
    assert popular("country:germany") == popular("age:50 and over") == ["Buddenbrooks"]
    assert popular("country:usa") == popular("age:18-24") == ["Walden"]
    # One reader is no segment.
    assert popular("country:ireland") == popular("age:25-34") == []


def test_a_list_of_popular_books_is_no_longer_than_the_config_says(build: Build, tmp_path: Path) -> None:
    books = [
        book(f"{number:02}", f"Book {number}", f"Author {number}") for number in range(POPULARITY.books_in_list + 10)
    ]
    catalogue = build(write_kaggle(tmp_path / "data", books, [(1, row[0], 8) for row in books]))
    assert len(catalogue.popular_rows()) == POPULARITY.books_in_list
