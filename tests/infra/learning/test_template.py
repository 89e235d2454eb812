"""The stack of the weekly training: what starts it, what it may do, and how long exports are kept."""

import json
from typing import Any

import pytest
from cfnlint.api import lint_file  # type: ignore[import-untyped]

from infra.learning.definition import placeholders
from tests.cloudformation import KEY, LEARNING, LEARNING_FILE, TEMPLATE, TOPIC, TRAINING, Stack, resolve_resources

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:ratings"
VALUES: dict[str, Any] = {
    "ModelBucketName": "shelftalker-models", "DatasetAddresses": "s3://shelftalker-models/datasets/a",
    "ShelfTableName": "shelves", "LearningQueueArn": QUEUE, "ApplicationId": "00abc", "JobRoleName": "job",
    "TopicArn": TOPIC,
}  # fmt: skip
TABLE = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${ShelfTableName}"


def learning(**values: Any) -> Stack:
    """Return the stack of the weekly training."""
    defaults = {name: it["Default"] for name, it in LEARNING["Parameters"].items() if "Default" in it}
    return Stack(resolve_resources(LEARNING, defaults | VALUES | values))


def resources_of(statements: list[dict[str, Any]]) -> dict[str, str]:
    """Return the resource of each action, as the template writes it."""
    return {
        action: str(next(iter(it["Resource"].values())) if isinstance(it["Resource"], dict) else it["Resource"])
        for it in statements
        for action in (it["Action"] if isinstance(it["Action"], list) else [it["Action"]])
    }


def role_statements(name: str, **values: Any) -> list[dict[str, Any]]:
    [policy] = learning(**values).resources[name]["Properties"]["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def test_cloudformation_takes_the_template() -> None:
    assert lint_file(LEARNING_FILE) == []


def test_the_state_machine_has_every_value_that_its_definition_needs() -> None:
    [machine] = learning().of_type("AWS::StepFunctions::StateMachine").values()
    assert machine["DefinitionS3Location"] == "learning.asl.json"
    assert machine["DefinitionSubstitutions"].keys() == placeholders()
    assert machine["DefinitionSubstitutions"]["DatasetAddresses"]["Fn::Join"][0] == "', '--data', '"


def test_the_job_is_told_of_the_functions_storage() -> None:
    access_point = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0"
    for value, storage in (("", 1024), (access_point, {"Fn::Sub": "${EphemeralStorage}', '--mounted"})):
        [machine] = (
            learning(EphemeralStorage=1024, ModelAccessPointArn=value)
            .of_type("AWS::StepFunctions::StateMachine")
            .values()
        )
        assert machine["DefinitionSubstitutions"]["EphemeralStorage"] == storage
    assert (
        LEARNING["Parameters"]["ModelAccessPointArn"]["AllowedPattern"]
        == (TEMPLATE["Parameters"]["ModelAccessPointArn"]["AllowedPattern"])
    )


def test_exports_are_written_and_gone_after_two_days_without_versions() -> None:
    [bucket] = learning().of_type("AWS::S3::Bucket").values()
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 2)
    assert "Prefix" not in rule
    assert "VersioningConfiguration" not in bucket
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    [policy] = learning().of_type("AWS::S3::BucketPolicy").values()
    [denial] = policy["PolicyDocument"]["Statement"]
    assert (denial["Effect"], denial["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": False}})


def test_the_state_machine_exports_one_table_and_reads_neither_it_nor_an_export_nor_a_model() -> None:
    actions = resources_of(role_statements("StateMachineRole"))
    assert actions["dynamodb:ExportTableToPointInTime"] == TABLE
    assert actions["dynamodb:DescribeExport"] == f"{TABLE}/export/*"
    assert {action for action in actions if action.startswith("dynamodb:")} == {
        "dynamodb:ExportTableToPointInTime",
        "dynamodb:DescribeExport",
    }
    reads = [it["Resource"]["Fn::Sub"] for it in role_statements("StateMachineRole") if "s3:GetObject" in it["Action"]]
    assert [read.rpartition("/")[2] for read in reads] == ["running", "current.json"]
    assert actions["sqs:PurgeQueue"] == QUEUE
    assert "sqs:ReceiveMessage" not in actions


