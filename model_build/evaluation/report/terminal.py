"""An evaluation on a terminal: its main figures on one screen."""

from collections.abc import Iterable, Sequence
from statistics import mean

from model_build.evaluation.report.report import Report
from model_build.evaluation.report.wording import count, milliseconds, score, share, span, verdict, yardstick
from model_build.evaluation.results import NewBooksResults, TaskResults
from model_build.evaluation.titles.question_answers import QuestionScores


def summary(report: Report) -> str:
    """Return a report's main figures as plain, aligned lines, at most 30 of them, and two where there are sources."""
    columns = ("nDCG@10", "95% interval", "Hit@5 shown", "coverage@5", "most shown", "five fill")
    similar, personal = report.results.similar, report.results.personal
    methods = report.suggestions.methods
    rows = [
        (f"After a book ({count(similar.queries)} asked, {count(similar.readers)} readers)", *columns),
        *_task_rows(similar),
        *_new_books_rows(report.results.new_books, columns),
        (f"For a reader ({count(personal.readers)})", *columns),
        *_task_rows(personal),
        ("A title, misspelt or cut short", "among seven", "95% interval", "first", "asked", "ms, median", ""),
        *(
            (f"  {scores.name}", share(scores.found.value), span(scores.found, percent=True), share(scores.first.value),
             count(scores.queries), milliseconds(scores.milliseconds_median), "")
            for scores in methods
        ),
    ]  # fmt: skip
    verdicts = [f"After a book, {verdict(similar)}", f"For a reader, {verdict(personal)}"]
    questions = _verdict_on_questions(report.suggestions.questions)
    by_source = [_by_source("After a book", similar), _by_source("For a reader", personal)]
    beside = yardstick(report.results.quality)
    return "\n".join([*_align(rows), *verdicts, *filter(None, [*by_source, beside, questions, report.notice])])


def _by_source(name: str, task: TaskResults) -> str:
    """Return one sentence on the project's nDCG@10 for the readers of each source; empty where there is one source."""
    figures = [
        f"{source.name} {score(source.ndcg_at_10.value)} ({count(source.readers)} readers)"
        for source in task.methods[0].sources
    ]
    return f"{name}, nDCG@10 by source: {', '.join(figures)}." if figures else ""


def _verdict_on_questions(scores: Sequence[QuestionScores]) -> str:
    """Return one sentence on the questions, each kind counted alike; empty where none were asked."""
    if not scores:
        return ""
    worst = min(scores, key=lambda kind: kind.found.value)
    asked = sum(kind.questions for kind in scores)
    found, another = (mean(shares) for shares in zip(*((k.found.value, k.another.value) for k in scores), strict=True))
    return (
        f"Of {count(asked)} questions {share(found)} find the book and {share(another)} are answered with another; "
        f"the fewest of {worst.kind}: {share(worst.found.value)}."
    )


def _new_books_rows(results: NewBooksResults | None, columns: Sequence[str]) -> Iterable[Sequence[str]]:
    if results:
        asked, readers = count(results.task.queries), count(results.task.readers)
        yield (f"After a new book ({asked} asked, {readers} readers)", *columns)
        yield from _task_rows(results.task)


def _task_rows(task: TaskResults, limit: int = 9) -> Iterable[Sequence[str]]:
    for method in task.methods[:limit]:
        yield (
            f"  {method.name}",
            score(method.ndcg_at_10.value),
            span(method.ndcg_at_10),
            share(method.hit_at_5_shown.value),
            share(method.coverage_at_5),
            share(method.exposure_shown.most_shown),
            share(method.exposure_shown.five_most_shown),
        )


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align the columns of rows, the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [f"{row[0]:{widths[0]}}", *(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
