"""The `state` of installations under way: each is issued to one browser, serves once, and expires.

They stand in the table of the installations, under a `workspace_id` that no workspace has; `installation_item` is the
state itself. DynamoDB deletes expired states within a few days, which is only tidying: `consume` refuses them.
"""

import math
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import Logger as StandardLogger
from typing import Any

from aws_lambda_powertools.logging import Logger
from slack_sdk.oauth import OAuthStateStore

from shelftalker.aws.dynamodb_table import DynamoDbTable, TableError
from shelftalker.install.installations import InstallationError

logger = Logger(child=True)


@contextmanager
def _state_errors() -> Iterator[None]:
    try:
        yield
    except TableError as error:
        message = f"The states of installations, which INSTALLATION_TABLE keeps, can't be used now. {error}"
        raise InstallationError(message) from error


class OAuthStates(OAuthStateStore):
    """The states. Every method raises InstallationError where the table can't be used now."""

    def __init__(self, table: DynamoDbTable, expiration_seconds: int, clock: Callable[[], float] = time.time) -> None:
        """Use a table.

        Args:
            table: Of the installations.
            expiration_seconds: For how long a state serves.
            clock: Wall clock in seconds since 1970.
        """
        self._table = table
        self._expiration_seconds = expiration_seconds
        self._clock = clock

    @property
    def logger(self) -> StandardLogger:
        """As slack_sdk's interface wants it."""
        return logger  # type: ignore[return-value] # Powertools' logger has all that one has

    @_state_errors()
    def issue(self, *args: Any, **kwargs: Any) -> str:  # noqa: ARG002 - slack_sdk's interface
        """Store and return a new state, which nobody can guess."""
        state = secrets.token_urlsafe(32)
        expires_at = math.ceil(self._clock() + self._expiration_seconds)
        # It may be there already: the call is repeated when an answer is lost.
        condition = "attribute_not_exists(#expires_at) OR #expires_at = :expires_at"
        self._table.update(_key(state), {"expires_at": {"N": str(expires_at)}}, condition)
        return state

    @_state_errors()
    def consume(self, state: str) -> bool:
        """Use a state, and return whether it was issued, has not expired and was not used before.

        When DynamoDB's answer is lost and the call is repeated, the state counts as used: better begun anew than used
        twice.
        """
        if not re.fullmatch("[A-Za-z0-9_-]{43}", state):
            return False  # as a key DynamoDB might refuse it
        now = {":now": {"N": str(math.floor(self._clock()))}}
        return self._table.delete_if(_key(state), "#expires_at > :now", now)


def _key(state: str) -> dict[str, Any]:
    return {"workspace_id": {"S": "#state"}, "installation_item": {"S": state}}
