"""The measurement of all processes of a build."""

from pathlib import Path

import pytest

from tests.bench import engines
from tests.bench.engines import EngineBuild, measure_engines, run_engine


def test_a_build_is_measured_with_its_processes(data: Path, tmp_path: Path) -> None:
    build = run_engine("pandas", data, tmp_path / "model")
    assert 0.1 < build.processor_seconds < 60
    assert 0.05 < build.gigabytes < 0.9
    assert len(build.digest) == 64


def test_a_build_that_fails_gives_no_figure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="ended with exit code 2"):
        run_engine("pandas", tmp_path / "nothing", tmp_path / "model")
    assert "is not a folder" in capfd.readouterr().err


def test_models_of_other_bytes_are_no_success(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engines, "run_engine", lambda engine, *_: EngineBuild(1, 2, 3, f"{engine:64}"))
    *_, same = measure_engines(tmp_path, tmp_path)
    assert (same.measured, same.target) == ("no", "yes")
