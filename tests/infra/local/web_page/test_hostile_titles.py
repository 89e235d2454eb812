"""Titles, authors and typed text that would be markup, a script or a mess: on the web page they are text."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.infra.local.person_at_page import PHONE
from tests.infra.local.web_page.conftest import HOSTILE, SCRIPT

Visit = Callable[..., Page]
TYPED = [
    SCRIPT,
    '"><script>window.hacked=1</script>',
    "'onfocus=window.hacked=1 autofocus x='",
    "</title><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "${window.hacked=1}",
    "$title $answer",
    "\u202edrah",
    "\0\x01\x7f",
    "%00%ff",
]


def assert_harmless(page: Page) -> None:
    """Assert that no text has become an element or a script, or has made the page wider than its window."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hacked ?? null") is None
    elements = "svg, textarea, script:not([type=module]), img:not([src^='https://covers.']):not([src^='assets/'])"
    assert page.locator(elements).count() == 0
    assert page.locator("[onerror], [onload], [onfocus], [onmouseover], [autofocus]").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_model_has_the_hostile_titles(visit: Visit, hostile_address: str) -> None:
    page = visit(at=hostile_address)

    assert "onerror=window.hacked=1" in page.locator("main").inner_text()
    assert_harmless(page)


@pytest.mark.parametrize("position", range(len(HOSTILE)))
def test_hostile_titles_and_authors_are_text_in_every_answer(visit: Visit, hostile_address: str, position: int) -> None:
    title, author, *_ = HOSTILE[position]
    page = visit(f"?title={quote(title)}", at=hostile_address, viewport=PHONE)
    expect(page.locator("#heading")).to_be_visible()
    assert_harmless(page)

    page.goto(f"{hostile_address}?title={quote(author)}")
    expect(page.locator("#heading")).to_be_visible()
    assert_harmless(page)


def test_hostile_titles_are_text_among_the_completions_and_behind_them(visit: Visit, hostile_address: str) -> None:
    page = visit(at=hostile_address, viewport=PHONE)
    page.get_by_role("combobox").press_sequentially("dragons")
    option = page.get_by_role("option", name=re.compile("onerror"))
    expect(option).to_be_visible()
    assert_harmless(page)
    option.click()

    expect(page.locator("#heading")).to_contain_text("onerror=window.hacked=1")
    expect(page.locator(".book")).not_to_have_count(0)
    assert_harmless(page)


@pytest.mark.parametrize("typed", TYPED)
def test_typed_text_is_text_by_address_and_by_script(visit: Visit, address: str, typed: str) -> None:
    page = visit(f"?title={quote(typed)}")
    expect(page.locator("#heading")).to_be_visible()
    assert_harmless(page)

    page.goto(address)
    box = page.get_by_role("combobox")
    box.fill(typed)
    box.press("Enter")
    expect(page.locator("body")).to_have_class("answered")
    assert_harmless(page)


def test_a_text_that_turns_direction_leaves_the_rest_of_the_line_as_it_is(visit: Visit, hostile_address: str) -> None:
    arabic = HOSTILE[5][0]
    page = visit(f"?title={quote(arabic)}", at=hostile_address)
    heading = page.locator("#heading")
    title = heading.locator("bdi").first

    assert title.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert heading.evaluate("node => getComputedStyle(node).direction") == "ltr"
    before, after = title.bounding_box(), heading.locator("bdi").last.bounding_box()
    assert before is not None
    assert after is not None
    assert before["x"] < after["x"]


def test_no_script_of_a_page_can_make_markup_of_a_text(visit: Visit) -> None:
    page = visit()
    refusal = page.evaluate(
        """() => { try { document.body.innerHTML = "<b>x</b>"; } catch (error) { return error.name; } return ""; }"""
    )

    assert refusal == "TypeError"
