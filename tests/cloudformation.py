"""The stack of template.yaml and infra/monitoring.yaml, as SAM transforms it and CloudFormation resolves it."""

import copy
import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

PROJECT = Path(__file__).parents[1]
TEMPLATE_FILE = PROJECT / "template.yaml"
MONITORING_FILE = PROJECT / "infra/monitoring.yaml"
FRONT_DOOR_FILE = PROJECT / "infra/front_door.yaml"
TRAINING_FILE = PROJECT / "infra/training.yaml"
LEARNING_FILE = PROJECT / "infra/learning.yaml"
TEMPLATE: dict[str, Any] = yaml_parse(TEMPLATE_FILE.read_text(encoding="utf-8"))
MONITORING: dict[str, Any] = yaml_parse(MONITORING_FILE.read_text(encoding="utf-8"))
FRONT_DOOR: dict[str, Any] = yaml_parse(FRONT_DOOR_FILE.read_text(encoding="utf-8"))
TRAINING: dict[str, Any] = yaml_parse(TRAINING_FILE.read_text(encoding="utf-8"))
LEARNING: dict[str, Any] = yaml_parse(LEARNING_FILE.read_text(encoding="utf-8"))
LAYERS = ("DependenciesLayer", "ModelLayer")
FUNCTIONS = [
    name for name, resource in TEMPLATE["Resources"].items() if resource["Type"] == "AWS::Serverless::Function"
]
# Functions with versions that replace each other. The deployment calls the one that checks them without an alias.
ALIASED = [name for name in FUNCTIONS if "AutoPublishAlias" in TEMPLATE["Resources"][name]["Properties"]]
CALLED_BY_THE_API = [name for name in ALIASED if "HttpApi" in str(TEMPLATE["Resources"][name]["Properties"]["Events"])]
KEY = "arn:aws:kms:eu-west-1:123456789012:key/abc"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
# Parameters that switch on all features of a deployment.
EVERYTHING: dict[str, Any] = {
    "SecretsKeyArn": KEY, "DataKeyArn": KEY, "InstallationKeyArn": KEY, "SlackClientId": "1234567890.1234567890123",
    "AlarmTopicArn": TOPIC, "ReservedConcurrency": "20", "LearnFromReaders": "on",
    "SlackbotTools": "on", "PublicApi": "on", "PublicPage": "on",
}  # fmt: skip


class _NoManagedPolicies:
    """An empty list: the template uses none of AWS's managed policies."""

    def load(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True)
class Statement:
    """One statement of a role's policy, which allows actions on resources under a condition."""

    role: str
    actions: list[str]
    resources: list[Any]
    condition: Any


@dataclass(frozen=True)
class Stack:
    """A stack: its resources by logical id."""

    resources: dict[str, dict[str, Any]]

    def of_type(self, kind: str) -> dict[str, Any]:
        """Return the properties of all resources of one type, by logical id."""
        return {name: resource["Properties"] for name, resource in self.resources.items() if resource["Type"] == kind}

    def statements(self, role: str = "", service: str = "") -> list[Statement]:
        """Return the statements of all roles, or of one role, or those on one service."""
        statements = []
        for name, properties in self.of_type("AWS::IAM::Role").items():
            policies = [policy["PolicyDocument"]["Statement"] for policy in properties["Policies"]]
            for statement in itertools.chain.from_iterable(policies):
                actions, resources = _list(statement["Action"]), _list(statement["Resource"])
                assert statement["Effect"] == "Allow"
                if role in {"", name} and any(
                    action.startswith(f"{service}:" if service else "") for action in actions
                ):
                    statements.append(Statement(name, actions, resources, statement.get("Condition")))
        return statements

    def monitoring_stack(self) -> "Stack":
        """Return the stack of the dashboard and the alarms, with this stack's values of its parameters."""
        [nested] = self.of_type("AWS::CloudFormation::Stack").values()
        assert nested["TemplateURL"] == str(MONITORING_FILE.relative_to(PROJECT))
        return Stack(resolve_resources(MONITORING, _defaults(MONITORING) | nested["Parameters"]))


