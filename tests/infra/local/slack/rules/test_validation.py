from typing import Any

import pytest

from infra.local.slack.rules.validation import message_violations, message_warnings, view_violations
from tests.infra.local.slack.rules.blocks import (
    actions,
    button,
    card,
    carousel,
    container,
    image,
    many,
    mrkdwn,
    option,
    plain,
    section,
    select,
    url,
)

REFUSED = {
    "a block of an unknown type": ([{"type": "sektion", "text": mrkdwn()}], "'sektion'"),
    "a block without a type": ([{"text": mrkdwn()}], "None"),
    "a block whose type is not a string": ([{"type": ["section"]}], "/blocks/0/type"),
    "a block that is not an object": (["hello"], "got a string"),
    "blocks that are not a list": ({"type": "divider"}, "got an object"),
    "an element of an unknown type": ([actions({"type": "knob"})], "'knob'"),
    "an image among buttons": ([actions(image())], "'image'"),
    "mrkdwn in a button": ([actions(button(text=mrkdwn()))], "plain_text, got 'mrkdwn'"),
    "mrkdwn in a header": ([{"type": "header", "text": mrkdwn()}], "plain_text, got 'mrkdwn'"),
    "mrkdwn in a select's option": ([actions(select(options=[option(text=mrkdwn())]))], "plain_text, got 'mrkdwn'"),
    "a string for a text object": ([section(text="hello")], "got a string"),
    "an empty text": ([section(text=mrkdwn(0))], "at least 1 character"),
    "a section with neither text nor fields": ([{"type": "section"}], "text or fields"),
    "a header without text": ([{"type": "header"}], "the member 'text'"),
    "a button without text": ([actions({"type": "button"})], "the member 'text'"),
    "an image without alt text": ([{"type": "image", "image_url": url(30)}], "the member 'alt_text'"),
    "an accessory image without alt text": (
        [section(accessory={"type": "image", "image_url": url(30)})],
        "/blocks/0/accessory",
    ),
    "an image over http": ([image(image_url="http://example.org/a.png")], "expected https://"),
    "an accessory image over http": ([section(accessory=image(image_url="http://example.org/a.png"))], "https://"),
    "a card without content": ([card() | {"title": None}], "got null"),
    "a card with a subtitle alone": ([{"type": "card", "subtitle": mrkdwn()}], "hero_image or title or actions"),
    "a menu in a card": ([card(actions=[select()])], "'static_select'"),
    "a section in a carousel": ([carousel(section())], "'section'"),
    "a carousel without cards": ([carousel()], "at least 1 item"),
    "a carousel in a container": ([container(child_blocks=[carousel(card())])], "'carousel'"),
    "mrkdwn in a container's title": ([container(title=mrkdwn())], "plain_text, got 'mrkdwn'"),
    "no elements": ([actions()], "at least 1 item"),
    "an option without a value": ([actions(select(options=[{"text": plain(1)}]))], "the member 'value'"),
    "a select with options and groups": (
        [actions(select(option_groups=[{"label": plain(1), "options": [option()]}]))],
        "either options or option_groups",
    ),
    "a link in a select's option": ([actions(select(options=[option(url=url(30))]))], "the member 'url'"),
    "a text field in a message": ([actions({"type": "plain_text_input"})], "'plain_text_input'"),
    "mrkdwn in a multi-select's option": ([actions(many(options=[option(text=mrkdwn())]))], "plain_text, got 'mrkdwn'"),
    "an initial option of many": ([actions(many(initial_option=option()))], "the member 'initial_option'"),
    "an overflow menu without options": ([actions({"type": "overflow", "options": []})], "at least 1 item"),
    "a member that Slack does not know": ([section(colour="red")], "the member 'colour'"),
    "a value that is not a string": ([actions(button(value=5))], "expected a string, got a number"),
    "an input in a message": (
        [{"type": "input", "label": plain(1), "element": {"type": "plain_text_input"}}],
        "'input'",
    ),
}


