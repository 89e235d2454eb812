"""A month's bill of a deployment, by service: pure arithmetic on usage, measured durations and prices."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from infra.costs import prices

_GB = 1_000_000_000
_SECONDS_A_MONTH = 365.25 / 12 * 86_400
_HOURS_A_MONTH = _SECONDS_A_MONTH / 3600
# Lambda gives a function a whole processor at this much memory, and less of it in proportion.
_MB_A_PROCESSOR = 1769
# How long Lambda keeps a process that has nothing to do, and one that has; AWS promises neither.
_MINUTES_KEPT = 7
_HOURS_UNTIL_REPLACED = 2
# What Lambda and API Gateway log of a request by themselves: START, END, REPORT, and the line of the access log.
_LOG_BYTES_OF_AWS = 700
# A look for a new model at most so often while people ask.
_LOOKS_AN_HOUR = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on this machine.

    Attributes:
        start_ms: From starting the process until it asks for its first event.
        title_ms: Answering a title.
        letter_ms: Offering titles at a letter in the search window.
        log_bytes: What one request writes to the log.
        answer_bytes: The answer to a title.
        model_bytes: The model's file.
    """

    start_ms: float
    title_ms: float
    letter_ms: float
    log_bytes: float
    answer_bytes: float
    model_bytes: float


@dataclass(frozen=True, slots=True)
class Habits:
    """What one reader does in a month, as assumed; change it to what your dashboard says.

    Attributes:
        sessions: How often they turn to the app at all.
        titles: `/recommend <title>`.
        clicks: Stars, lists, more, share: two calls of DynamoDB and one to Slack each.
        lists: `/recommend` alone and Home: one read of the shelf each.
        letters: Requests of the search window.
        click_wait_ms: How long a click waits for DynamoDB and Slack; not measured here but assumed.
        list_wait_ms: The same for a list.
        shelf_bytes: What a reader's shelf takes.
    """

    sessions: int = 15
    titles: int = 20
    clicks: int = 30
    lists: int = 10
    letters: int = 60
    click_wait_ms: float = 180
    list_wait_ms: float = 15
    shelf_bytes: float = 20_000


@dataclass(frozen=True, slots=True)
class Options:
    """Which of template.yaml's parameters are set otherwise than by default.

    Attributes:
        has_snapstart: SnapStart=PublishedVersions.
        keys: How many customer-managed keys there are.
        kept_versions: How many published versions there are; the deployment removes all but the one that answers.
    """

    has_snapstart: bool = False
    keys: int = 0
    kept_versions: int = 1
    architecture: str = "arm64"
    memory_mb: int = 1024
    alarm_metrics: int = 12


