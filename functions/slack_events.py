"""The function for every request from Slack: commands, clicks, windows, shortcuts and events."""

# ruff: noqa: E402 - the first statement concerns the imports
import gc

# Going through what is imported again and again, of which nothing is garbage, is a twelfth of a cold start.
gc.disable()

import os
import time
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES, PathFinder
from pathlib import Path
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics
from slack_bolt import BoltRequest, BoltResponse

import shelftalker
from shelftalker.listeners.app import bolt_request, create_app
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.source import ModelSource
from shelftalker.observability import Outcome, count_outcome, log_failure, observe_request, set_outcome
from shelftalker.settings import SELF_CHECK_EVENT, VERSION, Settings
from shelftalker.slack.http_event import MODEL_HEADER, http_response
from shelftalker.slack.request import RejectedRequestError, check_signature, read_slack_request
from shelftalker.slack.signing_secret import SigningSecret

# Slack waits three seconds. A look for a new model may take 1.3 of them, which a click that met a slow shelf and a slow
# Slack no longer has; the next request looks instead.
_LATEST_MODEL_LOOK_SECONDS = 1.0


def _call_around_snapshot(before: Callable[[], None], *after: Callable[[], None]) -> None:
    """Have Lambda call hooks before a SnapStart snapshot and after its restoration; elsewhere nothing does."""
    try:
        import snapshot_restore_py  # type: ignore[import-untyped] # noqa: PLC0415
    except ImportError:
        return
    snapshot_restore_py.register_before_snapshot(before)
    for hook in after:
        snapshot_restore_py.register_after_restore(hook)


def _import_rest() -> None:
    """Import what exact titles are answered without: a snapshot has room for it, and no restoration waits for it."""
    from pkgutil import walk_packages  # noqa: PLC0415 - no start without a snapshot needs it

    for module in walk_packages(shelftalker.__path__, "shelftalker."):
        import_module(module.name)


def _check_layer() -> None:
    """Refuse a layer that was built for another processor or Python, as rapidfuzz itself does when it is imported.

    Only questions that are no whole titles import it: without this a function would start and fail for those alone.

    Raises:
        ImportError: Its compiled code is not for this process.
    """
    if os.environ.get("RAPIDFUZZ_IMPLEMENTATION") != "cpp":
        return
    found = PathFinder.find_spec("rapidfuzz")
    folders = (found and found.submodule_search_locations) or []
    if not [file for folder in folders for file in Path(folder).glob(f"fuzz_cpp*{EXTENSION_SUFFIXES[0]}")]:
        raise ImportError(
            f"The layer has no compiled rapidfuzz for this processor and Python (fuzz_cpp{EXTENSION_SUFFIXES[0]}). "
            "Build and deploy with the ARCHITECTURE of the function."
        )


def _check_model(catalogue: Catalogue, seconds: float) -> None:
    """Check a model before it is switched to."""
    # Imported here: only a published model is checked.
    from shelftalker.search.model_check import check_model  # noqa: PLC0415

    check_model(catalogue, seconds)


# All of it during Lambda's init: a SnapStart snapshot holds the open model and the secret.
_check_layer()
logger = Logger(version=VERSION)
metrics = Metrics()
settings = Settings.from_environment()
signing_secret = SigningSecret(settings)
models = ModelSource.from_settings(settings, _check_model)
services = Services.from_settings(settings, models.current)
app = create_app(services)
_call_around_snapshot(_import_rest, signing_secret.after_restore, models.look_again)
# Before the first collection, so that no request pays for one of all that was loaded.
gc.freeze()
gc.enable()


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes it, Powertools reads it
    """Answer one HTTP event from API Gateway or a Function URL, or the check before this version's release."""
    if event == SELF_CHECK_EVENT:
        return _check_self()
    with observe_request():
        return _answer(event, time.monotonic())


def _check_self() -> dict[str, Any]:
    # Imported here: only a deployment calls for it.
    from shelftalker.listeners.self_check import check_self  # noqa: PLC0415

    count_outcome(Outcome.CHECKED)
    return check_self(services)


def _answer(event: dict[str, Any], started_at: float) -> dict[str, Any]:
    try:
        request = read_slack_request(event)
        if request.is_ssl_check:
            set_outcome(Outcome.SSL_CHECK)
            return http_response(200, {}, "")
        check_signature(request, signing_secret)
        model_version = models.current().version
        response = _dispatch(bolt_request(request))
    except RejectedRequestError as rejected:
        logger.warning("rejected", extra={"status": rejected.status, "reason": rejected.reason})
        set_outcome(Outcome.REJECTED)
        return http_response(rejected.status, {"content-type": "text/plain"}, rejected.reason)
    if time.monotonic() - started_at < _LATEST_MODEL_LOOK_SECONDS:
        models.refresh()
    headers = {name: ",".join(values) for name, values in response.headers.items()}
    return http_response(response.status, headers | {MODEL_HEADER: model_version}, response.body)


def _dispatch(request: BoltRequest) -> BoltResponse:
    """Return Bolt's answer.

    Raises:
        RejectedRequestError: Bolt can't read the request: a member is missing, or not of the kind that Slack sends.
    """
    try:
        return app.dispatch(request)
    except Exception as error:  # whatever it is, API Gateway would make a 5xx of it
        log_failure("a signed request can't be dispatched", error)
        set_outcome(Outcome.FAILED)
        raise RejectedRequestError(400, "the body is not what Slack sends") from error
