"""The Web API as far as a bot with no scope but `commands` may use it: the four methods for views.

See https://docs.slack.dev/reference/methods, family `views`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from infra.local.slack.connection.exchanges import Exchange, decode_json
from infra.local.slack.connection.grants import GrantError
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.replies import Refusal
from infra.local.slack.rules.limits import view_violations
from infra.local.slack.workspace.views import View, ViewError
from infra.local.slack.workspace.workspace import USERS

_VIEW_BYTES_AT_MOST = 250_000

Arguments = Mapping[str, Any]


class _ArgumentsError(Exception):
    """Arguments break a rule; what exactly is in `details`."""

    def __init__(self, *details: str) -> None:
        super().__init__(*details)
        self.details = details


class WebApi:
    """Answers the app's calls.

    Args:
        installation: The app.
        bot_token: What the calls have to be authorised by.
    """

    def __init__(self, installation: Installation, bot_token: str) -> None:
        self._installation = installation
        self._views = installation.views
        self._bot_token = bot_token
        self._methods: dict[str, Callable[[Arguments], View]] = {
            "views.open": self._open,
            "views.push": self._push,
            "views.update": self._update,
            "views.publish": self._publish,
        }

    def on_call(self, method: str, request: Exchange) -> Exchange:
        """Answer a call: a request without an answer becomes one with it."""
        act = self._methods.get(method)
        arguments = request.request_payload if isinstance(request.request_payload, dict) else {}
        token = _token(request, arguments)
        view = _view_in(arguments)
        named = replace(request, summary=_title(view))
        if act is None:
            return self._installation.answer(named, Refusal(200, "unknown_method", (f"got {method}",)))
        if token != self._bot_token:
            code = "invalid_auth" if token else "not_authed"
            return self._installation.answer(named, Refusal(200, code))
        try:
            shown = act({**arguments, "view": view})
        except _ArgumentsError as error:
            return self._installation.answer(named, Refusal(200, "invalid_arguments", error.details))
        except (GrantError, ViewError) as error:
            return self._installation.answer(named, Refusal(200, error.code), errors=(f"{error.code}: {error}",))
        body = json.dumps({"ok": True, "view": shown.as_slack_sends_it()})
        return self._installation.answer(named, None, body)

    def _open(self, arguments: Arguments) -> View:
        view = _checked_view(arguments, "modal")
        trigger = self._installation.grants.use_trigger(_required(arguments, "trigger_id"))
        return self._views.open(trigger.user_id, view, above=trigger.view_id)

    def _push(self, arguments: Arguments) -> View:
        view = _checked_view(arguments, "modal")
        trigger = self._installation.grants.use_trigger(_required(arguments, "trigger_id"))
        if trigger.view_id is None:
            raise ViewError("not_found", "expected the trigger_id of an interaction with a modal, got another's")
        return self._views.open(trigger.user_id, view, above=trigger.view_id)

    def _update(self, arguments: Arguments) -> View:
        view_id, external_id = arguments.get("view_id"), arguments.get("external_id")
        if bool(view_id) == bool(external_id):
            raise _ArgumentsError("expected either view_id or external_id")
        shown = self._views.with_id(str(view_id)) if view_id else self._views.with_external_id(str(external_id))
        view = _checked_view(arguments, shown.kind)
        return self._views.update(shown, view, arguments.get("hash"))

    def _publish(self, arguments: Arguments) -> View:
        view = _checked_view(arguments, "home")
        if not self._installation.manifest.has_home:
            raise ViewError("not_enabled", "the manifest has no features.app_home.home_tab_enabled")
        user_id = _required(arguments, "user_id")
        if user_id not in {user.user_id for user in USERS}:
            raise ViewError("user_not_found", f"expected the id of a person in this workspace, got {user_id!r}")
        return self._views.publish(user_id, view, arguments.get("hash"))


def _token(request: Exchange, arguments: Arguments) -> str:
    """The token of a call: in the header, or among the arguments of a form."""
    header = next((value for name, value in request.request_headers.items() if name.lower() == "authorization"), "")
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token") or "")


def _view_in(arguments: Arguments) -> Any:
    """The view among the arguments; a form carries it as JSON."""
    view = arguments.get("view")
    return decode_json(view) if isinstance(view, str) else view


def _required(arguments: Arguments, name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise _ArgumentsError(f"missing required field: {name}")
    return value


def _checked_view(arguments: Arguments, kind: str) -> dict[str, Any]:
    view = arguments["view"]
    if not isinstance(view, dict):
        raise _ArgumentsError("missing required field: view, as an object or as JSON of one")
    if len(json.dumps(view).encode()) > _VIEW_BYTES_AT_MOST:
        raise ViewError("view_too_large", f"expected at most {_VIEW_BYTES_AT_MOST:,} bytes of JSON")
    violations = view_violations(view)
    if violations:
        raise _ArgumentsError(*violations)
    if view["type"] != kind:
        raise _ArgumentsError(f"expected a view of type {kind}, got {view['type']} [json-pointer:/view/type]")
    return view


def _title(view: Any) -> str:
    """A few words that tell a call from others."""
    if not isinstance(view, dict):
        return ""
    title = view.get("title")
    return str(title.get("text", "") if isinstance(title, dict) else view.get("type", ""))[:80]
