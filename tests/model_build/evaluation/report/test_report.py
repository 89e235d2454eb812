import json
import math
import re
import struct
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.dom import minidom

import pytest

from model_build.evaluation.report import folder as report_folder
from model_build.evaluation.report.folder import write_report
from model_build.evaluation.report.page import quality_plot, report_page
from model_build.evaluation.report.plots import Bar, bars_as_png, bars_as_svg
from model_build.evaluation.report.report import as_json, installed_versions
from model_build.evaluation.report.terminal import summary
from model_build.evaluation.report.wording import (
    count,
    difference,
    milliseconds,
    score,
    settings,
    share,
    standing,
    times,
    verdict,
)
from model_build.evaluation.results import Lead, Measured
from tests.model_build.evaluation.made_up import made_up_report, task

VOID = {"meta", "img", "br", "link"}


class Page(HTMLParser):
    """The tags of a page, checked to be balanced, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Fail where another tag should end first."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text.append(data)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all tags of a kind."""
        return [attributes for each, attributes in self.tags if each == tag]


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
    regions = [each for each in page.attributes("div") if each.get("role") == "region"]
    assert len(regions) == tables
    assert all(region["aria-label"] and region["tabindex"] == "0" for region in regions)
    alternatives = [str(image["alt"]) for image in page.attributes("img")]
    assert alternatives[0].startswith("nDCG@10 by method: Shelftalker 0.0995; EASE 0.0760; ")


def test_the_page_shows_every_method_and_signal_and_why_one_is_missing(page: Page) -> None:
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


def test_names_are_text_whatever_they_hold() -> None:
    report = made_up_report()
    ours, other, *others = report.results.similar.methods
    other = replace(other, name="<b>5 & 6", settings={"<i>": "a & b"})
    similar = replace(report.results.similar, methods=(ours, other, *others))
    html = report_page(replace(report, results=replace(report.results, similar=similar)))

    assert "&lt;b&gt;5 &amp; 6<small>&lt;i&gt;\N{NO-BREAK SPACE}a &amp; b</small>" in html
    assert "<b>5" not in html


def test_rows_have_a_cell_a_column() -> None:
    for table in re.findall(r"<table>.*?</table>", report_page(made_up_report()), flags=re.DOTALL):
        head, *rows = re.findall(r"<tr>(.*?)</tr>", table, flags=re.DOTALL)
        assert rows
        assert {len(re.findall(r"<t[hd]", row)) for row in rows} == {head.count("<th")}


def test_tables_and_plots_of_nothing_are_left_out() -> None:
    report = made_up_report()
    similar = replace(report.results.similar, ablation=(), left_out={}, grid={})
    html = report_page(replace(report, results=replace(report.results, similar=similar)))

    assert "each signal alone" not in html
    assert "Left out" not in html
    Page(html)


def test_plots_are_drawn_in_the_ink_of_the_page() -> None:
    svg = bars_as_svg(
        [Bar("<us> & co", Measured(0.2, 0.1, 0.3), "0.2", is_ours=True), Bar("others", NOT_MEASURED, "–")]
    )

    texts = [element.firstChild.data for element in minidom.parseString(svg).getElementsByTagName("text")]  # noqa: S318 - made here
    assert texts == ["<us> & co", "0.2", "others", "–"]
    assert "currentColor" in svg
    assert "prefers-color-scheme:dark" in svg
    assert svg == bars_as_svg(
        [Bar("<us> & co", Measured(0.2, 0.1, 0.3), "0.2", is_ours=True), Bar("others", NOT_MEASURED, "–")]
    )


NOT_MEASURED = Measured(math.nan, math.nan, math.nan)


def test_longer_bars_are_better_methods() -> None:
    svg = bars_as_svg(
        [Bar("a", Measured(0.4, 0.4, 0.4), "0.4", is_ours=True), Bar("b", Measured(0.1, 0.1, 0.1), "0.1")]
    )

    widths = []
    for colour in ("#1c7fc4", "#8b9096"):
        (path,) = re.findall(rf'<path d="([^"]*)"[^>]*style="fill: {colour}"', svg)
        across = [float(number) for number in re.findall(r"[ML] (\S+) \S+", path)]
        widths.append(max(across) - min(across))
    assert widths[0] == pytest.approx(4 * widths[1], rel=1e-3)


def test_the_picture_is_1600_pixels_wide_and_opaque() -> None:
    png = quality_plot(made_up_report())

    width, height = struct.unpack(">II", png[16:24])
    assert width == 1600
    assert 500 < height < 1400

    assert alpha_of(png) == {255}


def alpha_of(png: bytes) -> set[int]:
    """What alpha values a PNG has."""
    import io

    from PIL import Image

    alpha = Image.open(io.BytesIO(png)).convert("RGBA").getchannel("A")
    low, high = alpha.getextrema()
    return {low, high}


