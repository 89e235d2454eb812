"""Who was answered, after how long, and whose answer never came."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.bench.figures import Figure, percentile


@dataclass
class Accounting:
    """Every request of a run, and every post to a response_url that a click must bring.

    Attributes:
        seconds: How long each answer took, by kind of request, from when the request was due: one that had to wait for
            its turn counts with its wait.
        failures: What was wrong with answers.
        awaited: The clicks that no post has come for.
        clicks: How many there were.
        went_on_for_seconds: How long it was until the last answer.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    awaited: list[str] = field(default_factory=list)
    clicks: int = 0
    went_on_for_seconds: float = 0.0

    def note_answer(self, kind: str, seconds: float, wrong: str = "") -> None:
        """Note an answer, and what is wrong with it if anything is."""
        self.seconds.setdefault(kind, []).append(seconds)
        if wrong:
            self.failures.append(f"{kind}: {wrong}")

    def await_post(self, click_id: str) -> None:
        """Note a click; its answer comes to its response_url."""
        self.clicks += 1
        self.awaited.append(click_id)

    def note_post(self, click_id: str) -> None:
        """Note what came to a response_url; a second post for a click is no other click's."""
        if click_id in self.awaited:
            self.awaited.remove(click_id)

    def save(self, path: Path) -> None:
        """Write it down."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Accounting":
        """Read what was written down."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    @property
    def requests(self) -> int:
        """How many there were."""
        return sum(map(len, self.seconds.values()))

    @property
    def is_all_answered(self) -> bool:
        """Whether nothing failed and nothing was lost."""
        return self.requests > 0 and not self.failures and not self.awaited

    def figures(self, rate: float) -> list[Figure]:
        """The run as a table.

        Args:
            rate: How many requests a second were meant to be sent.
        """
        every = [seconds for of_a_kind in self.seconds.values() for seconds in of_a_kind]
        sent = self.requests / self.went_on_for_seconds
        return [
            Figure("requests a second", f"{sent:.1f}", f"{rate:.0f}", f"{self.requests}, of them clicks {self.clicks}"),
            *_durations("every answer", every, "100 ms"),
            *(each for kind, seconds in sorted(self.seconds.items()) for each in _durations(kind, seconds)),
            Figure("failed answers", str(len(self.failures)), "0", "; ".join(sorted(set(self.failures))[:3])),
            Figure("answers to clicks that were lost", str(len(self.awaited)), "0"),
        ]  # fmt: skip


def _durations(what: str, seconds: Iterable[float], target: str = "") -> list[Figure]:
    milliseconds = [each * 1000 for each in seconds]
    p50, p99 = (f"{percentile(milliseconds, percent):.0f} ms" for percent in (50, 99))
    return [Figure(f"{what}, p50", p50), Figure(f"{what}, p99", p99, target, f"longest {max(milliseconds):.0f} ms")]
