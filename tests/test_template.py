"""What has to hold for the deployment, asked of the template as SAM transforms it, not of its wording."""

import copy
import importlib.metadata
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint.api import lint_file
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from shelftalker.settings import Settings

PROJECT = Path(__file__).parents[1]
TEMPLATE_FILE = PROJECT / "template.yaml"
TEMPLATE: dict[str, Any] = yaml_parse(TEMPLATE_FILE.read_text(encoding="utf-8"))
FUNCTION_NAMES = [name for name, it in TEMPLATE["Resources"].items() if it["Type"] == "AWS::Serverless::Function"]
LAYERS = ("DependenciesLayer", "ModelLayer")
SECRETS = [
    {"Fn::Sub": f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter${{{name}}}"}
    for name in ("SigningSecretParameterName", "BotTokenParameterName")
]


class _NoManagedPolicies:
    """The template uses none of AWS's managed policies, so none has to be looked up."""

    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


def transformed(
    content: dict[str, str] | None = None, values: dict[str, str] | None = None, **conditions: bool
) -> dict[str, Any]:
    """The CloudFormation resources of the template.

    Args:
        content: What the functions and layers hold, by logical id; each artifact's key in S3 names its content.
        values: Of parameters; the others have their defaults.
        conditions: Whether a condition of the template holds; each does unless it is named.
    """
    template = copy.deepcopy(TEMPLATE)
    content = content or {}
    for name in LAYERS:
        template["Resources"][name]["Properties"]["ContentUri"] = f"s3://artifacts/{name}-{content.get(name, 'same')}"
    for name in FUNCTION_NAMES:
        template["Resources"][name]["Properties"]["CodeUri"] = f"s3://artifacts/functions-{content.get(name, 'same')}"
    parameters = {name: it["Default"] for name, it in template["Parameters"].items()} | (values or {})
    resources: dict[str, Any] = transform(template, parameters, _NoManagedPolicies())["Resources"]
    return {name: resolved(resource, parameters, conditions) for name, resource in resources.items()}


def resolved(value: Any, parameters: dict[str, Any], conditions: dict[str, bool]) -> Any:
    """The value with each reference to a parameter replaced by its value, and each Fn::If by the branch chosen."""
    if isinstance(value, list):
        members = (resolved(each, parameters, conditions) for each in value)
        return [each for each in members if each != {"Ref": "AWS::NoValue"}]
    if not isinstance(value, dict):
        return value
    if "Fn::If" in value:
        condition, if_true, if_false = value["Fn::If"]
        return resolved(if_true if conditions.get(condition, True) else if_false, parameters, conditions)
    if value.get("Ref") in parameters:
        return parameters[value["Ref"]]
    return {key: resolved(each, parameters, conditions) for key, each in value.items()}


def of_type(kind: str, **conditions: bool) -> dict[str, Any]:
    """The properties of all resources of one type, by logical id."""
    return {name: it["Properties"] for name, it in transformed(**conditions).items() if it["Type"] == kind}


def permissions(service: str = "", **conditions: bool) -> list[tuple[list[str], Any]]:
    """The actions that the functions' roles allow, of one service or of all, and on which resource."""
    found = []
    for role in of_type("AWS::IAM::Role", **conditions).values():
        for statement in (each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]):
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            if any(action.startswith(service) for action in actions):
                found.append((actions, statement["Resource"]))
    return found


def version_ids(content: dict[str, str] | None = None, values: dict[str, str] | None = None) -> set[str]:
    """The logical ids of the functions' published versions."""
    return {name for name, it in transformed(content, values).items() if it["Type"] == "AWS::Lambda::Version"}


def test_the_template_has_nothing_that_cfn_lint_objects_to() -> None:
    assert lint_file(TEMPLATE_FILE) == []


def test_the_template_has_no_yaml_anchors_which_cloudformation_refuses() -> None:
    tokens = yaml.scan(TEMPLATE_FILE.read_text(encoding="utf-8"))

    assert not [token for token in tokens if isinstance(token, yaml.AnchorToken | yaml.AliasToken)]


