"""The import of what a deleted stack has left: a template of these resources, as they are in the transformed one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber
from cfnlint.api import lint_file  # type: ignore[import-untyped]

from infra.deployment.adoption import adopt, import_of
from infra.deployment.stack import DeploymentError, DeploymentStack
from tests.cloudformation import EVERYTHING, KEY, Stack, _defaults, resolve_resources
from tests.cloudformation import stack as transformed

NAMES = {"ShelfTable": "shelves-1", "ModelBucket": "models-1", "InstallationTable": "installations-1",
         "ApiKeyTable": "keys-1"}  # fmt: skip


def retained_names(whole: Stack) -> set[str]:
    return {name for name, it in whole.resources.items() if it.get("DeletionPolicy") == "RetainExceptOnCreate"}


def resolve(template: dict[str, Any], **values: str) -> dict[str, Any]:
    return resolve_resources(template, _defaults(template) | values)


@pytest.mark.parametrize("values", [{}, {"DataKeyArn": KEY}])
def test_the_import_has_all_that_stays_and_just_as_a_deployment_makes_it(values: dict[str, str]) -> None:
    template, resources = import_of(NAMES)
    whole = transformed(**EVERYTHING | {"DataKeyArn": ""} | values)

    assert set(NAMES) == retained_names(whole)
    for name, resource in resolve(template, **values).items():
        deployed = {key: it for key, it in whole.resources[name].items() if key not in {"Condition", "Metadata"}}
        imported = {key: it for key, it in resource.items() if key != "Metadata"}
        assert imported == deployed
    assert {it["LogicalResourceId"]: next(iter(it["ResourceIdentifier"].values())) for it in resources} == NAMES


def test_an_import_creates_nothing_and_needs_no_transform(tmp_path: Path) -> None:
    template, resources = import_of(NAMES)
    file = tmp_path / "adopt.json"
    file.write_text(json.dumps(template))

    assert "Transform" not in template
    assert {it["LogicalResourceId"] for it in resources} == set(template["Resources"])
    assert all("DeletionPolicy" in it for it in template["Resources"].values())  # CloudFormation imports none without
    assert lint_file(file) == []


def test_a_stack_is_created_by_the_import(session: boto3.Session, capsys: pytest.CaptureFixture[str]) -> None:
    stack = DeploymentStack("again", session)
    template, resources = import_of({"ShelfTable": "shelves-1", "ModelBucket": "models-1"})
    change_set = {"StackName": "again", "ChangeSetName": "adopt"}
    done = {"StackName": "again", "CreationTime": 0, "StackStatus": "IMPORT_COMPLETE"}
    with Stubber(stack.cloudformation) as stubber:
        stubber.add_client_error("describe_stacks", "ValidationError", "Stack with id again does not exist")
        stubber.add_response(
            "create_change_set", {"Id": "arn:change-set"},
            change_set | {"ChangeSetType": "IMPORT", "TemplateBody": json.dumps(template),
                          "ResourcesToImport": resources, "Tags": ANY},
        )  # fmt: skip
        stubber.add_response("describe_change_set", {"Status": "CREATE_COMPLETE"}, change_set)
        stubber.add_response("execute_change_set", {}, change_set)
        stubber.add_response("describe_stacks", {"Stacks": [done]}, {"StackName": "again"})
        adopt(stack, "shelves-1", "models-1")
        stubber.assert_no_pending_responses()
    assert "make deploy STACK=again" in capsys.readouterr().out


def test_a_stack_that_is_there_adopts_nothing(create: Callable[..., DeploymentStack]) -> None:
    with pytest.raises(DeploymentError, match="already"):
        adopt(create(), "shelves-1", "models-1")
