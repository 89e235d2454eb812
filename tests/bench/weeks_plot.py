"""A plot of lines over weeks as SVG, on light paper or dark as the viewer's browser has it."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure

# Colours that stand for those of the stylesheet: matplotlib writes colours into each element.
_PAPER, _INK, _OURS, _OTHER = "#fefefd", "#010203", "#0a66a8", "#6a6f75"
_STYLE = """<style>
svg{--paper:#ffffff;--ink:#1b1d20;--ours:#0b62a4;--other:#62676d}
@media(prefers-color-scheme:dark){svg{--paper:#16181b;--ink:#e7e9ec;--ours:#6cb8f0;--other:#a5abb2}}
text{font-family:system-ui,sans-serif}
</style>"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plot.

    Attributes:
        label: Its name.
        values: [weeks] its values.
        is_ours: True for the line that the plot is about.
        is_bound: True for a value to compare with, which is dashed.
    """

    label: str
    values: Sequence[float]
    is_ours: bool = False
    is_bound: bool = False


def draw_lines(x_name: str, y_name: str, numbers: Sequence[int], lines: Sequence[Line]) -> str:
    """Draw lines over the weeks' numbers, named in a corner that rising lines leave free; the text stays text."""
    figure = Figure(figsize=(7, 3.8), dpi=100, facecolor=_PAPER)
    axes = figure.add_axes((0.1, 0.15, 0.87, 0.8), facecolor="none")
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_INK)
    axes.tick_params(colors=_INK, labelsize=11)
    axes.set_xlabel(x_name, fontsize=11, color=_INK)
    axes.set_ylabel(y_name, fontsize=11, color=_INK)
    axes.set_xticks(list(numbers))
    axes.set_ylim(0, 1.1 * max(max(line.values) for line in lines))
    for line in lines:
        colour = _OURS if line.is_ours else _OTHER
        style = "--" if line.is_bound else "-"
        marker = None if line.is_bound else "o"
        axes.plot(numbers, line.values, style, color=colour, marker=marker, linewidth=2, markersize=5, label=line.label)
    names = axes.legend(loc="lower right", frameon=False, fontsize=11, labelcolor=_INK)
    for text, line in zip(names.get_texts(), lines, strict=True):
        text.set_fontweight("bold" if line.is_ours else "normal")
    stream = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "shelftalker"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    svg = stream.getvalue().decode("utf-8")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], count=1, flags=re.DOTALL)
    for colour, name in ((_PAPER, "paper"), (_INK, "ink"), (_OURS, "ours"), (_OTHER, "other")):
        svg = svg.replace(colour, f"var(--{name})")
    return svg.replace("<defs>", f"{_STYLE}<defs>", 1)
