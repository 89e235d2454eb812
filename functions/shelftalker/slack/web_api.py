"""Calls of Slack's Web API: windows and Home; with optional scopes, files and messages to a reader.

The answer to `/recommend <title>` needs none of them.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from shelftalker.aws import clients
from shelftalker.aws.secret import ParameterError, ParameterMissingError, Secret
from shelftalker.settings import Settings
from shelftalker.slack.errors import CallErrorCode, NoBotTokenError, SlackCallError
from shelftalker.slack.workspace import Workspace

if TYPE_CHECKING:
    from shelftalker.slack.granted_scopes import GrantedScopes, SeenScopes


class WebApiConfig(NamedTuple):
    """Limits of the calls.

    Attributes:
        call_seconds: Time-out of one call. A click has 3 seconds in all, of which reading the token may take 1.
        refused_token_codes: Slack's codes for a token that is not, or no longer, one of this app's.
    """

    call_seconds: float = 1.5
    refused_token_codes: frozenset[str] = frozenset({
        "account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"
    })  # fmt: skip


CONFIG = WebApiConfig()


class BotTokens(Protocol):
    """Gives the token that a call is authorised by."""

    def current(self, workspace: Workspace | None) -> str:
        """Return the token for calls in a workspace.

        Raises:
            NoBotTokenError: There is none.
            SlackCallError: It can't be read.
        """

    def after_refusal(self, refused: str, workspace: Workspace | None) -> str | None:
        """Return another token than the one that Slack refused, if there is one by now; raises as `current` does."""

    def is_installed(self, workspace: Workspace) -> bool:
        """Return whether a workspace or organisation has a token itself; raises SlackCallError as `current` does."""


class BotToken:
    """The one bot token of an app that one workspace has for itself: from the environment, or from SSM."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        """Remember where the token is; it is read when first needed.

        Args:
            settings: Name the token or its parameter.
            clock: Wall clock in seconds since 1970, see `Secret`.
        """
        self._secret = Secret(settings.bot_token, settings.bot_token_parameter, clients.TIMEOUTS.bot_token, clock)

    def current(self, workspace: Workspace | None = None) -> str:  # noqa: ARG002 - one token, one workspace
        """Return the token.

        Raises:
            NoBotTokenError: There is none.
            SlackCallError: SSM, which has it, can't be read.
        """
        if not self._secret.is_configured:
            raise NoBotTokenError(
                "Home and the search window need the app's bot token, and none is configured: set "
                "SLACK_BOT_TOKEN_PARAMETER to the name of an SSM SecureString, or SLACK_BOT_TOKEN to the token itself."
            )
        with _token_errors():
            return self._secret.value()

    def after_refusal(self, refused: str, workspace: Workspace | None = None) -> str | None:  # noqa: ARG002
        """Return another token than the one that Slack refused, if there is one by now; SSM is read once a minute.

        Raises:
            NoBotTokenError: There is none any more.
            SlackCallError: SSM can't be read.
        """
        with _token_errors():
            if self._secret.last_value == refused:
                self._secret.refresh()
        return None if self._secret.last_value == refused else self._secret.last_value

    def is_installed(self, workspace: Workspace) -> bool:  # noqa: ARG002 - one token, one workspace
        """Return whether a token is configured."""
        return self._secret.is_configured


@contextmanager
def _token_errors() -> Iterator[None]:
    """Raise the errors of reading the token as those of the Web API."""
    try:
        yield
    except ParameterMissingError as error:
        raise NoBotTokenError(f"Home and the search window need the app's bot token. {error}") from error
    except ParameterError as error:
        message = f"The bot token can't be read. {error}"
        raise SlackCallError(CallErrorCode.UNREADABLE_BOT_TOKEN, message) from error


class SlackApi:
    """The Web API as far as Shelftalker uses it. No call waits long or is repeated: people wait for most of them.

    Attributes:
        url: Where the methods are, as in https://slack.com/api/.
    """

    def __init__(
        self, bot_tokens: BotTokens, url: str, workspace: Workspace | None = None, seen: "SeenScopes | None" = None
    ) -> None:
        """Call the API at this URL.

        Args:
            bot_tokens: Source of the tokens that authorise the calls.
            url: Where the methods are.
            workspace: Whose people the calls are for; needed where each workspace has a token of its own.
            seen: The scopes that the answers so far have named.
        """
        self._bot_tokens = bot_tokens
        self.url = url
        self._workspace = workspace
        self._seen: SeenScopes = {} if seen is None else seen

    def for_workspace(self, workspace: Workspace) -> "SlackApi":
        """Return the API for the people of a workspace; nothing is read before a call needs it."""
        return SlackApi(self._bot_tokens, self.url, workspace, self._seen)

    def is_installed(self, workspace: Workspace) -> bool:
        """Return whether the app's installation in a workspace or organisation itself is known.

        Raises:
            SlackUnavailableError: That can't be read now.
        """
        return self._bot_tokens.is_installed(workspace)

    def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> dict[str, Any]:
        """Open a modal within 3 seconds of the click, command or shortcut that the trigger id came with.

        Returns:
            The view as Slack has it now, with its `id` and `hash`; of each method here.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        return self._view(lambda client: client.views_open(trigger_id=trigger_id, view=dict(view)))

    def update_view(self, view_id: str, view: Mapping[str, Any], view_hash: str | None = None) -> dict[str, Any]:
        """Replace the view of an open modal.

        Args:
            view_id: Slack's id of the view that is open.
            view: The new view.
            view_hash: Hash of the view that is open, as far as the caller knows: if another one is open by now, Slack
                refuses with `HASH_CONFLICT`.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        return self._view(lambda client: client.views_update(view_id=view_id, view=dict(view), hash=view_hash))

    def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> dict[str, Any]:
        """Open a modal upon the one in which the click was that the trigger id came with, as `open_view` does.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        return self._view(lambda client: client.views_push(trigger_id=trigger_id, view=dict(view)))

    def publish_home(self, user_id: str, view: Mapping[str, Any], view_hash: str | None = None) -> dict[str, Any]:
        """Publish a view in a person's Home of the app; `view_hash` as in `update_view`.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        return self._view(lambda client: client.views_publish(user_id=user_id, view=dict(view), hash=view_hash))

    def test_token(self) -> None:
        """Have Slack check the token, by the method `auth.test`.

        Raises:
            SlackUnavailableError: Slack refuses it, or can't be asked; see slack/errors.py.
        """
        self._call(lambda client: client.auth_test())

    def granted_scopes(self) -> frozenset[str]:
        """Return the scopes that the workspace grants: as the last answer names them, else one to `auth.test`.

        Raises:
            SlackUnavailableError: Slack can't be asked; see slack/errors.py.
        """
        scopes = self._scopes().of(self._workspace_id)
        if scopes is None:
            self.test_token()
            scopes = self._scopes().of(self._workspace_id)
        return scopes or frozenset()

    def post_message(self, user_id: str, text: str) -> None:
        """Post a message in the app's conversation with a person; needs the scope `chat:write`.

        Args:
            user_id: The person, by whom Slack finds the conversation.
            text: The message, in markup; its notification too.

        Raises:
            SlackUnavailableError: It can't be; where Slack gave no answer, it may have been. See slack/errors.py.
        """
        self._call(lambda client: client.chat_postMessage(channel=user_id, text=text, unfurl_links=False))

    def begin_upload(self, name: str, size: int) -> tuple[str, str]:
        """Return the URL to send the bytes of a new file to, and its id; needs the scope `files:write`.

        Raises:
            SlackUnavailableError: Slack gives none; see slack/errors.py.
        """
        answer = self._call(lambda client: client.files_getUploadURLExternal(filename=name, length=size))
        url, file_id = answer.get("upload_url"), answer.get("file_id")
        if not (isinstance(url, str) and isinstance(file_id, str)):
            raise SlackCallError.of_unreadable_answer()
        return url, file_id

    def share_upload(self, file_id: str, title: str, user_id: str, comment: str) -> None:
        """Share an uploaded file in the app's conversation with a person; needs the scope `files:write`.

        `channels` takes ids of people, `channel_id` does not; so no scope is needed to look up the conversation:
        https://docs.slack.dev/reference/methods/files.completeUploadExternal

        Args:
            file_id: The file's, by `begin_upload`.
            title: The name that it is shown by.
            user_id: The person.
            comment: The message beside it, in markup.

        Raises:
            SlackUnavailableError: It can't be; where Slack gave no answer, it may have been. See slack/errors.py.
        """
        files: list[dict[str, str | None]] = [{"id": file_id, "title": title}]
        self._call(
            lambda client: client.files_completeUploadExternal(files=files, channels=[user_id], initial_comment=comment)
        )

    def file_info(self, file_id: str) -> dict[str, Any]:
        """Return what Slack has of a file, by the method `files.info`; needs the scope `files:read`.

        Raises:
            SlackUnavailableError: It can't be; see slack/errors.py.
        """
        file = self._call(lambda client: client.files_info(file=file_id)).get("file")
        if not isinstance(file, dict):
            raise SlackCallError.of_unreadable_answer()
        return file

    def current_token(self) -> str:
        """Return the token that authorises calls now, for what is no method of the Web API.

        Raises:
            SlackUnavailableError: There is none, or it can't be read; see slack/errors.py.
        """
        return self._bot_tokens.current(self._workspace)

    def _view(self, method: Callable[[WebClient], SlackResponse]) -> dict[str, Any]:
        view = self._call(method).get("view")
        if not isinstance(view, dict):
            raise SlackCallError.of_unreadable_answer()
        return view

    def _call(self, method: Callable[[WebClient], SlackResponse]) -> dict[str, Any]:
        token = self._bot_tokens.current(self._workspace)
        try:
            return self._call_with(token, method)
        except SlackCallError as refusal:
            if refusal.code not in CONFIG.refused_token_codes:
                raise
            another = self._bot_tokens.after_refusal(token, self._workspace)
            if another is None:
                raise
        return self._call_with(another, method)

    def _call_with(self, token: str, method: Callable[[WebClient], SlackResponse]) -> dict[str, Any]:
        client = WebClient(token, self.url, timeout=CONFIG.call_seconds, retry_handlers=[])  # type: ignore[arg-type] # urllib takes parts of a second
        try:
            response = method(client)
            answer = response.data
        except SlackApiError as error:
            self._note_scopes(error.response)
            # The original holds the request, token included; the code is all that is worth knowing.
            raise SlackCallError.from_response(error.response) from None
        except (OSError, HTTPException, SlackClientError) as error:
            raise SlackCallError(
                CallErrorCode.NO_ANSWER, f"Slack's Web API at {self.url} gave no answer: {error}"
            ) from error
        except (ValueError, AttributeError) as error:  # from slack_sdk, of what is no text or no JSON object
            raise SlackCallError.of_unreadable_answer() from error
        if not isinstance(answer, dict):
            raise SlackCallError.of_unreadable_answer()
        self._note_scopes(response)
        return answer

    def _note_scopes(self, response: SlackResponse) -> None:
        self._scopes().note(self._workspace_id, response.headers)

    def _scopes(self) -> "GrantedScopes":
        # Imported here: the answer to a title calls no method.
        from shelftalker.slack.granted_scopes import GrantedScopes  # noqa: PLC0415

        return GrantedScopes(self._seen)

    @property
    def _workspace_id(self) -> str:
        return self._workspace.id if self._workspace else ""
