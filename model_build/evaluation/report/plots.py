"""The plots of an evaluation: bars with their intervals, and accuracy against exposure; all labelled directly."""

import io
import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, Bbox

from model_build.evaluation.results import Estimate
from model_build.evaluation.titles.shares import Share


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
        points_height_ratio: Height of a plot of points over its width.
        tick_shares: Shares that may stand at the axis of a plot of points.
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
    points_height_ratio: float = 0.62
    tick_shares: tuple[float, ...] = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


PLOT = PlotConfig()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the figure of one method with its interval, and the text beside it."""

    label: str
    estimate: Estimate | Share
    text: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One method in a plot of nDCG@10 against most shown.

    Attributes:
        label: The method's name.
        ndcg_at_10: Its nDCG@10, with its interval.
        most_shown: Share of the answers that hold the most shown book, as shown, above 0.
        is_ours: True for the project's model.
    """

    label: str
    ndcg_at_10: Estimate
    most_shown: float
    is_ours: bool = False


def bars_as_svg(bars: Sequence[Bar]) -> str:
    """Draw a picture for the page, as wide as its column, with ink that follows the viewer's light or dark colours."""
    return _as_svg(_figure(bars, PLOT.svg_inches, PLOT.svg_font_points))


def bars_as_png(title: str, subtitle: str, bars: Sequence[Bar]) -> bytes:
    """Draw a picture that stands alone, 1,600 pixels wide, on white."""
    return _as_png(_figure(bars, PLOT.png_inches, PLOT.png_font_points, heading=(title, subtitle)))


def points_as_svg(points: Sequence[Point]) -> str:
    """Draw nDCG@10 against most shown for the page, as `bars_as_svg`."""
    return _as_svg(_points_figure(points, PLOT.svg_inches, PLOT.svg_font_points))


def points_as_png(title: str, subtitle: str, points: Sequence[Point]) -> bytes:
    """Draw nDCG@10 against most shown as a picture that stands alone, as `bars_as_png`."""
    return _as_png(_points_figure(points, PLOT.png_inches, PLOT.png_font_points, heading=(title, subtitle)))


def _as_svg(figure: Figure) -> str:
    stream = io.BytesIO()
    # Text stays text: it is small, sharp, and shown in the viewer's own font.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "shelftalker"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    svg = stream.getvalue().decode("utf-8")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], count=1, flags=re.DOTALL)
    ink = f"<style>svg{{color:{PLOT.ink}}}@media(prefers-color-scheme:dark){{svg{{color:{PLOT.ink_at_night}}}}}</style>"
    return svg.replace(PLOT.ink, "currentColor").replace("<defs>", f"{ink}<defs>", 1)


def _as_png(figure: Figure) -> bytes:
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
        _write_heading(figure, heading, font_size)
    return figure


def _write_heading(figure: Figure, heading: tuple[str, str], font_size: float) -> None:
    width_inches, height_inches = figure.get_size_inches()
    x = 0.2 / width_inches
    text: dict[str, Any] = {"color": PLOT.ink, "va": "center"}
    figure.text(x, 1 - 0.3 / height_inches, heading[0], fontsize=font_size * 1.3, weight="bold", **text)
    figure.text(x, 1 - 0.62 / height_inches, heading[1], fontsize=font_size * 0.9, **text)


