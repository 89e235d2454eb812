"""The page of an evaluation: one HTML file that needs nothing beside it."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from model_build.evaluation.report.html_table import Cell, estimate_cell, table
from model_build.evaluation.report.plots import Bar, Point, bars_as_png, bars_as_svg, points_as_png, points_as_svg
from model_build.evaluation.report.report import Report
from model_build.evaluation.report.task_tables import task_tables
from model_build.evaluation.report.wording import (
    count,
    milliseconds,
    score,
    setting,
    share,
    span,
    verdict,
    yardstick,
)
from model_build.evaluation.results import Grid, MethodScores, NewBooksResults, TaskResults
from model_build.evaluation.titles.question_answers import QuestionScores
from model_build.evaluation.titles.title_search import SuggestionResults

_PROTOCOL = """
<p>A fifth of the readers with at least five liked books is held out; liked means rated 7 or more of 10, or 4 or more of
5. The model is built from everyone else's ratings, by the very code that builds the one in use, and is read back by the
very code that answers. The other methods learn from the same ratings, rank the same books, and have their settings
chosen on readers set aside from the training ones, from the grids below (those of EASE and EDLAE on the most read books
alone, where there are many); then they learn again from all training readers. EASE is also measured at every lambda for
readers, on as many of the most read books as its table names.</p>
<p><b>After a book:</b> each liked book of a held-out reader is asked about; right answers are the reader's other liked
books. <b>For a reader:</b> the reader's ratings but a fifth of the likes are known; right answers are the likes that
were left out, and known books are not ranked. <b>nDCG@10</b> is 1 where the right books fill the first ten positions,
and a right book counts less the lower it stands. <b>Hit@5</b> is the share of questions with at least one right book
among five. Both are averaged over each reader's questions, then over readers, so that avid readers count no more than
others. <b>Coverage@5</b> is the share of the catalogue that is shown at least once; <b>most shown</b> is the share of
the answers that hold the most shown book, and <b>five most shown</b> the share of all places that the five most shown
books fill: after a book with every book of the catalogue asked once, for a reader over the held-out readers' lists;
<b>readers, median</b> is how many training readers the middle one of the shown books has; <b>same author</b> is the
share of shown books by an author whom the question already names. Intervals are 95% bootstrap intervals over readers,
of differences paired by reader; those of the titles are Wilson's.</p>
"""

_MEANING = """
<p>A held-out reader's other liked books are the only answers that count as right: a book that the reader would have
loved and never came to rate counts as wrong. So all of these figures are far below 1, and say which method is better
rather than how good a recommendation feels. They favour books that many have read, because those are the ones that
readers are known to like; coverage and the median number of readers stand beside them for that reason. <em>As
shown</em> is what people get to see: the project's answers by varied authors, the other methods' with at most two books
by one author, which costs some nDCG, since readers often go on with the same author.</p>
"""


def report_page(report: Report) -> str:
    """Return the page as HTML, with its style and its pictures inside."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    results = report.results
    similar, personal = results.similar, results.personal
    title = "How good the recommendations are"
    seconds = count(round(results.seconds + report.suggestions.seconds))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}: {escape(results.dataset)}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="lead">Measured on {escape(results.dataset)}, on readers whose ratings the model never saw.
{escape(report.notice)}</p>
{_key_figures(report)}
<p><b>After a book</b>, {escape(verdict(similar))} <b>For a reader</b>, {escape(verdict(personal))}
{escape(yardstick(results.quality))}</p>
<h2>What the figures mean</h2>
{_MEANING}
<h2>After a book a reader liked</h2>
<p>{count(similar.queries)} books asked about, of {count(similar.readers)} readers.</p>
<div class="plots">
{_plot("nDCG@10 by method", _method_bars(similar.methods))}
{_points_plot("nDCG@10 and the most shown book, every book asked once", similar.methods)}
{_plot("nDCG@10 of each signal alone", _signal_bars(similar))}
</div>
{task_tables("After a book", "ratings of the asked book", similar)}
{_new_books(results.new_books)}
<h2>For a reader</h2>
<p>What to recommend to {count(personal.readers)} readers of whom 80% of the likes are known: {count(personal.queries)}
shelves, each reader's with other likes left out each time.</p>
<div class="plots">
{_plot("nDCG@10 by method, for a reader", _method_bars(personal.methods))}
{_points_plot("nDCG@10 and the most shown book, for a reader", personal.methods)}
</div>
{task_tables("For a reader", "known ratings of the reader", personal)}
<h2>Finding a title</h2>
{_suggestions(report.suggestions)}
<h2>How it was measured</h2>
{_PROTOCOL}
{_grid_table("Settings tried, after a book", similar.grid)}
{_grid_table("Settings tried, for a reader", personal.grid)}
{_pairs_table("The dataset", "number", {name: count(number) for name, number in results.counts.items()})}
{_pairs_table("Versions", "version", report.versions)}
<p class="small">Seed {results.seed}; {seconds} seconds in all. SHA-256 of the dataset:
<code>{escape(results.fingerprint)}</code>.</p>
</main>
</body>
</html>
"""


def quality_plot(report: Report) -> bytes:
    """Draw the main plot as a PNG that stands alone: nDCG@10 of all methods after a book."""
    similar = report.results.similar
    subtitle = f"{count(similar.queries)} questions of {count(similar.readers)} held-out readers, 95% intervals"
    return bars_as_png("nDCG@10: what to read after a book", subtitle, _method_bars(similar.methods))


def exposure_plot(report: Report) -> bytes:
    """Draw nDCG@10 against most shown as a PNG that stands alone: all methods after a book."""
    similar = report.results.similar
    works_count = report.results.counts["works"]
    subtitle = f"share of {count(works_count)} answers, every book asked once; 95% intervals; upper left is better"
    return points_as_png("nDCG@10 against the most shown book", subtitle, exposure_points(similar.methods))


def _key_figures(report: Report) -> str:
    similar, personal = (task.methods[0] for task in (report.results.similar, report.results.personal))
    found = report.suggestions.methods[0].found
    figures = [
        ("nDCG@10 after a book", score(similar.ndcg_at_10.value), span(similar.ndcg_at_10)),
        ("Hit@5 as shown", share(similar.hit_at_5_shown.value), span(similar.hit_at_5_shown, percent=True)),
        ("coverage@5", share(similar.coverage_at_5), "of the catalogue"),
        ("most shown book", share(similar.exposure_shown.most_shown), "of the answers, every book asked once"),
        ("nDCG@10 for a reader", score(personal.ndcg_at_10.value), span(personal.ndcg_at_10)),
        ("titles found among seven", share(found.value), span(found, percent=True)),
    ]
    entries = "".join(f"<div><dt>{name}</dt><dd><b>{value}</b> {below}</dd></div>" for name, value, below in figures)
    return f'<dl class="figures">{entries}</dl>'


def _method_bars(methods: Sequence[MethodScores]) -> list[Bar]:
    return [
        Bar(method.name, method.ndcg_at_10, score(method.ndcg_at_10.value), is_ours=position == 0)
        for position, method in enumerate(methods)
    ]


def exposure_points(methods: Sequence[MethodScores]) -> list[Point]:
    """Return the points of the methods that show anything."""
    return [
        Point(method.name, method.ndcg_at_10, method.exposure_shown.most_shown, is_ours=position == 0)
        for position, method in enumerate(methods)
        if method.exposure_shown.most_shown > 0
    ]


def _signal_bars(task: TaskResults) -> list[Bar]:
    """Return the bars of all signals together, then of each alone."""
    if not task.ablation:
        return []
    together = task.methods[0].ndcg_at_10
    return [
        Bar("all together", together, score(together.value), is_ours=True),
        *(Bar(signal.name, signal.ndcg_at_10, score(signal.ndcg_at_10.value)) for signal in task.ablation),
    ]


def _plot(caption: str, bars: Sequence[Bar]) -> str:
    """Return a plot with the same figures as its text for those who can't see it."""
    if not bars:
        return ""
    return _figure(caption, bars_as_svg(bars), [f"{bar.label} {bar.text}" for bar in bars])