def test_bars_of_zero_can_be_drawn() -> None:
    nothing = Measured(0.0, 0.0, 0.0)
    assert bars_as_png("title", "subtitle", [Bar("us", nothing, "0", is_ours=True)]).startswith(b"\x89PNG")


def test_json_has_every_figure_by_name_and_null_where_there_is_none() -> None:
    report = json.loads(as_json(made_up_report()))

    assert list(report) == ["results", "suggestions", "notice", "versions"]
    similar = report["results"]["similar"]
    assert similar["methods"][0]["ndcg_at_10"] == {"value": 0.0995, "low": 0.0995 * 0.95, "high": 0.0995 * 1.05}
    assert similar["methods"][-1]["median_popularity"] is None
    assert similar["leads"][-1] == similar["leads"][-1] | {"over": "pivot-table cosine", "ratio": None}
    assert similar["grid"]["implicit BM25"]["K"] == [20, 100, 500]
    assert report["suggestions"]["methods"][2]["found"]["value"] == 463 / 720
    assert report["results"]["seed"] == 7


def test_versions_are_those_of_the_libraries_that_the_figures_depend_on() -> None:
    versions = installed_versions()

    assert {"Python", "implicit", "lightgbm", "numpy", "rapidfuzz", "scipy"} <= set(versions)
    assert all(re.match(r"\d+\.\d+", version) for version in versions.values())


def test_a_report_is_three_files(tmp_path: Path) -> None:
    page = write_report(made_up_report(), tmp_path / "new" / "report")

    assert page == tmp_path / "new" / "report" / "report.html"
    assert sorted(path.name for path in page.parent.iterdir()) == ["quality.png", "report.html", "report.json"]


def test_an_earlier_report_stays_when_the_next_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(made_up_report(), tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_bytes = Path.write_bytes

    def full_disk(path: Path, content: bytes) -> int:
        if "report.html" in path.name:
            write_bytes(path, content[:10])
            raise OSError(28, "No space left on device")
        return write_bytes(path, content)

    monkeypatch.setattr(report_folder, "as_json", lambda _: "{}")
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_report(made_up_report(), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_terminal_gets_a_screenful_of_aligned_plain_lines() -> None:
    lines = summary(made_up_report()).splitlines()

    assert len(lines) <= 25
    assert all(character.isprintable() for line in lines for character in line)
    *table, _, _, notice = lines
    assert notice == "These readers are made up."
    assert len(set(map(len, table))) == 1
    assert table[0].startswith("After a book (31,000 asked, 1,842 readers)")
    assert table[1].split() == ["Shelftalker", "0.0995", "0.0945", "to", "0.1045", "26.9%", "99.5%", "61.0%"]


def test_the_verdict_names_the_best_of_the_others_and_what_is_not_beaten() -> None:
    report = made_up_report()

    assert verdict(report.results.similar) == (
        "nDCG@10 is 0.0995 (0.0945 to 0.1045), 1.31 × that of EASE, the best of the others; "
        "ahead of each of the 7 beyond chance."
    )
    assert verdict(report.results.personal) == (
        "nDCG@10 is 0.0995 (0.0945 to 0.1045), 0.99 × that of popularity, the best of the others; "
        "not ahead beyond chance of: EASE, popularity."
    )
    assert verdict(task({"Shelftalker": 0.1}, {}, {})).endswith("; no other method took part.")


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.001, 0.1, "ahead"), (0.0, 0.1, "too close to tell"), (-0.1, 0.0, "too close to tell"), (-0.2, -0.1, "behind")],
)
def test_a_lead_is_one_only_where_its_interval_clears_zero(low: float, high: float, word: str) -> None:
    assert standing(Lead("EASE", Measured((low + high) / 2, low, high), 1.0)) == word


def test_figures_are_written_for_people() -> None:
    assert [score(0.09954), score(math.nan)] == ["0.0995", "–"]
    assert [difference(0.02), difference(-0.02), difference(math.nan)] == ["+0.0200", "−0.0200", "–"]
    assert [share(0.2694), share(math.nan)] == ["26.9%", "–"]
    assert [count(1842), count(113.5), count(math.nan)] == ["1,842", "113.5", "–"]
    assert [times(1.3091), times(math.inf), times(math.nan)] == ["1.31 ×", "∞", "–"]
    assert [milliseconds(1.44), milliseconds(1216.1)] == ["1.4", "1,216"]
    assert settings({"K": 500, "alpha": 10.0, "input": "liked"}).split() == [
        "K",
        "500,",
        "alpha",
        "10,",
        "input",
        "liked",
    ]


def test_pictures_in_the_page_are_whole(page: Page) -> None:
    for image in page.attributes("img"):
        minidom.parseString(b64decode(str(image["src"]).partition(",")[2]))  # noqa: S318 - made here
