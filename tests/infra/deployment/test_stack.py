"""A stack in the account, in each of its states."""

from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

from infra.deployment.stack import DeploymentError, DeploymentStack


def test_a_stack_that_is_not_there_is_to_be_created_and_has_nothing(stack: DeploymentStack) -> None:
    assert stack.prepare()
    assert (stack.parameter("Architecture"), stack.output("RequestUrl"), stack.resources()) == ("", "", {})


def test_a_stack_that_is_there_is_to_be_changed(create: Callable[..., DeploymentStack]) -> None:
    stack = create(Architecture="x86_64")

    assert not stack.prepare()
    assert stack.parameter("Architecture") == "x86_64"
    assert stack.resources()["ModelBucket"][0] == "AWS::S3::Bucket"


def stub_stack(session: boto3.Session, *statuses: str) -> tuple[DeploymentStack, Stubber]:
    """Return a stack that is found in one state after the other; moto's stacks never fail."""
    stack = DeploymentStack("failed", session)
    stubber = Stubber(stack.cloudformation)
    for status in statuses:
        if status == "delete":
            stubber.add_response("delete_stack", {}, {"StackName": "failed"})
        elif status == "gone":
            stubber.add_client_error("describe_stacks", "ValidationError", "Stack with id failed does not exist")
        else:
            found = {"StackName": "failed", "CreationTime": 0, "StackStatus": status}
            stubber.add_response("describe_stacks", {"Stacks": [found]}, {"StackName": "failed"})
    stubber.activate()
    return stack, stubber


def test_what_a_failed_first_deployment_left_is_removed(session: boto3.Session) -> None:
    stack, stubber = stub_stack(session, "ROLLBACK_COMPLETE", "delete", "gone")

    assert stack.prepare()
    stubber.assert_no_pending_responses()


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED"])
def test_a_stack_that_is_changing_or_broken_is_left_alone(session: boto3.Session, status: str) -> None:
    stack, _ = stub_stack(session, status)

    with pytest.raises(DeploymentError, match=f"failed is {status}"):
        stack.prepare()


@pytest.mark.parametrize("name", ["aws-books", "SSMbooks", "a" * 101, "9books", "my_books", "books;ls", "b/../c", ""])
def test_a_name_that_a_service_refuses_halfway_is_refused_at_once(session: boto3.Session, name: str) -> None:
    with pytest.raises(DeploymentError, match="can't be named"):
        DeploymentStack(name, session).prepare()


@pytest.mark.parametrize("status", ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"])
def test_a_stack_at_rest_is_changed(session: boto3.Session, status: str) -> None:
    assert not stub_stack(session, status)[0].prepare()


def test_without_a_region_or_credentials_it_says_how_to_name_them(
    session: boto3.Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(DeploymentError, match=r"No AWS region is named\..*export AWS_DEFAULT_REGION="):
        DeploymentStack("shop", boto3.Session())
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(DeploymentError, match=r"No AWS credentials are found\..*aws configure"):
        DeploymentStack("shop", boto3.Session(region_name="eu-west-1"))
