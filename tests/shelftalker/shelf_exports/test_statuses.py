"""The status that the name of a shelf stands for."""

import pytest

from shelftalker.shelf_exports.statuses import Status, status_of


@pytest.mark.parametrize(
    ("shelf", "status"),
    [
        ("Already Read", Status.READ),
        ("currently-reading", Status.READING),
        ("Did not finish", Status.STOPPED),
        ("DNF", Status.STOPPED),
        ("to-read", Status.WANTED),
        ("Want to Read", Status.WANTED),
    ],
)
def test_names_of_the_services_and_of_readers_are_known_in_any_spelling(shelf: str, status: Status) -> None:
    assert status_of(shelf) is status


@pytest.mark.parametrize("shelf", ["garden-books", "", "read-2024-favourites", "2024"])
def test_a_name_of_the_readers_own_is_no_status(shelf: str) -> None:
    assert status_of(shelf) is None
