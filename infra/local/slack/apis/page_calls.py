"""The calls between the page and the local Slack: all under `/local/`, and no part of Slack itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import NotFound

from infra.local.slack.apis.clicks import Clicks
from infra.local.slack.apis.events_api import Events
from infra.local.slack.apis.interactions import Interactions
from infra.local.slack.apis.modals import Modals
from infra.local.slack.connection.exchanges import Exchange
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.manifest import Manifest
from infra.local.slack.rules.elements import UnknownElementError, UserInput
from infra.local.slack.workspace.directory import DIRECTORY, User
from infra.local.slack.workspace.executions import Execution
from infra.local.slack.workspace.views import View, ViewError
from infra.local.slack.workspace.workspace import Message, Workspace


def add_state(flask: Flask, installation: Installation) -> None:
    """Add the routes that send the page a snapshot and then the changes."""
    workspace, manifest = installation.workspace, installation.manifest

    @flask.get("/local/state")
    def state() -> Response:
        user = user_of(request.args.get("user"), request.args.get("tab"))
        number, messages = workspace.snapshot(user.user_id)
        people = (*DIRECTORY.users, *DIRECTORY.visitors)
        authors = [
            {"id": person.user_id, "handle": person.handle, "name": person.name, "kind": "user"} for person in people
        ]
        authors += [{"id": person.user_id, "name": person.name, "kind": "crowd"} for person in DIRECTORY.crowd]
        authors += [
            {"id": DIRECTORY.bot_user_id, "name": manifest.name, "kind": "app"},
            {"id": DIRECTORY.slackbot_id, "name": "Slackbot", "kind": "app"},
            {"id": DIRECTORY.workflow_id, "name": "Weekly workflow", "kind": "workflow"},
        ]
        home = installation.views.home(user.user_id)
        return jsonify(
            team=DIRECTORY.team_name,
            me=user.user_id,
            authors=authors,
            conversation=DIRECTORY.conversation_id(user.user_id) if _has_conversation(manifest, user) else None,
            channels=[asdict(channel) for channel in DIRECTORY.channels],
            commands=[asdict(command) for command in manifest.commands],
            shortcuts=[asdict(shortcut) for shortcut in manifest.shortcuts],
            has_tools=bool(manifest.mcp_path),
            messages=[_for_page(message) for message in messages],
            home=home.for_page() if home else None,
            modals=[view.for_page() for view in installation.views.modals(user.user_id, user.tab)],
            exchanges=[_for_page(exchange) for exchange in workspace.subjects_of("exchange")],
            steps=[asdict(step) for step in manifest.steps],
            executions=[_for_page(execution) for execution in installation.executions.all()],
            crowd=(workspace.subjects_of("crowd") or [None])[-1],
            most_members=len(DIRECTORY.crowd),
            number=number,
        )

    @flask.get("/local/changes")
    def changes() -> Response:
        """Stream a person's changes; without a person those of all, as pages of one browser share a connection."""
        named = request.args.get("user")
        user = user_of(named, request.args.get("tab")) if named else None
        after = int(request.headers.get("Last-Event-ID") or request.args.get("after") or 0)
        stream = _change_events(workspace, user, after)
        return Response(stream, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


def add_messages(flask: Flask, installation: Installation, interactions: Interactions, clicks: Clicks) -> None:
    """Add the routes of lines, shortcuts, and elements of messages and views."""

    @flask.post("/local/typed")
    def line() -> Response:
        call = request.get_json()
        channel = DIRECTORY.channel(call["channel_id"])
        if call["text"].strip():
            thread_ts = call.get("thread_ts")
            interactions.on_line(user_of(call["user"], call.get("tab")), channel, call["text"], thread_ts, base_url())
        return jsonify(ok=True)

    @flask.post("/local/shortcut")
    def shortcut() -> Response:
        call = request.get_json()
        user = user_of(call["user"], call.get("tab"))
        message = _message(installation, call, user) if call.get("ts") else None
        if call.get("ts") and message is None:
            return outcome(_missing_source(call))
        return outcome(interactions.on_shortcut(user, call["callback_id"], message, base_url()))

    @flask.post("/local/action")
    def action() -> Response:
        call = request.get_json()
        user, element = user_of(call["user"], call.get("tab")), (call["block_id"], call["action_id"])
        source, user_input = _source(installation, call, user), _user_input(call)
        try:
            if isinstance(source, View):
                view_input = call.get("state") or {}
                problem = clicks.on_view_action(user, source, *element, user_input=user_input, view_input=view_input)
            elif source:
                problem = clicks.on_message_action(user, source, *element, user_input=user_input, base_url=base_url())
            else:
                problem = _missing_source(call)
        except (UnknownElementError, ViewError) as error:
            problem = str(error)
        return outcome(problem)

    @flask.post("/local/options")
    def options() -> Response:
        call = request.get_json()
        user = user_of(call["user"], call.get("tab"))
        source = _source(installation, call, user)
        if source is None:
            return outcome(_missing_source(call))
        try:
            answer = clicks.on_query(user, source, call["block_id"], call["action_id"], call["value"])
        except UnknownElementError as error:
            answer = {"problem": str(error)}
        return outcome(answer.pop("problem", ""), **answer)


def add_modals(flask: Flask, installation: Installation, modals: Modals) -> None:
    """Add the routes that submit and close modals."""

    @flask.post("/local/submit")
    def submit() -> Response:
        call = request.get_json()
        user = user_of(call["user"], call.get("tab"))
        view = _top_modal(installation, call, user)
        if view is None:
            return outcome(_missing_source(call), errors={})
        try:
            problem, errors = modals.on_submit(user, view, call.get("state") or {})
        except (UnknownElementError, ViewError) as error:
            problem, errors = str(error), {}
        return jsonify(ok=not problem and not errors, problem=problem, errors=errors)

    @flask.post("/local/close")
    def close() -> Response:
        call = request.get_json()
        user = user_of(call["user"], call.get("tab"))
        view = _top_modal(installation, call, user)
        if view is None:
            return outcome(_missing_source(call))
        modals.on_close(user, view)
        return outcome("")


def add_home(flask: Flask, events: Events) -> None:
    """Add the route that opens the app's Home."""

    @flask.post("/local/home")
    def home() -> Response:
        return outcome(events.on_home_opened(user_of(request.get_json()["user"])))


def _has_conversation(manifest: Manifest, user: User) -> bool:
    """Return whether the app can have a conversation with a person: its Messages tab is on, and they are a member."""
    return manifest.has_messages and not user.visits_from


def _message(installation: Installation, call: Mapping[str, Any], user: User) -> Message | None:
    return installation.workspace.message(call["channel_id"], call["ts"], user.user_id)


def _source(installation: Installation, call: Mapping[str, Any], user: User) -> Message | View | None:
    """Return the message, modal or Home that a call names, if the person sees it."""
    if not call.get("view_id"):
        return _message(installation, call, user)
    home = installation.views.home(user.user_id)
    if home and home.view_id == call["view_id"]:
        return home
    return _top_modal(installation, call, user)


def _top_modal(installation: Installation, call: Mapping[str, Any], user: User) -> View | None:
    """Return the modal that a call names, if it is the top one: those below can't be used."""
    stack = installation.views.modals(user.user_id, user.tab)
    return stack[-1] if stack and stack[-1].view_id == call["view_id"] else None


def _missing_source(call: Mapping[str, Any]) -> str:
    return "This window is no longer there." if call.get("view_id") else "This message is no longer there."


def _user_input(call: Mapping[str, Any]) -> UserInput:
    """Return the value of one option or a text, or the values of many options."""
    user_input: UserInput = call["values"] if "values" in call else call.get("value")
    return user_input


def outcome(problem: str, **members: Any) -> Response:
    """Return the answer to a call of the page: `ok`, the `problem` in a sentence, and further members."""
    return jsonify(ok=not problem, problem=problem, **members)


def _change_events(workspace: Workspace, user: User | None, after: int) -> Iterator[str]:
    """Yield the changes as Server-Sent Events, for as long as the page is connected.

    Without a person each change names who sees it, and in which tab: `{"seen_by", "tab", "subject"}`.
    """
    yield ": listening\n\n"
    number, heartbeat_seconds = after, 10
    while True:
        viewer_id, tab = (user.user_id, user.tab) if user else (None, "")
        number, changes = workspace.changes_after(number, viewer_id, heartbeat_seconds, tab)
        if changes is None:
            yield f"id: {number}\nevent: reset\ndata: {{}}\n\n"
        elif changes:
            for change in changes:
                subject = _for_page(change.subject)
                data = subject if user else {"seen_by": change.seen_by, "tab": change.tab, "subject": subject}
                yield f"id: {change.number}\nevent: {change.kind}\ndata: {json.dumps(data)}\n\n"
        else:
            yield ": still here\n\n"


def _for_page(subject: Any) -> Any:
    """Return a message, an exchange, an execution or views as the page renders them."""
    if isinstance(subject, Message):
        return asdict(subject) | {"is_ephemeral": subject.seen_by is not None}
    if isinstance(subject, Exchange):
        return asdict(subject) | {"request": subject.request_payload, "response": subject.response_payload}
    if isinstance(subject, Execution):
        return {name: value for name, value in asdict(subject).items() if name != "token"}
    return subject


def user_of(user_id: str | None, tab: str | None = None) -> User:
    """Return the person whom a page names, in the browser tab that it names."""
    user = DIRECTORY.user(user_id) if user_id else DIRECTORY.users[0]
    if user is None:
        handles = ", ".join(member.handle for member in (*DIRECTORY.users, *DIRECTORY.visitors))
        raise NotFound(f"expected one of {handles}, got {user_id!r}")
    return replace(user, tab=tab or "")


def base_url() -> str:
    """Return the URL at which the app reaches this server."""
    return request.host_url.rstrip("/")
