"""What tests of the page in a browser share: what a person does there, and what an app shows."""

from typing import Any

from playwright.sync_api import Locator, Page

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


def say(page: Page, text: str) -> None:
    box = page.get_by_role("combobox", name="Message #book-club")
    box.fill(text)
    box.press("Enter")


def messages(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages", exact=True).locator("[data-ts]")


def section(text: str, **members: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **members}


# https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
CONTRAST = """each => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const [red, green, blue, alpha = 1] = channels(getComputedStyle(node).backgroundColor);
      if (alpha === 1) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const luminance = (colour) => colour.slice(0, 3)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const both = [luminance(channels(getComputedStyle(each).color)), luminance(ground(each))];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""
