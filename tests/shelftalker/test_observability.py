"""Outcomes, events and latency as metrics and log lines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from aws_lambda_powertools.metrics import Metrics

from shelftalker.observability import Event, Outcome, count, observe_request, record_model_age, set_outcome


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    metrics = Metrics()
    metrics.clear_metrics()
    yield metrics
    metrics.clear_metrics()


def metrics_line(metrics: Metrics, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the log line that CloudWatch makes metrics of."""
    metrics.flush_metrics()
    line: dict[str, Any] = json.loads(capsys.readouterr().out)
    return line


def test_an_outcome_is_counted_once_and_stands_beside_the_latency(
    metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    with observe_request():
        count(Event.SHELF_READ_FAILED)
        set_outcome(Outcome.SERVED)
        count(Event.MODEL_SWITCHED)
    line = metrics_line(metrics, capsys)
    [described] = line["_aws"]["CloudWatchMetrics"]

    assert line["outcome"] == "Served"
    assert (line["Served"], line["ShelfReadFailed"], line["ModelSwitched"]) == ([1.0], [1.0], [1.0])
    assert 0 <= line["Latency"][0] < 1000
    assert described["Dimensions"] == [["service"]]
    assert {"Name": "Latency", "Unit": "Milliseconds"} in described["Metrics"]


def test_a_request_without_an_outcome_has_a_latency_too(metrics: Metrics, capsys: pytest.CaptureFixture[str]) -> None:
    with observe_request():
        record_model_age(1)
    line = metrics_line(metrics, capsys)

    assert line["outcome"] == "Uncounted"
    assert line["ModelAge"] == [1.0]
    assert "Latency" in line


def test_the_first_outcome_stands_unless_the_answer_fails(metrics: Metrics) -> None:
    with observe_request():
        set_outcome(Outcome.RATED)
        set_outcome(Outcome.SERVED)
    with observe_request():
        set_outcome(Outcome.RATED)
        set_outcome(Outcome.FAILED)

    assert set(metrics.metric_set) == {"Rated", "Failed", "Latency"}


def test_an_error_still_has_an_outcome_and_a_latency(metrics: Metrics) -> None:
    def fail() -> None:
        with observe_request():
            set_outcome(Outcome.FAILED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert {"Failed", "Latency"} <= set(metrics.metric_set)


def test_no_name_is_an_outcome_and_an_event() -> None:
    assert not {outcome.value for outcome in Outcome} & {event.value for event in Event}
