"""Tests for the series and volumes of works."""

import math

import numpy as np
import pandas as pd

from model_build.works.series import SeriesOfWorks, series_of_works

Edition = tuple[str, str]


def series_of(*editions: Edition, works: list[int] | None = None, **columns: list[str]) -> SeriesOfWorks:
    """Return the series of editions (title, author), each a work of its own where no `works` are given."""
    work_of = np.array(range(len(editions)) if works is None else works, dtype=np.int32)
    table = pd.DataFrame(editions, columns=["title", "author"]).assign(publisher="", readers=1, **columns)
    authors = list(dict.fromkeys(author for _, author in editions))
    author_rows = np.zeros(work_of.max() + 1, dtype=np.int32)
    for (_, author), work in zip(editions, work_of, strict=True):
        author_rows[work] = authors.index(author)
    return series_of_works(table, work_of, author_rows)


def volumes_of(series: SeriesOfWorks) -> list[tuple[str, float, float] | None]:
    """Return (series, volume, last volume) of each work, -1 for a number that is not known; None without a series."""
    return [
        None if row < 0 else (series.names[row], *(-1.0 if math.isnan(number) else number for number in numbers))
        for row, *numbers in zip(series.rows, series.volumes, series.last_volumes, strict=True)
    ]


def test_the_works_of_one_series_have_one_row_whatever_its_spelling() -> None:
    """Spellings differ by words like "chronicles" and by how they write the number."""
    series = series_of(
        ("Lestat (The Vampire Chronicles, Book II)", "Ann"), ("Queen (Vampire Chronicles #3)", "Ann"), ("Alone", "Ann")
    )
    assert series.rows.tolist() == [0, 0, -1]
    assert [volume for volume in series.volumes.tolist() if not math.isnan(volume)] == [2, 3]


def test_any_edition_of_a_work_may_name_its_series() -> None:
    """The title that most readers have often names none."""
    series = series_of(("Lestat", "Ann"), ("Lestat (Vampires, 2)", "Ann"), works=[0, 0])
    assert volumes_of(series) == [("Vampires", 2, -1)]


def test_the_volume_of_most_readers_editions_counts() -> None:
    """Catalogues number some series in two ways."""
    series = series_of(("A (Sun, 2)", "Ann"), ("A (Sun, 1)", "Ann"), ("A (Sun #1)", "Ann"), works=[0, 0, 0])
    assert volumes_of(series) == [("Sun", 1, -1)]


def test_a_work_named_after_its_series_is_the_first_volume_where_none_is_known() -> None:
    """So "Dune" is the first of the Dune Chronicles, which take its name."""
    series = series_of(("Dune", "Ann"), ("Dune Messiah (Dune Chronicles, Book 2)", "Ann"))
    assert volumes_of(series) == [("Dune", 1, -1), ("Dune", 2, -1)]


def test_a_work_named_after_a_series_whose_first_volume_is_known_is_an_omnibus() -> None:
    """So "The Lord of the Rings" is all its parts."""
    series = series_of(("The Rings", "Ann"), ("Fellowship (The Rings, Part 1)", "Ann"), ("King (The Rings, 3)", "Ann"))
    assert volumes_of(series) == [("The Rings", 1, 3), ("The Rings", 1, -1), ("The Rings", 3, -1)]


def test_boxed_sets_and_ranges_are_omnibuses() -> None:
    """Their words and their ranges tell them apart from volumes."""
    series = series_of(
        ("Rings Boxed Set", "Ann"), ("The Complete Rings Trilogy", "Ann"), ("One and Two (Rings, #1-2)", "Ann"),
        ("One (Rings, #1)", "Ann"), ("Three (Rings, #3)", "Ann"),
    )  # fmt: skip
    assert [volumes and volumes[1:] for volumes in volumes_of(series)] == [(1, 3), (1, 3), (1, 2), (1, -1), (3, -1)]


def test_a_name_that_many_authors_share_is_a_publishers_line() -> None:
    """Its numbers are no order of reading."""
    series = series_of(*((f"Book {author} (Blaze, No {author})", f"Author {author}") for author in "456"))
    assert volumes_of(series) == [None, None, None]


