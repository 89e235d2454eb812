"""Readers of other workspaces and of organisations: one shelf each, wherever they click, export and delete."""

import uuid
from collections.abc import Callable

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.shelftalker.listeners.homes import home_of, open_home, words
from tests.shelftalker.listeners.reading import message_after_click
from tests.slack_app import SlackApp
from tests.slack_places import (
    PersonInPlace,
    Place,
    at_home,
    in_organisation,
    visiting,
    visiting_organisation,
)

RATED_AT = "1763946000.000001"


def new_id(kind: str) -> str:
    return f"{kind}{uuid.uuid4().hex[:10].upper()}"


def person(app: SlackApp, place: Place) -> PersonInPlace:
    return PersonInPlace.of(app, place)


def rate(someone: SlackApp, stars: str = "five stars") -> None:
    message_after_click(someone, someone.type("dune").message, "menu_rate", f"1. {stars}")


def kept(shelves: ShelfTable, workspace_id: str, user_id: str) -> list[int | None]:
    """Return the stars in one workspace, wherever an entry there points."""
    items = shelves._items.of_place(workspace_id, user_id)  # noqa: SLF001 - what a place holds is nobody else's business
    return [int(item["stars"]["N"]) for item in items if "stars" in item]


PLACES: dict[str, Callable[[str, str], tuple[str, Place]]] = {
    "in the workspace": lambda own, _: (own, at_home(own)),
    "in an organisation": lambda own, other: (f"E{other}", in_organisation(own, f"E{other}")),
    "of another workspace": lambda own, other: (own, visiting(own, other)),
    "of another workspace, in an organisation's channel": lambda own, other: (
        own,
        visiting_organisation(own, other, f"E{other}"),
    ),
    "of another organisation": lambda own, other: (
        f"E{own}",
        visiting_organisation(f"E{own}", other, f"E{other}"),
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_click_is_kept_in_the_persons_own_workspace_or_organisation_alone(
    app: SlackApp, shelves: ShelfTable, name: str
) -> None:
    own, other = new_id("T"), new_id("T")
    home, place = PLACES[name](own, other)
    rate(person(app, place))
    assert kept(shelves, home, app.user_id) == [5]
    assert [kept(shelves, each, app.user_id) for each in {own, other, f"E{other}"} - {home}].count([]) >= 2


def test_what_a_visitor_clicked_is_on_the_shelf_at_home_and_leaves_with_the_host_untouched(
    app: SlackApp, shelves: ShelfTable
) -> None:
    own, host = new_id("T"), new_id("T")
    rate(person(app, visiting(own, host)))
    home = open_home(person(app, at_home(own)))
    assert "Rated (1)" in words(home)
    shelves.purge(host, before=9e9, seconds=60)
    assert kept(shelves, own, app.user_id) == [5]
    shelves.purge(own, before=9e9, seconds=60)
    assert kept(shelves, own, app.user_id) == []


def test_what_a_host_kept_before_is_found_and_moved_at_the_next_click_there(app: SlackApp, shelves: ShelfTable) -> None:
    own, host = new_id("T"), new_id("T")
    shelves.apply(Reader(host, app.user_id), ShelfAction(Verb.RATE, "aaaaaaaa", 4), RATED_AT)
    rate(person(app, visiting(own, host)), "two stars")
    assert sorted(kept(shelves, own, app.user_id), key=str) == [2, 4]
    assert kept(shelves, host, app.user_id) == []


def test_a_workspace_whose_organisation_installs_later_keeps_its_shelves(app: SlackApp, shelves: ShelfTable) -> None:
    team, enterprise = new_id("T"), new_id("E")
    rate(person(app, at_home(team)))
    of_organisation = person(app, in_organisation(team, enterprise))
    assert "Rated (1)" in words(open_home(of_organisation))
    message_after_click(of_organisation, of_organisation.type("the hobbit").message, "menu_want", "1.")
    assert "Rated (1)" in words(open_home(of_organisation))
    assert kept(shelves, enterprise, app.user_id) == [5]
    assert kept(shelves, team, app.user_id) == []


def test_an_export_shows_and_a_deletion_deletes_what_is_kept_in_both_places(app: SlackApp, shelves: ShelfTable) -> None:
    team, enterprise = new_id("T"), new_id("E")
    rate(person(app, at_home(team)))
    someone = person(app, in_organisation(team, enterprise))
    home = open_home(someone)
    someone.click_in_home(home, "home_export")
    assert "one book, as CSV" in words(someone.slack.views("views.open")[-1])
    someone.click_in_home(home, "home_delete")
    assert "one book" in words(home_of(someone))
    assert [kept(shelves, each, app.user_id) for each in (team, enterprise)] == [[], []]


def test_two_people_with_one_id_in_different_workspaces_have_a_shelf_each(app: SlackApp, shelves: ShelfTable) -> None:
    first, second, host = new_id("T"), new_id("T"), new_id("T")
    rate(person(app, visiting(first, host)), "one star")
    rate(person(app, at_home(second)), "four stars")
    assert [kept(shelves, each, app.user_id) for each in (first, second, host)] == [[1], [4], []]
