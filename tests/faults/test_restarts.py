"""Tests of processes that are killed, that start while a service is down, or that have no room for temporary files."""

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.conftest import SECRET_PARAMETER, StartApp
from tests.faults.faulty_service import Fault, FaultyService
from tests.faults.hosted_app import TITLE, HostedApp

when_down_or_hanging = pytest.mark.parametrize(
    "fault", [Fault("down", resets=True), Fault("hangs", hangs=True)], ids=str
)


@when_down_or_hanging
def test_a_start_without_s3_serves_the_deployed_model_and_the_published_one_a_minute_later(
    start_app: StartApp, services: dict[str, FaultyService], versions: list[str], fault: Fault
) -> None:
    with services["s3"].failing(fault), start_app() as app:
        assert TITLE in app.type(TITLE).body
        assert version_in_use(app) == versions[0]
        services["s3"].fault = None
        app.pass_minutes(1.1)
        assert app.type(TITLE).status == 200
        assert version_in_use(app) == versions[1]


@when_down_or_hanging
def test_a_start_without_ssm_refuses_requests_and_answers_them_five_seconds_after_its_return(
    start_app: StartApp, services: dict[str, FaultyService], fault: Fault
) -> None:
    with services["ssm"].failing(fault), start_app() as app:
        assert app.type(TITLE).status == 401  # its sender is unknown
        records = [line for line in app.new_lines() if line.get("message") == "the signing secret can't be read"]
        assert [line["parameter"] for line in records] == [SECRET_PARAMETER]
        services["ssm"].fault = None
        app.pass_minutes(0.1)
        assert app.type(TITLE).status == 200


def test_a_process_that_is_killed_while_it_fetches_a_model_leaves_nothing_to_the_next(
    start_app: StartApp, services: dict[str, FaultyService], versions: list[str]
) -> None:
    s3 = services["s3"]
    hangs_in_the_catalogue = Fault("hangs in the catalogue", path_contains="catalogue.sqlite", hangs=True)
    with start_app() as app, ThreadPoolExecutor(1) as callers, s3.failing(hangs_in_the_catalogue):
        assert app.type("help").status == 200  # after no longer wait for the model than allowed
        (unfinished,) = model_folders(app)
        s3.requests.clear()
        interrupted = callers.submit(app.type, TITLE)
        wait_until(lambda: any("catalogue.sqlite" in request for request in s3.requests))
        os.killpg(process_of(unfinished), signal.SIGKILL)
        assert interrupted.result().status == 500
        s3.fault = None
        assert TITLE in app.type(TITLE).body
        assert version_in_use(app) == versions[1]
        assert unfinished not in model_folders(app)


def test_no_room_for_a_model_leaves_the_deployed_one(start_app: StartApp, versions: list[str], tmp_path: Path) -> None:
    with start_app(python=python_with_files_up_to(100, tmp_path)) as app:
        assert TITLE in app.type(TITLE).body
        wait_until(lambda: "ModelFetchFailed" in app.new_metrics())
        assert model_folders(app) == []


def test_no_room_for_anything_leaves_the_deployed_model(start_app: StartApp, tmp_path: Path) -> None:
    with start_app(python=python_with_files_up_to(0, tmp_path)) as app:
        for _ in range(2):
            assert TITLE in app.type(TITLE).body


def version_in_use(app: HostedApp) -> str:
    """Return the version of the model that the log last reported to be in use."""
    versions = [line["model_version"] for line in app.new_lines() if line.get("message") == "model in use"]
    return versions[-1] if versions else ""


def model_folders(app: HostedApp) -> list[Path]:
    """Return the folders with models that were fetched, in part or whole."""
    return sorted(app.temporary.glob("shelftalker-model-*"))


def process_of(folder: Path) -> int:
    """Return the id of the process that fetched into a folder."""
    return int(folder.name.split("-")[2])


def python_with_files_up_to(kilobytes: int, directory: Path) -> Path:
    """Write a script that runs this Python with a limit for the size of files, as on a full disk; output has none.

    Lambda's full /tmp raises ENOSPC, and this EFBIG: to Python both are an OSError from `write`.
    """
    python = directory / "python"
    python.write_text(
        f'#!/bin/bash\nexec > >(exec cat) 2>&1\nulimit -f {kilobytes}\nexec {sys.executable} "$@"\n', encoding="utf-8"
    )
    python.chmod(0o755)
    return python


def wait_until(is_done: Callable[[], bool]) -> None:
    """Wait for a condition: a process's output may come through its pipe a moment after its answer."""
    deadline = time.monotonic() + 60
    while not is_done():
        assert time.monotonic() < deadline
        time.sleep(0.05)
