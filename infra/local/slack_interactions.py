"""What people do in the workspace and what the app does with Slack: each an HTTP exchange with rules of its own."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from infra.local.slack_delivery import Courier, Delivery
from infra.local.slack_exchanges import Exchange, decode_json, exchange_of
from infra.local.slack_grants import GrantError, Grants
from infra.local.slack_payloads import action_on, block_actions, element_of, is_stateful, option_of, slash_command
from infra.local.slack_replies import Refusal, Replies, has_content, reply_warnings
from infra.local.slack_rules import message_warnings, view_violations
from infra.local.slack_workspace import CHANNELS, SLACKBOT_ID, Channel, Message, User, Workspace


class Interactions:
    """Sends to the app what people do, takes what the app posts, and puts the outcome into the workspace.

    Args:
        workspace: Where it all happens.
        courier: Sends to the app.
        replies: Checks and shows what the app says.
        grants: Lends response_urls and trigger_ids.
        commands: The slash commands that the app has.
        clock: Gives seconds since 1970.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        courier: Courier,
        replies: Replies,
        grants: Grants,
        commands: frozenset[str],
        clock: Callable[[], float],
    ) -> None:
        self._workspace = workspace
        self._courier = courier
        self._replies = replies
        self._grants = grants
        self._commands = commands
        self._clock = clock

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

    def on_action(
        self, user: User, message: Message, block_id: str, action_id: str, *, value: str | None, base_url: str
    ) -> str:
        """Send a click or a choice from a menu to the app.

        Returns:
            What Slack shows beside the element if the app did not acknowledge; an empty string if it did.

        Raises:
            UnknownElementError: The message has no such element or option.
        """
        element = element_of(message, block_id, action_id)
        option = option_of(element, value)
        if option and is_stateful(element):
            self._workspace.select(message, user.user_id, block_id, action_id, option)
        lent = self._grants.lend_response_url(user.user_id, message.channel_id, message)
        payload = block_actions(
            user,
            channel_with_id(message.channel_id),
            message,
            action_on(element, block_id, option, f"{self._clock():.6f}"),
            self._workspace.selections(message, user.user_id),
            response_url=f"{base_url}/response/{lent.token}",
            trigger_id=self._grants.lend_trigger(user.user_id),
        )
        delivery = self._courier.deliver({"payload": json.dumps(payload)})
        warnings: tuple[str, ...] = ()
        if delivery.body.strip() and not delivery.failure:
            warnings = ("Slack ignores the body that answers block_actions: answer by the response_url",)
        label = (option or element).get("text", {}).get("text", action_id)
        self._workspace.announce("exchange", exchange_of("click", label, delivery, warnings=warnings))
        return _shown_beside_element(delivery)

    def on_response_url(self, token: str, request: Exchange) -> Exchange:
        """Take what the app posts to a response_url: a request without an answer becomes one with it."""
        try:
            lent = self._grants.use_response_url(token)
        except GrantError as error:
            return self._answer(request, Refusal(404, error.code), errors=(f"{error.code}: {error}",))
        message = decode_json(request.request_body)
        refusal = self._replies.respond(lent, message, request.exchange_id)
        warnings = reply_warnings(message, lent) if isinstance(message, dict) else ()
        milliseconds = (self._clock() - lent.issued_at) * 1000
        titled = replace(request, summary=_title(message))
        return self._answer(titled, refusal, "ok", warnings=warnings, milliseconds=milliseconds)

    def on_views_open(self, trigger_id: str, view: Any, request: Exchange) -> Exchange:
        """Take a modal from the app. It is checked and announced; the page does not draw modals yet."""
        violations = view_violations(view)
        if violations:
            return self._answer(request, Refusal(200, "invalid_arguments", tuple(violations)))
        try:
            user_id = self._grants.use_trigger(trigger_id)
        except GrantError as error:
            return self._answer(request, Refusal(200, error.code), errors=(f"{error.code}: {error}",))
        opened = {"id": f"V{request.exchange_id}", **view}
        self._workspace.announce("view", opened, seen_by=user_id)
        return self._answer(request, None, json.dumps({"ok": True, "view": opened}))

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
        delivery = self._courier.deliver(form)
        message, warnings = _acknowledged(delivery)
        refusal = self._replies.refusal(message)
        exchange = exchange_of(
            "slash command", f"{command} {text}".strip(), delivery, refusal.as_errors() if refusal else (), warnings
        )
        self._workspace.announce("exchange", exchange)
        failure = delivery.failure or (refusal.code if refusal and not refusal.is_silent else "")
        if failure:
            self._tell(user, channel, f'{command} failed with the error "{failure}"', None, exchange.exchange_id)
        elif not refusal and has_content(message):
            if message.get("response_type") == "in_channel":
                self._workspace.post(channel.channel_id, user.user_id, exchange.summary)
            self._replies.show(message, user.user_id, channel.channel_id, exchange.exchange_id)

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

    def _answer(
        self,
        request: Exchange,
        refusal: Refusal | None,
        body: str = "",
        *,
        errors: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
        milliseconds: float = 0,
    ) -> Exchange:
        if refusal:
            body, errors = refusal.as_json(), errors or refusal.as_errors()
        status = refusal.status if refusal else 200
        answered = request.answered(status, body, errors, warnings, milliseconds)
        self._workspace.announce("exchange", answered)
        return answered


def channel_with_id(channel_id: str) -> Channel:
    """The channel with an id. Raises KeyError where there is none."""
    return {channel.channel_id: channel for channel in CHANNELS}[channel_id]


def _acknowledged(delivery: Delivery) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The message in an acknowledgement, and what a developer should know about it."""
    if delivery.failure or not delivery.body.strip():
        return {}, ()
    content_type = next((value for name, value in delivery.headers.items() if name.lower() == "content-type"), "")
    decoded = decode_json(delivery.body)
    if content_type.partition(";")[0].strip().lower() != "application/json":
        is_json = isinstance(decoded, dict)
        warnings = (f"JSON sent as {content_type or 'no content type'} is shown as text",) if is_json else ()
        return {"text": delivery.body}, warnings
    if not isinstance(decoded, dict):
        return {}, ("expected a JSON object, as the content type says: nothing is shown",)
    return decoded, tuple(message_warnings(decoded))


def _title(message: Any) -> str:
    """A few words that tell a post to a response_url from others."""
    text = message.get("text") if isinstance(message, dict) else None
    return str(text or "")[:80]


def _shown_beside_element(delivery: Delivery) -> str:
    if delivery.failure == "operation_timeout":
        return "Operation timed out. Apps need to respond within 3 seconds."
    if delivery.failure:
        return f"This app responded with status {delivery.status}." if delivery.status else "This app did not respond."
    return ""
