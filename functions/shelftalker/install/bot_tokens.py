"""The bot token of each workspace that installed the app; one that expires is exchanged for a new one in time.

Slack's tokens expire, where the app has its token rotation on, after 12 hours, and the refresh token that gets the next
one serves once: of two functions that exchange it at the same time one is left with a dead token (seen in
slackapi/node-slack-sdk#2504). So a claim on the bot's item lets one do it. The others need not wait as long as the old
token lasts, which is exchanged two hours ahead; after a night without a click it is over, and they wait.
"""

import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from aws_lambda_powertools.logging import Logger
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator

from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.aws.secret import ParameterError
from shelftalker.install.client_secret import ClientSecret
from shelftalker.install.installations import InstallationError, Installations, InstalledBot
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.settings import InstallationSettings
from shelftalker.slack.errors import CallErrorCode, NoBotTokenError, SlackCallError
from shelftalker.slack.workspace import Workspace

_MINUTES_AHEAD = 120
# Longer than a click has: an exchange whose answer is not waited for may cost the installation, a late click does not.
_EXCHANGE_SECONDS = 5
# Longer than an exchange and writing its outcome take.
_CLAIM_SECONDS = 15
_WAIT_SECONDS = 1.5
_SECONDS_BETWEEN_LOOKS = 0.1
_WRITES = 4
_SECONDS_BETWEEN_WRITES = 0.5
# A workspace's token leaves the memory of each function this long after the workspace has left, at most.
_REMEMBERED_SECONDS = 15 * 60
_REMEMBERED_AT_MOST = 500
# Slack's words for a client secret that is not, or no longer, the app's.
_REFUSED_CLIENT = ("bad_client_secret", "invalid_client_id")
_NOT_INSTALLED = (
    "Home and the search window need the workspace's bot token, and the app is not installed in it (any more)."
)

logger = Logger(child=True)


