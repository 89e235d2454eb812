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

from model_build.evaluation.results import Measured
from model_build.evaluation.titles.title_search import Share

# Blue against grey is told apart by everyone, on white and on black; ours is also in bold.
_OURS, _OTHERS = "#1c7fc4", "#8b9096"
_INK = "#1b1d20"
_INK_AT_NIGHT = "#e7e9ec"
_INCHES_A_BAR = 0.36
_SVG_INCHES, _PNG_INCHES, _PNG_DOTS_AN_INCH = 4.6, 8.0, 200
# Longer labels take two lines, so that none is cut off at the picture's edge.
_LETTERS_A_LINE = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what was measured of one method, and how it is written beside it."""

    label: str
    measured: Measured | Share
    text: str
    is_ours: bool = False


def bars_as_svg(bars: Sequence[Bar]) -> str:
    """A picture for the page, as wide as its place, with ink that follows the viewer's light or dark colours."""
    figure = _figure(bars, _SVG_INCHES, font_size=10.5)
    stream = io.BytesIO()
    # Text stays text: it is small, sharp, and is drawn in the viewer's own font.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "shelftalker"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    svg = stream.getvalue().decode("utf-8")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], count=1, flags=re.DOTALL)
    ink = f"<style>svg{{color:{_INK}}}@media(prefers-color-scheme:dark){{svg{{color:{_INK_AT_NIGHT}}}}}</style>"
    return svg.replace(_INK, "currentColor").replace("<defs>", f"{ink}<defs>", 1)


def bars_as_png(title: str, subtitle: str, bars: Sequence[Bar]) -> bytes:
    """A picture that stands alone, 1,600 pixels wide, on white."""
    figure = _figure(bars, _PNG_INCHES, font_size=12, heading=(title, subtitle))
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def _figure(
    bars: Sequence[Bar], width_inches: float, font_size: float, heading: tuple[str, str] | None = None
) -> Figure:
    """Horizontal bars, the first on top."""
    inches_above = 0.95 if heading else 0.05
    inches_a_bar = _INCHES_A_BAR * font_size / 10.5
    height_inches = len(bars) * inches_a_bar + inches_above + 0.1
    # Opaque where it stands alone: its ink is dark whatever the viewer's colours are.
    figure = Figure(
        figsize=(width_inches, height_inches),
        dpi=_PNG_DOTS_AN_INCH if heading else 100,
        facecolor="white" if heading else "none",
    )
    text: dict[str, Any] = {"fontsize": font_size, "color": _INK, "va": "center"}
    labels = [textwrap.fill(bar.label, _LETTERS_A_LINE) for bar in bars]
    characters = max(len(line) for label in labels for line in label.splitlines())
    left = min(0.45, characters * font_size * 0.0087 / width_inches + 0.03)
    bottom = 0.05 / height_inches
    axes = figure.add_axes((left, bottom, 0.985 - left, 1 - bottom - inches_above / height_inches))
    axes.set_axis_off()
    longest = max(_end(bar) for bar in bars) or 1.0
    values = max(len(bar.text) for bar in bars) * font_size * 0.0087 / width_inches / (0.985 - left)
    axes.set_xlim(0, longest / (1 - min(0.6, values + 0.03)))
    axes.set_ylim(len(bars) - 0.5, -0.5)
    for place, (bar, label) in enumerate(zip(bars, labels, strict=True)):
        weight = "bold" if bar.is_ours else "normal"
        value = _known(bar.measured.value)
        axes.barh(place, value, height=0.62, color=_OURS if bar.is_ours else _OTHERS)
        axes.plot((_known(bar.measured.low), _known(bar.measured.high)), (place, place), color=_INK, linewidth=1.2)
        gap = axes.get_xlim()[1] * 0.012
        axes.text(-gap, place, label, ha="right", weight=weight, linespacing=0.95, **text)
        axes.text(_end(bar) + gap, place, bar.text, ha="left", weight=weight, **text)
    axes.axvline(0, color=_INK, linewidth=0.8)
    if heading:
        x = 0.2 / width_inches
        figure.text(x, 1 - 0.3 / height_inches, heading[0], **text | {"fontsize": font_size * 1.3, "weight": "bold"})
        figure.text(x, 1 - 0.62 / height_inches, heading[1], **text | {"fontsize": font_size * 0.9})
    return figure


def _end(bar: Bar) -> float:
    """Where a bar and its interval end."""
    return max(_known(bar.measured.value), _known(bar.measured.high))


def _known(value: float) -> float:
    return value if math.isfinite(value) else 0.0
