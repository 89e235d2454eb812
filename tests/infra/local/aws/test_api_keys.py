"""Tests of keys of the JSON API on this machine."""

from infra.local.aws.api_keys import store_api_key
from infra.local.aws.services import RESOURCES, local_aws
from shelftalker.api.keys import ApiKeys, KeyLimits
from shelftalker.aws import light_client
from shelftalker.aws.dynamodb_table import DynamoDbTable


def test_a_key_is_one_of_those_that_the_function_takes() -> None:
    light_client.process_credentials.cache_clear()
    with local_aws("secret"):
        use = ApiKeys(DynamoDbTable(RESOURCES.api_key_table)).use(store_api_key(KeyLimits(3, 9)))
    light_client.process_credentials.cache_clear()

    assert [(window.limit, window.requests) for window in use.windows] == [(3, 1), (9, 1)]
