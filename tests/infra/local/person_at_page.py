"""A person at the page in Chromium: launching it, and the actions that the tests of the page share."""

import os
import re
import time
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, Playwright, ViewportSize, expect
from slack_sdk import WebClient

from tests.time_outs import PAGE_MILLISECONDS

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}


def launch_chromium(playwright: Playwright, *further_arguments: str) -> Browser:
    """Start the installed Chromium, without a window."""
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", *further_arguments]
    return playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)


def record_errors(page: Page, errors: list[str]) -> None:
    """Append the errors of a page's scripts and of its security policy to a list, as they come."""
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)


def open_page(browser: Browser, address: str, user: str, wait_milliseconds: float = PAGE_MILLISECONDS) -> Page:
    """Open the page of a running demo for a person."""
    page = browser.new_context(viewport=DESKTOP).new_page()
    page.set_default_timeout(wait_milliseconds)
    page.goto(f"{address}/?user={user}")
    expect(page.get_by_role("heading", name="# book-club")).to_be_visible()
    return page


def press_until_focused(page: Page, key: str, element: Locator) -> None:
    """Press Tab or Shift+Tab until an element near the focus has it."""
    for _ in range(12):
        page.keyboard.press(key)
        if element.evaluate("element => element === document.activeElement"):
            break
    expect(element).to_be_focused()


def say(page: Page, text: str) -> None:
    box = page.get_by_role("combobox", name="Message #book-club")
    box.fill(text)
    box.press("Enter")


def messages(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages", exact=True).locator("[data-ts]")


def newest(page: Page, words: str) -> Locator:
    """Wait until the last message contains some words, and return it; it stays the same when others follow."""
    expect(messages(page).last).to_contain_text(words)
    return page.locator(f'[data-ts="{messages(page).last.get_attribute("data-ts")}"]')


def choose_stars(page: Page, message: Locator, position: int, words: str) -> None:
    """Choose stars for the book at a position of a message, in the menu for all of its books."""
    choose(page, message, "menu_rate", rf"^{position}\. .*{words}")


def choose_first_stars(page: Page, home: Locator, number: int, words: str) -> None:
    """Choose stars, or to skip it, for one of the ten books that Home asks a new reader about."""
    stars = home.locator('[data-action="first_stars"]').nth(number - 1).get_by_role("combobox")
    stars.click()
    page.locator("[role=listbox]:visible").get_by_role("option", name=re.compile(words)).click()
    expect(stars).to_contain_text(words)


def choose(page: Page, message: Locator, menu: str, words: str) -> None:
    """Choose the first option that matches a pattern in a menu of a message, by its action id."""
    message.locator(f'[data-action="{menu}"]').get_by_role("combobox").click()
    page.locator("[role=listbox]:visible").get_by_role("option", name=re.compile(words)).first.click()


def propose(page: Page, poll: Locator, title: str) -> None:
    """Propose a book in a poll by the beginning of its title."""
    poll.get_by_role("button", name="Propose a book").click()
    window = page.get_by_role("dialog", name="Propose a book")
    window.get_by_role("combobox").press_sequentially(title.lower())
    page.get_by_role("option", name=re.compile(f"^{title}")).first.click()
    window.get_by_role("button", name="Propose", exact=True).click()
    expect(window).to_be_hidden()


def vote(page: Page, poll: Locator, title: str) -> None:
    """Vote for a book in a poll, and wait for the confirmation."""
    poll.get_by_role("button", name=re.compile(f"^Vote for {title}")).click()
    expect(messages(page).last).to_contain_text(f"✓ Your vote is for {title}")


def web_api(address: str) -> WebClient:
    """Return a client of the Web API of the page at this address."""
    return WebClient(token="xoxb-local", base_url=f"{address}api/")


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for a condition that no locator sees, such as a request that has reached the app."""
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until
        page.wait_for_timeout(20)


def wait_for_the_windows_step_back(page: Page) -> None:
    """Wait until the page has gone back by itself over the step of a closed window; a reload before that is cut off."""
    # The page allows no eval, which waiting for a function would need.
    wait_until(page, lambda: not page.evaluate("history.state.window"))


# https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
CONTRAST = """text => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const background = (node) => {
    for (; node; node = node.parentElement) {
      const [red, green, blue, alpha = 1] = channels(getComputedStyle(node).backgroundColor);
      if (alpha === 1) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const luminance = (colour) => colour.slice(0, 3)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const both = [luminance(channels(getComputedStyle(text).color)), luminance(background(text))];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""
