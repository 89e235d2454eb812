"""Clubs in the table of shelves."""

import uuid

import pytest

from shelftalker.club.members import ClubPlace, Members
from shelftalker.shelf.table import ShelfTable


@pytest.fixture
def place() -> ClubPlace:
    """Return a channel without a club."""
    return ClubPlace(f"T{uuid.uuid4().hex[:10]}", f"C{uuid.uuid4().hex[:10]}")


@pytest.fixture
def members(shelves: ShelfTable) -> Members:
    """Return the members of all clubs."""
    return Members(shelves.table)
