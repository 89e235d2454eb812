"""The engines of the command line: the one of one machine, and what a machine without Java is told of the other."""

from pathlib import Path

import pytest

from model_build.__main__ import main
from model_build.commands.engines import engine_by_name
from model_build.engine import THREADS


def test_the_engine_of_one_machine_measures_nothing_beside_its_models() -> None:
    assert engine_by_name("pandas") == (THREADS, None)


def test_a_build_by_spark_without_java_ends_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    command = ["build", "--engine", "spark", "--data", "model_build/sample", "--output", str(tmp_path / "model")]
    assert main(command) == 2
    assert "Spark needs Java 17 or newer" in capsys.readouterr().err
