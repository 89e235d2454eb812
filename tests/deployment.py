"""A deployment with a model bucket: three models, a clock set by hand, and the processes that serve."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aws_lambda_powertools.metrics import Metrics

from model_build.publish.publish import ModelStore
from model_build.publish.s3_objects import PublishConfig
from shelftalker.model import source
from shelftalker.model.source import ModelSource
from shelftalker.search.model_check import check_model
from shelftalker.settings import Settings
from tests.slack_requests import SIGNING_SECRET

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


class Deployment:
    """Three models, the first of them in the layer; a bucket, a clock set by hand, and the processes that serve.

    Attributes:
        temporary: The folder for temporary files.
    """

    def __init__(self, models: list[Path], s3: "S3Client", bucket: str, temporary: Path) -> None:
        self.models = models
        self.s3 = s3
        self.bucket = bucket
        self.temporary = temporary
        self.clock_seconds = 1_700_000_000.0
        self.store = ModelStore.at(f"s3://{bucket}/models")
        self.started: list[ModelSource] = []

    def start(self, layer: Path | None = None) -> ModelSource:
        """Start serving as a new process would."""
        settings = Settings(layer or self.models[0], self.bucket, "models", SIGNING_SECRET, "")
        self.started.append(ModelSource.from_settings(settings, check_model, lambda: self.clock_seconds))
        return self.started[-1]

    def pass_a_minute(self) -> None:
        """Set the clock ahead to when a pointer that could not be read is due."""
        self.clock_seconds += 60

    def pass_fifteen_minutes(self) -> None:
        """Set the clock ahead to when the pointer is due."""
        self.clock_seconds += 15 * 60

    def publish(self, number: int) -> str:
        """Publish one of the models and return its version."""
        return self.store.publish(self.models[number])

    def version(self, number: int) -> str:
        """Return the version of one of the models."""
        version: str = json.loads((self.models[number] / "manifest.json").read_text())["model_version"]
        return version

    def downloads(self) -> list[Path]:
        """Return the folders with downloaded models, in part or whole."""
        return list(self.temporary.iterdir())

    def change_pointer(self, **changes: object) -> None:
        """Change fields of the pointer."""
        key = "models/current.json"
        pointer = json.loads(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()) | changes
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=json.dumps(pointer))

    def change_catalogue(self, number: int, change: Callable[[bytes], bytes]) -> None:
        """Change a published catalogue."""
        key = f"models/{self.version(number)}/catalogue.sqlite"
        whole = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=change(whole))


@pytest.fixture
def deployment(
    models: list[Path],
    s3: "S3Client",
    bucket: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Deployment]:
    """Return a deployment without the minimum time between two versions, with all metrics at zero."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Shelftalker")
    Metrics().clear_metrics()
    monkeypatch.setattr("model_build.publish.publish.PUBLISH", PublishConfig(seconds_between_versions=0))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    deployment = Deployment(models, s3, bucket, temporary)
    yield deployment
    for started in deployment.started:
        started.close()
    Metrics().clear_metrics()


@pytest.fixture
def one_piece_a_request(wide_time_outs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetch 64 KB at each request, as if S3 needed the whole time for that."""
    monkeypatch.setattr(source, "CONFIG", source.CONFIG._replace(fetch_seconds_to_start_piece=-1))


def counts() -> dict[str, int]:
    """Return the count of each metric that counts."""
    return {name: len(metric["Value"]) for name, metric in Metrics().metric_set.items() if metric["Unit"] == "Count"}


def model_ages() -> list[float]:
    """Return the recorded ages of the model, in seconds."""
    metric = Metrics().metric_set.get("ModelAge")
    assert metric is None or metric["Unit"] == "Seconds"
    return metric["Value"] if metric else []


def seconds_of(action: Callable[[], None]) -> float:
    """Return the seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