def _points_figure(
    points: Sequence[Point], width_inches: float, font_size: float, heading: tuple[str, str] | None = None
) -> Figure:
    """Draw a point for each method: the higher, the more accurate; the further left, the more even."""
    inches_above = 0.95 if heading else 0.1
    height_inches = width_inches * PLOT.points_height_ratio + inches_above
    figure = Figure(
        figsize=(width_inches, height_inches),
        dpi=PLOT.png_dots_per_inch if heading else 100,
        facecolor="white" if heading else "none",
    )
    text: dict[str, Any] = {"fontsize": font_size, "color": PLOT.ink}
    left, bottom = 5.6 * font_size / 72 / width_inches, 3.6 * font_size / 72 / height_inches
    axes = figure.add_axes((left, bottom, 0.985 - left, 1 - bottom - inches_above / height_inches), facecolor="none")
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(PLOT.ink)
    axes.set_xscale("log")
    shares = [point.most_shown for point in points]
    axes.set_xlim(min(shares) / 3, 1.25)
    axes.set_ylim(0, 1.08 * max(_finite(point.ndcg_at_10.high) for point in points) or 1.0)
    ticks = [share for share in PLOT.tick_shares if axes.get_xlim()[0] <= share <= axes.get_xlim()[1]]
    axes.set_xticks(ticks, [f"{share:.1%}" if share < 0.01 else f"{share:.0%}" for share in ticks], **text)
    axes.minorticks_off()
    axes.tick_params(colors=PLOT.ink, labelsize=font_size)
    axes.set_xlabel("answers that hold the most shown book", **text)
    axes.set_ylabel("nDCG@10", **text)
    for point in points:
        colour = PLOT.our_colour if point.is_ours else PLOT.other_colour
        low, high = _finite(point.ndcg_at_10.low), _finite(point.ndcg_at_10.high)
        axes.plot((point.most_shown,) * 2, (low, high), color=colour, linewidth=1.2)
        axes.plot(point.most_shown, _finite(point.ndcg_at_10.value), "o", color=colour, markersize=0.6 * font_size)
    _label_points(axes, points, font_size)
    if heading:
        _write_heading(figure, heading, font_size)
    return figure


def _label_points(axes: Axes, points: Sequence[Point], font_size: float) -> None:
    """Write each point's label at the first position around it that covers least of other labels, points, intervals."""
    dots_per_point = axes.get_figure().dpi / 72  # type: ignore[union-attr]

    def place(point: Point, ndcg: float) -> tuple[float, float]:
        x, y = axes.transData.transform((point.most_shown, _finite(ndcg))) / dots_per_point
        return float(x), float(y)

    frame = axes.get_window_extent().transformed(Affine2D().scale(1 / dots_per_point))
    radius, gap, height = 0.4 * font_size, 0.65 * font_size, 1.15 * font_size
    taken = []
    for point in points:
        x, y = place(point, point.ndcg_at_10.value)
        low, high = (place(point, end)[1] for end in (point.ndcg_at_10.low, point.ndcg_at_10.high))
        taken += [Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)]
        taken += [Bbox.from_extents(x - 1, low, x + 1, high)]
    for point in sorted(points, key=lambda point: (not point.is_ours, -point.ndcg_at_10.value)):
        x, y = place(point, point.ndcg_at_10.value)
        low, high = (place(point, end)[1] for end in (point.ndcg_at_10.low, point.ndcg_at_10.high))
        width = (len(point.label) + 1) * font_size * PLOT.em_inches * 72
        beside = [(left, y + up * height) for up in (0, 0.8, -0.8, 1.6, -1.6) for left in (x + gap, x - gap - width)]
        above_or_below = [(x - width / 2, high + 0.6 * height), (x - width / 2, low - 0.6 * height)]
        candidates = [
            Bbox.from_bounds(left, middle - height / 2, width, height)
            for left, middle in [*beside[:2], *above_or_below, *beside[2:]]
        ]
        inside = [box for box in candidates if frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0]
        box = min(inside or candidates, key=lambda box: _covered_area(box, taken))
        taken.append(box)
        # Aligned at the edge that faces the point, as the width of a text is a guess.
        alignment = "left" if box.x0 > x else "right" if box.x1 < x else "center"
        anchor = {"left": box.x0, "right": box.x1, "center": x}[alignment]
        axes.annotate(
            point.label,
            (point.most_shown, _finite(point.ndcg_at_10.value)),
            xytext=(anchor - x, box.y0 + height / 2 - y),
            textcoords="offset points",
            ha=alignment,
            va="center",
            fontsize=font_size,
            color=PLOT.ink,
            weight="bold" if point.is_ours else "normal",
        )


def _covered_area(box: Bbox, others: Sequence[Bbox]) -> float:
    """Return the area of the parts of other boxes that a box covers."""
    common = (Bbox.intersection(box, other) for other in others)
    return sum(float(each.width * each.height) for each in common if each is not None)


def _end(bar: Bar) -> float:
    """Return the end of a bar with its interval."""
    return max(_finite(bar.estimate.value), _finite(bar.estimate.high))


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0
