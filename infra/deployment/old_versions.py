"""Deletion of old versions of the functions, which CloudFormation retains so that an alias can be moved back."""

from collections.abc import Iterator
from typing import Any

from infra.deployment.stack import DeploymentStack

# The one in use and two to go back to; each counts towards the account's code storage, and costs money with SnapStart.
KEPT_VERSIONS = 3


def delete_old_versions(stack: DeploymentStack, kept: int = KEPT_VERSIONS) -> dict[str, list[str]]:
    """Delete all but the last versions of each function of a stack, and those that an alias points to.

    Returns:
        The deleted versions by function name, only of functions with any.
    """
    client = stack.client("lambda")
    functions = [name for kind, name in stack.resources().values() if kind == "AWS::Lambda::Function"]
    deleted: dict[str, list[str]] = {}
    for name in functions:
        published = sorted(_versions(client, name), key=int)
        in_use = set(_versions_in_use(client, name))
        for version in published[:-kept]:
            if version not in in_use:
                client.delete_function(FunctionName=name, Qualifier=version)
                deleted.setdefault(name, []).append(version)
    return deleted


def _versions(client: Any, name: str) -> Iterator[str]:
    for page in client.get_paginator("list_versions_by_function").paginate(FunctionName=name):
        yield from (it["Version"] for it in page["Versions"] if it["Version"] != "$LATEST")


def _versions_in_use(client: Any, name: str) -> Iterator[str]:
    for page in client.get_paginator("list_aliases").paginate(FunctionName=name):
        for alias in page["Aliases"]:
            yield alias["FunctionVersion"]
            yield from (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights", {})