@pytest.mark.parametrize("name", TEMPLATE["Parameters"])
def test_a_parameter_is_described_and_refuses_nonsense(name: str) -> None:
    parameter = TEMPLATE["Parameters"][name]

    assert parameter["Description"].endswith(".")
    assert parameter.keys() & {"AllowedPattern", "AllowedValues", "MinValue"}
    if pattern := parameter.get("AllowedPattern"):
        assert re.fullmatch(pattern, parameter["Default"])
        assert not re.fullmatch(pattern, "no * here")


@pytest.mark.parametrize("layer", LAYERS)
def test_another_content_of_a_layer_publishes_another_version_of_each_function(layer: str) -> None:
    assert len(version_ids()) == len(FUNCTION_NAMES)
    assert version_ids() == version_ids({layer: "same"})
    assert version_ids().isdisjoint(version_ids({layer: "other"}))


@pytest.mark.parametrize("name", FUNCTION_NAMES)
def test_other_code_publishes_another_version_of_the_function(name: str) -> None:
    assert version_ids() != version_ids({name: "other"})


def test_sam_overlooks_a_parameters_value_which_is_why_the_bundle_holds_them() -> None:
    changed = {"LogLevel": "DEBUG"}
    functions = [it for it in transformed(values=changed).values() if it["Type"] == "AWS::Lambda::Function"]

    assert all(it["Properties"]["Environment"]["Variables"]["POWERTOOLS_LOG_LEVEL"] == "DEBUG" for it in functions)
    assert version_ids(values=changed) == version_ids()


@pytest.mark.parametrize("name", FUNCTION_NAMES)
def test_each_function_has_an_alias_that_the_api_calls(name: str) -> None:
    aliases = {alias: it for alias, it in of_type("AWS::Lambda::Alias").items() if it["FunctionName"] == {"Ref": name}}
    [(alias, properties)] = aliases.items()
    [api] = of_type("AWS::ApiGatewayV2::Api").values()
    callable_names = [it["FunctionName"] for it in of_type("AWS::Lambda::Permission").values()]

    assert properties["FunctionVersion"]["Fn::GetAtt"][0] in version_ids()
    assert f"${{{alias}}}" in str(api["Body"]["paths"])
    assert f"${{{name}.Arn}}" not in str(api["Body"]["paths"])
    assert callable_names == [{"Ref": alias}]


@pytest.mark.parametrize("name", FUNCTION_NAMES)
def test_an_old_version_is_removed_when_the_next_is_live(name: str) -> None:
    versions = [it for it in transformed().values() if it["Type"] == "AWS::Lambda::Version"]

    assert [it["DeletionPolicy"] for it in versions if it["Properties"]["FunctionName"] == {"Ref": name}] == ["Delete"]


@pytest.mark.parametrize("name", FUNCTION_NAMES)
def test_each_function_has_a_timeout_traces_and_a_role_and_log_group_of_its_own(name: str) -> None:
    function = of_type("AWS::Lambda::Function")[name]

    assert function["Timeout"] <= 10
    assert function["TracingConfig"] == {"Mode": "Active"}
    assert function["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
    assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}LogGroup"}}
    assert f"{name}LogGroup" in of_type("AWS::Logs::LogGroup")


def test_each_log_group_forgets() -> None:
    groups = of_type("AWS::Logs::LogGroup").values()

    assert groups
    assert all(group["RetentionInDays"] == 30 for group in groups)


def test_no_role_may_do_anything_on_every_resource_but_write_traces() -> None:
    for actions, resource in permissions():
        assert not [action for action in actions if "*" in action]
        if resource == "*":
            assert {action.partition(":")[0] for action in actions} == {"xray"}
        elif "*" in str(resource):
            assert resource == {"Fn::Sub": "${ModelBucket.Arn}/${ModelPrefix}/*"}


def test_the_roles_hold_no_policies_but_those_in_sight() -> None:
    assert all("ManagedPolicyArns" not in role for role in of_type("AWS::IAM::Role").values())
    assert not of_type("AWS::IAM::Policy")


