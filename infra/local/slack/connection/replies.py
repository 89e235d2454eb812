"""Messages of the app: validated as Slack validates them, then shown in the workspace."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.slack.connection.grants import ResponseUrl
from infra.local.slack.connection.images import ImageError, Images
from infra.local.slack.rules.validation import message_violations, message_warnings
from infra.local.slack.workspace.directory import DIRECTORY
from infra.local.slack.workspace.workspace import Workspace


@dataclass(frozen=True)
class Refusal:
    """Slack's refusal of a request or a message of the app.

    Attributes:
        status: HTTP status of the answer.
        code: Slack's error code.
        details: The violations, for a developer.
        is_silent: True where the person who waits for the message sees no error.
    """

    status: int
    code: str
    details: tuple[str, ...] = ()
    is_silent: bool = False

    def as_json(self) -> str:
        """Return the body of Slack's answer."""
        refusal: dict[str, Any] = {"ok": False, "error": self.code}
        if self.details:
            refusal["response_metadata"] = {"messages": [f"[ERROR] {detail}" for detail in self.details]}
        return json.dumps(refusal)

    def as_errors(self) -> tuple[str, ...]:
        """Return the refusal as the developer's panel shows it."""
        return tuple(f"{self.code}: {detail}" for detail in self.details) or (self.code,)


class Replies:
    """Receives messages from the app.

    Args:
        workspace: The workspace that shows them.
        images: Fetches the images of image blocks.
    """

    def __init__(self, workspace: Workspace, images: Images) -> None:
        self._workspace = workspace
        self._images = images

    def refusal(self, message: Mapping[str, Any]) -> Refusal | None:
        """Return Slack's refusal of a message, or None for a message that it shows."""
        if not isinstance(message.get("text") or "", str):
            return Refusal(400, "invalid_payload", (f"expected a string as text, got {message['text']!r}",))
        if not isinstance(message.get("thread_ts") or "", str):
            return Refusal(400, "invalid_payload", (f"expected a string as thread_ts, got {message['thread_ts']!r}",))
        violations = message_violations(message)
        if violations:
            return Refusal(400, "invalid_blocks", tuple(violations))
        for index, block in enumerate(message.get("blocks") or ()):
            if block["type"] == "image":
                try:
                    self._images.fetch(block["image_url"])
                except ImageError as error:
                    detail = f"downloading image failed, the whole message is dropped: {error}"
                    pointer = f"[json-pointer:/blocks/{index}/image_url]"
                    return Refusal(400, "invalid_blocks", (f"{detail} {pointer}",), is_silent=True)
        return None

    def show(self, message: Mapping[str, Any], user_id: str, channel_id: str, exchange_id: str) -> None:
        """Show a valid message, to one user unless its response_type is `in_channel`."""
        self._workspace.post(
            channel_id,
            DIRECTORY.bot_user_id,
            message.get("text") or "",
            message.get("blocks") or (),
            seen_by=None if message.get("response_type") == "in_channel" else user_id,
            thread_ts=message.get("thread_ts"),
            exchange_id=exchange_id,
        )

    def warnings(self, message: Mapping[str, Any], response_url: ResponseUrl) -> tuple[str, ...]:
        """Return warnings for a developer about a post to a response_url that Slack accepts."""
        warnings = [*message_warnings(message)]
        source = response_url.source
        replaces, response_type = message.get("replace_original"), message.get("response_type")
        if source is None and replaces:
            warnings.append("replace_original where no message of the app was clicked: this is a new message")
        if source and replaces and response_type:
            actual = "in_channel" if source.seen_by is None else "ephemeral"
            if response_type != actual:
                warnings.append(f"a replaced message stays {actual}: response_type {response_type!r} is ignored")
        thread_ts = message.get("thread_ts")
        if thread_ts and self._workspace.message(response_url.channel_id, str(thread_ts), response_url.user_id) is None:
            warnings.append(f"there is no message with the ts {thread_ts!r} to answer in a thread")
        return tuple(warnings)

    def respond(self, response_url: ResponseUrl, message: Any, exchange_id: str) -> Refusal | None:
        """Post, replace or delete a message as a post to a response_url demands.

        Without `replace_original` the post is a new message.

        Returns:
            Slack's refusal, or None.
        """
        source = response_url.source
        gone = Refusal(404, "message_not_found", ("the original message is gone, or there was none",))
        if not isinstance(message, dict):
            return Refusal(400, "invalid_payload", ("expected a JSON object",))
        if message.get("delete_original"):
            return None if source and self._workspace.delete(source) else gone
        if not has_content(message):
            return Refusal(400, "no_text", ("expected text or blocks",))
        if refusal := self.refusal(message):
            return refusal
        if message.get("replace_original") and source:
            text, blocks = message.get("text") or "", message.get("blocks") or ()
            return None if self._workspace.update(source, text, blocks, exchange_id) else gone
        self.show(message, response_url.user_id, response_url.channel_id, exchange_id)
        return None


def has_content(message: Mapping[str, Any]) -> bool:
    """Return True for a message with a text or blocks."""
    return bool(message.get("text") or message.get("blocks"))
