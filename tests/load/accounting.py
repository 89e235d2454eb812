"""Accounting of a load test: durations of answers, failures, and lost answers."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.bench.figures import Figure, percentile


@dataclass
class Accounting:
    """Every request of a run, and every post to a response_url that a click must bring.

    Attributes:
        seconds: Duration of each answer in seconds, by kind of request, from the time at which the request was due: the
            wait of a late request is part of it.
        failures: Descriptions of failed answers.
        awaited: Ids of the clicks without a post so far.
        clicks: Number of clicks.
        duration_seconds: Time from the start of the run to the last answer.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    awaited: list[str] = field(default_factory=list)
    clicks: int = 0
    duration_seconds: float = 0.0

    def record_answer(self, kind: str, seconds: float, failure: str = "") -> None:
        """Record an answer, and its failure if it failed."""
        self.seconds.setdefault(kind, []).append(seconds)
        if failure:
            self.failures.append(f"{kind}: {failure}")

    def await_post(self, click_id: str) -> None:
        """Record a click; its answer comes to its response_url."""
        self.clicks += 1
        self.awaited.append(click_id)

    def record_post(self, click_id: str) -> None:
        """Record a post to a response_url; a second post for a click does not count for another click."""
        if click_id in self.awaited:
            self.awaited.remove(click_id)

    def save(self, path: Path) -> None:
        """Write the accounting to a file."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Accounting":
        """Read an accounting from a file."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    @property
    def requests(self) -> int:
        """Number of requests."""
        return sum(map(len, self.seconds.values()))

    @property
    def is_all_answered(self) -> bool:
        """True where no answer failed and none was lost."""
        return self.requests > 0 and not self.failures and not self.awaited

    def figures(self, rate: float) -> list[Figure]:
        """Return the figures of the run.

        Args:
            rate: Intended number of requests a second.
        """
        all_seconds = [seconds for of_kind in self.seconds.values() for seconds in of_kind]
        sent = self.requests / self.duration_seconds
        return [
            Figure("requests a second", f"{sent:.1f}", f"{rate:.0f}", f"{self.requests}, of them clicks {self.clicks}"),
            *_durations("every answer", all_seconds, "100 ms"),
            *(figure for kind, seconds in sorted(self.seconds.items()) for figure in _durations(kind, seconds)),
            Figure("failed answers", str(len(self.failures)), "0", "; ".join(sorted(set(self.failures))[:3])),
            Figure("answers to clicks that were lost", str(len(self.awaited)), "0"),
        ]  # fmt: skip


def _durations(name: str, seconds: Iterable[float], target: str = "") -> list[Figure]:
    milliseconds = [second * 1000 for second in seconds]
    p50, p99 = (f"{percentile(milliseconds, percent):.0f} ms" for percent in (50, 99))
    return [Figure(f"{name}, p50", p50), Figure(f"{name}, p99", p99, target, f"longest {max(milliseconds):.0f} ms")]
