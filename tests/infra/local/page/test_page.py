"""The page in a real browser, used by keyboard, by mouse and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebhookClient

from tests.infra.local.block_kit import button, option, plain, section, with_buttons
from tests.infra.local.person_at_page import CONTRAST, PHONE, messages, press_until_focused, say
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp


def answer_to_click(received: Received, **message: Any) -> None:
    """Post to the response_url of a click, as the app does."""
    WebhookClient(received.payload["response_url"]).send_dict(message)


def suggest_then_recommend(received: Received) -> Answer:
    """Offer a book as an answer to a command, and answer the click on it."""
    if "command" in received.form:
        return Answer(with_buttons(button(accessibility_label="Choose Dune Messiah"), text="Did you mean"))
    words = "If you liked *Dune Messiah*"
    answer_to_click(received, text=words, blocks=[section(words)], replace_original=True)
    return Answer()


def test_a_command_is_answered_and_the_answer_to_a_click_replaces_it(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    app.answer = suggest_then_recommend
    page = open_page()
    say(page, "/recommend dune mesiah")
    expect(messages(page)).to_have_count(1)
    expect(messages(page)).to_contain_text("Only visible to you")
    page.get_by_role("button", name="Choose Dune Messiah").click()
    expect(messages(page)).to_contain_text("If you liked Dune Messiah")
    expect(messages(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Choose Dune Messiah")).to_have_count(0)
    expect(messages(page).get_by_role("strong")).to_have_text("Dune Messiah")


def test_everything_works_with_the_keyboard_alone(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    app.answer = suggest_then_recommend
    page = open_page()
    expect(page.get_by_role("combobox", name="Message #book-club")).to_be_focused()
    page.keyboard.type("/")
    expect(page.get_by_role("option", name="/recommend")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("dune mesiah")
    page.keyboard.press("Enter")
    choice = page.get_by_role("button", name="Choose Dune Messiah")
    expect(choice).to_be_visible()
    press_until_focused(page, "Shift+Tab", choice)
    assert choice.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(messages(page)).to_contain_text("If you liked Dune Messiah")
    expect(messages(page)).to_be_focused()  # the button is gone; the focus stays on its message
    assert app.received[0].form["text"] == "dune mesiah"


def test_a_choice_in_a_message_that_is_rendered_again_keeps_the_focus(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    def blocks_with_stars(stars: str) -> list[dict[str, Any]]:
        select = {"type": "static_select", "action_id": "rate:1", "options": [option("1 star"), option("5 stars")]}
        chosen = {"initial_option": option(stars)} if stars else {"placeholder": plain("Rate it")}
        return [section(f"*Dune* {stars}"), {"type": "actions", "elements": [button(), select | chosen]}]

    def answer(received: Received) -> Answer:
        if "command" in received.form:
            return Answer({"text": "x", "blocks": blocks_with_stars("")})
        chosen = received.payload["actions"][0]["selected_option"]["value"]
        answer_to_click(received, text="x", blocks=blocks_with_stars(chosen), replace_original=True)
        return Answer()

    app.answer = answer
    page = open_page()
    say(page, "/recommend dune")
    page.get_by_role("combobox", name="Rate it").press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(messages(page)).to_contain_text("Dune 5 stars")
    expect(messages(page).get_by_role("combobox")).to_be_focused()
    expect(messages(page).get_by_role("combobox")).to_contain_text("5 stars")


def test_a_complete_command_is_sent_by_one_enter(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    app.answer = lambda _: Answer({"text": "for you"})
    page = open_page()
    say(page, "/recommend")
    expect(messages(page)).to_contain_text("for you")
    assert app.received[0].form["text"] == ""


def test_everyone_sees_channel_messages_at_once_and_only_one_the_ephemeral(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    app.answer = lambda _: Answer({"text": "five books for Amina"})
    amina, jonas = open_page("amina"), open_page("jonas")
    say(amina, "/recommend dune")
    expect(messages(amina)).to_contain_text("five books for Amina")
    say(amina, "What next?")
    expect(messages(jonas)).to_have_count(1)
    expect(messages(jonas)).to_contain_text("What next?")
    expect(jonas.locator("#announcer")).to_have_text("Amina Diallo: What next?")
    jonas.get_by_label("You are").select_option("Amina Diallo")
    expect(messages(jonas)).to_have_count(2)


def test_texts_of_an_app_or_a_person_never_become_html(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    attack = "<img src=x onerror=alert(1)> <javascript:alert(1)|click> &lt;script&gt;"
    blocks = [
        section(attack),
        {"type": "header", "text": {"type": "plain_text", "text": attack}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": f"*{attack}*"}]},
        {"type": "actions", "elements": [button(text={"type": "plain_text", "text": "<b>bold</b>"})]},
    ]
    app.answer = lambda _: Answer({"text": attack, "blocks": blocks})
    page = open_page()
    say(page, "/recommend dune")
    expect(page.get_by_role("button", name="<b>bold</b>")).to_be_visible()
    say(page, "<img src=x onerror=alert(1)>")
    expect(messages(page)).to_have_count(2)
    expect(messages(page).last).to_contain_text("<img src=x onerror=alert(1)>")
    expect(messages(page).locator("img, script, a")).to_have_count(0)


def test_mrkdwn_looks_as_in_slack(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    words = (
        "*bold _both_* ~gone~ `a*b*c` <https://example.org/?a=1&amp;b=2|a link> snake_case_name 2*3*4 :star: :nope:\n"
        "&gt; quoted\n```x\n  y```\nTom &amp; Jerry &lt;3 <@U0AMINA0001>"
    )
    app.answer = lambda _: Answer({"text": "x", "blocks": [section(words)]})
    page = open_page()
    say(page, "/recommend dune")
    shown = messages(page).locator(".text")
    assert shown.locator("strong").inner_html() == "bold <em>both</em>"
    expect(shown.locator("s")).to_have_text("gone")
    expect(shown.locator("code")).to_have_text("a*b*c")
    expect(shown.locator("em")).to_have_count(1)
    expect(shown.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.org/?a=1&b=2")
    expect(shown.locator("blockquote")).to_have_text("quoted")
    assert shown.locator("pre").text_content() == "x\n  y"
    for part in ("snake_case_name 2*3*4 ⭐ :nope:", "Tom & Jerry <3 @Amina Diallo"):
        expect(shown).to_contain_text(part)


def test_a_broken_accessory_image_shows_its_alternative_text(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    cover = {"type": "image", "image_url": "https://covers.shelftalker.example/none.png", "alt_text": "Cover of Dune"}
    app.answer = lambda _: Answer({"text": "x", "blocks": [section("*Dune*", accessory=cover)]})
    page = open_page()
    say(page, "/recommend dune")
    expect(page.locator(".broken-image")).to_have_attribute("aria-label", "Cover of Dune")
    expect(page.get_by_role("img", name="Cover of Dune")).to_be_visible()


def test_a_command_in_a_thread_is_refused_and_escape_closes_the_thread(open_page: Callable[..., Page]) -> None:
    page = open_page()
    say(page, "What next?")
    messages(page).hover()
    page.get_by_role("button", name="Reply in thread").click()
    reply = page.get_by_role("combobox", name="Reply…")
    expect(reply).to_be_focused()
    page.keyboard.type("Dune!\n/recommend dune\n")
    thread = page.get_by_role("region", name="Messages of the thread")
    expect(thread).to_contain_text("/recommend is not supported in threads. Sorry!")
    expect(thread).to_contain_text("Dune!")
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()
    expect(page.get_by_role("combobox", name="Message #book-club")).to_be_focused()
    expect(page.get_by_role("button", name="1 reply")).to_be_visible()


def test_a_dangerous_button_needs_confirmation_and_a_failed_click_shows_an_error(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("All of it."), "confirm": plain("Forget"), "deny": plain("Keep")}
    app.answer = lambda _: Answer(with_buttons(button(text=plain("Forget me"), style="danger", confirm=confirm)))
    page = open_page()
    say(page, "/recommend dune")
    page.get_by_role("button", name="Forget me").click()
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Forget me").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert len(app.received) == 1
    app.answer = lambda _: Answer(status=500)
    page.get_by_role("button", name="Forget me").click()
    page.get_by_role("dialog").get_by_role("button", name="Forget").click()
    expect(page.get_by_text("This app responded with status 500.")).to_be_visible()
    assert len(app.received) == 2


def test_a_menu_is_chosen_from_with_arrow_keys(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    options = [{"text": {"type": "plain_text", "text": genre}, "value": genre} for genre in ("Crime", "Fantasy")]
    menu = {"type": "static_select", "placeholder": {"type": "plain_text", "text": "Genre"}, "options": options}
    app.answer = lambda _: Answer(with_buttons(menu))
    page = open_page()
    say(page, "/recommend dune")
    genre = page.get_by_role("combobox", name="Genre")
    genre.press("ArrowDown")
    crime, fantasy = page.get_by_role("option", name="Crime"), page.get_by_role("option", name="Fantasy")
    expect(genre).to_have_attribute("aria-activedescendant", crime.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(crime).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(genre).to_have_attribute("aria-activedescendant", fantasy.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(genre).to_be_focused()
    expect(genre).to_have_text("Fantasy▾")
    expect(page.locator("#exchanges li")).to_have_count(2)
    assert app.received[-1].payload["actions"][0]["selected_option"]["value"] == "Fantasy"


def test_a_developer_sees_time_payload_and_warnings_of_each_request(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    app.answer = lambda _: Answer({"blocks": [section("five books")]})
    page = open_page()
    say(page, "/recommend dune")
    page.get_by_role("button", name="show the request").click()
    panel = page.get_by_role("complementary", name="Requests")
    expect(panel).to_contain_text("no top-level text")
    expect(panel.locator("pre").filter(has_text='"text": "dune"').first).to_be_visible()
    panel.get_by_text("5 headers").click()
    expect(panel).to_contain_text("X-Slack-Signature: v0=")
    expect(page.locator("#last-latency")).to_have_text(panel.locator(".latency").text_content() or "")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_phone_shows_everything_without_horizontal_scrolling(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    long_title = "Llanfairpwllgwyngyll" * 15
    texts = [f"*{long_title}*", "*雪国*\n川端康成", "*الأيام*\nطه حسين"]
    app.answer = lambda _: Answer({"text": "x", "blocks": [section(title, accessory=button()) for title in texts]})
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    say(page, "/recommend dune")
    expect(page.get_by_role("button", name="Choose")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.locator("#scroller").evaluate("node => node.scrollWidth <= node.clientWidth")
    assert page.get_by_text("الأيام").evaluate("node => getComputedStyle(node).direction") == "rtl"
    for choice in page.get_by_role("button", name="Choose").all():
        box = choice.bounding_box()
        assert box
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 40
    page.get_by_role("button", name="Requests").click()
    expect(page.get_by_role("complementary", name="Requests")).to_contain_text("/recommend dune")
    page.get_by_role("button", name="Close the requests").click()
    page.get_by_role("button", name="Channels and people").click()
    page.get_by_role("button", name="general").click()
    expect(page.get_by_role("heading", name="# general")).to_be_visible()
    expect(page.locator("#sidebar")).to_be_hidden()


def test_light_and_dark_follow_the_system_until_the_person_chooses(open_page: Callable[..., Page]) -> None:
    def brightness(page: Page) -> int:
        return int(page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"))

    page = open_page(color_scheme="dark")
    assert brightness(page) < 60
    page.get_by_role("button", name="Switch to light colours").click()
    assert brightness(page) > 200
    page.reload()
    expect(page.get_by_role("button", name="Switch to dark colours")).to_be_visible()
    assert brightness(page) > 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast_to_its_background(
    app: ScriptedApp, open_page: Callable[..., Page], scheme: str
) -> None:
    blocks = [
        section("*bold* `code` <https://example.org|link>"),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "faint"}]},
        {"type": "actions", "elements": [button("a"), button("b", style="primary"), button("c", style="danger")]},
    ]
    app.answer = lambda _: Answer({"text": "x", "blocks": blocks})
    page = open_page(color_scheme=scheme)
    say(page, "/recommend dune")
    expect(page.get_by_role("button", name="Choose")).to_have_count(3)
    selector = ".message b, .message code, .message a, .context .text, .message .button, .message time, .channel, .hint"
    for found in page.locator(f":is({selector}):visible").all():
        ratio = found.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{found.text_content()}: {ratio:.2f}"
