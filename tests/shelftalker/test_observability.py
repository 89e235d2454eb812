import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_lambda_powertools.metrics import Metrics, MetricUnit

from shelftalker import observability as latency
from shelftalker.observability import tell_latency


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    metrics = Metrics()
    metrics.clear_metrics()
    yield metrics
    metrics.clear_metrics()


def test_latency_is_a_metric_and_its_outcome_a_word_beside_it(
    metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    metrics.add_metric(name="ShelfReadFailed", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="Served", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="ModelSwitched", unit=MetricUnit.Count, value=1)
    tell_latency(metrics, 0.0123)
    metrics.flush_metrics()
    told = json.loads(capsys.readouterr().out)
    [described] = told["_aws"]["CloudWatchMetrics"]

    assert told["Latency"] == [12.3]
    assert told["outcome"] == "Served"
    assert described["Dimensions"] == [["service"]]
    assert {"Name": "Latency", "Unit": "Milliseconds"} in described["Metrics"]


def test_a_request_that_nothing_counted_has_a_latency_too(metrics: Metrics) -> None:
    metrics.add_metric(name="ModelAge", unit=MetricUnit.Seconds, value=1)
    tell_latency(metrics, 1)

    assert metrics.metadata_set["outcome"] == "Uncounted"
    assert metrics.metric_set["Latency"]["Value"] == [1000]


def test_what_happens_to_the_model_is_no_outcome() -> None:
    source = (Path(__file__).parents[2] / "functions/shelftalker/model/source.py").read_text(encoding="utf-8")

    counted = set(re.findall(r'"(Model[A-Z]\w+)", ', source))

    assert counted - {"ModelAge"} == latency._NO_OUTCOMES  # noqa: SLF001 - it has to follow the other module
