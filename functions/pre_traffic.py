"""The function that CodeDeploy calls before a new version answers anyone: checks it, and reports the result.

Any error of a bundle or its layers is to be found here, so nothing of either is imported before it can be caught:
CodeDeploy waits an hour for a function that does not report.
"""

import logging
from typing import Any

# Rest of the function's time, for the report to CodeDeploy.
_REPORT_SECONDS = 10

logger = logging.getLogger("pre_traffic")
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: Any) -> dict[str, str]:
    """Check the version that CodeDeploy is about to send requests to."""
    try:
        from shelftalker.function_settings import PreTrafficSettings  # noqa: PLC0415
        from shelftalker.release_check import check_release  # noqa: PLC0415

        seconds = context.get_remaining_time_in_millis() / 1000 - _REPORT_SECONDS
        logger.info("The new version may answer: %s", check_release(PreTrafficSettings.from_environment(), seconds))
        status = "Succeeded"
    # Any failure at all, one to import included, has to reach CodeDeploy as a refusal, and the log as what it was.
    except Exception:
        logger.exception("The new version may not answer, and the one before it goes on: %s", event)
        status = "Failed"
    import boto3  # noqa: PLC0415 - after the check, which imports it where it can be caught

    boto3.client("codedeploy").put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status=status,
    )
    return {"status": status}
