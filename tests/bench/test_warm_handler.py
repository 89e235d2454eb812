"""Tests of the benchmark of the warm handler."""

from pathlib import Path

from tests.bench.warm_handler import measure_warm_handler


def test_the_warm_handler_answers_every_query(model_directory: Path) -> None:
    median, slowest = measure_warm_handler(model_directory, queries_per_kind=2)

    assert median.target == "5 ms"
    assert slowest.target == "30 ms"
