"""A reader who clicks on everything that the app shows, to collect its messages, windows and Homes."""

import http.client
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from infra.local.slack.rules.elements import elements_of

Json = Any
Surface = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExplorationConfig:
    """Settings of the exploration.

    Attributes:
        user: Handle of the reader.
        lines: The lines that the reader types: each kind of question, and the words of /recommend.
        mentions: Messages on which the reader runs the shortcut.
        query: The beginning of a title, for a type-ahead.
        words: The text for a text field.
        clicks: Most clicks, where no other number is given.
        pause_seconds: Time without a change after which the app has answered.
        patience_seconds: Longest wait for an answer.
    """

    user: str = "priya"
    lines: tuple[str, ...] = (
        "/recommend help", "/recommend", "/recommend the hobit", "/recommend Ursula K. Le Guin", "/recommend qzxvkj",
        "/recommend dune and emma", "/recommend dune", "/recommend find",
    )  # fmt: skip
    mentions: tuple[str, ...] = ("I loved Dune, and Emma even more", "Good morning")
    query: str = "dun"
    words: str = "A word of my own"
    clicks: int = 250
    pause_seconds: float = 0.12
    patience_seconds: float = 3.0


CONFIG = ExplorationConfig()


@dataclass(frozen=True)
class Payload:
    """Something that the app has shown.

    Attributes:
        kind: `message` or `view`, as an argument of blocks.validate.
        surface: `message`, `modal` or `home`.
        words: Its first words.
        shape: The same for payloads that differ in their texts and numbers alone.
    """

    kind: str
    surface: str
    words: str
    shape: str
    content: Mapping[str, Json]


