"""Fixtures and environment variables of all tests."""

import os

from hypothesis import settings

pytest_plugins = [
    "tests.coverage_pauses",
    "tests.library",
    "tests.whole_models",
    "tests.time_outs",
    "tests.s3",
    "tests.ssm",
    "tests.kms",
    "tests.dynamodb",
    "tests.deployment",
    "tests.slack_app",
    "tests.api_app",
]

# Powertools reads these when the modules are imported; the template sets them for Lambda.
os.environ["POWERTOOLS_SERVICE_NAME"] = "shelftalker"
os.environ["POWERTOOLS_METRICS_NAMESPACE"] = "Shelftalker"
# Slack is imitated on this machine.
os.environ["RESPONSE_URLS_ON_LOOPBACK"] = "on"

# A busy machine is no defect of the code.
settings.register_profile("shelftalker", deadline=None)
settings.load_profile("shelftalker")
