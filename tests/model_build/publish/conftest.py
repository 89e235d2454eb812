"""Fixtures of the tests of publishing."""

import shutil
from pathlib import Path

import pytest

from model_build.publish.publish import ModelStore
from model_build.publish.s3_objects import PublishConfig


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model_build.publish.publish.PUBLISH", PublishConfig(seconds_between_versions=0))


@pytest.fixture
def store(bucket: str) -> ModelStore:
    return ModelStore.at(f"s3://{bucket}/some/models")


@pytest.fixture
def copy_of_model(models: list[Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(models[0], tmp_path / "copy"))
