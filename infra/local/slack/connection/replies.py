"""What the app says: checked as Slack checks it, then shown in the workspace."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.slack.connection.grants import ResponseUrl
from infra.local.slack.connection.images import ImageError, Images
from infra.local.slack.rules.limits import message_violations, message_warnings
from infra.local.slack.workspace.workspace import BOT_USER_ID, Workspace


@dataclass(frozen=True)
class Refusal:
    """Why Slack does not take something from the app.

    Attributes:
        status: The HTTP status that goes with it.
        code: Slack's word for it.
        details: What exactly is wrong, for a developer.
        is_silent: Whether the person who waits for the message is told nothing.
    """

    status: int
    code: str
    details: tuple[str, ...] = ()
    is_silent: bool = False

    def as_json(self) -> str:
        """The body of Slack's answer."""
        refusal: dict[str, Any] = {"ok": False, "error": self.code}
        if self.details:
            refusal["response_metadata"] = {"messages": [f"[ERROR] {detail}" for detail in self.details]}
        return json.dumps(refusal)

    def as_errors(self) -> tuple[str, ...]:
        """The same as the developer's view shows it."""
        return tuple(f"{self.code}: {detail}" for detail in self.details) or (self.code,)


class Replies:
    """Takes messages from the app.

    Args:
        workspace: Where they are shown.
        images: Fetches those of image blocks.
    """

    def __init__(self, workspace: Workspace, images: Images) -> None:
        self._workspace = workspace
        self._images = images

    def refusal(self, message: Mapping[str, Any]) -> Refusal | None:
        """Why Slack does not show a message, if it does not."""
        if not isinstance(message.get("text") or "", str):
            return Refusal(400, "invalid_payload", (f"expected a string as text, got {message['text']!r}",))
        if not isinstance(message.get("thread_ts") or "", str):
            return Refusal(400, "invalid_payload", (f"expected a string as thread_ts, got {message['thread_ts']!r}",))
        violations = message_violations(message)
        if violations:
            return Refusal(400, "invalid_blocks", tuple(violations))
        for place, block in enumerate(message.get("blocks") or ()):
            if block["type"] == "image":
                try:
                    self._images.fetch(block["image_url"])
                except ImageError as error:
                    detail = f"downloading image failed, the whole message is dropped: {error}"
                    pointer = f"[json-pointer:/blocks/{place}/image_url]"
                    return Refusal(400, "invalid_blocks", (f"{detail} {pointer}",), is_silent=True)
        return None

    def show(self, message: Mapping[str, Any], user_id: str, channel_id: str, exchange_id: str) -> None:
        """Show a message that `refusal` had nothing against: to the one user unless it says otherwise."""
        self._workspace.post(
            channel_id,
            BOT_USER_ID,
            message.get("text") or "",
            message.get("blocks") or (),
            seen_by=None if message.get("response_type") == "in_channel" else user_id,
            thread_ts=message.get("thread_ts"),
            exchange_id=exchange_id,
        )

    def warnings(self, message: Mapping[str, Any], lent: ResponseUrl) -> tuple[str, ...]:
        """What Slack accepts in a post to a response_url, and a developer would rather know."""
        warnings = [*message_warnings(message)]
        replaces, response_type = message.get("replace_original"), message.get("response_type")
        if lent.source is None and replaces:
            warnings.append("replace_original where no message of the app was clicked: this is a new message")
        if lent.source and replaces and response_type:
            actual = "in_channel" if lent.source.seen_by is None else "ephemeral"
            if response_type != actual:
                warnings.append(f"a replaced message stays {actual}: response_type {response_type!r} is ignored")
        thread_ts = message.get("thread_ts")
        if thread_ts and self._workspace.message(lent.channel_id, str(thread_ts), lent.user_id) is None:
            warnings.append(f"there is no message with the ts {thread_ts!r} to answer in a thread")
        return tuple(warnings)

    def respond(self, lent: ResponseUrl, message: Any, exchange_id: str) -> Refusal | None:
        """Do what a post to a response_url says. Without `replace_original` it is a new message.

        Returns:
            Why not, or None if it is done.
        """
        if not isinstance(message, dict):
            return Refusal(400, "invalid_payload", ("expected a JSON object",))
        if message.get("delete_original"):
            is_done = lent.source is not None and self._workspace.delete(lent.source)
            return None if is_done else _GONE
        if not has_content(message):
            return Refusal(400, "no_text", ("expected text or blocks",))
        if refusal := self.refusal(message):
            return refusal
        if message.get("replace_original") and lent.source:
            text, blocks = message.get("text") or "", message.get("blocks") or ()
            return None if self._workspace.rewrite(lent.source, text, blocks, exchange_id) else _GONE
        self.show(message, lent.user_id, lent.channel_id, exchange_id)
        return None


def has_content(message: Mapping[str, Any]) -> bool:
    """Whether there is anything to show in a message."""
    return bool(message.get("text") or message.get("blocks"))


_GONE = Refusal(404, "message_not_found", ("the original message is gone, or there was none",))