def test_a_series_stays_its_authors_where_others_use_its_name() -> None:
    """The author of most of its books owns the name."""
    mine = [(f"Volume {number} (Inheritance, {number})", "Ann Own") for number in "1234"]
    others = [("Other (Inheritance, 1)", "Bo Else"), ("Third (Inheritance, 2)", "Cy More")]
    series = series_of(*mine, *others)
    assert series.rows.tolist() == [0, 0, 0, 0, -1, -1]


def test_authors_of_first_volumes_have_each_a_series_of_one_name() -> None:
    """Some names are anybody's."""
    secrets = [(f"Volume {author}{number} (The Secret, #{number})", author) for author in "ABC" for number in "12"]
    series = series_of(*secrets, ("Alone (The Secret, #7)", "D"))
    assert series.rows.tolist() == [0, 0, 1, 1, 2, 2, -1]


def test_a_series_of_two_who_write_together_is_one() -> None:
    """Catalogues name the one first on some volumes and the other on the rest."""
    series = series_of(("A (Sun, 1)", "Ann Ash, Bo Birch"), ("B (Sun, 2)", "Bo Birch"), ("C (Sun, 3)", "Cy Cedar"))
    assert series.rows.tolist() == [0, 0, 1]


def test_volumes_without_a_series_take_the_beginning_that_their_titles_share() -> None:
    """A mere "(Book 2)" is a volume of their common beginning."""
    series = series_of(
        ("Harry Potter and the Stone (Book 1)", "Ann"), ("Harry Potter and the Chamber (Book 2)", "Ann"),
        ("Unlike (Book 1)", "Ann"),
    )  # fmt: skip
    assert volumes_of(series) == [("Harry Potter", 1, -1), ("Harry Potter", 2, -1), None]


def test_titles_alone_make_a_series_of_two_volumes() -> None:
    """A number in one title may be anything; with a second volume it is a series."""
    assert volumes_of(series_of(("Far Side Gallery 2", "Ann"), ("Far Side Gallery 3", "Ann"))) == [
        ("Far Side Gallery", 2, -1),
        ("Far Side Gallery", 3, -1),
    ]
    assert volumes_of(series_of(("Henry IV, Part 1", "Ann"), ("Henry IV, Part 2", "Ann")))[1] == ("Henry IV", 2, -1)


def test_bare_numbers_that_do_not_follow_one_another_make_no_series() -> None:
    """A number at the end of a title may be anything."""
    assert volumes_of(series_of(("Catch All 22", "Ann"), ("Apollo 13", "Ann"))) == [None, None]
    assert volumes_of(series_of(("Red House 12", "Ann"), ("Red House 57", "Ann"))) == [None, None]
    assert volumes_of(series_of(("Book 1", "Ann"), ("Book 2", "Ann"))) == [None, None]
    assert volumes_of(series_of(("Book 1 of 7", "Ann"), ("Book 2 of 7", "Ann"))) == [None, None]


def test_a_number_behind_a_name_in_brackets_is_a_volume_where_another_volume_shows_it() -> None:
    """One is the fifth of the Discworld; the other is of Babylon 5."""
    series = series_of(("Sourcery (Discworld 5)", "Ann"), ("Mort (Discworld, Book 4)", "Ann"))
    assert volumes_of(series) == [("Discworld", 5, -1), ("Discworld", 4, -1)]
    series = series_of(("Voices (Babylon 5)", "Ann"), ("Accusations (Babylon 5)", "Ann"))
    assert volumes_of(series) == [("Babylon 5", -1, -1), ("Babylon 5", -1, -1)]


def test_a_work_named_after_one_of_its_two_series_is_in_that_one() -> None:
    """A number in the wrong series would be its first volume."""
    series = series_of(
        ("Teen Soup (Soups)", "Ann"), ("Mean Soup (Soups)", "Ann"),
        ("Teen Soup II (Soups)", "Ann"), ("Teen Soup III (Soups)", "Ann"),
    )  # fmt: skip
    assert volumes_of(series)[0] == ("Teen Soup", 1, -1)


