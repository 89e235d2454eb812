"""Processes that are killed, that start while something is down, or that find no room for temporary files."""

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

HANGS = Fault("hangs", hangs=True)
HANGS_IN_THE_CATALOGUE = Fault("hangs in the catalogue", path_contains="catalogue.sqlite", hangs=True)
DOWN = Fault("down", resets=True)


@pytest.mark.parametrize("fault", [DOWN, HANGS], ids=str)
def test_a_start_without_s3_serves_the_deployed_model_and_the_published_one_a_minute_later(
    start_app: StartApp, services: dict[str, FaultyService], versions: list[str], fault: Fault
) -> None:
    with services["s3"].failing(fault), start_app() as app:
        assert TITLE in app.type(TITLE).body
        assert served(app) == versions[0]
        services["s3"].fault = None
        app.pass_minutes(1.1)
        assert app.type(TITLE).status == 200
        assert served(app) == versions[1]


@pytest.mark.parametrize("fault", [DOWN, HANGS], ids=str)
def test_a_start_without_ssm_refuses_requests_and_answers_them_five_seconds_after_its_return(
    start_app: StartApp, services: dict[str, FaultyService], fault: Fault
) -> None:
    with services["ssm"].failing(fault), start_app() as app:
        assert app.type(TITLE).status == 401  # whose it is can't be told
        said = [line for line in app.new_lines() if line.get("message") == "the signing secret can't be read"]
        assert [line["parameter"] for line in said] == [SECRET_PARAMETER]
        services["ssm"].fault = None
        app.pass_minutes(0.1)
        assert app.type(TITLE).status == 200


def test_a_process_that_is_killed_while_it_fetches_a_model_leaves_nothing_to_the_next(
    start_app: StartApp, services: dict[str, FaultyService], versions: list[str]
) -> None:
    s3 = services["s3"]
    with start_app() as app, ThreadPoolExecutor(1) as callers, s3.failing(HANGS_IN_THE_CATALOGUE):
        assert app.type("help").status == 200  # having waited for the model no longer than it may
        (left,) = model_folders(app)
        s3.requests.clear()
        cut_off = callers.submit(app.type, TITLE)
        wait_until(lambda: any("catalogue.sqlite" in request for request in s3.requests))
        os.killpg(process_of(left), signal.SIGKILL)
        assert cut_off.result().status == 500
        s3.fault = None
        assert TITLE in app.type(TITLE).body
        assert served(app) == versions[1]
        assert left not in model_folders(app)


def test_no_room_for_a_model_leaves_the_deployed_one(start_app: StartApp, versions: list[str], tmp_path: Path) -> None:
    with start_app(python=python_with_files_up_to(100, tmp_path)) as app:
        assert TITLE in app.type(TITLE).body
        wait_until(lambda: "ModelFetchFailed" in app.new_metrics())
        assert model_folders(app) == []


def test_no_room_for_anything_leaves_the_deployed_model(start_app: StartApp, tmp_path: Path) -> None:
    with start_app(python=python_with_files_up_to(0, tmp_path)) as app:
        for _ in range(2):
            assert TITLE in app.type(TITLE).body


def served(app: HostedApp) -> str:
    """The version of the model that was last said to be in use."""
    told = [line["model_version"] for line in app.new_lines() if line.get("message") == "model in use"]
    return told[-1] if told else ""


def model_folders(app: HostedApp) -> list[Path]:
    """Folders with models that were fetched, in part or whole."""
    return sorted(app.temporary.glob("shelftalker-model-*"))


def process_of(folder: Path) -> int:
    """The process that fetched into a folder."""
    return int(folder.name.split("-")[2])


def python_with_files_up_to(kilobytes: int, directory: Path) -> Path:
    """This Python, where no file can grow beyond a size, as on a disk that is full. What it prints goes on.

    Lambda's full /tmp raises ENOSPC, and this EFBIG: to Python both are an OSError from `write`.
    """
    python = directory / "python"
    python.write_text(
        f'#!/bin/bash\nexec > >(exec cat) 2>&1\nulimit -f {kilobytes}\nexec {sys.executable} "$@"\n', encoding="utf-8"
    )
    python.chmod(0o755)
    return python


def wait_until(is_so: Callable[[], bool]) -> None:
    """What a process printed may come through its pipe a moment after its answer."""
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)
