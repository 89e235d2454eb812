"""The audit of the locks for known vulnerabilities. Run by `make audit`, in the environment of infra/locks/audit.txt.

pip-audit ends well where it reaches no index: it then skips every package. Here a package that was not checked is an
error, like a vulnerable one.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def audit_lock(lock: Path) -> list[dict[str, Any]]:
    """Run pip-audit on a lock and return its packages, each with `vulns` or a `skip_reason`."""
    command = [
        sys.executable, "-m", "pip_audit", "--progress-spinner=off", "--require-hashes", "--disable-pip",
        "--format=json", "--requirement", str(lock),
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages: list[dict[str, Any]] = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError) as error:
        raise SystemExit(f"Expected pip-audit's report on {lock}; it failed with: {result.stderr.strip()}") from error
    return packages


def problems_of(packages: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for each package that is vulnerable or was not checked, and one if there is no package."""
    if not packages:
        return ["no package was checked"]
    unchecked = [f"{it['name']} was not checked: {it['skip_reason']}" for it in packages if "skip_reason" in it]
    vulnerable = [
        f"{it['name']} {it['version']} has {found['id']}; fixed in {', '.join(found['fix_versions']) or 'no version'}"
        for it in packages
        for found in it.get("vulns", [])
    ]
    return unchecked + vulnerable


def main() -> None:
    """Audit the locks that the command line names, and exit with 1 if there is a problem."""
    has_problem = False
    for lock in map(Path, sys.argv[1:]):
        packages = audit_lock(lock)
        problems = problems_of(packages)
        has_problem |= bool(problems)
        print(f"{lock}: {len(packages)} packages, {len(problems)} problems", *problems, sep="\n  ")  # noqa: T201 - a command-line program prints
    sys.exit(has_problem or len(sys.argv) == 1)


if __name__ == "__main__":
    main()