def test_the_outputs_of_the_other_stacks_are_the_parameters_of_this_one() -> None:
    of_others = {"ModelBucketName", "ShelfTableName", "LearningQueueArn", "ApplicationId", "JobRoleName"}
    assert of_others <= LEARNING["Parameters"].keys()
    assert of_others <= TEMPLATE["Outputs"].keys() | TRAINING["Outputs"].keys()


def test_no_role_may_do_anything_to_everything() -> None:
    job = learning().resources["JobPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    for statements in (role_statements("StateMachineRole"), role_statements("StarterRole"), job):
        for action, resource in resources_of(statements).items():
            assert "*" not in action
            assert resource != "*"


def test_the_job_gets_the_exports_and_the_key_of_the_pseudonyms_and_changes_neither() -> None:
    properties = learning().resources["JobPolicy"]["Properties"]
    assert properties["RoleName"] == "job"
    assert resources_of(properties["PolicyDocument"]["Statement"]).keys() == {
        "s3:GetObject",
        "s3:ListBucket",
        "ssm:GetParameter",
    }
    assert TRAINING["Outputs"]["JobRoleName"]["Value"] == {"Ref": "JobRole"}


def test_only_the_jobs_role_is_passed_and_only_to_emr_serverless() -> None:
    [passing] = [it for it in role_statements("StateMachineRole") if it["Action"] == "iam:PassRole"]
    assert passing["Resource"]["Fn::Sub"].endswith(":role/${JobRoleName}")
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "emr-serverless.amazonaws.com"}}


@pytest.mark.parametrize("key", ["", KEY])
def test_a_key_is_used_where_there_is_one(key: str) -> None:
    [bucket] = learning(DataKeyArn=key).of_type("AWS::S3::Bucket").values()
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"].get("KMSMasterKeyID", "") == key
    assert ("kms:GenerateDataKey" in resources_of(role_statements("StateMachineRole", DataKeyArn=key))) == bool(key)


def test_a_week_and_enough_ratings_start_it_by_a_role_that_can_do_nothing_else() -> None:
    stack = learning(EarlyRatings=500, WeeklyTime="cron(30 4 ? * MON *)")
    [schedule] = stack.of_type("AWS::Scheduler::Schedule").values()
    [rule] = stack.of_type("AWS::Events::Rule").values()
    alarm = stack.resources["EarlyRatingsAlarm"]["Properties"]
    machine = {"Ref": "StateMachine"}
    assert (schedule["ScheduleExpression"], schedule["Target"]["Arn"]) == ("cron(30 4 ? * MON *)", machine)
    assert rule["EventPattern"]["resources"] == [{"Fn::GetAtt": ["EarlyRatingsAlarm", "Arn"]}]
    assert rule["EventPattern"]["detail"] == {"state": {"value": ["ALARM"]}}
    assert [it["Arn"] for it in rule["Targets"]] == [machine]
    assert (alarm["Threshold"], alarm["MetricName"]) == (500, "ApproximateNumberOfMessagesVisible")
    assert resources_of(role_statements("StarterRole")) == {"states:StartExecution": "StateMachine"}
    # What starts a run gives it no order to train on fewer.
    assert [json.loads(it["Input"]) for it in (schedule["Target"], *rule["Targets"])] == [{}, {}]


def test_a_training_that_failed_was_late_or_was_aborted_rings() -> None:
    alarm = learning().resources["TrainingFailuresAlarm"]["Properties"]
    names = {it["MetricStat"]["Metric"]["MetricName"] for it in alarm["Metrics"] if "MetricStat" in it}
    assert names == {"ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"}
    assert alarm["AlarmActions"] == [TOPIC]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (1, "GreaterThanOrEqualToThreshold")


@pytest.mark.parametrize("name", LEARNING["Parameters"])
def test_a_parameter_is_described_and_refuses_nonsense(name: str) -> None:
    parameter = LEARNING["Parameters"][name]
    assert parameter["Description"].endswith(".")
    assert parameter.keys() & {"AllowedPattern", "MinValue"}
