"""Wording of books, ratings and reasons; no reason may say more than the data does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.recommend.reasons import AfterBook, FromShelf, Recommendation, SeriesPlace
from shelftalker.views import wording


def book(row: int, author: str = "Frank Herbert", author_row: int = 1, year: int | None = None) -> Book:
    return Book(row, f"book{row:04}", f"Book {row}", author, author_row, year, "x", None, 9, 8.0)


def reason(asked: Book, recommended: Book, readers_in_common: int = 0) -> str:
    return wording.reason_sentence(Recommendation(recommended, 1.0, AfterBook(asked, readers_in_common)))


@pytest.mark.parametrize(
    ("asked", "recommended", "readers_in_common", "said"),
    [
        (book(900), book(901), 1, "1 reader of *Book 900* also read it"),
        (book(900), book(901), 1037, "1,037 readers of *Book 900* also read it"),
        (book(900), book(901), 0, "Also by Frank Herbert; I know of no reader of both"),
        (
            book(900),
            book(901, "Frank Herbert, Bill Ransom"),
            0,
            "Has an author in common with *Book 900*; I know of no reader of both",
        ),
        (
            book(900, year=1965),
            book(901, "Ayn Rand", 2, 1970),
            0,
            "From about the same time; I know of no reader of both",
        ),
        (
            book(900, year=1965),
            book(50, "Ayn Rand", 2, 1971),
            0,
            "One of the 50 most read books; I know of no reader of both",
        ),
        (book(900, year=1965), book(51, "Ayn Rand", 2, 1971), 0, "A guess; I know of no reader of both"),
        (book(900, UNKNOWN_AUTHOR, 3), book(901, UNKNOWN_AUTHOR, 3), 0, "A guess; I know of no reader of both"),
    ],
)
def test_the_reason_says_what_is_known_of_the_two_books(
    asked: Book, recommended: Book, readers_in_common: int, said: str
) -> None:
    assert reason(asked, recommended, readers_in_common) == said


# Who is named on a book, and the row of the one named first.
CREDITS = [("Ann", 1), ("Ann, Bo", 1), ("Bo", 2), ("Bo & Ann", 2), (UNKNOWN_AUTHOR, 3)]
PAIRED_BOOKS = st.builds(
    lambda row, credit, year: book(row, credit[0], credit[1], year),
    st.integers(40, 60), st.sampled_from(CREDITS), st.none() | st.integers(-12, 12) | st.integers(1960, 1970),
)  # fmt: skip


@given(PAIRED_BOOKS, PAIRED_BOOKS, st.integers(0, 2))
def test_no_reason_claims_what_is_not_so(asked: Book, recommended: Book, readers_in_common: int) -> None:
    said = reason(asked, recommended, readers_in_common)
    if said.endswith("also read it"):
        number, _, rest = said.partition(" ")
        assert int(number) == readers_in_common > 0
        assert rest == f"reader{'' if readers_in_common == 1 else 's'} of *{asked.title}* also read it"
        return
    ground, _, caveat = said.rpartition("; ")
    assert (caveat, readers_in_common) == ("I know of no reader of both", 0)
    if ground.startswith("Also by "):
        credit = ground.removeprefix("Also by ").replace("&amp;", "&")
        assert credit == asked.author == recommended.author
        assert asked.author != UNKNOWN_AUTHOR
    elif ground == f"Has an author in common with *{asked.title}*":
        named = [set(each.author.replace(" &", ",").split(", ")) for each in (asked, recommended)]
        assert named[0] & named[1] - {UNKNOWN_AUTHOR}
    elif ground == "From about the same time":
        assert asked.year is not None
        assert recommended.year is not None
        assert abs(asked.year - recommended.year) <= 5
    elif ground == "One of the 50 most read books":
        assert recommended.book_row <= 50
    else:
        assert ground == "A guess"


def because(stars: int | None) -> str:
    return wording.reason_sentence(Recommendation(book(8), 1.0, FromShelf(book(7), stars)))


def test_a_book_of_the_shelf_is_named_with_its_rating() -> None:
    assert because(5) == "Because you gave *Book 7* five stars"
    assert because(1) == "Because you gave *Book 7* one star"
    assert because(None) == "Because *Book 7* is on your list"


@pytest.mark.parametrize(
    ("country", "named"),
    [
        ("usa", "the USA"),
        ("germany", "Germany"),
        ("united kingdom", "the United Kingdom"),
        ("new zealand", "New Zealand"),
    ],
)
def test_countries_read_as_in_a_sentence(country: str, named: str) -> None:
    assert wording.country_name(country) == named


def volume(title: str, series: str | None, number: float | None, last: float | None = None) -> Book:
    return book(7)._replace(title=title, series=series, volume=number, last_volume=last)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (volume("Dune Messiah", "Dune", 2), "Dune Messiah (Dune, 2)"),
        (volume("Project Princess", "The Princess Diaries", 4.5), "Project Princess (The Princess Diaries, 4.5)"),
        (volume("Dune Trilogy", "Dune", 1, 3), "Dune Trilogy (Dune, 1\u20133)"),
        (volume("Mort", "Discworld", None), "Mort (Discworld)"),
        (volume("A Discworld Companion", "Discworld", None), "A Discworld Companion"),
        (volume("Far Side Gallery 2", "Far Side Gallery", 2), "Far Side Gallery 2"),
        (volume("Emma", None, None), "Emma"),
    ],
)  # fmt: skip
def test_a_title_has_its_series_and_volume_behind_it_once(shown: Book, expected: str) -> None:
    """Wherever a book is named."""
    assert shown.full_title == expected
    assert wording.bold(shown) == f"*{expected}*"
    assert wording.enumerate_books([shown]) == f"{expected} by Frank Herbert"


@pytest.mark.parametrize(
    ("title", "length", "expected"),
    [
        ("The Golden Compass", 50, "The Golden Compass (His Dark Materials, 1)"),
        ("The Golden Compass", 36, "The Golden Compass (His Dark Ma\u2026, 1)"),
        ("The Golden Compass", 30, "The Golden Compass"),
        (
            "A Very Long Title That Leaves No Room for Anything",
            50,
            "A Very Long Title That Leaves No Room for Anything",
        ),
    ],
)
def test_the_name_of_a_series_gives_way_before_the_title_does(title: str, length: int, expected: str) -> None:
    """The volume stays where anything of the name does."""
    assert wording.title_within(volume(title, "His Dark Materials", 1), length) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (SeriesPlace.NEXT, "Next in the series"),
        (SeriesPlace.LATER, "Later in the series"),
        (SeriesPlace.FIRST, "First of its series"),
        (SeriesPlace.EARLIEST, "The earliest of its series that I know"),
    ],
)
def test_a_volume_is_recommended_for_its_place_in_the_series(place: SeriesPlace, expected: str) -> None:
    """Known readers of both are named behind it; without any, nothing is said of readers."""
    recommended = Recommendation(book(901), 1.0, AfterBook(book(900), 3), place)
    assert wording.reason_sentence(recommended) == f"{expected}; 3 readers of *Book 900* also read it"
    assert wording.reason_sentence(recommended._replace(reason=AfterBook(book(900), 0))) == expected
    assert wording.reason_sentence(recommended._replace(reason=None)) == expected


@pytest.mark.parametrize(
    ("counts_readers", "count", "mean", "long", "short"),
    [
        (False, 1, 8.0, "1965 \u00b7 \u2605\u00a04.0 of 5 (1 rating)", "\u2605\u00a04.0 of 5 (1)"),
        (False, 0, None, "1965 \u00b7 not rated yet", "not rated yet"),
        (True, 503, None, "1965 \u00b7 503 readers", "503 readers"),
        (True, 1, None, "1965 \u00b7 1 reader", "1 reader"),
        (True, 0, None, "1965 \u00b7 no readers yet", "no readers yet"),
        (True, 1503, 8.0, "1965 \u00b7 \u2605\u00a04.0 of 5 (1,503 readers)", "\u2605\u00a04.0 of 5 (1,503 readers)"),
    ],
)
def test_books_that_were_lent_have_readers_in_place_of_ratings(
    counts_readers: bool, count: int, mean: float | None, long: str, short: str
) -> None:
    dataset = wording.DatasetFacts(10, counts_readers=counts_readers)
    shown = book(900, year=1965)._replace(ratings_count=count, rating_mean=mean)
    assert wording.facts(shown, dataset) == long
    assert wording.short_rating(shown, dataset) == short


def test_subjects_in_common_are_a_reason_unless_readers_or_the_author_are_one() -> None:
    asked, other = book(900), book(901)._replace(author="Somebody Else", author_row=77)
    about = AfterBook(asked, 0, ("Whaling", "Love & <Obsession>"))
    assert (
        wording.reason_sentence(Recommendation(other, 1, about))
        == "Also about Whaling and Love &amp; &lt;Obsession&gt;"
    )
    assert wording.reason_sentence(Recommendation(book(901), 1, about)).startswith("Also by Frank Herbert")
    assert "3 readers" in wording.reason_sentence(Recommendation(other, 1, about._replace(readers_in_common=3)))
