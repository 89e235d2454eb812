"""Records of the UCSD Book Graph's books; all people and books are made up."""

from typing import Any

import pytest

from model_build.datasets.books_table import BookTexts
from model_build.datasets.sources.ucsd_books import UcsdNames, book_of

SUBJECTS = tuple(f"subject {letter}" for letter in "abcdefghjklmnopqrstuvw")
NAMES = UcsdNames(
    authors={"1": "Una Marsh", "2": "Ivo Lind", "3": "Nico Vane"},
    series={"70": "Harbour", "71": "Harbour Omnibus"},
    first_years={"901": "1815"},
)
# In the form of `goodreads_books.json.gz`.
RECORD: dict[str, Any] = {
    "isbn": "0441172717", "text_reviews_count": "4", "series": ["70"], "country_code": "US", "language_code": "eng",
    "popular_shelves": [
        {"count": "40", "name": "to-read"}, {"count": "9", "name": "sea"}, {"count": "5", "name": "science-fiction"},
        {"count": "2", "name": "books-i-own"}, {"count": "1", "name": "gift-from-aunt"},
    ],
    "asin": "", "is_ebook": "false", "average_rating": "4.29", "kindle_asin": "", "similar_books": [],
    "description": "", "format": "Hardcover", "link": "https://www.goodreads.com/book/show/1",
    "authors": [{"author_id": "1", "role": ""}, {"author_id": "2", "role": "Photographs"}], "publisher": "Quay",
    "num_pages": "36", "publication_day": "24", "isbn13": "9780441172719", "publication_month": "2",
    "edition_information": "", "publication_year": "2016", "url": "https://www.goodreads.com/book/show/1",
    "image_url": "https://images.gr-assets.com/books/1m/1.jpg", "book_id": "1", "ratings_count": "7",
    "work_id": "900", "title": "The Salt Road", "title_without_series": "The Salt Road",
}  # fmt: skip


def test_a_book_is_read_with_its_author_series_and_tags() -> None:
    assert book_of(RECORD, NAMES) == BookTexts(
        book_id="1",
        work_id="900",
        title="The Salt Road",
        author="Una Marsh",
        isbns=("0441172717",),
        year="2016",
        language="eng",
        publisher="Quay",
        series="Harbour",
        image_url="https://images.gr-assets.com/books/1m/1.jpg",
        tags=("sea", "science fiction"),
    )


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ([("1", ""), ("2", "")], "Una Marsh; Ivo Lind"),
        ([("2", "Illustrator"), ("1", "")], "Una Marsh"),
        ([("2", "Editor"), ("1", "Contributor")], "Ivo Lind"),
        ([("2", "Translator"), ("1", "Goodreads Author")], "Una Marsh"),
        ([("404", ""), ("2", "Illustrator")], "Ivo Lind"),
        ([("404", "")], ""),
        ([("1", ""), ("1", "Narrator"), ("1", "")], "Una Marsh"),
        ([], ""),
    ],
)
def test_the_authors_are_the_contributors_who_wrote(authors: list[tuple[str, str]], expected: str) -> None:
    listed = [{"author_id": author_id, "role": role} for author_id, role in authors]
    assert book_of({**RECORD, "authors": listed}, NAMES).author == expected


@pytest.mark.parametrize(
    ("title", "series", "expected"),
    [
        ("The Salt Road (Harbour, #2)", ["70"], ""),
        ("The Salt Road (Harbour #1-2)", ["70"], ""),
        ("The Salt Road (large print)", ["70"], "Harbour"),
        ("The Salt Road", ["404", "71"], "Harbour Omnibus"),
        ("The Salt Road", [], ""),
        ("The Salt Road", None, ""),
    ],
)
def test_the_series_is_given_where_the_title_does_not_name_it(title: str, series: object, expected: str) -> None:
    book = book_of({**RECORD, "title": title, "series": series}, NAMES)
    assert (book.title, book.series) == (title, expected)


@pytest.mark.parametrize(
    ("shelves", "tags"),
    [
        ([("to-read", 9), ("currently-reading", 9), ("default", 9), ("owned-books", 9)], ()),
        ([("read-in-2015", 9), ("2015", 9), ("kindle", 9), ("my-library", 9), ("5-stars", 9)], ()),
        ([("Young-Adult", 9), ("young_adult", 3), ("picture-books", 2)], ("young adult", "picture books")),
        ([("романы", 4), ("erotica", 3)], ("романы", "erotica")),
        ([("-", 9), ("", 9), ("sea", 1)], ()),
        ([(subject, 9) for subject in SUBJECTS], SUBJECTS[:15]),
    ],
)  # fmt: skip
def test_shelves_of_subjects_are_tags(shelves: list[tuple[str, int]], tags: tuple[str, ...]) -> None:
    listed = [{"count": str(count), "name": name} for name, count in shelves]
    assert book_of({**RECORD, "popular_shelves": listed}, NAMES).tags == tags


@pytest.mark.parametrize(
    ("isbn", "isbn_13", "isbns"),
    [
        ("0441172717", "", ("0441172717",)),
        ("", "9780441172719", ("0441172717",)),
        ("", "9798607123628", ("9798607123628",)),
        ("044100590X", "9780441172719", ("044100590X", "0441172717")),
        ("B00ABCDEFG", "", ()),
        ("", "", ()),
    ],
)
def test_isbns_are_whole_and_listed_once(isbn: str, isbn_13: str, isbns: tuple[str, ...]) -> None:
    assert book_of({**RECORD, "isbn": isbn, "isbn13": isbn_13}, NAMES).isbns == isbns


def test_a_picture_of_no_cover_is_none() -> None:
    url = "https://s.gr-assets.com/assets/nophoto/book/111x148-bcc042a9c91a29c1d680899eff700a03.png"
    assert book_of({**RECORD, "image_url": url}, NAMES).image_url == ""


@pytest.mark.parametrize("value", [None, [], {}, "", 3, 4.5, True, [[["x"]]], [{"count": []}], [None]])
def test_any_value_in_any_field_is_read(value: object) -> None:
    for key in RECORD:
        assert isinstance(book_of({**RECORD, key: value}, NAMES), BookTexts)
    assert book_of({}, NAMES).book_id == ""


def test_the_first_year_of_the_work_comes_before_the_editions() -> None:
    assert book_of({**RECORD, "work_id": "901"}, NAMES).year == "1815"
    assert book_of(RECORD, NAMES).year == "2016"
