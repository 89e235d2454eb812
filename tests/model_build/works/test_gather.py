"""The joining of editions into works, with their ratings, authors and counts."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model_build.datasets.joined_sources import join_sources
from model_build.works.gather import gather_works
from tests.model_build.small_datasets import book, read, write_goodbooks
from tests.model_build.source_tables import source_tables
from tests.model_build.works.small_works import books_by_title, works_of


def test_works_do_not_depend_on_the_order_of_the_editions(tmp_path: Path) -> None:
    titles = ["Dune", "Dune: House Atreides", "Dune: House Harkonnen", "House Atreides (Dune, #10)", "Dune (Paperback)",
              "Krakatoa: The Day", "Krakatoa: The Day the World Exploded", "Krakatoa: The Night", "Emma, Part 1",
              "Emma (Part 2)", "Emma"]  # fmt: skip
    books = [book(f"{number:02}", title, "Ann Author") for number, title in enumerate(titles)]
    expected = None
    generator = np.random.default_rng(5)
    for attempt in range(5):
        shuffled = [books[row] for row in generator.permutation(len(books))]
        dataset_works = works_of(tmp_path / str(attempt), shuffled, [(1, "00", 7)])
        groups = defaultdict(set)
        for (isbn, *_), work in zip(shuffled, dataset_works.work_of.tolist(), strict=True):
            groups[work].add(isbn)
        found = sorted(map(sorted, groups.values()))
        expected = expected or found
        assert found == expected


def test_a_work_is_shown_as_its_most_read_edition_with_the_first_year(tmp_path: Path) -> None:
    books = [
        book("01", "DUNE (Paperback)", "FRANK HERBERT", 1999),
        book("02", "Dune", "Frank Herbert", 1984),
        book("03", "Dune", "Frank Herbert", 1965),
        book("04", "Dune", "Frank Herbert", 0),
    ]
    works = works_of(tmp_path, books, [(1, "01", 7), (1, "02", 7), (2, "02", 8), (3, "03", 9), (4, "04", 9)])
    (shown,) = works.books.to_dict("records")
    assert (shown["title"], shown["author"], shown["isbn"], shown["year"]) == ("Dune", "Frank Herbert", "02", 1965)


def test_of_a_readers_ratings_of_several_editions_the_last_counts_once(tmp_path: Path) -> None:
    books = [book("01", "Dune", "Frank Herbert"), book("02", "Dune", "Frank Herbert"), book("03", "Emma", "J. Austen")]
    ratings = [(1, "01", 4), (1, "02", 8), (2, "02", 6), (2, "01", 0), (3, "01", 0), (3, "02", 0), (3, "03", 0)]
    shown = books_by_title(works_of(tmp_path, books, ratings))
    dune, emma = shown["Dune"], shown["Emma"]
    assert (dune["readers_count"], dune["ratings_count"], dune["rating_mean"]) == (3, 2, 7.0)
    assert (emma["readers_count"], emma["ratings_count"]) == (1, 0)
    assert pd.isna(emma["rating_mean"])


def test_counts_and_means_come_from_the_ratings_and_not_from_columns(tmp_path: Path) -> None:
    listed: list[dict[str, object]] = [
        {"book_id": 1, "authors": "A", "original_publication_year": 2000, "title": "One", "average_rating": 4.99,
         "ratings_count": 4_780_653},
    ]  # fmt: skip
    write_goodbooks(tmp_path, listed, [(7, 1, 2), (8, 1, 3), (9, 1, 0)])
    book_one = books_by_title(gather_works(read(tmp_path)))["One"]
    assert (book_one["readers_count"], book_one["ratings_count"], book_one["rating_mean"]) == (3, 2, 2.5)


def test_works_are_numbered_by_popularity_in_any_order_of_the_input(tmp_path: Path) -> None:
    books = [book(f"{number:02}", f"Book {number}", "Ann Author") for number in range(6)]
    readers = [1, 3, 2, 3, 0, 0]
    ratings = [(reader, f"{number:02}", 7) for number, count in enumerate(readers) for reader in range(count)]
    expected = ["Book 1", "Book 3", "Book 2", "Book 0", "Book 4", "Book 5"]
    assert works_of(tmp_path / "a", books, ratings).books["title"].tolist() == expected
    reordered = works_of(tmp_path / "b", books[::-1], ratings[::-1])
    assert reordered.books["title"].tolist() == expected


def test_counts_and_means_are_those_of_a_count_by_hand(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    titles = ["Dune", "Dune (Paperback)", "DUNE", "Emma", "Emma: A Novel", "Ubik", "Solaris", "It"]
    work_of_title = ["Dune", "Dune", "Dune", "Emma", "Emma", "Ubik", "Solaris", "It"]
    books = [book(f"{number:02}", title, "Ann Author") for number, title in enumerate(titles)]
    sampled = generator.integers([0, 0, 0], [30, len(titles), 11], size=(300, 3)).tolist()
    last: dict[tuple[int, str], int] = {}
    for reader, number, rating in sampled:
        key = reader, work_of_title[number]
        # The last number given stands; "read" stands only where no number was given.
        last[key] = rating or last.get(key, 0)
    by_work = defaultdict(list)
    for (_, title), rating in last.items():
        by_work[title].append(rating)
    works = works_of(tmp_path, books, [(reader, f"{number:02}", rating) for reader, number, rating in sampled])
    assert len(works.books) == len(by_work)
    for title, row in books_by_title(works).items():
        given = by_work[work_of_title[titles.index(title)]]
        rated = [rating for rating in given if rating]
        assert (row["readers_count"], row["ratings_count"]) == (len(given), len(rated))
        assert row["rating_mean"] == pytest.approx(sum(rated) / len(rated))


def test_a_source_tells_of_a_work_what_another_does_not_know() -> None:
    shop = source_tables(
        [("1", "Dune", "Frank Herbert"), ("2", "Emma", "Jane Austen", {"image_url": "https://shop.example/emma.jpg"})],
        [("a", "1", 9), ("b", "1", 9), ("a", "2", 9)],
        name="shop",
    )
    facts = {
        "isbns": ("0441172717",), "year": 1965, "language": "en", "publisher": "Ace",
        "image_url": "https://covers.openlibrary.org/b/id/11-M.jpg", "tags": ("deserts", "science fiction"),
    }  # fmt: skip
    catalogue = source_tables(
        [
            ("OL1W", "Dune (Ace Science Fiction)", "Frank Herbert", facts),
            ("OL2W", "Emma", "Jane Austen", {"image_url": "https://covers.openlibrary.org/b/id/12-M.jpg"}),
        ],
        [],
        name="Open Library",
        rating_scale=None,
    )
    shown = books_by_title(gather_works(join_sources([shop, catalogue])))
    dune, emma = shown["Dune"], shown["Emma"]
    assert {name: dune[name] for name in facts if name in dune} == {
        name: value for name, value in facts.items() if name != "isbns"
    }
    assert (dune["isbn"], dune["readers_count"]) == ("0441172717", 2)
    assert emma["image_url"] == "https://covers.openlibrary.org/b/id/12-M.jpg"
    assert (emma["isbn"], emma["language"], emma["publisher"], emma["tags"]) == ("2", None, "", ())


def test_editions_of_one_work_id_and_of_one_isbn_are_one_work_with_all_their_readers() -> None:
    first = source_tables(
        [
            ("1", "Dune", "Frank Herbert", {"work_id": "w1", "isbns": ("0441172717",), "tags": ("deserts", "spice")}),
            ("2", "Der Wüstenplanet", "Frank Herbert", {"work_id": "w1", "tags": ("spice",)}),
        ],
        [("a", "1", 9), ("a", "2", 4), ("b", "2", 8)],
        final_work_ids=True,
    )
    second = source_tables([("1", "Dune, 40th Anniversary", "F. Herbert", {"isbns": ("0441172717",)})],
                           [("a", "1", None)], name="loans", rating_scale=None)  # fmt: skip
    works = gather_works(join_sources([first, second]))
    (dune,) = works.books.to_dict("records")
    assert (dune["readers_count"], dune["ratings_count"], dune["rating_mean"]) == (3, 2, 6)
    assert works.ratings["liked"].tolist() == [False, True, True]
    assert dune["tags"] == ("spice", "deserts")
    assert works.has_likes_without_rating
    assert (works.joins.by_work_id, works.joins.by_isbn) == (1, 1)