class InstalledBotTokens:
    """The tokens, each read when a call for its workspace first needs it."""

    def __init__(
        self,
        installations: Installations,
        client_id: str,
        client_secret: ClientSecret,
        slack_api_url: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Use the installations.

        Args:
            installations: With the tokens.
            client_id: Slack's public name of the app.
            client_secret: Read when a token has to be exchanged.
            slack_api_url: Where that is done.
            clock: Wall clock in seconds since 1970.
        """
        self._installations = installations
        self._client_id = client_id
        self._client_secret = client_secret
        self._url = slack_api_url
        self._clock = clock
        self._remembered: dict[str, tuple[Bot, float]] = {}

    @classmethod
    def from_settings(cls, settings: InstallationSettings) -> "InstalledBotTokens":
        """The tokens in the table that the environment names."""
        installations = Installations(DynamoDbTable(settings.table), TokenCipher(settings.key))
        return cls(installations, settings.client_id, ClientSecret(settings), settings.slack_api_url)

    def current(self, workspace: Workspace | None) -> str:
        """The token for calls in a workspace.

        Raises:
            NoBotTokenError: The app isn't installed there.
            SlackCallError: The token can't be read now, or a new one not be had.
        """
        if workspace is None or not workspace.id:
            raise NoBotTokenError(f"{_NOT_INSTALLED} The call is for no workspace: use SlackApi.for_workspace.")
        remembered, read_at = self._remembered.get(workspace.id, (None, 0.0))
        if remembered and self._clock() - read_at < _REMEMBERED_SECONDS and not self._is_due(remembered):
            return remembered.bot_token
        return self._read(workspace)

    def after_refusal(self, refused: str, workspace: Workspace | None) -> str | None:
        """Another token than the one that Slack refused, if there is one by now; as after a new installation.

        Raises:
            NoBotTokenError: The app isn't installed any more.
            SlackCallError: That can't be read now.
        """
        if workspace is None:
            return None
        token = self._read(workspace)
        return None if token == refused else token

    def _read(self, workspace: Workspace) -> str:
        self._remembered.pop(workspace.id, None)
        try:
            bot = self._valid(workspace).bot
        except InstallationError as error:
            raise SlackCallError(
                CallErrorCode.UNREADABLE_BOT_TOKEN, f"The workspace's bot token can't be read. {error}"
            ) from error
        if len(self._remembered) >= _REMEMBERED_AT_MOST:
            self._remembered.pop(next(iter(self._remembered)))
        self._remembered[workspace.id] = bot, self._clock()
        return bot.bot_token

    def _valid(self, workspace: Workspace) -> InstalledBot:
        """The bot with a token that Slack takes now."""
        waits_until = time.monotonic() + _WAIT_SECONDS
        while True:
            installed = self._installations.read_bot(workspace)
            if installed is None:
                raise NoBotTokenError(_NOT_INSTALLED)
            if not self._is_due(installed.bot):
                return installed
            if self._installations.claim_refresh(installed, _CLAIM_SECONDS):
                return self._exchanged(installed, workspace)
            if not self._is_over(installed.bot):
                return installed
            if time.monotonic() > waits_until:
                raise SlackCallError(
                    CallErrorCode.UNREADABLE_BOT_TOKEN,
                    "The workspace's bot token has expired, and another function has been exchanging it for a new one "
                    f"for more than {_WAIT_SECONDS} seconds; the next call tries again.",
                )
            time.sleep(_SECONDS_BETWEEN_LOOKS)

    def _exchanged(self, installed: InstalledBot, workspace: Workspace) -> InstalledBot:
        """The bot with the token that Slack gives for its refresh token; where that fails, the old one as it lasts."""
        try:
            refreshed = self._exchange(installed.bot)
        except SlackCallError as failure:
            if self._is_over(installed.bot):
                raise
            # The claim stays, so that nobody tries again for a while.
            logger.warning("a bot token can't be exchanged yet", extra={"code": failure.code})
            return installed
        try:
            if self._written(installed, refreshed):
                return InstalledBot(refreshed, installed.workspace_id, "")
        except InstallationError:
            # The old refresh token is dead: all there is of the installation is in this function's memory now.
            logger.exception("a new bot token can't be kept", extra={"workspace_id": installed.workspace_id})
            return InstalledBot(refreshed, installed.workspace_id, "")
        # Installed anew meanwhile, or gone; or written, and the answer was lost.
        now_there = self._installations.read_bot(workspace)
        if now_there is None:
            raise NoBotTokenError(_NOT_INSTALLED)
        return now_there

    def _written(self, installed: InstalledBot, refreshed: Bot) -> bool:
        """Keep new tokens, as `Installations.replace_bot` does, and try longer than where all can be repeated."""
        for _ in range(_WRITES - 1):
            try:
                return self._installations.replace_bot(installed, refreshed)
            except InstallationError:
                time.sleep(_SECONDS_BETWEEN_WRITES)
        return self._installations.replace_bot(installed, refreshed)

    def _exchange(self, bot: Bot) -> Bot:
        client: Any = WebClient(None, self._url, timeout=_EXCHANGE_SECONDS, retry_handlers=[])
        try:
            rotator = TokenRotator(client_id=self._client_id, client_secret=self._client_secret.value(), client=client)
            refreshed = rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=_MINUTES_AHEAD)
        except ParameterError as error:
            raise SlackCallError(
                CallErrorCode.UNREADABLE_BOT_TOKEN, f"A bot token can't be exchanged. {error}"
            ) from error
        except SlackTokenRotationError as error:
            # The original holds the request, tokens included; the code is all that is worth knowing.
            code = SlackCallError.from_response(error.api_error.response).code
            if code in _REFUSED_CLIENT:
                self._client_secret.forget()
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

    def _is_due(self, bot: Bot) -> bool:
        return self._is_over(bot, _MINUTES_AHEAD * 60)

    def _is_over(self, bot: Bot, seconds_ahead: float = 0) -> bool:
        return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= self._clock() + seconds_ahead