class Exploration:
    """Uses the app through a local Slack.

    Args:
        address: Address of the local Slack's page.
    """

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._seen: dict[str, Payload] = {}
        self._clicked: set[str] = set()

    def payloads(self, clicks: int) -> list[Payload]:
        """Return what the app shows in so many clicks, of each shape the longest."""
        channel = self._state()["channels"][0]["channel_id"]
        for line in (*CONFIG.lines, *CONFIG.mentions):
            self._act("typed", channel_id=channel, text=line)
            self._submit_windows()
        for message in [message for message in self._state()["messages"] if message["text"] in CONFIG.mentions]:
            for shortcut in self._shortcuts("message"):
                self._act("shortcut", callback_id=shortcut, channel_id=channel, ts=message["ts"])
        for shortcut in self._shortcuts("global"):
            self._act("shortcut", callback_id=shortcut)
            self._submit_windows()
        self._act("home")
        for _ in range(clicks):
            click = next(self._open_clicks(), None)
            if click is None:
                break
            self._click(*click)
            self._submit_windows()
        return list(self._seen.values())

    def _open_clicks(self) -> Iterator[tuple[str, Surface, Json, Json]]:
        """Yield the clicks that were not made yet, with their keys: those that ask for a confirmation last."""
        clicks = list(self._all_clicks())
        for needs_confirmation in (False, True):
            for key, source, block, element, value in clicks:
                if key not in self._clicked and ("confirm" in element) is needs_confirmation:
                    yield key, source, (block, element), value

    def _all_clicks(self) -> Iterator[tuple[str, Surface, Json, Json, Json]]:
        for surface, source, content in reversed(list(_surfaces(self._state()))):
            for block, element in elements_of(content["blocks"]):
                name = re.sub(r":\d+$", "", element["action_id"])
                values = _values(element) if block["type"] != "input" else []
                for number, value in enumerate(values):
                    yield f"{surface} {name} {number}", source, block, element, value

    def _click(self, key: str, source: Surface, place: tuple[Json, Json], value: Json) -> None:
        block, element = place
        self._clicked.add(key)
        target = {"block_id": block["block_id"], "action_id": element["action_id"]}
        if element["type"] == "external_select":
            answer = self._post("options", **source, **target, value=CONFIG.query)
            groups = answer.get("option_groups") or [{"options": answer.get("options") or []}]
            value = next((option["value"] for group in groups for option in group["options"]), None)
        chosen = {"values": value} if isinstance(value, list) else {"value": value}
        self._act("action", **source, **target, **chosen)

    def _submit_windows(self) -> None:
        """Submit the open windows, first as they are and then filled in, and close those that remain."""
        for is_filled in (False, True):
            for view in reversed(self._state()["modals"]):
                state = self._input(view) if is_filled else {}
                if "submit" in view:
                    self._act("submit", view_id=view["id"], state=state)
        for view in reversed(self._state()["modals"]):
            self._act("close", view_id=view["id"])

    def _input(self, view: Json) -> dict[str, dict[str, Json]]:
        state: dict[str, dict[str, Json]] = {}
        for block, element in elements_of(view["blocks"]):
            place = block["block_id"], element["action_id"]
            if element["type"] == "plain_text_input":
                state.setdefault(place[0], {})[place[1]] = CONFIG.words
            elif element["type"] == "external_select":
                answer = self._post(
                    "options", view_id=view["id"], block_id=place[0], action_id=place[1], value=CONFIG.query
                )
                state.setdefault(place[0], {})[place[1]] = next(
                    (option["value"] for option in answer.get("options") or []), None
                )
            elif values := [value for value in _values(element) if value is not None]:
                state.setdefault(place[0], {})[place[1]] = values[0]
        return state

    def _shortcuts(self, kind: str) -> list[str]:
        return [shortcut["callback_id"] for shortcut in self._state()["shortcuts"] if shortcut["type"] == kind]

    def _act(self, path: str, **members: Json) -> None:
        """Make a call of the page, wait for the app's answer, and collect what is shown then."""
        self._post(path, **members)
        deadline = time.monotonic() + CONFIG.patience_seconds
        number = -1
        while (state := self._state())["number"] != number and time.monotonic() < deadline:
            number = state["number"]
            self._collect(state)
            time.sleep(CONFIG.pause_seconds)

    def _collect(self, state: Json) -> None:
        for surface, _, content in _surfaces(state):
            payload = _payload(surface, content)
            known = self._seen.get(payload.shape)
            if known is None or len(json.dumps(known.content)) < len(json.dumps(payload.content)):
                self._seen[payload.shape] = payload

    def _state(self) -> Json:
        return self._request("GET", f"/local/state?user={CONFIG.user}")

    def _post(self, path: str, **members: Json) -> Json:
        return self._request("POST", f"/local/{path}", {"user": CONFIG.user, **members})

    def _request(self, method: str, path: str, content: Json = None) -> Json:
        connection = http.client.HTTPConnection(self._host, timeout=CONFIG.patience_seconds * 4)
        try:
            connection.request(method, path, json.dumps(content), {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


def _surfaces(state: Json) -> Iterator[tuple[str, Surface, Json]]:
    """Yield the app's messages, windows and Home: kind, address for a click, and content."""
    for message in state["messages"]:
        if message["blocks"]:
            yield "message", {"channel_id": message["channel_id"], "ts": message["ts"]}, message
    for view in [*state["modals"], *filter(None, [state["home"]])]:
        yield view["type"], {"view_id": view["id"]}, view


def _values(element: Json) -> list[Json]:
    """Return the inputs to try in an element: of a menu, its first option and its last; None for a click alone."""
    if element["type"] in {"button", "external_select"}:
        return [None]
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    values = [option["value"] for group in groups for option in group["options"]]
    ends = values[:1] + values[1:][-1:]
    return [ends] if element["type"] in {"multi_static_select", "checkboxes"} else list(ends)


def _payload(surface: str, content: Json) -> Payload:
    if surface == "message":
        kind, content = "message", {"text": content["text"], "blocks": content["blocks"]}
        words = content["text"]
    else:
        kind, content = "view", {name: value for name, value in content.items() if name not in {"id", "hash"}}
        words = content["title"]["text"] if "title" in content else next(texts_in(content["blocks"]), "")
    return Payload(kind, surface, words.replace("\n", " "), json.dumps(_shape(content)), content)


def texts_in(value: Json) -> Iterator[str]:
    """Yield the texts that a person reads in a payload, or in a part of it."""
    if isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"}:
            yield value["text"]
        for member in value.values():
            yield from texts_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts_in(member)


def _shape(value: Json) -> Json:
    """Return the members of a payload without its texts and numbers, equal members of a list once."""
    if isinstance(value, dict):
        kept = {"type": value.get("type"), "action_id": re.sub(r":.*", "", str(value.get("action_id", "")))}
        return [kept, sorted((name, _shape(member)) for name, member in value.items() if name not in kept)]
    if isinstance(value, list):
        return sorted({json.dumps(_shape(member)) for member in value})
    return type(value).__name__
