"""The place in Slack in which the app is installed: a workspace, or all of an Enterprise Grid organisation at once."""

from typing import NamedTuple


class Workspace(NamedTuple):
    """A workspace or organisation that has the app installed, by the ids that Slack's payloads name.

    Attributes:
        team_id: The workspace; an organisation's installation may name none.
        enterprise_id: The organisation that it is part of, if it is.
        is_enterprise_install: Whether the organisation has installed the app, for the workspaces in it.
    """

    team_id: str | None
    enterprise_id: str | None = None
    is_enterprise_install: bool = False

    @property
    def id(self) -> str:
        """The one id of all its stored data: the organisation's if that installed the app, else the workspace's.

        A workspace keeps its id, and with it its data, when it joins an organisation. Empty where Slack named none.
        """
        if self.is_enterprise_install or not self.team_id:
            return self.enterprise_id or self.team_id or ""
        return self.team_id
