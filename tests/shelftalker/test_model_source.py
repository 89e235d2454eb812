"""Which model answers, over HTTP to a real S3 interface that is at times slow, wrong or gone."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.metrics import Metrics

from model_build.publish import ModelStore
from shelftalker.catalogue import FORMAT_VERSION, ModelError
from shelftalker.model_source import ModelSource
from shelftalker.settings import Settings
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from tests.s3 import Network

FUNCTIONS = Path(__file__).parents[2] / "functions"


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
        self.started.append(ModelSource.from_settings(settings, lambda: self.clock_seconds))
        return self.started[-1]

    def pass_fifteen_minutes(self) -> None:
        """Set the clock ahead to when the pointer is due."""
        self.clock_seconds += 15 * 60

    def publish(self, number: int) -> str:
        """Publish one of the models and return its version."""
        return self.store.publish(self.models[number])

    def version(self, number: int) -> str:
        """The version of one of the models."""
        version: str = json.loads((self.models[number] / "manifest.json").read_text())["model_version"]
        return version

    def fetched(self) -> list[Path]:
        """Folders with models that were fetched, in part or whole."""
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
    models: list[Path], s3: "S3Client", bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Deployment]:
    monkeypatch.setattr("model_build.publish.SECONDS_BETWEEN_VERSIONS", 0)
    # A busy machine is no slow S3: only the tests of the limits have those of production.
    monkeypatch.setattr("shelftalker.model_source._LOOK_SECONDS", 10)
    monkeypatch.setattr("shelftalker.model_source._FETCH_SECONDS", 10)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    deployment = Deployment(models, s3, bucket, temporary)
    yield deployment
    for source in deployment.started:
        source.close()


@pytest.fixture
def limits_of_production(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shelftalker.model_source._LOOK_SECONDS", 0.3)
    monkeypatch.setattr("shelftalker.model_source._FETCH_SECONDS", 0.5)


@pytest.fixture(autouse=True)
def no_metrics_of_other_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Shelftalker")
    Metrics().clear_metrics()
    yield
    Metrics().clear_metrics()


@pytest.fixture
def one_piece_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetch 64 KB at each request, as if S3 needed the whole time for that."""
    monkeypatch.setattr("shelftalker.model_source._FETCH_SECONDS_TO_START_A_PIECE", -1)


def counted() -> dict[str, int]:
    """How often each metric was counted."""
    return {name: len(metric["Value"]) for name, metric in Metrics().metric_set.items()}


def test_without_a_bucket_boto3_is_never_imported(models: list[Path]) -> None:
    code = """if True:
        import sys
        from slack_events import models
        models.refresh()
        assert models.current().version
        print(sorted({"boto3", "botocore.client", "shelftalker.model_download"} & set(sys.modules)))
    """
    environment = {
        "MODEL_DIRECTORY": str(models[0]),
        "SLACK_SIGNING_SECRET": "x",
        "PYTHONPATH": str(FUNCTIONS),
    }
    printed = subprocess.check_output([sys.executable, "-c", code], env=os.environ | environment, text=True)
    assert printed == "[]\n"


def test_where_nothing_was_published_the_layers_model_answers_and_nothing_failed(
    deployment: Deployment, network: "Network"
) -> None:
    assert deployment.start().current().version == deployment.version(0)
    assert network.asked("GET") == ["current.json"]
    assert counted() == {}


def test_a_layer_without_a_model_is_an_error_that_says_what_to_do(deployment: Deployment, tmp_path: Path) -> None:
    layer = Path(shutil.copytree(deployment.models[0], tmp_path / "layer"))
    (layer / "catalogue.sqlite").unlink()
    with pytest.raises(ModelError, match="No model at"):
        deployment.start(layer)


def test_a_new_process_serves_the_model_that_the_pointer_names(deployment: Deployment) -> None:
    deployment.publish(1)
    source = deployment.start()
    assert source.current().version == deployment.version(1)
    assert len(source.current().all_books()) == 401
    assert counted() == {"ModelSwitched": 1}


def test_the_pointer_is_looked_at_once_in_fifteen_minutes(deployment: Deployment, network: "Network") -> None:
    source = deployment.start()
    deployment.publish(1)
    network.requests.clear()
    deployment.clock_seconds += 15 * 60 - 1
    source.refresh()
    assert network.requests == []
    deployment.clock_seconds += 1
    source.refresh()
    assert network.asked("GET") == ["current.json", "catalogue.sqlite"]
    assert source.current().version == deployment.version(1)
    source.refresh()
    assert len(network.requests) == 2


