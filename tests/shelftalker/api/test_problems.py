"""Tests of problems."""

import json
from http import HTTPStatus

from shelftalker.api.problems import ProblemError
from shelftalker.observability import Outcome


def test_a_problem_has_the_members_of_rfc_9457_and_its_own() -> None:
    problem = ProblemError(
        HTTPStatus.TOO_MANY_REQUESTS, "Wait.", Outcome.API_LIMIT_REACHED, headers={"retry-after": "3"},
        members={"type": "https://problems.example/wait", "limits": ["day"]},
    )  # fmt: skip
    response = problem.response("/books/\u00e4 b\n\ud800")

    assert response["statusCode"] == 429
    assert response["headers"] == {
        "content-type": "application/problem+json", "cache-control": "no-store", "retry-after": "3",
    }  # fmt: skip
    assert json.loads(response["body"]) == {
        "type": "https://problems.example/wait", "title": "Too Many Requests", "status": 429, "detail": "Wait.",
        "instance": "/books/%C3%A4%20b%0A%3F", "limits": ["day"],
    }  # fmt: skip


def test_a_problem_that_its_status_says_all_of_has_no_type_of_its_own() -> None:
    response = ProblemError(HTTPStatus.NOT_FOUND, "Gone.", Outcome.BOOK_GONE).response("/")

    assert json.loads(response["body"])["type"] == "about:blank"


def test_further_headers_give_way_to_those_of_the_problem() -> None:
    problem = ProblemError(HTTPStatus.BAD_REQUEST, "No.", Outcome.API_REFUSED, headers={"a": "1"})

    assert problem.with_headers({"a": "2", "b": "3"}).headers == {"a": "1", "b": "3"}
