"""The model that answers while S3, the disk or the published model is slow, wrong or gone."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.metrics import Metrics

from tests.deployment import Deployment, counts, seconds_of
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

if TYPE_CHECKING:
    from tests.s3 import Network

FUNCTIONS = Path(__file__).parents[3] / "functions"


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
    assert counts() == {"ModelFetchFailed": 1}
    assert network.keys_by("GET") == ["current.json", "catalogue.sqlite"]
    assert deployment.downloads() == []

    deployment.publish(1)  # repairs it
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)


def test_a_model_that_may_not_be_read_leaves_the_current_one(
    deployment: Deployment, deny: Callable[[str, str], None]
) -> None:
    deny("s3:GetObject", f"models/{deployment.publish(1)}/*")
    assert deployment.start().current().version == deployment.version(0)
    assert counts() == {"ModelFetchFailed": 1}


def test_a_model_that_is_gone_leaves_the_current_one(deployment: Deployment, network: "Network") -> None:
    deployment.publish(1)
    source = deployment.start()
    version = deployment.publish(2)
    deployment.s3.delete_object(Bucket=deployment.bucket, Key=f"models/{version}/catalogue.sqlite")
    deployment.pass_fifteen_minutes()
    network.requests.clear()
    for _ in range(3):
        source.refresh()
    assert source.current().version == deployment.version(1)
    assert counts() == {"ModelSwitched": 1, "ModelFetchFailed": 1}
    assert network.keys_by("GET") == ["current.json", "catalogue.sqlite"]


@pytest.mark.parametrize("served", [0, 1], ids=["the layer's model", "a fetched model"])
def test_a_pointer_that_is_gone_leaves_the_current_model(deployment: Deployment, served: int) -> None:
    deployment.publish(0)
    deployment.store.rollback(deployment.publish(served))
    source = deployment.start()
    switched = counts()
    deployment.s3.delete_object(Bucket=deployment.bucket, Key="models/current.json")
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(served)
    assert counts() == switched | {"ModelPointerFailed": 1}


def test_a_file_that_is_no_model_though_its_checksum_is_right_leaves_the_current_one(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.change_catalogue(1, lambda _: b"nonsense")
    deployment.change_pointer(size_bytes=8, sha256=hashlib.sha256(b"nonsense").hexdigest())
    assert deployment.start().current().version == deployment.version(0)
    assert counts() == {"ModelFetchFailed": 1}


@pytest.mark.parametrize(
    "pointer",
    [b"", b"nonsense", b"[]", b"null", b"\xff", b"{}", b'{"version": 1}', b"[" * 100_000,
     b'{"version": "x", "sha256": "", "size_bytes": "12", "format_version": 1}',
     b'{"version": "x", "sha256": "", "size_bytes": 12, "format_version": 1, "published_at": 7}',
     b'{"version": "x", "sha256": "", "size_bytes": 12, "format_version": 1, "published_at": "2026-11-24T01:00:00"}'],
)  # fmt: skip
def test_a_pointer_that_makes_no_sense_leaves_the_current_model(deployment: Deployment, pointer: bytes) -> None:
    deployment.s3.put_object(Bucket=deployment.bucket, Key="models/current.json", Body=pointer)
    source = deployment.start()
    source.refresh()
    assert source.current().version == deployment.version(0)
    assert counts() == {"ModelPointerFailed": 1}


def test_a_pointer_that_may_not_be_read_leaves_the_current_model(
    deployment: Deployment, deny: Callable[[str, str], None]
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deny("s3:GetObject", "models/*")
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)
    assert counts() == {"ModelSwitched": 1, "ModelPointerFailed": 1}


def test_s3_that_is_gone_leaves_the_layers_model(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert deployment.start().current().version == deployment.version(0)
    assert counts() == {"ModelPointerFailed": 1}


@pytest.mark.parametrize("fault", [{"delay_seconds": 2}, {"bytes_per_second": 200}, {"holds": True}])
@pytest.mark.usefixtures("time_outs_of_production")
def test_a_slow_pointer_is_waited_for_no_longer_than_300_milliseconds(
    deployment: Deployment, network: "Network", fault: dict[str, Any]
) -> None:
    source = deployment.start()
    Metrics().clear_metrics()  # a busy machine may have missed the limit at the start already
    deployment.publish(1)
    network.fail("current.json", **fault)
    deployment.pass_fifteen_minutes()
    network.requests.clear()
    assert seconds_of(source.refresh) < 0.6
    source.refresh()
    assert network.keys_by("GET") == ["current.json"]
    assert counts() == {"ModelPointerFailed": 1}


@pytest.mark.parametrize("fault", [{"delay_seconds": 2}, {"holds": True}, {"cut_after_bytes": 0}])
@pytest.mark.usefixtures("time_outs_of_production")
def test_a_fetch_that_brings_nothing_is_given_up_after_three_requests_of_500_milliseconds(
    deployment: Deployment, network: "Network", fault: dict[str, Any]
) -> None:
    source = deployment.start()
    deployment.publish(1)
    network.fail("catalogue.sqlite", **fault)
    deployment.pass_fifteen_minutes()
    network.requests.clear()
    for _ in range(3):
        assert counts() == {}
        assert seconds_of(source.refresh) < 0.9
    source.refresh()
    assert network.keys_by("GET") == ["current.json"] + ["catalogue.sqlite"] * 3
    assert source.current().version == deployment.version(0)
    assert counts() == {"ModelFetchFailed": 1}
    assert deployment.downloads() == []


@pytest.mark.usefixtures("time_outs_of_production")
def test_a_fetch_that_breaks_off_each_time_goes_on_from_the_bytes_so_far(
    deployment: Deployment, network: "Network"
) -> None:
    deployment.publish(1)
    network.requests.clear()
    network.fail("catalogue.sqlite", cut_after_bytes=70_000)
    source = deployment.start()
    for _ in range(5):
        source.refresh()
    assert source.current().version == deployment.version(1)
    assert len(source.current().all_books()) == 401
    ranges = [request.headers["range"] for request in network.requests if "range" in request.headers]
    starts = [int(text.removeprefix("bytes=").partition("-")[0]) for text in ranges]
    assert starts[0] == 0
    assert len(starts) > 2
    assert all(later - earlier > 1 << 16 for earlier, later in pairwise(starts))
    assert counts() == {"ModelSwitched": 1}


@pytest.mark.usefixtures("time_outs_of_production")
def test_a_fetch_that_trickles_is_not_waited_for_but_taken_when_it_has_come(
    deployment: Deployment, network: "Network"
) -> None:
    source = deployment.start()
    deployment.publish(1)
    network.fail("catalogue.sqlite", bytes_per_second=100_000)
    deployment.pass_fifteen_minutes()
    until = time.monotonic() + 30
    while source.current().version == deployment.version(0) and time.monotonic() < until:
        assert seconds_of(source.refresh) < 0.9
    assert source.current().version == deployment.version(1)
    assert len(source.current().all_books()) == 401
    assert counts() == {"ModelSwitched": 1}


def test_a_full_disk_leaves_the_current_model(deployment: Deployment) -> None:
    deployment.publish(1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        source = deployment.start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert source.current().version == deployment.version(0)
    assert counts() == {"ModelFetchFailed": 1}
    assert deployment.downloads() == []
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)


def test_nowhere_to_write_leaves_the_current_model(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.temporary.rmdir()
    assert deployment.start().current().version == deployment.version(0)
    assert counts() == {"ModelFetchFailed": 1}


@pytest.mark.usefixtures("time_outs_of_production")
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


@pytest.mark.usefixtures("time_outs_of_production")
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
