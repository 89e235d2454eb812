"""Ratings as people write them, and the scale that they tell."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model_build.datasets.values.rating_values import RatingScale, RatingTexts, advise_on, parse_rating, tell_scale


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("5", (5, 0)), (" 4.5 ", (4.5, 0)), ("4,5", (4.5, 0)), ("", (0, 0)), ("0", (0, 0)), ("4/5", (4, 5)),
        ("4 of 5", (4, 5)), ("4.5 out of 5", (4.5, 5)), ("80%", (80, 100)), ("★★★★", (4, 5)), ("★★★½☆", (3.5, 5)),
        ("4 out of 5 stars", (4, 5)), ("½", (0.5, 5)), ("★★½", (2.5, 5)), ("***", (3, 5)), ("⭐️⭐️", (2, 5)),
        ("❤️❤️❤️", (3, 5)),
        ("4½", (4.5, 0)), ("3 1/2", (3.5, 0)), ("Thumbs Up", (1, 0)), ("👍", (1, 0)), ("👎", (0, 0)), ("TRUE", (1, 0)),
        ("disliked", (0, 0)), ("it was  amazing", (5, 5)), ("Three", (3, 5)), ("unrated", (0, 0)), ("A", None),
        ("05.May", None),
        ("4 stars", (4, 0)), ("'4", (4, 0)), ("6/5", None), ("4/0", None), ("good", None), ("-1", (0, 0)), ("-2", None),
        ("nan", None), ("inf", None), ("1_0", None), ("5,5,5", None), ("NULL", None),
    ],
)  # fmt: skip
def test_a_rating_is_understood_or_refused(text: str, parsed: tuple[float, int] | None) -> None:
    assert parse_rating(text) == parsed


def scale_of(
    rows: dict[str, int], stated: int | None = None, usual: int | None = None
) -> tuple[RatingScale, dict[str, float]]:
    """Return the scale of a table with these numbers of rows by rating, and the value of each rating."""
    texts = RatingTexts()
    numbers = {text: texts[text] for text in rows}
    counts = np.zeros(len(texts.texts), dtype=np.int64)
    for text, code in numbers.items():
        if code >= 0:
            counts[code] = rows[text]
    scale = tell_scale(texts, counts, stated, usual)
    return scale, {text: scale.values[code] for text, code in numbers.items() if code >= 0}


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (["1", "2", "3", "4", "5"], 5), (["0.5", "4.5", "5"], 5), (["2", "4", "6", "8", "10"], 10),
        (["10", "20", "50", "100"], 100), (["3", "7.5"], 10), (["4/5", "3/5"], 5), (["7/10", "8/10"], 10),
        (["80%"], 100), (["4,5", "3"], 5), (["0", "4"], 5), (["5", "6", "7"], 10), (["55", "70"], 100),
    ],
)  # fmt: skip
def test_the_smallest_scale_that_holds_the_ratings_is_theirs(ratings: list[str], expected: int) -> None:
    assert scale_of(dict.fromkeys(ratings, 100))[0].rating_scale == expected


def test_a_number_for_no_answer_is_off_the_scale_and_no_larger_scale() -> None:
    scale, values = scale_of({**dict.fromkeys(map(str, range(1, 11)), 100), "99": 150})
    assert scale.rating_scale == 10
    assert np.isnan(values["99"])
    assert scale_of({**dict.fromkeys(map(str, range(10, 100, 10)), 100), "100": 150})[0].rating_scale == 100


def test_numbers_most_of_which_are_1_count_reads_and_are_no_ratings() -> None:
    rows = {"1": 600, "2": 200, "3": 100, "40": 90}
    scale, values = scale_of(rows)
    assert (scale.rating_scale, scale.like_threshold, scale.are_counts) == (None, 0.0, True)
    assert set(values.values()) == {0.0}
    assert scale_of(rows, stated=40)[0].rating_scale == 40
    assert scale_of({"1": 300, "2": 200, "3": 300, "4": 200})[0].rating_scale == 5


def test_a_few_slips_do_not_make_a_larger_scale() -> None:
    scale, values = scale_of({"4": 960, "50": 40})
    assert (scale.rating_scale, scale.like_threshold) == (5, 3.5)
    assert np.isnan(values["50"])
    assert scale_of({"4": 940, "60": 20, "80": 40})[0].rating_scale == 100


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (["4", "8", "12", "16", "20"], 20), (["1", "2", "3", "4", "5", "6"], 6), (["1", "2", "3"], 3), (["1", "2"], 2),
        (["15", "30", "45"], 45), (["100", "500", "1000"], 1000), (["2", "6.5"], 7),
    ],
)  # fmt: skip
def test_a_scale_much_larger_than_the_ratings_or_without_a_like_is_not_theirs(
    ratings: list[str], expected: int
) -> None:
    scale, values = scale_of(dict.fromkeys(ratings, 100))
    assert scale.rating_scale == expected
    assert max(values.values()) >= scale.like_threshold


@given(st.dictionaries(st.integers(1, 120).map(str), st.integers(1, 500), min_size=2))
def test_on_every_scale_that_is_told_something_is_a_like(rows: dict[str, int]) -> None:
    scale, values = scale_of(rows)
    assume("99" not in rows and not scale.are_counts)  # an answer that is none, and no ratings
    kept = [value for value in values.values() if not np.isnan(value)]
    assert scale.rating_scale is not None
    assert max(kept) >= scale.like_threshold
    lost = sum(rows[text] for text, value in values.items() if np.isnan(value))
    assert lost <= 0.05 * sum(rows.values())


def test_ones_that_are_the_most_are_counts_where_twos_are_fewer_and_threes_fewer_still() -> None:
    assert scale_of({"1": 60, "2": 20, "3": 5, "7": 6})[0].are_counts
    assert scale_of({"1": 26, "2": 1, "3": 23})[0].rating_scale == 3


def test_a_rating_far_above_few_others_is_lost_only_where_it_is_one_of_nines() -> None:
    assert scale_of({"1": 1, "2": 1, "3": 1, "11": 1})[0].rating_scale == 11
    assert scale_of({"1": 9, "2": 9, "3": 9, "4": 9, "5": 9, "99": 9})[0].rating_scale == 5


def test_zero_beside_one_is_no_like() -> None:
    scale, values = scale_of({"0": 40, "1": 60, "": 5})
    assert (scale.rating_scale, scale.like_threshold) == (None, 1)
    assert values == {"0": 0, "1": 1, "": 0}


def test_few_ratings_leave_a_source_its_usual_scale() -> None:
    assert scale_of({"5": 49}, usual=10)[0].rating_scale == 10
    assert scale_of({"5": 50}, usual=10)[0].rating_scale == 5
    assert scale_of({"10": 50}, usual=5)[0].rating_scale == 10


def test_a_stated_scale_stands() -> None:
    scale, values = scale_of({"3": 100, "7": 100, "4/5": 1}, stated=7)
    assert scale.rating_scale == 7
    assert values == {"3": 3, "7": 7, "4/5": pytest.approx(5.6)}


@pytest.mark.parametrize("rows", [{"": 100}, {"0": 100}, {"1": 100}, {"1.0": 60, "": 40}, {}])
def test_weights_of_reads_are_no_ratings(rows: dict[str, int]) -> None:
    scale, values = scale_of(rows)
    assert scale.rating_scale is None
    assert set(values.values()) <= {0}


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("05.May", "took it for a date"),
        ("5-May", "took it for a date"),
        ("May-05", "took it for a date"),
        ("2024-05-04", "took it for a date"),
        ("-2", "below 0"),
        ("B+", "expected a number, or 4/5"),
    ],
)
def test_the_advice_is_on_what_came(text: str, advice: str) -> None:
    assert parse_rating(text) is None
    assert advice in advise_on(text)
