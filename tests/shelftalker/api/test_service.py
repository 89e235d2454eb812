"""Tests of the API's operations, by the events of AWS's services."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from infra.local.lambda_host.gateway import HttpRequest
from shelftalker.api.keys import ApiKeys, KeyLimits
from shelftalker.api.openapi import description
from shelftalker.api.origins import AllowedOrigins
from shelftalker.api.service import JsonApi
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import observe_request
from shelftalker.settings import AnswerSettings
from tests.api_app import store_key
from tests.deployment import counts
from tests.dynamodb import DynamoDb
from tests.shelftalker.api.conftest import MAKERS, MakeEvent, get, post

TWO_HUNDRED = KeyLimits(200, 200)


class Caller:
    """Calls the API with a key, and checks each answer against the API's own description."""

    def __init__(self, api: JsonApi, key: str) -> None:
        self.api = api
        self.key = key

    def call(
        self, request: HttpRequest, make_event: MakeEvent = MAKERS["v2"], key: str | None = None
    ) -> dict[str, Any]:
        """Return the answer to a request."""
        key = self.key if key is None else key
        headers = (*request.headers, *((("Authorization", f"bearer {key}"),) if key else ()))
        sent = HttpRequest(request.method, request.path, headers, request.body, request.query)
        with observe_request():
            answer = self.api.answer(make_event(sent), "7")
        if answer["body"]:
            check(answer, "Problem" if answer["statusCode"] >= 400 else None)
        return answer

    def content(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body of a good answer."""
        answer = self.call(request)
        assert answer["statusCode"] == 200, answer
        return dict(json.loads(answer["body"]))


def check(answer: dict[str, Any], name: str | None) -> None:
    """Check an answer against a schema of the description."""
    content = json.loads(answer["body"])
    if name is None:
        members = {"recommendations": "Recommendations", "suggestions": "Suggestions", "book_id": "Book"}
        name = next((schema for member, schema in members.items() if member in content), None)
    if name:
        described = description()["components"]
        Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": described}).validate(content)


@pytest.fixture
def caller(sample: Catalogue, key_table: DynamoDbTable) -> Caller:
    """Return a caller with a key of its own."""
    api = JsonApi(lambda: sample, ApiKeys(key_table), AnswerSettings(), AllowedOrigins(["https://books.example"]))
    return Caller(api, store_key(TWO_HUNDRED, table=key_table.name))


@pytest.mark.parametrize("make_event", MAKERS.values(), ids=MAKERS)
def test_a_title_is_answered_in_the_event_of_every_service(make_event: MakeEvent, caller: Caller) -> None:
    answer = caller.call(post({"title": "Dune"}), make_event)

    assert answer["statusCode"] == 200
    assert len(json.loads(answer["body"])["recommendations"]) == 5


def test_two_titles_an_author_and_a_missed_one_are_answered_by_the_contract(caller: Caller) -> None:
    both, author, missed = (
        caller.content(post({"title": title})) for title in ("Dune and The Hobbit", "Tolkien", "zzxq vvkj")
    )

    assert [book["title"] for book in both["taken_for"]] == ["Dune", "The Hobbit"]
    assert author["author"] == "J. R. R. Tolkien"
    assert 0 < len(author["suggestions"]) <= 7
    assert missed == {"suggestions": [], "author": None, "notice": missed["notice"]}


def test_a_search_has_as_many_books_as_the_caller_wants(caller: Caller) -> None:
    assert [len(caller.content(get("/search", f"q=the{more}"))["books"]) for more in ("", "&limit=3")] == [20, 3]
    assert caller.content(get("/search", "q=zzxqvvkj")) == {"books": []}


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (post({"title": ""}), "it is empty"),
        (HttpRequest("POST", "/recommend", query="a=1"), 'no parameter "a"'),
        (get("/search", "q=a&limit=99"), "from 1 to 20"),
        (get("/books/aaaaaaaa", "x=1"), 'no parameter "x"'),
    ],
)
def test_a_request_that_does_not_fit_counts_and_says_how_many_are_left(
    request_: HttpRequest, words: str, caller: Caller
) -> None:
    answer = caller.call(request_)

    assert answer["statusCode"] == 400
    assert words in json.loads(answer["body"])["detail"]
    assert answer["headers"]["ratelimit"].startswith('"minute";r=199;')


def test_options_and_the_description_need_no_key_and_are_not_counted(caller: Caller, dynamodb: DynamoDb) -> None:
    dynamodb.operations.clear()
    options = caller.call(HttpRequest("OPTIONS", "/books/aaaaaaaa"), key="")
    described = caller.call(get("/openapi.json"), key="")

    assert (options["statusCode"], options["headers"]["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert json.loads(described["body"]) == description()
    assert described["headers"]["cache-control"] == "public, max-age=300"
    assert dynamodb.operations == []


def test_a_tag_changes_with_the_model_and_the_release(sample: Catalogue, caller: Caller) -> None:
    request = get("/search", "q=dune")
    tag = caller.call(request)["headers"]["etag"]
    with observe_request():
        released = caller.api.answer(
            MAKERS["v2"](get("/search", "q=dune", {"Authorization": f"Bearer {caller.key}"})), "8"
        )

    assert tag == f'"{sample.version}-7"'
    assert released["headers"]["etag"] == f'"{sample.version}-8"'
    assert caller.call(get("/search", "q=dune", {"If-None-Match": tag}))["statusCode"] == 304
    # No answer that there is not is unchanged.
    assert caller.call(get("/books/aaaaaaaa", "", {"If-None-Match": tag}))["statusCode"] == 404


def test_keys_that_cannot_be_checked_are_a_problem_that_passes(caller: Caller, dynamodb: DynamoDb) -> None:
    dynamodb.fail("UpdateItem", times=9, refuses="AccessDeniedException")
    answer = caller.call(post({"title": "Dune"}))

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")
    assert "AccessDenied" not in answer["body"]
    assert counts()["ApiKeyNotChecked"] == 1


def test_a_failure_is_a_problem_without_its_cause_and_an_outcome_of_its_own(key_table: DynamoDbTable) -> None:
    def no_catalogue() -> Catalogue:
        raise RuntimeError("zanzibar")

    api = JsonApi(no_catalogue, ApiKeys(key_table), AnswerSettings(), AllowedOrigins(["*"]))
    answer = Caller(api, store_key(TWO_HUNDRED, table=key_table.name)).call(post({"title": "Dune"}))

    assert answer["statusCode"] == 500
    assert "zanzibar" not in answer["body"]
    assert answer["headers"]["access-control-allow-origin"] == "*"
    assert counts()["ApiFailed"] == 1


@pytest.mark.parametrize("event", [{}, {"release_check": "x"}, {"requestContext": None, "headers": None}])
def test_an_event_that_is_no_request_is_a_problem(event: dict[str, Any], caller: Caller) -> None:
    with observe_request():
        assert caller.api.answer(event, "7")["statusCode"] == 404