def test_the_function_may_read_two_secrets_and_write_its_own_logs_only() -> None:
    assert permissions("ssm") == [(["ssm:GetParameter"], SECRETS)]
    assert [resource for _, resource in permissions("logs")] == [{"Fn::GetAtt": ["SlackEventsLogGroup", "Arn"]}]


def test_decrypting_is_allowed_only_with_a_key_of_ones_own_and_only_of_the_secrets() -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/abc"
    [role] = (it for it in transformed(values={"SecretsKeyArn": key}).values() if it["Type"] == "AWS::IAM::Role")
    statements = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    [decrypting] = (statement for statement in statements if statement["Action"] == "kms:Decrypt")

    assert permissions("kms", HasSecretsKey=False) == []
    assert [actions for actions, _ in permissions("kms", HasSecretsKey=True)] == [["kms:Decrypt"]]
    assert decrypting["Resource"] == key
    assert decrypting["Condition"] == {"StringEquals": {"kms:EncryptionContext:PARAMETER_ARN": SECRETS}}


def test_the_function_may_do_with_the_shelves_what_it_does_and_no_more() -> None:
    actions = [f"dynamodb:{action}" for action in ("BatchWriteItem", "DeleteItem", "Query", "UpdateItem")]

    assert permissions("dynamodb") == [(actions, {"Fn::GetAtt": ["ShelfTable", "Arn"]})]


def test_only_published_models_can_be_read_and_only_with_hot_refresh() -> None:
    models = {"Fn::Sub": "${ModelBucket.Arn}/${ModelPrefix}/*"}
    names = {"Fn::GetAtt": ["ModelBucket", "Arn"]}

    assert permissions("s3", HotRefreshIsOn=False) == []
    assert permissions("s3", HotRefreshIsOn=True) == [(["s3:GetObject"], models), (["s3:ListBucket"], names)]


@pytest.mark.parametrize(("hot_refresh", "bucket"), [(True, "ModelBucket"), (False, "")])
def test_the_functions_understand_the_environment_they_get(hot_refresh: bool, bucket: str) -> None:
    for function in of_type("AWS::Lambda::Function", HotRefreshIsOn=hot_refresh).values():
        variables = function["Environment"]["Variables"].items()
        settings = Settings.from_environment({k: v["Ref"] if isinstance(v, dict) else v for k, v in variables})

        assert settings.model_bucket == bucket
        assert settings.model_prefix == "models"
        assert settings.signing_secret_parameter == "/shelftalker/slack-signing-secret"
        assert settings.bot_token_parameter == "/shelftalker/slack-bot-token"
        assert settings.shelf_table == "ShelfTable"
        assert settings.slack_api_url == "https://slack.com/api/"


def test_the_model_bucket_is_private_encrypted_versioned_and_outlives_the_stack() -> None:
    [(name, bucket)] = of_type("AWS::S3::Bucket").items()
    blocks = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")

    assert all(bucket["PublicAccessBlockConfiguration"][block] is True for block in blocks)
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert all("NoncurrentVersionExpiration" in rule for rule in bucket["LifecycleConfiguration"]["Rules"])
    assert transformed()[name]["DeletionPolicy"] == "Retain"
    assert transformed()[name]["UpdateReplacePolicy"] == "Retain"


