"""Slack's requests as they come from other workspaces, and from organisations that installed the app for all theirs.

Shapes as in Slack's documentation and in bolt-python's tests: an interaction names the person's own workspace beside
the person, an organisation's installation comes with `team` null, and a window says where the app is installed.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.slack_app import Answer, SlackApp


@dataclass(frozen=True)
class Place:
    """The place of a person, and of the installation that the request comes to.

    Attributes:
        own: The person's own workspace.
        team: The workspace that interactions name as `team`; None where they name none.
        enterprise: The organisation that they name, or None.
        is_enterprise_install: Whether that organisation has installed the app.
    """

    own: str
    team: str | None
    enterprise: str | None = None
    is_enterprise_install: bool = False


def at_home(team_id: str) -> Place:
    """Return the place of somebody in a workspace that installed the app."""
    return Place(team_id, team_id)


def in_organisation(team_id: str, enterprise_id: str) -> Place:
    """Return the place of somebody in a workspace whose organisation installed the app."""
    return Place(team_id, None, enterprise_id, is_enterprise_install=True)


def visiting(own_id: str, host_id: str) -> Place:
    """Return the place of somebody of another workspace in a channel shared with the one that installed the app."""
    return Place(own_id, host_id)


def visiting_organisation(own_id: str, host_id: str, enterprise_id: str) -> Place:
    """Return the same where the host's organisation installed the app."""
    return Place(own_id, host_id, enterprise_id, is_enterprise_install=True)


def in_place(body: str, place: Place) -> str:
    """Return a body of slack_requests.py as it comes from a place."""
    if body.startswith("{"):
        return json.dumps(_event(json.loads(body), place))
    form = dict(parse_qsl(body, keep_blank_values=True))
    if "payload" in form:
        return urlencode({"payload": json.dumps(_interaction(json.loads(form["payload"]), place))})
    form |= {"team_id": place.own, "is_enterprise_install": str(place.is_enterprise_install).lower()}
    return urlencode(form | ({"enterprise_id": place.enterprise} if place.enterprise else {}))


def _interaction(payload: dict[str, Any], place: Place) -> dict[str, Any]:
    payload["user"]["team_id"] = place.own
    payload["team"] = {"id": place.team, "domain": "readers"} if place.team else None
    payload["enterprise"] = {"id": place.enterprise, "name": "Readers"} if place.enterprise else None
    payload["is_enterprise_install"] = place.is_enterprise_install
    if "view" in payload:
        payload["view"] |= {"team_id": place.own, "app_installed_team_id": place.team or place.own}
    return payload


def _event(envelope: dict[str, Any], place: Place) -> dict[str, Any]:
    authorization = {
        "enterprise_id": place.enterprise,
        "team_id": None if place.is_enterprise_install else place.team,
        "user_id": "U0",
        "is_bot": True,
        "is_enterprise_install": place.is_enterprise_install,
    }
    named = {"team_id": place.own, "enterprise_id": place.enterprise, "authorizations": [authorization]}
    return envelope | named


class PersonInPlace(SlackApp):
    """Somebody whose requests come from a place.

    Attributes:
        place: The present one.
    """

    place: Place

    @classmethod
    def of(cls, app: SlackApp, place: Place) -> "PersonInPlace":
        """Return the same person in a place."""
        person = cls(app.send, app.slack, app.user_id)
        person.place = place
        return person

    def request(self, body: str) -> Answer:
        """Send a body, signed, as it comes from the place."""
        return super().request(in_place(body, self.place))
