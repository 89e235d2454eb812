"""The modules that a process of a function has loaded."""

import subprocess
import sys
from pathlib import Path

FUNCTIONS = Path(__file__).parents[1] / "functions"
# Powertools imports the package botocore itself, which is empty.
BOTO3 = {"boto3", "botocore.client", "botocore.session"}


def modules_after(code: str, model_directory: Path) -> set[str]:
    """Return the names of the modules that are imported once a process with a model has run some code."""
    environment = {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "MODEL_DIRECTORY": str(model_directory),
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker", "POWERTOOLS_SERVICE_NAME": "shelftalker",
        "PYTHONPATH": f"{FUNCTIONS}:{FUNCTIONS.parent}", "SHELF_TABLE": "shelves", "SLACK_SIGNING_SECRET": "secret",
    }  # fmt: skip
    printed = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return set(printed.splitlines()[-1].split())
