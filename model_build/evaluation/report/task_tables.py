"""The tables of one task: figures of every method, exposure, groups of questions, and leads."""

from collections.abc import Callable, Sequence
from html import escape

from model_build.evaluation.report.html_table import Cell, estimate_cell, table
from model_build.evaluation.report.wording import (
    count,
    difference,
    score,
    settings,
    share,
    standing,
    times,
)
from model_build.evaluation.results import Estimate, GroupLead, GroupScores, Lead, MethodScores, TaskResults

# A method's name, and its figures by group of questions.
_ByGroup = tuple[Cell, Sequence[GroupScores]]
_SOURCE = "the source of the reader"


def task_tables(caption: str, size: str, task: TaskResults) -> str:
    """Return all tables of a task.

    Args:
        caption: The task's name.
        size: Name of the size by which its questions are grouped.
        task: The task's results.
    """
    methods, leads = (*task.methods, *task.variants), (*task.leads, *task.variant_leads)
    leads_by_size = [(lead.over, lead.groups) for lead in leads]
    leads_by_source = [(lead.over, lead.sources) for lead in leads]
    return "\n".join([
        scores_table(f"{caption}, by method", task.methods),
        _left_out(task),
        _leads_table(f"{caption}, how far ahead", leads),
        _exposure_table(f"{caption}, how evenly books are shown", task.methods),
        _series_table(f"{caption}, the order of series as shown", task.methods),
        _groups_table(f"{caption}, nDCG@10 by {size}", _by_size(methods), _ndcg_cell),
        _group_leads_table(f"{caption}, how far ahead in nDCG@10 by {size}", leads_by_size),
        _groups_table(f"{caption}, Hit@5 by {size}", _by_size(methods), _hits_cell),
        _groups_table(f"{caption}, nDCG@10 by {_SOURCE}", _by_source(methods), _ndcg_cell),
        _group_leads_table(f"{caption}, how far ahead in nDCG@10 by {_SOURCE}", leads_by_source),
        scores_table(f"{caption}, other settings", task.variants),
        scores_table(f"{caption}, each signal alone", task.ablation, row_name="signal"),
    ])  # fmt: skip


def scores_table(caption: str, methods: Sequence[MethodScores], row_name: str = "method") -> str:
    """Return the table of the figures by method, empty where there are none."""
    header = (
        row_name, "nDCG@10", "Hit@5", "nDCG@10, as shown", "nDCG@5, as shown", "Hit@5, as shown", "answered",
        "coverage@5", "readers, median", "same author", "seconds",
    )  # fmt: skip
    rows = [
        (
            _name_cell(method),
            estimate_cell(method.ndcg_at_10),
            estimate_cell(method.hit_at_5, percent=True),
            estimate_cell(method.ndcg_at_10_shown),
            estimate_cell(method.ndcg_at_5_shown),
            estimate_cell(method.hit_at_5_shown, percent=True),
            Cell(share(method.answered)),
            Cell(share(method.coverage_at_5)),
            Cell(count(method.median_popularity)),
            Cell(share(method.same_author_share)),
            Cell(f"{method.seconds:,.1f}"),
        )
        for method in methods
    ]
    return table(caption, header, rows)


def _leads_table(caption: str, leads: Sequence[Lead]) -> str:
    header = ("over", "difference in nDCG@10", "ratio", "beyond chance")
    rows = [
        (Cell(lead.over), _difference_cell(lead.ndcg_at_10), Cell(times(lead.ratio)), Cell(standing(lead)))
        for lead in leads
    ]
    return table(caption, header, rows)


def _exposure_table(caption: str, methods: Sequence[MethodScores]) -> str:
    header = (
        "method", "nDCG@10", "most shown", "five most shown", "coverage@5", "most shown, plain",
        "five most shown, plain", "coverage@5, plain",
    )  # fmt: skip
    rows = [
        (
            Cell(method.name),
            Cell(score(method.ndcg_at_10.value)),
            *(
                Cell(share(figure))
                for exposure in (method.exposure_shown, method.exposure_plain)
                for figure in (exposure.most_shown, exposure.five_most_shown, exposure.coverage_at_5)
            ),
        )
        for method in methods
    ]
    return table(caption, header, rows)


def _series_table(caption: str, methods: Sequence[MethodScores]) -> str:
    header = (
        "method", "next volume shown, where there is one", "next volume first",
        "later volume of another series without its first", "several volumes beside one of them",
    )  # fmt: skip
    rows = [
        (
            Cell(method.name),
            Cell(share(series.next_shown), f"of {count(series.answers_with_next)}"),
            Cell(share(series.next_first)),
            Cell(share(series.later_without_first)),
            Cell(share(series.omnibus_beside_part)),
        )
        for method in methods
        if (series := method.series_shown)
    ]
    return table(caption, header, rows)


def _by_size(methods: Sequence[MethodScores]) -> list[_ByGroup]:
    return [(_name_cell(method), method.groups) for method in methods]


def _by_source(methods: Sequence[MethodScores]) -> list[_ByGroup]:
    return [(_name_cell(method), method.sources) for method in methods]


def _groups_table(caption: str, methods: Sequence[_ByGroup], cell: Callable[[GroupScores], Cell]) -> str:
    """Return a table with a row for each method and a column for each group of questions."""
    groups = methods[0][1]
    header = (
        "method",
        *(f"{group.name}: {count(group.queries)} asked, {count(group.readers)} readers" for group in groups),
    )
    rows = [(name, *(cell(group) for group in of_method)) for name, of_method in methods]
    return table(caption, header, rows if groups else [])


def _group_leads_table(caption: str, leads: Sequence[tuple[str, Sequence[GroupLead]]]) -> str:
    if not leads or not leads[0][1]:
        return ""
    header = ("over", *(group.name for group in leads[0][1]))
    rows = [(Cell(over), *(_difference_cell(group.ndcg_at_10) for group in groups)) for over, groups in leads]
    return table(caption, header, rows)


def _name_cell(method: MethodScores) -> Cell:
    return Cell(method.name, settings(method.settings))


def _ndcg_cell(group: GroupScores) -> Cell:
    return estimate_cell(group.ndcg_at_10)


def _hits_cell(group: GroupScores) -> Cell:
    return Cell(share(group.hit_at_5_shown.value), f"plain {share(group.hit_at_5.value)}")


def _difference_cell(estimate: Estimate) -> Cell:
    return Cell(difference(estimate.value), f"{difference(estimate.low)} to {difference(estimate.high)}")


def _left_out(task: TaskResults) -> str:
    return "".join(f"<p>Left out: {escape(name)}. {escape(why)}</p>" for name, why in task.left_out.items())
