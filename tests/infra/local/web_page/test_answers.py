"""Answers of the web page in Chromium: titles, suggestions, the way back, and addresses that can be shared."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.infra.local.person_at_page import PHONE, press_until_focused

Visit = Callable[..., Page]


def ask(page: Page, title: str) -> None:
    box = page.get_by_label("A book that you liked")
    box.fill(title)
    box.press("Enter")


def heading(page: Page, words: str) -> None:
    """Wait for the answer with some words in its heading, which has the focus."""
    expect(page.locator("#heading")).to_contain_text(words)
    expect(page.locator("#heading")).to_be_focused()


def test_a_title_is_answered_with_five_books_without_loading_the_page_anew(visit: Visit) -> None:
    page = visit()
    page.evaluate("window.isTheSame = true")
    ask(page, "dune")

    heading(page, "If you liked Dune (Dune, 1) by Frank Herbert, read next")
    books = page.locator(".book")
    expect(books).to_have_count(5)
    expect(books.first).to_contain_text(
        re.compile(r"Dune Messiah .*Frank Herbert.*of 5 \(\d+ ratings\).*Next in the series")
    )
    expect(books.first.get_by_role("link", name="Get it: Dune Messiah (Dune, 2)")).to_have_attribute(
        "href", re.compile("https://openlibrary.org/isbn/")
    )
    expect(page).to_have_title("After Dune (Dune, 1) \u2013 Shelftalker")
    expect(page).to_have_url(re.compile(r"\?title=dune$"))
    assert page.evaluate("window.isTheSame") is True


def test_a_misspelt_title_is_answered_with_buttons_of_which_one_leads_on(visit: Visit) -> None:
    page = visit()
    ask(page, "harry poter")
    heading(page, "I know no book called \u201charry poter\u201d")

    page.get_by_role("button", name=re.compile("Goblet of Fire")).click()

    heading(page, "If you liked Harry Potter and the Goblet of Fire")
    expect(page.get_by_label("A book that you liked")).to_have_value(
        "Harry Potter and the Goblet of Fire (Harry Potter, 4)"
    )
    expect(page).to_have_url(re.compile(r"\?book=[a-z2-7]{8}$"))


def test_the_way_back_and_forward_leads_over_every_answer_also_without_a_network(visit: Visit) -> None:
    page = visit()
    ask(page, "dune")
    heading(page, "If you liked Dune")
    page.get_by_role("link", name=re.compile("^More like this: Foundation")).click()
    heading(page, "If you liked Foundation")

    page.context.set_offline(True)
    page.go_back()
    heading(page, "If you liked Dune")
    expect(page.get_by_label("A book that you liked")).to_have_value("dune")
    page.go_back()
    heading(page, "Many readers like these")
    expect(page).to_have_title("Shelftalker: five books to read next")
    page.go_forward()
    heading(page, "If you liked Dune")


def test_an_address_can_be_shared_and_reloaded(visit: Visit) -> None:
    page = visit("?title=dune")

    expect(page.locator("#heading")).to_contain_text("If you liked Dune")
    expect(page.get_by_label("A book that you liked")).to_have_value("dune")
    page.reload()
    expect(page.locator(".book")).to_have_count(5)


def test_the_name_leads_home_and_a_cover_on_the_shelf_to_its_book(visit: Visit) -> None:
    page = visit("?title=dune")
    page.get_by_role("link", name="Shelftalker").click()
    heading(page, "Many readers like these")
    expect(page.get_by_label("A book that you liked")).to_have_value("")

    title = page.locator(".shelf .title").first.inner_text()
    page.locator(".shelf a").first.click()
    heading(page, f"If you liked {title}")


def test_links_with_a_key_held_open_a_page_of_their_own(visit: Visit) -> None:
    page = visit("?title=dune")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("^More like this: Foundation")).click(modifiers=["ControlOrMeta"])

    expect(opened.value.locator("#heading")).to_contain_text("If you liked Foundation")
    expect(page.locator("#heading")).to_contain_text("If you liked Dune")


def test_an_answer_that_is_overtaken_by_the_next_is_not_shown(visit: Visit) -> None:
    page = visit()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/?title=dune", hold)
    ask(page, "dune")
    expect(page.locator("#progress")).to_contain_text("Looking along the shelves")
    ask(page, "emma")
    heading(page, "If you liked Emma")

    held[0].continue_()
    page.wait_for_timeout(300)
    heading(page, "If you liked Emma")
    expect(page).to_have_url(re.compile(r"\?title=emma$"))


def test_the_page_works_by_keyboard_alone(visit: Visit) -> None:
    page = visit("?title=harry+poter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the books")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the books")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Shelftalker")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("A book that you liked")).to_be_focused()
    press_until_focused(page, "Tab", page.get_by_role("button", name=re.compile("Goblet of Fire")))
    page.keyboard.press("Enter")
    heading(page, "If you liked Harry Potter and the Goblet of Fire")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Get it")).first).to_be_focused()


def test_a_person_at_a_phone_gets_from_a_title_to_the_next_without_scrolling_sideways(visit: Visit) -> None:
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.get_by_label("A book that you liked").tap()
    page.keyboard.type("dun")
    page.get_by_role("option", name=re.compile("^Dune Messiah")).tap()
    heading(page, "If you liked Dune Messiah")
    expect(page.locator("#heading")).to_be_in_viewport()

    page.get_by_role("link", name=re.compile("^More like this")).first.tap()
    expect(page.locator("#heading")).not_to_contain_text("If you liked Dune Messiah")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_no_cookie_is_set_and_nothing_is_stored(visit: Visit) -> None:
    page = visit()
    ask(page, "dune")
    heading(page, "If you liked Dune")

    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
