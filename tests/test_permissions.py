"""What each role of the deployment may do, and what may not be lost on the way to a function."""

from typing import Any

import pytest

from tests.cloudformation import EVERYTHING, FUNCTIONS, KEY, Stack, stack

SIGNING_SECRET, BOT_TOKEN = [
    {"Fn::Sub": f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter${{{name}}}"}
    for name in ("SigningSecretParameterName", "BotTokenParameterName")
]
MODELS = {"Fn::Sub": "${ModelBucket.Arn}/${ModelPrefix}/*"}
BUCKET = {"Fn::GetAtt": ["ModelBucket", "Arn"]}
# Each with its reason in the template.
PATTERNS = [
    MODELS,
    {"Fn::Sub": "${SlackEvents.Arn}:*"},
    {"Fn::Sub": "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"},
    {
        "Fn::Sub": "arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:"
        "${ServerlessDeploymentApplication}/*"
    },
]


def allowed(role: str, service: str, **values: Any) -> list[tuple[list[str], list[Any]]]:
    """The actions of one service that a role allows, and on what."""
    return [(it.actions, it.resources) for it in stack(**values).statements(role, service)]


def test_no_role_may_do_anything_on_every_resource_but_write_traces() -> None:
    for statement in stack(**EVERYTHING).statements():
        assert not [action for action in statement.actions if "*" in action]
        for resource in statement.resources:
            if resource == "*":
                assert {action.partition(":")[0] for action in statement.actions} == {"xray"}
            elif "*" in str(resource):
                assert resource in PATTERNS


def test_the_roles_hold_no_policies_but_those_in_sight() -> None:
    whole = stack(**EVERYTHING)

    assert all("ManagedPolicyArns" not in role for role in whole.of_type("AWS::IAM::Role").values())
    assert not whole.of_type("AWS::IAM::Policy")


def test_no_two_functions_share_a_role_and_no_role_is_for_nothing() -> None:
    whole = stack(**EVERYTHING)
    roles = [function["Role"]["Fn::GetAtt"][0] for function in whole.of_type("AWS::Lambda::Function").values()]

    assert sorted([*roles, "CodeDeployRole"]) == sorted(whole.of_type("AWS::IAM::Role"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_writes_its_own_logs_only(name: str) -> None:
    assert [each for _, each in allowed(f"{name}Role", "logs", **EVERYTHING)] == [
        [{"Fn::GetAtt": [f"{name}LogGroup", "Arn"]}]
    ]


def test_each_function_reads_the_secrets_it_needs() -> None:
    assert allowed("SlackEventsRole", "ssm") == [(["ssm:GetParameter"], [SIGNING_SECRET, BOT_TOKEN])]
    assert allowed("PreTrafficRole", "ssm") == [(["ssm:GetParameter"], [SIGNING_SECRET])]


@pytest.mark.parametrize(
    ("role", "secrets"), [("SlackEventsRole", [SIGNING_SECRET, BOT_TOKEN]), ("PreTrafficRole", SIGNING_SECRET)]
)
def test_decrypting_is_allowed_only_with_a_key_of_ones_own_and_only_of_the_secrets(role: str, secrets: Any) -> None:
    [decrypting] = stack(SecretsKeyArn=KEY).statements(role, "kms")

    assert stack().statements(role, "kms") == []
    assert (decrypting.actions, decrypting.resources) == (["kms:Decrypt"], [KEY])
    assert decrypting.condition == {"StringEquals": {"kms:EncryptionContext:PARAMETER_ARN": secrets}}


def test_the_key_of_the_data_serves_through_dynamodb_and_s3_alone() -> None:
    conditions = [it.condition["StringEquals"] for it in stack(DataKeyArn=KEY).statements(service="kms")]
    services = {"dynamodb.${AWS::Region}.${AWS::URLSuffix}", "s3.${AWS::Region}.${AWS::URLSuffix}"}

    assert {it["kms:ViaService"]["Fn::Sub"] for it in conditions} == services
    assert allowed("PreTrafficRole", "kms", DataKeyArn=KEY) == [(["kms:Decrypt"], [KEY])]
    assert allowed("PreTrafficRole", "kms", DataKeyArn=KEY, HotRefresh="off") == []


def test_the_shelves_are_open_to_the_function_that_answers_and_for_what_it_does() -> None:
    actions = [f"dynamodb:{action}" for action in ("BatchWriteItem", "DeleteItem", "Query", "UpdateItem")]

    assert allowed("SlackEventsRole", "dynamodb") == [(actions, [{"Fn::GetAtt": ["ShelfTable", "Arn"]}])]
    assert allowed("PreTrafficRole", "dynamodb") == []


@pytest.mark.parametrize("role", ["SlackEventsRole", "PreTrafficRole"])
def test_only_published_models_can_be_read_and_only_with_hot_refresh(role: str) -> None:
    assert allowed(role, "s3", HotRefresh="off") == []
    assert allowed(role, "s3") == [(["s3:GetObject"], [MODELS]), (["s3:ListBucket"], [BUCKET])]


def test_the_check_of_a_new_version_may_call_that_function_and_tell_codedeploy() -> None:
    assert allowed("PreTrafficRole", "lambda") == [(["lambda:InvokeFunction"], [{"Fn::Sub": "${SlackEvents.Arn}:*"}])]
    assert [actions for actions, _ in allowed("PreTrafficRole", "codedeploy")] == [
        ["codedeploy:PutLifecycleEventHookExecutionStatus"]
    ]


def test_codedeploy_may_move_the_alias_and_call_the_check_and_nothing_else() -> None:
    told = [(it.actions, it.resources) for it in stack().statements("CodeDeployRole")]
    function, check = {"Fn::GetAtt": ["SlackEvents", "Arn"]}, {"Fn::GetAtt": ["PreTraffic", "Arn"]}

    assert told[0][1] == [function, {"Fn::Sub": "${SlackEvents.Arn}:*"}]
    assert told[1] == (["lambda:InvokeFunction"], [check])
    assert [actions for actions, _ in told[2:]] == [["cloudwatch:DescribeAlarms"]]


def test_a_new_version_is_checked_before_it_answers_and_an_alarm_brings_the_old_one_back() -> None:
    [group] = stack(TrafficShifting="Canary10Percent5Minutes").of_type("AWS::CodeDeploy::DeploymentGroup").values()
    [alias] = [it for it in stack().resources.values() if it["Type"] == "AWS::Lambda::Alias"]
    alarms = [{"Name": {"Ref": name}} for name in ("SlackEventsErrorsAlarm", "SlackEventsFailuresAlarm")]

    assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["BeforeAllowTrafficHook"] == {"Ref": "PreTraffic"}
    assert group["DeploymentConfigName"] == {"Fn::Sub": "CodeDeployDefault.LambdaCanary10Percent5Minutes"}
    assert group["AlarmConfiguration"] == {"Enabled": True, "Alarms": alarms}
    assert group["ServiceRoleArn"] == {"Fn::GetAtt": ["CodeDeployRole", "Arn"]}
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_a_repair_can_be_deployed_while_an_alarm_rings() -> None:
    [group] = stack(RollbackAlarms="off").of_type("AWS::CodeDeploy::DeploymentGroup").values()

    assert not group.get("AlarmConfiguration")


def lost_on_the_way(described: Stack) -> list[str]:
    """Each queue, and each asynchronous way to a function, on which something may get lost without a trace."""
    queues = described.of_type("AWS::SQS::Queue")
    redriven = [it["RedrivePolicy"]["deadLetterTargetArn"] for it in queues.values() if "RedrivePolicy" in it]
    found = []
    for name, queue in queues.items():
        arn = {"Fn::GetAtt": [name, "Arn"]}
        if "RedrivePolicy" not in queue and arn not in redriven:
            found.append(f"{name} has no dead-letter queue")
        policies = [it for it in described.of_type("AWS::SQS::QueuePolicy").values() if {"Ref": name} in it["Queues"]]
        statements = [each for it in policies for each in it["PolicyDocument"]["Statement"]]
        denied = [each.get("Condition") for each in statements if each["Effect"] == "Deny"]
        if {"Bool": {"aws:SecureTransport": False}} not in denied:
            found.append(f"{name} is open to requests without TLS")
    for name, mapping in described.of_type("AWS::Lambda::EventSourceMapping").items():
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            found.append(f"{name} repeats a whole batch where one message fails")
    for kind in ("AWS::Events::Rule", "AWS::SNS::Subscription", "AWS::Scheduler::Schedule"):
        sources = described.of_type(kind).items()
        found += [f"{name} has no dead-letter queue" for name, it in sources if "Dead" not in str(it)]
    return found


def test_nothing_that_is_on_its_way_to_a_function_gets_lost() -> None:
    assert lost_on_the_way(stack(**EVERYTHING)) == []


def test_what_may_get_lost_is_noticed() -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {}}
    mapping = {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {}}
    rule = {"Type": "AWS::Events::Rule", "Properties": {"Targets": [{"Arn": "arn"}]}}

    assert lost_on_the_way(Stack({"Queue": queue, "Mapping": mapping, "Rule": rule})) == [
        "Queue has no dead-letter queue",
        "Queue is open to requests without TLS",
        "Mapping repeats a whole batch where one message fails",
        "Rule has no dead-letter queue",
    ]
