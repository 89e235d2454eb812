"""The installations of the app, in DynamoDB behind slack_sdk's InstallationStore. Only this module knows its items.

`workspace_id` is the partition key, so that one Query finds all of a workspace (or of an organisation, where that
installed the app: see workspace.py), and `installation_item` the sort key:

    bot                    the app's bot in the workspace, as it was installed last
    installer#<user id>    each person who installed the app there

Both have `details`, a JSON object; `tokens`, encrypted by install/token_cipher.py; `installed_at`, whose latest wins;
and `version`, another with each write. A bot that is just getting a new token has `refreshed_by` and `refreshed_until`,
see `claim_refresh`. The bot's tokens stand in its own item alone: a refresh token serves once, a copy of it would be
dead.
"""

import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from logging import Logger as StandardLogger
from typing import Any

from aws_lambda_powertools.logging import Logger
from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, TableError
from shelftalker.install.token_cipher import TokenCipher, TokenCipherError
from shelftalker.slack.workspace import Workspace

_BOT = "bot"
_INSTALLER = "installer#"
_BOT_TOKENS = ("bot_token", "bot_refresh_token")
_BOT_DETAILS = (
    "app_id", "enterprise_id", "enterprise_name", "team_id", "team_name", "bot_id", "bot_user_id", "bot_scopes",
    "bot_token_expires_at", "is_enterprise_install", "installed_at", "custom_values",
)  # fmt: skip
# Who has a webhook's URL may post by it: it is as secret as a token.
_USER_TOKENS = ("user_token", "user_refresh_token", "incoming_webhook_url")
_INSTALLER_DETAILS = (
    "app_id", "enterprise_id", "enterprise_name", "enterprise_url", "team_id", "team_name", "user_id", "user_scopes",
    "user_token_expires_at", "incoming_webhook_channel", "incoming_webhook_channel_id",
    "incoming_webhook_configuration_url", "is_enterprise_install", "token_type", "installed_at", "custom_values",
)  # fmt: skip
_BOT_FIELDS = (*_BOT_TOKENS, "bot_id", "bot_user_id", "bot_scopes", "bot_token_expires_at")

logger = Logger(child=True)


class InstallationError(Exception):
    """The installations can't be read or written now."""


@dataclass(frozen=True, slots=True)
class InstalledBot:
    """The app's bot in a workspace, as it was read.

    Attributes:
        bot: With its tokens.
        workspace_id: Partition key of its item.
        version: Version of its item; another one by now if somebody has written it since.
    """

    bot: Bot
    workspace_id: str
    version: str


@contextmanager
def _installation_errors() -> Iterator[None]:
    try:
        yield
    except (TableError, TokenCipherError) as error:
        message = f"The installations, whose table INSTALLATION_TABLE names, can't be used now. {error}"
        raise InstallationError(message) from error


@contextmanager
def _damage_errors() -> Iterator[None]:
    """Raise InstallationError of an item that lacks what this module writes, or has something else."""
    try:
        yield
    except (LookupError, ValueError, TypeError) as error:
        message = (
            "An installation in the table INSTALLATION_TABLE is damaged. To repair it somebody of the workspace "
            "installs the app anew."
        )
        raise InstallationError(message) from error


