from typing import Any

import pytest

from model_build.open_library.dump_lines import Losses
from model_build.open_library.editions import CollectedWork, as_listed, first_cover, isbns_of


def collect(*records: dict[str, Any], title: str = "Dune") -> CollectedWork:
    work = CollectedWork(1, 7)
    work.title = title
    for record in records:
        work.add_edition(record, Losses())
    return work


@pytest.mark.parametrize(
    ("fields", "isbns"),
    [
        ({"isbn_10": ["0441172717"]}, ["9780441172719"]),
        ({"isbn_10": ["0-441-17271-7"], "isbn_13": ["978-0441172719"]}, ["9780441172719"]),
        ({"isbn_13": "9780441172719"}, ["9780441172719"]),
        ({"isbn_10": ["080442957X (pbk.)"]}, ["9780804429573"]),
        ({"isbn_13": ["9791032305690"]}, ["9791032305690"]),
        ({"isbn_10": ["0441172718"], "isbn_13": [None, 9780441172719, ""]}, []),
        ({"isbn_10": None}, []),
        ({}, []),
    ],
)
def test_isbns_are_whole_in_thirteen_digits_and_each_once(fields: dict[str, Any], isbns: list[str]) -> None:
    assert isbns_of(fields) == isbns


def test_isbns_with_a_wrong_check_digit_are_counted() -> None:
    losses = Losses()
    isbns_of({"key": "/books/OL1M", "isbn_10": ["0441172718"]}, losses)
    kind = "editions: ISBNs with a wrong check digit or length, dropped"
    assert losses.counts[kind] == 1
    assert losses.examples[kind] == "/books/OL1M: 0441172718"


def test_isbns_are_listed_in_ten_characters_where_they_have_that_form() -> None:
    assert as_listed(9780441172719) == "0441172717"
    assert as_listed(9791032305690) == "9791032305690"


@pytest.mark.parametrize(
    ("covers", "cover"), [([-1, 7, 8], 7), ([-1], 0), ([], 0), (None, 0), ([None, "9"], 0), (5, 5), ([True, 3], 3)]
)
def test_the_cover_is_the_first_id_above_zero(covers: object, cover: int) -> None:
    assert first_cover(covers) == cover


def test_editions_of_the_title_are_told_from_those_of_another() -> None:
    work = collect(
        {"title": "Dune", "isbn_10": ["0441172717"], "languages": [{"key": "/languages/eng"}], "subtitle": "a novel"},
        {
            "title": "Der Wüstenplanet",
            "isbn_10": ["3453186834"],
            "languages": [{"key": "/languages/ger"}],
            "covers": [4],
        },
        {"title": "Dune", "title_prefix": "", "covers": [5], "publish_date": "1965", "publishers": ["Chilton", "Ace"]},
    )
    assert list(work.isbns) == [2 * 9780441172719 + 1, 2 * 9783453186835]
    assert work.languages == {"en": 1, "de": 1}
    assert work.title_languages == {"en": 1}
    assert work.subtitles == {"a novel": 1}
    assert (work.title_cover, work.edition_cover) == (5, 4)
    assert list(work.years) == [1965]
    assert work.publishers == {"Chilton": 1}


def test_the_language_of_an_isbn_stands_in_for_a_missing_one_only() -> None:
    work = collect(
        {"title": "Dune", "isbn_10": ["3453186834"]}, {"title": "Dune", "languages": [{"key": "/languages/mul"}]}
    )
    assert work.languages == {"de": 1}


@pytest.mark.parametrize("value", [None, 7, {}, [None], [{}], [7], {"key": 3}, "text", [["nested"]]])
def test_fields_of_any_type_break_nothing(value: Any) -> None:
    fields = (
        "title", "title_prefix", "subtitle", "isbn_10", "isbn_13", "publish_date", "publishers", "languages", "series",
        "authors", "covers", "subjects",
    )  # fmt: skip
    assert collect(dict.fromkeys(fields, value)).editions == 1
