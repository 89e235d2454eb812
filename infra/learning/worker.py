"""A worker that trains when the state machine asks for it: the command that a job of EMR Serverless runs, here."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

# Of a cause Step Functions takes 32,768 characters; the last lines of the error say why.
_CAUSE_CHARACTERS = 2000


class Training(NamedTuple):
    """A training that has ended.

    Attributes:
        code: Exit code, negative for the signal that killed it.
        error: Text of its standard error.
    """

    code: int
    error: str


def run_training(arguments: Sequence[str]) -> Training:
    """Run `python -m model_build train` with these arguments, in a process of its own."""
    finished = subprocess.run(
        [sys.executable, "-m", "model_build", "train", *arguments], capture_output=True, text=True, check=False
    )
    return Training(finished.returncode, finished.stderr)


class TrainingWorker:
    """Takes the trainings that the state machine asks for from a queue, one at a time, and reports how they ended."""

    def __init__(
        self,
        sqs: Any,
        step_functions: Any,
        queue_url: str,
        train: Callable[[Sequence[str]], Training] = run_training,
    ) -> None:
        """Take trainings from a queue.

        Args:
            sqs: boto3's client of SQS.
            step_functions: boto3's client of Step Functions.
            queue_url: The queue that the state machine sends trainings to.
            train: Trains with the arguments of the command.
        """
        self._sqs = sqs
        self._step_functions = step_functions
        self._queue_url = queue_url
        self._train = train

    def work(self, wait_seconds: int) -> bool:
        """Take a training and run it to its end; return whether there was one within the time.

        A message that comes twice trains twice, which publishes the same model; the second report is dropped.
        """
        received = self._sqs.receive_message(QueueUrl=self._queue_url, WaitTimeSeconds=wait_seconds)
        for message in received.get("Messages", []):
            # At once: a training takes longer than the queue hides a message.
            self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
            order = json.loads(message["Body"])
            self._report(order["task_token"], self._train(order["arguments"]))
        return "Messages" in received

    def _report(self, task_token: str, training: Training) -> None:
        errors = self._step_functions.exceptions
        gone = (errors.TaskTimedOut, errors.TaskDoesNotExist, errors.InvalidToken)  # the last one in moto
        try:
            if training.code == 0:
                self._step_functions.send_task_success(taskToken=task_token, output="{}")
            else:
                ending = f"signal {-training.code}" if training.code < 0 else f"exit code {training.code}"
                self._step_functions.send_task_failure(
                    taskToken=task_token,
                    error="TrainingFailed",
                    cause=f"{ending}: {training.error.strip()[-_CAUSE_CHARACTERS:]}",
                )
        except gone:
            pass  # nobody waits for it any more
