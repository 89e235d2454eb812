"""A stack in the account: its state, parameters, outputs and resources."""

import re
import time
from typing import Any

from botocore.exceptions import ClientError

# SSM keeps names that begin with aws or ssm, in any case, for AWS, and the secrets stand under the stack's name; a
# layer's name has 140 characters with the stack's in it.
_NAME = re.compile(r"(?!aws|ssm)[a-z][a-z0-9-]{0,99}", re.IGNORECASE)
_SECONDS_BETWEEN_LOOKS = 5
_SECONDS_OF_DELETION = 900
# Of a stack that sam deploy can create or change.
_READY = {
    "REVIEW_IN_PROGRESS", "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
}  # fmt: skip


class DeploymentError(Exception):
    """The deployment can't go on; the message says why, and what to do."""


class DeploymentStack:
    """A stack, there or not.

    Attributes:
        name: Its name.
    """

    def __init__(self, name: str, session: Any) -> None:
        """Look at a stack when it is first needed.

        Args:
            name: Its name.
            session: Of boto3, with credentials and a region.

        Raises:
            DeploymentError: The session has no region or no credentials.
        """
        if not session.region_name:
            raise DeploymentError(
                "No AWS region is named. Name the one of the stack: export AWS_DEFAULT_REGION=eu-central-1, or run aws "
                "configure."
            )
        if session.get_credentials() is None:
            raise DeploymentError(
                "No AWS credentials are found. Sign in with aws sso login or aws configure, or export AWS_PROFILE=..., "
                "and repeat the command."
            )
        self.name = name
        self._session = session
        self.cloudformation = session.client("cloudformation")

    def client(self, service: str) -> Any:
        """Return boto3's client of another service."""
        return self._session.client(service)

    def description(self) -> dict[str, Any]:
        """Return CloudFormation's description; an empty one where there is no stack."""
        try:
            [found] = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return {}
            raise
        return dict(found)

    def prepare(self) -> bool:
        """See that the stack can be deployed to, and remove what a first deployment that failed has left.

        Returns:
            True where the stack is to be created.

        Raises:
            DeploymentError: Something else is under way, or has failed; or the name can't be a stack's.
        """
        self.check_name()
        status = self.description().get("StackStatus", "")
        if status == "ROLLBACK_COMPLETE":  # its name, and nothing else
            self.cloudformation.delete_stack(StackName=self.name)
            self._wait_until_gone()
            return True
        if status and status not in _READY:
            raise DeploymentError(
                f"The stack {self.name} is {status}, and can't be changed. If that ends in PROGRESS, wait; else see "
                "its events in CloudFormation's console, and continue the rollback there, or make destroy."
            )
        return status in {"", "REVIEW_IN_PROGRESS"}

    def check_name(self) -> None:
        """Refuse a name that CloudFormation, Lambda or SSM would refuse halfway through the first deployment.

        Raises:
            DeploymentError: It is one.
        """
        if not _NAME.fullmatch(self.name):
            raise DeploymentError(
                f"A stack can't be named {self.name!r}: expected up to 100 letters, digits and hyphens, a letter "
                "first, and neither aws nor ssm at the beginning, as SSM refuses such names. Give another STACK=."
            )

    def parameter(self, name: str) -> str:
        """Return the value of a parameter, or an empty string."""
        return _value(self.description().get("Parameters", []), "Parameter", name)

    def output(self, name: str) -> str:
        """Return the value of an output, or an empty string."""
        return _value(self.description().get("Outputs", []), "Output", name)

    def resources(self) -> dict[str, tuple[str, str]]:
        """Return type and physical id of each resource, by logical id; of none where there is no stack."""
        if not self.description():
            return {}
        pages = self.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.name)
        return {
            it["LogicalResourceId"]: (it["ResourceType"], it["PhysicalResourceId"])
            for page in pages
            for it in page["StackResourceSummaries"]
            if it.get("PhysicalResourceId") and it["ResourceStatus"] != "DELETE_COMPLETE"
        }

    def _wait_until_gone(self) -> None:
        until = time.monotonic() + _SECONDS_OF_DELETION
        while self.description().get("StackStatus", "DELETE_COMPLETE") != "DELETE_COMPLETE":
            if time.monotonic() > until:
                raise DeploymentError(f"The stack {self.name} is not deleted yet: see its events, then deploy again.")
            time.sleep(_SECONDS_BETWEEN_LOOKS)


def _value(pairs: list[dict[str, str]], kind: str, name: str) -> str:
    return next((it[f"{kind}Value"] for it in pairs if it[f"{kind}Key"] == name), "")
