"""GitHub's workflows: what they may do, and that they run what a developer runs."""

import re
from typing import Any

import pytest
import yaml

from tests.cloudformation import PROJECT, stack

FILES = sorted((PROJECT / ".github/workflows").glob("*.yaml"))
# YAML 1.1 reads the key `on` as true.
WORKFLOWS: dict[str, Any] = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
TEXT = "\n".join(file.read_text(encoding="utf-8") for file in FILES)


def jobs() -> list[dict[str, Any]]:
    return [job for workflow in WORKFLOWS.values() for job in workflow["jobs"].values()]


def steps() -> list[dict[str, Any]]:
    return [step for job in jobs() for step in job.get("steps", [])]


def test_an_action_is_pinned_by_commit_and_says_which_release_that_is() -> None:
    used = re.findall(r"uses: (?!\./)(.*)$", TEXT, re.MULTILINE)

    assert used
    assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)] == []


def test_a_workflow_may_do_nothing_and_each_job_what_it_needs() -> None:
    assert all(workflow["permissions"] == {} for workflow in WORKFLOWS.values())
    assert all(job["permissions"].get("contents") == "read" for job in jobs())
    assert [job["environment"] for job in jobs() if len(job["permissions"]) > 1] == ["production"]


def test_the_deployment_has_no_keys_but_a_role() -> None:
    [credentials] = [step for step in steps() if "configure-aws-credentials" in step.get("uses", "")]
    deploy = WORKFLOWS["deploy"]["jobs"]["deploy"]

    assert "secrets." not in TEXT
    assert "role-to-assume" in credentials["with"]
    assert deploy["permissions"]["id-token"] == "write"
    assert deploy["needs"] == "test"
    assert set(WORKFLOWS["deploy"][True]) == {"workflow_dispatch"}


def test_nothing_that_someone_typed_stands_in_a_script() -> None:
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ("", True),
        ("MemorySize=512 AlarmTopicArn=arn:aws:sns:eu-west-1:123456789012:alarms", True),
        ("MemorySize=512; curl evil", False),
        ("MemorySize=$(id)", False),
    ],
)
def test_parameters_are_names_and_values_only(typed: str, is_taken: bool) -> None:
    pattern = re.search(r"=~ (\S.*) \]\] \|\|", TEXT)

    assert pattern
    assert bool(re.search(pattern[1], typed)) == is_taken


def test_changes_are_tested_as_everywhere_else_with_the_python_that_lambda_runs() -> None:
    [runtime] = {it["Runtime"] for it in stack().of_type("AWS::Lambda::Function").values()}
    test = WORKFLOWS["test"]["jobs"]["test"]
    [setup] = [step for step in steps() if "setup-python" in step.get("uses", "")]

    assert ".ci/run" in [step.get("run") for step in test["steps"]]
    assert test["container"] == f"python:{runtime.removeprefix('python')}-bookworm"
    assert setup["with"]["python-version"] == runtime.removeprefix("python")
    assert {"push", "pull_request"} <= set(WORKFLOWS["test"][True])


def test_the_variables_that_a_deployment_reads_are_explained() -> None:
    operations = (PROJECT / "infra/operations.md").read_text(encoding="utf-8")

    for name in re.findall(r"vars\.(\w+)", TEXT):
        assert f"`{name}`" in operations
