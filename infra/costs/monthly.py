"""The monthly bill of a deployment, by service: pure arithmetic on usage, measured durations and prices."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from infra.costs.prices import FREE_TIER, PRICES
from infra.deployment.old_versions import KEPT_VERSIONS


@dataclass(frozen=True, slots=True)
class BillingConfig:
    """Numbers of AWS and of the deployment that the bill depends on.

    Attributes:
        bytes_per_gb: Bytes of a GB on the bill.
        seconds_per_month: Seconds of a mean month.
        mb_per_processor: Memory in MB at which Lambda gives a function a whole processor; with less memory it gives a
            proportional share.
        idle_minutes: Minutes for which Lambda keeps an idle process; AWS promises no number.
        hours_until_replaced: Hours after which Lambda replaces a busy process; AWS promises no number.
        aws_log_bytes: Bytes that Lambda and API Gateway log of a request by themselves: START, END, REPORT, and the
            line of the access log.
        model_checks_per_hour: Checks for a new model in an hour with requests, at most.
        stored_models: Number of models kept in S3.
        bytes_per_read_unit: Bytes of a shelf that one read unit covers; shelves are read consistently.
    """

    bytes_per_gb: int = 1_000_000_000
    seconds_per_month: float = 365.25 / 12 * 86_400
    mb_per_processor: int = 1769
    idle_minutes: int = 7
    hours_until_replaced: int = 2
    aws_log_bytes: int = 700
    model_checks_per_hour: int = 4
    stored_models: int = 5
    bytes_per_read_unit: int = 4096

    @property
    def hours_per_month(self) -> float:
        """Hours of a mean month."""
        return self.seconds_per_month / 3600


BILLING = BillingConfig()


@dataclass(frozen=True, slots=True)
class Measurements:
    """Durations and sizes measured on this machine.

    Attributes:
        start_ms: Time from the start of the process until it asks for its first event.
        title_ms: Duration of an answer to a title, with the read of a shelf that answers at once.
        letter_ms: Duration of the titles offered at a letter in the search window.
        log_bytes: Bytes that one request writes to the log.
        answer_bytes: Size of the answer to a title.
        model_bytes: Size of the model's file.
    """

    start_ms: float
    title_ms: float
    letter_ms: float
    log_bytes: float
    answer_bytes: float
    model_bytes: float


@dataclass(frozen=True, slots=True)
class Habits:
    """Assumed use of one reader in a month; replace it by the numbers of your dashboard.

    Attributes:
        sessions: Number of times that they use the app.
        titles: Number of `/recommend <title>`: one read of the shelf each.
        clicks: Number of clicks on stars, lists, more, share: up to four calls of DynamoDB, two of which read the
            shelf, and one to Slack each.
        lists: Number of `/recommend` alone and of Home: one read of the shelf each.
        letters: Requests of the search window.
        click_wait_ms: Time for which a click waits for DynamoDB and Slack; assumed, not measured here.
        read_wait_ms: The same for the read of a shelf, of a title or a list.
        shelf_bytes: Size of a reader's shelf.
    """

    sessions: int = 15
    titles: int = 20
    clicks: int = 30
    lists: int = 10
    letters: int = 60
    click_wait_ms: float = 180
    read_wait_ms: float = 15
    shelf_bytes: float = 20_000


@dataclass(frozen=True, slots=True)
class PublicUse:
    """Assumed use of the JSON API and of the page for everyone in a month, whoever the readers are.

    Attributes:
        api_requests: Requests of programs: one write each, which counts it for its key.
        visits: Visits of the page.
        pages_of_visit: Pages of a visit: the empty one, and answers to titles.
        files_of_visit: Requests of the page's own files, which a browser keeps from its first visit on.
        letters_of_visit: Requests of titles at a letter typed.
        page_bytes: Mean size of a page, file or list of titles, as it is sent.
        outcomes: Metrics of each of the two, in use in an hour with requests.
        alarm_metrics: Metrics of their alarms.
        front_door_rules: Rules of the front door's firewall that they add.
    """

    api_requests: int = 100_000
    visits: int = 10_000
    pages_of_visit: int = 3
    files_of_visit: int = 3
    letters_of_visit: int = 6
    page_bytes: int = 3_000
    outcomes: int = 4
    alarm_metrics: int = 7
    front_door_rules: int = 1

    @property
    def page_requests(self) -> int:
        """Requests of all visits."""
        return self.visits * (self.pages_of_visit + self.files_of_visit + self.letters_of_visit)


PUBLIC_USE = PublicUse()
NO_PUBLIC_USE = PublicUse(api_requests=0, visits=0, outcomes=0, alarm_metrics=0, front_door_rules=0)


@dataclass(frozen=True, slots=True)
class Options:
    """Parameters of template.yaml.

    Attributes:
        has_snapstart: SnapStart=PublishedVersions.
        keys: Number of customer-managed keys.
        has_front_door: infra/front_door.yaml beside it.
        kept_versions: Number of published versions; `make deploy` deletes older ones.
        architecture: Lambda's architecture: arm64 or x86_64.
        memory_mb: Memory of the function in MB.
        alarm_metrics: Number of metrics of all alarms, without those of the front door.
        front_door_rules: Number of rules of its firewall.
        front_door_alarms: Number of metrics of its alarms.
        public: Use of PublicApi=on and PublicPage=on.
    """

    has_snapstart: bool = False
    keys: int = 0
    has_front_door: bool = False
    kept_versions: int = KEPT_VERSIONS
    architecture: str = "arm64"
    memory_mb: int = 1024
    alarm_metrics: int = 22
    front_door_rules: int = 4
    front_door_alarms: int = 2
    public: PublicUse = NO_PUBLIC_USE


# Outcomes and events of requests, each with its share of the requests of a kind: the number of billed metrics depends
# on them.
_METRIC_SHARES: Mapping[str, Mapping[str, float]] = MappingProxyType({
    "titles": {"Served": 0.7, "Suggested": 0.2, "AuthorFound": 0.05, "NotFound": 0.05},
    "clicks": {"Rated": 0.4, "Wanted": 0.2, "Chosen": 0.2, "FiveMore": 0.1, "Dismissed": 0.05, "Shared": 0.05},
    "lists": {
        "ServedForReader": 0.5, "ServedFromShelf": 0.4, "ServedByEveryone": 0.1,
        "HomeOpened": 0.5, "HomePublished": 0.5,
    },
    "letters": {"Typed": 0.9, "Found": 0.1},
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bill:
    """USD a month by service, at list price, and the part of it that is always free."""

    requests: float
    cold_starts: float
    by_service: Mapping[str, float]
    free: float

    @property
    def list_price(self) -> float:
        """Sum of all services in USD."""
        return sum(self.by_service.values())

    @property
    def total(self) -> float:
        """Amount in USD that an account pays which has nothing else."""
        return self.list_price - self.free


def monthly_bill(readers: int, measured: Measurements, habits: Habits, options: Options) -> Bill:
    """Compute the monthly bill of a number of readers."""
    public = options.public
    requests = (
        readers * (habits.titles + habits.clicks + habits.lists + habits.letters)
        + public.api_requests
        + public.page_requests
    )
    # Three functions, each with processes of its own.
    cold_starts = (
        _cold_starts(readers * habits.sessions) + _cold_starts(public.api_requests) + _cold_starts(public.visits)
    )
    gb = options.memory_mb / 1024
    gb_seconds = _gb_seconds(readers, cold_starts, measured, habits, options)
    stored_gb = readers * habits.shelf_bytes / BILLING.bytes_per_gb
    logs_gb = requests * (measured.log_bytes + BILLING.aws_log_bytes) / BILLING.bytes_per_gb
    sent_bytes = (requests - public.page_requests) * measured.answer_bytes + public.page_requests * public.page_bytes
    sent_gb = sent_bytes / BILLING.bytes_per_gb
    reads = (
        readers
        * (habits.titles + 2 * habits.clicks + habits.lists)
        * max(1, habits.shelf_bytes / BILLING.bytes_per_read_unit)
    )
    active_hours = sum(map(_active_hours, (readers * habits.sessions, public.api_requests, public.visits)))
    model_checks = min(requests, active_hours * BILLING.model_checks_per_hour) + cold_starts
    kms_requests = (model_checks + cold_starts) * min(options.keys, 1)
    metrics = _metrics(readers, habits, cold_starts) + public.outcomes / BILLING.hours_per_month * (
        _active_hours(public.api_requests) + _active_hours(public.visits)
    )
    alarm_metrics = options.alarm_metrics + public.alarm_metrics + options.has_front_door * options.front_door_alarms

    lambda_time = PRICES.lambda_gb_second(options.architecture)
    by_service = {
        "Lambda": requests * PRICES.lambda_request + gb_seconds * lambda_time,
        "API Gateway": requests * PRICES.api_request,
        "DynamoDB": reads * PRICES.dynamodb_read_unit
        + (readers * habits.clicks + public.api_requests) * PRICES.dynamodb_write_unit
        + stored_gb * (PRICES.dynamodb_gb_month + PRICES.dynamodb_recovery_gb_month),
        "CloudWatch": logs_gb * PRICES.logs_gb
        + metrics * PRICES.metric_month
        + alarm_metrics * PRICES.alarm_metric_month
        + PRICES.dashboard_month,
        "X-Ray": requests * PRICES.trace,
        "S3 and transfer": BILLING.stored_models * measured.model_bytes / BILLING.bytes_per_gb * PRICES.s3_gb_month
        + model_checks * PRICES.s3_get
        + sent_gb * PRICES.transfer_gb,
        "SnapStart": options.has_snapstart
        * (
            options.kept_versions * gb * BILLING.seconds_per_month * PRICES.snapstart_cache_gb_second
            + _cold_starts(readers * habits.sessions) * gb * PRICES.snapstart_restored_gb
        ),
        "KMS": options.keys * PRICES.kms_key_month + kms_requests * PRICES.kms_request,
        "Front door": options.has_front_door
        * (
            PRICES.firewall_month
            + (options.front_door_rules + public.front_door_rules) * PRICES.firewall_rule_month
            + requests * (PRICES.firewall_request + PRICES.cdn_request)
        ),
    }
    free = (
        min(requests, FREE_TIER.lambda_requests) * PRICES.lambda_request
        + min(gb_seconds, FREE_TIER.lambda_gb_seconds) * lambda_time
        + min(stored_gb, FREE_TIER.dynamodb_gb) * PRICES.dynamodb_gb_month
        + min(logs_gb, FREE_TIER.logs_gb) * PRICES.logs_gb
        + min(metrics, FREE_TIER.metrics) * PRICES.metric_month
        + min(alarm_metrics, FREE_TIER.alarm_metrics) * PRICES.alarm_metric_month
        + min(1, FREE_TIER.dashboards) * PRICES.dashboard_month
        + min(requests, FREE_TIER.traces) * PRICES.trace
        + min(sent_gb, FREE_TIER.transfer_gb) * PRICES.transfer_gb
        + min(kms_requests, FREE_TIER.kms_requests) * PRICES.kms_request
        + options.has_front_door * min(requests, FREE_TIER.cdn_requests) * PRICES.cdn_request
    )
    return Bill(requests, cold_starts, by_service, free)


def _gb_seconds(readers: int, cold_starts: float, measured: Measurements, habits: Habits, options: Options) -> float:
    """Return the GB seconds on the bill: whole milliseconds, with the starts, at the processor share of the memory."""
    slower = max(1.0, BILLING.mb_per_processor / options.memory_mb)
    title, letter = measured.title_ms * slower, measured.letter_ms * slower
    of_readers = readers * (
        habits.titles * math.ceil(title + habits.read_wait_ms)
        + habits.clicks * math.ceil(title + habits.click_wait_ms)
        + habits.lists * math.ceil(title + habits.read_wait_ms)
        + habits.letters * math.ceil(letter)
    )
    public = options.public
    of_everyone = public.api_requests * math.ceil(title + habits.read_wait_ms) + public.visits * (
        public.pages_of_visit * math.ceil(title) + (public.files_of_visit + public.letters_of_visit) * math.ceil(letter)
    )
    # SnapStart is a parameter of the function that answers Slack.
    restored = _cold_starts(readers * habits.sessions) if options.has_snapstart else 0
    of_starts = (cold_starts - restored) * math.ceil(measured.start_ms * slower)
    return (of_readers + of_everyone + of_starts) / 1000 * options.memory_mb / 1024


def _cold_starts(sessions: float) -> float:
    """Return the number of sessions, spread evenly over the month, for which no process is running.

    Lambda also replaces a process that is never idle from time to time.
    """
    after_idle = sessions * math.exp(-sessions * BILLING.idle_minutes * 60 / BILLING.seconds_per_month)
    return max(after_idle, _active_hours(sessions) / BILLING.hours_until_replaced)


def _active_hours(events: float) -> float:
    """Return the number of hours of the month with at least one of the events, which are spread evenly."""
    return BILLING.hours_per_month * (1 - math.exp(-events / BILLING.hours_per_month))


def _metrics(readers: int, habits: Habits, cold_starts: float) -> float:
    """Return the number of metrics on the bill: each by the share of hours in which it has a value."""
    kinds = {kind: readers * getattr(habits, kind) for kind in _METRIC_SHARES}
    counts = [kinds[kind] * share for kind, shares in _METRIC_SHARES.items() for share in shares.values()]
    sessions = min(sum(kinds.values()), readers * habits.sessions)
    return (
        sum(_active_hours(count) for count in [*counts, sum(kinds.values()), sessions, cold_starts])
        / BILLING.hours_per_month
    )