def test_nobody_reaches_the_model_bucket_without_tls() -> None:
    [policy] = of_type("AWS::S3::BucketPolicy").values()
    [statement] = policy["PolicyDocument"]["Statement"]

    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Resource"] == [{"Fn::GetAtt": ["ModelBucket", "Arn"]}, {"Fn::Sub": "${ModelBucket.Arn}/*"}]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}


def test_the_shelves_are_encrypted_restorable_forgetful_and_outlive_the_stack() -> None:
    [(name, table)] = of_type("AWS::DynamoDB::Table").items()

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"]["SSEEnabled"] is True
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["DeletionProtectionEnabled"] is True
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert transformed()[name]["DeletionPolicy"] == "Retain"
    assert transformed()[name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize(
    ("output", "secret"), [("SigningSecretCommand", "SIGNING_SECRET"), ("BotTokenCommand", "BOT_TOKEN")]
)
def test_the_commands_that_store_secrets_encrypt_them_under_the_names_that_are_read(output: str, secret: str) -> None:
    command = TEMPLATE["Outputs"][output]["Value"]["Fn::Sub"]
    variable = f"SLACK_{secret}_PARAMETER"
    [function] = of_type("AWS::Lambda::Function").values()
    named = re.search(r"--name \$\{(\w+)\} ", command)

    assert named
    assert TEMPLATE["Parameters"][named[1]]["Default"] == function["Environment"]["Variables"][variable]
    assert "--type SecureString" in command
    assert command.endswith(f" --value {secret}")


def test_the_api_has_one_route_is_throttled_and_keeps_access_logs() -> None:
    [api] = of_type("AWS::ApiGatewayV2::Api").values()
    [stage] = of_type("AWS::ApiGatewayV2::Stage").values()

    assert {path: list(methods) for path, methods in api["Body"]["paths"].items()} == {"/slack/events": ["post"]}
    assert stage["DefaultRouteSettings"] == {"ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100}
    assert stage["AccessLogSettings"]["DestinationArn"] == {"Fn::GetAtt": ["ApiAccessLogGroup", "Arn"]}
    assert "sourceIp" not in stage["AccessLogSettings"]["Format"]


def test_what_can_be_tagged_is_tagged() -> None:
    taggable = {
        "AWS::Lambda::Function",
        "AWS::IAM::Role",
        "AWS::S3::Bucket",
        "AWS::Logs::LogGroup",
        "AWS::DynamoDB::Table",
    }
    tags = [it["Properties"]["Tags"] for it in transformed().values() if it["Type"] in taggable]
    [api] = of_type("AWS::ApiGatewayV2::Api").values()

    assert all({"Key": "Application", "Value": "shelftalker"} in each for each in tags)
    assert {"name": "Application", "x-amazon-apigateway-tag-value": "shelftalker"} in api["Body"]["tags"]


def test_layers_do_not_pile_up_and_name_the_runtime_they_are_for() -> None:
    layers = {name: it for name, it in transformed().items() if it["Type"] == "AWS::Lambda::LayerVersion"}
    runtimes = {function["Runtime"] for function in of_type("AWS::Lambda::Function").values()}

    assert len(layers) == len(LAYERS)
    assert all(it["DeletionPolicy"] == "Delete" for it in layers.values())
    assert {tuple(it["Properties"]["CompatibleRuntimes"]) for it in layers.values()} == {tuple(runtimes)}


def test_the_makefiles_build_for_the_runtime_and_architecture_of_the_template() -> None:
    [runtime] = {function["Runtime"] for function in of_type("AWS::Lambda::Function").values()}
    shared = (PROJECT / "layers/lambda.mk").read_text(encoding="utf-8")
    default = f"ARCHITECTURE ?= {TEMPLATE['Parameters']['Architecture']['Default']}\n"

    assert f"PYTHON_VERSION ?= {runtime.removeprefix('python')}\n" in shared
    assert default in (PROJECT / "layers/dependencies/Makefile").read_text(encoding="utf-8")
    assert default in (PROJECT / "Makefile").read_text(encoding="utf-8")


def test_the_dependencies_layer_lists_all_that_its_packages_import_in_turn() -> None:
    lines = (PROJECT / "layers/dependencies/requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonicalize_name(line.partition("==")[0]) for line in lines if not line.startswith("#")}
    lambda_python = {"python_version": "3.13", "python_full_version": "3.13.0", "extra": ""}

    for package in pinned:
        needed = [Requirement(line) for line in importlib.metadata.requires(package) or []]
        wanted = {canonicalize_name(it.name) for it in needed if not it.marker or it.marker.evaluate(lambda_python)}

        assert wanted <= pinned, f"{package} needs {wanted - pinned}: pin them in requirements.txt too"
