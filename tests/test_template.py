"""Tests of the deployment, on the template as SAM transforms it rather than on its text."""

import importlib.metadata
from typing import Any

import pytest
import yaml
from cfnlint.api import lint_file  # type: ignore[import-untyped]
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from shelftalker.function_settings import PreTrafficSettings
from shelftalker.settings import DEFAULT_ANSWERS, Settings
from tests.cloudformation import (
    ALIASED,
    CALLED_BY_THE_API,
    EVERYTHING,
    FUNCTIONS,
    KEY,
    LAYERS,
    MONITORING,
    MONITORING_FILE,
    PROJECT,
    TEMPLATE,
    TEMPLATE_FILE,
    stack,
)


def version_ids(content: dict[str, str] | None = None, **values: Any) -> set[str]:
    """Return the logical ids of the functions' published versions."""
    return set(stack(content, **EVERYTHING | values).of_type("AWS::Lambda::Version"))


@pytest.mark.parametrize("file", [TEMPLATE_FILE, MONITORING_FILE], ids=lambda file: file.name)
def test_a_template_has_nothing_that_cfn_lint_objects_to(file: Any) -> None:
    assert lint_file(file) == []


@pytest.mark.parametrize("file", [TEMPLATE_FILE, MONITORING_FILE], ids=lambda file: file.name)
def test_a_template_has_no_yaml_anchors_which_cloudformation_refuses(file: Any) -> None:
    tokens = yaml.scan(file.read_text(encoding="utf-8"))

    assert not [token for token in tokens if isinstance(token, yaml.AnchorToken | yaml.AliasToken)]


@pytest.mark.parametrize("template", [TEMPLATE, MONITORING], ids=["template.yaml", "monitoring.yaml"])
def test_checks_that_checkov_skips_have_a_reason(template: dict[str, Any]) -> None:
    metadata = [resource.get("Metadata", {}) for resource in template["Resources"].values()]
    skips = [skip for section in metadata for skip in section.get("checkov", {}).get("skip", [])]

    assert all(skip["comment"].endswith(".") for skip in skips)


WITH_MODEL = ("SlackEvents", "SlackMcp", "ShelfImports", "PreTraffic", "JsonApi", "Page")


@pytest.mark.parametrize("name", TEMPLATE["Outputs"])
def test_an_output_is_described_in_a_sentence(name: str) -> None:
    assert TEMPLATE["Outputs"][name]["Description"].endswith(".")


@pytest.mark.parametrize("layer", LAYERS)
def test_another_content_of_a_layer_publishes_another_version_of_each_function_with_it(layer: str) -> None:
    with_it = [name for name in ALIASED if layer == "DependenciesLayer" or name in WITH_MODEL]
    assert len(version_ids()) == len(ALIASED)
    assert version_ids() == version_ids({layer: "same"})
    assert len(version_ids() - version_ids({layer: "other"})) == len(with_it)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_that_answer_nobody_by_a_model_have_neither_its_layer_nor_its_bucket(name: str) -> None:
    function = stack(**EVERYTHING).of_type("AWS::Lambda::Function")[name]
    has_model = name in WITH_MODEL
    assert len(function["Layers"]) == (2 if has_model else 1)
    assert ("MODEL_BUCKET" in function["Environment"]["Variables"]) == has_model
    assert ("EphemeralStorage" in function) == has_model


def test_more_room_for_models_is_refused_beside_snapstart_which_excludes_it() -> None:
    rule = TEMPLATE["Rules"]["SnapStartHas512MB"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "SnapStart"}, "PublishedVersions"]}
    assert [it["Assert"] for it in rule["Assertions"]] == [{"Fn::Equals": [{"Ref": "EphemeralStorage"}, "512"]}]
    assert stack(EphemeralStorage=1024).of_type("AWS::Lambda::Function")["SlackEvents"]["EphemeralStorage"] == {
        "Size": 1024
    }


@pytest.mark.parametrize("name", ALIASED)
def test_other_code_publishes_another_version_of_the_function(name: str) -> None:
    assert version_ids() != version_ids({name: "other"})


