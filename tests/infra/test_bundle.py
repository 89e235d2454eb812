"""Tests of the reproducible zip files."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from infra.bundle import BundleError, bundle, pack

FILES = {"slack_events.py": b"one", "shelftalker/__init__.py": b"", "shelftalker/titles.py": b"two" * 1000}


def write(folder: Path, names: Iterable[str], age_seconds: int = 0) -> Path:
    """Write files in this order, with an age."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FILES[name])
        path.chmod(0o644)
        os.utime(path, (1_700_000_000 - age_seconds, 1_700_000_000 - age_seconds))
    return folder


def test_files_written_in_another_order_at_another_time_give_the_same_bytes(tmp_path: Path) -> None:
    first = pack(write(tmp_path / "one", FILES), tmp_path / "one.zip")
    second = pack(write(tmp_path / "two", reversed(FILES), age_seconds=1000), tmp_path / "two.zip")

    assert first.read_bytes() == second.read_bytes()


def test_a_bundle_holds_every_file_with_its_mode(tmp_path: Path) -> None:
    folder = write(tmp_path / "one", FILES)
    (folder / "slack_events.py").chmod(0o755)
    with zipfile.ZipFile(pack(folder, tmp_path / "one.zip")) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == FILES
        assert {info.filename: info.external_attr >> 16 & 0o777 for info in packed.infolist()} == {
            "slack_events.py": 0o755,
            "shelftalker/__init__.py": 0o644,
            "shelftalker/titles.py": 0o644,
        }


def test_the_built_template_names_the_zip_files_and_keeps_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "SlackEvents", FILES)
    write(tmp_path / "ModelLayer", FILES)
    template = "      CodeUri: {}\n      Handler: CodeUri\n      ContentUri: {}\n      TemplateURL: Stack/t.yaml\n"
    (tmp_path / "template.yaml").write_text(template.format("SlackEvents", "ModelLayer"))

    assert bundle(tmp_path) == [tmp_path / "ModelLayer.zip", tmp_path / "SlackEvents.zip"]
    assert (tmp_path / "template.yaml").read_text() == template.format("SlackEvents.zip", "ModelLayer.zip")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (None, "found no template.yaml"),
        ("Resources: {}\n", "it names none"),
        ("      CodeUri: SlackEvents\n", "there is no SlackEvents"),
    ],
)
def test_a_folder_that_sam_has_not_built_is_refused(tmp_path: Path, template: str | None, message: str) -> None:
    if template:
        (tmp_path / "template.yaml").write_text(template)

    with pytest.raises(BundleError, match=message):
        bundle(tmp_path)


@pytest.mark.parametrize(("arguments", "message"), [([], "Usage: "), (["nowhere"], "run make build")])
def test_the_command_reports_what_it_expects(arguments: list[str], message: str) -> None:
    script = Path(__file__).parents[2] / "infra/bundle.py"
    result = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert message in result.stderr


@pytest.mark.parametrize(("target", "is_hinted"), [("build", True), ("deploy", False)])
def test_building_ends_with_the_command_to_type_next_unless_it_follows_by_itself(
    target: str, *, is_hinted: bool
) -> None:
    command = [str(shutil.which("make")), "-n", target]
    project = Path(__file__).parents[2]
    # The tests may themselves be run by make, which tells its own makes about itself.
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    commands = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True).stdout

    assert ('Type "make deploy" next' in commands) == is_hinted
    assert commands.splitlines()[-1].startswith("echo 'Built. Type") == is_hinted
