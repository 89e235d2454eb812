"""The status and the time of a row."""

import numpy as np
import pytest

from model_build.datasets.interactions import (
    ReadStatuses,
    is_made_anonymous,
    most_rows_of_a_reader,
    seconds_of,
    statuses_beside,
)


@pytest.mark.parametrize(
    "status",
    ["read", "Read", "currently-reading", "Currently Reading", "did-not-finish", "", "1", "1.0", "TRUE", "loan"],
)
def test_what_was_read_or_begun_is_a_read(status: str) -> None:
    assert ReadStatuses()[status] == ReadStatuses.READ


@pytest.mark.parametrize("status", ["to-read", "Want to Read", "want", "wishlist", "tbr", "0", "false", "owned", "0.0"])
def test_what_somebody_wants_to_read_is_none(status: str) -> None:
    assert ReadStatuses()[status] == ReadStatuses.NOT_READ


@pytest.mark.parametrize("status", ["holiday-2019", "2", "?!a"])
def test_a_word_of_another_meaning_is_neither(status: str) -> None:
    assert ReadStatuses()[status] == ReadStatuses.UNKNOWN


def test_a_mark_of_a_wanted_book_outweighs_its_status() -> None:
    assert statuses_beside(["1", "0", "", "yes", "False"], None) == ["to-read", "", "", "to-read", ""]
    assert statuses_beside(["1", ""], ["read", "stopped"]) == ["to-read", "stopped"]


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        pytest.param([], 1000, id="nobody"),
        pytest.param([40] * 200 + [5_000], 1000, id="small"),
        pytest.param([100] * 200, 2000, id="busy"),
        pytest.param([10] * 20_000 + [1_000_000], 20_000, id="library"),
        pytest.param([5_000] * 100, 100_000, id="all_busy"),
        pytest.param([1_000_000], 20_000_000, id="one"),
    ],
)
def test_the_limit_of_a_readers_rows_follows_the_other_readers(rows: list[int], most: int) -> None:
    assert most_rows_of_a_reader(np.array(rows, dtype=np.int64)) == most


@pytest.mark.parametrize(
    "written",
    ["1700000000", "1700000000.0", "1700000000000", "1700000000000000", "2023-11-14T22:13:20", "2023-11-14 22:13:20",
     "2023-11-14T22:13:20Z", "2023-11-14T23:13:20+01:00", "2023/11/14 22:13:20"],
)  # fmt: skip
def test_a_time_is_read_in_any_usual_form(written: str) -> None:
    assert seconds_of([written]).tolist() == [1_700_000_000]
    assert seconds_of([written, "2001-09-09"]).tolist() == [1_700_000_000, 999_993_600]


@pytest.mark.parametrize("written", ["", "yesterday", "-5", "nan", "inf", "2023-13-01"])
def test_no_time_is_minus_one(written: str) -> None:
    assert seconds_of([written]).tolist() == [-1]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("3/17/2024 3:05 PM", "2024-03-17T15:05:00"),
        ("12/31/2023 12:00:09 am", "2023-12-31T00:00:09"),
        ("17.03.2024 15:05", "2024-03-17T15:05:00"),
        ("17/03/2024", "2024-03-17"),
        ("05.04.2024", "2024-04-05"),
    ],
)
def test_local_dates_are_times(text: str, same: str) -> None:
    assert seconds_of([text]).tolist() == seconds_of([same]).tolist()
    assert seconds_of([text])[0] > 0


def test_a_day_above_twelve_tells_which_number_of_the_others_is_the_day() -> None:
    assert seconds_of(["05/04/2024", "13/04/2024"])[0] == seconds_of(["2024-04-05"])[0]
    assert seconds_of(["05/04/2024", "04/13/2024"])[0] == seconds_of(["2024-05-04"])[0]
    assert seconds_of(["31.02.2024", "17.03.24", "soon"]).tolist() == [-1, -1, -1]


@pytest.mark.parametrize("name", ["*****", "(anonymized)", "[REDACTED]", "Anonymous Patron", "---"])
def test_masks_are_readers_made_anonymous(name: str) -> None:
    assert is_made_anonymous(name)


@pytest.mark.parametrize("name", ["u1", "Anon Y. Mouse 7", "0", "李"])
def test_other_ids_are_not(name: str) -> None:
    assert not is_made_anonymous(name)
