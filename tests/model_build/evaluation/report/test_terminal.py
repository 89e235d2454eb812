"""Tests of the report on a terminal."""

from dataclasses import replace

from model_build.evaluation.report.terminal import summary
from model_build.evaluation.results import Estimate, GroupScores
from tests.model_build.evaluation.made_up_report import made_up_report


def test_the_terminal_gets_a_screenful_of_aligned_plain_lines() -> None:
    lines = summary(made_up_report()).splitlines()

    assert len(lines) <= 25
    assert all(character.isprintable() for line in lines for character in line)
    *table, _, _, questions, notice = lines
    assert notice == "These readers are made up."
    assert questions == (
        "Of 500 questions 90.0% find the book and 0.2% are answered with another; the fewest of abbreviation: 86.0%."
    )
    assert len(set(map(len, table))) == 1
    assert table[0].startswith("After a book (31,000 asked, 1,842 readers)")
    assert table[1].split() == ["Shelftalker", "0.0995", "0.0945", "to", "0.1045", "26.9%", "61.0%", "49.8%", "24.9%"]


def test_the_readers_of_each_source_have_a_figure_of_their_own() -> None:
    report = made_up_report()
    similar = report.results.similar
    figure = Estimate(0.12, 0.1, 0.14)
    sources = (GroupScores("loans", 1200, 5000, figure, figure, figure), GroupScores("own", 30, 90, *[figure] * 3))
    ours = replace(similar.methods[0], sources=sources)
    results = replace(report.results, similar=replace(similar, methods=(ours, *similar.methods[1:])))
    lines = summary(replace(report, results=results)).splitlines()
    assert "After a book, nDCG@10 by source: loans 0.1200 (1,200 readers), own 0.1200 (30 readers)." in lines
    assert not any("by source" in line for line in summary(report).splitlines())


def test_the_yardstick_has_a_line_where_a_ranker_was_trained() -> None:
    report = made_up_report()
    quality: dict[str, float | None] = {"ndcg_at_10": 0.1041, "als_ndcg_at_10": 0.0442}
    lines = summary(replace(report, results=replace(report.results, quality=quality))).splitlines()
    assert "On the folds of the build, nDCG@10 is 0.1041 by the model; 0.0442 by MLlib's ALS." in lines
