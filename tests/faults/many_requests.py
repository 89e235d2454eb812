"""The handler in this process, thousands of requests to it, and their outcome."""

import contextlib
import gc
import importlib
import io
import json
import logging
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from awslambdaric.lambda_runtime_marshaller import to_json  # type: ignore[import-untyped]

from tests.faults.generated_requests import SENDERS_WORD, Event
from tests.slack_app import LambdaContext
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event


@dataclass
class Outcome:
    """Outcome of many requests.

    Attributes:
        statuses: Number of answers by HTTP status.
        failures: The first requests that the handler raised for, or answered with a 5xx, and the reason.
        leaks: The first lines with words of a sender.
        new_objects: Number of objects that Python holds more after the last tenth than after the first.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    new_objects: int = 0


class Handler:
    """The entry point, with a model and a secret and no other service."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._output = io.StringIO()
        for handler in module.logger.handlers:
            handler.setStream(self._output)
        # The logs of libraries go the same way, as on Lambda.
        self._root_handler = logging.StreamHandler(self._output)

    def answer(self, event: Event) -> dict[str, Any]:
        """Return the answer that Lambda would get; raise if Lambda could not send it as JSON."""
        self._output.seek(0)
        self._output.truncate()
        with contextlib.redirect_stdout(self._output):
            answer: dict[str, Any] = self._module.handler(event, LambdaContext())
        to_json(answer).encode()
        return answer

    def send(self, make_event: Callable[[], Event], number: int, *, may_echo: bool) -> Outcome:
        """Send a number of events.

        Args:
            make_event: Function that makes an event.
            number: Number of events.
            may_echo: True where an answer, not a log, may quote the sender: people in Slack see the text they typed.
        """
        with self._only_own_log_handler(), _untraced_threads():
            return self._send(make_event, number, may_echo=may_echo)

    def _send(self, make_event: Callable[[], Event], number: int, *, may_echo: bool) -> Outcome:
        outcome = Outcome()
        objects_at_first = 0
        for sent in range(number):
            event = make_event()
            try:
                answer = self.answer(event)
            except Exception as error:  # noqa: BLE001 - whatever it is, Lambda would make a 5xx of it
                outcome.statuses[500] += 1
                outcome.failures.append(f"{error!r}: {str(event.get('body'))[:300]}")
                continue
            outcome.statuses[answer["statusCode"]] += 1
            if answer["statusCode"] >= 500:
                outcome.failures.append(f"{answer}: {str(event.get('body'))[:300]}")
            output = self._output.getvalue() + ("" if may_echo else json.dumps(answer))
            if SENDERS_WORD in output:
                outcome.leaks.append(output[:1000])
            if sent == number // 10:
                objects_at_first = _objects()
        outcome.new_objects = _objects() - objects_at_first
        del outcome.failures[10:], outcome.leaks[10:]
        return outcome

    @contextmanager
    def _only_own_log_handler(self) -> Iterator[None]:
        """Remove pytest's log handlers, which keep every record."""
        root = logging.getLogger()
        before, root.handlers = root.handlers, [self._root_handler]
        try:
            yield
        finally:
            root.handlers = before

    def recommends(self) -> bool:
        """Return True where a valid request still gets its answer."""
        body = command_body("dune")
        answer = self.answer(v2_event(body, signed_headers(body)))
        return answer["statusCode"] == 200 and "If you liked Dune" in answer["body"]


@contextmanager
def handler_alone(model_directory: Path, absent: Iterable[str]) -> Iterator[Handler]:
    """Import the handler anew, with none of these environment variables."""
    with pytest.MonkeyPatch.context() as patch:
        for name in absent:
            patch.delenv(name, raising=False)
        patch.setenv("MODEL_DIRECTORY", str(model_directory))
        patch.setenv("SLACK_SIGNING_SECRET", SIGNING_SECRET)
        sys.modules.pop("slack_events", None)
        module = importlib.import_module("slack_events")
        yield Handler(module)
        module.models.close()
        sys.modules.pop("slack_events", None)


@contextmanager
def _untraced_threads() -> Iterator[None]:
    """Start threads without a tracer: coverage keeps that of each thread to the end, which counts as new objects."""
    before = threading.gettrace()
    threading.settrace(None)
    try:
        yield
    finally:
        threading.settrace(before)


def _objects() -> int:
    gc.collect()
    return sys.getallocatedblocks()
