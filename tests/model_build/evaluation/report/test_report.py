"""Tests of the report as JSON, and of the versions in it."""

import json
import re

from model_build.evaluation.report.report import as_json, installed_versions
from tests.model_build.evaluation.made_up_report import made_up_report


def test_json_has_every_figure_by_name_and_null_for_an_unknown_one() -> None:
    report = json.loads(as_json(made_up_report()))

    assert list(report) == ["results", "suggestions", "notice", "versions"]
    similar = report["results"]["similar"]
    assert similar["methods"][0]["ndcg_at_10"] == {"value": 0.0995, "low": 0.0995 * 0.95, "high": 0.0995 * 1.05}
    assert similar["methods"][-1]["median_popularity"] is None
    assert similar["leads"][-1] == similar["leads"][-1] | {"over": "pivot-table cosine", "ratio": None}
    assert similar["grid"]["implicit BM25"]["K"] == [20, 100, 500]
    assert report["suggestions"]["methods"][2]["found"]["value"] == 463 / 720
    assert report["results"]["seed"] == 7


def test_versions_are_those_of_the_libraries_that_the_figures_depend_on() -> None:
    versions = installed_versions()

    assert {"Python", "implicit", "lightgbm", "numpy", "rapidfuzz", "scipy"} <= set(versions)
    assert all(re.match(r"\d+\.\d+", version) for version in versions.values())
