"""Clicks, choices and type-ahead in messages, modals and Homes."""

from collections.abc import Mapping
from typing import Any

from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.exchanges import short_summary
from infra.local.slack.connection.grants import ResponseUrl
from infra.local.slack.connection.installation import Installation, acknowledgement_error, ignored_body_warnings
from infra.local.slack.connection.payloads import (
    block_actions,
    block_suggestion,
    source_message,
    source_view,
    state_and_response_url,
)
from infra.local.slack.connection.suggestions import is_query_long_enough, options_of, read_suggestions
from infra.local.slack.rules.elements import (
    Element,
    ElementState,
    UserInput,
    action_payload,
    element_state,
    elements_of,
    find_element,
    is_stateful,
)
from infra.local.slack.workspace.directory import DIRECTORY, User
from infra.local.slack.workspace.views import View
from infra.local.slack.workspace.workspace import Message

Source = Message | View
ViewInput = Mapping[str, Mapping[str, UserInput]]


class Clicks:
    """Sends clicks, choices and queries of people to the app."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def on_message_action(
        self, user: User, message: Message, block_id: str, action_id: str, *, user_input: UserInput, base_url: str
    ) -> str:
        """Send a click or a choice in a message.

        Args:
            user: The person.
            message: The message that contains the element.
            block_id: Id of the element's block.
            action_id: Id of the element.
            user_input: The value of the chosen option, or the values; None for a button.
            base_url: URL at which the app reaches this server.

        Returns:
            The sentence that Slack shows beside the element where the app did not acknowledge; otherwise empty.

        Raises:
            UnknownElementError: The message has no such element or option.
        """
        return acknowledgement_error(
            self.send_message_action(user, message, block_id, action_id, user_input=user_input, base_url=base_url)[0]
        )

    def send_message_action(
        self, user: User, message: Message, block_id: str, action_id: str, *, user_input: UserInput, base_url: str
    ) -> tuple[Delivery, ResponseUrl]:
        """Send a click or a choice as `on_message_action` does, and return its delivery and its response_url.

        People click what they see: an element of a version that was replaced a moment ago counts too.
        """
        workspace, grants = self._installation.workspace, self._installation.grants
        versions = workspace.recent_blocks(message)
        _, element = find_element([block for blocks in versions for block in blocks], block_id, action_id)
        state = element_state(element, user_input, self._offered_options(user, message, block_id, action_id))
        if state and is_stateful(element):
            workspace.set_element_state(message, user.user_id, block_id, action_id, state)
        response_url = grants.issue_response_url(user.user_id, message.channel_id, message)
        user_state = workspace.user_state(message, user.user_id)
        source = self._payload_source(message)
        source |= state_and_response_url(message, user_state, f"{base_url}/response/{response_url.token}")
        trigger_id = grants.issue_trigger_id(user.user_id, tab=user.tab)
        return self._send(user, source, element, block_id, state, trigger_id=trigger_id), response_url

    def on_view_action(
        self, user: User, view: View, block_id: str, action_id: str, *, user_input: UserInput, view_input: ViewInput
    ) -> str:
        """Send a click or a choice in a modal or in Home; otherwise as `on_message_action`.

        Args:
            user: The person.
            view: The view that contains the element.
            block_id: Id of the element's block.
            action_id: Id of the element.
            user_input: The value of the chosen option, or the values, or the text; None for a button.
            view_input: The input in the other elements of the view, by block and action.
        """
        block, element = find_element(view.blocks, block_id, action_id)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return "An element of an input block sends no action unless the block has dispatch_action."
        state = element_state(element, user_input, self._offered_options(user, view, block_id, action_id))
        values = self.view_state(user, view, view_input)
        if state and is_stateful(element):
            values.setdefault(block_id, {})[action_id] = state
        view = self._installation.views.add_user_state(view.view_id, values)
        modal_id = view.view_id if view.kind == "modal" else None
        trigger_id = self._installation.grants.issue_trigger_id(user.user_id, modal_id, user.tab)
        delivery = self._send(user, source_view(view), element, block_id, state, trigger_id=trigger_id)
        return acknowledgement_error(delivery)

    def on_query(self, user: User, source: Source, block_id: str, action_id: str, query: str) -> dict[str, Any]:
        """Request the options of an external select from the app.

        Returns:
            `options` or `option_groups`, or the `problem` that prevents them.

        Raises:
            UnknownElementError: There is no such element.
        """
        _, element = find_element(source.blocks, block_id, action_id)
        if element["type"] != "external_select":
            return {"problem": f"A {element['type']} asks nobody for options."}
        if not self._installation.manifest.has_options_url:
            return {"problem": "The manifest has no interactivity.message_menu_options_url to ask for options."}
        if not is_query_long_enough(element, query):
            return {"options": []}
        payload = block_suggestion(user, self._payload_source(source), block_id, action_id, query)
        delivery = self._installation.deliver(payload)
        answer, errors = ({}, ()) if delivery.failure else read_suggestions(delivery)
        self._installation.record("options", query, delivery, errors)
        if delivery.failure or errors:
            return {"problem": acknowledgement_error(delivery) or f"Slack can't show these options: {errors[0]}"}
        self._installation.offered_options.add(options_of(answer), *_key(user, source, block_id, action_id))
        return answer

    def view_state(self, user: User, view: View, view_input: ViewInput) -> dict[str, dict[str, ElementState]]:
        """Return the state of the elements of a view in which a person has filled in, ticked or chosen something.

        Raises:
            UnknownElementError: An element has no such option.
        """
        values: dict[str, dict[str, ElementState]] = {}
        for block, element in elements_of(view.blocks):
            block_id, action_id = block["block_id"], element["action_id"]
            if is_stateful(element) and action_id in view_input.get(block_id, {}):
                is_file = element["type"] == "file_input"
                files = self._installation.files
                offered = files.all() if is_file else self._offered_options(user, view, block_id, action_id)
                state = element_state(element, view_input[block_id][action_id], offered)
                values.setdefault(block_id, {})[action_id] = state or {}
        return values

    def _payload_source(self, source: Source) -> dict[str, Any]:
        if isinstance(source, View):
            return source_view(source)
        thread_ts = self._installation.workspace.thread_of(source)
        return source_message(DIRECTORY.channel(source.channel_id), source, thread_ts)

    def _offered_options(
        self, user: User, source: Source, block_id: str, action_id: str
    ) -> Mapping[str, Mapping[str, Any]]:
        return self._installation.offered_options.at(*_key(user, source, block_id, action_id))

    def _send(
        self,
        user: User,
        source: Mapping[str, Any],
        element: Element,
        block_id: str,
        state: ElementState | None,
        *,
        trigger_id: str,
    ) -> Delivery:
        action = action_payload(element, block_id, state, self._installation.action_ts)
        delivery = self._installation.deliver(block_actions(user, source, action, trigger_id=trigger_id))
        warnings = ignored_body_warnings(delivery, "block_actions")
        self._installation.record("click", _summary(element, state), delivery, warnings=warnings)
        return delivery


def _key(user: User, source: Source, block_id: str, action_id: str) -> tuple[str, ...]:
    source_id = source.view_id if isinstance(source, View) else f"{source.channel_id} {source.ts}"
    return user.user_id, source_id, block_id, action_id


def _summary(element: Element, state: ElementState | None) -> str:
    if state and state.get("value"):
        return short_summary(state["value"])
    chosen = [(state or {}).get("selected_option"), *(state or {}).get("selected_options", [])]
    texts = [option["text"]["text"] for option in chosen if option]
    return ", ".join(texts) or str(element.get("text", {}).get("text", element["action_id"]))
