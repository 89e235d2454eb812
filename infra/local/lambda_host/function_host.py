"""A host of a Lambda function on this machine, in processes that run AWS's own runtime client.

A handler runs as on Lambda: in a process of its own with Lambda's environment variables, with one event at a time and
its context object. It is killed after its time-out, and a new process starts after that or after a crash.
"""

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, LifoQueue
from signal import SIGKILL
from threading import Thread
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from infra.local.lambda_host.in_process_host import InProcessHost
from infra.local.lambda_host.invocation import LAMBDA, NO_ACCOUNT, SLACK_HERE, FunctionError, Invocation
from infra.local.lambda_host.runtime_api import PendingEvent, Report, ReportKind, RuntimeApi


class RuntimeClientMissingError(Exception):
    """awslambdaric is not installed on a system that it is made for."""


def host_function(
    code: Path,
    environment: Mapping[str, str],
    *,
    handler: str = "slack_events.handler",
    timeout_seconds: float = LAMBDA.timeout_seconds,
    environments: int = 1,
    log: Path | None = None,
) -> "FunctionHost | InProcessHost":
    """Return the host for this system: real Lambda processes, or this process where AWS has no runtime client for it.

    The arguments are those of `FunctionHost`.

    Raises:
        RuntimeClientMissingError: This is Linux, and AWS's runtime client is not installed.
    """
    if all(importlib.util.find_spec(module) for module in ("awslambdaric", "runtime_client")):
        return FunctionHost(
            code, environment, handler=handler, timeout_seconds=timeout_seconds, environments=environments, log=log
        )
    if sys.platform == "linux":
        raise RuntimeClientMissingError(
            f"awslambdaric, AWS's runtime client for Lambda functions, is not installed for {sys.executable}. Install "
            "it with: make .venv/demo.stamp"
        )
    print("AWS's runtime client has no build for this system, so functions run in this process, with no time limit.")
    return InProcessHost(code, environment, handler=handler, timeout_seconds=timeout_seconds)


