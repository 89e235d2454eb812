"""The model that answers while the pointer names one of another format: before an upgrade is published or deployed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.model.format import MODEL_FORMAT
from tests.deployment import Deployment, counts
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

if TYPE_CHECKING:
    from tests.s3 import Network

FUNCTIONS = Path(__file__).parents[3] / "functions"

another_format = pytest.mark.parametrize(
    ("format_version", "remedy"),
    [
        (MODEL_FORMAT.version - 1, "Publish a model that this version's model_build has built."),
        (MODEL_FORMAT.version + 1, "Deploy the functions of the model's version, or publish"),
    ],
    ids=["older", "newer"],
)


@another_format
def test_the_layers_model_serves_and_each_look_is_counted_and_the_first_is_logged(
    deployment: Deployment, network: "Network", caplog: pytest.LogCaptureFixture, format_version: int, remedy: str
) -> None:
    version = deployment.publish(1)
    deployment.change_pointer(format_version=format_version)
    network.requests.clear()
    source = deployment.start()
    source.refresh()
    assert counts() == {"ModelOutdated": 1}
    deployment.pass_fifteen_minutes()
    source.refresh()

    assert source.current().version == deployment.version(0)
    assert counts() == {"ModelOutdated": 2}
    assert network.keys_by("GET") == ["current.json", "current.json"]
    assert deployment.downloads() == []
    [message] = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert message.startswith(
        f"Model {version} is of format {format_version}; this code reads format {MODEL_FORMAT.version}. {remedy}"
    )
    assert message.endswith(f" Until then model {deployment.version(0)} stays in use.")


@another_format
def test_a_fetched_model_of_the_right_format_stays_in_use(
    deployment: Deployment, format_version: int, remedy: str
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deployment.publish(2)
    deployment.change_pointer(format_version=format_version)
    deployment.pass_fifteen_minutes()
    source.refresh()

    assert source.current().version == deployment.version(1)
    assert source.current().neighbours(1)
    assert counts() == {"ModelSwitched": 1, "ModelOutdated": 1}


def test_the_layers_own_version_in_an_older_format_is_counted_too(deployment: Deployment) -> None:
    deployment.publish(0)
    deployment.change_pointer(format_version=MODEL_FORMAT.version - 1)

    assert deployment.start().current().version == deployment.version(0)
    assert counts() == {"ModelOutdated": 1}


def test_a_model_published_anew_is_served_at_the_next_look(deployment: Deployment) -> None:
    deployment.publish(1)
    deployment.change_pointer(format_version=MODEL_FORMAT.version - 1)
    source = deployment.start()
    deployment.publish(2)
    deployment.pass_fifteen_minutes()
    source.refresh()

    assert source.current().version == deployment.version(2)
    assert counts() == {"ModelOutdated": 1, "ModelSwitched": 1}


def test_a_signed_request_is_answered_as_without_a_published_model(deployment: Deployment) -> None:
    """In processes of their own, as Lambda starts them: init, then one request."""
    without_published_model = _answer_of_a_new_process(deployment)
    deployment.publish(1)
    deployment.change_pointer(format_version=MODEL_FORMAT.version - 1)
    with_outdated_model = _answer_of_a_new_process(deployment)

    response = _only(with_outdated_model, "response")
    assert response == _only(without_published_model, "response")
    assert response["statusCode"] == 200
    assert "If you liked Book the 3th of many" in response["body"]
    assert _only(with_outdated_model, "ModelOutdated") == [1.0]
    assert not any("ModelOutdated" in line for line in without_published_model)


def _answer_of_a_new_process(deployment: Deployment) -> list[dict[str, Any]]:
    """Return the lines that a process prints: its log, its metrics and the response to `/recommend`."""
    body = command_body("Book the 3th of many")
    code = """if True:
        import json, sys
        from types import SimpleNamespace
        from tests.time_outs import widen
        widen()
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
        "PYTHONPATH": f"{FUNCTIONS}:{FUNCTIONS.parent}",
    }
    event = v2_event(body, signed_headers(body))
    printed = subprocess.check_output(
        [sys.executable, "-c", code], env=os.environ | environment, input=json.dumps(event), text=True
    )
    return [json.loads(line) for line in printed.splitlines()]


def _only(lines: list[dict[str, Any]], name: str) -> Any:
    """Return the value that exactly one line has under a name."""
    [value] = [line[name] for line in lines if name in line]
    return value
