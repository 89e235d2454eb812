"""The JSON API and the page for everyone in the template: off by default, bounded, and apart from Slack's function."""

import re
from typing import Any

import pytest

from infra.local.demo import API_ROUTES
from infra.local.lambda_host.invocation import Invocation
from infra.local.web_page import page_routes
from shelftalker.api.openapi import description
from shelftalker.function_settings import ApiSettings
from shelftalker.settings import DEFAULT_ANSWERS, Settings, SettingsError
from tests.cloudformation import EVERYTHING, TEMPLATE, Stack, stack

# The routes by which the demo serves them.
OF_API, OF_PAGE = set(API_ROUTES), set(page_routes(lambda _: Invocation(None, None, 0), None))


def routes(whole: Stack) -> set[str]:
    """Return the routes of the API, as API Gateway names them."""
    [api] = whole.of_type("AWS::ApiGatewayV2::Api").values()
    any_method = "x-amazon-apigateway-any-method"
    return {
        f"{'ANY' if method == any_method else method.upper()} {path}"
        for path, methods in api["Body"]["paths"].items()
        for method in methods
    }


def names(whole: Stack) -> set[str]:
    """Return the logical ids of resources and alarms, without the hashes of versions."""
    every = [*whole.resources, *whole.monitoring_stack().resources]
    return {re.sub(r"(Version)[0-9a-f]{10}$", r"\1", name) for name in every}


def environment(name: str, **values: Any) -> dict[str, str]:
    """Return the environment of a function, with logical ids in place of names."""
    variables = stack(**values).of_type("AWS::Lambda::Function")[name]["Environment"]["Variables"]
    return {key: str(it["Ref"]) if isinstance(it, dict) else str(it) for key, it in variables.items()}


def test_a_default_stack_has_nothing_of_the_api_and_of_the_page_whatever_their_other_parameters_are() -> None:
    other = stack(ApiConcurrency="7", PageConcurrency="7", ApiAllowedOrigins="*")
    [stage] = stack().of_type("AWS::ApiGatewayV2::Stage").values()

    assert other.resources == stack().resources
    assert not [it for it in names(stack()) if it.startswith(("JsonApi", "Page", "ApiKey"))]
    assert routes(stack()) == {"POST /slack/events"}
    assert not stage.get("RouteSettings")


def test_the_api_adds_a_function_a_table_and_two_alarms() -> None:
    assert names(stack(PublicApi="on")) - names(stack()) == {
        "JsonApi", "JsonApiAliaslive", "JsonApiVersion", "JsonApiRole", "JsonApiLogGroup", "JsonApiRecommendPermission",
        "JsonApiBookPermission", "JsonApiSearchPermission", "JsonApiDescriptionPermission", "ApiKeyTable",
        "JsonApiErrorsAlarm", "JsonApiThrottlesAlarm",
    }  # fmt: skip


def test_the_page_adds_a_function_and_two_alarms() -> None:
    assert names(stack(PublicPage="on")) - names(stack()) == {
        "Page", "PageAliaslive", "PageVersion", "PageRole", "PageLogGroup", "PageWholePermission", "PageHeadPermission",
        "PageFilePermission", "PageCompletionsPermission", "PageRobotsPermission", "PageErrorsAlarm",
        "PageThrottlesAlarm",
    }  # fmt: skip


@pytest.mark.parametrize(("values", "added"), [({"PublicApi": "on"}, OF_API), ({"PublicPage": "on"}, OF_PAGE)])
def test_each_of_their_routes_has_a_limit_far_below_that_of_slacks(values: dict[str, Any], added: set[str]) -> None:
    whole = stack(**values)
    [stage] = whole.of_type("AWS::ApiGatewayV2::Stage").values()
    of_slack = stage["DefaultRouteSettings"]

    assert routes(whole) == {"POST /slack/events"} | added
    assert set(stage["RouteSettings"]) == added
    assert (
        sum(it["ThrottlingRateLimit"] for it in stage["RouteSettings"].values()) < of_slack["ThrottlingRateLimit"] / 5
    )
    assert all(it["ThrottlingBurstLimit"] <= 100 for it in stage["RouteSettings"].values())


def test_the_description_of_the_api_has_the_paths_of_its_routes() -> None:
    assert {f"ANY {path}" for path in description()["paths"]} == OF_API


def test_api_gateway_answers_no_preflight_for_the_paths_of_slack() -> None:
    [api] = stack(PublicApi="on", ApiAllowedOrigins="*").of_type("AWS::ApiGatewayV2::Api").values()

    assert "CorsConfiguration" not in api
    assert "x-amazon-apigateway-cors" not in api["Body"]


