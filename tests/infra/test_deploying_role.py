"""The policies of the role that deploys, as its document has them: all that a stack needs, and nothing above that."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest
import yaml

from tests.cloudformation import EVERYTHING, PROJECT, stack

DOCUMENT = (PROJECT / "infra/docs/deploying_role.md").read_text(encoding="utf-8")
POLICIES: dict[str, Any] = {
    name: json.loads(text)
    for name, text in re.findall(r"^## (\w+)\.json\n.*?```json\n(.*?)\n```", DOCUMENT, re.MULTILINE | re.DOTALL)
}
ROLE = [statement for name in ("data", "services") for statement in POLICIES[name]["Statement"]]
BOUNDARY = POLICIES["boundary"]["Statement"]

# For each type of resource that a stack has, the actions that create it.
CREATED_BY = {
    "AWS::ApiGatewayV2::Api": ["apigateway:POST", "apigateway:PUT"],
    "AWS::ApiGatewayV2::Stage": ["apigateway:POST", "logs:CreateLogDelivery"],
    "AWS::CloudFormation::Stack": ["cloudformation:CreateStack"],
    "AWS::CloudWatch::Alarm": ["cloudwatch:PutMetricAlarm"],
    "AWS::CloudWatch::Dashboard": ["cloudwatch:PutDashboard"],
    "AWS::CodeDeploy::Application": ["codedeploy:CreateApplication"],
    "AWS::CodeDeploy::DeploymentConfig": ["codedeploy:CreateDeploymentConfig"],
    "AWS::CodeDeploy::DeploymentGroup": ["codedeploy:CreateDeploymentGroup", "iam:PassRole"],
    "AWS::DynamoDB::Table": ["dynamodb:CreateTable", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive"],
    "AWS::Events::Rule": ["events:PutRule", "events:PutTargets"],
    "AWS::IAM::Role": ["iam:CreateRole", "iam:PutRolePolicy"],
    "AWS::Lambda::Alias": ["lambda:CreateAlias", "lambda:UpdateAlias"],
    "AWS::Lambda::EventSourceMapping": ["lambda:CreateEventSourceMapping"],
    "AWS::Lambda::Function": ["lambda:CreateFunction", "lambda:PutFunctionRecursionConfig", "iam:PassRole"],
    "AWS::Lambda::LayerVersion": ["lambda:PublishLayerVersion"],
    "AWS::Lambda::Permission": ["lambda:AddPermission"],
    "AWS::Lambda::Version": ["lambda:PublishVersion"],
    "AWS::Logs::LogGroup": ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
    "AWS::Logs::MetricFilter": ["logs:PutMetricFilter"],
    "AWS::S3::Bucket": ["s3:CreateBucket", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"],
    "AWS::S3::BucketPolicy": ["s3:PutBucketPolicy"],
    "AWS::SQS::Queue": ["sqs:CreateQueue"],
    "AWS::SQS::QueuePolicy": ["sqs:SetQueueAttributes"],
}  # fmt: skip


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def allowing(statements: list[dict[str, Any]], action: str) -> list[dict[str, Any]]:
    """Return the statements that allow an action."""
    return [it for it in statements if any(fnmatchcase(action, pattern) for pattern in as_list(it["Action"]))]


def all_actions(statements: list[dict[str, Any]]) -> set[str]:
    return {action for it in statements for action in as_list(it["Action"])}


def test_the_document_has_the_four_policies_whole() -> None:
    assert set(POLICIES) == {"trust", "boundary", "data", "services"}
    for name, policy in POLICIES.items():
        assert policy["Version"] == "2012-10-17"
        assert all(it["Effect"] == "Allow" for it in policy["Statement"])
        assert f"file://{name}.json" in DOCUMENT
        assert len("".join(json.dumps(policy).split())) <= 6144  # IAM's limit for a managed policy


@pytest.mark.parametrize("statements", [ROLE, BOUNDARY], ids=["role", "boundary"])
def test_no_action_is_a_pattern_and_everything_can_be_done_to_nothing_but_what_has_no_names(
    statements: list[dict[str, Any]],
) -> None:
    assert not [action for action in all_actions(statements) if "*" in action]
    everywhere = {it["Sid"] for it in statements if "*" in as_list(it["Resource"])}

    # Each either reads, or is of a service with no resource to name there, or has a condition.
    assert everywhere <= {
        "TemplatesBeforeThereIsAStack", "MappingsOfOwnFunctions", "ReadMappings", "AccessLog", "ReadAlarms",
        "TracesAndAlarms", "ReadConcurrencyOfAccount",
    }  # fmt: skip


def test_only_services_that_the_stack_has_are_used() -> None:
    whole = stack(**EVERYTHING)
    types = {it["Type"] for it in [*whole.resources.values(), *whole.monitoring_stack().resources.values()]}
    of_types = {action.partition(":")[0] for kind in types for action in CREATED_BY[kind]}
    # KMS serves the tables and logs through their services.
    assert {action.partition(":")[0] for action in all_actions(ROLE)} - {"kms"} == of_types


def test_each_resource_of_a_stack_can_be_created() -> None:
    whole = stack(**EVERYTHING)
    types = {it["Type"] for it in [*whole.resources.values(), *whole.monitoring_stack().resources.values()]}

    assert types <= set(CREATED_BY)
    assert [action for kind in types for action in CREATED_BY[kind] if not allowing(ROLE, action)] == []


def test_a_role_can_be_made_or_changed_within_the_boundary_alone_and_the_boundary_not_at_all() -> None:
    bound = {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::ACCOUNT:policy/deploy-STACK-boundary"}}
    for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"):
        [statement] = allowing(ROLE, action)
        assert statement["Condition"] == bound
        assert statement["Resource"] == ["arn:aws:iam::ACCOUNT:role/STACK-*"]
    never = ("iam:DeleteRolePermissionsBoundary", "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:CreateUser",
             "iam:SetDefaultPolicyVersion", "iam:CreateAccessKey", "sts:AssumeRole")  # fmt: skip
    assert not [action for action in never if allowing([*ROLE, *BOUNDARY], action)]
    [passing] = allowing(ROLE, "iam:PassRole")
    assert passing["Condition"] == {
        "StringLike": {"iam:PassedToService": ["lambda.amazonaws.com", "codedeploy*.amazonaws.com*"]}
    }
    assert not {action for action in all_actions(BOUNDARY) if action.startswith("iam:")}


def test_the_role_is_none_of_those_that_it_may_change() -> None:
    [name] = re.findall(r"create-role --role-name ([\w-]+)", DOCUMENT)
    roles = [arn.rpartition("/")[2] for arn in allowing(ROLE, "iam:UpdateAssumeRolePolicy")[0]["Resource"]]

    assert not [pattern for pattern in roles if fnmatchcase(name, pattern.replace("STACK", "shelftalker"))]


def test_the_role_reads_no_shelf_no_secret_and_no_message() -> None:
    reading = (
        "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:ExportTableToPointInTime",
        "ssm:GetParameter", "sqs:ReceiveMessage", "lambda:InvokeFunction", "secretsmanager:GetSecretValue",
    )  # fmt: skip

    assert not [action for action in reading if allowing(ROLE, action)]
    assert {it["Sid"] for it in allowing(ROLE, "s3:GetObject")} == {"ArtifactsOfSam", "BucketOfModels"}


def test_the_boundary_lets_each_role_of_the_stack_do_all_that_it_does() -> None:
    actions = {action for it in stack(**EVERYTHING).statements() for action in it.actions}

    assert {action for action in actions if not allowing(BOUNDARY, action)} == set()
    assert all_actions(BOUNDARY) <= actions | {"dynamodb:BatchWriteItem"}


def test_only_a_job_of_the_environment_gets_the_role_and_only_from_the_main_branch() -> None:
    [trust] = POLICIES["trust"]["Statement"]
    workflow = yaml.safe_load((PROJECT / ".github/workflows/deploy.yaml").read_text(encoding="utf-8"))
    environment = workflow["jobs"]["deploy"]["environment"]
    issuer = "token.actions.githubusercontent.com"

    assert trust["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert trust["Condition"] == {
        "StringEquals": {
            f"{issuer}:aud": "sts.amazonaws.com",
            f"{issuer}:sub": f"repo:OWNER/REPOSITORY:environment:{environment}",
        }
    }
    assert "deployment-branch-policies -f name=main" in DOCUMENT
    assert f"environments/{environment}/" in DOCUMENT
    operations = (PROJECT / "infra/docs/operations.md").read_text(encoding="utf-8")
    assert "*Deployment branches* limited to `main`" in operations
    assert not re.search(r"PowerUser|AdministratorAccess", operations + DOCUMENT)
