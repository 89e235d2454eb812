"""AWS's own runtime interface emulator, which SAM's wheel brings along: a second host beside infra/local/lambda_host.

It is the program of Lambda's container images that stands in for the service: it starts the runtime client, serves it
the Runtime API and takes events by HTTP. SAM starts it in a container; here it runs as it is.
"""

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server
from typing import Any

from tests.cloudformation import PROJECT
from tests.infra.builds import HOST_ARCHITECTURE

_MEMBER = f"samcli/local/rapid/aws-lambda-rie-{HOST_ARCHITECTURE}"
_PATH = "/2015-03-31/functions/function/invocations"
_START_SECONDS = 60


def emulator_in(folder: Path) -> Path:
    """Put the emulator into a folder: of the SAM that `make validate` installs, else of SAM's wheel, by its lock."""
    emulator = folder / "aws-lambda-rie"
    installed = next((PROJECT / ".tools/sam").glob(f"lib/python3*/site-packages/{_MEMBER}"), None)
    if installed:
        emulator.write_bytes(installed.read_bytes())
    else:
        lock = (PROJECT / "infra/locks/sam.txt").read_text(encoding="utf-8")
        [requirement] = re.findall(r"^aws-sam-cli==.*?(?=^    #)", lock, re.MULTILINE | re.DOTALL)
        (folder / "sam.txt").write_text(requirement, encoding="utf-8")
        options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder)]
        command = [sys.executable, "-m", "pip", "download", *options, "--requirement", str(folder / "sam.txt")]
        subprocess.run(command, check=True, capture_output=True)
        with zipfile.ZipFile(next(folder.glob("aws_sam_cli-*.whl"))) as wheel:
            emulator.write_bytes(wheel.read(_MEMBER))
    emulator.chmod(0o755)
    return emulator


@contextmanager
def emulator_host(
    emulator: Path, command: list[str], environment: Mapping[str, str], folder: Path
) -> Iterator["EmulatedFunction"]:
    """Run a function in the emulator for a `with` block.

    Args:
        emulator: The program.
        command: Starts the runtime client with the handler.
        environment: The function's environment variables, with PATH and the like.
        folder: Takes the output.
    """
    address, api_address = (f"127.0.0.1:{_free_port()}" for _ in range(2))
    options = ["--runtime-interface-emulator-address", address, "--runtime-api-address", api_address]
    with (folder / "emulator.log").open("wb") as log:
        process = subprocess.Popen(
            [str(emulator), *options, *command], env=dict(environment), cwd=folder, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield EmulatedFunction(address, folder / "emulator.log", process)
    finally:
        os.killpg(process.pid, 9)
        process.wait()


class EmulatedFunction:
    """A function that the emulator hosts.

    Attributes:
        log: The output of both.
    """

    def __init__(self, address: str, log: Path, process: "subprocess.Popen[bytes]") -> None:
        self.log = log
        self._address = address
        self._process = process

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Return the function's answer to an event."""
        until = time.monotonic() + _START_SECONDS
        while True:
            connection = HTTPConnection(self._address, timeout=_START_SECONDS)
            try:
                connection.request("POST", _PATH, json.dumps(event))
                return json.loads(connection.getresponse().read())
            except ConnectionRefusedError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            finally:
                connection.close()


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
