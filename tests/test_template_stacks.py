"""Tests of a stack's life on the template as SAM transforms it: created, changed, rolled back, and beside others."""

import re
from typing import Any

import pytest

from tests.cloudformation import (
    ALIASED,
    EVERYTHING,
    MONITORING_FILE,
    TEMPLATE,
    TEMPLATE_FILE,
    Stack,
    stack,
)


@pytest.mark.parametrize("name", ALIASED)
def test_an_old_version_is_retained_for_the_alias_to_be_moved_back(name: str) -> None:
    versions = [it for it in stack(**EVERYTHING).resources.values() if it["Type"] == "AWS::Lambda::Version"]

    assert [it["DeletionPolicy"] for it in versions if it["Properties"]["FunctionName"] == {"Ref": name}] == ["Retain"]


def test_a_first_deployment_that_fails_can_delete_all_that_it_has_created() -> None:
    """A protected table could not be deleted, and what is retained in any case would be left behind."""
    first = stack(**EVERYTHING, TableProtection="off")

    assert {it["DeletionProtectionEnabled"] for it in first.of_type("AWS::DynamoDB::Table").values()} == {False}
    kept = {name for name, it in first.resources.items() if it.get("DeletionPolicy") == "Retain"}
    assert {first.resources[name]["Type"] for name in kept} == {"AWS::Lambda::Version"}  # gone with their functions


def names_in_an_account(whole: Stack) -> dict[str, Any]:
    """Return the names that resources have by the template, by logical id."""
    keys = ("DashboardName", "LogGroupName", "LayerName", "RoleName", "TableName", "BucketName", "QueueName",
            "FunctionName", "AlarmName", "DeploymentConfigName", "ApplicationName", "Name")  # fmt: skip
    of_functions = (
        "AWS::Lambda::Alias",
        "AWS::Lambda::Version",
        "AWS::Lambda::Permission",
        "AWS::CodeDeploy::DeploymentGroup",
    )
    return {
        f"{name}.{key}": it["Properties"][key]
        for name, it in whole.resources.items()
        if it["Type"] not in of_functions and "EventSourceMapping" not in it["Type"]
        for key in keys
        if key in it.get("Properties", {}) and it["Type"] != "AWS::Logs::MetricFilter"
    }


def test_two_stacks_of_an_account_and_one_in_another_region_have_no_name_in_common() -> None:
    whole = stack(**EVERYTHING)
    names = names_in_an_account(whole)
    of_monitoring = names_in_an_account(whole.monitoring_stack())

    assert names
    assert all("${AWS::StackName}" in str(name) for name in names.values()), names
    # Dashboards are of an account, in all regions together.
    assert of_monitoring == {"Dashboard.DashboardName": {"Fn::Sub": "${Service}-${AWS::Region}"}}
    default_secrets = re.findall(r"'(/[^']*/slack-[a-z]+-(?:secret|token))'", str(whole.resources))
    assert set(default_secrets) == {f"/${{AWS::StackName}}/slack-{it}" for it in ("signing-secret", "client-secret")}


def test_each_partition_has_its_names_in_every_url_and_arn() -> None:
    texts = [TEMPLATE_FILE.read_text(encoding="utf-8"), MONITORING_FILE.read_text(encoding="utf-8")]
    partitions = TEMPLATE["Mappings"]["Partitions"]
    [url, names] = TEMPLATE["Outputs"]["DashboardUrl"]["Value"]["Fn::Sub"]
    outside_of_patterns = [
        line for text in texts for line in text.splitlines() if "AllowedPattern" not in line and "arn:" in line
    ]

    assert set(partitions) == {"aws", "aws-cn", "aws-us-gov"}
    assert partitions["aws-cn"]["Console"].endswith(".cn")
    assert url.startswith("https://${AWS::Region}.${Console}/")
    assert names["Console"] == {"Fn::FindInMap": ["Partitions", {"Ref": "AWS::Partition"}, "Console"]}
    assert outside_of_patterns
    assert all("arn:${AWS::Partition}:" in line for line in outside_of_patterns)
    # What else names a host: Lambda's principal, which is the same in each, a sentence, and the mapping itself.
    named = {host for text in texts for host in re.findall(r"[\w.-]*amazonaws[\w.-]*\w", text)}
    assert named == {"lambda.amazonaws.com", "cloudwatch.amazonaws.com"} | {
        it["Console"] for it in partitions.values() if "amazonaws" in it["Console"]
    }


def test_every_role_has_the_boundary_of_whoever_deploys() -> None:
    boundary = "arn:aws:iam::123456789012:policy/shelftalker-boundary"
    bounded = stack(**EVERYTHING, PermissionsBoundaryArn=boundary).of_type("AWS::IAM::Role").values()

    assert {role["PermissionsBoundary"] for role in bounded} == {boundary}
    assert all("PermissionsBoundary" not in role for role in stack(**EVERYTHING).of_type("AWS::IAM::Role").values())


def test_half_of_the_requests_meet_a_new_version_for_five_minutes_by_default() -> None:
    [group] = stack().of_type("AWS::CodeDeploy::DeploymentGroup").values()
    [(name, config)] = stack().of_type("AWS::CodeDeploy::DeploymentConfig").items()

    assert group["DeploymentConfigName"] == {"Ref": name}
    assert config["ComputePlatform"] == "Lambda"
    assert config["TrafficRoutingConfig"] == {
        "Type": "TimeBasedCanary", "TimeBasedCanary": {"CanaryPercentage": 50, "CanaryInterval": 5},
    }  # fmt: skip
    assert stack(TrafficShifting="AllAtOnce").of_type("AWS::CodeDeploy::DeploymentConfig") == {}
