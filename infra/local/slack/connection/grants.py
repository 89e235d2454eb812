"""The short-lived permissions that Slack sends an app: response_urls to answer at, trigger_ids to open modals with."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from infra.local.slack.rules.errors import RefusalError
from infra.local.slack.rules.limits import INTERACTION_LIMITS, InteractionLimits
from infra.local.slack.workspace.workspace import Message


class GrantError(RefusalError):
    """A response_url or trigger_id is used up, expired or unknown. `code` is the error that Slack answers."""


@dataclass
class ResponseUrl:
    """Permission to answer one interaction.

    Attributes:
        token: Secret part of the URL.
        issued_at: Time of the interaction in seconds since 1970.
        user_id: Id of the person who interacted, and sees ephemeral answers.
        channel_id: Id of the channel that answers are posted to.
        source: Message that contains the clicked element, or None after a slash command or a shortcut.
        uses: Number of posts so far.
        refused: Number of those that Slack refused.
    """

    token: str
    issued_at: float
    user_id: str
    channel_id: str
    source: Message | None
    uses: int = 0
    refused: int = 0


@dataclass
class Trigger:
    """Permission to open one modal.

    Attributes:
        user_id: Id of the person who sees the modal.
        issued_at: Time of the interaction in seconds since 1970.
        view_id: Id of the modal that the person interacted with, and another can be stacked upon; None elsewhere.
        tab: The browser tab that the person acted in, which shows the modal; empty where none is known.
        is_exchanged: True once it has been used.
    """

    user_id: str
    issued_at: float
    view_id: str | None = None
    tab: str = ""
    is_exchanged: bool = False


class Grants:
    """Issues response_urls and trigger_ids, and checks their use. Safe to use from many threads.

    Args:
        clock: Returns seconds since 1970.
        limits: Lifetimes and number of uses.
    """

    def __init__(self, clock: Callable[[], float], limits: InteractionLimits = INTERACTION_LIMITS) -> None:
        self._clock = clock
        self._limits = limits
        self._lock = Lock()
        self._response_urls: dict[str, ResponseUrl] = {}
        self._triggers: dict[str, Trigger] = {}
        self._submitted_at: dict[str, float] = {}

    def issue_response_url(self, user_id: str, channel_id: str, source: Message | None = None) -> ResponseUrl:
        """Return a new response_url."""
        with self._lock:
            response_url = ResponseUrl(secrets.token_urlsafe(18), self._clock(), user_id, channel_id, source)
            self._response_urls[response_url.token] = response_url
            return response_url

    def use_response_url(self, token: str) -> ResponseUrl:
        """Count a use of a response_url, and return it.

        Raises:
            GrantError: `expired_url` after 30 minutes, `used_url` after five uses, `invalid_url` if it was never
                issued.
        """
        with self._lock:
            response_url = self._response_urls.get(token)
            if response_url is None:
                raise GrantError("invalid_url", "no interaction has brought this response_url")
            age_seconds = self._clock() - response_url.issued_at
            if age_seconds > self._limits.response_url_seconds:
                minutes = self._limits.response_url_seconds // 60
                came = f"got one after {age_seconds / 60:.1f}"
                raise GrantError("expired_url", f"expected a post within {minutes} minutes, {came}")
            if response_url.uses >= self._limits.response_url_uses:
                maximum = self._limits.response_url_uses
                raise GrantError("used_url", f"expected at most {maximum} posts, got one more")
            response_url.uses += 1
            return response_url

    def note_submission(self, user_id: str) -> None:
        """Store that a person has submitted a window just now: from here on they wait for the app again."""
        with self._lock:
            self._submitted_at[user_id] = self._clock()

    def waiting_since(self, response_url: ResponseUrl) -> float:
        """Return the time since which a person waits for a post, in seconds since 1970.

        It is that of the interaction, or of a window that the person has submitted since: the time in which a window is
        filled in is the person's own.
        """
        with self._lock:
            return max(response_url.issued_at, self._submitted_at.get(response_url.user_id, 0.0))

    def issue_trigger_id(self, user_id: str, view_id: str | None = None, tab: str = "") -> str:
        """Return a new trigger_id for one modal in front of a person, upon the modal of the interaction."""
        with self._lock:
            issued_at = self._clock()
            trigger_id = f"{int(issued_at * 1000)}.{secrets.randbelow(10**12):012d}.{secrets.token_hex(16)}"
            self._triggers[trigger_id] = Trigger(user_id, issued_at, view_id, tab)
            return trigger_id

    def use_trigger_id(self, trigger_id: str) -> Trigger:
        """Mark a trigger_id as used, and return it.

        Raises:
            GrantError: `expired_trigger_id` after 3 s, `exchanged_trigger_id` if it was used, `invalid_trigger_id`
                if it was never issued.
        """
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise GrantError("invalid_trigger_id", "no interaction has brought this trigger_id")
            age_seconds = self._clock() - trigger.issued_at
            maximum = self._limits.trigger_seconds
            if age_seconds > maximum:
                reason = f"expected its use within {maximum} s, got it after {age_seconds:.1f}"
                raise GrantError("expired_trigger_id", reason)
            if trigger.is_exchanged:
                raise GrantError("exchanged_trigger_id", "expected one use of a trigger_id, got another")
            trigger.is_exchanged = True
            return trigger
