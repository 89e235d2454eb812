import pytest

from model_build.open_library.publish_years import birth_year_in, first_year, first_year_in, year_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1993", 1993), ("December 1993", 1993), ("c1987", 1987), ("1987-10-01", 1987), ("June 3, 2019", 2019),
        ("1965, 1969 printing", 1965), ("[1901?]", 1901), ("Taishō 5 [1916]", 1916), ("2001年", 2001), ("19--", None),
        ("01/02/1999", 1999), ("", None), ("n.d.", None), ("0001", None), ("1234", None), ("9999", None),
        ("12/98", None), ("20191014", None), ("5742 [1982]", 1982),
    ],
)  # fmt: skip
def test_the_year_of_a_date_is_the_earliest_believable_one(text: str, year: int | None) -> None:
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1851", 1851),
        ("October 18, 1851", 1851),
        ("800 BC", -800),
        ("380 B.C.", -380),
        ("-750", -750),
        ("ca. 731", 731),
        ("", None),
    ],
)
def test_a_first_year_may_be_older_than_print(text: str, year: int | None) -> None:
    assert first_year_in(text) == year


@pytest.mark.parametrize(
    ("text", "year"), [("1949", 1949), ("9 February 1940", 1940), ("1940-1990", None), ("", None), ("x", None)]
)
def test_a_birth_year_is_the_only_year_of_its_date(text: str, year: int | None) -> None:
    assert birth_year_in(text) == year


def test_the_first_year_is_the_least_believable_one() -> None:
    assert first_year(None, [1965, 1990], [2001]) == 1965
    assert first_year(1851, [1920], []) == 1851
    assert first_year(None, [], []) is None


def test_an_edition_with_an_isbn_and_an_impossible_year_takes_a_second_witness() -> None:
    assert first_year(None, [], [1900, 2012]) == 2012
    assert first_year(None, [1937], [1937, 1999]) == 1937
    assert first_year(None, [], [1937, 1937, 1999]) == 1937
    assert first_year(1937, [], [1937, 1999]) == 1937


def test_no_book_is_older_than_its_author() -> None:
    assert first_year(None, [1900, 1998], [], births=[1965]) == 1998
    assert first_year(None, [1900], [], births=[1965]) is None
    assert first_year(None, [1990], [], births=[None, 1960]) == 1990
