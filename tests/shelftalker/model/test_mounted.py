"""Models on mounted storage: opened where they are, checked as fetched ones are, and never copied or deleted."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_lambda_powertools.metrics import Metrics

from shelftalker.model import source as model_source
from shelftalker.model.format import ModelError
from shelftalker.model.mounted import MountedModels
from shelftalker.model.pointer import Pointer
from shelftalker.model.source import CONFIG, ModelSource
from shelftalker.search.model_check import check_model
from shelftalker.settings import Settings
from tests.deployment import counts
from tests.slack_requests import SIGNING_SECRET

FUNCTIONS = Path(__file__).parents[3] / "functions"


class Mount:
    """A folder with the layout of the published models, and processes that serve from it.

    Attributes:
        folder: The folder.
        clock_seconds: The processes' clock.
    """

    def __init__(self, models: list[Path], folder: Path) -> None:
        self.models = models
        self.folder = folder
        self.clock_seconds = 1_700_000_000.0
        self.started: list[ModelSource] = []

    def publish(self, number: int) -> str:
        """Copy a model to the folder, switch the pointer to it, and return its version."""
        manifest = json.loads((self.models[number] / "manifest.json").read_text())
        version = str(manifest["model_version"])
        shutil.copytree(self.models[number], self.folder / version, dirs_exist_ok=True)
        (self.folder / "current.json").write_text(Pointer.from_fields(manifest, version).to_json())
        return version

    def start(self) -> ModelSource:
        """Start serving as a new process would, with the first model in its layer."""
        settings = Settings(self.models[0], "", "", SIGNING_SECRET, "", mounted_models=self.folder)
        self.started.append(ModelSource.from_settings(settings, check_model, lambda: self.clock_seconds))
        return self.started[-1]


@pytest.fixture
def mount(models: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wide_time_outs: None) -> Iterator[Mount]:
    """Return a mounted folder without a model, with all metrics at zero."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Shelftalker")
    Metrics().clear_metrics()
    folder = tmp_path / "mnt"
    folder.mkdir()
    mount = Mount(models, folder)
    yield mount
    for started in mount.started:
        started.close()
    Metrics().clear_metrics()


def test_the_model_of_the_pointer_is_opened_where_it_is(mount: Mount) -> None:
    version = mount.publish(1)
    for path in (mount.folder, mount.folder / version):
        path.chmod(0o555)
    assert mount.start().current().version == version
    assert counts() == {"ModelSwitched": 1}


def test_another_model_is_switched_to_and_the_former_ones_files_are_left(mount: Mount) -> None:
    former = mount.publish(1)
    source = mount.start()
    version = mount.publish(2)
    source.refresh()
    assert source.current().version == former
    for _ in range(2):
        mount.clock_seconds += CONFIG.seconds_between_looks
        source.refresh()
    assert source.current().version == version
    assert (mount.folder / former / "catalogue.sqlite").is_file()


def test_where_nothing_was_published_the_layers_model_answers_and_nothing_failed(mount: Mount) -> None:
    layer = json.loads((mount.models[0] / "manifest.json").read_text())["model_version"]
    assert mount.start().current().version == layer
    assert counts() == {}


def test_a_folder_that_is_absent_stops_the_start_with_what_to_do(mount: Mount) -> None:
    mount.folder.rmdir()
    with pytest.raises(ModelError, match=r"Expected the published models in the folder .*mnt, .* Mount the storage"):
        mount.start()


@pytest.mark.parametrize(
    ("size_bytes", "complaint"), [(None, "there is no such file"), (5000, "it has 5,000")], ids=["absent", "cut short"]
)
def test_a_file_that_is_still_being_copied_leaves_the_model_in_use_until_it_is_whole(
    mount: Mount, size_bytes: int | None, complaint: str, caplog: pytest.LogCaptureFixture
) -> None:
    version = mount.publish(1)
    path = mount.folder / version / "catalogue.sqlite"
    whole = path.read_bytes()
    path.unlink()
    if size_bytes:
        path.write_bytes(whole[:size_bytes])
    source = mount.start()
    assert source.current().version != version
    assert counts() == {"ModelFetchFailed": 1}
    assert complaint in caplog.text
    path.write_bytes(whole)
    mount.clock_seconds += CONFIG.seconds_between_looks
    source.refresh()
    assert source.current().version == version


def test_a_file_that_is_no_model_is_refused_and_looked_at_again_a_minute_later(mount: Mount) -> None:
    version = mount.publish(1)
    path = mount.folder / version / "catalogue.sqlite"
    whole = path.read_bytes()
    path.write_bytes(b"no model".ljust(len(whole)))
    source = mount.start()
    assert source.current().version != version
    assert counts() == {"ModelRefused": 1}
    path.write_bytes(whole)
    mount.clock_seconds += CONFIG.seconds_after_failed_look
    source.refresh()
    assert source.current().version == version


def test_slow_storage_has_longer_at_the_start_than_while_somebody_waits(mount: Mount) -> None:
    asked: list[float] = []
    mount.publish(1)
    settings = Settings(mount.models[0], "", "", SIGNING_SECRET, "", mounted_models=mount.folder)
    source = ModelSource.from_settings(settings, lambda _, seconds: asked.append(seconds), lambda: mount.clock_seconds)
    mount.started.append(source)
    mount.publish(2)
    mount.clock_seconds += CONFIG.seconds_between_looks
    source.refresh()
    assert asked == [model_source.CONFIG.mounted_start_seconds, model_source.CONFIG.mounted_check_seconds]


def test_a_pointer_that_vanishes_is_counted_and_the_model_stays(mount: Mount) -> None:
    version = mount.publish(1)
    source = mount.start()
    (mount.folder / "current.json").unlink()
    mount.clock_seconds += CONFIG.seconds_between_looks
    source.refresh()
    assert source.current().version == version
    assert counts()["ModelPointerFailed"] == 1


def test_a_mounted_model_needs_neither_boto3_nor_a_download(mount: Mount) -> None:
    version = mount.publish(1)
    code = f"""if True:
        import sys
        from slack_events import models
        assert models.current().version == {version!r}
        print(sorted({{"boto3", "botocore.client", "shelftalker.model.download"}} & set(sys.modules)))
    """
    environment = {
        "MODEL_DIRECTORY": str(mount.models[0]), "MODEL_PATH": str(mount.folder), "SLACK_SIGNING_SECRET": "x",
        "PYTHONPATH": str(FUNCTIONS),
    }  # fmt: skip
    printed = subprocess.check_output([sys.executable, "-c", code], env=os.environ | environment, text=True)
    assert printed.endswith("}\n[]\n")  # behind the log line of the model in use


def test_the_pointer_of_a_folder_without_one_is_none(tmp_path: Path) -> None:
    assert MountedModels(tmp_path).read_pointer() is None
