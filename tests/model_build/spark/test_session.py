"""The session on this machine, and the machine without Java."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.spark.session import has_java, open_session


def test_without_java_an_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not has_java()
    with pytest.raises(DatasetError, match=r"Java 17 or newer.*--engine pandas"):
        open_session()


def test_java_is_looked_for_where_java_home_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert not has_java()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/java").touch()
    assert has_java()
