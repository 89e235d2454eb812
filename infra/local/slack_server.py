"""The HTTP side of the small local Slack: the page, what the page asks, and what the app posts.

Everything under `/local/` is between the page and this server and no part of Slack; `/response/` and `/api/` are
what an app finds at Slack.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request, send_from_directory
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import NotFound

from infra.local.slack_delivery import ACKNOWLEDGEMENT_SECONDS, Courier
from infra.local.slack_exchanges import Exchange
from infra.local.slack_grants import Grants
from infra.local.slack_images import ImageError, Images
from infra.local.slack_interactions import Interactions, channel_with_id
from infra.local.slack_manifest import Manifest, read_manifest
from infra.local.slack_payloads import UnknownElementError
from infra.local.slack_replies import Replies
from infra.local.slack_workspace import (
    BOT_USER_ID,
    CHANNELS,
    SLACKBOT_ID,
    TEAM_NAME,
    USERS,
    Message,
    User,
    Workspace,
)

_PAGE = Path(__file__).resolve().parent / "page"
_HEARTBEAT_SECONDS = 10
# The page asks for nothing from elsewhere, and runs no script that a message could bring.
_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'"
)


def create_slack(
    functions_url: str,
    signing_secret: str,
    covers_directory: Path | None,
    clock: Callable[[], float] = time.time,
    acknowledgement_seconds: float = ACKNOWLEDGEMENT_SECONDS,
) -> Flask:
    """A small Slack with one workspace and one app installed, as a WSGI app; serve it with threads.

    Args:
        functions_url: Where the app takes Slack's requests, such as `http://127.0.0.1:9000/slack/events`.
        signing_secret: The secret that Slack signs with and the app checks.
        covers_directory: The images of https://covers.shelftalker.example/, or None.
        clock: Gives seconds since 1970.
        acknowledgement_seconds: How long the app may take to acknowledge; Slack's own limit unless a test hurries.
    """
    workspace = Workspace(clock)
    images = Images(covers_directory)
    manifest = read_manifest()
    interactions = Interactions(
        workspace=workspace,
        courier=Courier(functions_url, signing_secret, clock, acknowledgement_seconds),
        replies=Replies(workspace, images),
        grants=Grants(clock),
        commands=frozenset(each.command for each in manifest.commands),
        clock=clock,
    )
    flask = Flask("slack", static_folder=None)
    flask.json = DefaultJSONProvider(flask)
    flask.json.sort_keys = False  # a payload is read in the order in which it was sent
    flask.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]  # no other site's name may lead here
    _add_page(flask, images)
    _add_local_calls(flask, workspace, interactions, manifest)
    _add_slack_calls(flask, interactions)
    return flask


def _add_page(flask: Flask, images: Images) -> None:
    @flask.get("/")
    def page() -> Response:
        return _page_file("index.html")

    @flask.get("/page/<name>")
    def page_file(name: str) -> Response:
        return _page_file(name)

    @flask.get("/image")
    def image() -> Response:
        """An image of a message, fetched by the server as Slack's proxy does: browsers ask nobody else."""
        try:
            fetched = images.fetch(request.args.get("url", ""))
        except ImageError as error:
            return Response(str(error), 404, mimetype="text/plain")
        headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(fetched.content, headers=headers, mimetype=fetched.content_type)


def _page_file(name: str) -> Response:
    response = send_from_directory(_PAGE, name, max_age=0)
    response.headers["Content-Security-Policy"] = _CONTENT_SECURITY_POLICY
    return response


