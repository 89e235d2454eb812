"""Clicks, choices and type-ahead, in messages, in modals and in Home."""

from collections.abc import Mapping
from typing import Any

from infra.local.slack.apis.interactions import channel_with_id
from infra.local.slack.connection.installation import Installation, ignored_body, shown_beside_element
from infra.local.slack.connection.payloads import answerable, block_actions, block_suggestion, in_message, in_view
from infra.local.slack.connection.suggestions import is_enough_to_ask, options_of, suggested
from infra.local.slack.rules.elements import Element, Held, Said, action_on, element_of, elements_of, held, is_stateful
from infra.local.slack.workspace.views import View
from infra.local.slack.workspace.workspace import Message, User

Place = Message | View
State = Mapping[str, Mapping[str, Said]]


class Clicks:
    """Sends to the app what people click, choose and begin to type."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def on_message_action(
        self, user: User, message: Message, block_id: str, action_id: str, *, said: Said, base_url: str
    ) -> str:
        """Send a click or a choice in a message.

        Args:
            user: Who did it.
            message: Where.
            block_id: Of the block.
            action_id: Of the element.
            said: The value of what was chosen, or the values; None for a button.
            base_url: Where the app reaches this server.

        Returns:
            What Slack shows beside the element if the app did not acknowledge; an empty string if it did.

        Raises:
            UnknownElementError: The message has no such element or option.
        """
        workspace, grants = self._installation.workspace, self._installation.grants
        _, element = element_of(message.blocks, block_id, action_id)
        content = held(element, said, self._offered(user, message, block_id, action_id))
        if content and is_stateful(element):
            workspace.touch(message, user.user_id, block_id, action_id, content)
        lent = grants.lend_response_url(user.user_id, message.channel_id, message)
        place = in_message(channel_with_id(message.channel_id), message, workspace.thread_of(message))
        touched = workspace.touched(message, user.user_id)
        place |= answerable(message, touched, f"{base_url}/response/{lent.token}")
        return self._send(user, place, element, block_id, content, trigger_id=grants.lend_trigger(user.user_id))

    def on_view_action(self, user: User, view: View, block_id: str, action_id: str, *, said: Said, state: State) -> str:
        """Send a click or a choice in a modal or in Home; otherwise as `on_message_action`.

        Args:
            user: Who did it.
            view: Where.
            block_id: Of the block.
            action_id: Of the element.
            said: The value of what was chosen, or the values, or the text; None for a button.
            state: What else has been filled in, ticked and chosen in the view.
        """
        block, element = element_of(view.blocks, block_id, action_id)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return "An element of an input block sends no action unless the block has dispatch_action."
        content = held(element, said, self._offered(user, view, block_id, action_id))
        values = self.held_in(user, view, state)
        if content and is_stateful(element):
            values.setdefault(block_id, {})[action_id] = content
        view = self._installation.views.touch(view.view_id, values)
        modal_id = view.view_id if view.kind == "modal" else None
        trigger_id = self._installation.grants.lend_trigger(user.user_id, modal_id)
        return self._send(user, in_view(view), element, block_id, content, trigger_id=trigger_id)

    def on_typing(self, user: User, place: Place, block_id: str, action_id: str, typed: str) -> dict[str, Any]:
        """Ask the app for the options of an external select.

        Returns:
            `options` or `option_groups`, or the `problem` why there are none.

        Raises:
            UnknownElementError: There is no such element.
        """
        _, element = element_of(place.blocks, block_id, action_id)
        if element["type"] != "external_select":
            return {"problem": f"A {element['type']} asks nobody for options."}
        if not self._installation.manifest.has_options_url:
            return {"problem": "The manifest has no interactivity.message_menu_options_url to ask for options."}
        if not is_enough_to_ask(element, typed):
            return {"options": []}
        if isinstance(place, View):
            where = in_view(place)
        else:
            thread_ts = self._installation.workspace.thread_of(place)
            where = in_message(channel_with_id(place.channel_id), place, thread_ts)
        delivery = self._installation.deliver(block_suggestion(user, where, block_id, action_id, typed))
        answer, errors = ({}, ()) if delivery.failure else suggested(delivery)
        self._installation.record("options", typed, delivery, errors)
        if delivery.failure or errors:
            return {"problem": shown_beside_element(delivery) or f"Slack can't show these options: {errors[0]}"}
        self._installation.offers.add(options_of(answer), *_key(user, place, block_id, action_id))
        return answer

    def held_in(self, user: User, view: View, state: State) -> dict[str, dict[str, Held]]:
        """What the elements of a view hold after what a person has filled in, ticked and chosen.

        Raises:
            UnknownElementError: An element has no such option.
        """
        values: dict[str, dict[str, Held]] = {}
        for block, element in elements_of(view.blocks):
            block_id, action_id = block["block_id"], element["action_id"]
            if is_stateful(element) and action_id in state.get(block_id, {}):
                content = held(element, state[block_id][action_id], self._offered(user, view, block_id, action_id))
                values.setdefault(block_id, {})[action_id] = content or {}
        return values

    def _offered(self, user: User, place: Place, block_id: str, action_id: str) -> Mapping[str, Mapping[str, Any]]:
        return self._installation.offers.at(*_key(user, place, block_id, action_id))

    def _send(
        self,
        user: User,
        place: Mapping[str, Any],
        element: Element,
        block_id: str,
        content: Held | None,
        *,
        trigger_id: str,
    ) -> str:
        action = action_on(element, block_id, content, self._installation.action_ts)
        delivery = self._installation.deliver(block_actions(user, place, action, trigger_id=trigger_id))
        warnings = ignored_body(delivery, "block_actions")
        self._installation.record("click", _label(element, content), delivery, warnings=warnings)
        return shown_beside_element(delivery)


def _key(user: User, place: Place, block_id: str, action_id: str) -> tuple[str, ...]:
    shown_at = place.view_id if isinstance(place, View) else f"{place.channel_id} {place.ts}"
    return user.user_id, shown_at, block_id, action_id


def _label(element: Element, content: Held | None) -> str:
    """A few words that tell a click from others."""
    if content and content.get("value"):
        return str(content["value"])[:80]
    chosen = [(content or {}).get("selected_option"), *(content or {}).get("selected_options", [])]
    texts = [option["text"]["text"] for option in chosen if option]
    return ", ".join(texts) or str(element.get("text", {}).get("text", element["action_id"]))