def _points_plot(caption: str, methods: Sequence[MethodScores]) -> str:
    points = exposure_points(methods)
    if not points:
        return ""
    words = [f"{point.label} {score(point.ndcg_at_10.value)} at {share(point.most_shown)}" for point in points]
    return _figure(caption, points_as_svg(points), words)


def _figure(caption: str, svg: str, figures: Sequence[str]) -> str:
    picture = base64.b64encode(svg.encode()).decode()
    words = "; ".join(figures)
    return (
        f'<figure><figcaption>{escape(caption)}</figcaption><img alt="{escape(f"{caption}: {words}.")}" '
        f'src="data:image/svg+xml;base64,{picture}"></figure>'
    )


def _new_books(results: NewBooksResults | None) -> str:
    if results is None:
        return ""
    task = results.task
    return f"""<h2>After a new book</h2>
<p>{count(results.books)} books lost all their ratings, as a book that has just come out has none;
{count(task.queries)} of {count(task.readers)} held-out readers' likes are asked about. {escape(verdict(task))} The new
books fill {share(results.shown_after_others)} of the places in the answers after other books, and
{share(results.shown_after_new)} after new ones.</p>
{task_tables("After a new book", "ratings of the asked book", task)}"""


def _suggestions(results: SuggestionResults) -> str:
    ours = results.methods[0]
    bars = [
        Bar(method.name, method.found, share(method.found.value), is_ours=method is ours) for method in results.methods
    ]
    methods = [
        (
            Cell(method.name, method.about),
            Cell(count(method.queries)),
            estimate_cell(method.found, percent=True),
            Cell(share(method.ours_found.value)),
            estimate_cell(method.first, percent=True),
            Cell(share(method.ours_first.value)),
            Cell(milliseconds(method.milliseconds_median)),
            Cell(milliseconds(method.milliseconds_p99)),
        )
        for method in results.methods
    ]
    by_kind = {method.name: {kind.kind: kind for kind in method.kinds} for method in results.methods}
    kinds = [
        (
            Cell(kind.kind),
            *(
                estimate_cell(scores[kind.kind].found, percent=True) if kind.kind in scores else Cell("–")
                for scores in by_kind.values()
            ),
        )
        for kind in ours.kinds
    ]
    queries_per_kind = ", ".join(
        f"{method.name} {max(kind.queries for kind in method.kinds)}" for method in results.methods
    )
    header = (
        "search", "queries", "among seven", f"{ours.name} on the same queries", "first position",
        f"{ours.name} on the same queries", "ms, median", "ms, 99th percentile",
    )  # fmt: skip
    return f"""<p>Titles of {count(results.books)} books, typed as people type them: half of the books are sampled by
how many have rated them, half evenly. The right book is found where it is the one that is answered about or among the
seven that are suggested. Where a search is too slow for all queries it gets a random sample of them;
{escape(ours.name)}'s share of the very same queries stands beside its own. {escape(ours.name)}'s thresholds were chosen
on queries made in the same way.</p>
<div class="plots">
{_plot("Right book among seven", bars)}
</div>
{table("Finding a title, by search", header, methods)}
{table(f"Right book among seven, by kind of query (of each kind: {queries_per_kind})", ("kind", *by_kind), kinds)}
<p>Readers also ask in sentences, with links and ISBNs, and for half-remembered titles: questions about well-known books
in wordings of which some were read while the search was written. A question has found its book where that is the
answer; a misspelt beginning, words from inside, an abbreviation and a number also where it is one of the first
suggestions.</p>
{_questions(results.questions)}"""


def _questions(scores: Sequence[QuestionScores]) -> str:
    header = ("kind", "questions", "found", "among the first suggestions", "another book as exact")
    rows = [
        (
            Cell(kind.kind),
            Cell(count(kind.questions)),
            estimate_cell(kind.found, percent=True),
            Cell(share(kind.suggested.value)),
            estimate_cell(kind.another, percent=True),
        )
        for kind in scores
    ]
    return table("Finding a book, by kind of question", header, rows)


def _grid_table(caption: str, grids: Mapping[str, Grid]) -> str:
    rows = [
        (
            Cell(name),
            Cell(
                "",
                "; ".join(
                    f"{setting_name}: {', '.join(map(setting, values))}" for setting_name, values in grid.items()
                ),
            ),
        )
        for name, grid in grids.items()
    ]
    return table(caption, ("method", "all combinations of"), rows)


def _pairs_table(caption: str, column: str, values: Mapping[str, str]) -> str:
    return table(caption, ("", column), [(Cell(name), Cell(value)) for name, value in values.items()])
