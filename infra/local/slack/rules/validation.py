"""Validation of messages, views and suggested options against the schemas, as Slack does it before it shows them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from infra.local.slack.rules.block_kit import SCHEMAS
from infra.local.slack.rules.schema import Violation


def message_violations(message: Mapping[str, Any]) -> list[str]:
    """Return the violations for which Slack answers `invalid_blocks` to a message; an empty list for a valid one."""
    if message.get("blocks") is None:
        return []
    violations = [*SCHEMAS.message_blocks.violations(message["blocks"], "/blocks")]
    if not violations:
        violations += _cross_member_violations(message["blocks"], "/blocks")
    return [str(violation) for violation in violations]


def message_warnings(message: Mapping[str, Any]) -> list[str]:
    """Return warnings for a developer about a message that Slack accepts."""
    warnings = []
    if message.get("blocks") and not message.get("text"):
        warnings.append("no top-level text: notifications and screen readers read only that, and have nothing to read")
    response_type = message.get("response_type", "ephemeral")
    if response_type not in {"ephemeral", "in_channel"}:
        warnings.append(f"expected response_type ephemeral or in_channel, got {response_type!r}: taken as ephemeral")
    return warnings


def view_violations(view: Any) -> list[str]:
    """Return the violations for which Slack refuses a modal or a Home; an empty list for a valid one."""
    violations = [*SCHEMAS.views.violations(view, "/view")]
    if not violations:
        violations += _cross_member_violations(view["blocks"], "/view/blocks")
        elements = [element for _, block in blocks_within(view["blocks"]) for element in interactive_elements(block)]
        focused = [element for element in elements if element.get("focus_on_load")]
        if len(focused) > 1:
            violations.append(Violation("/view/blocks", "focus_on_load in one element", f"{len(focused)}"))
    if not violations and view["type"] == "modal" and "submit" not in view:
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        if inputs:
            violations.append(Violation("/view", "the member 'submit' beside input blocks", "none"))
    return [str(violation) for violation in violations]


def suggestion_violations(answer: Any) -> list[str]:
    """Return the violations for which Slack shows none of the options that an app has answered with."""
    return [str(violation) for violation in SCHEMAS.suggestions.violations(answer, "")]


def is_interactive(element: Mapping[str, Any]) -> bool:
    """Return True for an element of a valid block that a person can act on."""
    return element["type"] in SCHEMAS.interactive_types


def interactive_elements(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the elements of a valid block that a person can act on, but for those of blocks within it."""
    listed = [*block.get("elements", []), *block.get("actions", [])]
    candidates = [*listed, block.get("accessory"), block.get("element")]
    return [element for element in candidates if element and is_interactive(element)]


def blocks_within(blocks: Iterable[Mapping[str, Any]], where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the blocks and those within them, as a carousel has cards and a container blocks, each with its pointer."""
    for index, block in enumerate(blocks):
        pointer = f"{where}/{index}"
        yield pointer, block
        if member := inner_member(block):
            yield from blocks_within(block[member], f"{pointer}/{member}")


def inner_member(block: Mapping[str, Any]) -> str:
    """Return the member of a block that holds further blocks; an empty string where none does."""
    return {"carousel": "elements", "container": "child_blocks"}.get(block["type"], "")


def _cross_member_violations(blocks: list[dict[str, Any]], where: str) -> Iterator[Violation]:
    """Yield the violations that concern several members: repeated ids, and initial options that are not offered."""
    within = list(blocks_within(blocks, where))
    block_ids = Counter(block["block_id"] for _, block in within if "block_id" in block)
    for block_id, count in block_ids.items():
        if count > 1:
            yield Violation(where, "each block_id once in a message or view", f"{block_id!r} {count} times")
    for pointer, block in within:
        if block["type"] == "container":
            yield from _container_violations(block, pointer)
        elements = interactive_elements(block)
        action_ids = Counter(element["action_id"] for element in elements if "action_id" in element)
        for action_id, count in action_ids.items():
            if count > 1:
                yield Violation(pointer, "each action_id once in a block", f"{action_id!r} {count} times")
        for element in elements:
            yield from _initial_option_violations(element, pointer)


def _container_violations(block: Mapping[str, Any], where: str) -> Iterator[Violation]:
    """Yield the flags of a container that go with no other of its flags."""
    if block.get("is_collapsible") and block.get("has_header_divider"):
        yield Violation(f"{where}/has_header_divider", "no header divider in a collapsible container", "true")
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield Violation(f"{where}/default_collapsed", "is_collapsible beside default_collapsed", "none")


def _initial_option_violations(element: Mapping[str, Any], where: str) -> Iterator[Violation]:
    """Yield the initial options that a menu does not offer; an external select gets its options later."""
    initial = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    if element["type"] == "external_select":
        return
    offered = [option for group in element.get("option_groups", [element]) for option in group.get("options", ())]
    for option in initial:
        if option not in offered:
            yield Violation(where, "an initial option that exactly matches one of the options", repr(option["value"]))
