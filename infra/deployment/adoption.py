"""A stack made of the tables and the bucket that a deleted stack has left, by CloudFormation's import of resources.

An import may create nothing, so it takes a template of these resources alone, with the ids and properties that they
have in template.yaml: `make deploy` then adds all the rest to the stack.
"""

import json
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

from infra.deployment.stack import DeploymentError, DeploymentStack

_TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_IDENTIFIERS = {"AWS::DynamoDB::Table": "TableName", "AWS::S3::Bucket": "BucketName"}


def adopt(
    stack: DeploymentStack, shelf_table: str, model_bucket: str, installation_table: str = "", api_key_table: str = ""
) -> None:
    """Create a stack of the named resources.

    Raises:
        DeploymentError: The stack is there already, can't be named so, or CloudFormation refuses the import.
    """
    stack.check_name()
    if stack.description():
        raise DeploymentError(
            f"There is a stack {stack.name} already: resources are adopted by a new one only. Name another, with "
            "make adopt STACK=..., and deploy to that."
        )
    names = {
        "ShelfTable": shelf_table, "ModelBucket": model_bucket,
        "InstallationTable": installation_table, "ApiKeyTable": api_key_table,
    }  # fmt: skip
    template, resources = import_of({logical_id: name for logical_id, name in names.items() if name})
    client = stack.cloudformation
    arguments = {"StackName": stack.name, "ChangeSetName": "adopt"}
    client.create_change_set(
        **arguments, ChangeSetType="IMPORT", TemplateBody=json.dumps(template), ResourcesToImport=resources,
        Tags=[{"Key": "Application", "Value": "shelftalker"}],
    )  # fmt: skip
    client.get_waiter("change_set_create_complete").wait(**arguments)
    client.execute_change_set(**arguments)
    client.get_waiter("stack_import_complete").wait(StackName=stack.name)
    print(f"The stack {stack.name} has them. Type make deploy STACK={stack.name} next.")  # noqa: T201 - a command-line program prints


def import_of(names: dict[str, str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the template of an import, and the resources to import.

    Args:
        names: Physical names by logical id.
    """
    whole = yaml_parse(_TEMPLATE.read_text(encoding="utf-8"))
    kept = {logical_id: dict(whole["Resources"][logical_id]) for logical_id in names}
    for resource in kept.values():
        resource.pop("Condition", None)  # it is there
    template = {
        "AWSTemplateFormatVersion": whole["AWSTemplateFormatVersion"],
        "Description": whole["Description"],
        "Parameters": {name: whole["Parameters"][name] for name in ("DataKeyArn", "TableProtection")},
        "Conditions": {name: whole["Conditions"][name] for name in ("HasDataKey", "ProtectsTables")},
        "Resources": kept,
    }
    resources = [
        {
            "ResourceType": kept[logical_id]["Type"],
            "LogicalResourceId": logical_id,
            "ResourceIdentifier": {_IDENTIFIERS[kept[logical_id]["Type"]]: name},
        }
        for logical_id, name in names.items()
    ]
    return template, resources
