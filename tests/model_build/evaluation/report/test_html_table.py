"""Tables of the report's page."""

import re

from model_build.evaluation.report import html_table
from model_build.evaluation.report.html_table import Cell, estimate_cell
from model_build.evaluation.report.page import report_page
from model_build.evaluation.results import Estimate
from tests.model_build.evaluation.made_up_report import made_up_report


def test_rows_have_one_cell_per_column() -> None:
    for table in re.findall(r"<table>.*?</table>", report_page(made_up_report()), flags=re.DOTALL):
        head, *rows = re.findall(r"<tr>(.*?)</tr>", table, flags=re.DOTALL)
        assert rows
        assert {len(re.findall(r"<t[hd]", row)) for row in rows} == {head.count("<th")}


def test_a_row_has_its_name_first_and_words_where_it_has_no_figure() -> None:
    html = html_table.table("Scores & more", ["method", "hits"], [[Cell("<ours>", "K 5"), Cell("", "none")]])

    assert "<caption>Scores &amp; more</caption>" in html
    assert '<th scope="row">&lt;ours&gt;<small>K 5</small></th><td class="words"><small>none</small></td>' in html


def test_a_table_without_rows_is_no_table() -> None:
    assert html_table.table("Scores", ["method"], []) == ""


def test_an_estimate_stands_above_its_interval() -> None:
    assert estimate_cell(Estimate(0.25, 0.2, 0.3)) == Cell("0.2500", "0.2000 to 0.3000")
    assert estimate_cell(Estimate(0.25, 0.2, 0.3), percent=True) == Cell("25.0%", "20.0% to 30.0%")
