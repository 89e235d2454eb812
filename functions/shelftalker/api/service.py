"""The JSON API: an HTTP event to the answer of one of its operations, or to a problem."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from shelftalker.api.answers import answer_content, answer_title, book_with_id, books_content, search_books
from shelftalker.api.caching import entity_tag, is_unchanged
from shelftalker.api.keys import ApiKeys, KeyUse, UnknownKeyError
from shelftalker.api.origins import AllowedOrigins
from shelftalker.api.problems import ProblemError
from shelftalker.api.requests import JSON_TYPE, excerpt, read_number, read_query, read_text, read_title
from shelftalker.aws.dynamodb_table import TableError
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Outcome, log_failure, logger, set_outcome
from shelftalker.settings import AnswerSettings
from shelftalker.slack.http_event import MODEL_HEADER, HttpRequest, http_response
from shelftalker.views.wording import DatasetFacts

# Of draft-ietf-httpapi-ratelimit-headers-10, which RFC 9457's registry of problem types is to take it from.
_QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded"
_BOOKS = "/books/"


class ServiceConfig(NamedTuple):
    """Numbers of the API.

    Attributes:
        fresh_seconds: Time for which a client need not ask again: a new model is looked for every 15 minutes.
        search_limit: Most books of a search, as in Slack's search window.
        retry_seconds: Time until another try, where the keys can't be read.
    """

    fresh_seconds: int = 300
    search_limit: int = 20
    retry_seconds: int = 5


CONFIG = ServiceConfig()


class Operation(NamedTuple):
    """The operation of a path.

    Attributes:
        method: GET, which HEAD goes with, or POST.
        run: Returns the answer to a request, as JSON, and sets the outcome.
        needs_key: Whether callers have to show a key.
    """

    method: str
    run: Callable[[HttpRequest, Catalogue], dict[str, Any]]
    needs_key: bool = True

    @property
    def methods(self) -> tuple[str, ...]:
        """All methods that are answered."""
        return ("GET", "HEAD", "OPTIONS") if self.method == "GET" else (self.method, "OPTIONS")


class JsonApi:
    """The API.

    Args:
        current_catalogue: Returns the model to answer from.
        keys: The keys of callers.
        answers: The form of answers.
        origins: Origins whose pages may call from a browser.
    """

    def __init__(
        self,
        current_catalogue: Callable[[], Catalogue],
        keys: ApiKeys,
        answers: AnswerSettings,
        origins: AllowedOrigins,
    ) -> None:
        self._current_catalogue = current_catalogue
        self._keys = keys
        self._answers = answers
        self._origins = origins
        self._operations = {
            "/recommend": Operation("POST", self._recommend),
            "/search": Operation("GET", self._search),
            "/openapi.json": Operation("GET", _describe, needs_key=False),
            _BOOKS: Operation("GET", self._book),
        }

    def answer(self, event: Mapping[str, Any], function_version: str) -> dict[str, Any]:
        """Answer an HTTP event, and set the outcome.

        Args:
            event: Of API Gateway or a Function URL.
            function_version: The published version of the function, on which answers depend beside the model.
        """
        request = HttpRequest.from_event(event)
        try:
            response = self._answer(request, function_version)
        except ProblemError as problem:
            set_outcome(problem.outcome)
            response = problem.response(request.path)
        except Exception as error:  # noqa: BLE001 # whatever it is, the caller should be able to read the answer
            log_failure("a request of the API failed", error)
            detail = "Something went wrong here. The same request may succeed later."
            response = ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, detail, Outcome.API_FAILED).response(request.path)
            set_outcome(Outcome.API_FAILED)
        response["headers"] |= {"x-content-type-options": "nosniff"} | self._origins.headers(request)
        if request.method == "HEAD":
            response["body"] = ""
        return response

    def _answer(self, request: HttpRequest, function_version: str) -> dict[str, Any]:
        operation = self._operation(request)
        if request.method == "OPTIONS":
            set_outcome(Outcome.OPTIONS_SHOWN)
            allow = {"allow": ", ".join(operation.methods)}
            return http_response(HTTPStatus.NO_CONTENT, allow | self._origins.preflight(request, operation.method), "")
        use = self._count_request(request) if operation.needs_key else None
        headers = {} if use is None else use.headers()
        catalogue = self._current_catalogue()
        try:
            content = operation.run(request, catalogue)
        except ProblemError as problem:
            raise problem.with_headers(headers) from problem
        if operation.needs_key:
            headers[MODEL_HEADER] = catalogue.version
        if operation.method == "POST":
            return _response(HTTPStatus.OK, headers | {"cache-control": "no-store"}, content)
        versions = (catalogue.version, function_version) if operation.needs_key else (function_version,)
        headers["etag"] = entity_tag(*versions)
        kind = "private" if operation.needs_key else "public"
        headers["cache-control"] = f"{kind}, max-age={CONFIG.fresh_seconds}"
        if is_unchanged(request.headers, headers["etag"]):
            return http_response(HTTPStatus.NOT_MODIFIED, headers, "")
        return _response(HTTPStatus.OK, headers, content)

    def _operation(self, request: HttpRequest) -> Operation:
        """Return the operation of a request's path.

        Raises:
            ProblemError: There is none, or it has no such method.
        """
        path = _BOOKS if request.path.startswith(_BOOKS) else request.path
        operation = self._operations.get(path)
        if operation is None:
            detail = f"There is no {excerpt(request.path)}. The paths are in /openapi.json."
            raise ProblemError(HTTPStatus.NOT_FOUND, detail, Outcome.NO_SUCH_PAGE)
        if request.method not in operation.methods:
            raise ProblemError(
                HTTPStatus.METHOD_NOT_ALLOWED,
                f"Expected {operation.method}; got {excerpt(request.method)}.",
                Outcome.NOT_ALLOWED,
                headers={"allow": ", ".join(operation.methods)},
            )
        return operation

    def _count_request(self, request: HttpRequest) -> KeyUse:
        """Count a request of a key.

        Raises:
            ProblemError: It has no key, or one that is not known; the key's requests are used up; or the keys can't be
                read now.
        """
        scheme, _, key = request.headers.get("authorization", "").strip().partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise _unauthorized_error("Expected an API key, as in Authorization: Bearer stk_...; ask the operator.")
        try:
            use = self._keys.use(key.strip())
        except UnknownKeyError as error:
            detail = "The API key is not known, or not any more. Ask the operator for one."
            raise _unauthorized_error(detail, ', error="invalid_token"') from error
        except TableError as error:
            logger.exception("an API key can't be checked")
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "API keys can't be checked now. Try again.",
                Outcome.API_KEY_NOT_CHECKED,
                headers={"retry-after": str(CONFIG.retry_seconds)},
            ) from error
        if not use.is_within_limits:
            raise _over_limit(use)
        return use

    def _recommend(self, request: HttpRequest, catalogue: Catalogue) -> dict[str, Any]:
        read_query(request, [])
        answer = answer_title(catalogue, read_title(request))
        set_outcome(answer.outcome)
        return answer_content(answer, self._dataset(catalogue))

    def _search(self, request: HttpRequest, catalogue: Catalogue) -> dict[str, Any]:
        query = read_query(request, ["q", "limit"])
        limit = read_number(query, "limit", range(1, CONFIG.search_limit + 1), CONFIG.search_limit)
        books = search_books(catalogue, read_text(query, "q"), limit)
        set_outcome(Outcome.TYPED)
        return {"books": books_content(books, self._dataset(catalogue))}

    def _book(self, request: HttpRequest, catalogue: Catalogue) -> dict[str, Any]:
        read_query(request, [])
        book_id = request.path.removeprefix(_BOOKS)
        book = book_with_id(catalogue, book_id)
        if book is None:
            detail = f"The catalogue has no book {excerpt(book_id)}, or not any more. Search for it: /search?q=..."
            raise ProblemError(HTTPStatus.NOT_FOUND, detail, Outcome.BOOK_GONE)
        set_outcome(Outcome.BOOK_SHOWN)
        [content] = books_content([book], self._dataset(catalogue))
        return content

    def _dataset(self, catalogue: Catalogue) -> DatasetFacts:
        return DatasetFacts.of(catalogue, self._answers)


def _describe(request: HttpRequest, _catalogue: Catalogue) -> dict[str, Any]:
    # Imported here: callers read it once, and each import is paid for at each cold start.
    from shelftalker.api.openapi import description  # noqa: PLC0415

    read_query(request, [])
    set_outcome(Outcome.API_DESCRIBED)
    return description()


def _response(status: HTTPStatus, headers: Mapping[str, str], content: object) -> dict[str, Any]:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return http_response(status, {"content-type": JSON_TYPE, **headers}, body)


def _unauthorized_error(detail: str, error: str = "") -> ProblemError:
    challenge = {"www-authenticate": f'Bearer realm="Shelftalker"{error}'}
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail, Outcome.API_KEY_REFUSED, headers=challenge)


def _over_limit(use: KeyUse) -> ProblemError:
    full = use.full_windows
    limits = " and ".join(f"{each.limit:,} requests a {each.name}" for each in full)
    headers = use.headers()
    return ProblemError(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"The limit of this key, {limits}, is used up. Try again in {headers['retry-after']} seconds.",
        Outcome.API_LIMIT_REACHED,
        headers=headers,
        members={"type": _QUOTA_EXCEEDED, "violated-policies": [each.name for each in full]},
    )
