"""What Slack's payloads say of the installation that they are for."""

from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from shelftalker.listeners.payloads import Payload
from shelftalker.workspace import Workspace


def workspace_of(body: Payload) -> Workspace:
    """Where the app is installed that a command, click, window or event came to."""
    payload = dict(body)
    is_enterprise_install = extract_is_enterprise_install(payload) or False
    return Workspace(extract_team_id(payload), extract_enterprise_id(payload), is_enterprise_install)
