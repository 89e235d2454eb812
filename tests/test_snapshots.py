"""A function that Lambda restores from a SnapStart snapshot, which may be weeks old."""

import importlib
import json
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.loaded_modules import BOTO3, FUNCTIONS, modules_after
from tests.slack_app import LambdaContext
from tests.slack_requests import command_body, signed_headers, v2_event

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient


def test_after_a_restore_a_rotated_secret_is_known_and_the_pointer_is_read(
    ssm: "SSMClient", model_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = pytest.importorskip("awslambdaric.lambda_runtime_hooks_runner")
    monkeypatch.setattr("snapshot_restore_py._after_restore_registry", [])
    monkeypatch.setattr("snapshot_restore_py._before_snapshot_registry", [])
    name = f"/shelftalker/{uuid.uuid4()}"
    ssm.put_parameter(Name=name, Value="first", Type="SecureString")
    monkeypatch.setenv("MODEL_DIRECTORY", str(model_directory))
    monkeypatch.setenv("SLACK_SIGNING_SECRET_PARAMETER", name)
    monkeypatch.delitem(sys.modules, "slack_events", raising=False)
    slack_events = importlib.import_module("slack_events")
    ssm.put_parameter(Name=name, Value="second", Type="SecureString", Overwrite=True)
    hooks.run_after_restore()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # the request itself reads nothing
    body = command_body("Dune")
    answer = slack_events.handler(v2_event(body, signed_headers(body, secret="second")), LambdaContext())
    assert "Dune" in json.loads(answer["body"])["text"]
    registered = [hook for hook, *_ in sys.modules["snapshot_restore_py"]._after_restore_registry]  # noqa: SLF001
    assert slack_events.models.look_again in registered
    slack_events.models.close()


def test_a_snapshot_has_imported_all_that_a_restored_function_may_need(model_directory: Path) -> None:
    pytest.importorskip("awslambdaric.lambda_runtime_hooks_runner")
    code = """
import slack_events
from awslambdaric.lambda_runtime_hooks_runner import run_before_snapshot
run_before_snapshot()
"""
    modules = modules_after(code, model_directory)
    files = {path.relative_to(FUNCTIONS).with_suffix("") for path in (FUNCTIONS / "shelftalker").rglob("*.py")}
    assert {".".join(file.parts).removesuffix(".__init__") for file in files} <= modules
    assert "rapidfuzz" in modules
    assert not modules & BOTO3
