from typing import Any

import pytest

from infra.local.slack.rules.validation import message_violations
from tests.infra.local.slack.rules.blocks import (
    actions,
    boxes,
    button,
    card,
    carousel,
    confirm,
    container,
    group,
    image,
    many,
    mrkdwn,
    option,
    plain,
    section,
    select,
    url,
)

# The largest valid value, the smallest invalid one, and the parts of the violation.
LIMITS = {
    "blocks": ([section()] * 50, [section()] * 51, ["at most 50 items", "51", "/blocks]"]),
    "section text": ([section(text=mrkdwn(3000))], [section(text=mrkdwn(3001))], ["3,000", "3,001", "/0/text/text]"]),
    "section fields": ([section(fields=[mrkdwn()] * 10)], [section(fields=[mrkdwn()] * 11)], ["10", "11", "/fields]"]),
    "field": (
        [section(fields=[mrkdwn(2000)])],
        [section(fields=[mrkdwn(2001)])],
        ["2,000", "2,001", "/fields/0/text]"],
    ),
    "header": (
        [{"type": "header", "text": plain(150)}],
        [{"type": "header", "text": plain(151)}],
        ["150", "151", "/blocks/0/text/text]"],
    ),
    "context elements": (
        [{"type": "context", "elements": [mrkdwn()] * 10}],
        [{"type": "context", "elements": [mrkdwn()] * 11}],
        ["at most 10 items", "11", "/blocks/0/elements]"],
    ),
    "actions elements": ([actions(*[button()] * 25)], [actions(*[button()] * 26)], ["at most 25 items", "26"]),
    "button text": (
        [actions(button(text=plain(75)))],
        [actions(button(text=plain(76)))],
        ["75", "76", "/0/text/text]"],
    ),
    "button value": ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))], ["2,000", "/value]"]),
    "button url": ([actions(button(url=url(3000)))], [actions(button(url=url(3001)))], ["3,000", "3,001", "/url]"]),
    "button accessibility label": (
        [actions(button(accessibility_label="x" * 75))],
        [actions(button(accessibility_label="x" * 76))],
        ["75", "76", "/accessibility_label]"],
    ),
    "button style": ([actions(button(style="danger"))], [actions(button(style="blue"))], ["primary or danger", "blue"]),
    "action_id": ([actions(button(action_id="x" * 255))], [actions(button(action_id="x" * 256))], ["255", "256"]),
    "block_id": ([section(block_id="x" * 255)], [section(block_id="x" * 256)], ["255", "256", "/blocks/0/block_id]"]),
    "block_id unique": (
        [section(block_id="a"), section(block_id="b")],
        [section(block_id="a"), section(block_id="a")],
        ["each block_id once", "'a' 2 times"],
    ),
    "action_id unique": (
        [actions(button(action_id="a"), button(action_id="b")), actions(button(action_id="a"))],
        [actions(button(action_id="a"), button(action_id="a"))],
        ["each action_id once", "'a' 2 times", "/blocks/0]"],
    ),
    "select options": (
        [actions(select(options=[option()] * 100))],
        [actions(select(options=[option()] * 101))],
        ["at most 100 items", "101", "/options]"],
    ),
    "option text": (
        [actions(select(options=[option(text=plain(75))]))],
        [actions(select(options=[option(text=plain(76))]))],
        ["75", "76"],
    ),
    "option value": (
        [actions(select(options=[option(value="x" * 150)]))],
        [actions(select(options=[option(value="x" * 151)]))],
        ["150", "151"],
    ),
    "placeholder": (
        [actions(select(placeholder=plain(150)))],
        [actions(select(placeholder=plain(151)))],
        ["150", "151"],
    ),
    "overflow options": (
        [section(accessory={"type": "overflow", "options": [option()] * 5})],
        [section(accessory={"type": "overflow", "options": [option()] * 6})],
        ["at most 5 items", "6"],
    ),
    "overflow url": (
        [section(accessory={"type": "overflow", "options": [option(url=url(3000))]})],
        [section(accessory={"type": "overflow", "options": [option(url=url(3001))]})],
        ["3,000", "3,001", "/options/0/url]"],
    ),
    "multi-select options": (
        [actions(many(options=[option()] * 100))],
        [actions(many(options=[option()] * 101))],
        ["at most 100 items", "101", "/options]"],
    ),
    "multi-select option groups": (
        [actions({"type": "multi_static_select", "option_groups": [group()] * 100})],
        [actions({"type": "multi_static_select", "option_groups": [group()] * 101})],
        ["at most 100 items", "101", "/option_groups]"],
    ),
    "multi-select choices": (
        [actions(many(max_selected_items=100))],
        [actions(many(max_selected_items=101))],
        ["1 to 100", "101", "/max_selected_items]"],
    ),
    "option group label": (
        [actions({"type": "static_select", "option_groups": [group(label=plain(75))]})],
        [actions({"type": "static_select", "option_groups": [group(label=plain(76))]})],
        ["75", "76", "/label/text]"],
    ),
    "checkboxes": (
        [section(accessory=boxes(options=[option()] * 10))],
        [section(accessory=boxes(options=[option()] * 11))],
        ["at most 10 items", "11", "/options]"],
    ),
    "checkbox text": (
        [actions(boxes(options=[option(text=mrkdwn(75))]))],
        [actions(boxes(options=[option(text=mrkdwn(76))]))],
        ["75", "76", "/options/0/text/text]"],
    ),
    "option description": (
        [actions(boxes(options=[option(description=mrkdwn(75))]))],
        [actions(boxes(options=[option(description=mrkdwn(76))]))],
        ["75", "76", "/description/text]"],
    ),
    "initial option": (
        [actions(select(initial_option=option()))],
        [actions(select(initial_option=option(value="w")))],
        ["exactly matches one of the options", "'w'"],
    ),
    "initial options": (
        [actions(many(initial_options=[option()])), section(accessory=boxes(initial_options=[option()]))],
        [actions(many(initial_options=[option()])), section(accessory=boxes(initial_options=[option(value="w")]))],
        ["exactly matches one of the options", "'w'", "/blocks/1]"],
    ),
    "initial option of a group": (
        [actions({"type": "static_select", "option_groups": [group()], "initial_option": option()})],
        [actions({"type": "static_select", "option_groups": [group()], "initial_option": option(value="w")})],
        ["exactly matches one of the options", "'w'"],
    ),
    "least query": (
        [actions({"type": "external_select", "min_query_length": 3000})],
        [actions({"type": "external_select", "min_query_length": 3001})],
        ["0 to 3,000", "3,001", "/min_query_length]"],
    ),
    "image url": ([image(image_url=url(3000))], [image(image_url=url(3001))], ["3,000", "3,001", "/image_url]"]),
    "image alt text": ([image(alt_text="x" * 2000)], [image(alt_text="x" * 2001)], ["2,000", "2,001", "/alt_text]"]),
    "cards": ([carousel(*[card()] * 10)], [carousel(*[card()] * 11)], ["at most 10 items", "11", "/elements]"]),
    "card title": ([card(title=mrkdwn(150))], [card(title=mrkdwn(151))], ["150", "151", "/blocks/0/title/text]"]),
    "card subtitle": (
        [carousel(card(subtitle=mrkdwn(150)))],
        [carousel(card(subtitle=mrkdwn(151)))],
        ["150", "151", "/blocks/0/elements/0/subtitle/text]"],
    ),
    "card body": ([card(body=mrkdwn(200))], [card(body=mrkdwn(201))], ["200", "201", "/body/text]"]),
    "card buttons": ([card(actions=[button()] * 3)], [card(actions=[button()] * 4)], ["at most 3 items", "4"]),
    "action_id unique in a card": (
        [carousel(card(actions=[button(action_id="a")]), card(actions=[button(action_id="a")]))],
        [carousel(card(actions=[button(action_id="a"), button(action_id="a")]))],
        ["each action_id once", "/blocks/0/elements/0]"],
    ),
    "block_id unique among cards": (
        [carousel(card(block_id="a"), card(block_id="b"))],
        [section(block_id="a"), carousel(card(block_id="a"))],
        ["each block_id once", "'a' 2 times"],
    ),
    "container title": ([container(title=plain(150))], [container(title=plain(151))], ["150", "151", "/title/text]"]),
    "container blocks": (
        [container(child_blocks=[section()] * 10)],
        [container(child_blocks=[section()] * 11)],
        ["at most 10 items", "11", "/child_blocks]"],
    ),
    "collapsed container": (
        [container(is_collapsible=True, default_collapsed=True)],
        [container(default_collapsed=True)],
        ["is_collapsible beside default_collapsed"],
    ),
    "header divider of a container": (
        [container(has_header_divider=True)],
        [container(has_header_divider=True, is_collapsible=True)],
        ["no header divider in a collapsible container"],
    ),
    "initial option in a container": (
        [container(child_blocks=[actions(select(initial_option=option()))])],
        [container(child_blocks=[actions(select(initial_option=option(value="w")))])],
        ["exactly matches", "/blocks/0/child_blocks/0]"],
    ),
    "option groups": (
        [actions({"type": "static_select", "option_groups": [group(options=[option()] * 100)] * 100})],
        [actions({"type": "static_select", "option_groups": [group(options=[option()] * 101)]})],
        ["at most 100 items", "101", "/option_groups/0/options]"],
    ),
    "confirm title": (
        [actions(button(confirm=confirm(title=plain(100))))],
        [actions(button(confirm=confirm(title=plain(101))))],
        ["100", "101"],
    ),
    "confirm button": (
        [actions(button(confirm=confirm(deny=plain(30))))],
        [actions(button(confirm=confirm(deny=plain(31))))],
        ["30", "31"],
    ),
}


@pytest.mark.parametrize(("allowed", "refused", "parts"), LIMITS.values(), ids=LIMITS)
def test_a_limit_is_exact_to_the_character_and_the_violation_names_it(
    allowed: list[Any], refused: list[Any], parts: list[str]
) -> None:
    assert message_violations({"text": "x", "blocks": allowed}) == []
    [violation] = message_violations({"text": "x", "blocks": refused})
    for part in parts:
        assert part in violation
