"""The JSON API by its own description: Schemathesis sends the function data that fits it and data that does not."""

import re
import subprocess
import sys
from pathlib import Path

from tests.api_app import ApiApp
from tests.time_outs import PROCESS_SECONDS

# Requests for each operation and each kind of data, beside those that cover each keyword of the schemas.
EXAMPLES = 30


def test_every_answer_is_as_the_description_says(api_app: ApiApp, tmp_path: Path) -> None:
    # Beside schemas, statuses and headers of answers: data that does not fit is refused and all that fits is taken,
    # other methods get 405 with Allow, and nothing is answered without a key or with another one.
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"http://{api_app.address}/openapi.json",
        "--header", f"Authorization: Bearer {api_app.key}", "--checks", "all", "--mode", "all",
        "--max-examples", str(EXAMPLES), "--seed", "1", "--no-color",
    ]  # fmt: skip
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PROCESS_SECONDS
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
    generated = re.search(r"(\d+) generated", ended.stdout)
    assert generated, ended.stdout
    assert int(generated[1]) > 6 * EXAMPLES
    assert {"Served", "Typed", "BookGone", "ApiRefused", "ApiKeyRefused", "NotAllowed"} <= set(api_app.outcomes())
