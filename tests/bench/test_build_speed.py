"""Tests of the benchmark of builds."""

from pathlib import Path

import pytest

from tests.bench import build_speed
from tests.bench.build_speed import Build, BuildTargets, measure_build, measure_growth
from tests.bench.figures import Figure


def test_a_build_is_measured_as_a_process_of_its_own(data: Path, tmp_path: Path) -> None:
    # This process gets larger, which must not count as memory of the build.
    ballast = bytearray(b"1") * 700_000_000
    build, memory, size, *_ = measure_build(data, tmp_path / "model", BuildTargets(seconds=20, gigabytes=2.5))
    del ballast

    assert build.measured.endswith(" s")
    assert build.target == "20 s"
    assert memory.target == "2.5 GB"
    assert 0 < float(build.measured.removesuffix(" s")) < 60
    assert memory.measured.endswith(" GB")
    assert 0.05 < float(memory.measured.removesuffix(" GB")) < 0.6
    assert size.measured.endswith(" bytes")
    assert (tmp_path / "model" / "catalogue.sqlite").is_file()


def test_a_build_that_fails_gives_no_figure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="ended with exit code 2"):
        measure_build(tmp_path / "nothing", tmp_path / "model", BuildTargets(seconds=20, gigabytes=1))
    assert "is not a folder" in capfd.readouterr().err


def test_a_build_of_tenfold_data_is_compared_with_the_single_one(monkeypatch: pytest.MonkeyPatch) -> None:
    trained = {"quality": {"readers": 2_000, "ndcg_at_10": 0.1235, "formula_ndcg_at_10": 0.1}}
    builds = {
        (Path("single"), Path("model")): Build(50, 60, 1.5, {"quality": None}),
        (Path("tenfold"), Path("tenfold-model")): Build(550, 720, 12, trained),
    }
    monkeypatch.setattr(build_speed, "run_build", lambda data, model: builds[data, model])

    figures = measure_growth(Path("single"), Path("model"), Path("tenfold"), Path("tenfold-model"))

    assert figures == [
        Figure("build", "50.0 s", "", "60.0 s of processor time"),
        Figure("  of ten times the data", "550.0 s", "", "720.0 s of processor time"),
        Figure("  times as long", "11.0", "12", "12.0 times the processor time"),
        Figure("memory at its peak", "1.50 GB"),
        Figure("  with ten times the data", "12.00 GB"),
        Figure("nDCG@10 of 2,000 readers", "0.1235", "", "0.1000 by damped co-occurrence"),
    ]
