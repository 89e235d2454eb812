"""Figures as people read them, the same in the page, the plots and the terminal."""

import math
from collections.abc import Mapping

from model_build.evaluation.results import Estimate, Lead, Setting, TaskResults
from model_build.evaluation.titles.shares import Share

NOTHING = "–"


def score(value: float) -> str:
    """Format an nDCG with four decimals."""
    return f"{value:.4f}" if math.isfinite(value) else NOTHING


def difference(value: float) -> str:
    """Format a difference with its sign."""
    return f"{value:+.4f}".replace("-", "−") if math.isfinite(value) else NOTHING


def share(value: float) -> str:
    """Format a share in percent."""
    return f"{value:.1%}" if math.isfinite(value) else NOTHING


def count(value: float) -> str:
    """Format a number of things, or a median of numbers, which may end on a half."""
    if not math.isfinite(value):
        return NOTHING
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def times(value: float) -> str:
    """Format a ratio."""
    return f"{value:.2f} ×" if math.isfinite(value) else "∞" if value > 0 else NOTHING


def span(estimate: Estimate | Share, percent: bool = False) -> str:
    """Format the interval around a figure."""
    format_figure = share if percent else score
    return f"{format_figure(estimate.low)} to {format_figure(estimate.high)}"


def milliseconds(value: float) -> str:
    """Format a time in milliseconds, below 100 with one decimal."""
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def setting(value: Setting) -> str:
    """Format one value of a setting."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def settings(chosen: Mapping[str, Setting]) -> str:
    """Format the settings chosen from a grid on one line; empty where there was nothing to choose."""
    return ", ".join(f"{name}\N{NO-BREAK SPACE}{setting(value)}" for name, value in chosen.items())


def standing(lead: Lead) -> str:
    """Return "ahead" or "behind" for a lead beyond chance in the choice of readers, else "too close to tell"."""
    if lead.ndcg_at_10.low > 0:
        return "ahead"
    return "behind" if lead.ndcg_at_10.high < 0 else "too close to tell"


def verdict(task: TaskResults) -> str:
    """Return one sentence on the rank of the project's model among the others."""
    ours = task.methods[0].ndcg_at_10
    if not task.leads:
        return f"nDCG@10 is {score(ours.value)} ({span(ours)}); no other method took part."
    nearest = min(task.leads, key=lambda lead: lead.ndcg_at_10.value)
    apart = f"{score(ours.value)} ({span(ours)}), {times(nearest.ratio)} that of {nearest.over}, the best of the others"
    not_ahead = [lead.over for lead in task.leads if standing(lead) != "ahead"]
    if not_ahead:
        return f"nDCG@10 is {apart}; not ahead beyond chance of: {', '.join(not_ahead)}."
    return f"nDCG@10 is {apart}; ahead of each of the {len(task.leads)} beyond chance."


def yardstick(quality: Mapping[str, float | None] | None) -> str:
    """Return one sentence on the model beside MLlib's ALS, by the folds of the build; empty without a ranker."""
    if not quality or (ours := quality["ndcg_at_10"]) is None:
        return ""
    als = quality.get("als_ndcg_at_10")
    beside = f"{score(als)} by MLlib's ALS" if als is not None else "MLlib's ALS is absent, which --engine spark trains"
    return f"On the folds of the build, nDCG@10 is {score(ours)} by the model; {beside}."
