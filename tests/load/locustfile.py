"""Simulated readers in Slack, one for each request a second: https://docs.locust.io/. Run by `python -m tests.load`.

Each types titles as people type them, and clicks buttons beside the books in the answers. Their requests come at random
times, whether or not other requests have been answered.
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

accounting = Accounting()
messages: dict[str, dict[str, Any]] = {}  # the message that each reader sees, by user id
_began_at = time.perf_counter()


def _queries() -> list[str]:
    catalogue = Catalogue.open(Path(os.environ["MODEL_DIRECTORY"]))
    texts = [query.text for query in title_queries(catalogue.all_books())]
    catalogue.close()
    return texts


QUERIES = _queries()


def take_post(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Replace the reader's last message by a post to a response_url, as Slack does."""
    _, user_id, click_id = environ["PATH_INFO"].split("/")
    posted = json.loads(environ["wsgi.input"].read())
    if posted.get("replace_original"):
        messages[user_id] = posted
    accounting.record_post(click_id)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


response_urls = WSGIServer(("127.0.0.1", 0), take_post, log=None)
response_urls.start()


class Reader(HttpUser):
    """A reader who sends one request a second on average."""

    def on_start(self) -> None:
        """Wait for a random time before the first request."""
        self.user_id = f"U{uuid4().hex[:10].upper()}"
        self.due = time.perf_counter()
        gevent.sleep(self.wait_time())

    def wait_time(self) -> float:
        """Return the seconds until the next request is due; a late answer does not delay it."""
        self.due += random.expovariate(1)
        if self.due > _began_at + float(os.environ["LOAD_SECONDS"]):
            return 3600.0  # no further request: locust ends when all have been answered
        return max(0.0, self.due - time.perf_counter())

    @task(7)
    def type_a_title(self) -> None:
        """Type a title."""
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

    def _send(self, kind: str, body: str, failure_of: Callable[[str], str]) -> str:
        """Send a request and return the answer's body, or an empty text if it failed."""
        with self.client.post(
            "/slack/events", data=body, headers=signed_headers(body), name=kind, catch_response=True
        ) as response:
            text = response.text or ""
            failure = f"HTTP status {response.status_code}" if response.status_code != 200 else failure_of(text)
            now = time.perf_counter()
            accounting.record_answer(kind, now - self.due, failure)
            accounting.duration_seconds = now - _began_at
            if failure:
                response.failure(failure)
        return "" if failure else text

    def _response_url(self, click_id: str) -> str:
        return f"http://127.0.0.1:{response_urls.server_port}/{self.user_id}/{click_id}"


def _actions(message: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield the action of each button and menu that is answered at the response_url."""
    answered_elsewhere = ("open_search", "open_home")
    for block in message["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            action_id = element.get("action_id", "")
            if not action_id or action_id.startswith(answered_elsewhere) or element.get("url"):
                continue
            action = {"action_id": action_id, "block_id": block.get("block_id", "b1"), "type": element["type"]}
            if "options" in element:
                yield action | {"selected_option": random.choice(element["options"])}
            else:
                yield action | {"value": element.get("value", "")}


@events.test_start.add_listener
def begin(**_: object) -> None:
    """Record the time at which the run begins."""
    global _began_at  # noqa: PLW0603 - locust's listeners are functions of a module
    _began_at = time.perf_counter()


@events.quitting.add_listener
def finish(**_: object) -> None:
    """Save the accounting."""
    accounting.save(Path(os.environ["LOAD_ACCOUNTING"]))
