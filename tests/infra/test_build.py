"""Tests of the artifacts as `sam build` makes them, in Lambda's folders, started by its runtime client."""

import errno
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from infra.bundle import bundle, pack
from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import HttpRequest, api_gateway_v2_event
from tests.cloudformation import PROJECT
from tests.infra.builds import (
    ARCHITECTURES,
    HOST_ARCHITECTURE,
    HOST_PYTHON,
    LAMBDA_PYTHON,
    Artifacts,
    Interpreter,
    command_event,
    contents,
    environment_of,
    find_lambda_python,
    make,
    make_all,
    make_or_fail,
)
from tests.infra.runtime_emulator import emulator_host, emulator_in

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

SAM = PROJECT / ".tools/sam/bin/sam"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers hold code compiled for Linux")


@pytest.fixture(scope="module", autouse=True)
def _registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip the tests where pip can't download packages, as the layer's build downloads its wheels."""
    target = tmp_path_factory.mktemp("download")
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(target),
        "jmespath==1.1.0",
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.skip(f"pip can't download packages here: {result.stderr.strip().splitlines()[-1]}")


@pytest.fixture(scope="module")
def project(model_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project, with the model of a small library."""
    copy = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT / "functions", copy / "functions")
    shutil.copytree(
        PROJECT / "layers", copy / "layers", ignore=shutil.ignore_patterns("catalogue.sqlite*", "manifest.json")
    )
    shutil.copytree(model_directory, copy / "layers/model/model", dirs_exist_ok=True)
    shutil.copy(PROJECT / "template.yaml", copy)
    (copy / "infra").mkdir()
    shutil.copy(PROJECT / "infra/monitoring.yaml", copy / "infra")
    return copy


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    if path := find_lambda_python():
        return Interpreter(path, LAMBDA_PYTHON)
    return Interpreter(Path(sys.base_prefix) / f"bin/python{HOST_PYTHON}", HOST_PYTHON)


