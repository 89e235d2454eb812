"""Tests of the report's folder."""

from pathlib import Path

import pytest

from model_build.evaluation.report import folder
from model_build.evaluation.report.folder import write_report
from tests.model_build.evaluation.made_up_report import made_up_report


def test_a_report_is_four_files(tmp_path: Path) -> None:
    page = write_report(made_up_report(), tmp_path / "new" / "report")

    assert page == tmp_path / "new" / "report" / "report.html"
    assert sorted(path.name for path in page.parent.iterdir()) == [
        "exposure.png",
        "quality.png",
        "report.html",
        "report.json",
    ]


def test_an_earlier_report_stays_when_the_next_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(made_up_report(), tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_bytes = Path.write_bytes

    def full_disk(path: Path, content: bytes) -> int:
        if "report.html" in path.name:
            write_bytes(path, content[:10])
            raise OSError(28, "No space left on device")
        return write_bytes(path, content)

    monkeypatch.setattr(folder, "as_json", lambda _: "{}")
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_report(made_up_report(), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
