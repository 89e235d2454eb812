"""Tests of the report's page."""

from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from xml.dom import minidom

import pytest

from model_build.evaluation.report.page import report_page
from tests.model_build.evaluation.made_up_report import made_up_report

VOID = {"meta", "img", "br", "link"}


class Page(HTMLParser):
    """The tags of a page, which must be balanced, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Fail where another tag should end first."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Record a text."""
        self.text.append(data)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all tags of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report_page(made_up_report()))


def test_the_page_needs_nothing_beside_it(page: Page) -> None:
    assert page.attributes("link") == page.attributes("script") == page.attributes("a") == []
    assert page.attributes("img")
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in page.attributes("img"))
    assert "url(" not in "".join(page.text)
    assert "@import" not in "".join(page.text)


def test_the_page_can_be_read_without_seeing_it(page: Page) -> None:
    assert page.attributes("html") == [{"lang": "en"}]
    tables = len(page.attributes("table"))
    assert tables == len(page.attributes("caption")) > 6
    assert all(cell["scope"] in ("col", "row") for cell in page.attributes("th"))
    regions = [region for region in page.attributes("div") if region.get("role") == "region"]
    assert len(regions) == tables
    assert all(region["aria-label"] and region["tabindex"] == "0" for region in regions)
    alternatives = [str(image["alt"]) for image in page.attributes("img")]
    assert alternatives[0].startswith("nDCG@10 by method: Shelftalker 0.0995; EASE 0.0760; ")


def test_the_page_shows_every_method_and_signal_and_the_reason_why_one_is_missing(page: Page) -> None:
    text = " ".join(page.text).replace("\N{NO-BREAK SPACE}", " ")

    for expected in (
        "Shelftalker", "pivot-table cosine", "K 500, B 0, input liked", "readers are made up.", "0.0945 to 0.1045",
        "author and title", "1.31 ×", "+0.0235", "14,679", "WRatio", "K: 20, 100, 500; B: 0, 0.5; input: read, liked",
        "implicit", "0.7.3",
        "Left out: EASE. It <needs> 60 GB & more.",
    ):  # fmt: skip
        assert expected in text
    assert "nan" not in text.lower().split()
    assert "inf" not in text.lower().split()


def test_the_page_shows_exposure_and_groups_of_questions_and_ease_at_every_lambda(page: Page) -> None:
    text = " ".join(page.text)

    for expected in (
        "After a book, how evenly books are shown", "49.8%", "24.9%",
        "After a book, nDCG@10 by ratings of the asked book", "up to 4: 1,240 asked, 310 readers",
        "For a reader, how far ahead in nDCG@10 by known ratings of the reader", "+0.0200", "−0.0010 to +0.0410",
        "EASE, lambda 30", "After a book, the order of series as shown", "of 844", "89.5%", "79.6%", "1.2%",
    ):  # fmt: skip
        assert expected in text


def test_the_page_shows_the_questions_by_kind(page: Page) -> None:
    text = " ".join(page.text)

    for expected in ("Finding a book, by kind of question", "several titles", "94.0%", "2.8%", "0.4%", "0.1% to 2.2%"):
        assert expected in text


def test_empty_tables_and_plots_are_left_out() -> None:
    report = made_up_report()
    similar = replace(report.results.similar, ablation=(), left_out={}, grid={})
    html = report_page(replace(report, results=replace(report.results, similar=similar)))

    assert "each signal alone" not in html
    assert "Left out" not in html
    Page(html)


def test_pictures_in_the_page_are_whole(page: Page) -> None:
    for image in page.attributes("img"):
        minidom.parseString(b64decode(str(image["src"]).partition(",")[2]))  # noqa: S318 - made here
