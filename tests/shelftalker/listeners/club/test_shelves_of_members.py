"""The shelves of many people read at once: in their order, within a deadline, and none lost silently."""

import time

import pytest

from shelftalker.club.members import Member
from shelftalker.listeners.club import shelves_of_members
from shelftalker.listeners.club.shelves_of_members import ShelvesConfig, read_shelves
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.table import ShelfTable
from shelftalker.slack.web_api import SlackApi
from tests.dynamodb import DynamoDb, new_reader


@pytest.fixture
def services(shelves: ShelfTable, catalogue: Catalogue) -> Services:
    """Return services with the shelves and the library; Slack is not needed."""
    return Services(lambda: catalogue, shelves, SlackApi(None, ""))  # type: ignore[arg-type] # never called


def members(count: int) -> list[Member]:
    return [Member(new_reader("T0001"), float(number)) for number in range(count)]


def test_each_member_has_their_own_shelf_in_the_order_of_the_members(services: Services, catalogue: Catalogue) -> None:
    people, books = members(20), list(catalogue.all_books())
    for number, member in enumerate(people[:10]):
        action = ShelfAction(Verb.RATE, books[number].book_id, 5)
        services.shelves.apply(member.reader, action, "1700000001")
    known = read_shelves(services, catalogue, people)
    assert [list(each.by_row) for each in known[:10]] == [[books[number].book_row] for number in range(10)]
    assert all(each.is_available for each in known)
    assert not any(each.by_row for each in known[10:])


def test_shelves_that_are_late_are_as_empty_and_nobody_waits_for_them(
    services: Services, catalogue: Catalogue, dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves_of_members, "CONFIG", ShelvesConfig(threads=2, seconds=0.5))
    dynamodb.fail("Query", times=20, delay_seconds=2)
    started_at = time.monotonic()
    known = read_shelves(services, catalogue, members(6))
    assert time.monotonic() - started_at < 2
    assert [each.is_available for each in known] == [False] * 6


def test_a_shelf_that_cant_be_read_is_as_empty_and_the_others_are_there(
    services: Services, catalogue: Catalogue, dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves_of_members, "CONFIG", ShelvesConfig(threads=1, seconds=10))
    dynamodb.fail("Query", times=1, refuses="ValidationException")
    known = read_shelves(services, catalogue, members(3))
    assert [each.is_available for each in known] == [False, True, True]
