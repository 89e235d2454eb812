"""Tests of API keys and their limits, against DynamoDB."""

import re
from typing import TYPE_CHECKING

import pytest

from shelftalker.api.keys import ApiKeys, KeyLimits, KeyUse, UnknownKeyError, hash_of, is_key, key_item, new_key
from shelftalker.aws.dynamodb_table import DynamoDbTable, TableError
from tests.api_app import store_key
from tests.dynamodb import DynamoDb

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# Noon and the next midnight of a day, UTC.
NOON = 1_796_040_000.0
MIDNIGHT = 1_796_083_200.0


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def requests_of(use: KeyUse) -> tuple[int, int]:
    """Return the requests in the minute and in the day."""
    minute, day = use.windows
    return minute.requests, day.requests


def test_a_key_is_256_random_bits_and_its_item_has_the_hash_alone() -> None:
    key, other = new_key(), new_key()
    item = key_item(key, "web shop", KeyLimits(60, 5000), "2026-11-30T12:00:00+00:00")

    assert key != other
    assert re.fullmatch("stk_[A-Za-z0-9_-]{43}", key)
    assert re.fullmatch("[0-9a-f]{64}", hash_of(key))
    assert key not in str(item)
    assert item["key_hash"] == {"S": hash_of(key)}


@pytest.mark.parametrize("text", ["", "stk_", "stk_" + "a" * 42, "stk_" + "a" * 44, "x" * 47, "stk_" + "a" * 42 + "\n"])
def test_a_text_of_another_form_is_no_key_and_not_looked_up(
    text: str, key_table: DynamoDbTable, dynamodb: DynamoDb
) -> None:
    assert not is_key(text)
    with pytest.raises(UnknownKeyError):
        ApiKeys(key_table).use(text)
    assert dynamodb.operations == []


def test_a_key_that_nobody_has_is_unknown_and_leaves_nothing(
    key_table: DynamoDbTable, dynamodb: DynamoDb, dynamodb_client: "DynamoDBClient"
) -> None:
    key = new_key()
    with pytest.raises(UnknownKeyError):
        ApiKeys(key_table).use(key)

    assert dynamodb.operations == ["UpdateItem"]
    assert "Item" not in dynamodb_client.get_item(TableName=key_table.name, Key={"key_hash": {"S": hash_of(key)}})


def test_each_request_of_a_minute_is_counted_in_one_call(key_table: DynamoDbTable, dynamodb: DynamoDb) -> None:
    keys, key = ApiKeys(key_table, Clock()), store_key(KeyLimits(3, 100), table=key_table.name)
    keys.use(key)  # begins the minute, in a second call
    dynamodb.operations.clear()

    assert [requests_of(keys.use(key)) for _ in range(2)] == [(2, 2), (3, 3)]
    assert dynamodb.operations == ["UpdateItem"] * 2


def test_more_requests_than_the_limit_of_the_minute_are_refused_until_the_next_begins(
    key_table: DynamoDbTable,
) -> None:
    clock = Clock(NOON + 40)
    keys, key = ApiKeys(key_table, clock), store_key(KeyLimits(2, 100), table=key_table.name)
    uses = [keys.use(key) for _ in range(4)]

    assert [use.is_within_limits for use in uses] == [True, True, False, False]
    assert requests_of(uses[-1]) == (2, 2)  # a refused request is not counted
    assert [window.name for window in uses[-1].full_windows] == ["minute"]
    assert uses[-1].headers() == {
        "ratelimit": '"minute";r=0;t=20, "day";r=98;t=43160',
        "ratelimit-policy": '"minute";q=2;w=60, "day";q=100;w=86400',
        "retry-after": "20",
    }
    clock.now += 20
    assert requests_of(keys.use(key)) == (1, 3)


def test_the_limit_of_the_day_holds_over_its_minutes_and_ends_at_midnight(key_table: DynamoDbTable) -> None:
    clock = Clock(MIDNIGHT - 90)
    keys, key = ApiKeys(key_table, clock), store_key(KeyLimits(10, 2), table=key_table.name)
    uses = [keys.use(key) for _ in range(3)]
    clock.now += 60
    later = keys.use(key)
    clock.now += 30

    assert [use.is_within_limits for use in uses] == [True, True, False]
    assert not later.is_within_limits
    assert later.headers()["ratelimit"] == '"minute";r=10;t=30, "day";r=0;t=30'
    assert later.headers()["retry-after"] == "30"
    assert requests_of(keys.use(key)) == (1, 1)


def test_a_use_within_limits_has_no_time_to_wait(key_table: DynamoDbTable) -> None:
    use = ApiKeys(key_table, Clock()).use(store_key(KeyLimits(60, 5000), table=key_table.name))

    assert use.headers() == {
        "ratelimit": '"minute";r=59;t=60, "day";r=4999;t=43200',
        "ratelimit-policy": '"minute";q=60;w=60, "day";q=5000;w=86400',
    }


def test_a_process_whose_clock_is_behind_counts_in_the_minute_that_has_begun(key_table: DynamoDbTable) -> None:
    key = store_key(KeyLimits(2, 100), table=key_table.name)
    ahead, behind = ApiKeys(key_table, Clock(NOON)), ApiKeys(key_table, Clock(NOON - 1))

    assert [requests_of(keys.use(key)) for keys in (ahead, behind)] == [(1, 1), (2, 2)]
    assert not behind.use(key).is_within_limits


def test_two_requests_that_begin_a_minute_together_are_both_counted(
    key_table: DynamoDbTable, dynamodb: DynamoDb
) -> None:
    keys, key = ApiKeys(key_table, Clock()), store_key(KeyLimits(5, 100), table=key_table.name)
    # The other begins the minute between the first one's look and its own beginning.
    dynamodb.fail("UpdateItem", meanwhile=lambda: keys.use(key))

    assert requests_of(keys.use(key)) == (2, 2)


def test_a_lost_answer_counts_a_request_twice_and_never_too_little(
    key_table: DynamoDbTable, dynamodb: DynamoDb
) -> None:
    keys, key = ApiKeys(key_table, Clock()), store_key(KeyLimits(5, 100), table=key_table.name)
    keys.use(key)
    dynamodb.fail("UpdateItem", loses_answer=True)

    assert requests_of(keys.use(key)) == (3, 3)


def test_a_table_that_refuses_is_an_error_and_no_unknown_key(key_table: DynamoDbTable, dynamodb: DynamoDb) -> None:
    key = store_key(table=key_table.name)
    dynamodb.fail("UpdateItem", times=9, refuses="AccessDeniedException")

    with pytest.raises(TableError, match="AccessDenied"):
        ApiKeys(key_table).use(key)


def test_a_key_that_others_change_at_every_attempt_is_an_error(
    key_table: DynamoDbTable, dynamodb: DynamoDb, dynamodb_client: "DynamoDBClient"
) -> None:
    clock = Clock()
    keys, key = ApiKeys(key_table, clock), store_key(KeyLimits(5, 100), table=key_table.name)

    def step_back() -> None:
        """Put the key's minute to one before, as no clock does."""
        clock.now -= 60
        item = key_item(key, "test", KeyLimits(5, 100), "2026-11-30") | {"minute": {"N": str(int(clock.now // 60))}}
        dynamodb_client.put_item(TableName=key_table.name, Item=item)

    dynamodb.fail("UpdateItem", times=9, meanwhile=step_back)
    with pytest.raises(TableError, match="3 attempts"):
        keys.use(key)
