"""Rollbacks without a deployment: the time until processes answer from the earlier model, whatever happens to them.

S3 sends so slowly here, in small pieces, that a model takes several requests: each starts no piece after 0.4 s.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from model_build.publish.s3_objects import PublishConfig
from shelftalker.model import source as model_source
from shelftalker.model.download import DownloadConfig
from shelftalker.model.format import MODEL_FORMAT
from shelftalker.model.source import ModelSource
from tests.deployment import Deployment, counts, seconds_of
from tests.slack_requests import SIGNING_SECRET

if TYPE_CHECKING:
    from tests.s3 import Network

FUNCTIONS = Path(__file__).parents[3] / "functions"
A_HANDFUL = 5


@pytest.fixture
def slow_s3(network: "Network", wide_time_outs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have S3 send a model of 200 KB in a second or so."""
    piece_seconds = model_source.ModelSourceConfig().fetch_seconds_to_start_piece
    monkeypatch.setattr(
        model_source, "CONFIG", model_source.CONFIG._replace(fetch_seconds_to_start_piece=piece_seconds)
    )
    monkeypatch.setattr("shelftalker.model.download.CONFIG", DownloadConfig(piece_bytes=1 << 12))
    network.fail("catalogue.sqlite", method="GET", bytes_per_second=200_000)


@pytest.fixture(autouse=True)
def versions_of_different_seconds(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a rollback see which version came first: S3 has the time of an object in whole seconds."""
    monkeypatch.setattr("model_build.publish.publish.PUBLISH", PublishConfig())


def refresh_until(source: ModelSource, version: str) -> list[float]:
    """Refresh as request after request does, until a version serves, and return the seconds of each."""
    former = source.current().version
    took: list[float] = []
    while source.current().version != version:
        assert len(took) < A_HANDFUL, "more than a handful of requests"
        assert source.current().version == former
        assert source.current().neighbours(1)
        took.append(seconds_of(source.refresh))
    return took


def test_a_rollback_reaches_a_process_that_serves_within_fifteen_minutes_and_a_handful_of_requests(
    deployment: Deployment, slow_s3: None
) -> None:
    earlier = deployment.publish(1)
    later = deployment.publish(2)
    source = deployment.start()
    refresh_until(source, later)
    looked_at = deployment.clock_seconds
    deployment.clock_seconds += 1
    assert deployment.store.rollback() == earlier
    rolled_back_at = deployment.clock_seconds
    for _ in range(29):
        deployment.clock_seconds += 30
        source.refresh()
        assert source.current().version == later
    deployment.clock_seconds = looked_at + 15 * 60
    took = refresh_until(source, earlier)
    assert deployment.clock_seconds - rolled_back_at < 15 * 60
    assert len(took) > 1
    assert median(took) < 0.6
    assert len(source.current().all_books()) == 401


def test_a_rollback_reaches_a_fresh_process_in_a_handful_of_requests(deployment: Deployment, slow_s3: None) -> None:
    earlier = deployment.publish(1)
    deployment.publish(2)
    deployment.store.rollback()
    source = deployment.start()
    assert source.current().version == deployment.version(0)
    took = refresh_until(source, earlier)
    assert len(took) > 1
    assert median(took) < 0.6
    assert len(source.current().all_books()) == 401


def test_a_process_killed_in_mid_fetch_starts_again_with_its_leftovers_gone(
    deployment: Deployment, network: "Network"
) -> None:
    """By SIGKILL, as Lambda ends a process that ran out of memory or time; it starts again with the same /tmp."""
    deployment.publish(1)
    fault = network.fail("catalogue.sqlite", method="GET", holds=True)
    code = """if True:
        from tests.time_outs import widen
        widen()
        import slack_events
    """
    environment = {
        "MODEL_DIRECTORY": str(deployment.models[0]),
        "MODEL_BUCKET": deployment.bucket,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "PYTHONPATH": f"{FUNCTIONS}:{FUNCTIONS.parent}",
        "TMPDIR": str(deployment.temporary),
    }
    with subprocess.Popen([sys.executable, "-c", code], env=os.environ | environment) as process:
        assert fault.held.wait(timeout=60)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    (leftover,) = deployment.downloads()
    assert [path.name for path in leftover.iterdir()] == ["catalogue.sqlite.unfinished"]

    network.faults.clear()
    source = deployment.start()
    assert source.current().version == deployment.version(1)
    assert leftover not in deployment.downloads()
    assert len(deployment.downloads()) == 1


def test_a_full_disk_in_a_rollback_leaves_the_later_model_until_there_is_room(
    deployment: Deployment, slow_s3: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    earlier, later = deployment.publish(1), deployment.publish(2)
    source = deployment.start()
    refresh_until(source, later)
    deployment.store.rollback()
    # /tmp is full: what is written there has nowhere to go.
    deployment.pass_fifteen_minutes()
    with monkeypatch.context() as full:
        full_path = MODEL_FORMAT._replace(catalogue_name="../../full/catalogue.sqlite")
        full.setattr("shelftalker.model.download.MODEL_FORMAT", full_path)
        full_disk = deployment.temporary.parent / "full"
        full_disk.mkdir()
        (full_disk / "catalogue.sqlite.unfinished").symlink_to("/dev/full")
        source.refresh()
    assert source.current().version == later
    assert counts() == {"ModelSwitched": 1, "ModelFetchFailed": 1}
    assert "No space left on device" in caplog.text
    assert len(deployment.downloads()) == 1
    deployment.pass_fifteen_minutes()
    refresh_until(source, earlier)


def test_the_hosted_function_answers_from_the_earlier_model_after_a_rollback_and_logs_which(
    deployment: Deployment, network: "Network"
) -> None:
    """In a process of its own: the title of a book of the later model alone is sent before and after the rollback."""
    earlier = deployment.publish(1)
    deployment.publish(2)
    code = """if True:
        import json, sys, time
        from types import SimpleNamespace
        offset = 0
        real_time = time.time
        from tests.slack_requests import command_body, signed_headers, v2_event
        from tests.time_outs import widen
        widen()
        import slack_events
        slack_events.models._clock = lambda: real_time() + offset
        def ask():
            body = command_body("Book the 401th of many")
            context = SimpleNamespace(
                function_name="f", memory_limit_in_mb=1, invoked_function_arn="a", aws_request_id="r")
            response = slack_events.handler(v2_event(body, signed_headers(body)), context)
            print(json.dumps({"known": "If you liked Book the 401th" in response["body"]}), flush=True)
        ask()
        sys.stdin.readline()
        offset = 15 * 60
        ask()
        ask()
    """
    environment = {
        "MODEL_DIRECTORY": str(deployment.models[0]),
        "MODEL_BUCKET": deployment.bucket,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
        "POWERTOOLS_SERVICE_NAME": "shelftalker",
        "PYTHONPATH": f"{FUNCTIONS}:{FUNCTIONS.parent}",
    }
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        lines: list[dict[str, Any]] = []
        while "known" not in (lines[-1] if lines else {}):
            lines.append(json.loads(process.stdout.readline()))
        deployment.store.rollback()
        process.stdin.write("\n")
        process.stdin.close()
        lines += [json.loads(line) for line in process.stdout]
    assert process.returncode == 0
    assert [line["known"] for line in lines if "known" in line] == [True, True, False]
    logged = [line["model_version"] for line in lines if "model_version" in line]
    assert logged == [deployment.version(2), earlier]
    # One figure at each look, in the EMF line of its request.
    ages = [line["ModelAge"] for line in lines if "ModelAge" in line]
    assert [len(each) for each in ages] == [1, 1]
