"""The command that trains: its lines as they come, its error, and its end with the demo."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.local.training.command import TrainingCommand
from tests.time_outs import PROCESS_SECONDS

ARGUMENTS = ["--data", "s3://bucket/data", "--to", "s3://bucket/models"]


def test_the_command_itself_is_run_and_its_error_is_kept() -> None:
    training = TrainingCommand(print).run(["--data", "no address", "--to", "s3://bucket/models"])
    assert training.code == 2
    assert training.error.startswith("python -m model_build train: ")


def test_lines_are_reported_as_the_command_writes_them() -> None:
    lines: list[str] = []
    assert TrainingCommand(lines.append).run(["--help"]).code == 0
    assert lines[0].startswith("usage: ")


def test_closing_ends_a_training_and_none_begins_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # An S3 that takes the request and never answers.
    with socket.create_server(("127.0.0.1", 0)) as s3, ThreadPoolExecutor(1) as executor:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3.getsockname()[1]}")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "local")
        command = TrainingCommand(print)
        running = executor.submit(command.run, ARGUMENTS)
        s3.settimeout(PROCESS_SECONDS)
        request, _ = s3.accept()
        with request:
            command.close()
            assert running.result(PROCESS_SECONDS).code != 0
    assert command.run(ARGUMENTS).error == "The demo has ended."
