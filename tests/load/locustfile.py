"""People in Slack, as many as ask something each second: https://docs.locust.io/. Started by `python -m tests.load`.

Each asks for titles as people type them, and clicks beside the books that come back. They come at random, as people do,
whether or not others have been answered.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import gevent
from gevent.pywsgi import WSGIServer
from locust import HttpUser, events, task

from model_build.evaluation.titles.title_queries import title_queries
from shelftalker.model.catalogue import Catalogue
from tests.load.accounting import Accounting
from tests.slack_requests import action_body, command_body, signed_headers

_SECONDS = float(os.environ["LOAD_SECONDS"])
# These answer in a window, or nowhere: not at the response_url.
_ANSWERED_ELSEWHERE = ("open_search", "open_home")

accounting = Accounting()
messages: dict[str, dict[str, Any]] = {}  # what each reader sees, by user id
_began_at = time.perf_counter()


def _queries() -> list[str]:
    catalogue = Catalogue.open(Path(os.environ["MODEL_DIRECTORY"]))
    texts = [query.text for query in title_queries(catalogue.all_books())]
    catalogue.close()
    return texts


QUERIES = _queries()


def take_post(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """What Slack does with a post to a response_url: the message stands in the place of the reader's last one."""
    _, user_id, click_id = environ["PATH_INFO"].split("/")
    posted = json.loads(environ["wsgi.input"].read())
    if posted.get("replace_original"):
        messages[user_id] = posted
    accounting.note_post(click_id)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


response_urls = WSGIServer(("127.0.0.1", 0), take_post, log=None)
response_urls.start()


class Reader(HttpUser):
    """Someone who sends one request a second on average."""

    def on_start(self) -> None:
        """Come at any time."""
        self.user_id = f"U{uuid4().hex[:10].upper()}"
        self.due = time.perf_counter()
        gevent.sleep(self.wait_time())

    def wait_time(self) -> float:
        """Seconds until the next request is due; it is, even if the last was answered late."""
        self.due += random.expovariate(1)
        if self.due > _began_at + _SECONDS:
            return 3600.0  # there is no next one: locust ends when all have been answered
        return max(0.0, self.due - time.perf_counter())

    @task(7)
    def type_a_title(self) -> None:
        """Ask for what to read after a book."""
        body = command_body(random.choice(QUERIES), user_id=self.user_id, response_url=self._response_url("none"))
        answer = self._send("title", body, lambda text: "" if '"blocks"' in text else "no books and no suggestions")
        if answer:
            messages[self.user_id] = json.loads(answer)

    @task(3)
    def click(self) -> None:
        """Click something of the last message."""
        actions = list(_actions(messages.get(self.user_id, {"blocks": []})))
        if not actions:
            self.type_a_title()
            return
        click_id = uuid4().hex
        accounting.await_post(click_id)
        body = action_body(random.choice(actions), self._response_url(click_id), user_id=self.user_id)
        self._send("click", body, lambda text: text)

    def _send(self, kind: str, body: str, wrong_with: Callable[[str], str]) -> str:
        """The answer's body, or nothing if something is wrong with it."""
        with self.client.post(
            "/slack/events", data=body, headers=signed_headers(body), name=kind, catch_response=True
        ) as response:
            text = response.text or ""
            wrong = f"HTTP status {response.status_code}" if response.status_code != 200 else wrong_with(text)
            now = time.perf_counter()
            accounting.note_answer(kind, now - self.due, wrong)
            accounting.went_on_for_seconds = now - _began_at
            if wrong:
                response.failure(wrong)
        return "" if wrong else text

    def _response_url(self, click_id: str) -> str:
        return f"http://127.0.0.1:{response_urls.server_port}/{self.user_id}/{click_id}"


def _actions(message: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """What a payload would say of each button and menu that can be used."""
    for block in message["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            action_id = element.get("action_id", "")
            if not action_id or action_id.startswith(_ANSWERED_ELSEWHERE) or element.get("url"):
                continue
            action = {"action_id": action_id, "block_id": block.get("block_id", "b1"), "type": element["type"]}
            if "options" in element:
                yield action | {"selected_option": random.choice(element["options"])}
            else:
                yield action | {"value": element.get("value", "")}


@events.test_start.add_listener
def begin(**_: object) -> None:
    """The run begins."""
    global _began_at  # noqa: PLW0603 - locust's listeners are functions of a module
    _began_at = time.perf_counter()


@events.quitting.add_listener
def finish(**_: object) -> None:
    """Write down what came of all."""
    accounting.save(Path(os.environ["LOAD_ACCOUNTING"]))
