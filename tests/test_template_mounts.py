"""Models on mounted storage: off by default, refused by halves and beside SnapStart, and what functions then have."""

import re
from pathlib import Path
from typing import Any

import pytest

from shelftalker.settings import Settings
from tests.cloudformation import EVERYTHING, FUNCTIONS, TEMPLATE, refusals, stack

ACCESS_POINT = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0"
S3_FILES = "arn:aws:s3files:eu-west-1:123456789012:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0"
MOUNT = {
    "ModelAccessPointArn": ACCESS_POINT,
    "ModelSubnetIds": "subnet-0123456789abcdef0,subnet-01234567",
    "ModelSecurityGroupId": "sg-0123456789abcdef0",
}
WITH_MODEL = ("SlackEvents", "SlackMcp", "ShelfImports", "PreTraffic", "JsonApi", "Page")


def function(name: str, **values: Any) -> dict[str, Any]:
    """Return the properties of a function."""
    properties: dict[str, Any] = stack(**EVERYTHING | values).of_type("AWS::Lambda::Function")[name]
    return properties


def actions(role: str, **values: Any) -> dict[str, Any]:
    """Return the condition of each action that a role allows."""
    return {
        action: statement.condition
        for statement in stack(**EVERYTHING | values).statements(role)
        for action in statement.actions
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_by_default_no_function_is_in_a_vpc_or_mounts_anything(name: str) -> None:
    assert not {"VpcConfig", "FileSystemConfigs"} & function(name).keys()
    assert not [action for action in actions(f"{name}Role") if "ClientMount" in action or action.startswith("ec2:")]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_functions_with_a_model_mount_it_and_the_others_stay_out_of_the_vpc(name: str) -> None:
    properties = function(name, **MOUNT)
    if name not in WITH_MODEL:
        assert not {"VpcConfig", "FileSystemConfigs"} & properties.keys()
        return
    assert properties["FileSystemConfigs"] == [{"Arn": ACCESS_POINT, "LocalMountPath": "/mnt/published"}]
    assert properties["VpcConfig"] == {
        "SubnetIds": {"Fn::Split": [",", MOUNT["ModelSubnetIds"]]},
        "SecurityGroupIds": [MOUNT["ModelSecurityGroupId"]],
    }


@pytest.mark.parametrize("name", WITH_MODEL)
def test_mounted_models_are_opened_below_the_mount_and_never_fetched(name: str) -> None:
    variables = function(name, **MOUNT)["Environment"]["Variables"]
    assert variables["MODEL_BUCKET"] == ""
    path = variables["MODEL_PATH"]["Fn::Sub"].replace("${ModelPrefix}", "models")
    environment = {"MODEL_PATH": path, "SLACK_SIGNING_SECRET": "secret"}
    assert Settings.from_environment(environment).mounted_models == Path("/mnt/published/models")
    assert function(name)["Environment"]["Variables"]["MODEL_PATH"] == ""


@pytest.mark.parametrize("name", WITH_MODEL)
def test_a_role_mounts_by_the_one_access_point_for_reading_alone(name: str) -> None:
    allowed = actions(f"{name}Role", **MOUNT)
    assert allowed["elasticfilesystem:ClientMount"] == {
        "StringEquals": {"elasticfilesystem:AccessPointArn": ACCESS_POINT}
    }
    assert allowed["s3files:ClientMount"] == {"StringEquals": {"s3files:AccessPointArn": ACCESS_POINT}}
    assert not [action for action in allowed if action.endswith(("ClientWrite", "ClientRootAccess"))]
    assert "ec2:CreateNetworkInterface" in allowed
    assert "s3:GetObject" not in allowed


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"ModelAccessPointArn": ""}, "Set ModelAccessPointArn too"),
        ({"ModelSubnetIds": ""}, "needs ModelSubnetIds too"),
        ({"ModelSecurityGroupId": ""}, "needs ModelSecurityGroupId too"),
        ({"SnapStart": "PublishedVersions"}, "Set SnapStart to None"),
        ({"HotRefresh": "off"}, "Set HotRefresh to on"),
    ],
)
def test_a_mount_by_halves_or_beside_what_excludes_it_is_refused(values: dict[str, str], complaint: str) -> None:
    [refusal] = refusals(TEMPLATE, **MOUNT | values)
    assert complaint in refusal


@pytest.mark.parametrize("values", [MOUNT, {}, {"SnapStart": "PublishedVersions"}, {"HotRefresh": "off"}])
def test_a_whole_mount_and_none_are_taken(values: dict[str, str]) -> None:
    assert refusals(TEMPLATE, **values) == []


@pytest.mark.parametrize(
    ("name", "value", "is_one"),
    [
        ("ModelAccessPointArn", ACCESS_POINT, True),
        ("ModelAccessPointArn", S3_FILES, True),
        ("ModelAccessPointArn", ACCESS_POINT.replace("access-point/fsap", "file-system/fs"), False),
        ("ModelSubnetIds", MOUNT["ModelSubnetIds"], True),
        ("ModelSubnetIds", "subnet-01234567, subnet-01234568", False),
        ("ModelSecurityGroupId", "sg-01234567", True),
        ("ModelSecurityGroupId", "sg-01234567,sg-01234568", False),
    ],
)
def test_the_parameters_of_a_mount_take_ids_alone(name: str, value: str, *, is_one: bool) -> None:
    assert bool(re.fullmatch(TEMPLATE["Parameters"][name]["AllowedPattern"], value)) is is_one
