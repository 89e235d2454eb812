"""The person for whom Slackbot calls a tool, as the reader of a shelf."""

from collections.abc import Mapping
from typing import Any

from shelftalker.listeners.services import Services
from shelftalker.mcp.answers import ToolError
from shelftalker.shelf.contents import Reader
from shelftalker.slack.errors import SlackUnavailableError
from shelftalker.slack.web_api import SlackApi
from shelftalker.slack.workspace import Workspace

_NOBODY = (
    "The call does not tell for whom it is: expected the ids of a person and their workspace, user_id and team_id, in "
    "params._meta.slack, as Slack sends them for an MCP server of the auth_type slack_identity_auth. Nothing was done."
)


def caller_of(params: Mapping[str, Any], services: Services, *, is_for_one_workspace: bool) -> Reader:
    """Return the person of a call, by the workspace that their shelf belongs to.

    That is their own workspace, or their organisation where that installed the app. Slack names both, and not by which
    of them the app is installed.

    Args:
        params: Those of `tools/call`.
        services: The services.
        is_for_one_workspace: True where the app has no table of installations: then the one workspace has it.

    Raises:
        ToolError: No person is named, or the app is not installed in their workspace, or that can't be seen now.
    """
    slack = params.get("_meta", {}).get("slack")
    ids = [slack.get(name) or "" if isinstance(slack, dict) else "" for name in ("user_id", "team_id", "enterprise_id")]
    if not all(isinstance(each, str) for each in ids):
        raise ToolError(_NOBODY)
    user_id, team_id, enterprise_id = ids
    if not user_id or not (team_id or enterprise_id):
        raise ToolError(_NOBODY)
    home = (
        team_id or enterprise_id if is_for_one_workspace else _installed_in(services.slack_api, team_id, enterprise_id)
    )
    try:
        return Reader(home, user_id, tuple(each for each in (team_id, enterprise_id) if each and each != home))
    except ValueError as error:
        raise ToolError(_NOBODY) from error


def _installed_in(slack_api: SlackApi, team_id: str, enterprise_id: str) -> str:
    """Return the id of the workspace, or of its organisation, that has the app installed.

    Raises:
        ToolError: Neither has, or that can't be seen now.
    """
    places = {
        team_id: Workspace(team_id, enterprise_id or None),
        enterprise_id: Workspace(team_id or None, enterprise_id, is_enterprise_install=True),
    }
    try:
        home = next((place for place, it in places.items() if place and slack_api.is_installed(it)), "")
    except SlackUnavailableError as error:
        raise ToolError(
            "I can't see right now whether your workspace has Shelftalker. Try again in a minute."
        ) from error
    if not home:
        raise ToolError(
            "Shelftalker is not installed in this person's workspace, so it keeps no shelf for them and answers "
            "nothing. Someone there can install it; until then don't call its tools again."
        )
    return home
