"""The panel of the app's custom steps in Chromium: forms, runs, outputs and the message that a workflow sends."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient
from werkzeug.serving import make_server

from infra.local.slack.apis.server import create_slack
from tests.infra.local.person_at_page import CONTRAST, DESKTOP, PHONE, messages
from tests.infra.local.scripted_slack import SECRET, Answer, Received, ScriptedApp
from tests.infra.local.slack.apis.test_workflow_steps import manifest_with_step


@pytest.fixture
def address(app: ScriptedApp, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a local Slack whose app has a custom step, which picks a book or fails for Noor."""
    slack = create_slack(app.url, SECRET, tmp_path, manifest=manifest_with_step(tmp_path))
    server = make_server("127.0.0.1", 0, slack, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}/"

    def answer(received: Received) -> Answer:
        event = received.json["event"]
        client = WebClient(event["bot_access_token"], base_url=f"{address}api/")
        execution = {"function_execution_id": event["function_execution_id"]}
        if event["inputs"].get("person") == "U0NOORH0001":
            client.functions_completeError(**execution, error="Noor is not counted in.")
        else:
            text = f"{event['inputs']['count']} books for {event['inputs'].get('channel', 'nobody')}"
            client.functions_completeSuccess(**execution, outputs={"text": text})
        return Answer()

    app.answer = answer
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_workflow(open_page: Callable[..., Page]) -> Callable[..., Locator]:
    """Return a function that opens the page and the panel."""

    def open_panel(user: str = "amina", **device: object) -> Locator:
        page = open_page(user, **device)
        page.get_by_role("button", name="Workflow", exact=True).click()
        return page.get_by_role("complementary", name="Workflow")

    return open_panel


def test_a_step_runs_and_its_workflow_sends_the_message_to_all(
    open_workflow: Callable[..., Locator], open_page: Callable[..., Page]
) -> None:
    panel = open_workflow()
    panel.get_by_label("Channel").select_option("# general")
    panel.get_by_label("Count *").fill("2")
    expect(panel.get_by_label("text", exact=True)).to_have_value("This week's pick: {{text}}")
    panel.get_by_role("button", name="Run").click()
    run = panel.get_by_role("list", name="Runs, newest first").get_by_role("listitem").first
    expect(run).to_contain_text("Week 1: Pick a book. Completed")
    expect(run).to_contain_text("# general")
    expect(messages(panel.page)).to_contain_text("This week's pick: 2 books for C0GENERAL01")
    expect(messages(panel.page)).to_contain_text("WORKFLOW")
    expect(messages(open_page("jonas"))).to_contain_text("This week's pick: 2 books for C0GENERAL01")

    run.get_by_role("button", name="A week later").click()
    runs = panel.get_by_role("list", name="Runs, newest first").get_by_role("listitem")
    expect(runs).to_have_count(2)
    expect(runs.first).to_contain_text("Week 2: Pick a book. Completed")
    expect(messages(panel.page)).to_have_count(2)
    expect(panel.get_by_label("Count *")).to_have_value("2")  # what was filled in stays


def test_errors_of_the_form_and_of_the_app_are_shown(open_workflow: Callable[..., Locator]) -> None:
    panel = open_workflow()
    panel.get_by_role("button", name="Run").click()
    expect(panel.get_by_role("alert").first).to_contain_text("expected the input 'count', which the manifest requires")
    panel.get_by_label("Count *").fill("many")
    panel.get_by_role("button", name="Run").click()
    expect(panel.get_by_role("alert").first).to_contain_text("expected integer as the input 'count', got 'many'")
    panel.get_by_label("Count *").fill("1")
    panel.get_by_label("Person").select_option("Noor Haddad نور حداد")
    panel.get_by_role("button", name="Run").click()
    run = panel.get_by_role("list", name="Runs, newest first").get_by_role("listitem")
    expect(run).to_contain_text("Week 1: Pick a book. Failed")
    expect(run.locator(".found.error")).to_have_text("Noor is not counted in.")
    expect(messages(panel.page)).to_contain_text("A workflow stopped at the step Pick a book: Noor is not counted in.")
    panel.page.reload()
    panel.page.get_by_role("button", name="Workflow", exact=True).press("Enter")
    expect(run).to_contain_text("Noor is not counted in.")


def test_a_workflow_without_send_a_message_posts_nothing_and_escape_closes_the_panel(
    open_workflow: Callable[..., Locator],
) -> None:
    panel = open_workflow()
    panel.get_by_label("Count *").fill("1")
    panel.get_by_label("to", exact=True).select_option("nobody: this workflow has no such step")
    panel.get_by_label("Count *").press("Enter")
    expect(panel.get_by_role("list", name="Runs, newest first")).to_contain_text("1 books for nobody")
    expect(messages(panel.page)).to_have_count(0)
    panel.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("viewport", [DESKTOP, {"width": 800, "height": 700}, PHONE], ids=["1280", "800", "360"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_fits_and_can_be_read(
    viewport: dict[str, int], scheme: str, open_workflow: Callable[..., Locator]
) -> None:
    panel = open_workflow(viewport=viewport, color_scheme=scheme)
    panel.get_by_label("Count *").fill("3")
    panel.get_by_role("button", name="Run").click()
    run = panel.get_by_role("list", name="Runs, newest first").get_by_role("listitem")
    expect(run).to_be_in_viewport()
    page = panel.page

    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    for text in (panel.locator(".hint"), panel.locator("label"), panel.locator("small"), run.locator("dt")):
        assert text.first.evaluate(CONTRAST) >= 4.5
