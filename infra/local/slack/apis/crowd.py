"""A crowd: made-up members who all press buttons of one message, and the report of what each of them got."""

import random
import re
import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from infra.local.slack.apis.clicks import Clicks
from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.grants import ResponseUrl
from infra.local.slack.connection.installation import Installation, acknowledgement_error
from infra.local.slack.rules.elements import Element, elements_of
from infra.local.slack.workspace.directory import DIRECTORY, User
from infra.local.slack.workspace.workspace import Message

OUTCOMES = ("answered", "silent", "refused", "failed", "late", "gone")


@dataclass(frozen=True, slots=True)
class CrowdConfig:
    """Numbers of a crowd.

    Attributes:
        most_seconds: Longest time over which the presses are spread.
        patience_seconds: Time after the last press within which answers that came late are still counted.
        problems: Number of different problems, and of different private answers, that the report has in words.
    """

    most_seconds: float = 300
    patience_seconds: float = 3
    problems: int = 5


CONFIG = CrowdConfig()


@dataclass(frozen=True)
class Button:
    """A button, as it is found again in a message that has changed meanwhile: by its action and its value.

    Buttons of one block that do the same have different action_ids, so a number at the end of one may change.
    """

    action_id: str
    value: str | None
    block_id: str

    def find(self, message: Message) -> tuple[str, Element] | None:
        """Return the id of the button's block and the button; None where the message has it no more."""
        buttons = [
            (str(block["block_id"]), element)
            for block, element in elements_of(message.blocks)
            if element["type"] == "button"
            and (_action(element["action_id"]), element.get("value")) == (_action(self.action_id), self.value)
        ]
        wanted = (self.action_id, self.block_id)
        return max(buttons, key=lambda found: _agreement((found[1]["action_id"], found[0]), wanted), default=None)


def _action(action_id: str) -> str:
    """Return an action_id without the number that makes it unique in its block."""
    return re.sub(r":\d+$", "", action_id)


def _agreement(found: tuple[str, str], wanted: tuple[str, str]) -> int:
    return sum(one == other for one, other in zip(found, wanted, strict=True))


@dataclass(frozen=True)
class Gathering:
    """The members of a crowd, and their task.

    Attributes:
        channel_id: Channel of the message.
        ts: The message; everyone has to see it.
        buttons: The buttons; each member presses one of them, once, by chance.
        members: Number of members, up to 100.
        seconds: Time over which the presses are spread by chance; 0 for all at once.
    """

    channel_id: str
    ts: str
    buttons: tuple[Button, ...]
    members: int
    seconds: float


@dataclass
class _Press:
    """One member's press, as far as it has come."""

    text: str = ""
    delivery: Delivery | None = None
    response_url: ResponseUrl | None = None

    @property
    def outcome(self) -> str:
        if self.delivery is None or self.response_url is None:
            return "gone"
        if self.delivery.failure:
            return "late" if self.delivery.failure == "operation_timeout" else "failed"
        if self.response_url.refused:
            return "refused"
        return "answered" if self.response_url.uses else "silent"

    @property
    def problem(self) -> str:
        if self.delivery is None or self.response_url is None:
            return "The message, or the button, was no longer there."
        if self.response_url.refused:
            return "Slack refused an answer of the app: see Requests."
        return acknowledgement_error(self.delivery)


@dataclass
class _Run:
    """A crowd that presses, or has pressed, since a time; at `base_url` the app reaches this server."""

    gathering: Gathering
    base_url: str
    started_at: float
    state: str = "running"
    presses: list[_Press] = field(default_factory=list)
    is_stopped: threading.Event = field(default_factory=threading.Event)


