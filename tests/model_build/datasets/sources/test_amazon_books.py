"""Records of Amazon's metadata in the forms of 2023, 2018 and 2014; all people and books are made up."""

import json
from typing import Any

import pytest

from model_build.datasets.books_table import BookTexts
from model_build.datasets.sources.amazon_books import book_of

# In the form of `meta_Books.jsonl`.
PRINTED: dict[str, Any] = {
    "main_category": "Books",
    "title": "The Salt Road",
    "subtitle": "Hardcover – Import, January 1, 2004",
    "author": {
        "avatar": "https://m.media-amazon.com/images/I/21A._SY600_.jpg", "name": "Una Marsh", "about": ["Una writes."],
    },
    "average_rating": 4.5,
    "rating_number": 29,
    "features": [],
    "description": [],
    "price": "8.23",
    "images": [
        {"large": "https://m.media-amazon.com/images/I/2L.jpg", "variant": "PT01", "hi_res": None},
        {"thumb": "https://m.media-amazon.com/images/I/1T.jpg", "large": "https://m.media-amazon.com/images/I/1L.jpg",
         "variant": "MAIN", "hi_res": None},
    ],
    "videos": [],
    "store": "Una Marsh (Author)",
    "categories": ["Books", "Literature & Fiction", "History & Criticism"],
    "details": {
        "Publisher": "Quay & Sons; First Edition (March 1, 2003)", "Language": "English", "Hardcover": "196 pages",
        "ISBN 10": "0441172717", "ISBN 13": "978-0441172719",
    },
    "parent_asin": "0441172717",
    "bought_together": None,
}  # fmt: skip


def test_a_printed_book_of_2023_is_read() -> None:
    assert book_of(PRINTED) == BookTexts(
        book_id="0441172717",
        title="The Salt Road",
        author="Una Marsh",
        isbns=("0441172717",),
        year="2003",
        language="en",
        publisher="Quay & Sons",
        image_url="https://m.media-amazon.com/images/I/1L.jpg",
        tags=("literature & fiction", "history & criticism"),
    )


def test_an_electronic_book_without_isbn_stays_a_book() -> None:
    book = book_of({
        "title": "Lanterns (Harbour Book 2)", "subtitle": "Kindle Edition", "author": None,
        "store": "Ivo Lind (Author)   Format: Kindle Edition", "parent_asin": "B0192CTMWI", "images": [],
        "details": {"Publication date": "May 5, 2019", "Language": "\u200eGerman"},
        "categories": ["Kindle Store", "Kindle eBooks", "Mystery, Thriller & Suspense"],
    })  # fmt: skip
    assert book == BookTexts(
        "B0192CTMWI",
        "Lanterns (Harbour Book 2)",
        "Ivo Lind",
        year="2019",
        language="de",
        tags=("mystery, thriller & suspense",),
    )


def test_a_book_of_2018_and_one_of_2014_are_read() -> None:
    assert book_of({
        "asin": "0441172717", "title": "The Salt Road", "brand": "Visit Amazon's Una Marsh Page",
        "category": ["Books", "Literature &amp; Fiction"], "imageURL": ["https://images.example/I/1.jpg"],
        "details": {"Publisher:": "Quay (March 1, 2003)", "ISBN-10:": "0441172717", "ISBN-13:": "978-0441172719"},
    }) == BookTexts(
        "0441172717", "The Salt Road", "Una Marsh", ("0441172717",), year="2003", publisher="Quay",
        image_url="https://images.example/I/1.jpg", tags=("literature & fiction",),
    )  # fmt: skip
    assert book_of({
        "asin": "0441172717", "title": "The Salt Road", "imUrl": "http://ecx.example/1.jpg", "categories": [["Books"]],
        "salesRank": {"Books": 4},
    }) == BookTexts(
        "0441172717", "The Salt Road", "", ("0441172717",), image_url="https://ecx.example/1.jpg"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("store", "author", "expected"),
    [
        ("Una Marsh  (Author),     Ivo Lind  (Illustrator)", None, "Una Marsh"),
        ("Una Marsh (Author), Ivo Lind (Author)", {"name": "Ivo Lind"}, "Una Marsh; Ivo Lind"),
        ("Ivo Lind (Illustrator), Una Marsh (Author, Narrator)", {"name": "Ivo Lind"}, "Una Marsh"),
        ("Abel Stone, Jr. (Author), Ivo Lind (Editor)", None, "Abel Stone, Jr."),
        ("Una Marsh (Author)\n Format: Kindle Edition", None, "Una Marsh"),
        ("Una Marsh (Author), & 2 more", None, "Una Marsh"),
        ("Ivo Lind (Editor)", None, "Ivo Lind"),
        ("Ivo Lind (Narrator)", {"name": "Una Marsh"}, "Una Marsh"),
        ("Quay & Sons", {"name": "Una Marsh"}, "Una Marsh"),
        ("Una Marsh", None, "Una Marsh"),
        (None, '{"avatar": "https://x", "name": "Una Marsh", "about": []}', "Una Marsh"),
        (None, "Una Marsh", "Una Marsh"),
        (None, [{"name": "Una Marsh"}, {"name": "Ivo Lind"}, {"name": "Una Marsh"}], "Una Marsh; Ivo Lind"),
        (None, {"avatar": None, "name": None}, ""),
        (None, None, ""),
        (None, 7.5, "7.5"),
        ("Nico Vane\u0085 (Author)", None, "Nico Vane\u0085"),
    ],
)
def test_the_authors_are_the_contributors_who_wrote(store: object, author: object, expected: str) -> None:
    assert book_of({"parent_asin": "B000000001", "title": "T", "store": store, "author": author}).author == expected


