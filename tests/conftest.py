"""What all tests share."""

import os

pytest_plugins = [
    "tests.library",
    "tests.time_outs",
    "tests.s3",
    "tests.ssm",
    "tests.dynamodb",
    "tests.deployment",
    "tests.slack_app",
]

# Powertools reads these when the modules are imported; the template sets them for Lambda.
os.environ["POWERTOOLS_SERVICE_NAME"] = "shelftalker"
os.environ["POWERTOOLS_METRICS_NAMESPACE"] = "Shelftalker"
