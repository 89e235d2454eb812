"""The looks of the web page in Chromium: contrast, sizes, night, rest, print, and names for all controls."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.infra.local.person_at_page import CONTRAST, DESKTOP, PHONE

Visit = Callable[..., Page]
ANSWERS = ("", "?title=dune", "?title=emma", "?title=harry+poter", "?title=stephen+king", "?title=qzxv+wqk", "?book=7")
# Every element with text of its own, the box and the letters on covers included.
TEXTS = "h1, h2, h2 *, h3, h3 *, p, p *, label, button, button *, a, small, input, .cover span"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ANSWERS)
def test_every_text_has_the_contrast_of_wcag_aa(visit: Visit, path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme, covers=False)
    page.locator("#title").fill("du")
    expect(page.get_by_role("option").first).to_be_visible()
    page.locator("#title").press("ArrowDown")
    ratios = page.locator(TEXTS).evaluate_all(
        f"all => all.filter((one) => one.checkVisibility()).map((one) => [one.outerHTML, ({CONTRAST})(one)])"
    )

    assert len(ratios) > 10
    assert [each for each in ratios if each[1] < 4.5] == []
    # Edges of controls and the mark of the focus need 3: WCAG 1.4.11.
    behind = CONTRAST.replace("background(text)", "background(text.parentElement)")
    for colour in ("borderTopColor", "outlineColor"):
        assert page.locator("#title").evaluate(behind.replace(".color)", f".{colour})")) >= 3, colour


@pytest.mark.parametrize("path", ANSWERS)
def test_no_width_needs_scrolling_sideways_and_controls_are_large_enough_to_touch(visit: Visit, path: str) -> None:
    page = visit(path)
    for width in (320, 360, 800, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        sizes = page.locator("main a:visible, main button:visible, form button:visible, input:visible").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
        )
        assert min(sizes) >= 24  # WCAG 2.5.8


def test_the_night_has_colours_of_its_own(visit: Visit) -> None:
    light, dark = (visit(color_scheme=scheme) for scheme in ("light", "dark"))

    colours = [page.evaluate("getComputedStyle(document.body).backgroundColor") for page in (light, dark)]
    assert colours == ["rgb(250, 246, 238)", "rgb(25, 21, 18)"]


def test_nothing_moves_for_whoever_wants_rest(visit: Visit) -> None:
    moving, resting = (visit(reduced_motion=motion) for motion in ("no-preference", "reduce"))
    transition = "node => getComputedStyle(node).transitionDuration"

    assert moving.locator("#answer").evaluate(transition) == "0.2s"
    assert resting.locator("#answer").evaluate(transition) == "0s"


def test_on_paper_stand_the_books_alone(visit: Visit) -> None:
    page = visit("?title=dune")
    page.emulate_media(media="print")

    expect(page.locator(".book h3").first).to_be_visible()
    for selector in ("#search", ".ways >> nth=0", ".skip"):
        expect(page.locator(selector)).to_be_hidden()


@pytest.mark.parametrize("path", ANSWERS)
def test_headings_landmarks_and_names_tell_the_page_to_a_screen_reader(visit: Visit, path: str) -> None:
    page = visit(path)
    levels = [int(name[1]) for name in page.locator("h1, h2, h3").evaluate_all("all => all.map((one) => one.tagName)")]

    assert levels[:2] == [1, 2]
    assert set(levels[2:]) <= {3}
    for role in ("banner", "main", "contentinfo", "search"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("combobox", name="A book that you liked")).to_have_accessible_description(
        "A title, an author or an ISBN. A misspelt one will do."
    )
    assert page.locator("html").get_attribute("lang") == "en"
    for control in page.locator("a:visible, button:visible").all():
        expect(control).to_have_accessible_name(re.compile(r"\w"))
    ids = page.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_focus_is_seen_on_every_control_in_the_order_of_the_page(visit: Visit, device: dict[str, int]) -> None:
    page = visit("?title=dune", viewport=device)
    seen: list[float] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
        assert focused.evaluate("node => parseFloat(getComputedStyle(node).outlineWidth)") >= 2
        seen.append(focused.evaluate("node => node.getBoundingClientRect().top + scrollY"))

    assert seen[1:] == sorted(seen[1:])
