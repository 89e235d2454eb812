"""The checks that `make validate` skips, with their reasons."""

from pathlib import Path

from infra.deployment.skipped_checks import explain
from tests.cloudformation import MONITORING_FILE, PROJECT, TEMPLATE_FILE


def test_each_skip_of_the_project_has_a_line_with_its_reason_and_all_it_concerns() -> None:
    workflows = sorted((PROJECT / ".github/workflows").iterdir())
    lines = explain([TEMPLATE_FILE, MONITORING_FILE, *workflows])
    ids = {line.partition(",")[0] for line in lines}

    assert {"CKV_AWS_115", "CKV_AWS_119", "CKV_AWS_158", "self-repository", "unpinned-images"} <= ids
    assert all(line.partition(": ")[2] for line in lines)
    assert len(lines) == len(set(lines))


def test_resources_that_skip_a_check_for_the_same_reason_share_a_line(tmp_path: Path) -> None:
    skip = "{Metadata: {checkov: {skip: [{id: CKV_1, comment: As it is.}]}}, Type: T}"
    template, workflow = tmp_path / "template.yaml", tmp_path / "deploy.yaml"
    template.write_text(f"A: b\nResources:\n  One: {skip}\n  Two: {skip}\n  Three: {{Type: T}}\n")
    workflow.write_text("uses: x # zizmor: ignore[pins] - because\n")

    assert explain([template, workflow]) == ["CKV_1, One, Two: As it is.", "pins, deploy.yaml: because"]
