"""The stack of training jobs: what a job and whoever starts it may do, its bounds, and what it imports."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint_file  # type: ignore[import-untyped]

from infra.training_archive import ArchiveError, pack_training
from tests.cloudformation import KEY, TRAINING, TRAINING_FILE, Stack, resolve_resources

VALUES: dict[str, Any] = {"ModelBucketName": "shelftalker-models", "DataKeyArn": KEY}
BUCKET = "arn:${AWS::Partition}:s3:::${ModelBucketName}"
APPLICATION = "arn:${AWS::Partition}:emr-serverless:${AWS::Region}:${AWS::AccountId}:/applications/${Application}"


def training(**values: Any) -> Stack:
    """Return the stack of training jobs."""
    defaults = {name: it["Default"] for name, it in TRAINING["Parameters"].items() if "Default" in it}
    return Stack(resolve_resources(TRAINING, defaults | VALUES | values))


def resources_of_actions(statements: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Return the resources of each action, as the template writes them."""
    resources: dict[str, set[str]] = {}
    for statement in statements:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        given = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        for action in actions:
            resources.setdefault(action, set()).update(it["Fn::Sub"] if "Fn::Sub" in it else str(it) for it in given)
    return resources


def statements_of_job(**values: Any) -> list[dict[str, Any]]:
    [policy] = training(**values).resources["JobRole"]["Properties"]["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def test_cloudformation_takes_the_template() -> None:
    assert lint_file(TRAINING_FILE) == []


def test_a_job_reads_datasets_and_its_archive_writes_models_alone_and_deletes_nothing() -> None:
    statements = resources_of_actions(statements_of_job())
    assert statements["s3:PutObject"] == {f"{BUCKET}/${{ModelPrefix}}/*"}
    prefixes = ("DatasetPrefix", "ArchivePrefix", "ModelPrefix")
    assert statements["s3:GetObject"] == {f"{BUCKET}/${{{prefix}}}/*" for prefix in prefixes}
    assert not {action for action in statements if "Delete" in action or action.startswith("dynamodb")}
    assert "*" not in json.dumps([list(statements), *map(sorted, statements.values())]).replace("/*", "").replace(
        "log-group:*", ""
    )


def test_a_list_of_objects_is_limited_to_the_prefixes() -> None:
    [listing] = [it for it in statements_of_job() if it["Action"] == "s3:ListBucket"]
    assert [it["Fn::Sub"] for it in listing["Condition"]["StringLike"]["s3:prefix"]] == [
        "${DatasetPrefix}/*",
        "${ArchivePrefix}/*",
        "${ModelPrefix}/*",
    ]


@pytest.mark.parametrize("key", ["", KEY])
def test_a_key_is_used_where_there_is_one(key: str) -> None:
    stack = training(DataKeyArn=key)
    assert ("kms:Decrypt" in resources_of_actions(statements_of_job(DataKeyArn=key))) == bool(key)
    assert stack.resources["JobLogGroup"]["Properties"].get("KmsKeyId") == (key or None)


def test_the_role_is_for_this_stacks_application_alone() -> None:
    [trust] = training().resources["JobRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "emr-serverless.amazonaws.com"}
    assert trust["Condition"]["ArnLike"] == {"aws:SourceArn": {"Fn::Sub": APPLICATION}}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}


def test_whoever_starts_jobs_passes_this_role_to_this_application_and_publishes_nothing() -> None:
    policy = training().resources["StarterPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    statements = resources_of_actions(policy)
    assert statements["emr-serverless:StartJobRun"] == {APPLICATION}
    assert statements["emr-serverless:CancelJobRun"] == {f"{APPLICATION}/jobruns/*"}
    assert f"{BUCKET}/${{ModelPrefix}}/*" not in statements["s3:PutObject"]
    [passing] = [it for it in policy if it["Action"] == "iam:PassRole"]
    assert passing["Resource"] == {"Fn::GetAtt": ["JobRole", "Arn"]}
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "emr-serverless.amazonaws.com"}}


def test_an_application_has_a_bound_stops_by_itself_and_is_named_after_its_stack() -> None:
    [application] = training(MaximumCores=16, IdleMinutes=3).of_type("AWS::EMRServerless::Application").values()
    assert application["ReleaseLabel"] == "emr-spark-8.0.0"
    assert application["Architecture"] == "ARM64"
    assert application["AutoStopConfiguration"] == {"Enabled": True, "IdleTimeoutMinutes": 3}
    assert set(application["MaximumCapacity"]) == {"Cpu", "Memory", "Disk"}
    assert application["Name"] == {"Ref": "AWS::StackName"}
    logs = application["MonitoringConfiguration"]
    assert logs["CloudWatchLoggingConfiguration"]["LogGroupName"] == {"Ref": "JobLogGroup"}
    assert logs["ManagedPersistenceMonitoringConfiguration"] == {"Enabled": False}
    assert training(LogRetentionDays=7).resources["JobLogGroup"]["Properties"]["RetentionInDays"] == 7


def install_packages(folder: Path, dates: float) -> Path:
    """Write a folder as pip installs into it."""
    for name in ("six.py", "six-1.0.dist-info/METADATA", "six-1.0.dist-info/RECORD", "bin/six", "__pycache__/six.pyc"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name} of {dates if name.endswith(('RECORD', '.pyc')) else 'six'}")
        os.utime(path, (dates, dates))
    return folder


def test_an_archive_is_the_same_bytes_whenever_it_is_packed(tmp_path: Path) -> None:
    packed = []
    for number in (1, 2):
        target = tmp_path / str(number)
        packages = install_packages(target / "packages", 1_700_000_000 + number)
        packed.append([path.read_bytes() for path in pack_training(packages, target)])
    assert packed[0] == packed[1]


def test_a_job_runs_train_from_what_the_archive_holds(tmp_path: Path) -> None:
    archive, job = pack_training(install_packages(tmp_path / "packages", 1), tmp_path)
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        # Python 3.11 has it from 3.11.4 on.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        tar.extractall(tmp_path / "environment")  # noqa: S202 - packed above
    assert {"six.py", "six-1.0.dist-info/METADATA", "model_build/build.py"} <= set(names)
    assert not [name for name in names if "__pycache__" in name or name.endswith("RECORD") or name.startswith("bin/")]
    run = subprocess.run(
        [sys.executable, str(job), "--help"],
        env={"PYTHONPATH": str(tmp_path / "environment"), "PATH": os.environ["PATH"]},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "usage: python -m model_build train" in run.stdout


def test_a_folder_without_packages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"Expected packages that pip has installed"):
        pack_training(tmp_path, tmp_path)
