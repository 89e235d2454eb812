"""Trainings that the page starts: one at a time, with the states as they pass and how each training ended."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock, Thread
from types import MappingProxyType
from typing import Any

from infra.learning.worker import Training, TrainingWorker
from infra.local.training.command import TrainingCommand
from infra.local.training.machine import MACHINE, EnteredState, LearningMachine, Progress, learning_machine

# The states of infra/learning.asl.json, in the words of the page.
STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Settings": "reads its numbers",
        "Lock": "locks: one run at a time",
        "IsAnotherRunning": "looks whose lock it is",
        "AnotherIsRunning": "ends, as another run is under way",
        "CountRatings": "counts the new ratings",
        "AreEnough": "decides whether they are enough",
        "TooFewRatings": "ends, as there are too few",
        "ReadFormerModel": "notes which model is current",
        "ExportShelves": "exports the shelves: stars, and who opted in",
        "WaitForExport": "waits for the export",
        "DescribeExport": "looks at the export",
        "IsExported": "decides whether it is complete",
        "ExportFailed": "notes that the export failed",
        "Train": "builds a model with the shelves, compares it, and publishes it where it is no worse",
        "ReadPublishedModel": "looks which model is current now",
        "ForgetCount": "empties the count of new ratings",
        "IsRenewed": "compares the two",
        "NotifyPublished": "sends a notice of the new model",
        "NotifyUnchanged": "sends a notice that the model is the same",
        "NotifyFailure": "sends a notice of the failure",
        "Unlock": "unlocks",
        "HasFailed": "decides how it ends",
        "Ended": "has ended",
        "Failed": "has failed; the current model stays",
    }
)
_ANOTHER = "AnotherIsRunning"
_SERVING = "Functions"
_SERVING_WORDS = "start anew, and open the model that is current"
_SECONDS_TO_END = 30


class RunOutcome(StrEnum):
    """The end of a run."""

    RUNNING = "running"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    NOT_PUBLISHED = "not_published"


class TrainingRunningError(Exception):
    """A training is under way."""


@dataclass
class Run:
    """A run of the state machine.

    Attributes:
        execution: ARN of the execution.
        former: Version of the model that was current before.
        started_at: Seconds since 1970.
        lines: Lines that the training has written.
        training: How the training ended; None before.
        ended: The execution at its end; None before.
        version: Version that is current after it.
        served: Version that the functions answer from after it; empty before.
        serving_at: Seconds since 1970 at which functions started anew; None before.
        ended_at: Seconds since 1970 at which all was done; None before.
        notice: The topic's message; empty without one.
        reason: Why it failed; empty where it did not.
        outcome: How it ended.
    """

    execution: str
    former: str
    started_at: float
    lines: list[str] = field(default_factory=list)
    training: Training | None = None
    ended: Progress | None = None
    version: str = ""
    served: str = ""
    serving_at: float | None = None
    ended_at: float | None = None
    notice: str = ""
    reason: str = ""
    outcome: RunOutcome = RunOutcome.RUNNING


class Trainings:
    """Starts trainings and says how far they are. Safe to use from many threads."""

    def __init__(
        self,
        machine: LearningMachine,
        serve: Callable[[str], str],
        train: Callable[[Sequence[str]], Training] | None = None,
    ) -> None:
        """Prepare for trainings.

        Args:
            machine: The state machine.
            serve: Has the functions open a version, and returns the one that they answer from.
            train: Trains with the arguments of the command; by default the command itself.
        """
        self._machine = machine
        self._serve = serve
        self._command = TrainingCommand(self._add_line)
        self._train = train or self._command.run
        self._run: Run | None = None
        self._thread: Thread | None = None
        self._lock = Lock()

    def start(self) -> None:
        """Start a training.

        Raises:
            TrainingRunningError: One is under way.
        """
        with self._lock:
            if self._run and self._run.outcome is RunOutcome.RUNNING:
                raise TrainingRunningError("A training is under way. Wait until it has ended.")
            former = self._machine.current_version()
            self._machine.notices()  # of former runs
            self._run = Run(self._machine.start(), former, time.time())
            self._thread = Thread(target=self._follow, args=(self._run,), name="training", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End a training that is under way, and wait until its state machine has ended."""
        self._command.close()
        if self._thread:
            self._thread.join(_SECONDS_TO_END)

    def snapshot(self) -> dict[str, Any]:
        """Return the current model, the number of new ratings and of readers who opted in, and the last run."""
        run = self._run
        return {
            "version": self._machine.current_version(),
            "new_ratings": self._machine.new_ratings(),
            "readers": self._machine.readers(),
            "run": self._describe(run) if run else None,
        }

    def _follow(self, run: Run) -> None:
        """Be the worker until the execution has ended, then have the functions open the model."""
        try:
            worker = TrainingWorker(
                self._machine.sqs, self._machine.step_functions, self._machine.work_queue, self._train_and_note
            )
            while (progress := self._machine.progress(run.execution)).status == "RUNNING":
                worker.work(wait_seconds=1)
            run.ended = progress
            run.notice = next(iter(self._machine.notices()), "")
            run.version = self._machine.current_version()
            run.reason = _reason(run, progress)
            if run.version != run.former:  # also where a later state failed
                outcome = RunOutcome.PUBLISHED
                run.serving_at = time.time()
                run.served = self._serve(run.version)
            else:
                outcome = RunOutcome.NOT_PUBLISHED if run.reason else RunOutcome.UNCHANGED
        except Exception as error:  # noqa: BLE001 - whatever it is, the page has to show it, and the next run may begin
            outcome, run.reason = RunOutcome.NOT_PUBLISHED, f"{type(error).__name__}: {error}"
        run.ended_at = time.time()
        run.outcome = outcome

    def _train_and_note(self, arguments: Sequence[str]) -> Training:
        training = self._train(arguments)
        if self._run:
            self._run.training = training
        return training

    def _add_line(self, line: str) -> None:
        if self._run:
            self._run.lines.append(line)

    def _describe(self, run: Run) -> dict[str, Any]:
        progress = run.ended or self._machine.progress(run.execution)
        now = run.ended_at or time.time()
        entered = [(state, STATE_WORDS[state.name]) for state in progress.states]
        if run.serving_at:
            entered.append((EnteredState(_SERVING, run.serving_at), _SERVING_WORDS))
        ends = [*(state.entered_at for state, _ in entered[1:]), now][: len(entered)]
        return {
            "outcome": run.outcome,
            "reason": run.reason,
            "notice": run.notice,
            "former": run.former,
            "version": run.version,
            "served": run.served,
            "seconds": now - run.started_at,
            "lines": list(run.lines),
            "states": [
                {
                    "name": state.name,
                    "words": words,
                    "after_seconds": max(0.0, state.entered_at - run.started_at),
                    "seconds": max(0.0, end - state.entered_at),
                }
                for (state, words), end in zip(entered, ends, strict=True)
            ],
        }


