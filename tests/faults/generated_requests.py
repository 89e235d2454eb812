"""Seeded requests that Slack does not send: forged, replayed, malformed, oversized, damaged.

Each has a word of its sender that must not occur in a log or in an answer.
"""

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from infra.local.lambda_host.gateway import HttpRequest, api_gateway_v1_event, api_gateway_v2_event, function_url_event
from tests.slack_requests import (
    FORM,
    action_body,
    button_action,
    command_body,
    global_shortcut_body,
    home_opened_body,
    message_shortcut_body,
    signed_headers,
    submission_body,
    suggestion_body,
    view_action_body,
)

Event = dict[str, Any]

SENDERS_WORD = "zanzibar"
# Nothing listens there, so a post to it fails at once.
UNREACHABLE_URL = "http://127.0.0.1:9/"
# Members whose values are names that apps give; one that is well formed may stand in a log.
_LOGGED_NAMES = {"type", "command", "action_id"}

_ODD_HEADER_VALUES = (
    "", " ", "0", "-1", "1e9", "1.5", "+5", "\u0661\u0662", "\u00b2", "\x00", "nan", "9" * 19, "9" * 5000, "v0=",
    "v0=\u00e9", "v1=" + "0" * 64, "v0=" + "0" * 64, "v0=" + "0" * 100_000, SENDERS_WORD, f"v0={SENDERS_WORD}",
)  # fmt: skip
_ODD_LEAVES: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 1e308, "", " ", "\x00", "\ud800", "\U0001f4da", "1", "1 x", SENDERS_WORD,
    SENDERS_WORD * 500, [], {}, [None], [[]], {"id": None}, {"value": {}}, {SENDERS_WORD: SENDERS_WORD},
    "<!channel> & `code`", "' OR 1=1 --", "5 aaaaaaaa", "aaaaaaaa",
)  # fmt: skip
_CONTENT_TYPES = (
    FORM, "application/json", "text/plain", "multipart/form-data; boundary=x", "application/json; charset=utf-16",
    "application/octet-stream", "", f"{FORM}; charset=latin-1", SENDERS_WORD,
)  # fmt: skip


