"""Train now, with everything real: people rate in the demo's page, a model learns it, and answers name that model."""

import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.infra.local.demo_process import RunningDemo, running_demo
from tests.infra.local.person_at_page import choose_stars, newest, open_page, say
from tests.model_build.small_datasets import book, write_kaggle
from tests.time_outs import PAGE_MILLISECONDS, PROCESS_SECONDS

# On a busy machine a training of forty books takes minutes.
LONG = 4 * PROCESS_SECONDS * 1000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """Yield a demo of forty books that learns from its readers, with the JSON API."""
    folder = tmp_path_factory.mktemp("training")
    books = [book(f"{isbn:09d}X", f"Book the {isbn}th of many", f"Author {isbn % 7}") for isbn in range(1, 41)]
    ratings = [(isbn % 20 + reader, f"{isbn:09d}X", 7) for isbn in range(1, 41) for reader in range(3)]
    data = write_kaggle(folder / "data", books, ratings)
    with running_demo(folder / "demo", "--learn", "--api", "--data", data) as demo:
        yield demo


def opt_in_and_rate(page: Page, *, opts_in: bool = True) -> None:
    """Opt in at the app's Home, then rate two books of an answer."""
    if opts_in:
        page.locator("#apps").get_by_role("button", name="Shelftalker").click()
        home = page.get_by_role("main")
        home.get_by_role("button", name=re.compile("^Opt in")).click()
        expect(home).to_contain_text("improve recommendations: on")
        page.locator("#channels").get_by_role("button", name="book-club").click()
    say(page, "/recommend Book the 3th of many")
    message = newest(page, "If you liked Book the 3th of many")
    for number, words in enumerate(("five stars", "four stars"), start=1):
        choose_stars(page, message, number, words)
        expect(message.get_by_role("button", name="Undo")).to_have_count(number)


def versions_without_slack(demo: RunningDemo) -> tuple[str, str]:
    """Return the page's ETag, which changes with its model, and the version of the model that the API answers from."""
    key = re.search(r" KEY=(stk_\S+)\n", demo.printed)
    assert key
    search = urllib.request.Request(f"{demo.web_page}search?q=book", headers={"Authorization": f"Bearer {key[1]}"})  # noqa: S310
    with (
        urllib.request.urlopen(demo.web_page, timeout=PROCESS_SECONDS) as page,  # noqa: S310
        urllib.request.urlopen(search, timeout=PROCESS_SECONDS) as found,  # noqa: S310
    ):
        return page.headers["ETag"], found.headers["X-Shelftalker-Model"]


@pytest.fixture
def patience() -> Iterator[None]:
    """Let the expectations of a test wait for a training."""
    expect.set_options(timeout=LONG)
    yield
    expect.set_options(timeout=PAGE_MILLISECONDS)


@pytest.mark.usefixtures("patience")
def test_people_rate_train_now_and_the_next_answer_comes_from_the_new_model(
    browser: Browser, demo: RunningDemo
) -> None:
    for user, opts_in in (("amina", True), ("jonas", True), ("priya", False)):
        page = open_page(browser, demo.address, user, LONG)
        opt_in_and_rate(page, opts_in=opts_in)
        page.context.close()

    page = open_page(browser, demo.address, "amina", LONG)
    page.get_by_role("button", name="Training", exact=True).press("Enter")
    panel = page.get_by_role("complementary", name="Training")
    former = page.locator("#training-version")
    expect(former).not_to_be_empty()
    before = former.text_content() or ""
    expect(page.locator("#training-readers")).to_have_text("2")
    expect(page.locator("#training-ratings")).to_have_text("4")
    say(page, "/recommend Book the 9th of many")
    expect(newest(page, "If you liked Book the 9th of many").locator(".model")).to_have_text(f"model {before}")
    page_before, api_before = versions_without_slack(demo)
    assert api_before == before

    button = panel.get_by_role("button", name="Train now")
    button.press("Enter")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    states = panel.get_by_role("list", name="States that passed")
    expect(states).to_contain_text("Train builds a model")
    expect(states).to_contain_text("Learned from 4 ratings by 2 readers in Slack.")
    outcome = panel.locator("#training-outcome")
    expect(outcome).to_contain_text(re.compile(f"Model {before} is replaced by [0-9a-f]{{12}}"))
    expect(outcome).to_contain_text("The functions answer from it now")
    for name in (
        "Lock",
        "CountRatings",
        "ExportShelves",
        "DescribeExport",
        "Train",
        "NotifyPublished",
        "Unlock",
        "Functions",
    ):
        expect(states.locator("b", has_text=re.compile(f"^{name}$"))).to_have_count(1)
    after = former.text_content() or ""
    assert after != before
    expect(page.locator("#training-ratings")).to_have_text("0")
    expect(button).to_have_attribute("aria-disabled", "false")

    say(page, "/recommend Book the 7th of many")
    expect(newest(page, "If you liked Book the 7th of many").locator(".model")).to_have_text(f"model {after}")
    # As soon as Slack's function: neither keeps the former model for a quarter of an hour.
    page_after, api_after = versions_without_slack(demo)
    assert (page_after == page_before, api_after) == (False, after)
