"""The plot of weeks: its lines, their names, and colours of both schemes."""

from xml.etree import ElementTree

from tests.bench.weeks_plot import Line, draw_lines


def test_a_plot_is_whole_svg_with_named_lines_and_colours_for_light_and_dark() -> None:
    lines = [
        Line("ours", [0.1, 0.2], is_ours=True),
        Line("others", [0.1, 0.15]),
        Line("bound", [0.3, 0.3], is_bound=True),
    ]
    svg = draw_lines("week", "nDCG@10", [0, 1], lines)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"ours", "others", "bound", "week", "nDCG@10"} <= set(texts)
    assert "prefers-color-scheme:dark" in svg
    # No colour of matplotlib's is left that only one scheme can show.
    assert svg.count("var(--ours)") >= 2
    assert "#fefefd" not in svg
    assert svg == draw_lines("week", "nDCG@10", [0, 1], lines)