def test_a_subtitle_is_no_part_of_the_title_as_it_is_mostly_the_binding() -> None:
    for subtitle in ("Paperback – May 1, 1999", "A History of Trade", None):
        assert (
            book_of({"parent_asin": "B000000001", "title": "The Salt Road", "subtitle": subtitle}).title
            == "The Salt Road"
        )


@pytest.mark.parametrize(
    ("details", "subtitle", "year", "publisher"),
    [
        ({"Publisher": "Quay (March 1, 2002)"}, "", "2002", "Quay"),
        ({"Publisher": "Quay; 1999 edition (March 1, 2002)"}, "", "2002", "Quay"),
        ({"Publisher": "Quay (London)"}, "Hardcover – May 1, 1999", "1999", "Quay (London)"),
        ({"Publisher": "Quay", "Publication date": "12 Dec. 2011"}, "Paperback", "2011", "Quay"),
        ({"Publisher": "Quay (March 1, 2002)", "Publication date": "1890"}, "", "1890", "Quay"),
        ({}, "Mass Market Paperback – Unabridged, May 1, 1999", "1999", ""),
        ({}, "Maps - a Guide", "", ""),
        ({}, "1984 and Other Numbers", "", ""),
        ({"Publisher": "Quay 123456"}, "", "", "Quay 123456"),
        (None, None, "", ""),
        ("Published by Quay in 1999", None, "", ""),
        (json.dumps({"Publisher": "Quay (2002)"}), None, "2002", "Quay"),
    ],
)
def test_years_stand_beside_publishers_and_bindings(
    details: object, subtitle: object, year: str, publisher: str
) -> None:
    book = book_of({"parent_asin": "B000000001", "title": "T", "details": details, "subtitle": subtitle})
    assert (book.year, book.publisher) == (year, publisher)


@pytest.mark.parametrize(
    ("isbn_10", "isbn_13", "asin", "isbns"),
    [
        ("0441172717", "978-0441172719", "B000000001", ("0441172717",)),
        ("441172717", "", "B000000001", ("0441172717",)),
        ("0441172718", "", "B000000001", ()),
        ("", "979-8607123628", "B000000001", ("9798607123628",)),
        ("044100590X", "978-0441172719", "0553293354", ("044100590X", "0441172717", "0553293354")),
        ("", "", "044100590x", ("044100590X",)),
    ],
)
def test_isbns_are_whole_and_listed_once(isbn_10: str, isbn_13: str, asin: str, isbns: tuple[str, ...]) -> None:
    details = {"ISBN 10": isbn_10, "ISBN 13": isbn_13}
    assert book_of({"parent_asin": asin, "title": "T", "details": details}).isbns == isbns


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ("English", "en"), ("Spanish, English", "es"), ("Mandarin Chinese", "zh"), ("English (Unabridged)", "en"),
        ("", ""), ("Klingon", "Klingon"), ("Multilingual", "Multilingual"), (None, ""),
    ],
)  # fmt: skip
def test_languages_are_named(listed: object, code: str) -> None:
    assert book_of({"parent_asin": "B000000001", "title": "T", "details": {"Language": listed}}).language == code


@pytest.mark.parametrize(
    ("images", "url"),
    [
        (
            {
                "hi_res": [None, "https://i.example/b-hi.jpg"],
                "large": ["https://i.example/a.jpg", "https://i.example/b.jpg"],
                "variant": ["PT01", "MAIN"],
            },
            "https://i.example/b.jpg",
        ),
        ({"hi_res": ["https://i.example/a-hi.jpg"], "large": [None], "variant": []}, "https://i.example/a-hi.jpg"),
        ('[{"thumb": "https://i.example/t.jpg", "variant": "MAIN"}]', "https://i.example/t.jpg"),
        ([{"large": "https://i.example/I/01RmK+J4pJL.gif", "variant": "MAIN"}], ""),
        ([{"large": "https://i.example/G/no-img-sm.jpg", "variant": "MAIN"}], ""),
        ([None, 3, {}], ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_the_cover_is_the_main_picture_for_a_page(images: object, url: str) -> None:
    assert book_of({"parent_asin": "B000000001", "title": "T", "images": images}).image_url == url


@pytest.mark.parametrize("value", [None, [], {}, "", 3, True, [[["x"]]], {"name": {"name": []}}, [None]])
def test_any_value_in_any_field_is_read(value: object) -> None:
    keys = [*PRINTED, "asin", "brand", "category", "imUrl", "imageURL"]
    for key in keys:
        assert isinstance(book_of({**PRINTED, key: value}), BookTexts)
    assert isinstance(book_of(dict.fromkeys(keys, value)), BookTexts)
