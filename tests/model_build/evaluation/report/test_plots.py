"""Tests of the report's plots."""

import io
import math
import re
import struct
from collections.abc import Callable
from itertools import combinations
from xml.dom import minidom

import pytest
from PIL import Image

from model_build.evaluation.report.page import exposure_plot, exposure_points, quality_plot
from model_build.evaluation.report.plots import Bar, Point, bars_as_png, bars_as_svg, points_as_svg
from model_build.evaluation.report.report import Report
from model_build.evaluation.results import Estimate
from tests.model_build.evaluation.made_up_report import SCORES, made_up_report

NOT_MEASURED = Estimate(math.nan, math.nan, math.nan)


def test_plots_have_the_text_colour_of_the_page() -> None:
    svg = bars_as_svg(
        [Bar("<us> & co", Estimate(0.2, 0.1, 0.3), "0.2", is_ours=True), Bar("others", NOT_MEASURED, "–")]
    )

    nodes = [element.firstChild for element in minidom.parseString(svg).getElementsByTagName("text")]  # noqa: S318 - made here
    assert [node.data for node in nodes if isinstance(node, minidom.Text)] == ["<us> & co", "0.2", "others", "–"]
    assert "currentColor" in svg
    assert "prefers-color-scheme:dark" in svg
    assert svg == bars_as_svg(
        [Bar("<us> & co", Estimate(0.2, 0.1, 0.3), "0.2", is_ours=True), Bar("others", NOT_MEASURED, "–")]
    )


def test_longer_bars_are_better_methods() -> None:
    svg = bars_as_svg(
        [Bar("a", Estimate(0.4, 0.4, 0.4), "0.4", is_ours=True), Bar("b", Estimate(0.1, 0.1, 0.1), "0.1")]
    )

    widths = []
    for colour in ("#1c7fc4", "#8b9096"):
        (path,) = re.findall(rf'<path d="([^"]*)"[^>]*style="fill: {colour}"', svg)
        across = [float(number) for number in re.findall(r"[ML] (\S+) \S+", path)]
        widths.append(max(across) - min(across))
    assert widths[0] == pytest.approx(4 * widths[1], rel=1e-3)


def positions_of(svg: str, colour: str) -> list[tuple[float, float]]:
    """Return the centres of the points of one colour, in the picture's units, x to the right and y down."""
    used = re.findall(rf'<use [^>]*x="([0-9.]+)" y="([0-9.]+)" style="fill: {colour}; stroke: {colour}"', svg)
    return [(float(x), float(y)) for x, y in used]


def test_accurate_methods_are_above_and_even_ones_to_the_left() -> None:
    points = [
        Point("us", Estimate(0.09, 0.08, 0.1), 0.06, is_ours=True),
        Point("bestsellers", Estimate(0.09, 0.08, 0.1), 0.6),
        Point("others", Estimate(0.03, 0.02, 0.04), 0.06),
    ]
    svg = points_as_svg(points)
    (ours,) = positions_of(svg, "#1c7fc4")
    bestsellers, others = positions_of(svg, "#8b9096")
    assert ours[1] == pytest.approx(bestsellers[1])
    assert ours[0] == pytest.approx(others[0])
    assert bestsellers[0] > ours[0]
    assert others[1] > ours[1]
    assert svg == points_as_svg(points)


def test_labels_of_close_points_cover_neither_each_other_nor_a_point() -> None:
    points = [
        Point(f"method {number}", Estimate(0.05 + number / 1000, 0.04, 0.06), 0.1 * 1.02**number) for number in range(5)
    ]
    svg = points_as_svg(points)
    labels = re.findall(r'<text style="([^"]*)" x="([0-9.]+)" y="([0-9.]+)"[^>]*>(method \d)</text>', svg)
    assert len(labels) == 5
    boxes = []
    for style, x, y, label in labels:
        width, height = 5.5 * len(label), 8.0
        left = float(x) - width if "end" in style else float(x)
        boxes.append((left, float(y) - height, left + width, float(y)))
    for first, second in combinations(boxes, 2):
        assert first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
    for x, y in positions_of(svg, "#8b9096"):
        assert not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def test_methods_that_show_nothing_have_no_point() -> None:
    points = exposure_points(made_up_report().results.similar.methods)
    assert [point.label for point in points] == [name for name in SCORES if name != "pivot-table cosine"]
    assert [point.label for point in points if point.is_ours] == ["Shelftalker"]


@pytest.mark.parametrize("plot", [quality_plot, exposure_plot])
def test_the_picture_is_1600_pixels_wide_and_opaque(plot: Callable[[Report], bytes]) -> None:
    png = plot(made_up_report())

    width, height = struct.unpack(">II", png[16:24])
    assert width == 1600
    assert 500 < height < 1400

    assert alpha_of(png) == {255}


def alpha_of(png: bytes) -> set[int]:
    """Return the alpha values of a PNG."""
    return set(Image.open(io.BytesIO(png)).convert("RGBA").getchannel("A").tobytes())


def test_bars_of_zero_are_plotted() -> None:
    nothing = Estimate(0.0, 0.0, 0.0)
    assert bars_as_png("title", "subtitle", [Bar("us", nothing, "0", is_ours=True)]).startswith(b"\x89PNG")
