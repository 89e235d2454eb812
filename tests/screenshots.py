"""The pictures of the README and of learning.md, taken of the running demo in Chromium: python -m tests.screenshots."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.infra.local.demo_process import running_demo
from tests.infra.local.person_at_page import (
    choose,
    choose_first_stars,
    choose_stars,
    launch_chromium,
    newest,
    propose,
    say,
    vote,
    wait_until,
)
from tests.time_outs import PROCESS_SECONDS

LOADED = "element => [...element.querySelectorAll('img')].every((image) => image.complete)"
PICTURES = Path(__file__).resolve().parents[1] / "infra" / "pictures"


def main() -> None:
    """Take all pictures anew."""
    tall, wide, narrow = (
        {"width": width, "height": height} for width, height in ((1100, 1400), (820, 560), (660, 900))
    )
    with (
        tempfile.TemporaryDirectory() as directory,
        running_demo(Path(directory)) as demo,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        take_answer(open_page(browser, demo.address, "amina", tall))
        take_suggestions(open_page(browser, demo.address, "jonas", narrow))
        take_search(open_page(browser, demo.address, "jonas", wide))
        take_home(open_page(browser, demo.address, "amina", narrow))
        take_first_day(open_page(browser, demo.address, "priya", narrow))
        take_import(open_page(browser, demo.address, "jonas", wide))
        take_club({user: open_page(browser, demo.address, user, narrow) for user in ("tane", "lucia", "wanjiru")})
        take_web_page(browser, demo.web_page)
        browser.close()
    with (
        tempfile.TemporaryDirectory() as directory,
        running_demo(Path(directory), "--learn") as demo,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        for user, title in (("jonas", "The Hobbit"), ("priya", "Emma"), ("amina", "Foundation")):
            opt_in_and_rate(open_page(browser, demo.address, user, wide), title)
        take_training(open_page(browser, demo.address, "amina", wide))
        browser.close()


def take_answer(page: Page) -> None:
    """Take the picture of five books, one on the list and one replaced after its rating."""
    say(page, "/recommend dune")
    message = newest(page, "If you liked Dune")
    choose(page, message, "menu_want", r"^1\. ")
    expect(message).to_contain_text("On your list")
    choose_stars(page, message, 3, "five stars")
    expect(message).to_contain_text("You gave")
    _take(message, "answer")


def take_suggestions(page: Page) -> None:
    """Take the picture of the suggestions for a misspelt title."""
    say(page, "/recommend harry poter")
    _take(newest(page, "Did you mean one of these?"), "suggestions")


def take_search(page: Page) -> None:
    """Take the picture of the search window while someone types."""
    say(page, "/recommend find")
    window = page.get_by_role("dialog", name="Find a book")
    window.get_by_role("combobox").press_sequentially("dun")
    expect(page.locator("[role=listbox]:visible").get_by_role("option").first).to_contain_text("Dune")
    page.screenshot(path=PICTURES / "search.png")


def take_home(page: Page) -> None:
    """Take the picture of Home of someone with a shelf."""
    for title, stars in (("The Hobbit", "five stars"), ("Emma", "four stars"), ("Foundation", "two stars")):
        say(page, f"/recommend {title}")
        message = newest(page, f"If you liked {title}")
        choose_stars(page, message, 1, stars)
        expect(message).to_contain_text("You gave")
    page.get_by_role("button", name="Channels and people").click()
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = page.get_by_role("main")
    expect(home).to_contain_text("For you, from your shelf:")
    page.set_viewport_size({"width": 660, "height": 1770})
    _take(home, "home")


def take_first_day(page: Page) -> None:
    """Take the picture of Home of someone new, who has chosen stars for two of the ten books."""
    page.get_by_role("button", name="Channels and people").click()
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = page.get_by_role("main")
    expect(home).to_contain_text("Which of these do you know?")
    choose_first_stars(page, home, 2, "five stars")
    choose_first_stars(page, home, 3, "two stars")
    _take(home, "first_day")


def take_import(page: Page) -> None:
    """Take the picture of the summary of an import before it is kept."""
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    page.get_by_role("main").get_by_role("button", name="Import my library").click()
    window = page.get_by_role("dialog", name="Import my library")
    rows = ("Title,Author,My Rating,Exclusive Shelf", "Dracula,Bram Stoker,5,read", "Dune,Frank Herbert,4,read",
            "Emma,Jane Austen,0,to-read", "A Book Unheard Of,Nobody Known,4,read")  # fmt: skip
    window.get_by_role("textbox").fill("\n".join(rows))
    window.get_by_role("button", name="Look for my books").click()
    expect(window).to_contain_text("Not found")
    _take(window, "import")


def take_club(pages: dict[str, Page]) -> None:
    """Take the picture of a channel's vote, as somebody sees it whose book is behind."""
    opener, *_ = users = list(pages)
    say(pages[opener], "/recommend club")
    ts = newest(pages[opener], "is looking for the next book").get_attribute("data-ts")
    poll = {user: page.locator(f'[data-ts="{ts}"]') for user, page in pages.items()}
    for user, title in zip(users, ("The Hobbit", "Dune", "Emma"), strict=True):
        propose(pages[user], poll[user], title)
    poll[opener].get_by_role("button", name="Start the vote").click()
    for user, title in zip(users, ("Dune", "Dune", "Emma"), strict=True):
        vote(pages[user], poll[user], title)
    expect(poll[opener]).to_contain_text("3 people have voted.")
    pages[opener].mouse.move(0, 0)
    pages[opener].locator("#box").focus()
    _take(poll[opener], "club")


def take_web_page(browser: Browser, address: str) -> None:
    """Take the picture of the web page with the books to read after one."""
    page = browser.new_context(viewport={"width": 760, "height": 980}, color_scheme="light").new_page()
    page.goto(address)
    box = page.get_by_role("combobox")
    box.fill("dune")
    box.press("Enter")
    expect(page.locator(".book")).to_have_count(5)
    page.locator(".book").nth(2).scroll_into_view_if_needed()
    expect(page.locator(".book img").nth(2)).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / "page.png")


def opt_in_and_rate(page: Page, title: str) -> None:
    """Let a person's ratings train the next model, and rate three books."""
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    home = page.get_by_role("main")
    home.get_by_role("button", name=re.compile("^Opt in")).click()
    expect(home).to_contain_text("improve recommendations: on")
    page.locator("#channels").get_by_role("button", name="book-club").click()
    say(page, f"/recommend {title}")
    message = newest(page, "If you liked")
    for position in (1, 2, 3):
        choose_stars(page, message, position, "five stars")
        expect(message.get_by_role("button", name="Undo")).to_have_count(position)
    page.close()


def take_training(page: Page) -> None:
    """Take the picture of a training that has replaced the model."""
    page.get_by_role("button", name="Training", exact=True).click()
    page.get_by_role("button", name="Train now").click()
    expect(page.locator("#training-outcome")).to_contain_text("is replaced by", timeout=4 * PROCESS_SECONDS * 1000)
    page.set_viewport_size({"width": 460, "height": 900})
    _take(page.get_by_role("complementary", name="Training"), "training")


def open_page(browser: Browser, address: str, user: str, viewport: dict[str, int]) -> Page:
    """Open the page on a screen with two pixels a point."""
    page = browser.new_context(viewport=viewport, device_scale_factor=2, color_scheme="light").new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/?user={user}")
    expect(page.get_by_role("heading", name="# book-club")).to_be_visible()
    return page


def _take(element: Locator, name: str) -> None:
    # Covers are loaded when they come into view.
    wait_until(element.page, lambda: element.evaluate(LOADED))
    element.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