@contextmanager
def running_trainings(dataset: Path, aws: Mapping[str, str], serve: Callable[[str], str]) -> Iterator[Trainings]:
    """Have trainings of a dataset and the shelves for as long as the `with` block lasts.

    Args:
        dataset: Folder of the dataset.
        aws: Environment variables of `local_aws`.
        serve: As of `Trainings`.

    Raises:
        DatasetError: The folder has no tables.
    """
    with learning_machine(aws["LEARNING_QUEUE_URL"], aws["AWS_ENDPOINT_URL"]) as machine:
        machine.upload_dataset(dataset)
        trainings = Trainings(machine, serve)
        try:
            yield trainings
        finally:  # Ctrl-C ends the demo
            trainings.close()


def _reason(run: Run, progress: Progress) -> str:
    """Return why a run failed, in the last line of the training's error where it was the training; empty if it did not.

    moto loses the reason that a worker gives, so that its own cause names none.
    """
    if progress.status == "SUCCEEDED":
        is_beside = progress.states[-1].name == _ANOTHER
        return f"Another run holds the lock, s3://{MACHINE.exports}/running." if is_beside else ""
    if run.training and run.training.code:
        last_line = run.training.error.strip().rpartition("\n")[2]
        return (
            last_line.removeprefix("python -m model_build train: ") or f"The training ended with {run.training.code}."
        )
    return progress.cause or run.notice
