import importlib.util
import os
import sys
import textwrap
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local.lambda_host.function_host import FunctionHost, RuntimeClientMissingError, host_function
from infra.local.lambda_host.in_process_host import InProcessHost

real_processes = pytest.mark.skipif(sys.platform != "linux", reason="AWS's runtime client is made for Linux")

HANDLER = """
    import os, subprocess, sys, time
    print("module loaded")
    calls = 0

    def handler(event, context):
        global calls
        calls += 1
        do = event.get("do")
        print("asked to", do)
        if do == "raise":
            raise ValueError("as you wish")
        if do == "exit":
            os._exit(3)
        if do == "sleep":
            time.sleep(60)
        if do == "nap":
            time.sleep(0.2)
        if do == "return an object that is not JSON":
            return object()
        if do == "start a child":
            return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid
        return {
            "pid": os.getpid(),
            "calls": calls,
            "environment": dict(os.environ),
            "request_id": context.aws_request_id,
            "remaining_ms": context.get_remaining_time_in_millis(),
            "function": context.function_name,
            "memory_mb": int(context.memory_limit_in_mb),
            "arn": context.invoked_function_arn,
            "event": event,
        }
"""

WriteHandler = Callable[[str], Path]


@pytest.fixture
def write_handler(tmp_path: Path) -> WriteHandler:
    def write(source: str) -> Path:
        code = tmp_path / "code"
        code.mkdir(exist_ok=True)
        (code / "hosted.py").write_text(textwrap.dedent(source))
        return code

    return write


@pytest.fixture
def code(write_handler: WriteHandler) -> Path:
    return write_handler(HANDLER)


def is_running(pid: int) -> bool:
    # A process that has ended is listed as a zombie until its parent waits for it.
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited thirty seconds"
        time.sleep(0.01)


