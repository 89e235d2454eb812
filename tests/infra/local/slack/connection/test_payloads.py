"""Payloads of people of other workspaces, and of an organisation that installed the app; read as the app reads them."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.slack.workspace.directory import installation_by_organisation
from shelftalker.listeners.payloads import reader_of
from tests.infra.local.block_kit import with_buttons
from tests.infra.local.scripted_slack import Answer, ScriptedSlack


@pytest.fixture
def organisation() -> Iterator[None]:
    """Have the workspace's organisation install the app, as in `make demo ORGANISATION=yes`."""
    with installation_by_organisation():
        yield


def last_payload(slack: ScriptedSlack) -> dict[str, Any]:
    payload: dict[str, Any] = slack.app.received[-1].payload
    return payload


def test_a_click_of_a_visitor_names_their_own_workspace_and_the_one_that_installed_the_app(
    slack: ScriptedSlack,
) -> None:
    slack.command(with_buttons(response_type="in_channel"))
    message = slack.messages("mara")[-1]
    assert slack.click(message, "choose", user="mara") == ""
    payload = last_payload(slack)
    assert (payload["user"]["team_id"], payload["team"]["id"]) == ("T0HARBOR001", "T0SHELF0001")
    assert (payload["enterprise"], payload["is_enterprise_install"]) == (None, False)
    reader = reader_of(payload)
    assert (reader.workspace_id, reader.user_id, reader.elsewhere) == ("T0HARBOR001", "U0MARAO0001", ("T0SHELF0001",))


def test_an_app_has_no_command_shortcut_or_home_for_a_visitor(slack: ScriptedSlack) -> None:
    slack.type("/recommend dune", user="mara")
    assert "is not a valid command" in slack.messages("mara")[-1]["text"]
    assert "no shortcuts of apps" in slack.post("shortcut", "mara", callback_id="find_book")["problem"]
    assert "no Home for a person of another workspace" in slack.post("home", "mara")["problem"]
    assert slack.app.received == []


@pytest.mark.usefixtures("organisation")
def test_a_command_a_click_and_an_event_of_an_organisations_installation_name_it(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    form = slack.app.received[-1].form
    assert (form["team_id"], form["enterprise_id"], form["is_enterprise_install"]) == (
        "T0SHELF0001", "E0SHELF0001", "true",
    )  # fmt: skip
    slack.click(message, "choose")
    payload = last_payload(slack)
    assert (payload["team"], payload["enterprise"]["id"], payload["is_enterprise_install"]) == (
        None, "E0SHELF0001", True,
    )  # fmt: skip
    assert payload["user"]["team_id"] == "T0SHELF0001"
    slack.app.answer = lambda _: Answer()
    slack.post("home")
    envelope = slack.app.received[-1].json
    [authorization] = envelope["authorizations"]
    assert (envelope["team_id"], envelope["enterprise_id"]) == ("T0SHELF0001", "E0SHELF0001")
    assert (authorization["team_id"], authorization["enterprise_id"], authorization["is_enterprise_install"]) == (
        None, "E0SHELF0001", True,
    )  # fmt: skip
    for body in (form, payload, envelope):
        reader = reader_of(body)
        assert (reader.workspace_id, reader.user_id) == ("E0SHELF0001", "U0AMINA0001")
        assert reader.elsewhere == ("T0SHELF0001",)
