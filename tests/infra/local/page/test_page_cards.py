"""Cards, carousels and containers on the page, and menus whose options stand in groups."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk.webhook import WebhookClient

from tests.infra.local.block_kit import button, option, plain, section
from tests.infra.local.person_at_page import CONTRAST, DESKTOP, PHONE, messages, say, wait_until
from tests.infra.local.scripted_slack import COVER, Answer, Received, ScriptedApp


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def card(number: int, **members: Any) -> dict[str, Any]:
    """Return a card as the app shows a book."""
    return {
        "type": "card",
        "block_id": f"card{number}",
        "title": mrkdwn(f"{number}. *Dune Messiah*"),
        "subtitle": mrkdwn("Frank Herbert \u00b7 1969"),
        "body": mrkdwn("12 readers in common"),
        "hero_image": {"type": "image", "image_url": COVER, "alt_text": f"Cover {number}"},
        "actions": [button(f"like:{number}", text=plain("More like this")), button(f"want:{number}")],
        **members,
    }


def container(**members: Any) -> dict[str, Any]:
    blocks = [section("*In the container*"), {"type": "actions", "elements": [button("inside", text=plain("Inside"))]}]
    return {"type": "container", "title": plain("All books"), "child_blocks": blocks, **members}


def answer_with(app: ScriptedApp, *blocks: dict[str, Any]) -> None:
    """Have the app answer a command with blocks, and acknowledge clicks."""
    app.answer = lambda received: Answer({"text": "x", "blocks": list(blocks)} if "command" in received.form else "")


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_carousel_scrolls_within_its_message_and_shows_every_card(
    app: ScriptedApp, open_page: Callable[..., Page], device: Any
) -> None:
    answer_with(app, {"type": "carousel", "elements": [card(number) for number in range(1, 6)]})
    page = open_page(viewport=device)
    say(page, "/recommend dune")
    carousel = messages(page).get_by_role("list", name="Cards")
    expect(carousel.get_by_role("listitem")).to_have_count(5)
    assert page.locator("#scroller").evaluate("node => node.scrollWidth <= node.clientWidth")
    assert carousel.evaluate("node => node.scrollWidth > node.clientWidth")
    last = carousel.get_by_role("listitem").last
    last.scroll_into_view_if_needed()
    expect(last.get_by_text("5. Dune Messiah")).to_be_in_viewport(ratio=1)
    heights = {round(box["height"]) for item in carousel.locator(".card").all() if (box := item.bounding_box())}
    assert len(heights) == 1


def test_a_click_in_a_card_brings_back_the_card(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    answer_with(app, {"type": "carousel", "elements": [card(1), card(2)]})
    page = open_page()
    say(page, "/recommend dune")
    page.get_by_role("button", name="More like this").nth(1).press("Enter")
    wait_until(page, lambda: len(app.received) == 2)
    action = app.received[-1].payload["actions"][0]
    assert (action["block_id"], action["action_id"]) == ("card2", "like:2")
    expect(page.get_by_role("button", name="More like this").nth(1)).to_be_focused()


def test_a_carousel_stays_where_it_was_scrolled_to_while_its_cards_are_the_same(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    cards = [card(number, title=mrkdwn(f"{number}. Book")) for number in range(1, 6)]
    wanted = [*cards[:3], {**cards[3], "actions": [cards[3]["actions"][0], button("unwant:4", text=plain("Wanted"))]}]
    others = [{**each, "title": mrkdwn(f"Another {number}")} for number, each in enumerate(cards)]

    def answer(received: Received) -> Answer:
        if "command" in received.form:
            return Answer({"text": "x", "blocks": [{"type": "carousel", "elements": cards}]})
        shown = [*wanted, cards[4]] if "want" in received.payload["actions"][0]["action_id"] else others
        message = {"replace_original": True, "text": "x", "blocks": [{"type": "carousel", "elements": shown}]}
        WebhookClient(received.payload["response_url"]).send_dict(message)
        return Answer()

    app.answer = answer
    page = open_page()
    say(page, "/recommend dune")
    carousel = messages(page).get_by_role("list", name="Cards")
    carousel.get_by_role("button", name="Choose").nth(3).click()
    expect(carousel.get_by_role("button", name="Wanted")).to_be_focused()
    expect(carousel.get_by_role("button", name="Wanted")).to_be_in_viewport(ratio=1)
    assert carousel.evaluate("node => node.scrollLeft") > 100
    carousel.get_by_role("button", name="More like this").nth(3).click()
    expect(carousel.get_by_text("Another 0")).to_be_in_viewport(ratio=1)
    expect(messages(page).last).to_be_focused()


def test_a_container_that_can_be_collapsed_opens_and_closes_and_others_stay_open(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    answer_with(
        app, container(is_collapsible=True, default_collapsed=True), container(title=plain("Always"), width="narrow")
    )
    page = open_page()
    say(page, "/recommend dune")
    inside = messages(page).get_by_role("button", name="Inside")
    expect(inside).to_have_count(1)
    messages(page).get_by_text("All books").click()
    expect(inside).to_have_count(2)
    inside.first.click()
    wait_until(page, lambda: len(app.received) == 2)
    assert app.received[-1].payload["actions"][0]["action_id"] == "inside"
    messages(page).get_by_text("All books").click()
    expect(inside).to_have_count(1)


def test_a_menu_shows_its_options_below_the_labels_of_their_groups(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    groups = [
        {"label": plain(f"{number}. Dune"), "options": [option(f"{number}. five stars"), option(f"{number}. one star")]}
        for number in (1, 2)
    ]
    menu = {"type": "static_select", "action_id": "rate", "placeholder": plain("Rate"), "option_groups": groups}
    answer_with(app, {"type": "actions", "elements": [menu]})
    page = open_page(viewport=PHONE)
    say(page, "/recommend dune")
    page.get_by_role("combobox", name="Rate").click()
    second = page.get_by_role("group", name="2. Dune")
    expect(second.get_by_role("option")).to_have_count(2)
    second.get_by_role("option", name="one star").click()
    wait_until(page, lambda: len(app.received) == 2)
    assert app.received[-1].payload["actions"][0]["selected_option"]["value"] == "2. one star"
    expect(page.get_by_role("combobox", name="Rate")).to_contain_text("2. one star")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_can_be_read(app: ScriptedApp, open_page: Callable[..., Page], scheme: str) -> None:
    answer_with(app, {"type": "carousel", "elements": [card(1)]}, container(subtitle=mrkdwn("Five of them")))
    page = open_page(color_scheme=scheme)
    say(page, "/recommend dune")
    expect(page.get_by_text("Five of them")).to_be_visible()
    for found in messages(page).locator(":is(.card, .container) :is(.text, .button):visible").all():
        ratio = found.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{found.text_content()}: {ratio:.2f}"