class FunctionHost:
    """Answers events with a function's handler. Use it in a `with` statement, which ends every process.

    Args:
        code: Folder that contains the handler's module, the template's CodeUri.
        environment: The function's environment variables. It inherits PATH and the like, and no variable of AWS.
        handler: `module.function`.
        python: Path of the interpreter that runs the function; it must have awslambdaric.
        import_paths: Further folders to import from, as layers are.
        timeout_seconds: Time-out in seconds of one invocation.
        init_timeout_seconds: Time-out in seconds of the initialisation of a process.
        environments: Number of processes that answer at a time; each starts when it is first needed, as on Lambda.
        log: File that the function's output is appended to, or None for standard error. A line is in it before the
            invocation that wrote it is answered.
        while_snapshot: For SnapStart: called between the snapshot and the restoration of each process, which may be
            weeks apart. None for processes that are started on demand.
    """

    def __init__(
        self,
        code: Path,
        environment: Mapping[str, str],
        *,
        handler: str = "slack_events.handler",
        python: str = sys.executable,
        import_paths: Sequence[Path] = (),
        timeout_seconds: float = LAMBDA.timeout_seconds,
        init_timeout_seconds: float = LAMBDA.init_timeout_seconds,
        environments: int = 1,
        log: Path | None = None,
        while_snapshot: Callable[[], object] | None = None,
    ) -> None:
        command = [python, "-m", "awslambdaric", handler]
        # A process needs these to run at all; nothing of AWS is inherited.
        names = ("HOME", "LD_LIBRARY_PATH", "PATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR")
        inherited = {name: os.environ[name] for name in names if name in os.environ}
        variables = {
            **inherited,
            **NO_ACCOUNT,
            **LAMBDA.environment,
            **SLACK_HERE,
            **({"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"} if while_snapshot else {}),
            **environment,
            "LAMBDA_TASK_ROOT": str(code.resolve()),
            "PYTHONPATH": os.pathsep.join(str(path.resolve()) for path in (code, *import_paths)),
            "_HANDLER": handler,
        }
        timeouts = _Timeouts(init_timeout_seconds, timeout_seconds)
        start_api = partial(RuntimeApi, while_snapshot) if while_snapshot else RuntimeApi
        self._all = [_ExecutionEnvironment(command, variables, timeouts, log, start_api) for _ in range(environments)]
        # Last in, first out: the one that answered last is warm.
        self._free: LifoQueue[_ExecutionEnvironment] = LifoQueue()
        for free in reversed(self._all):
            self._free.put(free)
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        for environment in self._all:
            environment.interrupt()
        for environment in [self._free.get() for _ in self._all]:
            environment.stop()
            self._free.put(environment)

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Invoke the function with one event, once a process is free.

        Raises:
            RuntimeError: The host's `with` block is over.
        """
        environment = self._free.get()
        try:
            if self._closed:
                raise RuntimeError("This FunctionHost has ended: invoke functions inside its `with` block.")
            return environment.invoke(json.dumps(event).encode())
        finally:
            self._free.put(environment)

    def renew(self) -> None:
        """End all processes, once they are free: the next events start new ones, as after a deployment."""
        environments = [self._free.get() for _ in self._all]
        for environment in reversed(environments):
            environment.stop()
            self._free.put(environment)


@dataclass(frozen=True, slots=True)
class _Timeouts:
    init_seconds: float
    invocation_seconds: float


class _ExecutionEnvironment:
    """A process that runs the function, and its Runtime API; started again after it has ended."""

    def __init__(
        self,
        command: list[str],
        variables: dict[str, str],
        timeouts: _Timeouts,
        log: Path | None,
        start_api: Callable[[], RuntimeApi],
    ) -> None:
        self._command = command
        self._variables = variables
        self._timeouts = timeouts
        self._log = log
        self._start_api = start_api
        self._process: subprocess.Popen[bytes] | None = None
        self._running = ExitStack()
        self._api: RuntimeApi

    def invoke(self, event: bytes) -> Invocation:
        init_duration_ms = None
        if self._process is None or self._process.poll() is not None:
            started = time.perf_counter()
            self._start()
            error = self._init_error()
            init_duration_ms = (time.perf_counter() - started) * 1000
            if error:
                self.stop()
                return Invocation(None, error, 0.0, init_duration_ms)
        started = time.perf_counter()
        request_id = str(uuid4())
        self._api.events.put(
            PendingEvent(
                request_id=request_id,
                body=event,
                # Cut off as Lambda's client cuts off the time of day: rounded, more would be left than there is.
                deadline_ms=int((time.time() + self._timeouts.invocation_seconds) * 1000),
                function_arn=LAMBDA.function_arn,
                trace_id=f"Root=1-{int(time.time()):08x}-{uuid4().hex[:24]};Parent={uuid4().hex[:16]};Sampled=0",
            )
        )
        report = self._next_report(self._timeouts.invocation_seconds)
        duration_ms = (time.perf_counter() - started) * 1000
        if report and report.kind is ReportKind.RESPONSE:
            return Invocation(json.loads(report.body), None, duration_ms, init_duration_ms)
        if report and report.kind is ReportKind.ERROR:
            return Invocation(None, _reported_error(report), duration_ms, init_duration_ms)
        error = self._exit_error() if report else self._timeout_error("Task", self._timeouts.invocation_seconds)
        self.stop()
        return Invocation(None, error, duration_ms, init_duration_ms)

    def interrupt(self) -> None:
        """Kill the process; an invocation that another thread waits for ends with an error."""
        process = self._process
        if process:
            _end(process)

    def stop(self) -> None:
        """End the process, and the processes that it started."""
        self._running.close()
        self._process = None

    def _start(self) -> None:
        self.stop()
        self._api = self._running.enter_context(self._start_api())
        variables = {**self._variables, "AWS_LAMBDA_RUNTIME_API": self._api.address}
        output = self._running.enter_context(self._log.open("a")) if self._log else sys.__stderr__
        self._process = subprocess.Popen(
            self._command,
            cwd=self._variables["LAMBDA_TASK_ROOT"],
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its children end with it, and Ctrl-C in the terminal reaches only this process
        )
        watcher = Thread(target=_report_exit, args=(self._process, self._api), daemon=True)
        self._running.callback(watcher.join)
        self._running.callback(_end, self._process)
        watcher.start()

    def _init_error(self) -> FunctionError | None:
        report = self._next_report(self._timeouts.init_seconds)
        if report is None:
            return self._timeout_error("Initialisation", self._timeouts.init_seconds)
        if report.kind is ReportKind.INIT_ERROR:
            return _reported_error(report)
        return None if report.kind is ReportKind.READY else self._exit_error()

    def _log_error(self, error: FunctionError) -> FunctionError:
        """Write an error to the log that the process can't write any more, as Lambda does."""
        with self._log.open("a") if self._log else nullcontext(sys.stderr) as output:
            print(error, file=output)
        return error

    def _next_report(self, timeout_seconds: float) -> Report | None:
        try:
            return self._api.reports.get(timeout=timeout_seconds)
        except Empty:
            return None

    def _exit_error(self) -> FunctionError:
        status = self._process.wait() if self._process else 0
        ending = f"exit status {status}" if status >= 0 else f"signal {-status}"
        return self._log_error(FunctionError("Runtime.ExitError", f"Runtime exited with {ending}"))

    def _timeout_error(self, phase: str, timeout_seconds: float) -> FunctionError:
        message = f"{phase} timed out after {timeout_seconds:.2f} seconds"
        return self._log_error(FunctionError("Sandbox.Timedout", message))


def _report_exit(process: "subprocess.Popen[bytes]", api: RuntimeApi) -> None:
    process.wait()
    api.reports.put(Report(ReportKind.EXIT))


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, SIGKILL)
    except ProcessLookupError:
        return  # it ended by itself, with its children
    process.wait()


def _reported_error(report: Report) -> FunctionError:
    error = json.loads(report.body)
    return FunctionError(error["errorType"], error["errorMessage"], tuple(error.get("stackTrace", ())))
