"""The handler in this process, sent more requests than one would count, and what became of them."""

import contextlib
import gc
import importlib
import io
import json
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from awslambdaric.lambda_runtime_marshaller import to_json

from tests.faults.generated_requests import SENDERS_WORD, Event
from tests.slack_app import LambdaContext
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event


@dataclass
class Outcome:
    """What became of many requests.

    Attributes:
        statuses: How many got which HTTP status.
        failed: The first requests that the handler raised for, or answered with a 5xx, and why.
        told: The first lines that gave away what a sender wrote.
        new_objects: How many more objects Python held after the last tenth than after the first.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    new_objects: int = 0


class Handler:
    """The entry point, with a model and a secret and nothing else that it could call."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._printed = io.StringIO()
        for handler in module.logger.handlers:
            handler.setStream(self._printed)
        # What libraries log goes the same way, as on Lambda.
        self._root_handler = logging.StreamHandler(self._printed)

    def answer(self, event: Event) -> dict[str, Any]:
        """What Lambda would get, as it would send it on."""
        self._printed.seek(0)
        self._printed.truncate()
        with contextlib.redirect_stdout(self._printed):
            answer: dict[str, Any] = self._module.handler(event, LambdaContext())
        to_json(answer).encode()
        return answer

    def send(self, make_event: Callable[[], Event], number: int, *, may_echo: bool) -> Outcome:
        """Send so many events.

        Args:
            make_event: Makes one.
            number: How many.
            may_echo: Whether an answer, not a log, may say what was written: Slack's people see what they typed.
        """
        with self._logging_to_nobody_else():
            return self._send(make_event, number, may_echo=may_echo)

    def _send(self, make_event: Callable[[], Event], number: int, *, may_echo: bool) -> Outcome:
        outcome = Outcome()
        objects_at_first = 0
        for place in range(number):
            event = make_event()
            try:
                answer = self.answer(event)
            except Exception as error:  # noqa: BLE001 - whatever it is, Lambda would make a 5xx of it
                outcome.statuses[500] += 1
                outcome.failed.append(f"{error!r}: {str(event.get('body'))[:300]}")
                continue
            outcome.statuses[answer["statusCode"]] += 1
            if answer["statusCode"] >= 500:
                outcome.failed.append(f"{answer}: {str(event.get('body'))[:300]}")
            said = self._printed.getvalue() + ("" if may_echo else json.dumps(answer))
            if SENDERS_WORD in said:
                outcome.told.append(said[:1000])
            if place == number // 10:
                objects_at_first = _objects()
        outcome.new_objects = _objects() - objects_at_first
        del outcome.failed[10:], outcome.told[10:]
        return outcome

    @contextmanager
    def _logging_to_nobody_else(self) -> Iterator[None]:
        """Without pytest's handlers, which keep every record."""
        root = logging.getLogger()
        before, root.handlers = root.handlers, [self._root_handler]
        try:
            yield
        finally:
            root.handlers = before

    def recommends(self) -> bool:
        """Whether a right request still gets its answer."""
        body = command_body("dune")
        answer = self.answer(v2_event(body, signed_headers(body)))
        return answer["statusCode"] == 200 and "If you liked Dune" in answer["body"]


@contextmanager
def handler_alone(model_directory: Path, absent: Iterable[str]) -> Iterator[Handler]:
    """The handler, freshly imported, with none of these environment variables."""
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


def _objects() -> int:
    gc.collect()
    return sys.getallocatedblocks()
