"""The app's own conversation with each person: messages and files of the app, with the scopes that they need.

See https://docs.slack.dev/reference/methods, families `chat` and `files`.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

from infra.local.slack.connection.grants import GrantError
from infra.local.slack.connection.installation import Installation
from infra.local.slack.workspace.directory import DIRECTORY

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
SCOPE_OF_MESSAGES = "chat:write"
SCOPE_OF_UPLOADS = "files:write"


class Conversations:
    """Answers the methods that post in these conversations; a refusal is a GrantError with Slack's code."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def post(self, arguments: Arguments, exchange_id: str) -> Answer:
        """Post a message, by `chat.postMessage`."""
        self._require(SCOPE_OF_MESSAGES)
        channel_id = self._channel(str(arguments.get("channel") or ""))
        message = {**arguments, "blocks": _read_json(arguments.get("blocks"))}
        if not message.get("text") and not message["blocks"]:
            raise GrantError("no_text", "expected text or blocks")
        if refusal := self._installation.replies.refusal(message):
            raise GrantError(refusal.code, "; ".join(refusal.details))
        posted = self._installation.workspace.post(
            channel_id,
            DIRECTORY.bot_user_id,
            message.get("text") or "",
            message["blocks"] or (),
            exchange_id=exchange_id,
        )
        return {"channel": channel_id, "ts": posted.ts, "message": {"text": posted.text, "ts": posted.ts}}

    def begin_upload(self, arguments: Arguments) -> Answer:
        """Return where to send the bytes of a file, by `files.getUploadURLExternal`."""
        self._require(SCOPE_OF_UPLOADS)
        name, length = str(arguments.get("filename") or ""), str(arguments.get("length") or "")
        if not name or not re.fullmatch("[1-9][0-9]*", length):
            raise GrantError("invalid_arguments", f"expected filename and length in bytes, got {name!r} and {length!r}")
        base_url = request.host_url.rstrip("/")
        file_id = self._installation.files.announce(name, int(length))
        return {"upload_url": f"{base_url}/upload/v1/{file_id}", "file_id": file_id}

    def complete_upload(self, arguments: Arguments, exchange_id: str) -> Answer:
        """Share uploaded files with people, by `files.completeUploadExternal`."""
        self._require(SCOPE_OF_UPLOADS)
        channel_id = str(arguments.get("channel_id") or "")
        if channel_id and not re.fullmatch("[CGDZ][A-Z0-9]{8,}", channel_id):
            raise GrantError("invalid_arguments", "input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ for channel_id")
        named = [channel_id] if channel_id else list(filter(None, str(arguments.get("channels") or "").split(",")))
        channels = [self._channel(name) for name in named]
        base_url, described = request.host_url.rstrip("/"), _read_json(arguments.get("files"))
        ids = [str(file.get("id")) for file in described] if isinstance(described, list) else []
        files = [self._installation.files.complete(file_id, base_url) for file_id in ids]
        if not files or None in files:
            raise GrantError("file_not_found", "expected ids of files whose bytes have come")
        for channel in channels:
            self._installation.workspace.post(
                channel,
                DIRECTORY.bot_user_id,
                str(arguments.get("initial_comment") or ""),
                files=[file for file in files if file],
                exchange_id=exchange_id,
            )
        return {"files": files}

    def _require(self, scope: str) -> None:
        if scope not in self._installation.scopes:
            raise GrantError("missing_scope", f"expected the scope {scope}")

    def _channel(self, name: str) -> str:
        """Return the conversation that a person's id, or its own, stands for."""
        if any(channel.channel_id == name for channel in DIRECTORY.channels):
            raise GrantError("not_in_channel", "the app is a member of no channel")
        people = {DIRECTORY.conversation_id(user.user_id): user.user_id for user in DIRECTORY.users}
        channel_id = next((own for own, user_id in people.items() if name in {own, user_id}), None)
        if channel_id is None:
            raise GrantError("channel_not_found", f"expected the id of a person or conversation, got {name!r}")
        if not self._installation.manifest.has_messages:
            raise GrantError("messages_tab_disabled", "the manifest has no features.app_home.messages_tab_enabled")
        return channel_id


def add_uploads(flask: Flask, installation: Installation) -> None:
    """Add the route that takes the bytes of a file; who has its URL needs no token."""

    @flask.post("/upload/v1/<file_id>")
    def take_bytes(file_id: str) -> Response:
        is_taken = installation.files.take(file_id, request.get_data(cache=False))
        return Response("OK" if is_taken else "expected the bytes of an announced file, as many as announced",
                        200 if is_taken else 400, mimetype="text/plain")  # fmt: skip


def _read_json(value: Any) -> Any:
    """Return a list among the arguments; in a form it is JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise GrantError("invalid_arguments", f"expected JSON: {error}") from error
