"""What people do in the workspace and what the app posts back: each an HTTP exchange with rules of its own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.exchanges import Exchange, decode_json
from infra.local.slack.connection.grants import GrantError
from infra.local.slack.connection.installation import Installation, ignored_body, shown_beside_element
from infra.local.slack.connection.payloads import global_shortcut, message_shortcut, slash_command
from infra.local.slack.connection.replies import Refusal, has_content
from infra.local.slack.rules.limits import message_warnings
from infra.local.slack.workspace.workspace import CHANNELS, SLACKBOT_ID, Channel, Message, User


class Interactions:
    """Sends to the app what people type and the shortcuts they use, and takes what the app answers later."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._workspace = installation.workspace
        self._grants = installation.grants
        self._commands = frozenset(each.command for each in installation.manifest.commands)

    def on_typed(self, user: User, channel: Channel, text: str, thread_ts: str | None, base_url: str) -> None:
        """Run a line that starts with a slash; post any other.

        Args:
            user: Who typed it.
            channel: Where.
            text: The line.
            thread_ts: The message in whose thread it was typed, or None.
            base_url: Where the app reaches this server.
        """
        if not text.startswith("/"):
            escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            self._workspace.post(channel.channel_id, user.user_id, escaped, thread_ts=thread_ts)
            return
        command, *argument = text.split(maxsplit=1)
        if command not in self._commands:
            sentence = (
                f'{command} is not a valid command. Every message that starts with "/" is taken for a command; '
                "to send it as a message, put a space before it."
            )
            self._tell(user, channel, sentence, thread_ts)
        elif thread_ts:
            self._tell(user, channel, f"{command} is not supported in threads. Sorry!", thread_ts)
        else:
            self._run(user, channel, command, "".join(argument).strip(), base_url)

    def on_shortcut(self, user: User, callback_id: str, message: Message | None, base_url: str) -> str:
        """Send the use of a shortcut to the app: of a global one, or of one on a message that everyone sees.

        Returns:
            What went wrong, or an empty string.
        """
        kind = "message" if message else "global"
        shortcuts = [each for each in self._installation.manifest.shortcuts if each.type == kind]
        found = next((each for each in shortcuts if each.callback_id == callback_id), None)
        if found is None:
            known = ", ".join(each.callback_id for each in shortcuts) or "none at all"
            return f"The manifest has no {kind} shortcut {callback_id!r}, but {known}."
        if message and message.seen_by:
            return "Slack offers no shortcuts on messages that only one person sees."
        trigger_id = self._grants.lend_trigger(user.user_id)
        action_ts = self._installation.action_ts
        if message:
            lent = self._grants.lend_response_url(user.user_id, message.channel_id)
            payload = message_shortcut(
                user,
                channel_with_id(message.channel_id),
                message,
                callback_id,
                thread_ts=self._workspace.thread_of(message),
                action_ts=action_ts,
                trigger_id=trigger_id,
                response_url=f"{base_url}/response/{lent.token}",
            )
        else:
            payload = global_shortcut(user, callback_id, action_ts=action_ts, trigger_id=trigger_id)
        delivery = self._installation.deliver(payload)
        self._installation.record("shortcut", found.name, delivery, warnings=ignored_body(delivery, "a shortcut"))
        return shown_beside_element(delivery)

    def on_response_url(self, token: str, request: Exchange) -> Exchange:
        """Take what the app posts to a response_url: a request without an answer becomes one with it."""
        try:
            lent = self._grants.use_response_url(token)
        except GrantError as error:
            refusal = Refusal(404, error.code)
            return self._installation.answer(request, refusal, errors=(f"{error.code}: {error}",))
        message = decode_json(request.request_body)
        replies = self._installation.replies
        warnings = replies.warnings(message, lent) if isinstance(message, dict) else ()
        refused = replies.respond(lent, message, request.exchange_id)
        milliseconds = (self._installation.clock() - lent.issued_at) * 1000
        titled = replace(request, summary=_title(message))
        return self._installation.answer(titled, refused, "ok", warnings=warnings, milliseconds=milliseconds)

    def _run(self, user: User, channel: Channel, command: str, text: str, base_url: str) -> None:
        lent = self._grants.lend_response_url(user.user_id, channel.channel_id)
        form = slash_command(
            user,
            channel,
            command,
            text,
            response_url=f"{base_url}/response/{lent.token}",
            trigger_id=self._grants.lend_trigger(user.user_id),
        )
        delivery = self._installation.courier.deliver(form)
        message, warnings = _acknowledged(delivery)
        replies = self._installation.replies
        refusal = replies.refusal(message)
        errors = refusal.as_errors() if refusal else ()
        summary = f"{command} {text}".strip()
        exchange = self._installation.record("slash command", summary, delivery, errors, warnings)
        failure = delivery.failure or (refusal.code if refusal and not refusal.is_silent else "")
        if failure:
            self._tell(user, channel, f'{command} failed with the error "{failure}"', None, exchange.exchange_id)
        elif not refusal and has_content(message):
            if message.get("response_type") == "in_channel":
                self._workspace.post(channel.channel_id, user.user_id, exchange.summary)
            replies.show(message, user.user_id, channel.channel_id, exchange.exchange_id)

    def _tell(
        self, user: User, channel: Channel, sentence: str, thread_ts: str | None, exchange_id: str | None = None
    ) -> None:
        """Have Slackbot say something that only one user sees."""
        self._workspace.post(
            channel.channel_id,
            SLACKBOT_ID,
            sentence,
            seen_by=user.user_id,
            thread_ts=thread_ts,
            exchange_id=exchange_id,
        )


def channel_with_id(channel_id: str) -> Channel:
    """The channel with an id. Raises KeyError where there is none."""
    return {channel.channel_id: channel for channel in CHANNELS}[channel_id]


def _acknowledged(delivery: Delivery) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The message in an acknowledgement, and what a developer should know about it."""
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


def _title(message: Any) -> str:
    """A few words that tell a post to a response_url from others."""
    text = message.get("text") if isinstance(message, dict) else None
    return str(text or "")[:80]
