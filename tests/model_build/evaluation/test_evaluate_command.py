"""Tests of the output and the files of `python -m model_build evaluate`, with made-up figures."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from model_build.__main__ import main
from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.evaluation import evaluate as evaluation
from model_build.evaluation.results import Results
from model_build.left_out.book_rules import BookRule
from tests.model_build.evaluation.made_up_report import made_up_report
from tests.model_build.small_datasets import book, write_kaggle

ROOT = Path(__file__).parents[3]
TITLES = ["Dune", "Emma", "Ubik", "The Call of the Wild", "A Brief History of Time: From the Big Bang to Black Holes"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    books = [book(f"{number:09}X", title, "Ada Example") for number, title in enumerate(TITLES)]
    ratings = [(reader, f"{number:09}X", 8) for reader in range(3) for number in range(len(TITLES))]
    return write_kaggle(tmp_path / "data", books, ratings)


@pytest.fixture
def evaluation_seeds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Replace evaluations by made-up figures, and return their seeds."""
    seeds = []

    def evaluate(
        files: DatasetFiles,
        seed: int,
        folder: Path,
        *,
        beside: Sequence[DatasetFiles],
        rules: Sequence[BookRule],
        **_: object,
    ) -> Results:
        seeds.append(seed)
        build_model(files, folder, beside=beside, rules=rules)
        return made_up_report().results

    monkeypatch.setattr(evaluation, "evaluate", evaluate)
    return seeds


def test_an_evaluation_prints_a_screenful_and_writes_a_report(
    data: Path, tmp_path: Path, evaluation_seeds: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--data", str(data), "--report", str(tmp_path / "report")]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 26
    assert lines[-1] == f"Report: {tmp_path / 'report' / 'report.html'}"
    assert evaluation_seeds == [7]
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["suggestions"]["books"] == len(TITLES)
    rules = tmp_path / "rules.csv"
    rules.write_text("action,title,author\nblock,Ubik,Ada Example\n", encoding="utf-8")
    arguments = ["evaluate", "--data", str(data), "--report", str(tmp_path / "report"), "--book-rules", str(rules)]
    assert main(arguments) == 0
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["suggestions"]["books"] == len(TITLES) - 1
    assert {path.name for path in (tmp_path / "report").iterdir()} == {
        "exposure.png",
        "quality.png",
        "report.html",
        "report.json",
    }


def test_the_seed_and_the_files_can_be_given(data: Path, tmp_path: Path, evaluation_seeds: list[int]) -> None:
    options = ["--books", str(data / "Books.csv"), "--ratings", str(data / "Ratings.csv")]

    assert main(["evaluate", *options, "--report", str(tmp_path), "--seed", "3"]) == 0
    assert evaluation_seeds == [3]
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["suggestions"]["seed"] == 3


def test_several_sources_can_be_named(data: Path, tmp_path: Path, evaluation_seeds: list[int]) -> None:
    more = write_kaggle(tmp_path / "more", [book("000000009X", "Solaris", "Stanislaw Lem")], [(1, "000000009X", 8)])

    assert main(["evaluate", "--data", str(data), "--data", str(more), "--report", str(tmp_path)]) == 0
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["suggestions"]["books"] == len(TITLES) + 1


def test_too_few_readers_are_reported_in_a_line_and_leave_an_earlier_report_alone(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (report / "report.html").write_text("earlier")

    assert main(["evaluate", "--data", str(data), "--report", str(report)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("python -m model_build evaluate: Too few readers to evaluate on")
    assert [path.read_text() for path in report.iterdir()] == ["earlier"]


def test_a_report_folder_that_can_not_be_made_is_reported_before_the_evaluation(
    data: Path, tmp_path: Path, evaluation_seeds: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--data", str(data), "--report", str(data / "Books.csv")]) == 2
    assert "Books.csv" in capsys.readouterr().err
    assert evaluation_seeds == []


def test_one_of_two_dataset_files_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["evaluate", "--books", "a.csv", "--report", str(tmp_path)])
    assert stopped.value.code == 2
    assert "name the dataset by --data DIR, or by --books FILE and --ratings FILE" in capsys.readouterr().err


def test_a_missing_library_is_reported_with_the_command_that_installs_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("folder", "page", "plots"):
        monkeypatch.delitem(sys.modules, f"model_build.evaluation.report.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(SystemExit) as stopped:
        main(["evaluate", "--data", str(data), "--report", str(tmp_path / "report")])
    assert stopped.value.code == 2
    assert "matplotlib is not installed; evaluating needs: make .venv/evaluate.stamp" in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


def test_the_other_commands_import_no_library_of_the_evaluation(
    model_directory: Path, data: Path, tmp_path: Path
) -> None:
    build = ["build", "--data", str(data), "--output", str(tmp_path / "model")]
    query = ["query", "--model", str(model_directory), "dune"]
    code = (
        "import sys; from model_build.__main__ import main; "
        f"codes = main({build!r}), main({query!r}); "
        "print(codes, sorted({'implicit', 'matplotlib', 'model_build.evaluation'} & set(sys.modules)))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert finished.stdout.splitlines()[-1] == "(0, 0) []"
