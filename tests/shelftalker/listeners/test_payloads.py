"""Slack's payloads: person, place and element in each of their forms."""

from typing import Any

import pytest

from shelftalker.listeners.payloads import (
    chosen_value,
    is_in_home,
    is_private,
    reader_of,
    thread_of,
    workspace_of,
)
from shelftalker.shelf.contents import Reader
from shelftalker.slack.workspace import Workspace


@pytest.mark.parametrize(
    "body",
    [
        {"team_id": "T1", "user_id": "U1", "command": "/recommend"},
        {"team": {"id": "T1"}, "user": {"id": "U1"}, "type": "block_actions"},
        {"team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}},
    ],
    ids=["command", "click", "event"],
)
def test_a_command_a_click_and_an_event_name_the_same_reader(body: dict[str, Any]) -> None:
    assert reader_of(body) == Reader("T1", "U1")


def test_a_reader_of_an_organisations_installation_is_one_in_all_its_workspaces() -> None:
    body = {"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "true", "user_id": "U1"}
    assert workspace_of(body) == Workspace("T1", "E1", True)
    assert reader_of(body) == Reader("E1", "U1")
    assert reader_of(body).elsewhere == ("T1",)


ORGANISATION = {"enterprise": {"id": "E1"}, "is_enterprise_install": True}


@pytest.mark.parametrize(
    ("body", "home", "elsewhere"),
    [
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}}, "T1", ()),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}}, "T2", ("T1",)),
        ({"team": None, "user": {"id": "U1", "team_id": "T2"}} | ORGANISATION, "E1", ("T2",)),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}} | ORGANISATION, "T2", ("E1",)),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}} | ORGANISATION, "E1", ("T1",)),
        ({"team": None, "user": {"id": "U1", "team_id": "E2"}} | ORGANISATION, "E2", ("E1",)),
        (
            # A window that was opened in a shared channel, as in bolt-python's tests: only the view names the host.
            {
                "team": {"id": "T2", "enterprise_id": "E2"},
                "user": {"id": "U1", "team_id": "T2"},
                "enterprise": {"id": "E2"},
                "view": {"team_id": "T2", "app_installed_team_id": "T1"},
            },
            "T2",
            ("T1",),
        ),
        (
            # An organisation's, opened in another of its workspaces.
            {"team": None, "user": {"id": "U1", "team_id": "T2"}, "view": {"app_installed_team_id": "T1"}}
            | ORGANISATION,
            "E1",
            ("T2",),
        ),
    ],
    ids=[
        "member", "visitor", "organisation", "visitor of an organisation", "named team", "other organisation",
        "window of a visitor", "window of an organisation",
    ],
)  # fmt: skip
def test_a_shelf_belongs_to_the_persons_own_workspace_or_their_organisation(
    body: dict[str, Any], home: str, elsewhere: tuple[str, ...]
) -> None:
    assert reader_of(body) == Reader(home, "U1")
    assert reader_of(body).elsewhere == elsewhere


def test_a_payload_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="user_id must be an id from Slack"):
        reader_of({"team_id": "T1"})


def test_home_is_told_from_a_window_and_from_a_message() -> None:
    assert is_in_home({"view": {"type": "home"}})
    assert not is_in_home({"view": {"type": "modal"}})
    assert not is_in_home({"message": {"ts": "1.2"}})


def test_only_a_message_to_one_person_is_private() -> None:
    assert is_private({"container": {"is_ephemeral": True}})
    assert not is_private({"container": {"is_ephemeral": False}})
    assert not is_private({})


def test_the_thread_is_that_of_the_clicked_message_or_of_the_shortcuts() -> None:
    assert thread_of({"container": {"thread_ts": "1.5"}, "message": {"thread_ts": "1.6"}}) == "1.5"
    assert thread_of({"message": {"thread_ts": "1.6"}}) == "1.6"
    assert thread_of({"message": {"ts": "1.6"}}) is None


def test_the_value_is_that_of_the_button_or_of_the_chosen_option() -> None:
    assert chosen_value({"value": "5 dune2345"}) == "5 dune2345"
    assert chosen_value({"selected_option": {"value": "4 dune2345"}}) == "4 dune2345"
    assert chosen_value({"selected_option": None}) == ""
