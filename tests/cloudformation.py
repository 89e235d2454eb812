"""The stack of template.yaml and infra/monitoring.yaml, as SAM transforms it and CloudFormation resolves it."""

import copy
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

PROJECT = Path(__file__).parents[1]
TEMPLATE_FILE = PROJECT / "template.yaml"
MONITORING_FILE = PROJECT / "infra/monitoring.yaml"
TEMPLATE: dict[str, Any] = yaml_parse(TEMPLATE_FILE.read_text(encoding="utf-8"))
MONITORING: dict[str, Any] = yaml_parse(MONITORING_FILE.read_text(encoding="utf-8"))
LAYERS = ("DependenciesLayer", "ModelLayer")
FUNCTIONS = [name for name, it in TEMPLATE["Resources"].items() if it["Type"] == "AWS::Serverless::Function"]
# Those whose versions take over from each other; the one that checks them is called by the deployment as it is.
ALIASED = [name for name in FUNCTIONS if "AutoPublishAlias" in TEMPLATE["Resources"][name]["Properties"]]
CALLED_BY_THE_API = [name for name in ALIASED if "HttpApi" in str(TEMPLATE["Resources"][name]["Properties"]["Events"])]
KEY = "arn:aws:kms:eu-west-1:123456789012:key/abc"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
# What switches on all that a deployment can have.
EVERYTHING = {
    "SecretsKeyArn": KEY, "DataKeyArn": KEY, "InstallationKeyArn": KEY, "SlackClientId": "1234567890.1234567890123",
    "AlarmTopicArn": TOPIC, "ReservedConcurrency": 20,
}  # fmt: skip
_NO_VALUE = {"Ref": "AWS::NoValue"}


class _NoManagedPolicies:
    """The template uses none of AWS's managed policies, so none has to be looked up."""

    def load(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True)
class Statement:
    """What one statement of a role's policy allows."""

    role: str
    actions: list[str]
    resources: list[Any]
    condition: Any


@dataclass(frozen=True)
class Stack:
    """Resources by logical id."""

    resources: dict[str, dict[str, Any]]

    def of_type(self, kind: str) -> dict[str, Any]:
        """The properties of all resources of one type, by logical id."""
        return {name: it["Properties"] for name, it in self.resources.items() if it["Type"] == kind}

    def statements(self, role: str = "", service: str = "") -> list[Statement]:
        """What the roles allow: all of it, or one role's, or what concerns one service."""
        found = []
        for name, properties in self.of_type("AWS::IAM::Role").items():
            for each in (each for policy in properties["Policies"] for each in policy["PolicyDocument"]["Statement"]):
                actions, resources = _list(each["Action"]), _list(each["Resource"])
                assert each["Effect"] == "Allow"
                if role in {"", name} and any(
                    action.startswith(f"{service}:" if service else "") for action in actions
                ):
                    found.append(Statement(name, actions, resources, each.get("Condition")))
        return found

    def nested(self) -> "Stack":
        """The stack of the dashboard and the alarms; what it gets from this one stands in it."""
        [given] = self.of_type("AWS::CloudFormation::Stack").values()
        assert given["TemplateURL"] == str(MONITORING_FILE.relative_to(PROJECT))
        return Stack(_resolved_resources(MONITORING, _defaults(MONITORING) | given["Parameters"]))


def stack(content: dict[str, str] | None = None, **values: Any) -> Stack:
    """The stack of the template.

    Args:
        content: What the functions and layers hold, by logical id; each artifact's key in S3 names its content.
        values: Of parameters; the others have their defaults.
    """
    template = copy.deepcopy(TEMPLATE)
    content = content or {}
    for name in LAYERS:
        template["Resources"][name]["Properties"]["ContentUri"] = f"s3://artifacts/{name}-{content.get(name, 'same')}"
    for name in FUNCTIONS:
        template["Resources"][name]["Properties"]["CodeUri"] = f"s3://artifacts/functions-{content.get(name, 'same')}"
    parameters = _defaults(template) | values
    with patch.dict(os.environ, {"AWS_DEFAULT_REGION": "eu-west-1"}):
        transformed = transform(template, parameters, _NoManagedPolicies())
    return Stack(_resolved_resources(transformed, parameters))


def _defaults(template: dict[str, Any]) -> dict[str, Any]:
    return {name: it["Default"] for name, it in template["Parameters"].items() if "Default" in it}


def _resolved_resources(template: dict[str, Any], parameters: dict[str, Any]) -> dict[str, Any]:
    conditions = template.get("Conditions", {})

    def holds(condition: Any) -> bool:
        if isinstance(condition, str):
            return holds(conditions[condition])
        [(function, operands)] = condition.items()
        if function == "Condition":
            return holds(operands)
        if function == "Fn::Equals":
            first, second = (str(value(each)) for each in operands)
            return first == second
        met = [holds(each) for each in operands]
        return {"Fn::Not": not any(met), "Fn::And": all(met), "Fn::Or": any(met)}[function]

    def value(given: Any) -> Any:
        if isinstance(given, list):
            return [each for each in (value(each) for each in given) if each != _NO_VALUE]
        if not isinstance(given, dict):
            return given
        if "Fn::If" in given:
            condition, if_true, if_false = given["Fn::If"]
            return value(if_true if holds(condition) else if_false)
        if given.get("Ref") in parameters:
            return parameters[given["Ref"]]
        members = {name: value(each) for name, each in given.items()}
        return {name: each for name, each in members.items() if each != _NO_VALUE}

    resources = {name: it for name, it in template["Resources"].items() if holds(it.get("Condition", {"Fn::And": []}))}
    return {name: value(resource) for name, resource in resources.items()}


def _list(one_or_several: Any) -> list[Any]:
    return one_or_several if isinstance(one_or_several, list) else [one_or_several]
