"""Tests of the requests that fit, and of the sentences that refuse the others."""

import json

import pytest

from shelftalker.api.problems import ProblemError
from shelftalker.api.requests import (
    LIMITS,
    bad_request,
    excerpt,
    is_unicode,
    read_number,
    read_query,
    read_text,
    read_title,
)
from shelftalker.slack.http_event import HttpRequest
from tests.shelftalker.api.conftest import MAKERS, MakeEvent, get, post

EVENTS = pytest.mark.parametrize("make_event", MAKERS.values(), ids=MAKERS)


def title_of(content: object, make_event: MakeEvent = MAKERS["v2"], **headers: str) -> str:
    """Return the title of a request with a body, whose further headers may be named with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_title(HttpRequest.from_event(make_event(post(content, headers=named))))


def problem_of(content: object, **headers: str) -> ProblemError:
    """Return the problem of a body."""
    with pytest.raises(ProblemError) as error:
        title_of(content, MAKERS["v2"], **headers)
    return error.value


@EVENTS
@pytest.mark.parametrize("title", ["Dune", " dune ", "\u6d77\u8fba\u306e\u30ab\u30d5\u30ab", "\U0001f40b", "x" * 300])
def test_a_title_is_read_from_the_event_of_every_service(title: str, make_event: MakeEvent) -> None:
    assert title_of({"title": title}, make_event) == title


@pytest.mark.parametrize(
    "kind", ["application/json;charset=utf-8", 'Application/JSON ; charset="UTF-8"', "application/json; v=1"]
)
def test_json_comes_with_options_of_its_type(kind: str) -> None:
    assert title_of({"title": "Dune"}, Content_Type=kind) == "Dune"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("title=Dune", "no JSON"),
        ('{"title": "Dune"} ', None),
        ('\ufeff{"title": "Dune"}', "no JSON"),
        ('{"title": NaN}', "JSON has no NaN"),
        ('{"title": -Infinity}', "JSON has no -Infinity"),
        ('{"title": ' + "1" * 5000 + "}", "no JSON"),
        ('{"title": "Dune", "title": "Emma"}', 'The member "title" came 2 times'),
        ('{"a": {"b": 1, "b": 2}}', 'The member "b" came 2 times'),
        ("[" * 8000 + "]" * 8000, None),
        ('{"title": ' + "[" * 8000, None),
        ("[]", 'Expected an object such as {"title": "Dune"}; got a list.'),
        ("null", "got null"),
        ("{}", "The member title is missing"),
        ({"titel": "Dune"}, 'There is no member "titel". Those that there are: title.'),
        ({"title": "Dune", "limit": 5}, 'There is no member "limit"'),
        ({"title": None}, "title has to be a text; got null."),
        ({"title": 1984}, "title has to be a text; got 1984."),
        ({"title": ["Dune"]}, "title has to be a text"),
        ({"title": ""}, "it is empty"),
        ({"title": " \n\t"}, "it is blank"),
        ({"title": "\x1e\u0085\ufeff\u3000"}, "it is blank"),
        ({"title": "x" * 301}, "at most 300 characters; it has 301"),
        ('{"title": "Dune \\ud83d"}', "half of a letter's code"),
        (b'{"title": "\xff"}', "no text in UTF-8"),
        ('{"title": "Dune"}'.encode("utf-16"), "no text in UTF-8"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_what_was_expected_and_what_came(
    content: object, words: str | None
) -> None:
    if content == '{"title": "Dune"} ':
        assert title_of(content) == "Dune"
        return
    problem = problem_of(content)

    assert problem.status == 400
    assert words is None or words in problem.detail


def test_a_member_named_badly_is_quoted_in_part() -> None:
    assert len(problem_of({"x" * 5000: 1}).detail) < 200


@pytest.mark.parametrize("size", [LIMITS.body_bytes + 1, 1_000_000])
@EVENTS
def test_a_body_that_is_too_large_is_refused_before_it_is_read(size: int, make_event: MakeEvent) -> None:
    body = '{"title": "Dune"' + " " * (size - 17) + "}"
    with pytest.raises(ProblemError) as error:
        title_of(body, make_event)

    assert error.value.status == 413
    assert "16,384 bytes" in error.value.detail


@EVENTS
def test_the_largest_body_is_read(make_event: MakeEvent) -> None:
    body = '{"title": "Dune"' + " " * (LIMITS.body_bytes - 17) + "}"

    assert title_of(body, make_event) == "Dune"
    assert problem_of(json.dumps({"title": "\u6d77" * 6000}, ensure_ascii=False)).status == 413


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"Content_Type": "application/x-www-form-urlencoded"}, {"accept": "application/json"}),
        ({"Content_Type": "text/plain"}, {"accept": "application/json"}),
        ({"Content_Type": ""}, {"accept": "application/json"}),
        ({"Content_Type": "application/json; charset=latin-1"}, {"accept": "application/json"}),
        ({"Content_Encoding": "gzip"}, {"accept-encoding": "identity"}),
    ],
)
def test_a_body_of_another_type_is_refused_with_the_one_that_is_taken(
    headers: dict[str, str], accepted: dict[str, str]
) -> None:
    problem = problem_of({"title": "Dune"}, **headers)

    assert problem.status == 415
    assert problem.headers == accepted


@pytest.mark.parametrize("body", ["no base64!", "abc"])
def test_a_body_that_is_not_the_base64_that_it_is_said_to_be_is_refused(body: str) -> None:
    event = MAKERS["v2"](post({"title": "Dune"})) | {"body": body, "isBase64Encoded": True}
    with pytest.raises(ProblemError, match="no text in UTF-8"):
        read_title(HttpRequest.from_event(event))


def query_of(query: str, make_event: MakeEvent = MAKERS["v2"]) -> dict[str, str]:
    """Return the parameters of a query string, of which there are q and limit."""
    return read_query(HttpRequest.from_event(make_event(get("/search", query))), ["q", "limit"])


@pytest.mark.parametrize("make_event", [MAKERS["v2"], MAKERS["v1"], MAKERS["url"]])
def test_parameters_are_read_from_the_event_of_every_service(make_event: MakeEvent) -> None:
    assert query_of("limit=3&q=d%C3%BCne+x", make_event) == {"q": "d\u00fcne x", "limit": "3"}
    assert query_of("", make_event) == {}
    with pytest.raises(ProblemError, match="The parameter q came 2 times: give it once"):
        query_of("q=a&q=b", make_event)
    with pytest.raises(ProblemError, match=r"There is no parameter \"limt\"\. Those that there are: q, limit"):
        query_of("q=a&limt=3", make_event)


def test_a_path_without_parameters_says_that_there_are_none() -> None:
    with pytest.raises(ProblemError, match=r"There is no parameter \"q\"\. There are none"):
        read_query(HttpRequest.from_event(MAKERS["v2"](get("/openapi.json", "q=a"))), [])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "The parameter q is missing: give a text, as in [?]q=dune"),
        ("q=", "q has to have a letter; it is empty"),
        ("q=%20+", "it is blank"),
        ("q=%ff", "text in UTF-8, with percent-encoding"),
        (f"q={'x' * 301}", "at most 300 characters"),
    ],
)
def test_a_text_that_does_not_fit_is_refused(query: str, words: str) -> None:
    with pytest.raises(ProblemError, match=words):
        read_text(query_of(query), "q")


def test_a_number_is_of_its_range_and_has_a_default() -> None:
    assert read_number({}, "limit", range(1, 21), 20) == 20
    assert [read_number({"limit": text}, "limit", range(1, 21), 20) for text in ("1", "20", "007")] == [1, 20, 7]


@pytest.mark.parametrize("text", ["", "0", "21", "-1", "1.0", "1e1", "five", " 5", "\u0665", "9" * 5000])
def test_another_number_is_refused(text: str) -> None:
    with pytest.raises(ProblemError, match="limit has to be a whole number from 1 to 20"):
        read_number({"limit": text}, "limit", range(1, 21), 20)


def test_an_excerpt_is_short_and_names_half_of_a_letter() -> None:
    assert excerpt("x" * 100) == f'"{"x" * 59}...'
    assert excerpt("\ud800") == '"\\ud800"'
    values: tuple[object, ...] = (None, True, 1.5, [1], {})
    assert [excerpt(each) for each in values] == ["null", "true", "1.5", "a list", "an object"]
    assert (is_unicode("\U0001f40b"), is_unicode("a\udc00")) == (True, False)


def test_a_bad_request_is_an_outcome_of_its_own() -> None:
    assert (bad_request("No.").status, bad_request("No.").outcome) == (400, "ApiRefused")
