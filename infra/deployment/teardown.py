"""Resources that stay when a stack is deleted, and deletions of people's data that are not done by then."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from infra.deployment.stack import DeploymentError, DeploymentStack

_SECONDS_BETWEEN_LOOKS = 10
# A message that failed is delivered again after twelve minutes.
_SECONDS_OF_WAITING = 900
_COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
# Each with its parameter, see template.yaml.
_SECRETS = {
    "SigningSecretParameterName": "slack-signing-secret",
    "BotTokenParameterName": "slack-bot-token",
    "ClientSecretParameterName": "slack-client-secret",
}


def explain_what_stays(stack: DeploymentStack) -> str:
    """Return what `sam delete` leaves in the account, each with the command that deletes it.

    Raises:
        DeploymentError: There is no such stack.
    """
    resources = stack.resources()
    if not resources:
        raise DeploymentError(f"There is no stack {stack.name} in this account and region: make destroy STACK=...")
    names = {logical_id: name for logical_id, (_, name) in resources.items()}
    secrets = [stack.parameter(name) or f"/{stack.name}/{default}" for name, default in _SECRETS.items()]
    lines = [f"These stay when the stack {stack.name} is deleted. Each with what deletes it for good:", ""]
    for logical_id, content in (
        ("ShelfTable", "every reader's shelf"),
        ("InstallationTable", "the installations, with live tokens of every workspace that has the app"),
        ("ApiKeyTable", "the keys of the JSON API, by their hashes"),
    ):
        if logical_id in names:
            lines += [
                f"- the table {names[logical_id]}: {content}",
                f"    aws dynamodb update-table --table-name {names[logical_id]} --no-deletion-protection-enabled",
                f"    aws dynamodb delete-table --table-name {names[logical_id]}",
            ]
    bucket = names.get("ModelBucket", "BUCKET")
    lines += [
        "    (DynamoDB keeps a backup of a deleted table for 35 days, and deletes it then.)",
        f"- the bucket {bucket}: the published models, with all versions; empty it in the S3 console, then",
        f"    aws s3 rb s3://{bucket}",
        "- the signing secret, the bot token and the client secret, as far as they were stored:",
        f"    aws ssm delete-parameters --names {' '.join(secrets)}",
        "- SAM's own bucket, in the stack aws-sam-cli-managed-default, which all applications of the account share;",
        "  what was uploaded for this stack is deleted from it",
        "- customer-managed keys. Delete none while a table that it encrypts is kept",
        "- metrics, for 15 months, and traces, for 30 days; neither names anybody",
        "- the Slack app, on Slack's page of the app: deleting it there makes all its tokens void.",
        "",
        "To use the tables and the bucket again in another stack of this account and region:",
        f"    make adopt STACK={stack.name} SHELF_TABLE={names.get('ShelfTable', 'TABLE')} MODEL_BUCKET={bucket}"
        + "".join(
            f" {variable}={names[logical_id]}"
            for variable, logical_id in (("INSTALLATION_TABLE", "InstallationTable"), ("API_KEY_TABLE", "ApiKeyTable"))
            if logical_id in names
        ),
        "",
    ]
    return "\n".join(lines)


def settle_deletions(
    stack: DeploymentStack, *, saves: bool, directory: Path = Path(), sleep: Callable[[float], object] = time.sleep
) -> None:
    """Wait until the queue of deletions is empty, or save what is in it; with the stack, it is deleted.

    Args:
        stack: With its queues, or without any.
        saves: Whether to write messages that are not done to a file, in place of waiting and refusing.
        directory: Of that file.
        sleep: Waits for a number of seconds.

    Raises:
        DeploymentError: The queue does not get empty, or deletions were given up.
    """
    resources = stack.resources()
    urls = {name: resources[name][1] for name in ("PurgeQueue", "PurgeDeadLetterQueue") if name in resources}
    sqs = stack.client("sqs") if urls else None
    if saves:
        _save(sqs, list(urls.values()), directory / f"pending-deletions-{stack.name}.jsonl")
        return
    for looks_left in reversed(range(_SECONDS_OF_WAITING // _SECONDS_BETWEEN_LOOKS)):
        waiting = {name: _count(sqs, url) for name, url in urls.items()}
        if not any(waiting.values()):
            return
        if waiting.get("PurgeDeadLetterQueue") or not looks_left:
            break
        print(f"Waiting for {waiting['PurgeQueue']} deletions of people's data ...")  # noqa: T201 - a command's output
        sleep(_SECONDS_BETWEEN_LOOKS)
    raise DeploymentError(
        f"Data of people who left are not deleted yet: {waiting.get('PurgeQueue', 0)} deletions wait in the queue, "
        f"{waiting.get('PurgeDeadLetterQueue', 0)} were given up (infra/docs/operations.md, DeadLettersAlarm). "
        "The stack is as it was. Wait, or move those that were given up back into the queue, and make destroy again; "
        "or, with PENDING=save, write them to a file, delete the stack, and delete those data by hand."
    )


def _count(sqs: Any, url: str) -> int:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(_COUNTS))["Attributes"]
    return sum(int(attributes[name]) for name in _COUNTS)


def _save(sqs: Any, urls: list[str], file: Path) -> None:
    """Write the messages to a file, one a line; each is deleted from its queue once it is there."""
    saved = 0
    with file.open("a", encoding="utf-8") as lines:
        for url in urls:
            for message in _messages(sqs, url):
                lines.write(" ".join(message["Body"].splitlines()) + "\n")
                lines.flush()
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                saved += 1
    if not saved:
        if not file.stat().st_size:  # it may have those of an earlier attempt
            file.unlink()
        return
    print(  # noqa: T201 - a command-line program prints
        f"Saved {saved} deletions that are not done to {file}, one a line: the workspace, the person if it is one, and "
        "the time up to which their data are to go. Delete those from the tables, or, once a stack has adopted these, "
        "send each line to its queue (aws sqs send-message). Messages that a function has just taken are not among "
        "them: they come back in 12 minutes."
    )


def _messages(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
        yield from found
