"""Slack's requests while somebody floods the URL, through real Lambda processes behind an API on this machine.

The senders are a process of their own, in which every request has its time, whether or not others have been answered.
"""

import json
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from threading import local

from shelftalker.model.catalogue import Catalogue
from tests.bench.figures import Figure, percentile
from tests.load.deployment import deployed_functions, start_environments
from tests.slack_requests import FORM, command_body, signed_headers


@dataclass(frozen=True, slots=True)
class FloodConfig:
    """Numbers of a run.

    Attributes:
        rubbish_rate: Unsigned requests a second.
        signed_rate: Requests a second that Slack has signed.
        seconds: Duration.
        environments: Requests that the functions answer at a time: those of a new account.
        slack_seconds: Time for which Slack waits for an answer.
        callers: Connections of each kind of sender.
    """

    rubbish_rate: float = 200
    signed_rate: float = 20
    seconds: float = 30
    environments: int = 10
    slack_seconds: float = 3
    callers: int = 24


@dataclass
class Sent:
    """The requests of one kind.

    Attributes:
        seconds: Time of each answer since its request was due.
        outcomes: Number of answers by status, or by the failure.
        duration_seconds: Time from the first request to the last answer.
    """

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    duration_seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.duration_seconds


@dataclass(frozen=True)
class Flood:
    """A run.

    Attributes:
        signed: Slack's requests.
        rubbish: The others.
        refusal_milliseconds: Time that each refusal took in the function.
        most_at_once: Executions at a time, at most; Lambda turns away those above the account's limit.
    """

    signed: Sent
    rubbish: Sent
    refusal_milliseconds: list[float]
    most_at_once: int

    def failures(self, config: FloodConfig) -> int:
        """Return the number of signed requests that had no answer with books while Slack waited."""
        late = sum(seconds > config.slack_seconds for seconds in self.signed.seconds)
        return late + self.signed.outcomes.total() - self.signed.outcomes["books"]


Request = tuple[str, dict[str, str]]


def measure_flood(model: Path, directory: Path, config: FloodConfig | None = None) -> list[Figure]:
    """Flood the functions and return the figures of the signed requests, of the rubbish, and of its refusal."""
    config = config or FloodConfig()
    flood = run_flood(model, directory, config)
    signed, rubbish = flood.signed, flood.rubbish
    milliseconds = [second * 1000 for second in signed.seconds]
    refusals = flood.refusal_milliseconds
    return [
        Figure("rubbish a second", f"{rubbish.rate:.0f}", f"{config.rubbish_rate:.0f}", _text(rubbish.outcomes)),
        Figure("signed a second", f"{signed.rate:.1f}", f"{config.signed_rate:.0f}", _text(signed.outcomes)),
        Figure("signed, p50", f"{percentile(milliseconds, 50):.0f} ms"),
        Figure("signed, p99", f"{percentile(milliseconds, 99):.0f} ms", "", f"longest {max(milliseconds):.0f} ms"),
        Figure("signed that failed", str(flood.failures(config)), "0", f"of {len(milliseconds)}"),
        Figure("most executions at a time", str(flood.most_at_once), str(config.environments), "a new account's limit"),
        Figure(
            "a refusal in the function, p50", f"{percentile(refusals, 50):.1f} ms", "",
            f"p99 {percentile(refusals, 99):.1f} ms",
        ),
    ]  # fmt: skip


def run_flood(model: Path, directory: Path, config: FloodConfig) -> Flood:
    """Flood the functions with a model; the folder is for their log."""
    directory.mkdir(parents=True, exist_ok=True)
    log = directory / "functions.log"
    log.unlink(missing_ok=True)
    with deployed_functions(model, log, config.environments) as (address, functions):
        start_environments(address, config.environments)
        functions.most_at_once = 0
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn) as sender:
            signed, rubbish = sender.submit(send_both, address, _titles(model), config).result()
    return Flood(signed, rubbish, list(_refusals(log)), functions.most_at_once)


def send_both(address: str, titles: Sequence[str], config: FloodConfig) -> tuple[Sent, Sent]:
    """Send signed requests and rubbish side by side, and return both."""
    generator = random.Random(16)

    def make_signed() -> Request:
        body = command_body(generator.choice(titles))
        return body, signed_headers(body)

    with ThreadPoolExecutor(2) as both:
        of_slack = both.submit(_send, address, make_signed, config.signed_rate, config)
        of_others = both.submit(_send, address, lambda: rubbish(generator), config.rubbish_rate, config)
        return of_slack.result(), of_others.result()


def rubbish(generator: random.Random) -> Request:
    """Return a request that is none of Slack's; most are made to cost as much as possible."""
    body = command_body("x" * generator.randrange(1, 30_000))
    forged = signed_headers(body, secret="forged")
    return generator.choice((
        (body, forged),
        ("payload=" + "%22" * generator.randrange(100_000), forged),
        (body, signed_headers(body, age_seconds=400)),
        (body, {"Content-Type": FORM}),
        (body, {"Content-Type": "text/plain"}),
        ("ssl_check=1&token=x", {"Content-Type": FORM}),
    ))  # fmt: skip


def _send(address: str, make: Callable[[], Request], rate: float, config: FloodConfig) -> Sent:
    """Send requests at a rate, each when it is due."""
    sent, connections = Sent(), local()

    def post(request: Request, due: float) -> None:
        outcome = _outcome(address, connections, request)
        sent.outcomes[outcome] += 1
        sent.seconds.append(time.perf_counter() - due)

    started = time.perf_counter()
    with ThreadPoolExecutor(config.callers) as callers:
        for number in range(round(rate * config.seconds)):
            due = started + number / rate
            request = make()
            time.sleep(max(0.0, due - time.perf_counter()))
            callers.submit(post, request, due)
    sent.duration_seconds = time.perf_counter() - started
    return sent


def _outcome(address: str, connections: local, request: Request) -> str:
    """Return `books` for an answer with books, else its status, or the name of the error."""
    body, headers = request
    connection = getattr(connections, "open", None) or HTTPConnection(address, timeout=20)
    connections.open = connection
    try:
        connection.request("POST", "/slack/events", body, headers)
        response = connection.getresponse()
        text = response.read().decode()
    except (OSError, HTTPException) as error:
        connection.close()
        return type(error).__name__
    return "books" if '"blocks"' in text else str(response.status)


def _titles(model: Path) -> list[str]:
    catalogue = Catalogue.open(model)
    titles = [book.title for book in islice(catalogue.all_books(), 40)]
    catalogue.close()
    return titles


def _refusals(log: Path) -> Iterator[float]:
    """Yield the milliseconds of each refusal, as the functions record them.

    Processes that share a file write their lines' ends apart from the lines.
    """
    text, decoder = log.read_text(encoding="utf-8"), json.JSONDecoder()
    start = text.find("{")
    while start >= 0:
        record, end = decoder.raw_decode(text, start)
        if record.get("outcome") == "Rejected":
            yield from record["Latency"]
        start = text.find("{", end)


def _text(outcomes: Counter[str]) -> str:
    return ", ".join(f"{outcome}: {count}" for outcome, count in sorted(outcomes.items()))
