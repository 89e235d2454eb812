"""Type-ahead: answers to block_suggestions, and the options that a person can choose after them."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.exchanges import decode_json
from infra.local.slack.rules.limits import BLOCK_KIT_LIMITS
from infra.local.slack.rules.validation import suggestion_violations

Option = dict[str, Any]


class OfferedOptions:
    """The options that the app has offered to a person in an external select. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._offered: dict[tuple[str, ...], dict[str, Option]] = {}

    def add(self, options: list[Option], *element: str) -> None:
        """Store options.

        Args:
            options: The offered options.
            element: Ids of the person, the message or view, the block and the action.
        """
        with self._lock:
            self._offered.setdefault(element, {}).update({option["value"]: option for option in options})

    def at(self, *element: str) -> Mapping[str, Option]:
        """Return all options that were offered in an element so far, by value."""
        with self._lock:
            return dict(self._offered.get(element, {}))


def is_query_long_enough(element: Mapping[str, Any], query: str) -> bool:
    """Return True where a query has the characters that an external select waits for."""
    minimum: int = element.get("min_query_length", BLOCK_KIT_LIMITS.default_query)
    return len(query) >= minimum


def read_suggestions(delivery: Delivery) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the options or option groups in an answer to a block_suggestion, and the errors of an invalid answer."""
    answer = decode_json(delivery.body)
    if not delivery.is_json:
        return {}, (f"expected application/json, got {delivery.header('content-type') or 'no content type'}",)
    violations = suggestion_violations(answer)
    return ({}, tuple(violations)) if violations else (answer, ())


def options_of(answer: Mapping[str, Any]) -> list[Option]:
    """Return all options of a valid answer."""
    return [option for group in answer.get("option_groups", [answer]) for option in group["options"]]
