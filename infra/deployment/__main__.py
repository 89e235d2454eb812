"""The command line of deployments: python -m infra.deployment deploy|destroy|adopt --stack NAME.

Run by the Makefile with SAM's own Python, which has boto3; nothing here needs other packages than SAM has.
"""

import argparse
import os
import shlex
import subprocess
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.deployment.adoption import adopt
from infra.deployment.concurrency import check_concurrency
from infra.deployment.old_versions import delete_old_versions
from infra.deployment.stack import DeploymentError, DeploymentStack
from infra.deployment.teardown import explain_what_stays, settle_deletions


def main() -> None:
    """Run the command that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m infra.deployment", description="Deployments to an AWS account.")
    commands = parser.add_subparsers(dest="command", required=True)
    deploying = commands.add_parser("deploy", help="build, and create or change the stack")
    deploying.add_argument("--architecture", default="", help="arm64 or x86_64; that of the stack where it is empty")
    deploying.add_argument("--no-confirm", action="store_true", help="do not ask before anything is changed")
    destroying = commands.add_parser("destroy", help="delete the stack, but for its data")
    destroying.add_argument("--pending", choices=("wait", "save"), default="wait", help="deletions not done yet")
    adopting = commands.add_parser("adopt", help="make a stack of the data of a deleted one")
    adopting.add_argument("--shelf-table", required=True)
    adopting.add_argument("--model-bucket", required=True)
    adopting.add_argument("--installation-table", default="")
    adopting.add_argument("--api-key-table", default="")
    for command in (deploying, destroying, adopting):
        command.add_argument("--stack", required=True, help="name of the stack")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr] # in turn with what make and sam print
    try:
        stack = DeploymentStack(options.stack, boto3.Session())
        if options.command == "deploy":
            deploy(stack, options.architecture, os.environ.get("PARAMETERS", ""), confirms=not options.no_confirm)
        elif options.command == "destroy":
            destroy(stack, saves=options.pending == "save")
        else:
            tables = options.installation_table, options.api_key_table
            adopt(stack, options.shelf_table, options.model_bucket, *tables)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)  # it has printed the reason
    except (DeploymentError, BotoCoreError, ClientError) as error:
        sys.exit(str(error))


def deploy(stack: DeploymentStack, architecture: str, parameters: str, *, confirms: bool) -> None:
    """Build, deploy, protect the tables of a new stack, and delete old versions of the functions.

    Args:
        stack: There or not.
        architecture: Of Lambda's processor; empty for that of the stack.
        parameters: Of template.yaml, as Name=value ... with a shell's quotes.
        confirms: Whether SAM asks before it changes anything.

    Raises:
        DeploymentError: The stack can't be changed now, or would reserve more concurrency than the account has.
        CalledProcessError: make or sam has failed, and printed why.
    """
    values = shlex.split(parameters)
    is_new = stack.prepare()
    check_concurrency(stack, values)
    architecture = architecture or stack.parameter("Architecture") or "arm64"
    subprocess.run(
        [os.environ.get("MAKE", "make"), "--no-print-directory", "build", f"ARCHITECTURE={architecture}"],
        check=True, env=os.environ | {"BUILDS_TO_DEPLOY": "yes"},
    )  # fmt: skip
    confirmation = [] if confirms else ["--no-confirm-changeset"]
    if is_new:
        # A protected table can't be deleted when a first deployment fails: protected once it has succeeded.
        _sam_deploy(stack, architecture, [*values, "TableProtection=off"], confirmation)
        if stack.prepare():
            return  # whoever was asked said no
        print("Protecting the tables from deletion ...")  # noqa: T201 - a command-line program prints
        confirmation = ["--no-confirm-changeset"]
    is_named = any(value.startswith("TableProtection=") for value in values)
    _sam_deploy(stack, architecture, values if is_named else [*values, "TableProtection=on"], confirmation)
    for name, versions in delete_old_versions(stack).items():
        print(f"{name}: deleted the old versions {', '.join(versions)}")  # noqa: T201 - a command-line program prints


def destroy(stack: DeploymentStack, *, saves: bool) -> None:
    """Explain what stays, see that no deletion of people's data is lost, and delete the stack.

    Raises:
        DeploymentError: Deletions are not done; the stack is as it was.
        CalledProcessError: sam has failed, and printed why.
    """
    print(explain_what_stays(stack))  # noqa: T201 - a command-line program prints
    settle_deletions(stack, saves=saves)
    subprocess.run(["sam", "delete", *_config(), "--stack-name", stack.name], check=True)  # noqa: S607 - the Makefile sets PATH


def _sam_deploy(stack: DeploymentStack, architecture: str, values: list[str], options: list[str]) -> None:
    subprocess.run(
        # A folder of its own: sam delete deletes what it has uploaded, which an equal stack would have in common.
        ["sam", "deploy", *_config(), "--stack-name", stack.name, "--s3-prefix", stack.name, *options,  # noqa: S607 - the Makefile sets PATH
         "--parameter-overrides", f"Architecture={architecture}", *values],
        check=True,
    )  # fmt: skip


def _config() -> list[str]:
    return ["--config-file", os.path.abspath("infra/samconfig.toml")]  # noqa: PTH100 - as SAM takes it


if __name__ == "__main__":
    main()
