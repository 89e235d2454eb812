"""A browser that sends events to the function and reads its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.slack_app import LambdaContext

Event = dict[str, Any]


def v2_event(path: str, query: dict[str, str], cookie: str, method: str = "GET") -> Event:
    """Return an HTTP API's event, payload format 2.0, with cookies apart from the headers."""
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "headers": {"host": "shelftalker.example"},
        "cookies": [cookie] if cookie else [],
        "requestContext": {"http": {"method": method, "path": path}, "stage": "$default"},
        "isBase64Encoded": False,
    }


def v1_event(path: str, query: dict[str, str], cookie: str, method: str = "GET") -> Event:
    """Return a REST API's event: its path begins with the stage, and the cookies are a header."""
    return {
        "path": f"/prod{path}",
        "httpMethod": method,
        "headers": {"Cookie": cookie} if cookie else {},
        "queryStringParameters": query or None,
        "requestContext": {"httpMethod": method, "stage": "prod"},
    }


@dataclass
class Answer:
    """An answer to the browser."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def text(self) -> str:
        """The text of the page."""
        page = Text()
        page.feed(self.body)
        return " ".join(page.words)


class Text(HTMLParser):
    """Parser of the words of a page, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)


class Browser:
    """A browser with its cookies; the function is the entry point's module, or whatever has its handler."""

    def __init__(self, function: Any, event: Callable[..., Event] = v2_event) -> None:
        self.function = function
        self.event = event
        self.cookie = ""

    def get(self, path: str, method: str = "GET", **query: str) -> Answer:
        """Request a page, with the cookies of the browser."""
        response = self.function.handler(self.event(path, query, self.cookie, method), LambdaContext())
        headers = response["headers"]
        name, _, attributes = headers.get("set-cookie", "").partition(";")
        if "1970" in attributes:
            self.cookie = ""
        elif name:
            self.cookie = name
        return Answer(response["statusCode"], headers, response["body"])

    def begin(self) -> str:
        """Go to Slack, and return the state to come back with."""
        location = self.get("/slack/install").headers["location"]
        return parse_qs(urlsplit(location).query)["state"][0]
