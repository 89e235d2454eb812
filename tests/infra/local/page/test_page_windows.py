"""The modals that an app opens on the page: focus, errors, waiting state and stacks."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.infra.local.block_kit import button, input_block, modal, option, plain, section, text_input, with_buttons
from tests.infra.local.person_at_page import CONTRAST, PHONE, say, wait_for_the_windows_step_back, wait_until, web_api
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp

TITLE = input_block("Title", text_input(), hint=plain("As on the cover"))
NOTE = input_block("Note", text_input(multiline=True), optional=True)
MORE = {"type": "actions", "block_id": "more", "elements": [button("add", text=plain("Add a field"))]}


class WindowApp:
    """An app whose message has a button that opens a window, and that gives a test's answers to submissions."""

    def __init__(self, address: str, window: dict[str, Any]) -> None:
        self.web_api = web_api(address)
        self.window = window
        self.submitted: list[Any] = []
        self.closed: list[Any] = []
        self.on_submit: Callable[[Any], Answer] = lambda _: Answer()
        self.on_click: Callable[[Any], None] = lambda _: None

    def __call__(self, received: Received) -> Answer:
        """Open the window at a click, and answer the interactions with it."""
        if "command" in received.form:
            return Answer(with_buttons(button("open", text=plain("Search"))))
        payload = received.payload
        if payload["type"] == "view_submission":
            self.submitted.append(payload)
            return self.on_submit(payload)
        if payload["type"] == "view_closed":
            self.closed.append(payload)
        elif payload["actions"][0]["action_id"] == "open":
            self.web_api.views_open(trigger_id=payload["trigger_id"], view=self.window)
        else:
            self.on_click(payload)
        return Answer()


@pytest.fixture
def open_window(
    app: ScriptedApp, address: str, open_page: Callable[..., Page]
) -> Callable[..., tuple[Page, Locator, WindowApp]]:
    """Return a function that opens a window by a click on a device, and returns the page, the window and the app."""

    def open_by_click(window: dict[str, Any], **device: Any) -> tuple[Page, Locator, WindowApp]:
        app.answer = window_app = WindowApp(address, window)
        page = open_page(**device)
        say(page, "/recommend")
        page.get_by_role("button", name="Search").click()
        dialog = page.get_by_role("dialog", name="Find a book")
        expect(dialog).to_be_visible()
        return page, dialog, window_app

    return open_by_click


def has_focus(dialog: Locator) -> bool:
    return bool(dialog.evaluate("dialog => dialog.contains(document.activeElement)"))


