from typing import Any

import pytest

from infra.local.slack.rules.validation import message_violations, message_warnings, view_violations


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int = 1) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**members: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(), **members}


def actions(*elements: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **members}


def button(**members: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(1), **members}


def option(**members: Any) -> dict[str, Any]:
    return {"text": plain(1), "value": "v", **members}


def group(**members: Any) -> dict[str, Any]:
    return {"label": plain(1), "options": [option()], **members}


def select(**members: Any) -> dict[str, Any]:
    return {"type": "static_select", "options": [option()], **members}


def many(**members: Any) -> dict[str, Any]:
    return {"type": "multi_static_select", "options": [option()], **members}


def boxes(**members: Any) -> dict[str, Any]:
    return {"type": "checkboxes", "options": [option()], **members}


def image(**members: Any) -> dict[str, Any]:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A", **members}


def confirm(**members: Any) -> dict[str, Any]:
    return {"title": plain(1), "text": mrkdwn(), "confirm": plain(1), "deny": plain(1), **members}


def card(**members: Any) -> dict[str, Any]:
    return {"type": "card", "title": mrkdwn(), **members}


def carousel(*cards: dict[str, Any]) -> dict[str, Any]:
    return {"type": "carousel", "elements": list(cards)}


def container(**members: Any) -> dict[str, Any]:
    return {"type": "container", "title": plain(1), "child_blocks": [section()], **members}


def url(length: int) -> str:
    return "https://example.org/".ljust(length, "x")


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