def test_the_page_has_concurrency_of_its_own_always_so_that_visitors_cannot_starve_slack() -> None:
    def page(**values: Any) -> Any:
        return stack(PublicPage="on", **values).of_type("AWS::Lambda::Function")["Page"]["ReservedConcurrentExecutions"]

    pattern = TEMPLATE["Parameters"]["PageConcurrency"]["AllowedPattern"]
    assert (page(), page(PageConcurrency="30")) == ("5", "30")
    assert [it for it in ("1", "5", "999") if not re.fullmatch(pattern, it)] == []
    assert [it for it in ("0", "00", "", "05", "1000", "-1") if re.fullmatch(pattern, it)] == []


def test_the_api_has_concurrency_of_its_own_where_its_operator_sets_it() -> None:
    def api(**values: Any) -> Any:
        return stack(PublicApi="on", **values).of_type("AWS::Lambda::Function")["JsonApi"]

    assert "ReservedConcurrentExecutions" not in api()
    assert api(ApiConcurrency="8")["ReservedConcurrentExecutions"] == "8"


def test_the_api_counts_requests_of_its_keys_and_may_do_nothing_else() -> None:
    services = {
        action.partition(":")[0] for it in stack(PublicApi="on").statements("JsonApiRole") for action in it.actions
    }
    [counting] = stack(PublicApi="on").statements("JsonApiRole", "dynamodb")

    assert services == {"logs", "xray", "s3", "dynamodb"}
    assert (counting.actions, counting.resources) == (["dynamodb:UpdateItem"], [{"Fn::GetAtt": ["ApiKeyTable", "Arn"]}])


def test_the_page_reads_models_and_may_do_nothing_else_even_with_every_feature() -> None:
    statements = stack(**EVERYTHING).statements("PageRole")
    services = {action.partition(":")[0] for it in statements for action in it.actions}
    [decrypting] = stack(**EVERYTHING).statements("PageRole", "kms")

    assert services == {"logs", "xray", "s3", "kms"}
    assert decrypting.condition == {
        "StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.${AWS::URLSuffix}"}}
    }


def test_the_function_of_the_api_reads_its_environment_and_has_no_secret_of_slacks() -> None:
    variables = environment("JsonApi", PublicApi="on", ApiAllowedOrigins="https://a.example,https://b.example")
    settings = ApiSettings.from_environment(variables)

    assert settings.key_table == "ApiKeyTable"
    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    assert (settings.app.model_bucket, settings.app.answers) == ("ModelBucket", DEFAULT_ANSWERS)
    assert not [name for name in variables if name.startswith(("SLACK", "SHELF", "INSTALLATION"))]


def test_the_function_of_the_page_reads_its_environment_and_has_no_table() -> None:
    variables = environment("Page", PublicPage="on", BookLink="")
    settings = Settings.from_environment(variables, checks_requests=False)

    assert (settings.model_bucket, settings.model_prefix, settings.answers.book_links) == ("ModelBucket", "models", ())
    assert not [name for name in variables if name.startswith(("SLACK", "SHELF", "API", "INSTALLATION"))]


def test_keys_are_found_by_their_hash_alone() -> None:
    table = stack(PublicApi="on").of_type("AWS::DynamoDB::Table")["ApiKeyTable"]

    assert table["KeySchema"] == [{"AttributeName": "key_hash", "KeyType": "HASH"}]
    assert table["AttributeDefinitions"] == [{"AttributeName": "key_hash", "AttributeType": "S"}]


@pytest.mark.parametrize(
    "given",
    [
        "", "*", "https://a.example", "https://a.example:8443,http://localhost:8080,http://127.0.0.1", "http://a.example",
        "https://a.example/", "https://A.example", "https://a.example, https://b.example", "https://a.example,", "*,*",
        "null", "https://*.example", ",", "https://",
    ],
)  # fmt: skip
def test_the_parameter_of_the_origins_takes_what_the_function_takes(given: str) -> None:
    pattern = TEMPLATE["Parameters"]["ApiAllowedOrigins"]["AllowedPattern"]
    try:
        ApiSettings.from_environment({"API_KEY_TABLE": "keys", "API_ALLOWED_ORIGINS": given})
        is_taken = True
    except SettingsError:
        is_taken = False

    assert bool(re.fullmatch(pattern, given)) is is_taken


@pytest.mark.parametrize("output", ["ApiUrl", "PageUrl"])
def test_the_addresses_are_those_of_the_front_door_where_there_is_one(output: str) -> None:
    [condition, through_it, direct] = TEMPLATE["Outputs"][output]["Value"]["Fn::If"]

    assert condition == "HasFrontDoor"
    assert through_it["Fn::Sub"].startswith("https://${FrontDoorDomainName}")
    assert direct["Fn::Sub"].startswith("https://${Api}.execute-api.")