def test_sam_ignores_a_parameters_value_so_the_bundle_holds_them() -> None:
    functions = stack(LogLevel="DEBUG").of_type("AWS::Lambda::Function").values()

    assert all(it["Environment"]["Variables"]["POWERTOOLS_LOG_LEVEL"] == "DEBUG" for it in functions)
    assert version_ids(LogLevel="DEBUG") == version_ids()


@pytest.mark.parametrize("name", CALLED_BY_THE_API)
def test_the_api_calls_a_function_by_its_alias(name: str) -> None:
    whole = stack(**EVERYTHING)
    aliases = whole.of_type("AWS::Lambda::Alias").items()
    [(alias, properties)] = [(alias, it) for alias, it in aliases if it["FunctionName"] == {"Ref": name}]
    [api] = whole.of_type("AWS::ApiGatewayV2::Api").values()
    callable_names = [it["FunctionName"] for it in whole.of_type("AWS::Lambda::Permission").values()]

    assert properties["FunctionVersion"]["Fn::GetAtt"][0] in version_ids()
    assert f"${{{alias}}}" in str(api["Body"]["paths"])
    assert f"${{{name}.Arn}}" not in str(api["Body"]["paths"])
    assert {"Ref": alias} in callable_names
    assert {"Ref": name} not in callable_names


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_has_a_timeout_traces_and_a_role_and_log_group_of_its_own(name: str) -> None:
    whole = stack(**EVERYTHING)
    function = whole.of_type("AWS::Lambda::Function")[name]

    # API Gateway waits for half a minute.
    assert function["Timeout"] < (30 if name in CALLED_BY_THE_API else 900)
    assert function["TracingConfig"] == {"Mode": {"Fn::FindInMap": ["Partitions", "aws", "Tracing"]}}
    tracing = {partition: names["Tracing"] for partition, names in TEMPLATE["Mappings"]["Partitions"].items()}
    assert tracing == {"aws": "Active", "aws-cn": "PassThrough", "aws-us-gov": "Active"}
    assert function["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
    assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}LogGroup"}}
    assert f"{name}LogGroup" in whole.of_type("AWS::Logs::LogGroup")


def test_each_log_group_has_a_retention_time() -> None:
    groups = stack(**EVERYTHING).of_type("AWS::Logs::LogGroup").values()

    assert groups
    assert all(group["RetentionInDays"] == 30 for group in groups)


def test_features_that_cost_money_while_idle_are_off_by_default_and_can_be_switched_on() -> None:
    whole = stack(SnapStart="PublishedVersions", ReservedConcurrency="20", DataKeyArn=KEY)
    [by_default] = [stack().of_type("AWS::Lambda::Function")["SlackEvents"]]
    function = whole.of_type("AWS::Lambda::Function")["SlackEvents"]

    assert by_default["SnapStart"] == {"ApplyOn": "None"}
    assert "ReservedConcurrentExecutions" not in by_default
    assert KEY not in str(stack().resources)
    assert function["SnapStart"] == {"ApplyOn": "PublishedVersions"}
    assert function["ReservedConcurrentExecutions"] == "20"


def test_a_customer_managed_key_encrypts_the_data_and_every_log() -> None:
    whole = stack(**EVERYTHING)
    [bucket] = whole.of_type("AWS::S3::Bucket").values()
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]

    assert {group["KmsKeyId"] for group in whole.of_type("AWS::Logs::LogGroup").values()} == {KEY}
    assert {it["SSESpecification"]["KMSMasterKeyId"] for it in whole.of_type("AWS::DynamoDB::Table").values()} == {KEY}
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}


@pytest.mark.parametrize(("hot_refresh", "bucket"), [("on", "ModelBucket"), ("off", "")])
def test_the_functions_read_their_environment(hot_refresh: str, bucket: str) -> None:
    functions = stack(HotRefresh=hot_refresh).of_type("AWS::Lambda::Function")

    def environment(name: str) -> dict[str, str]:
        variables = functions[name]["Environment"]["Variables"].items()
        return {key: text_of(value).replace("${AWS::StackName}", "shelftalker") for key, value in variables}

    def text_of(value: Any) -> str:
        return str(value.get("Ref") or value["Fn::Sub"]) if isinstance(value, dict) else str(value)

    settings = Settings.from_environment(environment("SlackEvents"))
    checking = PreTrafficSettings.from_environment(environment("PreTraffic"))

    assert settings.model_bucket == checking.app.model_bucket == bucket
    assert settings.model_prefix == checking.app.model_prefix == "models"
    assert (
        settings.signing_secret_parameter
        == checking.app.signing_secret_parameter
        == "/shelftalker/slack-signing-secret"
    )
    assert settings.bot_token_parameter == "/shelftalker/slack-bot-token"
    assert settings.shelf_table == "ShelfTable"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.answers == DEFAULT_ANSWERS
    assert checking.version in version_ids()
    assert checking.version.startswith("SlackEventsVersion")


