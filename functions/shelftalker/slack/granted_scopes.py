"""The scopes that workspaces have granted the app, as the headers of Slack's answers have them."""

import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple


class OptionalScope(StrEnum):
    """The optional scopes of infra/slack_manifest.yaml that calls of the Web API need."""

    READ_FILES = "files:read"
    WRITE_FILES = "files:write"
    WRITE_MESSAGES = "chat:write"


class GrantedScopesConfig(NamedTuple):
    """Numbers of the memory of scopes.

    Attributes:
        header: The header, in lower case. Every answer of the Web API has it, a refusal too:
            https://docs.slack.dev/authentication/installing-with-oauth
        remembered_seconds: Age up to which the scopes of an answer count: as long a new grant may go unnoticed.
        remembered_workspaces: Number of workspaces in memory, at most.
    """

    header: str = "x-oauth-scopes"
    remembered_seconds: float = 60.0
    remembered_workspaces: int = 500


CONFIG = GrantedScopesConfig()
# (scopes, time of the answer) by the workspace's id.
SeenScopes = dict[str, tuple[frozenset[str], float]]


class GrantedScopes:
    """The scopes of the last answer for each workspace."""

    def __init__(self, seen: SeenScopes, clock: Callable[[], float] = time.time) -> None:
        """Use a memory, which is kept up to date; the clock gives seconds since 1970."""
        self._seen = seen
        self._clock = clock

    def note(self, workspace_id: str, headers: Mapping[str, object]) -> None:
        """Remember the scopes of an answer; one without the header, as of a proxy, says nothing."""
        value = next((value for name, value in headers.items() if name.lower() == CONFIG.header), None)
        if value is None:
            return
        if workspace_id not in self._seen and len(self._seen) >= CONFIG.remembered_workspaces:
            self._seen.pop(next(iter(self._seen)))
        scopes = frozenset(filter(None, map(str.strip, str(value).split(","))))
        self._seen[workspace_id] = scopes, self._clock()

    def of(self, workspace_id: str) -> frozenset[str] | None:
        """Return the scopes that a workspace grants; None where no answer of the last minute names them."""
        scopes, seen_at = self._seen.get(workspace_id, (None, 0.0))
        return scopes if 0 <= self._clock() - seen_at < CONFIG.remembered_seconds else None
