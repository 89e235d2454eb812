"""Calls of Slack's Web API, which open the search window, change it, and publish a reader's Home.

The answer to `/recommend <title>` needs none of them.
"""

import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from shelftalker.aws.secret import ParameterError, ParameterMissingError, read_parameter
from shelftalker.settings import Settings
from shelftalker.slack.errors import CallErrorCode, NoBotTokenError, SlackCallError
from shelftalker.slack.workspace import Workspace

# Slack's words for a token that is not, or no longer, one of this app's.
_REFUSED_TOKEN_CODES = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
_SECONDS_BETWEEN_READS = 60
# A click has 3 seconds in all. Connecting to SSM may take as long again as reading; the next click tries again.
_CALL_SECONDS = 1.5
_READ_SECONDS = 0.5


class BotTokens(Protocol):
    """Gives the token that a call is authorised by."""

    def current(self, workspace: Workspace | None) -> str:
        """The token for calls in a workspace.

        Raises:
            NoBotTokenError: There is none.
            SlackCallError: It can't be read.
        """

    def after_refusal(self, refused: str, workspace: Workspace | None) -> str | None:
        """Another token than the one that Slack refused, if there is one by now; raises as `current` does."""


class BotToken:
    """The one bot token of an app that one workspace has for itself: from the environment, or from SSM."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember where the token is; it is read when first needed."""
        self._token = settings.bot_token
        self._parameter = settings.bot_token_parameter
        self._clock = clock
        self._read_again_at: float | None = None

    def current(self, workspace: Workspace | None = None) -> str:  # noqa: ARG002 - one token, one workspace
        """The token.

        Raises:
            NoBotTokenError: There is none.
            SlackCallError: SSM, which has it, can't be read.
        """
        if not self._token:
            self._token = self._read()
        return self._token

    def after_refusal(self, refused: str, workspace: Workspace | None = None) -> str | None:  # noqa: ARG002
        """Another token than the one that Slack refused, if there is one by now; asked of SSM at most once a minute.

        Raises:
            NoBotTokenError: There is none any more.
            SlackCallError: SSM can't be read.
        """
        if self._token == refused:
            now = self._clock()
            just_read = self._read_again_at is not None and now - self._read_again_at < _SECONDS_BETWEEN_READS
            if not self._parameter or just_read:
                return None
            self._read_again_at = now
            self._token = self._read()
        return None if self._token == refused else self._token

    def _read(self) -> str:
        if not self._parameter:
            raise NoBotTokenError(
                "Home and the search window need the app's bot token, and none is configured: set "
                "SLACK_BOT_TOKEN_PARAMETER to the name of an SSM SecureString, or SLACK_BOT_TOKEN to the token itself."
            )
        try:
            token = read_parameter(self._parameter, _READ_SECONDS, attempts=1).strip()
        except ParameterMissingError as error:
            raise NoBotTokenError(f"Home and the search window need the app's bot token. {error}") from error
        except ParameterError as error:
            raise SlackCallError(CallErrorCode.UNREADABLE_BOT_TOKEN, f"The bot token can't be read. {error}") from error
        if not token:
            raise NoBotTokenError(
                f"Home and the search window need the app's bot token; the SSM parameter {self._parameter} is blank."
            )
        return token


class SlackApi:
    """The Web API as far as Shelftalker uses it. No call waits long or is repeated: people wait for each."""

    def __init__(self, bot_tokens: BotTokens, url: str, workspace: Workspace | None = None) -> None:
        """Call the API at this URL.

        Args:
            bot_tokens: What the calls are authorised by.
            url: Where the methods are, as in https://slack.com/api/.
            workspace: Whose people the calls are for; needed where each workspace has a token of its own.
        """
        self._bot_tokens = bot_tokens
        self._url = url
        self._workspace = workspace

    def for_workspace(self, workspace: Workspace) -> "SlackApi":
        """The API as it is called for the people of a workspace; nothing is read before a call needs it."""
        return SlackApi(self._bot_tokens, self._url, workspace)

    def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> dict[str, Any]:
        """Open a modal within 3 seconds of the click, command or shortcut that the trigger id came with.

        Returns:
            The view as Slack has it now, with its `id` and `hash`; of each method here.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        return self._call(lambda client: client.views_open(trigger_id=trigger_id, view=dict(view)))

    def update_view(self, view_id: str, view: Mapping[str, Any], view_hash: str | None = None) -> dict[str, Any]:
        """Show something else in an open modal.

        Args:
            view_id: Slack's id of what is shown.
            view: What to show.
            view_hash: Of what is shown, as far as one knows: if it is something else by now, Slack refuses with
                `HASH_CONFLICT`.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        return self._call(lambda client: client.views_update(view_id=view_id, view=dict(view), hash=view_hash))

    def publish_home(self, user_id: str, view: Mapping[str, Any], view_hash: str | None = None) -> dict[str, Any]:
        """Show something in a person's Home of the app; `view_hash` as in `update_view`.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        return self._call(lambda client: client.views_publish(user_id=user_id, view=dict(view), hash=view_hash))

    def _call(self, method: Callable[[WebClient], SlackResponse]) -> dict[str, Any]:
        token = self._bot_tokens.current(self._workspace)
        try:
            return self._call_with(token, method)
        except SlackCallError as refusal:
            if refusal.code not in _REFUSED_TOKEN_CODES:
                raise
            another = self._bot_tokens.after_refusal(token, self._workspace)
            if another is None:
                raise
        return self._call_with(another, method)

    def _call_with(self, token: str, method: Callable[[WebClient], SlackResponse]) -> dict[str, Any]:
        client = WebClient(token, self._url, timeout=_CALL_SECONDS, retry_handlers=[])  # type: ignore[arg-type] # urllib takes parts of a second
        try:
            view = method(client).get("view")
        except SlackApiError as error:
            # The original holds the request, token included; the code is all that is worth knowing.
            raise SlackCallError.from_response(error.response) from None
        except (OSError, HTTPException, SlackClientError) as error:
            raise SlackCallError(
                CallErrorCode.NO_ANSWER, f"Slack's Web API at {self._url} gave no answer: {error}"
            ) from error
        except (ValueError, AttributeError) as error:  # from slack_sdk, of what is no text or no JSON object
            raise SlackCallError.of_unreadable_answer() from error
        if not isinstance(view, dict):
            raise SlackCallError.of_unreadable_answer()
        return view