def test_a_name_in_brackets_without_volumes_needs_two_works_of_one_author() -> None:
    """One work's brackets hold anything."""
    assert volumes_of(series_of(("A (Plum)", "Ann"), ("B (Plum)", "Ann"))) == [("Plum", -1, -1), ("Plum", -1, -1)]
    assert volumes_of(series_of(("A (Plum)", "Ann"), ("B (Pear)", "Ann"))) == [None, None]
    shared = [
        (f"{name} (Plum)", author) for name, author in zip("ABCDE", ["Ann", "Ann", "Bo", "Bo", "Cy"], strict=True)
    ]
    assert volumes_of(series_of(*shared)) == [None] * 5


def test_a_name_in_capitals_is_shown_as_a_name_and_an_abbreviation_as_it_stands() -> None:
    """Some catalogues write series in capitals only."""
    series = series_of(("Runaway (GHOSTS OF FEAR STREET, 41)", "Ann"), ("Slam (SVH #48)", "Bo"))
    assert series.names == ["Ghosts of Fear Street", "SVH"]


def test_a_name_that_few_editions_of_few_works_bear_is_a_note_of_these_editions() -> None:
    """A binding or a promotion is noted on one edition of many, a series on most."""
    editions = [("It (Charms)", "Ann"), ("Firestarter (Charms)", "Ann"), *[("It", "Ann"), ("Firestarter", "Ann")] * 3]
    works = [0, 1] * 4
    assert volumes_of(series_of(*editions, works=works)) == [None, None]
    # A third of the editions, a volume, a title with the name, a column or a fourth work make it a series.
    assert volumes_of(series_of(*editions[:6], works=works[:6])) == [("Charms", -1, -1)] * 2
    numbered = [("It (Charms, 2)", "Ann"), *editions[1:]]
    assert volumes_of(series_of(*numbered, works=works)) == [("Charms", 2, -1), ("Charms", -1, -1)]
    named = [*editions[:-1], ("Charms: Firestarter", "Ann")]
    assert volumes_of(series_of(*named, works=works)) == [("Charms", -1, -1)] * 2
    columns = ["Charms", "Charms", *[""] * 6]
    assert volumes_of(series_of(*editions, works=works, series=columns, volume=[""] * 8)) == [("Charms", -1, -1)] * 2
    more = [*editions, ("Cujo (Charms)", "Ann"), ("Misery (Charms)", "Ann"), *[("Cujo", "Ann"), ("Misery", "Ann")] * 3]
    assert volumes_of(series_of(*more, works=[*works, *[2, 3] * 4])) == [("Charms", -1, -1)] * 4


def test_the_letters_of_titles_number_a_series_that_has_no_volumes() -> None:
    """So "Q Is for Quarry", which no bracket puts into the series, is next after "P Is for Peril"."""
    titles = ("P Is for Peril (Kinsey)", '"O" is for Outlaw (Kinsey)', "Q Is for Quarry", "Kinsey and Me", "A Is A")
    series = series_of(*((title, "Sue") for title in titles))
    assert volumes_of(series) == [("Kinsey", 16, -1), ("Kinsey", 15, -1), ("Kinsey", 17, -1), None, None]


def test_letters_of_a_few_titles_or_of_titles_in_no_series_number_none() -> None:
    """A picture book's "A Is for Apple" has no second volume."""
    few = series_of(("A Is for Alibi (Kinsey)", "Sue"), ("B Is for Burglar (Kinsey)", "Sue"))
    none = series_of(*((f"{letter} Is for Words", "Ann") for letter in "ABCD"))
    assert volumes_of(few) == [("Kinsey", -1, -1), ("Kinsey", -1, -1)]
    assert volumes_of(none) == [None] * 4


def test_a_catalogues_columns_stand_above_its_titles() -> None:
    """The catalogue knows its series."""
    series = series_of(("A (Old Name, 7)", "Ann"), ("B", "Ann"), series=["New", "New"], volume=["1", "2"])
    assert volumes_of(series) == [("New", 1, -1), ("New", 2, -1)]


def test_the_order_of_editions_does_not_matter() -> None:
    """Datasets come in any order."""
    editions = [("A (Sun, 1)", "Ann"), ("A (Moon, 1)", "Ann"), ("B (Moon, 2)", "Ann"), ("C (Sun, 2)", "Ann")]
    works = [0, 0, 1, 2]
    expected = volumes_of(series_of(*editions, works=works))
    assert volumes_of(series_of(*reversed(editions), works=works[::-1])) == expected
