"""Tests of the permissions of each role, and of dead-letter queues on each way to a function."""

import json
from typing import Any

import pytest

from tests.cloudformation import EVERYTHING, FUNCTIONS, KEY, Stack, stack

SIGNING_SECRET, BOT_TOKEN = [
    {"Fn::Sub": ["arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${Name}",
                 {"Name": {"Fn::Sub": f"/${{AWS::StackName}}/{name}"}}]}
    for name in ("slack-signing-secret", "slack-bot-token")
]  # fmt: skip
MODELS = {"Fn::Sub": "${ModelBucket.Arn}/${ModelPrefix}/*"}
BUCKET = {"Fn::GetAtt": ["ModelBucket", "Arn"]}
# Resources with a wildcard; the template has a reason for each.
PATTERNS = [
    MODELS,
    {"Fn::Sub": "${SlackEvents.Arn}:*"},
    {"Fn::Sub": "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"},
    {
        "Fn::Sub": "arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:"
        "${ServerlessDeploymentApplication}/*"
    },
]


# Queues whose messages may expire unread: the training that word of ratings may start early begins each week anyway.
EXPENDABLE = {"LearningQueue"}


def permissions(role: str, service: str, **values: Any) -> list[tuple[list[str], list[Any]]]:
    """Return the actions of one service that a role allows, with the resources."""
    return [(statement.actions, statement.resources) for statement in stack(**values).statements(role, service)]


def test_no_role_may_do_anything_on_every_resource_but_write_traces() -> None:
    for statement in stack(**EVERYTHING).statements():
        assert not [action for action in statement.actions if "*" in action]
        for resource in statement.resources:
            if resource == "*":
                assert {action.partition(":")[0] for action in statement.actions} == {"xray"}
            elif "*" in str(resource):
                assert resource in PATTERNS


def test_the_roles_have_no_policies_but_those_in_the_template() -> None:
    whole = stack(**EVERYTHING)

    assert all("ManagedPolicyArns" not in role for role in whole.of_type("AWS::IAM::Role").values())
    assert not whole.of_type("AWS::IAM::Policy")


