"""Tests of the benchmark of cold starts."""

from pathlib import Path

import pytest

from tests.bench.cold_start import measure_cold_starts


def test_every_function_starts_and_answers(data: Path, model_directory: Path, tmp_path: Path) -> None:
    pytest.importorskip("awslambdaric", reason="AWS's runtime client has wheels for Linux alone")
    figures = measure_cold_starts(data, model_directory, "Dune", tmp_path, starts=1)

    durations = [figure for figure in figures if figure.measured.endswith(" ms")]
    ratios = [figure for figure in figures if figure.target]
    assert len(durations) == 5
    assert [ratio.target for ratio in ratios] == ["1.35", "1.7", "2.2"]
    assert all(float(ratio.measured) > 0.5 for ratio in ratios)