def test_a_window_receives_and_keeps_the_focus_and_returns_it(open_window: Callable[..., Any]) -> None:
    page, dialog, app = open_window(modal(TITLE, NOTE, notify_on_close=True))
    expect(dialog.get_by_label("Title")).to_be_focused()
    for key in ["Tab"] * 7 + ["Shift+Tab"] * 9:
        page.keyboard.press(key)
        assert has_focus(dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    page.get_by_role("button", name="Search").press("Enter")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    wait_until(page, lambda: len(app.closed) == 2)


def test_an_error_is_shown_beside_its_field_and_a_valid_answer_closes_the_window(
    open_window: Callable[..., Any],
) -> None:
    page, dialog, app = open_window(modal(TITLE, NOTE))
    errors = {"response_action": "errors", "errors": {"Title": "No such book."}}
    app.on_submit = lambda payload: Answer("" if "Emma" in json.dumps(payload["view"]["state"]) else errors)
    title = dialog.get_by_label("Title")
    title.fill("Ema")
    title.press("Enter")
    expect(dialog.get_by_text("No such book.")).to_be_visible()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("As on the cover No such book.")
    expect(title).to_be_focused()
    dialog.get_by_label("Note").fill("for Sunday")
    title.fill("Emma")
    dialog.get_by_role("button", name="Find").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    values = app.submitted[-1]["view"]["state"]["values"]
    assert values["Title"]["written"]["value"] == "Emma"
    assert values["Note"]["written"]["value"] == "for Sunday"


def test_a_missing_required_field_is_an_error_before_anything_is_sent(open_window: Callable[..., Any]) -> None:
    _, dialog, app = open_window(modal(TITLE, NOTE))
    dialog.get_by_role("button", name="Find").click()
    expect(dialog.get_by_text("Please complete this required field.")).to_have_count(1)
    expect(dialog.get_by_label("Title")).to_be_focused()
    expect(dialog.get_by_label("Title")).to_have_attribute("aria-required", "true")
    assert app.submitted == []


def test_the_error_of_a_field_goes_when_it_is_filled_in_and_no_other(open_window: Callable[..., Any]) -> None:
    choice = {"type": "static_select", "action_id": "genre", "options": [option("Crime"), option("Fantasy")]}
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": [option("New"), option("Old")]}
    blocks = [TITLE, input_block("Genre", choice), input_block("Age", boxes)]
    page, dialog, app = open_window(modal(*blocks))
    errors = dialog.get_by_text("Please complete this required field.")
    dialog.get_by_role("button", name="Find").click()
    expect(errors).to_have_count(3)
    dialog.get_by_label("Title").press_sequentially("E")
    expect(errors).to_have_count(2)
    expect(dialog.get_by_label("Title")).not_to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Genre").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(errors).to_have_count(1)
    dialog.get_by_label("Old").check()
    expect(errors).to_have_count(0)
    app.on_submit = lambda _: Answer({"response_action": "errors", "errors": {"Title": "No such book."}})
    dialog.get_by_role("button", name="Find").click()
    expect(dialog.get_by_text("No such book.")).to_be_visible()
    dialog.get_by_label("Title").fill("Emma")
    expect(dialog.get_by_text("No such book.")).to_be_hidden()


def test_a_submission_waits_is_sent_once_and_a_failure_leaves_the_window(open_window: Callable[..., Any]) -> None:
    _, dialog, app = open_window(modal(TITLE))
    app.on_submit = lambda _: Answer(status=500, after_seconds=2.5)
    dialog.get_by_label("Title").fill("Emma")
    submit = dialog.get_by_role("button", name="Find")
    submit.click()
    expect(submit).to_have_attribute("aria-busy", "true")
    expect(submit).to_be_disabled()
    dialog.get_by_label("Title").press("Enter")
    expect(dialog.get_by_role("alert").filter(has_text="500")).to_be_visible()
    expect(submit).to_be_enabled()
    expect(dialog.get_by_label("Title")).to_have_value("Emma")
    assert len(app.submitted) == 1


def test_a_window_that_changes_keeps_the_focus_and_its_input(open_window: Callable[..., Any]) -> None:
    choice = {"type": "static_select", "action_id": "genre", "options": [option("Crime"), option("Fantasy")]}
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": [option("New"), option("Old")]}
    blocks = [TITLE, input_block("Genre", choice), input_block("Age", boxes), MORE]
    _, dialog, app = open_window(modal(*blocks))

    def add_a_field(payload: Any) -> None:
        changed = [block | {"label": plain(f"{block['block_id']} again")} for block in blocks[:-1]]
        window = modal(*changed, NOTE, MORE, title=plain("More of a book"))
        app.web_api.views_update(view_id=payload["view"]["id"], view=window)

    app.on_click = add_a_field
    dialog.get_by_label("Title").fill("Emma")
    dialog.get_by_label("Genre").click()
    dialog.get_by_role("option", name="Fantasy").click()
    dialog.get_by_label("Old").check()
    dialog.get_by_role("button", name="Add a field").click()
    changed = dialog.page.get_by_role("dialog", name="More of a book")
    expect(changed.get_by_label("Note")).to_be_visible()
    expect(changed.get_by_role("button", name="Add a field")).to_be_focused()
    expect(changed.get_by_label("Title again")).to_have_value("Emma")
    expect(changed.get_by_label("Genre again")).to_contain_text("Fantasy")
    expect(changed.get_by_label("Old")).to_be_checked()
    expect(changed.get_by_label("New", exact=True)).not_to_be_checked()


def test_a_field_with_dispatch_action_is_sent_to_the_app_at_once(open_window: Callable[..., Any]) -> None:
    choice = {"type": "static_select", "action_id": "genre", "options": [option("Crime"), option("Fantasy")]}
    page, dialog, app = open_window(modal(TITLE, input_block("Genre", choice, dispatch_action=True)))
    clicks: list[Any] = []
    app.on_click = clicks.append
    dialog.get_by_label("Title").fill("Emma")
    dialog.get_by_label("Genre").press("ArrowDown")
    page.keyboard.press("Enter")
    wait_until(page, lambda: len(clicks) == 1)
    assert clicks[0]["actions"][0]["selected_option"]["value"] == "Crime"
    assert clicks[0]["view"]["state"]["values"]["Title"]["written"]["value"] == "Emma"


def test_a_window_above_another_does_not_change_it(open_window: Callable[..., Any]) -> None:
    page, dialog, app = open_window(modal(TITLE))
    second = modal(section("Are you sure?"), title=plain("Second"), submit=plain("Sure"))
    app.on_submit = lambda _: Answer({"response_action": "push", "view": second})
    dialog.get_by_label("Title").fill("Emma")
    dialog.get_by_label("Title").press("Enter")
    above = page.get_by_role("dialog", name="Second")
    expect(above).to_be_visible()
    expect(dialog).to_be_hidden()
    page.keyboard.press("Escape")
    expect(above).to_be_hidden()
    expect(dialog.get_by_label("Title")).to_have_value("Emma")
    expect(dialog.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Enter")
    expect(above).to_be_visible()
    app.on_submit = lambda _: Answer({"response_action": "clear"})
    above.get_by_role("button", name="Sure").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_a_window_is_open_again_after_a_reload_of_the_page(open_window: Callable[..., Any]) -> None:
    page, dialog, _ = open_window(modal(TITLE))
    page.reload()
    expect(dialog.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    wait_for_the_windows_step_back(page)
    page.reload()
    expect(page.get_by_role("button", name="Search")).to_be_visible()
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_window_fits_a_phone_and_can_be_read(open_window: Callable[..., Any], scheme: str) -> None:
    long_word = "Llanfairpwllgwyngyll" * 15
    fields = [
        input_block(f"الأيام {position}", text_input(), hint=plain(long_word), optional=True) for position in range(9)
    ]
    _, dialog, _ = open_window(modal(section(f"*{long_word}*"), *fields), viewport=PHONE, color_scheme=scheme)
    assert dialog.locator(".modal-body").evaluate("node => node.scrollWidth <= node.clientWidth")
    submit = dialog.get_by_role("button", name="Find")
    box = submit.bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"]
    dialog.get_by_label("الأيام 1").scroll_into_view_if_needed()
    for found in dialog.locator(":is(h2, .text, .input-label, .optional, .hint, .button):visible").all():
        ratio = found.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{found.text_content()}: {ratio:.2f}"
