"""Tests of the benchmark of cold starts."""

from pathlib import Path

import pytest

from tests.bench.cold_start import measure_cold_starts


def test_every_function_starts_and_answers(data: Path, model_directory: Path, tmp_path: Path) -> None:
    pytest.importorskip("awslambdaric", reason="AWS's runtime client has wheels for Linux alone")
    cold, ratio, ssm = measure_cold_starts(data, model_directory, "Dune", tmp_path, starts=1)

    assert "the old design" in cold.beside
    assert float(ratio.measured) > 0.5
    assert ssm.measured.endswith(" ms")