class Installations(InstallationStore):
    """The table of the installations. Every method raises InstallationError where it can't be used now."""

    def __init__(self, table: DynamoDbTable, cipher: TokenCipher, clock: Callable[[], float] = time.time) -> None:
        """Use a table.

        Args:
            table: With the keys that the module names.
            cipher: Encrypts the tokens.
            clock: Wall clock in seconds since 1970.
        """
        self._table = table
        self._cipher = cipher
        self._clock = clock

    @property
    def logger(self) -> StandardLogger:
        """The logger, which slack_sdk's interface requires."""
        return logger  # type: ignore[return-value] # Powertools' logger has all that one has

    @_installation_errors()
    def save(self, installation: Installation) -> None:
        """Store an installation that Slack has just granted; later ones stay."""
        workspace_id = _workspace_of(installation).id
        name = f"{_INSTALLER}{installation.user_id}"
        self._write(workspace_id, name, installation, _INSTALLER_DETAILS, _USER_TOKENS)
        if installation.bot_token:
            self.save_bot(installation.to_bot())

    @_installation_errors()
    def save_bot(self, bot: Bot) -> None:
        """Store a workspace's bot; one that was installed later stays."""
        self._write(_workspace_of(bot).id, _BOT, bot, _BOT_DETAILS, _BOT_TOKENS)

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the bot of a workspace or organisation, or None."""
        found = self.read_bot(Workspace(team_id, enterprise_id, is_enterprise_install or False))
        return found.bot if found else None

    @_installation_errors()
    def read_bot(self, workspace: Workspace) -> InstalledBot | None:
        """Return the bot of a workspace or organisation with the version of its item, or None."""
        item = self._table.item(_key(workspace.id, _BOT)) if workspace.id else None
        if item is None:
            return None
        with _damage_errors():
            bot = Bot(**self._members(item))
            _check_expiry(bot.bot_token_expires_at)
            return InstalledBot(bot, workspace.id, item["version"]["S"])

    @_installation_errors()
    def workspaces(self) -> dict[Workspace, float | None]:
        """Return each workspace or organisation with the app's bot -> its mark of `mark_left`; reads all.

        Of an item that is damaged the id alone is known, by which reading its bot fails.
        """
        installed = self._table.scan(("workspace_id", "installation_item", "details", "left_since"))
        return dict(_installed_bot(item) for item in installed if _name(item) == _BOT)

    @_installation_errors()
    def mark_left(self, workspace: Workspace, since: float | None) -> None:
        """Store the time since which Slack says of an installation that it is gone; None where it is not, after all.

        To install the app anew removes the mark too.
        """
        mark = None if since is None else {"N": f"{since:.6f}"}
        self._table.update(_key(workspace.id, _BOT), {"left_since": mark}, "attribute_exists(#installed_at)")

    @_installation_errors()
    def has_bot(self, workspace: Workspace) -> bool:
        """Return whether the app is installed in a workspace or organisation; its tokens are not decrypted."""
        return bool(workspace.id) and self._table.item(_key(workspace.id, _BOT)) is not None

    @_installation_errors()
    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return a person's installation, or the latest where none is named, with the bot as it is now; or None."""
        workspace = Workspace(team_id, enterprise_id, is_enterprise_install or False)
        if not workspace.id:
            return None
        beginning = _INSTALLER if user_id is None else f"{_INSTALLER}{user_id}"
        found = [item for item in self._items(workspace.id, beginning) if user_id is None or _name(item) == beginning]
        if not found:
            return None
        bot = self.read_bot(workspace)
        bot_fields = {name: getattr(bot.bot, name) for name in _BOT_FIELDS} if bot else {}
        with _damage_errors():
            members = self._members(max(found, key=lambda item: float(item["installed_at"]["N"])))
            return Installation(**members, **bot_fields)

    @_installation_errors()
    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete the bot of a workspace, or of an organisation where no workspace is named."""
        self._table.delete(_key(Workspace(team_id, enterprise_id).id, _BOT))

    @_installation_errors()
    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Delete a person's installation, or everyone's where no person is named; the bot stays."""
        workspace_id = Workspace(team_id, enterprise_id).id
        if user_id is not None:
            self._table.delete(_key(workspace_id, f"{_INSTALLER}{user_id}"))
            return
        self._table.delete_all([_key(workspace_id, _name(item)) for item in self._items(workspace_id, _INSTALLER)])

    @_installation_errors()
    def forget(self, workspace_id: str, before: float, user_id: str = "") -> bool:
        """Delete the installations of a workspace from before it left; those since then stay.

        Args:
            workspace_id: As in `Workspace.id`.
            before: In seconds since 1970.
            user_id: The one installer whose installation to delete; where empty, those of all and the bot.

        Returns:
            True where nothing is left of the installations that were looked through.
        """
        beginning = f"{_INSTALLER}{user_id}" if user_id else ""
        items = [item for item in self._items(workspace_id, beginning) if not user_id or _name(item) == beginning]
        values = {":before": {"N": f"{before:.6f}"}}
        # One by one, each under its condition, so that an installation made meanwhile stays.
        deleted = [
            self._table.delete_if(_key(workspace_id, _name(item)), "#installed_at < :before", values) for item in items
        ]
        return all(deleted)

    @_installation_errors()
    def claim_refresh(self, installed: InstalledBot, seconds: float) -> bool:
        """Claim the exchange of a bot's refresh token, which Slack takes once.

        Args:
            installed: The bot, as it was read.
            seconds: Time after which the claim is void, should its holder have died.

        Returns:
            False where another holds the claim, or has already written the bot anew, or deleted it.
        """
        now = self._clock()
        # When an answer is lost the call is repeated: by its own mark the claim is known for this claimant's.
        changes = {"refreshed_by": {"S": secrets.token_hex(8)}, "refreshed_until": {"N": f"{now + seconds:.6f}"}}
        condition = (
            "#version = :version AND (attribute_not_exists(#refreshed_until) OR #refreshed_until <= :now "
            "OR #refreshed_by = :refreshed_by)"
        )
        values = {":now": {"N": f"{now:.6f}"}, ":version": {"S": installed.version}}
        return self._table.update(_key(installed.workspace_id, _BOT), changes, condition, values)

    @_installation_errors()
    def replace_bot(self, installed: InstalledBot, refreshed: Bot) -> bool:
        """Write a bot's new tokens in place of those that were exchanged for them, and let go of the claim.

        Returns:
            False where the bot isn't the one that was read any more: installed anew, or deleted as the workspace left.
        """
        changes = self._changes(installed.workspace_id, _BOT, refreshed, _BOT_DETAILS, _BOT_TOKENS)
        seen = {":seen": {"S": installed.version}}
        return self._table.update(_key(installed.workspace_id, _BOT), changes, "#version = :seen", seen)

    def _write(
        self, workspace_id: str, name: str, granted: Bot | Installation, details: Sequence[str], tokens: Sequence[str]
    ) -> None:
        changes = self._changes(workspace_id, name, granted, details, tokens)
        condition = "attribute_not_exists(#installed_at) OR #installed_at <= :installed_at"
        self._table.update(_key(workspace_id, name), changes, condition)

    def _changes(
        self, workspace_id: str, name: str, granted: Bot | Installation, details: Sequence[str], tokens: Sequence[str]
    ) -> Item:
        """All attributes of an item but its keys."""
        secret = {name: getattr(granted, name) for name in tokens}
        described = {name: getattr(granted, name) for name in details}
        return {
            "details": {"S": json.dumps(described)},
            "tokens": self._cipher.encrypt(secret, _owner(workspace_id, name)),
            "installed_at": {"N": f"{granted.installed_at:.6f}"},
            "version": {"S": secrets.token_hex(8)},
            "refreshed_by": None,
            "refreshed_until": None,
            "left_since": None,
        }

    def _members(self, item: Item) -> dict[str, Any]:
        """Return the arguments of slack_sdk's models."""
        details: dict[str, Any] = json.loads(item["details"]["S"])
        return details | self._cipher.decrypt(item["tokens"], _owner(item["workspace_id"]["S"], _name(item)))

    def _items(self, workspace_id: str, beginning: str) -> Iterator[Item]:
        condition = "workspace_id = :workspace_id"
        values = {":workspace_id": {"S": workspace_id}}
        if beginning:
            condition += " AND begins_with(installation_item, :beginning)"
            values[":beginning"] = {"S": beginning}
        return self._table.items(condition, values)