@real_processes
def test_the_runtime_client_boots_a_handler_once_and_answers_every_event(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler") as host:
        first = host.invoke({"umlaut": "ü", "number": 1.5})
        second = host.invoke({})
    assert first.error is None
    assert first.payload["event"] == {"umlaut": "ü", "number": 1.5}
    assert (first.payload["calls"], second.payload["calls"]) == (1, 2)
    assert first.init_duration_ms is not None
    assert first.init_duration_ms > 0
    assert first.duration_ms > 0
    assert second.init_duration_ms is None
    assert not is_running(first.payload["pid"])


@real_processes
def test_the_context_has_the_members_of_lambdas(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler", timeout_seconds=600) as host:
        first, second = host.invoke({}).payload, host.invoke({}).payload
    assert 500_000 < first["remaining_ms"] <= 600_000
    assert first["request_id"] != second["request_id"]
    assert first["function"] == "shelftalker"
    assert first["memory_mb"] == 1024
    assert first["arn"].startswith("arn:aws:lambda:")


@real_processes
def test_a_function_sees_lambdas_environment_and_its_own_and_none_of_the_callers_aws(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the caller")
    monkeypatch.setenv("AWS_PROFILE", "of the caller")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "of the caller")
    with FunctionHost(code, {"MODEL_BUCKET": "models"}, handler="hosted.handler") as host:
        environment = host.invoke({}).payload["environment"]
    assert "of the caller" not in environment.values()
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert environment["MODEL_BUCKET"] == "models"
    assert environment["_HANDLER"] == "hosted.handler"
    assert environment["LAMBDA_TASK_ROOT"] == str(code)
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "shelftalker"
    assert environment["AWS_REGION"] == "eu-central-1"
    assert environment["_X_AMZN_TRACE_ID"].startswith("Root=1-")


@real_processes
def test_a_function_imports_from_its_layers(write_handler: WriteHandler, tmp_path: Path) -> None:
    layer = tmp_path / "layer"
    layer.mkdir()
    (layer / "of_the_layer.py").write_text("ANSWER = 42")
    code = write_handler("import of_the_layer\ndef handler(event, context): return of_the_layer.ANSWER")
    with FunctionHost(code, {}, handler="hosted.handler", import_paths=[layer]) as host:
        assert host.invoke({}).payload == 42


@real_processes
def test_an_exception_of_a_handler_is_reported_and_the_process_goes_on(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler") as host:
        failed = host.invoke({"do": "raise"})
        after = host.invoke({})
    assert failed.payload is None
    assert str(failed.error) == "ValueError: as you wish"
    assert failed.error is not None
    assert "hosted.py" in failed.error.stack_trace[-1]
    assert after.payload["calls"] == 2


@real_processes
def test_an_answer_that_is_not_json_is_an_error(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler") as host:
        error = host.invoke({"do": "return an object that is not JSON"}).error
    assert error is not None
    assert error.type == "Runtime.MarshalError"


@real_processes
def test_after_a_crash_the_next_event_gets_a_new_process(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler") as host:
        crashed = host.invoke({"do": "exit"})
        after = host.invoke({})
    assert str(crashed.error) == "Runtime.ExitError: Runtime exited with exit status 3"
    assert after.payload["calls"] == 1
    assert after.init_duration_ms is not None


@real_processes
def test_a_renewed_host_answers_the_next_events_from_new_processes(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler", environments=2) as host:
        before = host.invoke({})
        host.renew()
        after = host.invoke({})
    assert after.payload["pid"] != before.payload["pid"]
    assert (after.payload["calls"], after.init_duration_ms is None) == (1, False)
    assert not is_running(before.payload["pid"])


def test_in_process_a_renewed_host_imports_the_handler_anew(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "hosted", raising=False)
    with InProcessHost(code, {}, handler="hosted.handler") as host:
        assert [host.invoke({}).payload["calls"] for _ in range(2)] == [1, 2]
        host.renew()
        assert host.invoke({}).payload["calls"] == 1


@real_processes
def test_an_invocation_that_takes_too_long_is_killed_and_the_next_event_gets_a_new_process(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler", timeout_seconds=1) as host:
        pid = host.invoke({}).payload["pid"]
        started = time.monotonic()
        late = host.invoke({"do": "sleep"})
        assert time.monotonic() - started < 30
        wait_until(lambda: not is_running(pid))
        after = host.invoke({})
    assert str(late.error) == "Sandbox.Timedout: Task timed out after 1.00 seconds"
    assert after.payload["calls"] == 1


@real_processes
@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("raise RuntimeError('no model')", "RuntimeError: no model"),
        (
            "import not_there",
            "Runtime.ImportModuleError: Unable to import module 'hosted': No module named 'not_there'",
        ),
        ("def other(): ...", "Runtime.HandlerNotFound: Handler 'handler' missing on module 'hosted'"),
        ("import os; os._exit(5)", "Runtime.ExitError: Runtime exited with exit status 5"),
    ],
)
def test_an_error_during_initialisation_is_reported_and_its_repair_is_enough(
    write_handler: WriteHandler, source: str, error: str
) -> None:
    with FunctionHost(write_handler(source), {}, handler="hosted.handler") as host:
        failed = host.invoke({})
        assert str(failed.error) == error
        write_handler("def handler(event, context): return 'repaired'")
        assert host.invoke({}).payload == "repaired"


@real_processes
def test_an_initialisation_that_takes_too_long_is_ended(write_handler: WriteHandler) -> None:
    code = write_handler("import time; time.sleep(60)")
    with FunctionHost(code, {}, handler="hosted.handler", init_timeout_seconds=0.3) as host:
        assert str(host.invoke({}).error) == "Sandbox.Timedout: Initialisation timed out after 0.30 seconds"


@real_processes
def test_the_processes_that_a_function_started_end_with_it(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler") as host:
        child = host.invoke({"do": "start a child"}).payload
        assert is_running(child)
    wait_until(lambda: not is_running(child))


@real_processes
def test_the_log_has_the_output_of_the_function_and_its_end(code: Path, tmp_path: Path) -> None:
    log = tmp_path / "function.log"
    with FunctionHost(code, {}, handler="hosted.handler", log=log) as host:
        host.invoke({"do": "raise"})
        assert log.read_text().splitlines()[:2] == ["module loaded", "asked to raise"]
        host.invoke({"do": "exit"})
        assert log.read_text().splitlines()[-2:] == [
            "asked to exit",
            "Runtime.ExitError: Runtime exited with exit status 3",
        ]


@real_processes
def test_one_environment_handles_one_event_at_a_time_and_two_handle_two(code: Path) -> None:
    processes = {}
    for environments in (1, 2):
        with (
            FunctionHost(code, {}, handler="hosted.handler", environments=environments) as host,
            ThreadPoolExecutor(4) as callers,
        ):
            answers = list(callers.map(host.invoke, [{"do": "nap"}] * 4))
        assert all(answer.error is None for answer in answers)
        processes[environments] = len({answer.payload["pid"] for answer in answers})
    assert processes == {1: 1, 2: 2}


@real_processes
def test_one_caller_at_a_time_keeps_one_environment_warm(code: Path) -> None:
    with FunctionHost(code, {}, handler="hosted.handler", environments=2) as host:
        assert [host.invoke({}).payload["calls"] for _ in range(3)] == [1, 2, 3]


@real_processes
def test_the_end_of_the_host_ends_its_invocations_and_accepts_no_more(code: Path, tmp_path: Path) -> None:
    log = tmp_path / "function.log"
    with ThreadPoolExecutor(1) as callers:
        with FunctionHost(code, {}, handler="hosted.handler", log=log) as host:
            invocation = callers.submit(host.invoke, {"do": "sleep"})
            wait_until(lambda: log.exists() and "asked to sleep" in log.read_text())
            ended = time.monotonic()
        assert time.monotonic() - ended < 30
        assert invocation.result().payload is None
        with pytest.raises(RuntimeError, match="has ended"):
            host.invoke({})


@real_processes
def test_a_process_of_snapstart_waits_between_its_snapshot_and_its_restoration(code: Path) -> None:
    passed: list[int] = []
    with FunctionHost(code, {}, handler="hosted.handler", while_snapshot=lambda: passed.append(1)) as host:
        answers = [host.invoke({}) for _ in range(2)]
    assert passed == [1]
    assert {it.payload["environment"]["AWS_LAMBDA_INITIALIZATION_TYPE"] for it in answers} == {"snap-start"}


@real_processes
def test_linux_hosts_functions_with_the_real_runtime_client(code: Path) -> None:
    assert isinstance(host_function(code, {}), FunctionHost)


def test_on_linux_without_the_runtime_client_the_error_names_the_command_that_installs_it(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(RuntimeClientMissingError, match=r"make \.venv/demo\.stamp"):
        host_function(code, {})


def test_a_system_without_a_runtime_client_hosts_functions_in_process_and_reports_it(
    code: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert isinstance(host_function(code, {}), InProcessHost)
    assert "functions run in this process" in capsys.readouterr().out


def test_in_process_a_handler_gets_the_same_and_the_process_is_restored(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "hosted", raising=False)
    environment, import_path = os.environ.copy(), sys.path.copy()
    with InProcessHost(code, {"MODEL_BUCKET": "models"}, handler="hosted.handler", timeout_seconds=600) as host:
        answer = host.invoke({"umlaut": "ü"})
        failed = host.invoke({"do": "raise"})
    assert answer.error is None
    assert answer.payload["event"] == {"umlaut": "ü"}
    assert answer.payload["environment"]["MODEL_BUCKET"] == "models"
    assert answer.payload["function"] == answer.payload["environment"]["AWS_LAMBDA_FUNCTION_NAME"] == "shelftalker"
    assert 500_000 < answer.payload["remaining_ms"] <= 600_000
    assert str(failed.error) == "ValueError: as you wish"
    assert os.environ == environment
    assert sys.path == import_path