@pytest.mark.parametrize(("blocks", "part"), REFUSED.values(), ids=REFUSED)
def test_invalid_blocks_are_refused_and_named(blocks: Any, part: str) -> None:
    violations = message_violations({"text": "x", "blocks": blocks})
    assert any(part in violation for violation in violations), violations


def test_a_message_with_blocks_and_no_text_gives_a_warning() -> None:
    assert message_warnings({"blocks": [section()]})
    assert message_warnings({"text": "x", "blocks": [section()]}) == []


def test_a_response_type_that_slack_does_not_know_gives_a_warning() -> None:
    assert "'public'" in message_warnings({"text": "x", "response_type": "public"})[0]


def modal(**members: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain(1), "blocks": [section()], **members}


def field(**members: Any) -> dict[str, Any]:
    """Return an input block with a text field that has these members."""
    return {"type": "input", "label": plain(1), "element": {"type": "plain_text_input", **members}}


def form(*blocks: dict[str, Any]) -> dict[str, Any]:
    return modal(blocks=list(blocks), submit=plain(1))


INPUT = field()
VIEW_LIMITS = {
    "blocks": (modal(blocks=[section()] * 100), modal(blocks=[section()] * 101), "at most 100 items"),
    "blocks of the Home": (
        {"type": "home", "blocks": [section()] * 100},
        {"type": "home", "blocks": [section()] * 101},
        "at most 100 items",
    ),
    "title": (modal(title=plain(24)), modal(title=plain(25)), "/view/title/text"),
    "submit": (modal(submit=plain(24)), modal(submit=plain(25)), "/view/submit/text"),
    "close": (modal(close=plain(24)), modal(close=plain(25)), "/view/close/text"),
    "private_metadata": (modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001), "3,001"),
    "input with submit": (modal(blocks=[INPUT], submit=plain(1)), modal(blocks=[INPUT]), "the member 'submit'"),
    "callback_id": (modal(callback_id="x" * 255), modal(callback_id="x" * 256), "256"),
    "external_id": (modal(external_id="x" * 255), modal(external_id="x" * 256), "256"),
    "label": (form(INPUT | {"label": plain(2000)}), form(INPUT | {"label": plain(2001)}), "/label/text"),
    "hint": (form(INPUT | {"hint": plain(2000)}), form(INPUT | {"hint": plain(2001)}), "/hint/text"),
    "text field placeholder": (form(field(placeholder=plain(150))), form(field(placeholder=plain(151))), "151"),
    "text field length": (form(field(max_length=3000)), form(field(max_length=3001)), "3,001"),
    "text field least length": (form(field(min_length=0)), form(field(min_length=-1)), "-1"),
    "text field initial value": (form(field(initial_value="x" * 3000)), form(field(initial_value="x" * 3001)), "3,001"),
    "one focus": (
        form(field(focus_on_load=True), INPUT),
        form(field(focus_on_load=True), field(focus_on_load=True)),
        "focus_on_load in one element",
    ),
    "initial option": (
        form(INPUT | {"element": select(initial_option=option())}),
        form(INPUT | {"element": select(initial_option=option(value="w"))}),
        "exactly matches",
    ),
    "no button among inputs": (form(INPUT), form(INPUT | {"element": button()}), "'button'"),
    "no title of the Home": (
        {"type": "home", "blocks": [section()]},
        {"type": "home", "blocks": [section()], "title": plain(1)},
        "the member 'title'",
    ),
    "title is there": (modal(), {"type": "modal", "blocks": [section()]}, "the member 'title'"),
    "type": (modal(), modal(type="window"), "'window'"),
    "no carousel outside messages": (modal(blocks=[container()]), modal(blocks=[carousel(card())]), "'carousel'"),
}


@pytest.mark.parametrize(("allowed", "refused", "part"), VIEW_LIMITS.values(), ids=VIEW_LIMITS)
def test_limits_of_modals_and_homes_are_exact(allowed: Any, refused: Any, part: str) -> None:
    assert view_violations(allowed) == []
    assert part in str(view_violations(refused))
