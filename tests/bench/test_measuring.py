from pathlib import Path

import pytest

from tests.bench import build_speed
from tests.bench.build_speed import Build, BuildTargets, measure_build, measure_growth
from tests.bench.cold_start import measure_cold_starts
from tests.bench.figures import Figure, percentile, print_figures
from tests.bench.synthetic import Size, write_dataset
from tests.bench.title_search import measure_titles
from tests.bench.warm_handler import measure_warm_handler

SMALL = Size(
    editions=800, readers=300, authors=300, ratings=8_000, most_by_one_reader=600, most_of_one_edition=100,
    most_by_one_author=20, words=2_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("synthetic")
    write_dataset(directory, SMALL)
    return directory


def test_a_build_is_measured_as_a_process_of_its_own(data: Path, tmp_path: Path) -> None:
    # A process of this size, which is no part of the build's memory.
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


def test_a_build_that_fails_is_no_figure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="ended with exit code 2"):
        measure_build(tmp_path / "nothing", tmp_path / "model", BuildTargets(seconds=20, gigabytes=1))
    assert "is not a folder" in capfd.readouterr().err


def test_a_build_of_tenfold_data_is_set_against_the_single_one(monkeypatch: pytest.MonkeyPatch) -> None:
    learned = {"quality": {"readers": 2_000, "ndcg_at_10": 0.1235, "formula_ndcg_at_10": 0.1}}
    builds = {
        (Path("single"), Path("model")): Build(50, 60, 1.5, {"quality": None}),
        (Path("tenfold"), Path("tenfold-model")): Build(550, 720, 12, learned),
    }
    monkeypatch.setattr(build_speed, "built", lambda data, model: builds[data, model])

    figures = measure_growth(Path("single"), Path("model"), Path("tenfold"), Path("tenfold-model"))

    assert figures == [
        Figure("build", "50.0 s", "", "60.0 s of processor time"),
        Figure("  of ten times the data", "550.0 s", "", "720.0 s of processor time"),
        Figure("  times as long", "11.0", "12", "12.0 times the processor time"),
        Figure("memory at its peak", "1.50 GB"),
        Figure("  with ten times the data", "12.00 GB"),
        Figure("nDCG@10 of 2,000 readers", "0.1235", "", "0.1000 by damped co-occurrence"),
    ]


def test_exact_titles_are_always_found_and_searches_are_compared(model_directory: Path) -> None:
    figures = {figure.what: figure for figure in measure_titles(model_directory, queries_of_a_kind=2)}

    assert figures["  exact"].measured == "100.0%"
    assert figures["nonsense not found, of 200"].target == "95.0%"
    assert figures["  of the 16 that brute force was asked"].target.endswith("%")
    assert figures["  of the 16 that difflib was asked"].target.endswith("%")


def test_every_function_starts_and_answers(data: Path, model_directory: Path, tmp_path: Path) -> None:
    pytest.importorskip("awslambdaric", reason="AWS's runtime client has wheels for Linux alone")
    cold, ratio, ssm = measure_cold_starts(data, model_directory, "Dune", tmp_path, starts=1)

    assert "the old design" in cold.beside
    assert float(ratio.measured) > 0.5
    assert ssm.measured.endswith(" ms")


def test_the_warm_handler_answers_every_query(model_directory: Path) -> None:
    median, slowest = measure_warm_handler(model_directory, queries_of_a_kind=2)

    assert median.target == "5 ms"
    assert slowest.target == "30 ms"


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([3, 1, 2], 50) == 2
    assert percentile(range(1, 101), 99) == 99
    assert percentile([7], 99) == 7


def test_figures_are_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures([Figure("build", "9.0 s", "20 s"), Figure("memory", "0.5 GB", "1 GB", "of 24 GB")])

    assert capsys.readouterr().out.splitlines() == [
        "          measured  target  beside it",
        "  build      9.0 s    20 s",
        "  memory    0.5 GB    1 GB  of 24 GB",
    ]
