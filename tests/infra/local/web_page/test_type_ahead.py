"""Titles while one types, on the web page in Chromium."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]


def combobox(page: Page) -> Locator:
    return page.get_by_role("combobox", name="A book that you liked")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Titles").get_by_role("option")


def test_letters_are_completed_by_titles_with_their_authors(visit: Visit) -> None:
    page = visit()
    box = combobox(page)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("dun")

    expect(options(page).first).to_have_text("Dune (Dune, 1)Frank Herbert")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".field [role=status]")).to_have_text(re.compile(r"^\d titles below$"))
    options(page).first.click()
    expect(page.locator("#heading")).to_contain_text("If you liked Dune")
    expect(options(page)).to_have_count(0)


def test_a_misspelt_beginning_is_completed_too(visit: Visit) -> None:
    page = visit()
    combobox(page).press_sequentially("hobit")

    expect(options(page).first).to_contain_text("The Hobbit")


def test_arrows_choose_enter_takes_and_escape_closes_and_then_empties(visit: Visit) -> None:
    page = visit()
    box = combobox(page)
    box.press_sequentially("dun")
    expect(options(page).first).to_be_visible()

    box.press("ArrowDown")
    first = options(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "none")
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_value("dun")
    box.press("Escape")
    expect(box).to_have_value("")

    box.press_sequentially("dun")
    expect(options(page).first).to_be_visible()
    box.press("ArrowDown")
    box.press("ArrowDown")
    title = options(page).nth(1).locator("bdi").first.inner_text()
    box.press("Enter")
    expect(page.locator("#heading")).to_contain_text(f"If you liked {title}")
    expect(page).to_have_url(re.compile(r"\?book="))


def test_enter_without_a_choice_sends_the_typed_text(visit: Visit) -> None:
    page = visit()
    combobox(page).press_sequentially("dune")
    expect(options(page).first).to_be_visible()
    combobox(page).press("Enter")

    expect(page).to_have_url(re.compile(r"\?title=dune$"))
    expect(options(page)).to_have_count(0)


def test_typing_on_takes_back_the_choice_before(visit: Visit) -> None:
    page = visit()
    combobox(page).press_sequentially("dun")
    expect(options(page).first).to_be_visible()
    combobox(page).press("ArrowDown")
    combobox(page).fill("emma")
    combobox(page).press("Enter")

    expect(page).to_have_url(re.compile(r"\?title=emma$"))


@pytest.mark.parametrize(("key", "chosen"), [("ArrowDown", 0), ("ArrowUp", -1), ("Alt+ArrowDown", None)])
def test_arrows_open_the_titles_of_a_text_that_was_there_at_one_end(visit: Visit, key: str, chosen: int | None) -> None:
    page = visit("?title=dune")
    combobox(page).press(key)

    expect(options(page).first).to_contain_text("Dune")
    if chosen is None:
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    else:
        expect(options(page).nth(chosen)).to_have_attribute("aria-selected", "true")


def test_leaving_the_box_closes_the_titles(visit: Visit) -> None:
    page = visit()
    combobox(page).press_sequentially("dun")
    expect(options(page).first).to_be_visible()
    combobox(page).press("Tab")

    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Find five books")).to_be_focused()


def test_one_request_is_sent_for_letters_typed_in_one_go_and_none_for_those_asked_before(visit: Visit) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/page/search" in request.url else None)
    combobox(page).press_sequentially("dune")
    expect(options(page).first).to_be_visible()
    few = len(asked)
    combobox(page).press("Backspace")
    expect(page.locator(".field [role=status]")).to_have_text(re.compile("titles? below"))
    page.wait_for_timeout(500)
    combobox(page).press("e")
    page.wait_for_timeout(500)

    assert few <= 2
    assert len([url for url in asked if url.endswith("q=dune")]) == 1


@pytest.mark.parametrize(("typed", "is_asked"), [("d", False), (" ", False), ("7", False), ("\u6d77", True)])
def test_one_letter_is_too_short_but_one_sign_may_be_a_word(visit: Visit, typed: str, is_asked: bool) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/page/search" in request.url else None)
    combobox(page).press_sequentially(typed)
    page.wait_for_timeout(600)

    assert bool(asked) is is_asked


def test_titles_that_can_not_be_fetched_leave_the_box_as_it_is(visit: Visit) -> None:
    page = visit()
    page.route("**/page/search?*", lambda route: route.fulfill(status=429, body='{"message":"Too Many Requests"}'))
    combobox(page).press_sequentially("dune")
    page.wait_for_timeout(600)

    expect(options(page)).to_have_count(0)
    combobox(page).press("Enter")
    expect(page.locator("#heading")).to_contain_text("If you liked Dune")