def test_looking_is_one_request_where_nothing_has_changed(deployment: Deployment, network: "Network") -> None:
    deployment.publish(1)
    source = deployment.start()
    network.requests.clear()
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert network.asked("GET") == ["current.json"]
    assert len(network.requests) == 1


def test_a_clock_that_is_set_back_does_not_put_off_the_next_look(deployment: Deployment, network: "Network") -> None:
    source = deployment.start()
    deployment.clock_seconds -= 30 * 24 * 3600
    for _ in range(3):
        source.refresh()
    assert network.asked("GET") == ["current.json", "current.json"]
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert len(network.requests) == 3


def test_a_model_is_fetched_over_several_requests_while_the_current_one_answers(
    deployment: Deployment, network: "Network", one_piece_a_request: None
) -> None:
    deployment.publish(1)
    network.requests.clear()
    size_bytes = (deployment.models[1] / "catalogue.sqlite").stat().st_size
    source = deployment.start()
    while source.current().version == deployment.version(0):
        assert len(network.requests) < 10
        source.refresh()
    assert len(source.current().all_books()) == 401
    fetches = [request for request in network.requests if request.key.endswith("catalogue.sqlite")]
    starts = range(0, size_bytes, 1 << 16)
    assert len(starts) > 2
    assert [fetch.headers["range"] for fetch in fetches] == [f"bytes={start}-{size_bytes - 1}" for start in starts]
    assert network.asked("GET").count("current.json") == 1


