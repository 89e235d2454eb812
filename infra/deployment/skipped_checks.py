"""The checks that `make validate` skips, each with its reason: python -m infra.deployment.skipped_checks FILE ..."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

_IN_WORKFLOWS = re.compile(r"# zizmor: ignore\[([\w,-]+)\] - (.+)$", re.MULTILINE)


def explain(files: Iterable[Path]) -> list[str]:
    """Return a line for each skipped check and reason, with the resources or files that it concerns.

    Args:
        files: Templates of CloudFormation, and GitHub's workflows.
    """
    concerned: dict[tuple[str, str], list[str]] = {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        template = yaml_parse(text) if "\nResources:" in text else {"Resources": {}}
        for name, resource in template["Resources"].items():
            for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
                concerned.setdefault((skip["id"], skip["comment"]), []).append(name)
        for check, reason in _IN_WORKFLOWS.findall(text):
            concerned.setdefault((check, reason), []).append(file.name)
    return [f"{check}, {', '.join(names)}: {reason}" for (check, reason), names in sorted(concerned.items())]


def main() -> None:
    """Print the lines for the files that the command line names."""
    lines = explain(map(Path, sys.argv[1:]))
    print(f"\nThe {len(lines)} reasons of the checks that are skipped, each where its check or resource is declared:")  # noqa: T201 - a command-line program prints
    print("\n".join(f"  {line}" for line in lines))  # noqa: T201 - a command-line program prints
    print("What zizmor counts as suppressed only its pedantic and auditor personas report.")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
