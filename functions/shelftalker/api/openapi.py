"""The description of the JSON API by OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.1."""

from typing import Any

from shelftalker.api.problems import PROBLEM_TYPE
from shelftalker.api.requests import JSON_TYPE, LIMITS, NOT_BLANK
from shelftalker.api.schemas import BOOK_MEMBERS, REASON, REQUIRED_OF_BOOK, Schema, object_schema, or_null
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.search.author_lookups import TITLE_SEARCH
from shelftalker.search.type_ahead import TYPE_AHEAD
from shelftalker.settings import VERSION
from shelftalker.shelf.contents import BOOK_ID

_Object = dict[str, Any]
_COVER = or_null("string", "The https address of its cover, or null.")
_BOOK_WITH_COVER = object_schema(BOOK_MEMBERS | {"cover": _COVER}, (*REQUIRED_OF_BOOK, "cover"))
_RECOMMENDED_BOOK = object_schema(
    BOOK_MEMBERS | {"cover": _COVER, "reason": REASON}, (*REQUIRED_OF_BOOK, "cover", "reason")
)
_NOTICE = or_null("string", "A sentence on the data, to show beside the books; or null.")


def description() -> _Object:
    """Return the description, as `/openapi.json` has it."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Shelftalker",
            "version": VERSION,
            "summary": "Books to read next.",
            "description": "The answers of /recommend in Slack, for programs. Each request needs an API key of the "
            "operator, and counts against its limits, which the headers RateLimit and RateLimit-Policy of each answer "
            "give. Every error is a problem by RFC 9457.",
        },
        "security": [{"key": []}],
        "paths": {
            "/recommend": {"post": _recommend()},
            "/books/{book_id}": {"get": _get_book()},
            "/search": {"get": _search()},
            "/openapi.json": {"get": _describe()},
        },
        "components": {
            "schemas": {
                "Book": _BOOK_WITH_COVER,
                "RecommendedBook": _RECOMMENDED_BOOK,
                "Recommendations": _recommendations(),
                "Suggestions": _suggestions(),
                "Problem": _problem(),
            },
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "An API key, from the operator."}
            },
            "headers": {
                "ETag": {"schema": {"type": "string"}, "description": "Changes with the model, and with a release."},
                "RateLimit": {
                    "schema": {"type": "string"},
                    "description": 'Requests left, and seconds until there are more: "minute";r=59;t=12, ...',
                },
                "RateLimit-Policy": {
                    "schema": {"type": "string"},
                    "description": 'The limits of the key: "minute";q=60;w=60, "day";q=5000;w=86400',
                },
                "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds until another try."},
                "WWW-Authenticate": {"schema": {"type": "string"}, "description": "Bearer, by RFC 6750."},
            },
        },
    }


def _recommend() -> _Object:
    title = _text("A title as a person would type it, a sentence with a title, an ISBN, or a book_id.")
    answers = [{"$ref": f"#/components/schemas/{name}"} for name in ("Recommendations", "Suggestions")]
    return {
        "operationId": "recommend",
        "summary": "Books to read after a book.",
        "description": f"Where the title names a book, or several, the {RECOMMENDER.recommendations} books to read "
        f"next, as recommendations. Else up to {TITLE_SEARCH.suggestions} books that may be meant, as suggestions: "
        "none where the catalogue has nothing near.",
        "requestBody": {
            "required": True,
            "content": {JSON_TYPE: {"schema": object_schema({"title": title}), "example": {"title": "Dune"}}},
        },
        "responses": {
            "200": _json("Recommendations or suggestions.", {"oneOf": answers}, "RateLimit", "RateLimit-Policy"),
            "413": _problem_response(f"The body is larger than {LIMITS.body_bytes:,} bytes."),
            "415": _problem_response(f"The body is not of the type {JSON_TYPE}."),
            **_refusals(),
        },
    }


def _get_book() -> _Object:
    return {
        "operationId": "getBook",
        "summary": "A book.",
        "description": "Ids stay the same in later models. That of a book that was merged into another is answered "
        "with the other, whose book_id differs.",
        "parameters": [_parameter("book_id", "path", {"type": "string", "pattern": f"^{BOOK_ID}$"}, "The book's id.")],
        "responses": {
            "200": _json("The book.", {"$ref": "#/components/schemas/Book"}, *_OF_CACHED_ANSWERS),
            "304": _not_modified_response(),
            "404": _problem_response("The catalogue has no such book, or not any more."),
            **_refusals(),
        },
    }


def _search() -> _Object:
    most = TYPE_AHEAD.completions
    limit = {"type": "integer", "minimum": 1, "maximum": most, "default": most}
    return {
        "operationId": "search",
        "summary": "Books for a typed text.",
        "description": "For a box that completes titles while someone types: books whose title, or author's name, "
        "begins with the text, then those that /recommend would take it for.",
        "parameters": [
            _parameter("q", "query", _text("The beginning of a title or name, or a whole one."), "The typed text."),
            _parameter("limit", "query", limit, "Most books in the answer.", is_required=False),
        ],
        "responses": {
            "200": _json(
                "The books, the likeliest first; none where nothing is near.",
                object_schema({"books": _books("Book", most)}),
                *_OF_CACHED_ANSWERS,
            ),
            "304": _not_modified_response(),
            **_refusals(),
        },
    }


def _describe() -> _Object:
    return {
        "operationId": "describe",
        "summary": "This description.",
        "security": [],
        "responses": {
            "200": _json("The description, by OpenAPI 3.1.", {"type": "object"}, "ETag"),
            "304": {"description": "The caller has it already.", "headers": _headers("ETag")},
            "400": _problem_response("There are parameters, and none are known."),
        },
    }


_OF_CACHED_ANSWERS = ("ETag", "RateLimit", "RateLimit-Policy")


def _recommendations() -> Schema:
    return object_schema(
        {
            "recommendations": _books("RecommendedBook", RECOMMENDER.recommendations),
            "taken_for": _books("Book") | {"description": "The book that the title was taken for, or several."},
            "others": _books("Book") | {"description": "Books that may be meant in its place."},
            "notice": _NOTICE,
        }
    )


def _suggestions() -> Schema:
    return object_schema(
        {
            "suggestions": _books("Book", TITLE_SEARCH.suggestions),
            "author": or_null("string", "The author whose most read books these are, where the title is a name."),
            "notice": _NOTICE,
        }
    )


def _problem() -> Schema:
    members = {
        "type": {"type": "string", "description": "about:blank, where the status says all of it."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was expected, what came, what to do."},
        "instance": {"type": "string", "description": "The path of the request."},
        "violated-policies": {
            "type": "array",
            "items": {"type": "string"},
            "description": "With 429: the limits that are used up, minute or day.",
        },
    }
    return object_schema(members, ("type", "title", "status", "detail", "instance"))


def _refusals() -> _Object:
    """Return the problems that every request with a key may be answered with."""
    return {
        "400": _problem_response("The request does not fit this description."),
        "401": _problem_response("No key came, or one that is not known, or not any more.", "WWW-Authenticate"),
        "429": _problem_response("The key's requests are used up.", "Retry-After", "RateLimit", "RateLimit-Policy"),
        "500": _problem_response("Something went wrong here."),
        "503": _problem_response("The keys can't be read now.", "Retry-After"),
    }


def _problem_response(text: str, *headers: str) -> _Object:
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": text, "content": content, "headers": _headers(*headers)}


def _json(text: str, schema: Schema, *headers: str) -> _Object:
    return {"description": text, "content": {JSON_TYPE: {"schema": schema}}, "headers": _headers(*headers)}


def _not_modified_response() -> _Object:
    return {"description": "The caller has the answer already.", "headers": _headers(*_OF_CACHED_ANSWERS)}


def _headers(*names: str) -> _Object:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _books(name: str, most: int | None = None) -> Schema:
    schema: Schema = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    return schema if most is None else schema | {"maxItems": most}


def _text(text: str) -> Schema:
    most = LIMITS.title_characters
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": NOT_BLANK, "description": text}


def _parameter(name: str, place: str, schema: Schema, text: str, *, is_required: bool = True) -> _Object:
    return {"name": name, "in": place, "required": is_required, "schema": schema, "description": text}
