"""Tests of the report's plots."""

import io
import math
import re
import struct
from xml.dom import minidom

import pytest
from PIL import Image

from model_build.evaluation.report.page import quality_plot
from model_build.evaluation.report.plots import Bar, bars_as_png, bars_as_svg
from model_build.evaluation.results import Estimate
from tests.model_build.evaluation.made_up_report import made_up_report

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


def test_the_picture_is_1600_pixels_wide_and_opaque() -> None:
    png = quality_plot(made_up_report())

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
