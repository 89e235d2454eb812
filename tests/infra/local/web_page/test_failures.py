"""The web page in Chromium where something is missing: the network, the service, a cover, or scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

Visit = Callable[..., Page]


def ask(page: Page, title: str) -> None:
    box = page.get_by_label("A book that you liked")
    box.fill(title)
    box.press("Enter")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (429, "Many people are asking at this moment. Wait a few seconds, then try again."),
        (503, "Many people are asking at this moment. Wait a few seconds, then try again."),
        (500, "Something went wrong on our side. Wait a minute, then try again."),
        (413, "Something went wrong on our side. Wait a minute, then try again."),
    ],
)
def test_an_answer_of_the_gateway_is_explained_and_can_be_asked_for_again(
    visit: Visit, status: int, sentence: str
) -> None:
    page = visit("?title=dune")
    failing = "**/?title=emma"
    page.route(failing, lambda route: route.fulfill(status=status, json={"message": "Too Many Requests"}))
    ask(page, "emma")

    expect(page.locator("#progress")).to_contain_text(sentence)
    expect(page.locator("#heading")).to_contain_text("If you liked Dune")
    expect(page).to_have_url(re.compile(r"\?title=dune$"))
    page.unroute(failing)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#heading")).to_contain_text("If you liked Emma")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_visitor_without_a_network_learns_it(visit: Visit) -> None:
    page = visit()
    page.context.set_offline(True)
    ask(page, "dune")
    expect(page.locator("#progress")).to_contain_text("You are offline. Connect to the internet, then try again.")

    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#heading")).to_contain_text("If you liked Dune")


def test_a_service_that_can_not_be_reached_is_explained(visit: Visit) -> None:
    page = visit()
    page.route("**/?title=dune", lambda route: route.abort("connectionrefused"))
    ask(page, "dune")

    expect(page.locator("#progress")).to_contain_text("The bookshop can't be reached. Check your connection")


def test_a_slow_answer_is_announced_and_one_that_never_comes_is_given_up(visit: Visit) -> None:
    page = visit()
    page.clock.install()
    page.route("**/?title=dune", lambda _: None)
    ask(page, "dune")
    page.clock.run_for(400)
    expect(page.locator("#progress")).to_have_text("Looking along the shelves\u2026")
    expect(page.locator("body")).to_have_attribute("aria-busy", "true")

    page.clock.run_for(20_000)
    expect(page.locator("#progress")).to_contain_text("The answer takes too long. Your connection may be slow.")
    expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")


def test_a_sentence_of_the_page_itself_is_shown_and_not_kept(visit: Visit) -> None:
    page = visit()
    page.evaluate("document.getElementById('title').removeAttribute('maxlength')")
    ask(page, "x" * 301)

    expect(page.locator("#heading")).to_have_text("That is too long for a title")
    expect(page.locator(".lead")).to_contain_text("A title may have 300 letters here; this one has 301.")


@pytest.mark.parametrize("text", ["", "   "])
def test_a_box_without_a_title_is_not_sent(visit: Visit, text: str) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "?title=" in request.url else None)
    ask(page, text)

    page.wait_for_timeout(300)
    assert asked == []
    expect(page.get_by_label("A book that you liked")).to_be_focused()


def test_covers_that_are_missing_are_cloth_with_the_initials_of_their_titles(visit: Visit) -> None:
    page = visit("?title=dune", covers=False)
    expect(page.locator(".book .cover.plain")).to_have_count(5)
    expect(page.locator(".book img")).to_have_count(0)
    first = page.locator(".book .cover").first
    expect(first).to_have_text("DM")
    box = first.bounding_box()

    assert box is not None
    assert box["height"] == pytest.approx(box["width"] * 1.5, abs=2)


def test_without_scripts_a_missing_cover_has_no_size_and_so_no_mark_of_a_broken_image(visit: Visit) -> None:
    page = visit("?title=dune", covers=False, scripts=False)
    expect(page.locator(".book .cover").first).to_have_text("DM")
    image, cover = (page.locator(f".book .cover{part}").first.bounding_box() for part in (" img", ""))

    assert image is not None
    assert cover is not None
    assert image["height"] == 0
    assert cover["height"] > 90


def test_a_cover_of_one_pixel_is_taken_for_a_missing_one(visit: Visit) -> None:
    dot = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")

    def send_dot(route: Route) -> None:
        route.fulfill(body=dot, content_type="image/gif")

    page = visit()
    page.context.route("https://**", send_dot)
    ask(page, "dune")

    expect(page.locator(".book .cover.plain")).to_have_count(5)
    expect(page.locator(".book img")).to_have_count(0)


def test_everything_works_without_scripts(visit: Visit) -> None:
    page = visit(scripts=False)
    ask(page, "harry poter")
    expect(page.locator("#heading")).to_have_text("I know no book called \u201charry poter\u201d")
    page.get_by_role("button", name=re.compile("Goblet of Fire")).click()
    expect(page.locator("#heading")).to_contain_text("If you liked Harry Potter and the Goblet of Fire")
    expect(page.get_by_label("A book that you liked")).to_have_value(
        "Harry Potter and the Goblet of Fire (Harry Potter, 4)"
    )
    page.get_by_role("link", name=re.compile("^More like this")).first.click()
    expect(page.locator(".book")).to_have_count(5)
    page.go_back()
    expect(page.locator("#heading")).to_contain_text("Goblet of Fire")
    expect(page.get_by_role("combobox")).to_have_count(0)
