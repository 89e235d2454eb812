"""Someone's browser, as the function meets it: events in, pages out."""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.slack_app import LambdaContext

Event = dict[str, Any]


def v2_event(path: str, query: dict[str, str], cookie: str, method: str = "GET") -> Event:
    """An HTTP API's event, payload format 2.0, where cookies stand apart."""
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
    """A REST API's event: the path has the stage in it, and the cookies are a header."""
    return {
        "path": f"/prod{path}",
        "httpMethod": method,
        "headers": {"Cookie": cookie} if cookie else {},
        "queryStringParameters": query or None,
        "requestContext": {"httpMethod": method, "stage": "prod"},
    }


@dataclass
class Answer:
    """What the browser gets."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def text(self) -> str:
        """What a person reads."""
        page = Text()
        page.feed(self.body)
        return " ".join(page.words)


class Text(HTMLParser):
    """The words of a page, and its links."""

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
    """Someone's browser, with its cookies."""

    def __init__(self, function: ModuleType, event: Callable[..., Event] = v2_event) -> None:
        self.function = function
        self.event = event
        self.cookie = ""

    def get(self, path: str, method: str = "GET", **query: str) -> Answer:
        """Ask for a page, with the cookies that are at hand."""
        response = self.function.handler(self.event(path, query, self.cookie, method), LambdaContext())
        headers = response["headers"]
        name, _, attributes = headers.get("set-cookie", "").partition(";")
        if "1970" in attributes:
            self.cookie = ""
        elif name:
            self.cookie = name
        return Answer(response["statusCode"], headers, response["body"])

    def begin(self) -> str:
        """Go to Slack; the state that one comes back with."""
        location = self.get("/slack/install").headers["location"]
        return parse_qs(urlsplit(location).query)["state"][0]
