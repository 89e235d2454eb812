"""The JSON API over HTTP, against the hosted function."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.api.keys import KeyLimits, hash_of, new_key
from tests.api_app import ORIGIN, ApiAnswer, ApiApp, revoke_key, store_key

DUNE = json.dumps({"title": "Dune"})
PROBLEM_MEMBERS = {"type", "title", "status", "detail", "instance"}


def problem_of(answer: ApiAnswer) -> dict[str, object]:
    """Return the problem of an answer, which has to be a whole one."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problem: dict[str, object] = answer.content
    assert problem.keys() >= PROBLEM_MEMBERS
    assert problem["status"] == answer.status
    return problem


def test_a_title_is_answered_with_five_books_and_the_book_it_was_taken_for(api_app: ApiApp) -> None:
    answer = api_app.send("POST", "/recommend", DUNE)

    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert [book["title"] for book in answer.content["taken_for"]] == ["Dune"]
    assert len(answer.content["recommendations"]) == 5
    assert all(book["reason"] and book["book_id"] for book in answer.content["recommendations"])
    assert answer.headers["x-shelftalker-model"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("title", "least", "most"), [("Duun Mesia", 1, 7), ("Stephen King", 1, 7), ("zzxq vvkj", 0, 0)]
)
def test_a_title_that_names_no_book_is_answered_with_suggestions(
    title: str, least: int, most: int, api_app: ApiApp
) -> None:
    answer = api_app.send("POST", "/recommend", json.dumps({"title": title}))

    assert answer.status == 200
    assert "recommendations" not in answer.content
    assert least <= len(answer.content["suggestions"]) <= most


def test_a_suggestion_is_asked_about_by_its_id_and_a_book_is_shown_by_it(api_app: ApiApp) -> None:
    [first, *_] = api_app.send("GET", "/search?q=dune+mes&limit=3").content["books"]
    recommended = api_app.send("POST", "/recommend", json.dumps({"title": first["book_id"]})).content

    assert first["title"] == "Dune Messiah"
    assert recommended["taken_for"] == [first]
    assert api_app.send("GET", f"/books/{first['book_id']}").content == first


def test_an_answer_that_the_caller_has_is_not_sent_again(api_app: ApiApp) -> None:
    first = api_app.send("GET", "/search?q=dune")
    again = api_app.send("GET", "/search?q=dune", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    other = api_app.send("GET", "/search?q=dune", headers={"If-None-Match": '"other"'})

    assert first.headers["x-shelftalker-model"] in first.headers["etag"]
    assert first.headers["cache-control"] == "private, max-age=300"
    assert (again.status, again.text, again.headers["etag"]) == (304, "", first.headers["etag"])
    assert other.text == first.text


def test_head_is_answered_as_get_without_the_body(api_app: ApiApp) -> None:
    get, head = (api_app.send(method, "/search?q=dune") for method in ("GET", "HEAD"))

    assert (head.status, head.text) == (200, "")
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize(
    ("headers", "words", "challenge"),
    [
        ({}, "Expected an API key", 'Bearer realm="Shelftalker"'),
        ({"Authorization": "Basic dXNlcjpwYXNz"}, "Expected an API key", 'Bearer realm="Shelftalker"'),
        (
            {"Authorization": f"Bearer {new_key()}"},
            "is not known",
            'Bearer realm="Shelftalker", error="invalid_token"',
        ),
        ({"Authorization": "Bearer x"}, "is not known", 'Bearer realm="Shelftalker", error="invalid_token"'),
    ],
    ids=["none", "password", "unknown", "malformed"],
)
def test_without_a_known_key_nothing_is_answered(
    headers: dict[str, str], words: str, challenge: str, api_app: ApiApp
) -> None:
    answer = api_app.send("POST", "/recommend", DUNE, headers, key="")

    assert answer.status == 401
    assert words in str(problem_of(answer)["detail"])
    assert answer.headers["www-authenticate"] == challenge


def test_a_revoked_key_is_refused_from_the_next_request_on(api_app: ApiApp) -> None:
    key = store_key()
    before = api_app.send("GET", "/search?q=dune", key=key)
    revoke_key(key)

    assert before.status == 200
    assert api_app.send("GET", "/search?q=dune", key=key).status == 401


def test_the_limit_of_a_key_holds_for_requests_at_the_same_time(api_app: ApiApp) -> None:
    key = store_key(KeyLimits(per_minute=1000, per_day=7))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: api_app.send("GET", "/search?q=dune", key=key), range(20)))

    assert sorted(answer.status for answer in answers) == [200] * 7 + [429] * 13
    refused = next(answer for answer in answers if answer.status == 429)
    problem = problem_of(refused)
    assert problem["type"] == "https://iana.org/assignments/http-problem-types#quota-exceeded"
    assert problem["violated-policies"] == ["day"]
    assert 1 <= int(refused.headers["retry-after"]) <= 86_400
    assert refused.headers["ratelimit-policy"] == '"minute";q=1000;w=60, "day";q=7;w=86400'
    assert '"day";r=0;t=' in refused.headers["ratelimit"]


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/recommend", 405, "POST, OPTIONS"),
        ("DELETE", "/search?q=dune", 405, "GET, HEAD, OPTIONS"),
        ("POST", "/openapi.json", 405, "GET, HEAD, OPTIONS"),
        ("GET", "/books/aaaaaaaa", 404, None),
        ("GET", "/books/Dune", 404, None),
        ("GET", "/books/%0a%C3%A4", 404, None),
    ],
)
def test_other_methods_and_books_are_problems(
    method: str, path: str, status: int, allow: str | None, api_app: ApiApp
) -> None:
    answer = api_app.send(method, path, "{}" if method == "POST" else None)

    assert answer.status == status
    assert answer.headers.get("allow") == allow
    assert str(problem_of(answer)["instance"]) == path.partition("?")[0].replace("%0a", "%0A")


def test_a_page_of_an_allowed_origin_may_call_and_another_may_not(api_app: ApiApp) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    preflight = api_app.send("OPTIONS", "/recommend", headers={"Origin": ORIGIN, **asking}, key="")
    foreign = api_app.send("OPTIONS", "/recommend", headers={"Origin": "https://evil.example", **asking}, key="")
    refused = api_app.send("POST", "/recommend", DUNE, {"Origin": ORIGIN}, key="")

    assert preflight.status == foreign.status == 204
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert preflight.headers["access-control-allow-methods"] == "POST"
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    assert not [name for name in foreign.headers if name.startswith("access-control")]
    assert foreign.headers["vary"] == "Origin"
    # The page may read why it was refused.
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (401, ORIGIN)


def test_the_log_has_the_outcome_of_each_request_and_no_title_and_no_key(api_app: ApiApp) -> None:
    title = "zanzibar marmalade"
    api_app.send("POST", "/recommend", json.dumps({"title": title}))
    api_app.send("GET", "/search?q=zanzibar+marmalade")
    api_app.send("POST", "/recommend", '{"titel": "zanzibar marmalade"}')
    api_app.send("GET", "/openapi.json", key="")
    log = api_app.log.read_text()

    assert api_app.outcomes()[-4:] == ["NotFound", "Typed", "ApiRefused", "ApiDescribed"]
    assert not [word for word in ("zanzibar", api_app.key, hash_of(api_app.key)) if word in log]


def test_an_answer_takes_a_fraction_of_a_second_once_the_function_is_warm(api_app: ApiApp) -> None:
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        assert api_app.send("POST", "/recommend", DUNE).status == 200
        seconds.append(time.perf_counter() - started)

    assert min(seconds) < 1