def _add_local_calls(flask: Flask, workspace: Workspace, interactions: Interactions, manifest: Manifest) -> None:
    @flask.get("/local/state")
    def state() -> Response:
        user = _user(request.args.get("user"))
        number, messages = workspace.snapshot(user.user_id)
        authors = [{"id": each.user_id, "name": each.name, "kind": "user"} for each in USERS]
        authors += [
            {"id": BOT_USER_ID, "name": manifest.name, "kind": "app"},
            {"id": SLACKBOT_ID, "name": "Slackbot", "kind": "app"},
        ]
        return jsonify(
            team=TEAM_NAME,
            me=user.user_id,
            authors=authors,
            channels=[asdict(channel) for channel in CHANNELS],
            commands=[asdict(command) for command in manifest.commands],
            messages=[_for_page(message) for message in messages],
            exchanges=[_for_page(exchange) for exchange in workspace.announced("exchange")],
            number=number,
        )

    @flask.get("/local/changes")
    def changes() -> Response:
        user = _user(request.args.get("user"))
        after = int(request.headers.get("Last-Event-ID") or request.args.get("after") or 0)
        stream = _change_events(workspace, user, after)
        return Response(stream, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})

    @flask.post("/local/typed")
    def typed() -> Response:
        said = request.get_json()
        channel = channel_with_id(said["channel_id"])
        if said["text"].strip():
            thread_ts = said.get("thread_ts")
            interactions.on_typed(_user(said["user"]), channel, said["text"], thread_ts, _base_url())
        return jsonify(ok=True)

    @flask.post("/local/action")
    def action() -> Response:
        said = request.get_json()
        user = _user(said["user"])
        message = workspace.message(said["channel_id"], said["ts"], user.user_id)
        if message is None:
            return jsonify(ok=False, problem="This message is no longer there.")
        try:
            problem = interactions.on_action(
                user, message, said["block_id"], said["action_id"], value=said.get("value"), base_url=_base_url()
            )
        except UnknownElementError as error:
            problem = str(error)
        return jsonify(ok=not problem, problem=problem)


def _add_slack_calls(flask: Flask, interactions: Interactions) -> None:
    @flask.post("/response/<token>")
    def response_url(token: str) -> Response:
        return _as_response(interactions.on_response_url(token, _request_of_app("response_url")))

    @flask.post("/api/views.open")
    def views_open() -> Response:
        exchange = _request_of_app("views.open")
        if not request.headers.get("Authorization", "").startswith("Bearer xoxb-"):
            return jsonify(ok=False, error="not_authed")
        payload = exchange.request_payload
        view = payload.get("view")
        if isinstance(view, str):  # a form carries it as JSON
            view = json.loads(view)
        return _as_response(interactions.on_views_open(str(payload.get("trigger_id")), view, exchange))


def _change_events(workspace: Workspace, user: User, after: int) -> Iterator[str]:
    """Server-Sent Events of what happens, for as long as the page listens."""
    yield ": listening\n\n"
    number = after
    while True:
        number, missed = workspace.changes_after(number, user.user_id, _HEARTBEAT_SECONDS)
        if missed is None:
            yield f"id: {number}\nevent: reset\ndata: {{}}\n\n"
        elif missed:
            for change in missed:
                yield f"id: {change.number}\nevent: {change.kind}\ndata: {json.dumps(_for_page(change.subject))}\n\n"
        else:
            yield ": still here\n\n"


def _for_page(subject: Any) -> Any:
    """A message, an exchange or a view as the page takes it."""
    if isinstance(subject, Message):
        return asdict(subject) | {"is_ephemeral": subject.seen_by is not None}
    if isinstance(subject, Exchange):
        return asdict(subject) | {"request": subject.request_payload, "response": subject.response_payload}
    return subject


def _request_of_app(kind: str) -> Exchange:
    body = request.get_data(as_text=True)
    headers: Mapping[str, str] = dict(request.headers)
    return Exchange(kind, request.path, request.url, headers, body)


def _as_response(exchange: Exchange) -> Response:
    return Response(exchange.response_body, exchange.status, dict(exchange.response_headers))


def _user(user_id: str | None) -> User:
    for user in USERS:
        if user_id in {user.user_id, user.handle}:
            return user
    if not user_id:
        return USERS[0]
    raise NotFound(f"expected one of {', '.join(user.handle for user in USERS)}, got {user_id!r}")


def _base_url() -> str:
    return request.host_url.rstrip("/")