def test_a_fetch_goes_on_after_the_pointer_was_looked_at_again(
    deployment: Deployment, network: "Network", one_piece_a_request: None
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deployment.pass_fifteen_minutes()
    source.refresh()
    ranges = [request.headers["range"] for request in network.requests if "range" in request.headers]
    assert [text.partition("-")[0] for text in ranges] == ["bytes=0", "bytes=65536"]


def test_a_fetch_is_given_up_when_the_pointer_names_another_model(
    deployment: Deployment, one_piece_a_request: None
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deployment.publish(2)
    deployment.pass_fifteen_minutes()
    for _ in range(5):
        source.refresh()
    assert source.current().version == deployment.version(2)
    assert len(deployment.fetched()) == 1


def test_after_a_rollback_to_the_layers_model_the_layer_is_used_and_what_was_fetched_is_deleted(
    deployment: Deployment, network: "Network"
) -> None:
    deployment.publish(0)
    deployment.publish(1)
    source = deployment.start()
    assert source.current().version == deployment.version(1)
    deployment.store.rollback(deployment.version(0))
    network.requests.clear()
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(0)
    assert network.asked("GET") == ["current.json"]
    assert deployment.fetched() == []
    assert (deployment.models[0] / "catalogue.sqlite").exists()


def test_where_the_pointer_was_deleted_the_layers_model_answers(deployment: Deployment) -> None:
    deployment.publish(1)
    source = deployment.start()
    deployment.s3.delete_object(Bucket=deployment.bucket, Key="models/current.json")
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(0)


def test_a_request_that_reads_the_former_model_is_not_disturbed_by_the_switch(deployment: Deployment) -> None:
    deployment.publish(1)
    source = deployment.start()
    read_by_a_request = source.current()
    deployment.publish(2)
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(2)
    assert len(deployment.fetched()) == 1
    assert len(read_by_a_request.all_books()) == 401


@pytest.mark.parametrize(
    "damage",
    [lambda whole: whole[:5000] + b"!" + whole[5001:], lambda whole: whole[:-5000], lambda _: b""],
    ids=["one byte is another", "cut short", "empty"],
)
def test_a_damaged_model_leaves_the_current_one_and_is_tried_again_only_after_the_next_look(
    deployment: Deployment, network: "Network", damage: Callable[[bytes], bytes]
) -> None:
    deployment.publish(1)
    deployment.change_catalogue(1, damage)
    network.requests.clear()
    source = deployment.start()
    for _ in range(3):
        source.refresh()
    assert source.current().version == deployment.version(0)
    assert counted() == {"ModelFetchFailed": 1}
    assert network.asked("GET") == ["current.json", "catalogue.sqlite"]
    assert deployment.fetched() == []

    deployment.publish(1)  # repairs it
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)


def test_a_model_that_may_not_be_read_leaves_the_current_one(
    deployment: Deployment, deny: Callable[[str, str], None]
) -> None:
    deny("s3:GetObject", f"models/{deployment.publish(1)}/*")
    assert deployment.start().current().version == deployment.version(0)
    assert counted() == {"ModelFetchFailed": 1}


def test_a_model_of_a_newer_format_is_not_even_fetched(deployment: Deployment, network: "Network") -> None:
    deployment.publish(1)
    deployment.change_pointer(format_version=FORMAT_VERSION + 1)
    network.requests.clear()
    source = deployment.start()
    source.refresh()
    assert source.current().version == deployment.version(0)
    assert network.asked("GET") == ["current.json"]
    assert counted() == {"ModelFetchFailed": 1}


def test_a_file_that_is_no_model_though_its_checksum_is_right_leaves_the_current_one(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.change_catalogue(1, lambda _: b"nonsense")
    deployment.change_pointer(size_bytes=8, sha256=hashlib.sha256(b"nonsense").hexdigest())
    assert deployment.start().current().version == deployment.version(0)
    assert counted() == {"ModelFetchFailed": 1}


@pytest.mark.parametrize(
    "pointer",
    [b"", b"nonsense", b"[]", b"null", b"\xff", b"{}", b'{"version": 1}', b"[" * 100_000,
     b'{"version": "x", "sha256": "", "size_bytes": "12", "format_version": 1}'],
)  # fmt: skip
def test_a_pointer_that_makes_no_sense_leaves_the_current_model(deployment: Deployment, pointer: bytes) -> None:
    deployment.s3.put_object(Bucket=deployment.bucket, Key="models/current.json", Body=pointer)
    source = deployment.start()
    source.refresh()
    assert source.current().version == deployment.version(0)
    assert counted() == {"ModelPointerFailed": 1}


def test_a_pointer_that_may_not_be_read_leaves_the_current_model(
    deployment: Deployment, deny: Callable[[str, str], None]
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deny("s3:GetObject", "models/*")
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)
    assert counted() == {"ModelSwitched": 1, "ModelPointerFailed": 1}


def test_s3_that_is_gone_leaves_the_layers_model(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert deployment.start().current().version == deployment.version(0)
    assert counted() == {"ModelPointerFailed": 1}


@pytest.mark.parametrize("fault", [{"delay_seconds": 2}, {"bytes_per_second": 200}, {"holds": True}])
@pytest.mark.usefixtures("limits_of_production")
def test_a_slow_pointer_is_waited_for_no_longer_than_300_milliseconds(
    deployment: Deployment, network: "Network", fault: dict[str, Any]
) -> None:
    source = deployment.start()
    deployment.publish(1)
    network.fail("current.json", **fault)
    deployment.pass_fifteen_minutes()
    network.requests.clear()
    assert _seconds(source.refresh) < 0.6
    source.refresh()
    assert network.asked("GET") == ["current.json"]
    assert counted() == {"ModelPointerFailed": 1}


@pytest.mark.parametrize(
    "fault", [{"delay_seconds": 2}, {"bytes_per_second": 20_000}, {"holds": True}, {"cut_after_bytes": 70_000}]
)
@pytest.mark.usefixtures("limits_of_production")
def test_a_slow_or_broken_fetch_is_waited_for_no_longer_than_500_milliseconds(
    deployment: Deployment, network: "Network", fault: dict[str, Any]
) -> None:
    source = deployment.start()
    deployment.publish(1)
    network.fail("catalogue.sqlite", **fault)
    deployment.pass_fifteen_minutes()
    network.requests.clear()
    assert _seconds(source.refresh) < 0.9
    source.refresh()
    assert network.asked("GET") == ["current.json", "catalogue.sqlite"]
    assert source.current().version == deployment.version(0)
    assert counted() == {"ModelFetchFailed": 1}


def test_a_full_disk_leaves_the_current_model(deployment: Deployment) -> None:
    deployment.publish(1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        source = deployment.start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert source.current().version == deployment.version(0)
    assert counted() == {"ModelFetchFailed": 1}
    assert deployment.fetched() == []


def test_nowhere_to_write_leaves_the_current_model(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.temporary.rmdir()
    assert deployment.start().current().version == deployment.version(0)
    assert counted() == {"ModelFetchFailed": 1}


def test_what_a_killed_process_had_fetched_is_deleted_and_what_a_running_one_has_is_left(
    deployment: Deployment,
) -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as ended:
        pass
    of_ended, of_running = (
        deployment.temporary / f"shelftalker-model-{process_id}-abc" for process_id in (ended.pid, os.getppid())
    )
    for directory in (of_ended, of_running):
        directory.mkdir()
        (directory / "catalogue.sqlite.unfinished").write_bytes(b"half")
    deployment.start()
    assert deployment.fetched() == [of_running]


@pytest.mark.usefixtures("limits_of_production")
def test_only_one_of_several_threads_refreshes_and_none_waits_for_it(
    deployment: Deployment, network: "Network"
) -> None:
    source = deployment.start()
    network.requests.clear()
    fault = network.fail("current.json", holds=True)
    deployment.pass_fifteen_minutes()
    refreshing = threading.Thread(target=source.refresh)
    refreshing.start()
    assert fault.held.wait(timeout=5)
    assert _seconds(source.refresh) < 0.15
    refreshing.join()
    assert len(network.requests) == 1


def test_after_a_snapshot_is_restored_the_pointer_is_looked_at_at_once(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snapshot_restore_py._after_restore_registry", [])
    hooks = pytest.importorskip("awslambdaric.lambda_runtime_hooks_runner")
    source = deployment.start()
    deployment.publish(1)
    deployment.clock_seconds += 1
    source.refresh()
    assert source.current().version == deployment.version(0)
    hooks.run_after_restore()
    assert source.current().version == deployment.version(1)


@pytest.mark.usefixtures("limits_of_production")
def test_a_killed_publish_changes_nothing_for_those_who_serve(deployment: Deployment, network: "Network") -> None:
    deployment.publish(1)
    source = deployment.start()
    fault = network.fail("current.json", method="PUT", holds=True)
    command = [
        sys.executable,
        "-m",
        "model_build",
        "publish",
        "--model",
        str(deployment.models[2]),
        "--to",
        f"s3://{deployment.bucket}/models",
    ]
    with subprocess.Popen(command, cwd=FUNCTIONS.parent) as publishing:
        assert fault.held.wait(timeout=60)
        publishing.kill()
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)
    assert deployment.start().current().version == deployment.version(1)


@pytest.mark.usefixtures("limits_of_production")
def test_a_signed_request_is_answered_with_s3_slow_and_the_failure_is_counted(
    deployment: Deployment, network: "Network"
) -> None:
    """In a process of its own, as Lambda starts it: init, then one request."""
    deployment.publish(1)
    network.fail("current.json", delay_seconds=2)
    body = command_body("Book the 3th of many")
    event = v2_event(body, signed_headers(body))
    code = """if True:
        import json, sys, time
        from types import SimpleNamespace
        from slack_events import handler
        context = SimpleNamespace(function_name="f", memory_limit_in_mb=1, invoked_function_arn="a", aws_request_id="r")
        print(json.dumps({"response": handler(json.load(sys.stdin), context)}))
    """
    environment = {
        "MODEL_DIRECTORY": str(deployment.models[0]),
        "MODEL_BUCKET": deployment.bucket,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
        "POWERTOOLS_SERVICE_NAME": "shelftalker",
        "PYTHONPATH": str(FUNCTIONS),
    }
    printed = subprocess.check_output(
        [sys.executable, "-c", code], env=os.environ | environment, input=json.dumps(event), text=True
    )
    lines = [json.loads(line) for line in printed.splitlines()]
    (response,) = (line["response"] for line in lines if "response" in line)
    assert response["statusCode"] == 200
    assert "If you liked Book the 3th of many" in response["body"]
    assert any(line.get("ModelPointerFailed") == [1.0] for line in lines)


@pytest.mark.usefixtures("limits_of_production")
def test_a_thread_that_goes_on_reading_is_not_disturbed_by_model_after_model(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.publish(2)
    source = deployment.start()
    done = threading.Event()

    def read() -> int:
        reads = 0
        while not done.is_set():
            assert source.current().neighbours(1)
            reads += 1
        return reads

    with ThreadPoolExecutor() as executor:
        reading = executor.submit(read)
        try:
            for number in (1, 2, 1):
                deployment.store.rollback(deployment.version(number))
                deployment.pass_fifteen_minutes()
                source.refresh()
                assert source.current().version == deployment.version(number)
        finally:
            done.set()
        assert reading.result() > 0


def _seconds(action: Callable[[], None]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began
