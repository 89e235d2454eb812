"""Tests of the report on a terminal."""

from model_build.evaluation.report.terminal import summary
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
