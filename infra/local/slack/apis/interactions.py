"""Lines and shortcuts of people, and posts of the app to response_urls: an HTTP exchange each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.exchanges import Exchange, decode_json, short_summary
from infra.local.slack.connection.grants import GrantError
from infra.local.slack.connection.installation import Installation, acknowledgement_error, ignored_body_warnings
from infra.local.slack.connection.payloads import global_shortcut, message_shortcut, slash_command
from infra.local.slack.connection.replies import Refusal, has_content
from infra.local.slack.rules.validation import message_warnings
from infra.local.slack.workspace.directory import DIRECTORY, Channel, User
from infra.local.slack.workspace.workspace import Message


class Interactions:
    """Sends slash commands and shortcuts to the app, and receives its posts to response_urls."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._workspace = installation.workspace
        self._grants = installation.grants
        self._commands = frozenset(entry.command for entry in installation.manifest.commands)

    def on_line(self, user: User, channel: Channel, text: str, thread_ts: str | None, base_url: str) -> None:
        """Run a line that starts with a slash as a command; post any other as a message.

        Args:
            user: The author.
            channel: The channel that it was typed in.
            text: The line.
            thread_ts: Timestamp of the message in whose thread it was typed, or None.
            base_url: URL at which the app reaches this server.
        """
        if not text.startswith("/"):
            escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            self._workspace.post(channel.channel_id, user.user_id, escaped, thread_ts=thread_ts)
            return
        command, *argument = text.split(maxsplit=1)
        if command not in self._commands or user.visits_from:
            sentence = (
                f'{command} is not a valid command. Every message that starts with "/" is taken for a command; '
                "to send it as a message, put a space before it."
            )
            self._post_as_slackbot(user, channel, sentence, thread_ts)
        elif thread_ts:
            self._post_as_slackbot(user, channel, f"{command} is not supported in threads. Sorry!", thread_ts)
        else:
            self._run(user, channel, command, "".join(argument).strip(), base_url)

    def on_shortcut(self, user: User, callback_id: str, message: Message | None, base_url: str) -> str:
        """Send the use of a shortcut to the app: a global one, or one on a message that everyone sees.

        Returns:
            A sentence about the error, or an empty string.
        """
        if user.visits_from:
            return "Slack offers no shortcuts of apps to a person of another workspace."
        kind = "message" if message else "global"
        shortcuts = {entry.callback_id: entry for entry in self._installation.manifest.shortcuts if entry.type == kind}
        if callback_id not in shortcuts:
            known = ", ".join(shortcuts) or "none at all"
            return f"The manifest has no {kind} shortcut {callback_id!r}, but {known}."
        if message and message.seen_by:
            return "Slack offers no shortcuts on messages that only one person sees."
        trigger_id = self._grants.issue_trigger_id(user.user_id, tab=user.tab)
        action_ts = self._installation.action_ts
        if message:
            response_url = self._grants.issue_response_url(user.user_id, message.channel_id)
            payload = message_shortcut(
                user,
                DIRECTORY.channel(message.channel_id),
                message,
                callback_id,
                thread_ts=self._workspace.thread_of(message),
                action_ts=action_ts,
                trigger_id=trigger_id,
                response_url=f"{base_url}/response/{response_url.token}",
            )
        else:
            payload = global_shortcut(user, callback_id, action_ts=action_ts, trigger_id=trigger_id)
        delivery = self._installation.deliver(payload)
        warnings = ignored_body_warnings(delivery, "a shortcut")
        self._installation.record("shortcut", shortcuts[callback_id].name, delivery, warnings=warnings)
        return acknowledgement_error(delivery)

    def on_response_url(self, token: str, request: Exchange) -> Exchange:
        """Apply a post of the app to a response_url, and return the request with its answer."""
        try:
            response_url = self._grants.use_response_url(token)
        except GrantError as error:
            refusal = Refusal(404, error.code)
            return self._installation.answer(request, refusal, errors=(f"{error.code}: {error}",))
        message = decode_json(request.request_body)
        replies = self._installation.replies
        warnings = replies.warnings(message, response_url) if isinstance(message, dict) else ()
        refused = replies.respond(response_url, message, request.exchange_id)
        response_url.refused += bool(refused)
        milliseconds = (self._installation.clock() - self._grants.waiting_since(response_url)) * 1000
        text = message.get("text") if isinstance(message, dict) else None
        request = replace(request, summary=short_summary(text))
        return self._installation.answer(request, refused, "ok", warnings=warnings, milliseconds=milliseconds)

    def _run(self, user: User, channel: Channel, command: str, text: str, base_url: str) -> None:
        response_url = self._grants.issue_response_url(user.user_id, channel.channel_id)
        form = slash_command(
            user,
            channel,
            command,
            text,
            response_url=f"{base_url}/response/{response_url.token}",
            trigger_id=self._grants.issue_trigger_id(user.user_id, tab=user.tab),
        )
        delivery = self._installation.app_client.deliver(form)
        message, warnings = _acknowledgement_message(delivery)
        replies = self._installation.replies
        refusal = replies.refusal(message)
        errors = refusal.as_errors() if refusal else ()
        summary = f"{command} {text}".strip()
        exchange = self._installation.record("slash command", summary, delivery, errors, warnings)
        failure = delivery.failure or (refusal.code if refusal and not refusal.is_silent else "")
        if failure:
            self._post_as_slackbot(
                user, channel, f'{command} failed with the error "{failure}"', None, exchange.exchange_id
            )
        elif not refusal and has_content(message):
            if message.get("response_type") == "in_channel":
                self._workspace.post(channel.channel_id, user.user_id, exchange.summary)
            replies.show(message, user.user_id, channel.channel_id, exchange.exchange_id)

    def _post_as_slackbot(
        self, user: User, channel: Channel, sentence: str, thread_ts: str | None, exchange_id: str | None = None
    ) -> None:
        """Post an ephemeral message of Slackbot."""
        self._workspace.post(
            channel.channel_id,
            DIRECTORY.slackbot_id,
            sentence,
            seen_by=user.user_id,
            thread_ts=thread_ts,
            exchange_id=exchange_id,
        )


def _acknowledgement_message(delivery: Delivery) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Return the message in an acknowledgement, and warnings about it for a developer."""
    if delivery.failure or not delivery.body.strip():
        return {}, ()
    decoded = decode_json(delivery.body)
    if not delivery.is_json:
        content_type = delivery.header("content-type") or "no content type"
        warnings = (f"JSON sent as {content_type} is shown as text",) if isinstance(decoded, dict) else ()
        return {"text": delivery.body}, warnings
    if not isinstance(decoded, dict):
        return {}, ("expected a JSON object, as the content type says: nothing is shown",)
    return decoded, tuple(message_warnings(decoded))
