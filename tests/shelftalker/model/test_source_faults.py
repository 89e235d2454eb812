"""The model that answers while S3, the disk or the published model is slow, wrong or gone."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.metrics import Metrics

from tests.deployment import Deployment, counts, seconds_of
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

if TYPE_CHECKING:
    from tests.s3 import Network

FUNCTIONS = Path(__file__).parents[3] / "functions"


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


def test_a_file_that_is_no_model_though_its_checksum_is_right_leaves_the_current_one(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.change_catalogue(1, lambda _: b"nonsense")
    deployment.change_pointer(size_bytes=8, sha256=hashlib.sha256(b"nonsense").hexdigest())
    assert deployment.start().current().version == deployment.version(0)
    assert counts() == {"ModelRefused": 1}


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
