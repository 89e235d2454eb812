"""The artifacts as `sam build` makes them, made here: with which Python, by which makefiles, into which folders."""

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
LAMBDA_PYTHON = "3.13"
HOST_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
ARCHITECTURES = ("arm64", "x86_64")
HOST_ARCHITECTURE = "arm64" if platform.machine() in {"aarch64", "arm64"} else "x86_64"


@dataclass(frozen=True)
class Interpreter:
    """A Python that this machine has: Lambda's version where it has that, else its own."""

    path: Path
    version: str


@dataclass(frozen=True)
class Built:
    """The folders of all that is deployed: what Lambda has at /opt, both layers, and at /var/task, the function."""

    layers: Path
    task: Path


def find_lambda_python() -> Path | None:
    """A Python of Lambda's version: on PATH, or where a pyenv that is on PATH keeps one."""
    candidates = [f"python{LAMBDA_PYTHON}", "python3"]
    if pyenv := shutil.which("pyenv"):
        prefix = subprocess.run([pyenv, "prefix", LAMBDA_PYTHON], capture_output=True, text=True, check=False).stdout
        candidates.append(f"{prefix.strip()}/bin/python{LAMBDA_PYTHON}")
    tell = "import sys; print(sys.executable, '%d.%d' % sys.version_info[:2])"
    for candidate in filter(shutil.which, candidates):
        told = subprocess.run([candidate, "-c", tell], capture_output=True, text=True, check=False).stdout
        if told.strip().endswith(f" {LAMBDA_PYTHON}"):
            return Path(told.rpartition(" ")[0])
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


def made(directory: Path, target: str, artifacts: Path, **variables: str) -> Path:
    """The folder of an artifact that was made without complaint."""
    result = make(directory, target, artifacts, **variables)
    assert result.returncode == 0, result.stderr
    return artifacts


def made_for(interpreter: Interpreter, project: Path, root: Path) -> Built:
    """All that is deployed, made for this machine's processor and one of its interpreters."""
    variables = {
        "PATH": os.pathsep.join([str(interpreter.path.parent), os.environ["PATH"]]),
        "PYTHON_VERSION": interpreter.version,
        "ARCHITECTURE": HOST_ARCHITECTURE,
        "PARAMETERS": "LogLevel=DEBUG",
    }
    made(project / "layers/dependencies", "build-DependenciesLayer", root / "opt", **variables)
    made(project / "layers/model", "build-ModelLayer", root / "opt", **variables)
    made(project / "functions", "build-SlackEvents", root / "task", **variables)
    return Built(root / "opt", root / "task")
