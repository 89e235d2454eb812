"""The plots of an evaluation: bars with their intervals, labelled directly."""

import io
import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from model_build.evaluation.results import Estimate
from model_build.evaluation.titles.title_search import Share


@dataclass(frozen=True, slots=True)
class PlotConfig:
    """Colours and sizes of the plots.

    Attributes:
        our_colour: Colour of the project's bar, which is also in bold. Everyone can distinguish blue from grey, on
            white and on black.
        other_colour: Colour of the other bars.
        ink: Colour of text and lines.
        ink_at_night: The same where the viewer's page is dark.
        inches_per_bar: Height of a bar with its gap, in inches, at the SVG's font size.
        svg_inches: Width of an SVG in inches.
        svg_font_points: Font size of an SVG in points.
        png_inches: Width of a PNG in inches.
        png_font_points: Font size of a PNG in points.
        png_dots_per_inch: Pixels of a PNG per inch.
        letters_per_line: Letters of a label in one line; longer labels take two, so that none is cut off at the
            picture's edge.
        em_inches: Mean width of a letter in inches per point of font size.
    """

    our_colour: str = "#1c7fc4"
    other_colour: str = "#8b9096"
    ink: str = "#1b1d20"
    ink_at_night: str = "#e7e9ec"
    inches_per_bar: float = 0.36
    svg_inches: float = 4.6
    svg_font_points: float = 10.5
    png_inches: float = 8.0
    png_font_points: float = 12
    png_dots_per_inch: int = 200
    letters_per_line: int = 22
    em_inches: float = 0.0087


PLOT = PlotConfig()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the figure of one method with its interval, and the text beside it."""

    label: str
    estimate: Estimate | Share
    text: str
    is_ours: bool = False


def bars_as_svg(bars: Sequence[Bar]) -> str:
    """Draw a picture for the page, as wide as its column, with ink that follows the viewer's light or dark colours."""
    figure = _figure(bars, PLOT.svg_inches, PLOT.svg_font_points)
    stream = io.BytesIO()
    # Text stays text: it is small, sharp, and shown in the viewer's own font.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "shelftalker"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    svg = stream.getvalue().decode("utf-8")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], count=1, flags=re.DOTALL)
    ink = f"<style>svg{{color:{PLOT.ink}}}@media(prefers-color-scheme:dark){{svg{{color:{PLOT.ink_at_night}}}}}</style>"
    return svg.replace(PLOT.ink, "currentColor").replace("<defs>", f"{ink}<defs>", 1)


def bars_as_png(title: str, subtitle: str, bars: Sequence[Bar]) -> bytes:
    """Draw a picture that stands alone, 1,600 pixels wide, on white."""
    figure = _figure(bars, PLOT.png_inches, PLOT.png_font_points, heading=(title, subtitle))
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _figure(
    bars: Sequence[Bar], width_inches: float, font_size: float, heading: tuple[str, str] | None = None
) -> Figure:
    """Draw horizontal bars, the first on top."""
    inches_above = 0.95 if heading else 0.05
    bar_inches = PLOT.inches_per_bar * font_size / PLOT.svg_font_points
    height_inches = len(bars) * bar_inches + inches_above + 0.1
    # Opaque where it stands alone: its ink is dark whatever the viewer's colours are.
    figure = Figure(
        figsize=(width_inches, height_inches),
        dpi=PLOT.png_dots_per_inch if heading else 100,
        facecolor="white" if heading else "none",
    )
    text: dict[str, Any] = {"fontsize": font_size, "color": PLOT.ink, "va": "center"}
    labels = [textwrap.fill(bar.label, PLOT.letters_per_line) for bar in bars]
    characters = max(len(line) for label in labels for line in label.splitlines())
    left = min(0.45, characters * font_size * PLOT.em_inches / width_inches + 0.03)
    bottom = 0.05 / height_inches
    axes = figure.add_axes((left, bottom, 0.985 - left, 1 - bottom - inches_above / height_inches))
    axes.set_axis_off()
    longest = max(_end(bar) for bar in bars) or 1.0
    values = max(len(bar.text) for bar in bars) * font_size * PLOT.em_inches / width_inches / (0.985 - left)
    axes.set_xlim(0, longest / (1 - min(0.6, values + 0.03)))
    axes.set_ylim(len(bars) - 0.5, -0.5)
    for row, (bar, label) in enumerate(zip(bars, labels, strict=True)):
        weight = "bold" if bar.is_ours else "normal"
        value = _finite(bar.estimate.value)
        axes.barh(row, value, height=0.62, color=PLOT.our_colour if bar.is_ours else PLOT.other_colour)
        axes.plot((_finite(bar.estimate.low), _finite(bar.estimate.high)), (row, row), color=PLOT.ink, linewidth=1.2)
        gap = axes.get_xlim()[1] * 0.012
        axes.text(-gap, row, label, ha="right", weight=weight, linespacing=0.95, **text)
        axes.text(_end(bar) + gap, row, bar.text, ha="left", weight=weight, **text)
    axes.axvline(0, color=PLOT.ink, linewidth=0.8)
    if heading:
        x = 0.2 / width_inches
        figure.text(x, 1 - 0.3 / height_inches, heading[0], **text | {"fontsize": font_size * 1.3, "weight": "bold"})
        figure.text(x, 1 - 0.62 / height_inches, heading[1], **text | {"fontsize": font_size * 0.9})
    return figure


def _end(bar: Bar) -> float:
    """Return the end of a bar with its interval."""
    return max(_finite(bar.estimate.value), _finite(bar.estimate.high))


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0
