"""The bot token of each workspace that installed the app; one that expires is exchanged for a new one in time.

Slack's tokens expire, where the app has its token rotation on, after 12 hours, and the refresh token that gets the next
one serves once: of two functions that exchange it at the same time one is left with a dead token (seen in
slackapi/node-slack-sdk#2504). So a claim on the bot's item lets one do it. The others need not wait while the old token
lasts, which is exchanged two hours ahead; after a night without a click it is expired, and they wait.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from aws_lambda_powertools.logging import Logger
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator

from shelftalker.aws import clients
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.aws.secret import ParameterError, Secret
from shelftalker.install.installations import InstallationError, Installations, InstalledBot
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.settings import InstallationSettings
from shelftalker.slack.errors import CallErrorCode, NoBotTokenError, SlackCallError
from shelftalker.slack.workspace import Workspace

logger = Logger(child=True)


@dataclass(frozen=True, slots=True)
class BotTokensConfig:
    """Limits of the exchange of tokens, and of the memory of them.

    Attributes:
        minutes_ahead: A token is exchanged this long before it expires.
        exchange_seconds: Time-out of an exchange. Longer than a click has: an exchange whose answer is not waited for
            may cost the installation, a late click does not.
        claim_seconds: Age up to which a claim is valid; longer than an exchange and the writing of its tokens take.
        wait_seconds: Time for which a click with an expired token waits for another function's exchange.
        seconds_between_looks: Time between two looks at the table while it waits.
        writes: Attempts at writing new tokens, which Slack gives once.
        seconds_between_writes: Time between two of them.
        remembered_seconds: Age up to which a token is used without reading it again: a workspace's token leaves the
            memory of each function this long after the workspace has left, at most.
        remembered_workspaces: Number of tokens in memory, at most.
        refused_client_codes: Slack's codes for a client secret that is not, or no longer, the app's.
    """

    minutes_ahead: int = 120
    exchange_seconds: int = 5
    claim_seconds: float = 15
    wait_seconds: float = 1.5
    seconds_between_looks: float = 0.1
    writes: int = 4
    seconds_between_writes: float = 0.5
    remembered_seconds: float = 15 * 60
    remembered_workspaces: int = 500
    refused_client_codes: frozenset[str] = frozenset({"bad_client_secret", "invalid_client_id"})


CONFIG = BotTokensConfig()


@contextmanager
def _reading_errors() -> Iterator[None]:
    """Raise the errors of reading installations as those of the Web API."""
    try:
        yield
    except InstallationError as error:
        message = f"The workspace's bot token can't be read. {error}"
        raise SlackCallError(CallErrorCode.UNREADABLE_BOT_TOKEN, message) from error


class InstalledBotTokens:
    """The tokens, each read when a call for its workspace first needs it."""

    def __init__(
        self,
        installations: Installations,
        client_id: str,
        client_secret: Secret,
        slack_api_url: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Use the installations.

        Args:
            installations: With the tokens.
            client_id: Slack's public name of the app.
            client_secret: Read when a token has to be exchanged.
            slack_api_url: URL of Slack's Web API.
            clock: Wall clock in seconds since 1970.
        """
        self._installations = installations
        self._client_id = client_id
        self._client_secret = client_secret
        self._url = slack_api_url
        self._clock = clock
        self._cache: dict[str, tuple[Bot, float]] = {}

    @classmethod
    def from_settings(cls, settings: InstallationSettings) -> "InstalledBotTokens":
        """Return the tokens of the table that the settings name."""
        installations = Installations(DynamoDbTable(settings.table), TokenCipher(settings.key))
        secret = Secret(settings.client_secret, settings.client_secret_parameter, clients.TIMEOUTS.client_secret)
        return cls(installations, settings.client_id, secret, settings.slack_api_url)

    def current(self, workspace: Workspace | None) -> str:
        """Return the token for calls in a workspace.

        Raises:
            NoBotTokenError: The app isn't installed there.
            SlackCallError: The token can't be read now, or not be exchanged for a new one.
        """
        if workspace is None or not workspace.id:
            raise _not_installed(" The call is for no workspace: use SlackApi.for_workspace.")
        cached, read_at = self._cache.get(workspace.id, (None, 0.0))
        if cached and 0 <= self._clock() - read_at < CONFIG.remembered_seconds and not self._is_due(cached):
            return cached.bot_token
        return self._read(workspace)

    def after_refusal(self, refused: str, workspace: Workspace | None) -> str | None:
        """Return another token than the one that Slack refused, if there is one by now; as after a new installation.

        Raises:
            NoBotTokenError: The app isn't installed any more.
            SlackCallError: That can't be read now.
        """
        if workspace is None:
            return None
        token = self._read(workspace)
        return None if token == refused else token

    def is_installed(self, workspace: Workspace) -> bool:
        """Return whether a workspace or organisation has an installation of its own, as the table has it now.

        Raises:
            SlackCallError: That can't be read now.
        """
        with _reading_errors():
            return self._installations.has_bot(workspace)

    def _read(self, workspace: Workspace) -> str:
        self._cache.pop(workspace.id, None)
        with _reading_errors():
            bot = self._read_valid(workspace).bot
        if len(self._cache) >= CONFIG.remembered_workspaces:
            self._cache.pop(next(iter(self._cache)))
        self._cache[workspace.id] = bot, self._clock()
        return bot.bot_token

    def _read_valid(self, workspace: Workspace) -> InstalledBot:
        """Return the bot with a token that Slack accepts now."""
        waits_until = time.monotonic() + CONFIG.wait_seconds
        while True:
            installed = self._installations.read_bot(workspace)
            if installed is None:
                raise _not_installed()
            if not self._is_due(installed.bot):
                return installed
            if self._installations.claim_refresh(installed, CONFIG.claim_seconds):
                return self._renew(installed, workspace)
            if not self._is_expired(installed.bot):
                return installed
            if time.monotonic() > waits_until:
                raise SlackCallError(
                    CallErrorCode.UNREADABLE_BOT_TOKEN,
                    "The workspace's bot token has expired, and another function has been exchanging it for a new one "
                    f"for more than {CONFIG.wait_seconds} seconds; the next call tries again.",
                )
            time.sleep(CONFIG.seconds_between_looks)

    def _renew(self, installed: InstalledBot, workspace: Workspace) -> InstalledBot:
        """Return the bot with a new token from Slack; where that fails, with the old one while it lasts."""
        try:
            refreshed = self._request_token(installed.bot)
        except SlackCallError as failure:
            if self._is_expired(installed.bot):
                raise
            # The claim stays, so that nobody tries again for a while.
            logger.warning("a bot token can't be exchanged yet", extra={"code": failure.code})
            return installed
        try:
            if self._write(installed, refreshed):
                return InstalledBot(refreshed, installed.workspace_id, "")
        except InstallationError:
            # The old refresh token is dead: all there is of the installation is in this function's memory now.
            logger.exception("a new bot token can't be kept", extra={"workspace_id": installed.workspace_id})
            return InstalledBot(refreshed, installed.workspace_id, "")
        # Installed anew meanwhile, or gone; or written, and the answer was lost.
        now_there = self._installations.read_bot(workspace)
        if now_there is None:
            raise _not_installed()
        return now_there

    def _write(self, installed: InstalledBot, refreshed: Bot) -> bool:
        """Store new tokens as `Installations.replace_bot` does, with more attempts, as Slack gives them once."""
        for _ in range(CONFIG.writes - 1):
            try:
                return self._installations.replace_bot(installed, refreshed)
            except InstallationError:
                time.sleep(CONFIG.seconds_between_writes)
        return self._installations.replace_bot(installed, refreshed)

    def _request_token(self, bot: Bot) -> Bot:
        client: Any = WebClient(None, self._url, timeout=CONFIG.exchange_seconds, retry_handlers=[])
        try:
            rotator = TokenRotator(client_id=self._client_id, client_secret=self._client_secret.value(), client=client)
            refreshed = rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=CONFIG.minutes_ahead)
        except ParameterError as error:
            raise SlackCallError(
                CallErrorCode.UNREADABLE_BOT_TOKEN, f"A bot token can't be exchanged. {error}"
            ) from error
        except SlackTokenRotationError as error:
            # The original holds the request, tokens included; the code is all that is worth knowing.
            code = SlackCallError.from_response(error.api_error.response).code
            if code in CONFIG.refused_client_codes:
                self._refresh_client_secret()
            raise SlackCallError(
                CallErrorCode.UNREADABLE_BOT_TOKEN,
                f"Slack refuses to exchange a bot token, with {code}. Where that is invalid_refresh_token, somebody of "
                "the workspace has to install the app anew.",
            ) from None
        except (OSError, HTTPException, SlackClientError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise SlackCallError(
                CallErrorCode.UNREADABLE_BOT_TOKEN,
                f"Slack's Web API at {self._url} gave no new bot token: {type(error).__name__}",
            ) from None
        if refreshed is None or not refreshed.bot_token or not refreshed.bot_refresh_token:
            raise SlackCallError(
                CallErrorCode.UNREADABLE_BOT_TOKEN, "Slack's Web API gave no bot token for a refresh token."
            )
        return refreshed

    def _refresh_client_secret(self) -> None:
        try:
            self._client_secret.refresh()
        except ParameterError:
            logger.exception("the client secret can't be read")

    def _is_due(self, bot: Bot) -> bool:
        return self._is_expired(bot, CONFIG.minutes_ahead * 60)

    def _is_expired(self, bot: Bot, seconds_ahead: float = 0) -> bool:
        return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= self._clock() + seconds_ahead


def _not_installed(detail: str = "") -> NoBotTokenError:
    return NoBotTokenError(
        "Home and the search window need the workspace's bot token, and the app is not installed in it (any more)."
        f"{detail}"
    )
