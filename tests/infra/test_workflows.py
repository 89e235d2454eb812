"""Tests of GitHub's workflows: their permissions, and the same checks as on a developer's machine."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cloudformation import PROJECT, stack

TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in sorted((PROJECT / ".github/workflows").glob("*.yaml"))}
# YAML 1.1 reads the key `on` as true.
WORKFLOWS: dict[str, Any] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}


def jobs() -> list[dict[str, Any]]:
    """Return the jobs of all workflows."""
    return [job for workflow in WORKFLOWS.values() for job in workflow["jobs"].values()]


def steps() -> list[dict[str, Any]]:
    """Return the steps of all jobs."""
    return [step for job in jobs() for step in job.get("steps", [])]


def test_an_action_is_pinned_by_commit_and_names_its_release() -> None:
    actions = re.findall(r"uses: (?!\./)(.*)$", "\n".join(TEXTS.values()), re.MULTILINE)

    assert actions
    assert [
        action for action in actions if not re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    ] == []


def test_a_workflow_has_no_permissions_and_each_job_those_it_needs() -> None:
    assert all(workflow["permissions"] == {} for workflow in WORKFLOWS.values())
    assert all(job["permissions"].get("contents") == "read" for job in jobs())
    more = {
        name: job["permissions"].keys() - {"contents"}
        for workflow in WORKFLOWS.values()
        for name, job in workflow["jobs"].items()
    }
    assert {name: names for name, names in more.items() if names} == {
        "analyze": {"security-events"}, "deploy": {"id-token"},
    }  # fmt: skip
    assert WORKFLOWS["deploy"]["jobs"]["deploy"]["environment"] == "production"


def test_the_deployment_has_no_keys_but_a_role() -> None:
    [credentials] = [step for step in steps() if "configure-aws-credentials" in step.get("uses", "")]
    deploy = WORKFLOWS["deploy"]["jobs"]["deploy"]

    assert "secrets." not in str(TEXTS)
    assert "role-to-assume" in credentials["with"]
    assert deploy["permissions"]["id-token"] == "write"
    assert deploy["needs"] == "test"
    assert set(WORKFLOWS["deploy"][True]) == {"workflow_dispatch"}


def test_no_input_stands_in_a_script() -> None:
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize(
    ("text", "is_accepted"),
    [
        ("", True),
        ("MemorySize=512 AlarmTopicArn=arn:aws:sns:eu-west-1:123456789012:alarms", True),
        ("MemorySize=512; curl evil", False),
        ("MemorySize=$(id)", False),
    ],
)
def test_parameters_are_names_and_values_only(text: str, is_accepted: bool) -> None:
    pattern = re.search(r"=~ (\S.*) \]\] \|\|", "\n".join(TEXTS.values()))

    assert pattern
    assert bool(re.search(pattern[1], text)) == is_accepted


def test_changes_are_tested_by_the_same_script_with_the_python_of_lambda() -> None:
    [runtime] = {it["Runtime"] for it in stack().of_type("AWS::Lambda::Function").values()}
    test = WORKFLOWS["test"]["jobs"]["test"]
    setups = [step for step in steps() if "setup-python" in step.get("uses", "")]

    assert ".ci/run" in [step.get("run") for step in test["steps"]]
    assert test["container"] == "python:${{ matrix.python }}-bookworm"
    assert runtime.removeprefix("python") in test["strategy"]["matrix"]["python"]
    assert {step["if"] for step in test["steps"] if "if" in step} == {
        f"matrix.python == '{runtime.removeprefix('python')}'"
    }
    assert {step["with"]["python-version"] for step in setups} == {runtime.removeprefix("python")}
    assert {"push", "pull_request"} <= set(WORKFLOWS["test"][True])


def test_the_variables_of_a_deployment_are_explained() -> None:
    operations = (PROJECT / "infra/docs/operations.md").read_text(encoding="utf-8")

    for name in re.findall(r"vars\.(\w+)", "\n".join(TEXTS.values())):
        assert f"`{name}`" in operations


@pytest.mark.parametrize("stored", [b"the model", b"another model"], ids=["as published", "changed since"])
def test_a_model_that_was_changed_after_it_was_published_is_not_deployed(tmp_path: Path, stored: bytes) -> None:
    [fetch] = [step for step in steps() if step.get("name", "").startswith("Fetch the published model")]
    pointer = {"version": "abc", "sha256": hashlib.sha256(b"the model").hexdigest()}
    (tmp_path / "current.json").write_text(json.dumps(pointer), encoding="utf-8")
    (tmp_path / "catalogue.sqlite").write_bytes(stored)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys.executable)  # which setup-python provides there
    aws = tmp_path / "bin/aws"
    aws.write_text(
        """#!/bin/sh
case "$*" in
    "s3 cp s3://models/current.json -") cat current.json ;;
    *"s3://models/abc layers/model/model") mkdir -p layers/model/model && cp catalogue.sqlite layers/model/model/ ;;
    *) exit 9 ;;
esac
""",
        encoding="utf-8",
    )
    aws.chmod(0o755)
    environment = {"PATH": f"{aws.parent}{os.pathsep}{os.environ['PATH']}", "MODELS_URL": "s3://models"}
    fetched = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", fetch["run"]],  # noqa: S607 - found by its name, as on GitHub
        cwd=tmp_path,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (fetched.returncode == 0) == (stored == b"the model"), fetched.stderr
    assert ("catalogue.sqlite: FAILED" in fetched.stdout) == (stored != b"the model")
