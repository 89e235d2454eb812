"""Requests of the JSON API: their parameters and JSON bodies, checked one by one.

A request that does not fit is a problem: the expectation, the excerpt that differs and the remedy. Nothing is guessed:
a member or parameter that there is not may be a misspelt one that there is.
"""

import base64
import json
import re
from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple, NoReturn

from shelftalker.api.problems import ProblemError
from shelftalker.observability import Outcome
from shelftalker.slack.http_event import HttpRequest


class RequestLimits(NamedTuple):
    """Limits of a request.

    Attributes:
        body_bytes: Of a body: a title takes up to twelve bytes a character, as JSON's escapes.
        title_characters: Of a title, as Slackbot's tools take it, and of the text of a search.
        excerpt_characters: Of a value, in the sentence that refuses it.
    """

    body_bytes: int = 16_384
    title_characters: int = 300
    excerpt_characters: int = 60


LIMITS = RequestLimits()
JSON_TYPE = "application/json"
# A text that is not blank, by all dialects of regular expressions: they differ on which controls are spaces.
NOT_BLANK = r"[^\s\u0000-\u001f\u007f-\u009f\ufeff]"
_INTEGER = re.compile("[0-9]{1,6}")


def bad_request(detail: str) -> ProblemError:
    """Return the problem of a request that does not fit."""
    return ProblemError(HTTPStatus.BAD_REQUEST, detail, Outcome.API_REFUSED)


def read_title(request: HttpRequest) -> str:
    """Return the title in the body of a request: `{"title": "..."}`.

    Raises:
        ProblemError: The body is of another type, too large, or no such object.
    """
    content = _json(request)
    if not isinstance(content, dict):
        raise bad_request(f'Expected an object such as {{"title": "Dune"}}; got {excerpt(content)}.')
    _check_names(content, ["title"], "member")
    if "title" not in content:
        raise bad_request('The member title is missing. Expected an object such as {"title": "Dune"}.')
    title = content["title"]
    if not isinstance(title, str):
        raise bad_request(f"title has to be a text; got {excerpt(title)}.")
    return _checked_text("title", title)


def read_query(request: HttpRequest, names: Sequence[str]) -> dict[str, str]:
    """Return the parameters in the query string of a request.

    Args:
        request: The request.
        names: The parameters that there are.

    Raises:
        ProblemError: There are others, or one comes twice.
    """
    given = [name for name, _ in request.parameters]
    _check_names(given, names, "parameter")
    if repeated := sorted({name for name in given if given.count(name) > 1}):
        raise bad_request(f"The parameter {repeated[0]} came {given.count(repeated[0])} times: give it once.")
    return dict(request.parameters)


def read_text(query: Mapping[str, str], name: str) -> str:
    """Return a parameter that is a text.

    Raises:
        ProblemError: It is missing, blank or too long, or no UTF-8.
    """
    if name not in query:
        raise bad_request(f"The parameter {name} is missing: give a text, as in ?{name}=dune.")
    if "\ufffd" in query[name]:
        raise bad_request(f"{name} has to be a text in UTF-8, with percent-encoding; got {excerpt(query[name])}.")
    return _checked_text(name, query[name])


def read_number(query: Mapping[str, str], name: str, numbers: range, default: int) -> int:
    """Return a parameter that is a whole number of a range, or the default where it is not given.

    Raises:
        ProblemError: It is none.
    """
    text = query.get(name)
    if text is None:
        return default
    if not _INTEGER.fullmatch(text) or int(text) not in numbers:
        raise bad_request(f"{name} has to be a whole number from {numbers[0]} to {numbers[-1]}; got {excerpt(text)}.")
    return int(text)


def _json(request: HttpRequest) -> Any:
    """Return the decoded body of a request."""
    try:
        return json.loads(_body(request), object_pairs_hook=_members, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise bad_request(
            'The body is no JSON, or nested too deeply. Expected an object such as {"title": "Dune"}.'
        ) from error


def _body(request: HttpRequest) -> str:
    headers = request.headers
    kind, _, options = headers.get("content-type", "").partition(";")
    charset = re.search(r'charset\s*=\s*"?([^\s";]+)', options, re.IGNORECASE)
    if kind.strip().lower() != JSON_TYPE or (charset and charset[1].lower() not in {"utf-8", "utf8"}):
        raise _unsupported_type_error(
            f"Expected a Content-Type of {JSON_TYPE}, in UTF-8; got {excerpt(headers.get('content-type', ''))}.",
            {"accept": JSON_TYPE},
        )
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity":
        raise _unsupported_type_error(
            f"Expected a body without Content-Encoding; got {excerpt(encoding)}.", {"accept-encoding": "identity"}
        )
    # Base64 has four characters for three bytes; no text has fewer bytes than characters.
    if len(request.body) > LIMITS.body_bytes * (4 / 3 if request.is_base64 else 1) + 4:
        raise _too_large()
    try:
        content = base64.b64decode(request.body, validate=True) if request.is_base64 else request.body.encode()
        text = content.decode()
    except ValueError as error:
        raise bad_request("The body is no text in UTF-8. Expected JSON, in UTF-8.") from error
    if len(content) > LIMITS.body_bytes:
        raise _too_large()
    return text


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, each of whose members stands once: of two, every reader takes another."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        repeated = next(name for name in names if names.count(name) > 1)
        raise bad_request(f"The member {excerpt(repeated)} came {names.count(repeated)} times: give it once.")
    return dict(pairs)


def _refuse_constant(name: str) -> NoReturn:
    raise bad_request(f"JSON has no {name}.")


def _check_names(given: Collection[str], known: Sequence[str], kind: str) -> None:
    if unknown := sorted(set(given).difference(known)):
        expected = f"Those that there are: {', '.join(known)}." if known else "There are none."
        raise bad_request(f"There is no {kind} {excerpt(unknown[0])}. {expected}")


def _checked_text(name: str, text: str) -> str:
    if not is_unicode(text):
        raise bad_request(f"{name} has to be a text in Unicode; got {excerpt(text)}, with half of a letter's code.")
    if not re.search(NOT_BLANK, text):
        raise bad_request(f"{name} has to have a letter; it is {'blank' if text else 'empty'}.")
    if len(text) > LIMITS.title_characters:
        raise bad_request(f"{name} has to have at most {LIMITS.title_characters} characters; it has {len(text)}.")
    return text


def is_unicode(text: str) -> bool:
    """Test if a text can be written in UTF-8: JSON's escapes can name half of a letter's code."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _unsupported_type_error(detail: str, headers: Mapping[str, str]) -> ProblemError:
    return ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, Outcome.API_REFUSED, headers=headers)


def _too_large() -> ProblemError:
    detail = f"The body is larger than {LIMITS.body_bytes:,} bytes. Expected an object with a title."
    return ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, Outcome.API_REFUSED)


def excerpt(value: object) -> str:
    """Return a value for a sentence as JSON has it, cut where it is long; of a list or an object its kind alone."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    # Half of a letter's code has no place in an answer either.
    text = json.dumps(value, ensure_ascii=False).encode(errors="backslashreplace").decode()
    length = LIMITS.excerpt_characters
    return text if len(text) <= length else f"{text[:length]}..."
