"""API keys: who may call the JSON API, and how often.

A key is 256 random bits, of which the table holds the SHA-256 alone: nobody can guess a key, so that its hash needs
neither salt nor a slow function as that of a password does; and whoever reads the table can't call the API. A key is
looked up by its hash, whose comparison may take as long as it likes: the time tells nothing about the key.

Each request is counted in the key's own item by one conditional update, which is the look-up too. So a request costs
one call, a revoked key is refused from the next request on, and no two requests count as one.
"""

import hashlib
import math
import re
import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, TableError


class KeyConfig(NamedTuple):
    """Numbers of the keys.

    Attributes:
        prefix: The beginning of each key, by which scanners for leaked secrets, and people, know it.
        random_bytes: Bytes of randomness in a key.
        attempts: Attempts at counting a request while others begin the same minute.
        seconds_of_minute: Length of the shorter window of the limits.
        minutes_of_day: Length of the longer one, which begins at midnight UTC.
    """

    prefix: str = "stk_"
    random_bytes: int = 32
    attempts: int = 3
    seconds_of_minute: int = 60
    minutes_of_day: int = 24 * 60


CONFIG = KeyConfig()
_KEY = re.compile(f"{CONFIG.prefix}[A-Za-z0-9_-]{{43}}")


class UnknownKeyError(Exception):
    """Nobody has this key, or not any more."""


class KeyLimits(NamedTuple):
    """Limits of a key, in requests.

    Attributes:
        per_minute: Most requests in a minute of the clock.
        per_day: Most requests in a day, from midnight to midnight UTC.
    """

    per_minute: int
    per_day: int


class Window(NamedTuple):
    """A window of a key's limit, with the use of the key in it.

    Attributes:
        name: `minute` or `day`.
        seconds: Its length.
        limit: Most requests in it.
        requests: Those that were answered in it, this one among them.
        seconds_left: Seconds until the next window begins, at least 1.
    """

    name: str
    seconds: int
    limit: int
    requests: int
    seconds_left: int

    @property
    def is_full(self) -> bool:
        """True where no further request is answered in it."""
        return self.requests >= self.limit


class KeyUse(NamedTuple):
    """The use of a key, after a request was counted or refused.

    Attributes:
        is_within_limits: False where the request was not counted, as a window is full.
        windows: The minute and the day.
    """

    is_within_limits: bool
    windows: Sequence[Window]

    @property
    def full_windows(self) -> list[Window]:
        """The windows because of which a request is refused."""
        return [window for window in self.windows if window.is_full]

    def headers(self) -> dict[str, str]:
        """Return RateLimit and RateLimit-Policy, and for a refusal Retry-After.

        https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/10/: `r` requests are left for `t`
        seconds; a policy is of `q` requests in `w` seconds.
        """
        headers = {
            "ratelimit": ", ".join(
                f'"{each.name}";r={max(each.limit - each.requests, 0)};t={each.seconds_left}' for each in self.windows
            ),
            "ratelimit-policy": ", ".join(f'"{each.name}";q={each.limit};w={each.seconds}' for each in self.windows),
        }
        if self.is_within_limits:
            return headers
        return headers | {"retry-after": str(max(each.seconds_left for each in self.full_windows))}


class ApiKeys:
    """The keys in their table."""

    def __init__(self, table: DynamoDbTable, clock: Callable[[], float] = time.time) -> None:
        """Use a table.

        Args:
            table: Its only key is `key_hash`.
            clock: Wall clock in seconds since 1970.
        """
        self._table = table
        self._clock = clock

    def use(self, key: str) -> KeyUse:
        """Count a request of a key where its limits allow one more.

        A call that DynamoDB answers too late is repeated, and may count twice; it never counts too little.

        Raises:
            UnknownKeyError: There is no such key.
            TableError: The table can't be used now.
        """
        if not is_key(key):
            raise UnknownKeyError
        now = self._clock()
        minute = int(now // CONFIG.seconds_of_minute)
        for _ in range(CONFIG.attempts):
            # A process whose clock is behind counts in the minute that another has begun.
            is_counted, item = self._change(
                key,
                "SET #minute_requests = #minute_requests + :one, #day_requests = #day_requests + :one",
                "#minute >= :minute AND #minute_requests < #per_minute AND #day_requests < #per_day",
                {":minute": minute, ":one": 1},
            )
            if item is None:
                raise UnknownKeyError
            if is_counted or _number(item, "minute") >= minute:
                return _use_of(item, now, is_within_limits=is_counted)
            is_same_day = _day(_number(item, "minute")) == _day(minute)
            if is_same_day and _number(item, "day_requests") >= _number(item, "per_day"):
                rest = {**item, "minute": _attribute(minute), "minute_requests": _attribute(0)}
                return _use_of(rest, now, is_within_limits=False)
            values = {":minute": minute, ":former": _number(item, "minute"), ":one": 1}
            is_counted, item = self._change(
                key,
                "SET #minute = :minute, #minute_requests = :one, "
                f"#day_requests = {'#day_requests + ' * is_same_day}:one",
                f"#minute = :former{' AND #day_requests < #per_day' * is_same_day}",
                values,
            )
            if is_counted and item:
                return _use_of(item, now, is_within_limits=True)
        raise TableError(f"A request of an API key was not counted in {CONFIG.attempts} attempts: others changed it.")

    def _change(self, key: str, expression: str, condition: str, values: dict[str, int]) -> tuple[bool, Item | None]:
        numbers = {name: _attribute(value) for name, value in values.items()}
        return self._table.change({"key_hash": {"S": hash_of(key)}}, expression, condition, numbers)


def new_key() -> str:
    """Return a new key, which nobody can guess."""
    return CONFIG.prefix + secrets.token_urlsafe(CONFIG.random_bytes)


def is_key(text: str) -> bool:
    """Test if a text has the form of a key; others need not be looked up."""
    return _KEY.fullmatch(text) is not None


def hash_of(key: str) -> str:
    """Return the name of a key in the table: its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_item(key: str, name: str, limits: KeyLimits, created_at: str) -> dict[str, Any]:
    """Return the item of a new key.

    Args:
        key: The key, of which the item has the hash alone.
        name: The name by which the operator knows it.
        limits: Its limits.
        created_at: In ISO 8601.
    """
    texts = {"key_hash": hash_of(key), "name": name, "created_at": created_at}
    numbers = {**limits._asdict(), "minute": 0, "minute_requests": 0, "day_requests": 0}
    return {attribute: {"S": text} for attribute, text in texts.items()} | {
        attribute: _attribute(number) for attribute, number in numbers.items()
    }


def _use_of(item: Item, now: float, *, is_within_limits: bool) -> KeyUse:
    minute = _number(item, "minute")
    lengths = {"minute": CONFIG.seconds_of_minute, "day": CONFIG.minutes_of_day * CONFIG.seconds_of_minute}
    ends = {"minute": (minute + 1) * lengths["minute"], "day": (_day(minute) + 1) * lengths["day"]}
    windows = [
        Window(
            name,
            seconds,
            limit=_number(item, f"per_{name}"),
            requests=_number(item, f"{name}_requests"),
            seconds_left=max(1, math.ceil(ends[name] - now)),
        )
        for name, seconds in lengths.items()
    ]
    return KeyUse(is_within_limits, windows)


def _day(minute: int) -> int:
    return minute // CONFIG.minutes_of_day


def _attribute(number: int) -> dict[str, str]:
    return {"N": str(number)}


def _number(item: Item, name: str) -> int:
    return int(item[name]["N"])
