"""Chromium as the tests of the page use it."""

import os

from playwright.sync_api import Browser, Playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the installed Chromium, without a window."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