class Crowd:
    """Has made-up members press buttons. Safe to use from many threads.

    Args:
        installation: The app, and the workspace whose pages show the report.
        clicks: Sends the clicks.
    """

    def __init__(self, installation: Installation, clicks: Clicks) -> None:
        self._installation = installation
        self._clicks = clicks
        self._lock = threading.Lock()
        self._run: _Run | None = None

    def start(self, gathering: Gathering, base_url: str) -> str:
        """Have a crowd press, without waiting for its end.

        Args:
            gathering: The crowd.
            base_url: URL at which the app reaches this server.

        Returns:
            A sentence about the error, or an empty string.
        """
        most = len(DIRECTORY.crowd)
        if not 1 <= gathering.members <= most:
            return f"Expected 1 to {most} members, got {gathering.members}."
        if not 0 <= gathering.seconds <= CONFIG.most_seconds:
            return f"Expected 0 to {CONFIG.most_seconds:g} seconds, got {gathering.seconds:g}."
        if not gathering.buttons:
            return "Expected a button to press, got none: tick at least one."
        if self._message(gathering) is None:
            return "This message is no longer there, or is seen by one person alone."
        with self._lock:
            if self._run and self._run.state == "running":
                return "A crowd is pressing already: wait for its end, or stop it."
            run = self._run = _Run(gathering, base_url, self._installation.clock())
        self._publish()
        threading.Thread(target=self._press_all, args=(run,), daemon=True).start()
        return ""

    def stop(self) -> None:
        """Let nobody press any more; clicks that are under way go on to their answers."""
        with self._lock:
            if self._run:
                self._run.is_stopped.set()

    def report(self) -> dict[str, Any] | None:
        """Return how far the last crowd has come, as the page shows it; None where there was none.

        `outcomes` counts members: `answered` by a post to the click's response_url; `silent`, an acknowledgement alone;
        `refused`, an answer that Slack did not take; `failed`, an error in place of the acknowledgement; `late`, none
        within Slack's time; `gone`, no such button any more. `words` counts the texts that members alone see: an app
        that answers need not have done what was asked.
        """
        with self._lock:
            run = self._run
            if run is None:
                return None
            presses = list(run.presses)
        milliseconds = [press.delivery.seconds * 1000 for press in presses if press.delivery]
        outcomes = Counter(press.outcome for press in presses)
        problems = Counter(press.problem for press in presses if press.problem)
        members = {user.user_id for user in DIRECTORY.crowd}
        words = self._installation.workspace.private_texts(members, run.started_at)
        return {
            "state": run.state,
            "members": run.gathering.members,
            "seconds": run.gathering.seconds,
            "pressed": len(presses),
            "outcomes": {outcome: outcomes[outcome] for outcome in OUTCOMES},
            "buttons": [{"text": text, "presses": n} for text, n in Counter(p.text for p in presses if p.text).items()],
            "problems": [{"text": text, "presses": n} for text, n in problems.most_common(CONFIG.problems)],
            "words": [{"text": text, "presses": n} for text, n in words.most_common(CONFIG.problems)],
            "median_milliseconds": statistics.median(milliseconds) if milliseconds else None,
            "longest_milliseconds": max(milliseconds, default=None),
        }

    def _press_all(self, run: _Run) -> None:
        gathering, chance = run.gathering, random.Random()  # noqa: S311 - nothing to guess
        threads = [
            threading.Thread(
                target=self._press,
                args=(run, user, chance.uniform(0, gathering.seconds), chance.choice(gathering.buttons)),
                daemon=True,
            )
            for user in DIRECTORY.crowd[: gathering.members]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        deadline = time.monotonic() + CONFIG.patience_seconds
        while any(press.outcome == "silent" for press in run.presses) and time.monotonic() < deadline:
            time.sleep(0.1)
        run.state = "stopped" if run.is_stopped.is_set() else "done"
        self._publish()

    def _press(self, run: _Run, user: User, pause_seconds: float, button: Button) -> None:
        if run.is_stopped.wait(pause_seconds):
            return
        shown = self._message(run.gathering)
        found = button.find(shown) if shown else None
        if shown is None or found is None:
            press = _Press()
        else:
            block_id, element = found
            delivery, response_url = self._clicks.send_message_action(
                user, shown, block_id, element["action_id"], user_input=None, base_url=run.base_url
            )
            press = _Press(element["text"]["text"], delivery, response_url)
        with self._lock:
            run.presses.append(press)
        self._publish()

    def _message(self, gathering: Gathering) -> Message | None:
        return self._installation.workspace.message(gathering.channel_id, gathering.ts, DIRECTORY.crowd[0].user_id)

    def _publish(self) -> None:
        self._installation.workspace.publish("crowd", self.report())
