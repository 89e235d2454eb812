"""Figures as people read them, the same in the page, the plots and the terminal."""

import math
from collections.abc import Mapping

from model_build.evaluation.results import Lead, Measured, Setting, TaskResults
from model_build.evaluation.titles.title_search import Share

NOTHING = "–"


def score(value: float) -> str:
    """An nDCG, or a difference of two: four decimals."""
    return f"{value:.4f}" if math.isfinite(value) else NOTHING


def difference(value: float) -> str:
    """A difference with its sign."""
    return f"{value:+.4f}".replace("-", "−") if math.isfinite(value) else NOTHING


def share(value: float) -> str:
    """A share in percent."""
    return f"{value:.1%}" if math.isfinite(value) else NOTHING


def count(value: float) -> str:
    """A number of things, or a median of numbers, which may end on a half."""
    if not math.isfinite(value):
        return NOTHING
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def times(value: float) -> str:
    """A ratio."""
    return f"{value:.2f} ×" if math.isfinite(value) else "∞" if value > 0 else NOTHING


def span(measured: Measured | Share, percent: bool = False) -> str:
    """The interval around a figure."""
    text = share if percent else score
    return f"{text(measured.low)} to {text(measured.high)}"


def milliseconds(value: float) -> str:
    """A time in milliseconds, to the tenth where that matters."""
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def setting(value: Setting) -> str:
    """One value of a setting."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def settings(chosen: Mapping[str, Setting]) -> str:
    """What was chosen from a grid, on one line; empty where there was nothing to choose."""
    return ", ".join(f"{name}\N{NO-BREAK SPACE}{setting(value)}" for name, value in chosen.items())


def standing(lead: Lead) -> str:
    """Whether a lead is beyond what the choice of readers may have made, in a plain word."""
    if lead.ndcg_at_10.low > 0:
        return "ahead"
    return "behind" if lead.ndcg_at_10.high < 0 else "too close to tell"


def verdict(task: TaskResults) -> str:
    """One sentence on where the project's model stands among the others."""
    ours = task.methods[0].ndcg_at_10
    if not task.leads:
        return f"nDCG@10 is {score(ours.value)} ({span(ours)}); no other method took part."
    nearest = min(task.leads, key=lambda lead: lead.ndcg_at_10.value)
    apart = f"{score(ours.value)} ({span(ours)}), {times(nearest.ratio)} that of {nearest.over}, the best of the others"
    not_ahead = [lead.over for lead in task.leads if standing(lead) != "ahead"]
    if not_ahead:
        return f"nDCG@10 is {apart}; not ahead beyond chance of: {', '.join(not_ahead)}."
    return f"nDCG@10 is {apart}; ahead of each of the {len(task.leads)} beyond chance."