def _installed_bot(item: Item) -> tuple[Workspace, float | None]:
    """Return the workspace of a bot's item, and its mark of `mark_left`."""
    workspace_id = item["workspace_id"]["S"]
    try:
        details = json.loads(item["details"]["S"])
        workspace = Workspace(details["team_id"], details["enterprise_id"], bool(details["is_enterprise_install"]))
        mark = float(item["left_since"]["N"]) if "left_since" in item else None
    except (LookupError, ValueError, TypeError):
        return Workspace(workspace_id), None
    return (workspace if workspace.id == workspace_id else Workspace(workspace_id)), mark


def _check_expiry(expires_at: object) -> None:
    if expires_at is not None and not isinstance(expires_at, int | float):
        raise TypeError("a token's time of expiry must be in seconds since 1970")


def _workspace_of(granted: Bot | Installation) -> Workspace:
    """Return the workspace of an installation.

    Raises:
        ValueError: Slack named neither a workspace nor an organisation.
    """
    workspace = Workspace(granted.team_id, granted.enterprise_id, granted.is_enterprise_install)
    if not workspace.id:
        raise ValueError("an installation must be of a workspace or an organisation; it names neither.")
    return workspace


def _key(workspace_id: str, name: str) -> dict[str, Any]:
    return {"workspace_id": {"S": workspace_id}, "installation_item": {"S": name}}


def _name(item: Item) -> str:
    name: str = item["installation_item"]["S"]
    return name


def _owner(workspace_id: str, name: str) -> dict[str, str]:
    return {"workspace_id": workspace_id, "installation_item": name}
