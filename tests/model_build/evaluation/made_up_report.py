"""A report with made-up figures, for the tests of reports."""

import math
from dataclasses import replace

from model_build.evaluation.report.report import Report
from model_build.evaluation.results import (
    Estimate,
    Exposure,
    GroupLead,
    GroupScores,
    Lead,
    MethodScores,
    NewBooksResults,
    Results,
    Setting,
    TaskResults,
)
from model_build.evaluation.series_shares import SeriesShares
from model_build.evaluation.titles.question_answers import QuestionScores
from model_build.evaluation.titles.shares import Share
from model_build.evaluation.titles.title_search import KindScores, SuggestionResults, SuggestionScores

SCORES = {
    "Shelftalker": 0.0995,
    "EASE": 0.076,
    "implicit BM25": 0.074,
    "implicit TF-IDF": 0.06,
    "implicit cosine": 0.05,
    "implicit ALS": 0.051,
    "popularity": 0.036,
    "pivot-table cosine": 0.0,
}


def made_up_report() -> Report:
    """Build a report like that of a real evaluation, with a method without hits and one that could not run."""
    similar = task(SCORES, {"author and title": 0.07, "readers in common": 0.078}, {"EASE": "It <needs> 60 GB & more."})
    personal = task({"Shelftalker": 0.0995, "EASE": 0.0994, "popularity": 0.1005}, {}, {})
    lambdas = task({"Shelftalker": 0.0995, "EASE, lambda 30": 0.08, "EASE, lambda 100": 0.0994}, {}, {})
    personal = replace(personal, variants=lambdas.methods[1:], variant_leads=lambdas.leads)
    results = Results(
        dataset="Ratings.csv",
        counts={"editions": 18_185, "works": 14_679},
        fingerprint="c0ffee" * 10,
        seed=7,
        similar=similar,
        personal=personal,
        seconds=421.5,
        new_books=NewBooksResults(
            books=1_427,
            task=task({"Shelftalker": 0.0995, "author and popularity": 0.09}, {}, {}),
            shown_after_others=0.007,
            shown_after_new=0.012,
        ),
    )
    found = {"Shelftalker": 715, "WRatio": 699, "difflib": 463}
    suggestions = SuggestionResults(
        tuple(search(name, hits) for name, hits in found.items()),
        questions=(questions("several titles", 235, 1), questions("abbreviation", 215, 0)),
        books=14_679,
        seed=7,
        seconds=31.2,
    )
    return Report(results, suggestions, "These readers are made up.", {"Python": "3.11.7", "implicit": "0.7.3"})


def task(scores: dict[str, float], signals: dict[str, float], left_out: dict[str, str]) -> TaskResults:
    ours, *others = scores.values()
    return TaskResults(
        methods=tuple(method(name, ndcg) for name, ndcg in scores.items()),
        leads=tuple(
            Lead(
                name,
                Estimate(ours - ndcg, ours - ndcg - 0.0008, ours - ndcg + 0.0008),
                ours / ndcg if ndcg else math.inf,
                (
                    GroupLead("up to 4", Estimate(0.02, -0.001, 0.041)),
                    GroupLead("5 to 19", Estimate(0.01, 0.004, 0.016)),
                ),
            )
            for name, ndcg in zip(list(scores)[1:], others, strict=True)
        ),
        ablation=tuple(method(name, ndcg) for name, ndcg in signals.items()),
        readers=1_842,
        queries=31_000,
        grid={"implicit BM25": {"K": [20, 100, 500], "B": [0, 0.5], "input": ["read", "liked"]}},
        left_out=left_out,
    )


def method(name: str, ndcg: float) -> MethodScores:
    has_no_hits = not ndcg
    settings: dict[str, Setting] = {"K": 500, "B": 0.0, "input": "liked"} if name.startswith("implicit") else {}
    return MethodScores(
        name=name,
        settings=settings,
        ndcg_at_10=Estimate(ndcg, ndcg * 0.95, ndcg * 1.05),
        hit_at_5=Estimate(ndcg * 3, ndcg * 2.9, ndcg * 3.1),
        ndcg_at_10_shown=Estimate(ndcg * 0.8, ndcg * 0.75, ndcg * 0.85),
        hit_at_5_shown=Estimate(ndcg * 2.7, ndcg * 2.6, ndcg * 2.8),
        answered=0.0 if has_no_hits else 0.995,
        coverage_at_5=0.0 if has_no_hits else 0.61,
        median_popularity=math.nan if has_no_hits else 113.5,
        same_author_share=math.nan if has_no_hits else 0.27,
        seconds=12.3,
        ndcg_at_5_shown=Estimate(ndcg * 0.7, ndcg * 0.65, ndcg * 0.75),
        exposure_plain=exposure(ndcg * 6, 0.5),
        exposure_shown=exposure(ndcg * 5, 0.61),
        groups=(group("up to 4", 310, ndcg * 0.5), group("5 to 19", 960, ndcg)),
        series_shown=SeriesShares(
            answers_with_next=844,
            next_shown=ndcg * 9,
            next_first=ndcg * 8,
            later_without_first=0.0125,
            omnibus_beside_part=0.0,
        ),
    )


def exposure(most_shown: float, coverage: float) -> Exposure:
    return Exposure(most_shown or math.nan, most_shown / 2 or math.nan, coverage if most_shown else 0.0)


def group(name: str, readers: int, ndcg: float) -> GroupScores:
    figure = Estimate(ndcg, ndcg * 0.9, ndcg * 1.1)
    return GroupScores(name, readers, 4 * readers, figure, figure, figure)


def search(name: str, hits: int) -> SuggestionScores:
    found, first = Share.of(hits, 720), Share.of(hits - 40, 720)
    kinds = (KindScores("misspelt", 90, Share.of(hits // 8, 90), Share.of(hits // 9, 90)),)
    return SuggestionScores(
        name, "what it does", 720, found, first, Share.of(715, 720), Share.of(675, 720), 1.4, 6.6, kinds
    )


def questions(kind: str, found: int, another: int) -> QuestionScores:
    return QuestionScores(kind, 250, Share.of(found, 250), Share.of(7, 250), Share.of(another, 250))
