"""Errors of Slack's Web API.

SlackUnavailableError
NoBotTokenError      there is no bot token for this workspace, and so no Home and no search window
SlackCallError       this call failed; its code says why
"""

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_sdk.web import SlackResponse


class CallErrorCode(StrEnum):
    """The codes of failed calls that this app distinguishes; Slack has many more.

    Attributes:
        HASH_CONFLICT: Slack's: the view has changed since its hash was read.
        NO_ANSWER: Slack did not answer in time, or broke off.
        UNREADABLE_ANSWER: Slack's answer has neither a view nor a code.
        UNREADABLE_BOT_TOKEN: The token can't be read or exchanged, so Slack was not called.
    """

    HASH_CONFLICT = "hash_conflict"
    NO_ANSWER = "no_answer"
    UNREADABLE_ANSWER = "unreadable_answer"
    UNREADABLE_BOT_TOKEN = "unreadable_bot_token"  # noqa: S105 - an error code, no token


class SlackUnavailableError(Exception):
    """Slack's Web API can't be called, or a call of it failed."""


class NoBotTokenError(SlackUnavailableError):
    """No bot token is configured or stored where the configuration says; or the workspace hasn't installed the app."""


class SlackCallError(SlackUnavailableError):
    """A call failed.

    Attributes:
        code: Slack's code for the failure; or one of this app's own, see `CallErrorCode`, where Slack gave none.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    @classmethod
    def from_response(cls, response: "SlackResponse") -> "SlackCallError":
        """Return the error of a refused call.

        For an answer that is no JSON slack_sdk puts a sentence of its own in the code's place, which is not passed on.
        """
        answer = response.data if isinstance(response.data, dict) else {}
        code = answer.get("error")
        if not (isinstance(code, str) and re.fullmatch(r"[a-z0-9_]+", code)):
            return cls.of_unreadable_answer(f" Its HTTP status is {response.status_code}.")
        details = (answer.get("response_metadata") or {}).get("messages") or []
        return cls(code, ": ".join([f"Slack's Web API refused with {code}", *map(str, details)]))

    @classmethod
    def of_unreadable_answer(cls, detail: str = "") -> "SlackCallError":
        """Return the error of a call whose answer has neither a view nor a code."""
        message = f"Slack's Web API answered with neither a view nor a code that says why.{detail}"
        return cls(CallErrorCode.UNREADABLE_ANSWER, message)
