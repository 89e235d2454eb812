"""Type-ahead: what external selects have offered, since nothing else can be chosen from them."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.exchanges import decode_json
from infra.local.slack.rules.limits import suggestion_violations

Option = dict[str, Any]

# What Slack takes where the element does not say: see
# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
_TYPED_AT_LEAST = 3


class Offers:
    """Remembers the options that the app has offered, each to one person in one element. Safe for many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._offered: dict[tuple[str, ...], dict[str, Option]] = {}

    def add(self, options: list[Option], *element: str) -> None:
        """Remember options.

        Args:
            options: What was offered.
            element: The person, the message or view, the block and the action.
        """
        with self._lock:
            self._offered.setdefault(element, {}).update({option["value"]: option for option in options})

    def at(self, *element: str) -> Mapping[str, Option]:
        """All that was offered there so far, by value."""
        with self._lock:
            return dict(self._offered.get(element, {}))


def is_enough_to_ask(element: Mapping[str, Any], typed: str) -> bool:
    """Whether so much has been typed that the app wants to be asked."""
    at_least: int = element.get("min_query_length", _TYPED_AT_LEAST)
    return len(typed) >= at_least


def suggested(delivery: Delivery) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The options or groups of them in an answer to a block_suggestion, or what is wrong with it."""
    answer = decode_json(delivery.body)
    if not delivery.is_json:
        return {}, (f"expected application/json, got {delivery.header('content-type') or 'no content type'}",)
    violations = suggestion_violations(answer)
    return ({}, tuple(violations)) if violations else (answer, ())


def options_of(answer: Mapping[str, Any]) -> list[Option]:
    """All options of a checked answer."""
    return [option for group in answer.get("option_groups", [answer]) for option in group["options"]]