def stack(content: dict[str, str] | None = None, **values: Any) -> Stack:
    """Build the stack of the template.

    Args:
        content: Contents of the functions and layers, by logical id; each artifact's key in S3 names its content.
        values: Values of parameters; the others have their defaults.
    """
    return Stack(copy.deepcopy(_resources(tuple((content or {}).items()), tuple(values.items()))))


@cache
def _resources(contents: tuple[tuple[str, str], ...], given: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """Return the resources of a stack, which SAM takes a second for; hundreds of tests look at few different ones."""
    template, content, values = copy.deepcopy(TEMPLATE), dict(contents), dict(given)
    for name in LAYERS:
        template["Resources"][name]["Properties"]["ContentUri"] = f"s3://artifacts/{name}-{content.get(name, 'same')}"
    for name in FUNCTIONS:
        template["Resources"][name]["Properties"]["CodeUri"] = f"s3://artifacts/functions-{content.get(name, 'same')}"
    parameters = _defaults(template) | values
    with patch.dict(os.environ, {"AWS_DEFAULT_REGION": "eu-west-1"}):
        transformed = transform(template, parameters, _NoManagedPolicies())
    return resolve_resources(transformed, parameters)


def refusals(template: dict[str, Any], region: str = "eu-west-1", **values: Any) -> list[str]:
    """Return the descriptions of the assertions of a template's rules that values of its parameters do not meet."""
    given = _defaults(template) | values | {"AWS::Region": region}

    def value(expression: Any) -> Any:
        if not isinstance(expression, dict):
            return expression
        [(function, operands)] = expression.items()
        if function == "Ref":
            return str(given[operands])
        met = [value(operand) for operand in operands]
        functions: dict[str, Callable[[], bool]] = {
            "Fn::Equals": lambda: met[0] == met[1],
            "Fn::Contains": lambda: met[1] in met[0],
            "Fn::Not": lambda: not met[0],
            "Fn::And": lambda: all(met),
        }
        return functions[function]()

    return [
        assertion["AssertDescription"]
        for rule in template["Rules"].values()
        if value(rule.get("RuleCondition", {"Fn::And": []}))
        for assertion in rule["Assertions"]
        if not value(assertion["Assert"])
    ]


def _defaults(template: dict[str, Any]) -> dict[str, Any]:
    parameters = template["Parameters"].items()
    return {name: parameter["Default"] for name, parameter in parameters if "Default" in parameter}


def resolve_resources(template: dict[str, Any], parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the resources of a template without its conditions and parameters."""
    conditions = template.get("Conditions", {})
    no_value = {"Ref": "AWS::NoValue"}

    def holds(condition: Any) -> bool:
        if isinstance(condition, str):
            return holds(conditions[condition])
        [(function, operands)] = condition.items()
        if function == "Condition":
            return holds(operands)
        if function == "Fn::Equals":
            first, second = (str(value(operand)) for operand in operands)
            return first == second
        met = [holds(operand) for operand in operands]
        return {"Fn::Not": not any(met), "Fn::And": all(met), "Fn::Or": any(met)}[function]

    def value(given: Any) -> Any:
        if isinstance(given, list):
            return [element for element in map(value, given) if element != no_value]
        if not isinstance(given, dict):
            return given
        if "Fn::If" in given:
            condition, if_true, if_false = given["Fn::If"]
            return value(if_true if holds(condition) else if_false)
        if given.get("Ref") in parameters:
            return parameters[given["Ref"]]
        members = {name: value(member) for name, member in given.items()}
        return {name: member for name, member in members.items() if member != no_value}

    resources = template["Resources"].items()
    always: dict[str, list[Any]] = {"Fn::And": []}
    return {name: value(resource) for name, resource in resources if holds(resource.get("Condition", always))}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
