"""The artifacts as `sam build` makes them: their Python, their makefiles and their folders."""

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

from tests.cloudformation import PROJECT
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

LAMBDA_PYTHON = "3.13"
HOST_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
ARCHITECTURES = ("arm64", "x86_64")
HOST_ARCHITECTURE = "arm64" if platform.machine() in {"aarch64", "arm64"} else "x86_64"


@dataclass(frozen=True)
class Interpreter:
    """A Python of this machine: Lambda's version where it has that, else its own."""

    path: Path
    version: str


@dataclass(frozen=True)
class Artifacts:
    """The folders of a deployment: both layers, Lambda's /opt, and the function, Lambda's /var/task."""

    layers: Path
    task: Path


def find_lambda_python() -> Path | None:
    """Find a Python of Lambda's version: on PATH, or in the folder of a pyenv on PATH."""
    candidates = [f"python{LAMBDA_PYTHON}", "python3"]
    if pyenv := shutil.which("pyenv"):
        prefix = subprocess.run([pyenv, "prefix", LAMBDA_PYTHON], capture_output=True, text=True, check=False).stdout
        candidates.append(f"{prefix.strip()}/bin/python{LAMBDA_PYTHON}")
    script = "import sys; print(sys.executable, '%d.%d' % sys.version_info[:2])"
    for candidate in filter(shutil.which, candidates):
        output = subprocess.run([candidate, "-c", script], capture_output=True, text=True, check=False).stdout
        if output.strip().endswith(f" {LAMBDA_PYTHON}"):
            return Path(output.rpartition(" ")[0])
    return None


def make(directory: Path, target: str, artifacts: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Make one artifact with the makefile that `sam build` runs for it."""
    artifacts.mkdir(parents=True, exist_ok=True)
    variables = {"PYTHON": sys.executable, "ARTIFACTS_DIR": str(artifacts), **variables}
    return subprocess.run(
        [str(shutil.which("make")), "--directory", str(directory), target],
        env={**os.environ, "MAKEFLAGS": "", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def make_or_fail(directory: Path, target: str, artifacts: Path, **variables: str) -> Path:
    """Make one artifact, assert that it succeeds, and return its folder."""
    result = make(directory, target, artifacts, **variables)
    assert result.returncode == 0, result.stderr
    return artifacts


def make_all(interpreter: Interpreter, project: Path, root: Path) -> Artifacts:
    """Make all artifacts for this machine's processor and one of its interpreters."""
    variables = {
        "PATH": os.pathsep.join([str(interpreter.path.parent), os.environ["PATH"]]),
        "PYTHON_VERSION": interpreter.version,
        "ARCHITECTURE": HOST_ARCHITECTURE,
        "PARAMETERS": "LogLevel=DEBUG",
    }
    make_or_fail(project / "layers/dependencies", "build-DependenciesLayer", root / "opt", **variables)
    make_or_fail(project / "layers/model", "build-ModelLayer", root / "opt", **variables)
    make_or_fail(project / "functions", "build-SlackEvents", root / "task", **variables)
    return Artifacts(root / "opt", root / "task")


def environment_of(artifacts: Artifacts) -> dict[str, str]:
    """Return the function's environment variables as the template has them, with the model and the secret here."""
    variables = yaml_parse((PROJECT / "template.yaml").read_text())["Globals"]["Function"]["Environment"]["Variables"]
    return {
        **{name: value for name, value in variables.items() if isinstance(value, str)},
        "MODEL_DIRECTORY": str(artifacts.layers / "model"),
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "PYTHONNOUSERSITE": "1",
    }


def command_event(text: str, signed_text: str | None = None) -> dict[str, Any]:
    """Build the event of `/recommend TEXT`, with Slack's signature of it or of another text."""
    return v2_event(command_body(text), signed_headers(command_body(text if signed_text is None else signed_text)))


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and mode of every file, by its path in the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode) for path in files}