def test_slackbots_tools_read_their_environment_and_have_no_token() -> None:
    variables = stack(**EVERYTHING).of_type("AWS::Lambda::Function")["SlackMcp"]["Environment"]["Variables"]
    settings = Settings.from_environment({name: str(value) for name, value in variables.items()})

    assert settings.installations
    assert settings.installations.table == str({"Ref": "InstallationTable"})
    assert settings.learns_from_readers
    assert (settings.bot_token, settings.bot_token_parameter, settings.installations.key) == ("", "", "")


def test_the_model_bucket_is_private_encrypted_versioned_and_outlives_the_stack() -> None:
    [(name, bucket)] = stack().of_type("AWS::S3::Bucket").items()
    blocks = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]

    assert all(bucket["PublicAccessBlockConfiguration"][block] is True for block in blocks)
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert all("NoncurrentVersionExpiration" in rule for rule in bucket["LifecycleConfiguration"]["Rules"])
    assert stack().resources[name]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert stack().resources[name]["UpdateReplacePolicy"] == "Retain"


def test_nobody_reaches_the_model_bucket_without_tls() -> None:
    [policy] = stack().of_type("AWS::S3::BucketPolicy").values()
    [statement] = policy["PolicyDocument"]["Statement"]

    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Resource"] == [{"Fn::GetAtt": ["ModelBucket", "Arn"]}, {"Fn::Sub": "${ModelBucket.Arn}/*"}]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}


@pytest.mark.parametrize("name", stack(**EVERYTHING).of_type("AWS::DynamoDB::Table"))
def test_a_table_is_encrypted_restorable_and_outlives_the_stack(name: str) -> None:
    resource = stack(**EVERYTHING | {"DataKeyArn": ""}).resources[name]
    table = resource["Properties"]

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["DeletionProtectionEnabled"] is True
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_removed_entries_of_shelves_expire() -> None:
    table = stack().of_type("AWS::DynamoDB::Table")["ShelfTable"]

    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize(
    ("output", "secret"), [("SigningSecretCommand", "SIGNING_SECRET"), ("BotTokenCommand", "BOT_TOKEN")]
)
def test_the_commands_that_store_secrets_encrypt_them_under_the_names_that_are_read(output: str, secret: str) -> None:
    command, names = TEMPLATE["Outputs"][output]["Value"]["Fn::Sub"]
    named = f"{secret.title().replace('_', '')}ParameterName"
    [condition, given, default] = names["Name"]["Fn::If"]

    def read(**values: Any) -> Any:
        return stack(**values).of_type("AWS::Lambda::Function")["SlackEvents"]["Environment"]["Variables"][
            f"SLACK_{secret}_PARAMETER"
        ]

    assert "--name ${Name} " in command
    assert TEMPLATE["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": named}, ""]}]}
    assert given == {"Ref": named}
    assert read() == default
    assert read(**{named: "/other/name"}) == "/other/name"
    assert "--type SecureString" in command
    assert command.endswith(f" --value {secret}")


def test_the_api_takes_slacks_requests_is_throttled_and_keeps_access_logs() -> None:
    [api] = stack().of_type("AWS::ApiGatewayV2::Api").values()
    [stage] = stack().of_type("AWS::ApiGatewayV2::Stage").values()

    assert list(api["Body"]["paths"]["/slack/events"]) == ["post"]
    assert stage["DefaultRouteSettings"] == {"ThrottlingRateLimit": 1000, "ThrottlingBurstLimit": 2000}
    assert stage["AccessLogSettings"]["DestinationArn"] == {"Fn::GetAtt": ["ApiAccessLogGroup", "Arn"]}
    assert "$context.identity.sourceIp" in stage["AccessLogSettings"]["Format"]


def test_slackbots_tools_are_off_by_default_and_their_routes_are_throttled_where_they_are_on() -> None:
    by_default, on = stack(), stack(SlackbotTools="on")
    [api] = on.of_type("AWS::ApiGatewayV2::Api").values()
    [stage] = on.of_type("AWS::ApiGatewayV2::Stage").values()
    [stage_by_default] = by_default.of_type("AWS::ApiGatewayV2::Stage").values()

    assert not [name for name in by_default.resources if name.startswith("SlackMcp")]
    assert "/slack/mcp" not in str(by_default.of_type("AWS::ApiGatewayV2::Api"))
    assert not stage_by_default.get("RouteSettings")
    assert sorted(api["Body"]["paths"]["/slack/mcp"]) == ["delete", "get", "post"]
    assert set(stage["RouteSettings"]) == {"POST /slack/mcp", "GET /slack/mcp", "DELETE /slack/mcp"}
    assert stage["RouteSettings"]["POST /slack/mcp"]["ThrottlingRateLimit"] == 50
    assert stage["RouteSettings"]["GET /slack/mcp"]["ThrottlingRateLimit"] == 5


def test_all_resources_that_can_have_tags_have_them() -> None:
    kinds = ("Lambda::Function", "IAM::Role", "S3::Bucket", "Logs::LogGroup", "DynamoDB::Table", "CloudWatch::Alarm",
             "CloudFormation::Stack", "SQS::Queue")  # fmt: skip
    whole = stack(**EVERYTHING)
    resources = [*whole.resources.values(), *whole.monitoring_stack().resources.values()]
    tags_of_resources = [it["Properties"]["Tags"] for it in resources if it["Type"].removeprefix("AWS::") in kinds]
    [api] = whole.of_type("AWS::ApiGatewayV2::Api").values()

    assert all({"Key": "Application", "Value": "shelftalker"} in tags for tags in tags_of_resources)
    assert {"name": "Application", "x-amazon-apigateway-tag-value": "shelftalker"} in api["Body"]["tags"]


def test_layers_do_not_pile_up_and_name_the_runtime_they_are_for() -> None:
    layers = {name: it for name, it in stack().resources.items() if it["Type"] == "AWS::Lambda::LayerVersion"}
    runtimes = {function["Runtime"] for function in stack().of_type("AWS::Lambda::Function").values()}

    assert len(layers) == len(LAYERS)
    assert all(it["DeletionPolicy"] == "Delete" for it in layers.values())
    assert {tuple(it["Properties"]["CompatibleRuntimes"]) for it in layers.values()} == {tuple(runtimes)}


def test_the_makefiles_build_for_the_runtime_and_architecture_of_the_template() -> None:
    [runtime] = {function["Runtime"] for function in stack().of_type("AWS::Lambda::Function").values()}
    shared = (PROJECT / "layers/lambda.mk").read_text(encoding="utf-8")
    architecture = TEMPLATE["Parameters"]["Architecture"]["Default"]

    assert f"PYTHON_VERSION ?= {runtime.removeprefix('python')}\n" in shared
    layer, project = ((PROJECT / it / "Makefile").read_text(encoding="utf-8") for it in ("layers/dependencies", "."))
    assert f"ARCHITECTURE ?= {architecture}\n" in layer
    assert f"--parameter-overrides Architecture=$(or $(ARCHITECTURE),{architecture})" in project


def test_the_dependencies_layer_lists_all_that_its_packages_import_in_turn() -> None:
    lines = (PROJECT / "layers/dependencies/requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonicalize_name(line.partition("==")[0]) for line in lines if "==" in line}
    lambda_python = {"python_version": "3.13", "python_full_version": "3.13.0", "extra": ""}

    for package in pinned:
        needed = [Requirement(line) for line in importlib.metadata.requires(package) or []]
        wanted = {canonicalize_name(it.name) for it in needed if not it.marker or it.marker.evaluate(lambda_python)}

        assert wanted <= pinned, f"{package} needs {wanted - pinned}: run make lock"