def test_no_two_functions_share_a_role_and_no_role_is_unused() -> None:
    whole = stack(**EVERYTHING)
    roles = [function["Role"]["Fn::GetAtt"][0] for function in whole.of_type("AWS::Lambda::Function").values()]

    assert sorted([*roles, "CodeDeployRole"]) == sorted(whole.of_type("AWS::IAM::Role"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_writes_its_own_logs_only(name: str) -> None:
    assert [resources for _, resources in permissions(f"{name}Role", "logs", **EVERYTHING)] == [
        [{"Fn::GetAtt": [f"{name}LogGroup", "Arn"]}]
    ]


def test_each_function_reads_the_secrets_it_needs() -> None:
    assert permissions("SlackEventsRole", "ssm") == [(["ssm:GetParameter"], [SIGNING_SECRET, BOT_TOKEN])]
    assert permissions("PreTrafficRole", "ssm") == [(["ssm:GetParameter"], [SIGNING_SECRET])]
    assert permissions("SlackMcpRole", "ssm", **EVERYTHING) == [(["ssm:GetParameter"], [SIGNING_SECRET])]


@pytest.mark.parametrize(
    ("role", "secrets"), [("SlackEventsRole", [SIGNING_SECRET, BOT_TOKEN]), ("PreTrafficRole", SIGNING_SECRET)]
)
def test_decrypting_is_allowed_only_with_a_customer_managed_key_and_only_of_the_secrets(
    role: str, secrets: Any
) -> None:
    [decrypting] = stack(SecretsKeyArn=KEY).statements(role, "kms")

    assert stack().statements(role, "kms") == []
    assert (decrypting.actions, decrypting.resources) == (["kms:Decrypt"], [KEY])
    assert decrypting.condition == {"StringEquals": {"kms:EncryptionContext:PARAMETER_ARN": secrets}}


def test_the_key_of_the_data_serves_through_dynamodb_and_s3_alone() -> None:
    conditions = [it.condition["StringEquals"] for it in stack(DataKeyArn=KEY).statements(service="kms")]
    services = {"dynamodb.${AWS::Region}.${AWS::URLSuffix}", "s3.${AWS::Region}.${AWS::URLSuffix}"}

    assert {it["kms:ViaService"]["Fn::Sub"] for it in conditions} == services
    assert permissions("PreTrafficRole", "kms", DataKeyArn=KEY) == [(["kms:Decrypt"], [KEY])]
    assert permissions("PreTrafficRole", "kms", DataKeyArn=KEY, HotRefresh="off") == []


def test_the_shelves_are_open_to_the_function_that_answers_and_for_what_it_does() -> None:
    actions = [f"dynamodb:{action}" for action in ("BatchWriteItem", "DeleteItem", "GetItem", "Query", "UpdateItem")]

    assert permissions("SlackEventsRole", "dynamodb") == [(actions, [{"Fn::GetAtt": ["ShelfTable", "Arn"]}])]
    assert permissions("PreTrafficRole", "dynamodb") == []


def test_slackbots_tools_keep_shelves_and_look_up_installations_and_delete_no_readers_data() -> None:
    actions = [f"dynamodb:{action}" for action in ("DeleteItem", "GetItem", "Query", "UpdateItem")]

    assert permissions("SlackMcpRole", "dynamodb", **EVERYTHING) == [
        (actions, [{"Fn::GetAtt": ["ShelfTable", "Arn"]}]),
        (["dynamodb:GetItem"], [{"Fn::GetAtt": ["InstallationTable", "Arn"]}]),
    ]
    assert permissions("SlackMcpRole", "sqs", **EVERYTHING) == [
        (["sqs:SendMessage"], [{"Fn::GetAtt": ["LearningQueue", "Arn"]}])
    ]
    assert stack().statements("SlackMcpRole") == []


def test_only_the_weekly_search_reads_whole_tables_and_it_deletes_nothing_itself() -> None:
    scanning = [it for it in stack(**EVERYTHING).statements(service="dynamodb") if "dynamodb:Scan" in it.actions]
    [queue] = stack(**EVERYTHING).statements("SweepRole", "sqs")

    assert [(it.role, it.resources) for it in scanning] == [
        ("SweepRole", [{"Fn::GetAtt": ["ShelfTable", "Arn"]}]),
        ("SweepRole", [{"Fn::GetAtt": ["InstallationTable", "Arn"]}]),
    ]
    assert not [action for it in scanning for action in it.actions if "Delete" in action or "Write" in action]
    assert (queue.actions, queue.resources) == (["sqs:SendMessage"], [{"Fn::GetAtt": ["PurgeQueue", "Arn"]}])


def test_a_deletion_of_any_length_is_no_loop_to_lambda() -> None:
    functions = stack(**EVERYTHING).of_type("AWS::Lambda::Function")
    mappings = stack(**EVERYTHING).of_type("AWS::Lambda::EventSourceMapping").values()
    consumers = sorted(it["FunctionName"]["Ref"] for it in mappings)
    [sending] = [it for it in stack(**EVERYTHING).statements("PurgeRole", "sqs") if "sqs:SendMessage" in it.actions]

    assert [name.partition("Alias")[0] for name in consumers] == ["Purge", "ShelfImports"]
    assert sending.resources == [{"Fn::GetAtt": ["PurgeQueue", "Arn"]}]
    assert {name: it["RecursiveLoop"] for name, it in functions.items() if "RecursiveLoop" in it} == {"Purge": "Allow"}


def test_imports_take_their_own_queue_and_read_no_signing_secret() -> None:
    [queue] = stack(**EVERYTHING).statements("ShelfImportsRole", "sqs")[:1]
    secrets = json.dumps(permissions("ShelfImportsRole", "ssm"))

    assert queue.resources == [{"Fn::GetAtt": ["ImportQueue", "Arn"]}]
    assert "sqs:SendMessage" not in queue.actions
    assert "signing" not in secrets
    assert "token" in secrets


@pytest.mark.parametrize("role", ["SlackEventsRole", "PreTrafficRole", "ShelfImportsRole"])
def test_only_published_models_can_be_read_and_only_with_hot_refresh(role: str) -> None:
    assert permissions(role, "s3", HotRefresh="off") == []
    assert permissions(role, "s3") == [(["s3:GetObject"], [MODELS]), (["s3:ListBucket"], [BUCKET])]


def test_the_check_of_a_new_version_may_call_that_function_and_report_to_codedeploy() -> None:
    assert permissions("PreTrafficRole", "lambda") == [
        (["lambda:InvokeFunction"], [{"Fn::Sub": "${SlackEvents.Arn}:*"}])
    ]
    assert [actions for actions, _ in permissions("PreTrafficRole", "codedeploy")] == [
        ["codedeploy:PutLifecycleEventHookExecutionStatus"]
    ]


def test_codedeploy_may_move_the_alias_and_call_the_check_and_nothing_else() -> None:
    statements = [(statement.actions, statement.resources) for statement in stack().statements("CodeDeployRole")]
    function, check = {"Fn::GetAtt": ["SlackEvents", "Arn"]}, {"Fn::GetAtt": ["PreTraffic", "Arn"]}

    assert statements[0][1] == [function, {"Fn::Sub": "${SlackEvents.Arn}:*"}]
    assert statements[1] == (["lambda:InvokeFunction"], [check])
    assert [actions for actions, _ in statements[2:]] == [["cloudwatch:DescribeAlarms"]]


def test_a_new_version_is_checked_before_it_answers_and_an_alarm_brings_the_old_one_back() -> None:
    [group] = stack(TrafficShifting="Canary10Percent5Minutes").of_type("AWS::CodeDeploy::DeploymentGroup").values()
    aliases = stack().of_type("AWS::Lambda::Alias").values()
    [alias] = [it for it in stack().resources.values() if "CodeDeployLambdaAliasUpdate" in it.get("UpdatePolicy", {})]
    alarms = [{"Name": {"Ref": name}} for name in ("SlackEventsErrorsAlarm", "SlackEventsFailuresAlarm")]

    assert len(aliases) == 2  # imports wait in their queue, and are shown to nobody before they are done
    assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["BeforeAllowTrafficHook"] == {"Ref": "PreTraffic"}
    assert group["DeploymentConfigName"] == {"Fn::Sub": "CodeDeployDefault.LambdaCanary10Percent5Minutes"}
    assert group["AlarmConfiguration"] == {"Enabled": True, "Alarms": alarms}
    assert group["ServiceRoleArn"] == {"Fn::GetAtt": ["CodeDeployRole", "Arn"]}
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_a_repair_can_be_deployed_while_an_alarm_rings() -> None:
    [group] = stack(RollbackAlarms="off").of_type("AWS::CodeDeploy::DeploymentGroup").values()

    assert not group.get("AlarmConfiguration")


def _monitoring(whole: Stack) -> dict[str, Any]:
    has_alarms = whole.of_type("AWS::CloudFormation::Stack")
    return whole.monitoring_stack().of_type("AWS::CloudWatch::Alarm") if has_alarms else {}


def unsafe_deliveries(whole: Stack) -> list[str]:
    """Return a sentence for each queue, and each asynchronous call of a function, that may lose a message silently."""
    queues = whole.of_type("AWS::SQS::Queue")
    redriven = [it["RedrivePolicy"]["deadLetterTargetArn"] for it in queues.values() if "RedrivePolicy" in it]
    problems = []
    for name, queue in queues.items():
        arn = {"Fn::GetAtt": [name, "Arn"]}
        if "RedrivePolicy" not in queue and arn not in redriven and name not in EXPENDABLE:
            problems.append(f"{name} has no dead-letter queue")
        policies = [it for it in whole.of_type("AWS::SQS::QueuePolicy").values() if {"Ref": name} in it["Queues"]]
        statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
        denied = [statement.get("Condition") for statement in statements if statement["Effect"] == "Deny"]
        if {"Bool": {"aws:SecureTransport": False}} not in denied:
            problems.append(f"{name} is open to requests without TLS")
    for name, mapping in whole.of_type("AWS::Lambda::EventSourceMapping").items():
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            problems.append(f"{name} repeats a whole batch where one message fails")
    watched = str([it for it in _monitoring(whole).values() if "FailedInvocations" in str(it)])
    for kind in ("AWS::Events::Rule", "AWS::SNS::Subscription", "AWS::Scheduler::Schedule"):
        sources = whole.of_type(kind).items()
        problems += [
            f"{name} has no dead-letter queue, and no alarm on its failures"
            for name, it in sources
            if "Dead" not in str(it) and str({"Ref": name}) not in watched
        ]
    return problems


def test_no_message_to_a_function_gets_lost() -> None:
    assert unsafe_deliveries(stack(**EVERYTHING)) == []


def test_a_message_that_may_get_lost_is_found() -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {}}
    mapping = {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {}}
    rule = {"Type": "AWS::Events::Rule", "Properties": {"Targets": [{"Arn": "arn"}]}}

    assert unsafe_deliveries(Stack({"Queue": queue, "Mapping": mapping, "Rule": rule})) == [
        "Queue has no dead-letter queue",
        "Queue is open to requests without TLS",
        "Mapping repeats a whole batch where one message fails",
        "Rule has no dead-letter queue, and no alarm on its failures",
    ]