@pytest.fixture(scope="module")
def artifacts(interpreter: Interpreter, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Artifacts:
    return make_all(interpreter, project, tmp_path_factory.mktemp("lambda"))


@pytest.fixture(scope="module")
def runtime_client(interpreter: Interpreter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install Lambda's runtime client into a folder, for the Python of the artifacts."""
    folder = tmp_path_factory.mktemp("runtime")
    package = f"awslambdaric=={importlib.metadata.version('awslambdaric')}"
    options = ["--quiet", "--only-binary", ":all:", "--python-version", interpreter.version, "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, package], check=True, capture_output=True)
    return folder


@pytest.fixture
def start(interpreter: Interpreter, runtime_client: Path) -> Callable[..., FunctionHost]:
    """Return a function that starts the artifacts, which can import only themselves and the runtime client."""

    def function_host(
        artifacts: Artifacts, code: Path | None = None, handler: str = "slack_events.handler", **variables: str
    ) -> FunctionHost:
        import_paths = [artifacts.task, artifacts.layers / "python", runtime_client]
        python, environment = str(interpreter.path), environment_of(artifacts) | variables
        return FunctionHost(
            code or artifacts.task, environment, handler=handler, python=python, import_paths=import_paths
        )

    return function_host


def test_the_built_function_answers_a_signed_command(artifacts: Artifacts, start: Callable[..., FunctionHost]) -> None:
    with start(artifacts) as host:
        invocation = host.invoke(command_event("dune"))

    assert invocation.error is None
    assert invocation.payload["statusCode"] == 200
    assert "Dune" in invocation.payload["body"]
    assert len(json.loads(invocation.payload["body"])["blocks"]) >= 5


def test_the_built_function_rejects_a_forged_command(artifacts: Artifacts, start: Callable[..., FunctionHost]) -> None:
    with start(artifacts) as host:
        invocation = host.invoke(command_event("dune", signed_text="emma"))

    assert invocation.payload["statusCode"] == 401


def test_the_built_functions_of_the_page_and_of_the_api_start_and_have_their_files(
    artifacts: Artifacts, start: Callable[..., FunctionHost]
) -> None:
    with start(artifacts, handler="page.handler") as host:
        page = host.invoke(api_gateway_v2_event(HttpRequest("GET", "/", query="title=dune"))).payload
        names = re.findall(r"assets/[\w.]+", page["body"])
        files = [host.invoke(api_gateway_v2_event(HttpRequest("GET", f"/{name}"))).payload for name in names]
    with start(artifacts, handler="json_api.handler", API_KEY_TABLE="keys") as host:
        description = host.invoke(api_gateway_v2_event(HttpRequest("GET", "/openapi.json"))).payload

    assert page["statusCode"] == description["statusCode"] == 200
    assert "Dune Messiah" in page["body"]
    assert {file["statusCode"] for file in files} == {200}
    assert {name.rpartition(".")[2] for name in names} >= {"css", "js"}
    assert json.loads(description["body"])["openapi"].startswith("3.1")


def test_awss_own_emulator_boots_the_built_function_which_answers_a_signed_command_and_rejects_a_forged_one(
    artifacts: Artifacts, interpreter: Interpreter, runtime_client: Path, tmp_path: Path
) -> None:
    emulator = emulator_in(tmp_path)
    environment = {
        **environment_of(artifacts), "PATH": os.environ["PATH"], "AWS_LAMBDA_FUNCTION_TIMEOUT": "60",
        "LAMBDA_TASK_ROOT": str(artifacts.task), "_HANDLER": "slack_events.handler",
        "PYTHONPATH": os.pathsep.join(map(str, [artifacts.task, artifacts.layers / "python", runtime_client])),
    }  # fmt: skip
    command = [str(interpreter.path), "-m", "awslambdaric", "slack_events.handler"]
    try:
        with emulator_host(emulator, command, environment, tmp_path) as function:
            answer = function.invoke(command_event("dune"))
            forged = function.invoke(command_event("dune", signed_text="emma"))
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
        pytest.skip(f"SAM's emulator for {HOST_ARCHITECTURE} does not run on this machine: {error}")

    assert answer["statusCode"] == 200
    assert "If you liked Dune" in answer["body"]
    assert forged["statusCode"] == 401
    log = function.log.read_text(encoding="utf-8")
    assert "INIT RTDONE(status: success)" in log
    assert log.count('"Served"') > 0


def test_the_built_function_runs_compiled_code_from_its_own_layer(
    artifacts: Artifacts, start: Callable[..., FunctionHost], tmp_path: Path
) -> None:
    # Starts as the function does, imports what a misspelt title needs, and returns the file of each module.
    (tmp_path / "probe.py").write_text(
        "import sys\nimport slack_events\nimport shelftalker.search.near_titles\n\n"
        "def handler(event, context):\n"
        "    return {name: getattr(module, '__file__', None) for name, module in list(sys.modules.items())}\n"
    )
    with start(artifacts, code=tmp_path, handler="probe.handler") as host:
        invocation = host.invoke({})

    assert invocation.error is None
    origins = {name: file for name, file in invocation.payload.items() if file}
    assert any(re.fullmatch(r"rapidfuzz\.fuzz_cpp(_avx2|_sse2)?", name) for name in origins)
    for package in ("aws_lambda_powertools", "rapidfuzz", "slack_bolt", "slack_sdk"):
        assert Path(origins[package]).is_relative_to(artifacts.layers / "python")
    assert "boto3" not in origins


def test_the_layer_was_built_for_lambdas_python(artifacts: Artifacts, interpreter: Interpreter) -> None:
    if interpreter.version != LAMBDA_PYTHON:
        pytest.skip(f"no Python {LAMBDA_PYTHON} here: the artifacts are for this machine's {HOST_PYTHON}")

    assert list(artifacts.layers.glob("python/rapidfuzz/fuzz_cpp.cpython-313-*.so"))


def test_a_layer_for_another_processor_stops_the_function_instead_of_slowing_it_down(
    artifacts: Artifacts, start: Callable[..., FunctionHost], interpreter: Interpreter, project: Path, tmp_path: Path
) -> None:
    [other] = set(ARCHITECTURES) - {HOST_ARCHITECTURE}
    variables = {"ARCHITECTURE": other, "PYTHON_VERSION": interpreter.version}
    make_or_fail(project / "layers/dependencies", "build-DependenciesLayer", tmp_path / "opt", **variables)
    make_or_fail(project / "layers/model", "build-ModelLayer", tmp_path / "opt")
    with start(Artifacts(tmp_path / "opt", artifacts.task)) as host:
        invocation = host.invoke(command_event("dune"))

    assert invocation.error is not None
    assert "rapidfuzz" in invocation.error.message


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_layers_libraries_are_for_lambdas_python_and_the_chosen_architecture(
    project: Path, tmp_path: Path, architecture: str
) -> None:
    layer = make_or_fail(
        project / "layers/dependencies", "build-DependenciesLayer", tmp_path / "layer", ARCHITECTURE=architecture
    )
    libraries = list(layer.rglob("*.so"))
    elf_machine = {"x86_64": 62, "arm64": 183}[architecture]

    assert libraries
    for library in libraries:
        machine = {"arm64": "aarch64"}.get(architecture, architecture)
        of_lambdas_python = f".cpython-{LAMBDA_PYTHON.replace('.', '')}-{machine}-linux-gnu.so"
        # A library of the stable ABI is for that Python and later ones.
        assert library.name.endswith((of_lambdas_python, ".abi3.so"))
        assert int.from_bytes(library.read_bytes()[18:20], "little") == elf_machine


def test_everything_ships_compiled_and_is_never_checked_against_its_source(
    artifacts: Artifacts, interpreter: Interpreter
) -> None:
    tag = f"cpython-{interpreter.version.replace('.', '')}"
    sources = [path for folder in (artifacts.layers, artifacts.task) for path in folder.rglob("*.py")]

    assert {"slack_events.py", "fuzz.py", "app.py"} <= {path.name for path in sources}
    for source in sources:
        compiled = (source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc").read_bytes()
        unchecked_hash = 1
        assert int.from_bytes(compiled[4:8], "little") == unchecked_hash


def test_without_lambdas_python_the_build_warns_that_nothing_is_compiled(project: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("chmod", "make", "rm", "sh"):
        (tools / name).symlink_to(str(shutil.which(name)))
    (tools / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tools / "python3").chmod(0o755)
    absent = "3.12" if HOST_PYTHON == LAMBDA_PYTHON else LAMBDA_PYTHON
    variables = {"PATH": str(tools), "PYTHON": "python3", "PYTHON_VERSION": absent}
    result = make(project / "layers/dependencies", "build-DependenciesLayer", tmp_path / "layer", **variables)

    assert result.returncode == 0, result.stderr
    assert f"there is no python{absent} on PATH to compile with" in result.stdout
    assert (tmp_path / "layer/python/slack_bolt/app/app.py").exists()
    assert list(tmp_path.rglob("*.pyc")) == []


def test_the_same_commit_gives_the_same_files_whatever_the_umask(
    artifacts: Artifacts, interpreter: Interpreter, project: Path, tmp_path: Path
) -> None:
    umask = os.umask(0o077)
    try:
        again = make_all(interpreter, project, tmp_path)
    finally:
        os.umask(umask)

    assert contents(again.layers) == contents(artifacts.layers)
    assert contents(again.task) == contents(artifacts.task)
    for name, folders in {"opt": (again.layers, artifacts.layers), "task": (again.task, artifacts.task)}.items():
        first, second = (pack(folder, tmp_path / f"{name}-{n}.zip") for n, folder in enumerate(folders))
        assert first.read_bytes() == second.read_bytes()


def test_another_parameter_changes_the_bundle_so_that_a_version_is_published(
    artifacts: Artifacts, project: Path, tmp_path: Path
) -> None:
    bundle = make_or_fail(project / "functions", "build-SlackEvents", tmp_path, PARAMETERS="LogLevel=INFO")

    assert (bundle / "parameters.txt").read_text() == "LogLevel=INFO\n"
    assert (artifacts.task / "parameters.txt").read_text() == "LogLevel=DEBUG\n"


def test_without_a_model_the_build_names_the_command_that_makes_one(project: Path, tmp_path: Path) -> None:
    shutil.copy(project / "layers/model/Makefile", tmp_path)
    result = make(tmp_path, "build-ModelLayer", tmp_path / "layer")

    assert result.returncode != 0
    assert "Build one: make model (of the sample), or make model DATA=DIR" in result.stderr


def test_an_unknown_architecture_is_refused(project: Path, tmp_path: Path) -> None:
    directory = project / "layers/dependencies"
    result = make(directory, "build-DependenciesLayer", tmp_path, ARCHITECTURE="amd64")

    assert result.returncode != 0
    assert 'ARCHITECTURE is arm64 or x86_64, not "amd64"' in result.stderr


@pytest.mark.skipif(not SAM.exists(), reason="`make validate` installs SAM")
def test_sam_builds_the_template_and_uploads_the_bundles_as_they_are(
    project: Path, tmp_path: Path, s3: "S3Client", s3_address: tuple[str, int]
) -> None:
    environment = {
        **os.environ, "SAM_CLI_TELEMETRY": "0", "PYTHON": sys.executable, "MAKEFLAGS": "",
        "AWS_ENDPOINT_URL": f"http://{s3_address[0]}:{s3_address[1]}", "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip

    def sam(*arguments: str) -> None:
        subprocess.run([SAM, *arguments], env=environment, check=True, capture_output=True, cwd=project)

    sam("build", "--template", str(project / "template.yaml"), "--build-dir", str(tmp_path))
    packed = {path.read_bytes() for path in bundle(tmp_path)}
    s3.create_bucket(Bucket="artifacts")
    sam("package", "--template-file", str(tmp_path / "template.yaml"), "--s3-bucket", "artifacts")
    objects = [it["Key"] for it in s3.list_objects_v2(Bucket="artifacts")["Contents"]]
    uploaded = [s3.get_object(Bucket="artifacts", Key=key)["Body"].read() for key in objects]

    assert list(tmp_path.glob("DependenciesLayer/python/rapidfuzz/fuzz_cpp.cpython-313-aarch64-linux-gnu.so"))
    assert (tmp_path / "ModelLayer/model/catalogue.sqlite").exists()
    assert (tmp_path / "SlackEvents/slack_events.py").exists()
    assert {content for content in uploaded if content.startswith(b"PK")} == packed
    assert (tmp_path / "SlackEvents.zip").read_bytes() == (tmp_path / "PreTraffic.zip").read_bytes()
    [nested] = [content.decode() for content in uploaded if not content.startswith(b"PK")]
    assert "AWS::CloudWatch::Dashboard" in nested
    for template in (nested, (tmp_path / "template.yaml").read_text(encoding="utf-8")):
        assert not [token for token in yaml.scan(template) if isinstance(token, yaml.AliasToken)]