# How a request is counted, as a share of those of its kind, which is what the number of billed metrics depends on.
_COUNTED_AS: Mapping[str, Mapping[str, float]] = MappingProxyType({
    "titles": {"Served": 0.7, "Suggested": 0.2, "AuthorFound": 0.05, "NotFound": 0.05},
    "clicks": {"Rated": 0.4, "Wanted": 0.2, "Chosen": 0.2, "FiveMore": 0.1, "Dismissed": 0.05, "Shared": 0.05},
    "lists": {"ServedFromShelf": 0.4, "ServedByEveryone": 0.1, "HomePublished": 0.5},
    "letters": {"Typed": 0.9, "Found": 0.1},
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bill:
    """USD a month by service, at list price, and what is off it for good."""

    requests: float
    cold_starts: float
    by_service: Mapping[str, float]
    free: float

    @property
    def list_price(self) -> float:
        """All of it."""
        return sum(self.by_service.values())

    @property
    def total(self) -> float:
        """What is paid in an account that has nothing else."""
        return self.list_price - self.free


def monthly_bill(readers: int, measured: Measured, habits: Habits, options: Options) -> Bill:
    """Work out a month's bill."""
    requests = readers * (habits.titles + habits.clicks + habits.lists + habits.letters)
    cold_starts = _cold_starts(readers * habits.sessions)
    gb = options.memory_mb / 1024
    gb_seconds = _gb_seconds(readers, cold_starts, measured, habits, options)
    stored_gb = readers * habits.shelf_bytes / _GB
    logs_gb = requests * (measured.log_bytes + _LOG_BYTES_OF_AWS) / _GB
    sent_gb = requests * measured.answer_bytes / _GB
    reads = readers * (habits.clicks + habits.lists) * max(1, habits.shelf_bytes / 8192)
    looks = min(requests, _active_hours(readers * habits.sessions) * _LOOKS_AN_HOUR) + cold_starts
    kms_requests = (looks + cold_starts) * min(options.keys, 1)
    metrics = _metrics(readers, habits, cold_starts)

    lambda_time = prices.LAMBDA_GB_SECOND[options.architecture]
    by_service = {
        "Lambda": requests * prices.LAMBDA_REQUEST + gb_seconds * lambda_time,
        "API Gateway": requests * prices.API_REQUEST,
        "DynamoDB": reads * prices.DYNAMODB_READ_UNIT
        + readers * habits.clicks * prices.DYNAMODB_WRITE_UNIT
        + stored_gb * (prices.DYNAMODB_GB_MONTH + prices.DYNAMODB_RECOVERY_GB_MONTH),
        "CloudWatch": logs_gb * prices.LOGS_GB
        + metrics * prices.METRIC_MONTH
        + options.alarm_metrics * prices.ALARM_METRIC_MONTH
        + prices.DASHBOARD_MONTH,
        "X-Ray": requests * prices.TRACE,
        "S3 and transfer": 5 * measured.model_bytes / _GB * prices.S3_GB_MONTH
        + looks * prices.S3_GET
        + sent_gb * prices.TRANSFER_GB,
        "SnapStart": options.has_snapstart
        * (
            options.kept_versions * gb * _SECONDS_A_MONTH * prices.SNAPSTART_CACHE_GB_SECOND
            + cold_starts * gb * prices.SNAPSTART_RESTORED_GB
        ),
        "KMS": options.keys * prices.KMS_KEY_MONTH + kms_requests * prices.KMS_REQUEST,
    }
    free = (
        min(requests, prices.FREE_LAMBDA_REQUESTS) * prices.LAMBDA_REQUEST
        + min(gb_seconds, prices.FREE_LAMBDA_GB_SECONDS) * lambda_time
        + min(stored_gb, prices.FREE_DYNAMODB_GB) * prices.DYNAMODB_GB_MONTH
        + min(logs_gb, prices.FREE_LOGS_GB) * prices.LOGS_GB
        + min(metrics, prices.FREE_METRICS) * prices.METRIC_MONTH
        + min(options.alarm_metrics, prices.FREE_ALARM_METRICS) * prices.ALARM_METRIC_MONTH
        + min(1, prices.FREE_DASHBOARDS) * prices.DASHBOARD_MONTH
        + min(requests, prices.FREE_TRACES) * prices.TRACE
        + min(sent_gb, prices.FREE_TRANSFER_GB) * prices.TRANSFER_GB
        + min(kms_requests, prices.FREE_KMS_REQUESTS) * prices.KMS_REQUEST
    )
    return Bill(requests, cold_starts, by_service, free)


def _gb_seconds(readers: int, cold_starts: float, measured: Measured, habits: Habits, options: Options) -> float:
    """What Lambda bills: whole milliseconds, starts included, of a processor that memory buys a share of."""
    slower = max(1.0, _MB_A_PROCESSOR / options.memory_mb)
    title, letter = measured.title_ms * slower, measured.letter_ms * slower
    milliseconds = readers * (
        habits.titles * math.ceil(title)
        + habits.clicks * math.ceil(title + habits.click_wait_ms)
        + habits.lists * math.ceil(title + habits.list_wait_ms)
        + habits.letters * math.ceil(letter)
    ) + cold_starts * math.ceil(measured.start_ms * slower) * (not options.has_snapstart)
    return milliseconds / 1000 * options.memory_mb / 1024


def _cold_starts(sessions: float) -> float:
    """How many of so many sessions, spread evenly over the month, find no process that is still kept.

    One that is kept is replaced now and then all the same.
    """
    alone = sessions * math.exp(-sessions * _MINUTES_KEPT * 60 / _SECONDS_A_MONTH)
    return max(alone, _active_hours(sessions) / _HOURS_UNTIL_REPLACED)


def _active_hours(happenings: float) -> float:
    """In how many hours of the month at least one of so many things happens, spread evenly."""
    return _HOURS_A_MONTH * (1 - math.exp(-happenings / _HOURS_A_MONTH))


def _metrics(readers: int, habits: Habits, cold_starts: float) -> float:
    """How many metrics are billed: each by the hours in which anything was counted under its name."""
    kinds = {kind: readers * getattr(habits, kind) for kind in _COUNTED_AS}
    counts = [kinds[kind] * share for kind, shares in _COUNTED_AS.items() for share in shares.values()]
    looks = min(sum(kinds.values()), readers * habits.sessions)
    return sum(_active_hours(count) for count in [*counts, sum(kinds.values()), looks, cold_starts]) / _HOURS_A_MONTH
