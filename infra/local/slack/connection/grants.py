"""What Slack lends an app for a while: response_urls to answer by, and trigger_ids to open a modal by."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from infra.local.slack.workspace.workspace import Message

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60
TRIGGER_SECONDS = 3


class GrantError(Exception):
    """Something lent is used up, expired or was never lent. `code` is the error that Slack answers."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass
class ResponseUrl:
    """Where an app may answer one interaction.

    Attributes:
        token: The secret part of the URL.
        issued_at: Seconds since 1970.
        user_id: Who interacted: ephemeral answers are for them.
        channel_id: Where answers go.
        source: The message that was clicked in, or None after a slash command.
        uses: How often it has been posted to.
    """

    token: str
    issued_at: float
    user_id: str
    channel_id: str
    source: Message | None
    uses: int = 0


@dataclass
class Trigger:
    """With what an app may open one modal.

    Attributes:
        user_id: The person in front of whom it opens.
        issued_at: Seconds since 1970.
        view_id: The modal that was interacted with, upon which another may be laid; None for anything else.
        is_exchanged: Whether it is used up.
    """

    user_id: str
    issued_at: float
    view_id: str | None = None
    is_exchanged: bool = False


class Grants:
    """Lends and takes back.

    Args:
        clock: Gives seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._response_urls: dict[str, ResponseUrl] = {}
        self._triggers: dict[str, Trigger] = {}

    def lend_response_url(self, user_id: str, channel_id: str, source: Message | None = None) -> ResponseUrl:
        """A new place for an app to answer at."""
        with self._lock:
            lent = ResponseUrl(secrets.token_urlsafe(18), self._clock(), user_id, channel_id, source)
            self._response_urls[lent.token] = lent
            return lent

    def use_response_url(self, token: str) -> ResponseUrl:
        """Take one of the uses of a response_url.

        Raises:
            GrantError: `expired_url` after 30 minutes, `used_url` after five uses, `invalid_url` if never lent.
        """
        with self._lock:
            lent = self._response_urls.get(token)
            if lent is None:
                raise GrantError("invalid_url", "no interaction has brought this response_url")
            age_seconds = self._clock() - lent.issued_at
            if age_seconds > RESPONSE_URL_SECONDS:
                minutes = RESPONSE_URL_SECONDS // 60
                came = f"got one after {age_seconds / 60:.1f}"
                raise GrantError("expired_url", f"expected a post within {minutes} minutes, {came}")
            if lent.uses >= RESPONSE_URL_USES:
                raise GrantError("used_url", f"expected at most {RESPONSE_URL_USES} posts, got one more")
            lent.uses += 1
            return lent

    def lend_trigger(self, user_id: str, view_id: str | None = None) -> str:
        """A new trigger_id, for one modal in front of one user; after an interaction with a modal, upon that."""
        with self._lock:
            issued_at = self._clock()
            trigger_id = f"{int(issued_at * 1000)}.{secrets.randbelow(10**12):012d}.{secrets.token_hex(16)}"
            self._triggers[trigger_id] = Trigger(user_id, issued_at, view_id)
            return trigger_id

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Take a trigger_id.

        Raises:
            GrantError: `expired_trigger_id` after 3 s, `exchanged_trigger_id` if it was used, `invalid_trigger_id`
                if it was never lent.
        """
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise GrantError("invalid_trigger_id", "no interaction has brought this trigger_id")
            age_seconds = self._clock() - trigger.issued_at
            if age_seconds > TRIGGER_SECONDS:
                raise GrantError(
                    "expired_trigger_id", f"expected its use within {TRIGGER_SECONDS} s, got it after {age_seconds:.1f}"
                )
            if trigger.is_exchanged:
                raise GrantError("exchanged_trigger_id", "expected one use of a trigger_id, got another")
            trigger.is_exchanged = True
            return trigger
