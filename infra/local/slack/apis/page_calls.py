"""What the page asks of the small Slack, and is told: all under `/local/`, and no part of Slack itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import NotFound

from infra.local.slack.apis.clicks import Clicks
from infra.local.slack.apis.events_api import Events
from infra.local.slack.apis.interactions import Interactions, channel_with_id
from infra.local.slack.apis.modals import Modals
from infra.local.slack.connection.exchanges import Exchange
from infra.local.slack.connection.installation import Installation
from infra.local.slack.rules.elements import Said, UnknownElementError
from infra.local.slack.workspace.views import View, ViewError
from infra.local.slack.workspace.workspace import (
    BOT_USER_ID,
    CHANNELS,
    SLACKBOT_ID,
    TEAM_NAME,
    USERS,
    Message,
    User,
    Workspace,
)

_HEARTBEAT_SECONDS = 10
_GONE_MESSAGE = "This message is no longer there."
_GONE_VIEW = "This window is no longer there."


def add_state(flask: Flask, installation: Installation) -> None:
    """Add what the page is told: all there is, and then what happens."""
    workspace, manifest = installation.workspace, installation.manifest

    @flask.get("/local/state")
    def state() -> Response:
        user = _user(request.args.get("user"))
        number, messages = workspace.snapshot(user.user_id)
        authors = [{"id": each.user_id, "name": each.name, "kind": "user"} for each in USERS]
        authors += [
            {"id": BOT_USER_ID, "name": manifest.name, "kind": "app"},
            {"id": SLACKBOT_ID, "name": "Slackbot", "kind": "app"},
        ]
        home = installation.views.home(user.user_id)
        return jsonify(
            team=TEAM_NAME,
            me=user.user_id,
            authors=authors,
            channels=[asdict(channel) for channel in CHANNELS],
            commands=[asdict(command) for command in manifest.commands],
            shortcuts=[asdict(shortcut) for shortcut in manifest.shortcuts],
            messages=[_for_page(message) for message in messages],
            home=home.for_page() if home else None,
            modals=[view.for_page() for view in installation.views.modals(user.user_id)],
            exchanges=[_for_page(exchange) for exchange in workspace.announced("exchange")],
            number=number,
        )

    @flask.get("/local/changes")
    def changes() -> Response:
        user = _user(request.args.get("user"))
        after = int(request.headers.get("Last-Event-ID") or request.args.get("after") or 0)
        stream = _change_events(workspace, user, after)
        return Response(stream, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


def add_messages(flask: Flask, installation: Installation, interactions: Interactions, clicks: Clicks) -> None:
    """Add what people do with messages, and with elements anywhere."""

    @flask.post("/local/typed")
    def typed() -> Response:
        said = request.get_json()
        channel = channel_with_id(said["channel_id"])
        if said["text"].strip():
            thread_ts = said.get("thread_ts")
            interactions.on_typed(_user(said["user"]), channel, said["text"], thread_ts, _base_url())
        return jsonify(ok=True)

    @flask.post("/local/shortcut")
    def shortcut() -> Response:
        said = request.get_json()
        user = _user(said["user"])
        message = _message(installation, said, user) if said.get("ts") else None
        if said.get("ts") and message is None:
            return _outcome(_GONE_MESSAGE)
        return _outcome(interactions.on_shortcut(user, said["callback_id"], message, _base_url()))

    @flask.post("/local/action")
    def action() -> Response:
        said = request.get_json()
        user, element = _user(said["user"]), (said["block_id"], said["action_id"])
        place = _place(installation, said, user)
        try:
            if isinstance(place, View):
                problem = clicks.on_view_action(
                    user, place, *element, said=_chosen(said), state=said.get("state") or {}
                )
            elif place:
                problem = clicks.on_message_action(user, place, *element, said=_chosen(said), base_url=_base_url())
            else:
                problem = _GONE_VIEW if said.get("view_id") else _GONE_MESSAGE
        except (UnknownElementError, ViewError) as error:
            problem = str(error)
        return _outcome(problem)

    @flask.post("/local/options")
    def options() -> Response:
        said = request.get_json()
        user = _user(said["user"])
        place = _place(installation, said, user)
        if place is None:
            return _outcome(_GONE_VIEW if said.get("view_id") else _GONE_MESSAGE)
        try:
            found = clicks.on_typing(user, place, said["block_id"], said["action_id"], said["value"])
        except UnknownElementError as error:
            found = {"problem": str(error)}
        return _outcome(found.pop("problem", ""), **found)


def add_modals(flask: Flask, installation: Installation, modals: Modals) -> None:
    """Add what people do with windows."""

    @flask.post("/local/submit")
    def submit() -> Response:
        said = request.get_json()
        user = _user(said["user"])
        view = _top_modal(installation, said, user)
        if view is None:
            return _outcome(_GONE_VIEW, errors={})
        try:
            problem, errors = modals.on_submit(user, view, said.get("state") or {})
        except (UnknownElementError, ViewError) as error:
            problem, errors = str(error), {}
        return jsonify(ok=not problem and not errors, problem=problem, errors=errors)

    @flask.post("/local/close")
    def close() -> Response:
        said = request.get_json()
        user = _user(said["user"])
        view = _top_modal(installation, said, user)
        if view is None:
            return _outcome(_GONE_VIEW)
        modals.on_close(user, view)
        return _outcome("")


def add_home(flask: Flask, events: Events) -> None:
    """Add the opening of the app's Home."""

    @flask.post("/local/home")
    def home() -> Response:
        return _outcome(events.on_home_opened(_user(request.get_json()["user"])))


def _message(installation: Installation, said: Mapping[str, Any], user: User) -> Message | None:
    return installation.workspace.message(said["channel_id"], said["ts"], user.user_id)


def _place(installation: Installation, said: Mapping[str, Any], user: User) -> Message | View | None:
    """The message, modal or Home that a person sees and means."""
    if not said.get("view_id"):
        return _message(installation, said, user)
    home = installation.views.home(user.user_id)
    if home and home.view_id == said["view_id"]:
        return home
    return _top_modal(installation, said, user)


def _top_modal(installation: Installation, said: Mapping[str, Any], user: User) -> View | None:
    """The modal that a person means, if it is the one on top: nobody reaches those below."""
    stack = installation.views.modals(user.user_id)
    return stack[-1] if stack and stack[-1].view_id == said["view_id"] else None


def _chosen(said: Mapping[str, Any]) -> Said:
    """What was chosen: the value of one option, or the values of many."""
    chosen: Said = said["values"] if "values" in said else said.get("value")
    return chosen


def _outcome(problem: str, **members: Any) -> Response:
    return jsonify(ok=not problem, problem=problem, **members)


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
    """A message, an exchange or views as the page takes them."""
    if isinstance(subject, Message):
        return asdict(subject) | {"is_ephemeral": subject.seen_by is not None}
    if isinstance(subject, Exchange):
        return asdict(subject) | {"request": subject.request_payload, "response": subject.response_payload}
    return subject


def _user(user_id: str | None) -> User:
    for user in USERS:
        if user_id in {user.user_id, user.handle}:
            return user
    if not user_id:
        return USERS[0]
    raise NotFound(f"expected one of {', '.join(user.handle for user in USERS)}, got {user_id!r}")


def _base_url() -> str:
    return request.host_url.rstrip("/")