class GeneratedRequests:
    """A stream of events; the same seed gives the same events."""

    def __init__(self, seed: int, response_url: str = UNREACHABLE_URL) -> None:
        self._generator = random.Random(seed)
        self._response_url = response_url
        self._unsigned_makers: list[Callable[[], HttpRequest]] = [
            self._forge_signature,
            self._change_signed_body,
            self._replay,
            self._damage_signature,
            self._random_request,
        ]
        self._body_makers: list[Callable[[], str]] = [
            *[self._damaged_body] * 3,
            self._cut_body,
            self._random_body,
            self._nested_body,
            self._wrong_form_body,
        ]

    def unsigned_event(self) -> Event:
        """Return a request that Slack did not sign, or not in the last five minutes; one in 500 is too large."""
        if self._generator.random() < 1 / 500:
            return self._event(self._oversized_request())
        if self._generator.random() < 1 / 6:
            return self._malformed_event()
        return self._event(self._generator.choice(self._unsigned_makers)())

    def signed_event(self) -> Event:
        """Return a request with Slack's signature and a body that Slack does not send."""
        body = self.signed_body()
        return self._event(_request(body.encode(), signed_headers(body)))

    def signed_body(self) -> str:
        """Return a body that Slack does not send."""
        return self._generator.choice(self._body_makers)().encode(errors="replace").decode()

    def unsigned_over_http(self) -> HttpRequest:
        """Return a request that Slack did not sign, as far as a client can send it by HTTP."""
        # http.client sends, and http.server takes, no other headers.
        sendable = re.compile(r"[ -~\u00a1-\u00ff]{0,60000}")
        request = self._generator.choice(self._unsigned_makers)()
        headers = tuple((name, value) for name, value in request.headers if sendable.fullmatch(value))
        method = "POST" if request.method == "BREW" else request.method
        return HttpRequest(method, request.path, headers, request.body, request.query)

    def whole_body(self) -> str:
        """Return a body as Slack sends it, of any kind."""
        url, generator = self._response_url, self._generator
        action_id = generator.choice((
            "choose_book:0", "menu_rate", "1. want:2", "unwant:0", "five_more", "by_author", "for_reader", "share",
            "open_search", "home_show_shelf:next", "home_change_book:0", "home_country", "home_export", "home_delete",
            "open_home", "first_stars", "first_save", "first_others",
        ))  # fmt: skip
        block_id = generator.choice(("b1", "1a.aaaaaaaa...bbbbbbbb.cccccccc:0", "1p....aaaaaaaa:1"))
        action = button_action(action_id, generator.choice(("1 aaaaaaaa", "aaaaaaaa", "5 aaaaaaaa", "")), block_id)
        view = {"type": generator.choice(("home", "modal")), "callback_id": "search", "private_metadata": "1"}
        option = {"search_title": {"type": "external_select", "selected_option": {"value": "aaaaaaaa"}}}
        makers: list[Callable[[], str]] = [
            lambda: command_body(f"{SENDERS_WORD} {generator.random()}", response_url=url),
            lambda: command_body(generator.choice(("", "help", "find", "the hobit", "dune")), response_url=url),
            lambda: action_body(action, url, is_ephemeral=generator.random() < 0.5),
            lambda: view_action_body(action, view),
            lambda: suggestion_body("search_title", SENDERS_WORD),
            lambda: submission_body(view | {"type": "modal"}, {"b1": option}),
            lambda: global_shortcut_body("find_book"),
            lambda: message_shortcut_body("books_like_mentioned", f"have you read {SENDERS_WORD}?", url),
            home_opened_body,
        ]  # fmt: skip
        return generator.choice(makers)()

    def _forge_signature(self) -> HttpRequest:
        body = self._marked_body()
        return _request(body.encode(), signed_headers(body, secret="another"))

    def _change_signed_body(self) -> HttpRequest:
        body = self._marked_body()
        position = self._generator.randrange(len(body))
        changed = body[:position] + self._generator.choice("!$~") + body[position + 1 :]
        return _request(changed.encode(), signed_headers(body))

    def _replay(self) -> HttpRequest:
        body = self._marked_body()
        age_seconds = self._generator.choice((-1, 1)) * self._generator.randrange(310, 10**9)
        return _request(body.encode(), signed_headers(body, age_seconds=age_seconds))

    def _damage_signature(self) -> HttpRequest:
        body = self._marked_body()
        headers = signed_headers(body, secret="another")
        for name in self._generator.sample(list(headers), self._generator.randint(1, 3)):
            if self._generator.random() < 0.3:
                del headers[name]
            else:
                headers[name] = self._generator.choice(_ODD_HEADER_VALUES)
        return _request(body.encode(), headers)

    def _random_request(self) -> HttpRequest:
        """Return random bytes with a random method."""
        body = self._generator.choice((self._marked_body().encode(), self._generator.randbytes(200), b"", b"\xff" * 9))
        method = self._generator.choice(("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "POST", "BREW"))
        content_type = self._generator.choice(_CONTENT_TYPES)
        headers = {"Content-Type": content_type, "Cookie": f"a={SENDERS_WORD}", "X-Odd": SENDERS_WORD}
        return _request(body, headers, method=method, query=f"a={SENDERS_WORD}&ssl_check=1")

    def _malformed_event(self) -> Event:
        """Return an HTTP event with a part that is missing or of a wrong type."""
        event = self._event(
            self._generator.choice((self._forge_signature, self._damage_signature, self._random_request))()
        )
        event |= self._generator.choice((
            {"body": None}, {"body": "\ud800"}, {"body": "%%%", "isBase64Encoded": True}, {"body": ""},
            {"body": "/w==", "isBase64Encoded": True}, {"body": "=", "isBase64Encoded": True},
            {"body": "\u00e9", "isBase64Encoded": True}, {"headers": None, "multiValueHeaders": None},
            {"headers": {}, "multiValueHeaders": {}}, {"requestContext": None}, {"requestContext": {}},
            {"httpMethod": None}, {"isBase64Encoded": None},
        ))  # fmt: skip
        for name in self._generator.sample(list(event), self._generator.randrange(3)):
            del event[name]
        return event

    def _oversized_request(self) -> HttpRequest:
        body = SENDERS_WORD.encode() * (1_000_000 // len(SENDERS_WORD) * self._generator.randint(1, 4) + 1)
        headers = self._generator.choice((signed_headers(SENDERS_WORD), signed_headers(body.decode())))
        return _request(body, headers)

    def _marked_body(self) -> str:
        body = self.whole_body()
        return body if body.startswith("{") else f"{body}&note={SENDERS_WORD}{self._generator.randrange(10**6)}"

    def _damaged_body(self) -> str:
        """Return a body of Slack with one to three of its members replaced or missing."""
        body = self.whole_body()
        is_json = body.startswith("{")
        form = {} if is_json else dict(parse_qsl(body, keep_blank_values=True))
        members = json.loads(body if is_json else form.get("payload", json.dumps(form)))
        for _ in range(self._generator.randint(1, 3)):
            self._damage(members)
        if is_json:
            return json.dumps(members)
        if "payload" in form:
            return urlencode({"payload": json.dumps(members)})
        return urlencode({name: str(value) for name, value in members.items()}, errors="replace")

    def _damage(self, members: Any) -> None:
        """Replace or drop one member, at any depth."""
        while True:
            names = list(members) if isinstance(members, dict) else list(range(len(members)))
            if not names:
                return
            name = self._generator.choice(names)
            if isinstance(members[name], dict | list) and members[name] and self._generator.random() < 0.8:
                members = members[name]
                continue
            if isinstance(name, str) and self._generator.random() < 0.25:
                del members[name]
            else:
                leaf = copy.deepcopy(self._generator.choice(_ODD_LEAVES))
                members[name] = "other" if name in _LOGGED_NAMES and SENDERS_WORD in str(leaf) else leaf
                if name == "response_url" and isinstance(leaf, str):
                    # No request leaves this machine; and Python's errors quote the path of an invalid URL.
                    members[name] = f"{self._response_url}/{leaf.replace(SENDERS_WORD, '')}"
            return

    def _cut_body(self) -> str:
        body = self.whole_body()
        return body[: self._generator.randrange(len(body))]

    def _random_body(self) -> str:
        return self._generator.randbytes(self._generator.randrange(300)).decode(errors="replace")

    def _nested_body(self) -> str:
        depth = self._generator.choice((10, 900, 20_000))
        nested = self._generator.choice(("[" * depth, "[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth))
        return self._generator.choice((nested, f"payload={nested}"))

    def _wrong_form_body(self) -> str:
        return self._generator.choice((
            "payload=", "payload=null", "payload=1", "payload=[]", "payload={}", 'payload="x"', "null", "[]", "{}",
            "1", "=", "&", "payload=%FF", "payload=%7B%22type%22%3A%5B%5D%7D", "command=", "command=/other&text=x",
            "command=/recommend", f"command=/recommend&text={SENDERS_WORD}&text=%ED%A0%80", "text=" + "%00" * 300,
            'payload={"type":"block_actions"}', 'payload={"type":"view_submission","view":{}}',
            '{"type":"event_callback","event":{"type":"app_home_opened"}}', '{"type":"url_verification"}',
            "payload=" + "9" * 5000, "&".join(f"a{number}=1" for number in range(3000)),
        ))  # fmt: skip

    def _event(self, request: HttpRequest) -> Event:
        """Return the event of one of the services that call functions."""
        if self._generator.random() < 1 / 3:
            is_text = request.body.isascii()
            return api_gateway_v1_event(request, binary=not is_text or self._generator.random() < 0.5)
        return self._generator.choice((api_gateway_v2_event, function_url_event))(request)


def _request(body: bytes, headers: dict[str, str], *, method: str = "POST", query: str = "") -> HttpRequest:
    return HttpRequest(method, "/slack/events", tuple(headers.items()), body, query)
