"""Deletion of old versions of the functions."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.deployment.old_versions import delete_old_versions
from infra.deployment.stack import DeploymentStack
from tests.infra.deployment.conftest import add_stack


@pytest.fixture
def stack(create: Callable[..., DeploymentStack], stacks: Path) -> DeploymentStack:
    """Create a stack whose function has seven versions."""
    stack = create()
    trust = {"Version": "2012-10-17", "Statement": []}
    role = stack.client("iam").create_role(RoleName=f"{stack.name}-role", AssumeRolePolicyDocument=json.dumps(trust))
    client, name = stack.client("lambda"), f"{stack.name}-SlackEvents"
    client.create_function(
        FunctionName=name, Runtime="python3.13", Handler="index.handler", Role=role["Role"]["Arn"],
        Code={"ZipFile": code_of(0)},
    )  # fmt: skip
    for number in range(1, 8):
        client.update_function_code(FunctionName=name, ZipFile=code_of(number))
        client.publish_version(FunctionName=name)
    add_stack(stacks, stack.name, {}, {"SlackEvents": ["AWS::Lambda::Function", name]})
    return stack


def code_of(number: int) -> bytes:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", f"NUMBER = {number}")
    return code.getvalue()


def function_name(stack: DeploymentStack) -> str:
    return stack.resources()["SlackEvents"][1]


def versions(stack: DeploymentStack) -> list[str]:
    listed = stack.client("lambda").list_versions_by_function(FunctionName=function_name(stack))["Versions"]
    return sorted((it["Version"] for it in listed if it["Version"] != "$LATEST"), key=int)


def test_all_but_the_last_three_versions_are_deleted(stack: DeploymentStack) -> None:
    assert delete_old_versions(stack) == {function_name(stack): ["1", "2", "3", "4"]}
    assert versions(stack) == ["5", "6", "7"]
    assert delete_old_versions(stack) == {}


def test_versions_that_an_alias_points_to_stay(stack: DeploymentStack) -> None:
    stack.client("lambda").create_alias(
        FunctionName=function_name(stack), Name="live", FunctionVersion="1",
        RoutingConfig={"AdditionalVersionWeights": {"3": 0.5}},
    )  # fmt: skip
    delete_old_versions(stack)

    assert versions(stack) == ["1", "3", "5", "6", "7"]
