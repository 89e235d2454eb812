"""Tests of the audit's verdict on pip-audit's reports."""

import subprocess
from pathlib import Path

import pytest

from infra.audit import audit_lock, problems_of

SAFE = {"name": "flask", "version": "3.1.3", "vulns": []}
VULNERABLE = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "boto3", "skip_reason": "not found on PyPI"}


def test_checked_packages_without_vulnerabilities_are_no_problem() -> None:
    assert problems_of([SAFE]) == []


def test_a_vulnerability_is_a_problem_that_names_its_fix() -> None:
    assert problems_of([SAFE, VULNERABLE]) == ["jinja2 2.0 has PYSEC-1; fixed in 2.1"]


def test_a_package_that_was_not_checked_is_a_problem() -> None:
    assert problems_of([SAFE, SKIPPED]) == ["boto3 was not checked: not found on PyPI"]


def test_a_report_on_no_package_is_a_problem() -> None:
    assert problems_of([]) == ["no package was checked"]


def test_an_audit_that_fails_to_run_ends_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="no such file\n")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: failed)

    with pytest.raises(SystemExit, match="no such file"):
        audit_lock(Path("infra/locks/none.txt"))
