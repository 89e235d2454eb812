"""The tables of one task, and of its methods' scores."""

from dataclasses import replace
from html import escape

from model_build.evaluation.report.page import report_page
from model_build.evaluation.report.task_tables import scores_table, task_tables
from tests.model_build.evaluation.made_up_report import made_up_report


def test_names_are_escaped() -> None:
    report = made_up_report()
    ours, other, *others = report.results.similar.methods
    other = replace(other, name="<b>5 & 6", settings={"<i>": "a & b"})
    similar = replace(report.results.similar, methods=(ours, other, *others))
    html = report_page(replace(report, results=replace(report.results, similar=similar)))

    assert "&lt;b&gt;5 &amp; 6<small>&lt;i&gt;\N{NO-BREAK SPACE}a &amp; b</small>" in html
    assert "<b>5" not in html


def test_each_method_has_a_row_in_the_order_of_the_results() -> None:
    methods = made_up_report().results.similar.methods
    html = scores_table("Scores", methods)

    places = [html.index(f'<th scope="row">{escape(method.name)}') for method in methods]
    assert places == sorted(places)
    assert html.count("<tr>") == len(methods) + 1


def test_methods_that_were_left_out_are_named_with_the_reason() -> None:
    task = made_up_report().results.similar
    html = task_tables("After a book", "1 book", replace(task, left_out={"EASE": "It needs 60 GB & more."}))

    assert "Left out: EASE. It needs 60 GB &amp; more." in html
    assert "Left out" not in task_tables("After a book", "1 book", replace(task, left_out={}))
