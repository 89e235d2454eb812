"""The status and the time of a row."""

import pytest

from model_build.datasets.interactions import ReadStatuses, seconds_of


@pytest.mark.parametrize(
    "status",
    ["read", "Read", "currently-reading", "Currently Reading", "did-not-finish", "", "1", "1.0", "TRUE", "loan"],
)
def test_what_was_read_or_begun_is_a_read(status: str) -> None:
    assert ReadStatuses()[status]


@pytest.mark.parametrize("status", ["to-read", "Want to Read", "want", "wishlist", "tbr", "0", "false", "owned", "0.0"])
def test_what_somebody_wants_to_read_is_none(status: str) -> None:
    assert not ReadStatuses()[status]


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
