"""Settings of the functions beside the one that answers Slack, from the environment that `template.yaml` gives them."""

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from shelftalker.settings import Settings, SettingsError

# As a browser sends it in the header Origin: https, or http on the machine itself, without a path.
_ORIGIN = re.compile(r"https://[a-z0-9.-]+(?::[0-9]{1,5})?|http://(?:localhost|127\.0\.0\.1)(?::[0-9]{1,5})?")
_EVERY_ORIGIN = "*"


class PurgeSettings(NamedTuple):
    """Settings of the function that deletes the data of workspaces and readers that left.

    Attributes:
        shelf_table: The DynamoDB table of the readers' shelves.
        installation_table: The DynamoDB table of the installations.
        queue_url: The SQS queue, where the function leaves the deletions that it has no time for.
    """

    shelf_table: str
    installation_table: str
    queue_url: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "PurgeSettings":
        """Read the settings from environment variables.

        Raises:
            SettingsError: One is missing; the message says which.
        """
        names = ("SHELF_TABLE", "INSTALLATION_TABLE", "PURGE_QUEUE_URL")
        missing = [name for name in names if not environment.get(name)]
        if missing:
            raise SettingsError(
                "What is kept of those who left is deleted from the tables SHELF_TABLE and INSTALLATION_TABLE, as the "
                f"queue PURGE_QUEUE_URL says; not set: {', '.join(missing)}."
            )
        return cls(*(environment[name] for name in names))


class PreTrafficSettings(NamedTuple):
    """Settings of the function that checks a new version before it answers anyone.

    Attributes:
        version: ARN of the published version to check.
        app: Settings of that version: the function that checks it has the same model and signing secret.
    """

    version: str
    app: Settings

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "PreTrafficSettings":
        """Read the settings from environment variables.

        Raises:
            SettingsError: One is missing; the message says which.
        """
        version = environment.get("CHECKED_VERSION", "")
        if not version:
            raise SettingsError(
                "A new version is checked before it answers: set CHECKED_VERSION to the ARN of that version of the "
                "function; it is not set."
            )
        return cls(version, Settings.from_environment(environment))


class ApiSettings(NamedTuple):
    """Settings of the function that answers the JSON API.

    Attributes:
        key_table: The DynamoDB table of the hashes of API keys, with the limit of each.
        allowed_origins: Origins whose pages may call the API from a browser; `*` for all, none for no page at all.
        app: Settings of the answers themselves: the models and the links beside books.
    """

    key_table: str
    allowed_origins: tuple[str, ...]
    app: Settings

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "ApiSettings":
        """Read the settings from environment variables.

        Raises:
            SettingsError: The table is missing, or an origin is none; the message says which.
        """
        key_table = environment.get("API_KEY_TABLE", "")
        if not key_table:
            raise SettingsError(
                "Callers of the JSON API show a key, whose hash stands in a DynamoDB table: set API_KEY_TABLE to its "
                "name; it is not set."
            )
        given = environment.get("API_ALLOWED_ORIGINS", "")
        origins = tuple(given.split(",")) if given else ()
        if origins != (_EVERY_ORIGIN,) and not all(map(_ORIGIN.fullmatch, origins)):
            raise SettingsError(
                "API_ALLOWED_ORIGINS must be origins in small letters, as https://books.example or "
                "http://localhost:8080, with commas and no blanks between them, or * for all, or empty for none; it "
                f"is {given!r}."
            )
        return cls(key_table, origins, Settings.from_environment(environment, checks_requests=False))
