"""Stacks in an AWS account on this machine, and the commands sam and make, which log what they were given."""

import json
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import boto3
import pytest

from infra.deployment.stack import DeploymentStack
from tests.http_service import Answer, HttpService, Received

# Creates or changes a stack, as `sam deploy` does; but not where it is to be asked and says no.
SAM = """#!{python}
import json, os, sys
arguments = sys.argv[1:]
with open(os.environ["SAM_LOG"], "a") as log:
    log.write(json.dumps(arguments) + "\\n")
asks = "--no-confirm-changeset" not in arguments
if arguments[0] == "deploy" and not (asks and os.environ.get("SAM_ANSWER") == "no"):
    name = arguments[arguments.index("--stack-name") + 1]
    values = [it.partition("=") for it in arguments[arguments.index("--parameter-overrides") + 1:]]
    stacks = json.load(open(os.environ["STACKS"]))
    stack = stacks.setdefault(name, {{"status": "CREATE_COMPLETE", "parameters": {{}}, "resources": {{}}}})
    stack["parameters"] |= {{key: value for key, _, value in values}}
    json.dump(stacks, open(os.environ["STACKS"], "w"))
"""


class CloudFormation(HttpService):
    """CloudFormation's descriptions of the stacks in a file; moto's own needs further packages."""

    def __init__(self, stacks: Path) -> None:
        super().__init__()
        self._stacks = stacks

    def answer(self, request: Received) -> Answer:
        """Return the answer to a call of its query interface."""
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        stack = json.loads(self._stacks.read_text()).get(form["StackName"])
        if stack is None:
            message = f"Stack with id {form['StackName']} does not exist"
            error = f"<Error><Type>Sender</Type><Code>ValidationError</Code><Message>{message}</Message></Error>"
            return Answer(400, f"<ErrorResponse>{error}</ErrorResponse>".encode())
        if form["Action"] == "DescribeStacks":
            parameters = _members(
                f"<ParameterKey>{name}</ParameterKey><ParameterValue>{escape(value)}</ParameterValue>"
                for name, value in stack["parameters"].items()
            )
            described = (
                f"<StackName>{form['StackName']}</StackName><CreationTime>2030-01-01T00:00:00Z</CreationTime>"
                f"<StackStatus>{stack['status']}</StackStatus><Parameters>{parameters}</Parameters>"
            )
            result = f"<Stacks>{_members([described])}</Stacks>"
        else:
            resources = _members(
                f"<LogicalResourceId>{name}</LogicalResourceId><PhysicalResourceId>{it[1]}</PhysicalResourceId>"
                f"<ResourceType>{it[0]}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>"
                for name, it in stack["resources"].items()
            )
            result = f"<StackResourceSummaries>{resources}</StackResourceSummaries>"
        action = form["Action"]
        return Answer(200, f"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>".encode())


def _members(elements: Iterator[str] | list[str]) -> str:
    return "".join(f"<member>{element}</member>" for element in elements)


class Commands:
    """The commands that were given to SAM and make."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def log(self) -> list[list[str]]:
        """Return the arguments of each command, in their order."""
        return [json.loads(line) for line in self._log.read_text().splitlines()] if self._log.exists() else []


@pytest.fixture
def stacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of the stacks of the account, without any."""
    file = tmp_path / "stacks.json"
    file.write_text("{}")
    monkeypatch.setenv("STACKS", str(file))
    return file


@pytest.fixture
def session(s3_address: tuple[str, int], stacks: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.Session]:
    """Return a session with an account on this machine."""
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{s3_address[0]}:{s3_address[1]}", "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    with CloudFormation(stacks) as cloudformation:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", cloudformation.url)
        yield boto3.Session(region_name="eu-west-1")


@pytest.fixture
def commands(session: boto3.Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Put a SAM and a make on PATH that log their arguments; this SAM also creates and changes stacks."""
    log, folder = tmp_path / "commands.jsonl", tmp_path / "bin"
    folder.mkdir()
    (folder / "sam").write_text(SAM.format(python=sys.executable))
    (folder / "make").write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        'open(os.environ["SAM_LOG"], "a").write(json.dumps(["make", *sys.argv[1:]]) + "\\n")\n'
    )
    for file in folder.iterdir():
        file.chmod(0o755)
    monkeypatch.setenv("SAM_LOG", str(log))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("MAKE", raising=False)
    return Commands(log)


@pytest.fixture
def stack(session: boto3.Session) -> DeploymentStack:
    """Return a stack that is not there yet."""
    return DeploymentStack(f"shelftalker-{uuid.uuid4().hex[:8]}", session)


@pytest.fixture
def create(stack: DeploymentStack, stacks: Path) -> Callable[..., DeploymentStack]:
    """Return a function that creates a stack with two queues and the names of data, with values of its parameters."""

    def create_stack(**values: str) -> DeploymentStack:
        sqs = stack.client("sqs")
        resources = {
            name: ["AWS::SQS::Queue", sqs.create_queue(QueueName=f"{stack.name}-{name}")["QueueUrl"]]
            for name in ("PurgeQueue", "PurgeDeadLetterQueue")
        } | {
            "ShelfTable": ["AWS::DynamoDB::Table", f"{stack.name}-ShelfTable-1"],
            "ModelBucket": ["AWS::S3::Bucket", f"{stack.name}-modelbucket-1"],
        }
        add_stack(stacks, stack.name, values, resources)
        return stack

    return create_stack


def add_stack(stacks: Path, name: str, parameters: dict[str, str], resources: dict[str, list[str]]) -> None:
    """Add a stack to the account, or resources to a stack."""
    known = json.loads(stacks.read_text())
    stack = known.setdefault(name, {"status": "CREATE_COMPLETE", "parameters": parameters, "resources": {}})
    stack["resources"] |= resources
    stacks.write_text(json.dumps(known))
