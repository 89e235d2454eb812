"""The methods of the Web API that this app may call: for views, steps, blocks.validate, auth.test; others by scope.

See https://docs.slack.dev/reference/methods, families `views`, `functions`, `blocks`, `auth`, `chat` and `files`.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from infra.local.slack.apis.conversations import Conversations
from infra.local.slack.apis.files import SCOPE_OF_FILES
from infra.local.slack.apis.workflow_steps import WorkflowSteps
from infra.local.slack.connection.exchanges import Exchange, decode_json, short_summary
from infra.local.slack.connection.grants import GrantError
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.replies import Refusal
from infra.local.slack.rules.elements import elements_of, with_ids
from infra.local.slack.rules.limits import BLOCK_KIT_LIMITS
from infra.local.slack.rules.validation import message_violations, view_violations
from infra.local.slack.workspace.directory import DIRECTORY
from infra.local.slack.workspace.executions import ExecutionError
from infra.local.slack.workspace.views import View, ViewError

Arguments = Mapping[str, Any]
Answer = dict[str, Any]


class _ArgumentsError(Exception):
    """Arguments break a rule; `details` has the violations."""

    def __init__(self, *details: str) -> None:
        super().__init__(*details)
        self.details = details


class _InvalidPayloadError(Exception):
    """A payload to validate breaks rules of Block Kit; `code` is Slack's error, `violations` say which rules."""

    def __init__(self, code: str, violations: list[str]) -> None:
        super().__init__(code)
        self.code = code
        self.violations = violations


class WebApi:
    """Answers the app's calls.

    Args:
        installation: The app.
        bot_token: Token that authorises the calls; beside it, each running step has one of its own.
        steps: The app's custom steps.
    """

    def __init__(self, installation: Installation, bot_token: str, steps: WorkflowSteps) -> None:
        self._installation = installation
        self._views = installation.views
        self._conversations = Conversations(installation)
        self._bot_token = bot_token
        self._steps = steps
        self._methods: dict[str, Callable[[Arguments], Answer]] = {
            "auth.test": lambda _: {
                "team": DIRECTORY.team_name,
                "team_id": DIRECTORY.team_id,
                "bot_id": DIRECTORY.bot_id,
            },
            "blocks.validate": _validate,
            "chat.postMessage": lambda arguments: self._conversations.post(arguments, arguments["exchange_id"]),
            "files.completeUploadExternal": lambda arguments: self._conversations.complete_upload(
                arguments, arguments["exchange_id"]
            ),
            "files.getUploadURLExternal": self._conversations.begin_upload,
            "files.info": self._file,
            "functions.completeError": self._fail_step,
            "functions.completeSuccess": self._complete_step,
            "views.open": lambda arguments: {"view": self._open(arguments).for_app()},
            "views.push": lambda arguments: {"view": self._push(arguments).for_app()},
            "views.update": lambda arguments: {"view": self._update(arguments).for_app()},
            "views.publish": lambda arguments: {"view": self._publish(arguments).for_app()},
        }

    def on_call(self, method: str, request: Exchange) -> Exchange:
        """Answer a call, and return the request with its answer."""
        call = self._methods.get(method)
        arguments = request.request_payload if isinstance(request.request_payload, dict) else {}
        token = _token(request, arguments)
        view = _view_in(arguments)
        request = replace(request, summary=_summary(view) or short_summary(arguments.get("text")))
        if call is None:
            return self._installation.answer(request, Refusal(200, "unknown_method", (f"got {method}",)))
        execution = self._installation.executions.with_token(token)
        is_running = execution is not None and (not execution.has_ended or method.startswith("functions."))
        if token != self._bot_token and not is_running:
            code = "invalid_auth" if token else "not_authed"
            return self._installation.answer(request, Refusal(200, code))
        try:
            ids = {"execution_of_token": execution, "exchange_id": request.exchange_id}
            answer = call({**arguments, "view": view, **ids})
        except _ArgumentsError as error:
            return self._installation.answer(request, Refusal(200, "invalid_arguments", error.details))
        except (ExecutionError, GrantError, ViewError) as error:
            return self._installation.answer(request, Refusal(200, error.code), errors=(f"{error.code}: {error}",))
        except _InvalidPayloadError as error:
            answer = {"ok": False, "error": error.code, "errors": list(map(_validation_error, error.violations))}
            return self._installation.answer(request, None, json.dumps(answer), errors=tuple(error.violations))
        return self._installation.answer(request, None, json.dumps({"ok": True, **answer}))

    def _file(self, arguments: Arguments) -> Answer:
        if SCOPE_OF_FILES not in self._installation.scopes:
            raise GrantError("missing_scope", f"expected the scope {SCOPE_OF_FILES}")
        file = self._installation.files.all().get(_string_argument(arguments, "file"))
        if file is None:
            raise GrantError("file_not_found", "expected the id of an uploaded file")
        return {"file": dict(file)}

    def _complete_step(self, arguments: Arguments) -> Answer:
        execution_id, outputs = _string_argument(arguments, "function_execution_id"), arguments.get("outputs")
        outputs = decode_json(outputs) if isinstance(outputs, str) else outputs
        self._steps.complete(execution_id, outputs, arguments["execution_of_token"])
        return {}

    def _fail_step(self, arguments: Arguments) -> Answer:
        execution_id, error = (_string_argument(arguments, name) for name in ("function_execution_id", "error"))
        self._steps.fail(execution_id, error, arguments["execution_of_token"])
        return {}

    def _open(self, arguments: Arguments) -> View:
        view = _valid_view(arguments, "modal")
        takes_files = any(element["type"] == "file_input" for _, element in elements_of(with_ids(view["blocks"])))
        if takes_files and SCOPE_OF_FILES not in self._installation.scopes:
            raise _ArgumentsError(f"expected the scope {SCOPE_OF_FILES} for a file_input [json-pointer:/view/blocks]")
        trigger = self._installation.grants.use_trigger_id(_string_argument(arguments, "trigger_id"))
        return self._views.open(trigger.user_id, view, above=trigger.view_id, tab=trigger.tab)

    def _push(self, arguments: Arguments) -> View:
        view = _valid_view(arguments, "modal")
        trigger = self._installation.grants.use_trigger_id(_string_argument(arguments, "trigger_id"))
        if trigger.view_id is None:
            raise ViewError("not_found", "expected the trigger_id of an interaction with a modal, got another's")
        return self._views.open(trigger.user_id, view, above=trigger.view_id, tab=trigger.tab)

    def _update(self, arguments: Arguments) -> View:
        view_id, external_id = arguments.get("view_id"), arguments.get("external_id")
        if bool(view_id) == bool(external_id):
            raise _ArgumentsError("expected either view_id or external_id")
        shown = self._views.with_id(str(view_id)) if view_id else self._views.with_external_id(str(external_id))
        view = _valid_view(arguments, shown.kind)
        return self._views.update(shown, view, arguments.get("hash"))

    def _publish(self, arguments: Arguments) -> View:
        view = _valid_view(arguments, "home")
        if not self._installation.manifest.has_home:
            raise ViewError("not_enabled", "the manifest has no features.app_home.home_tab_enabled")
        user_id = _string_argument(arguments, "user_id")
        if not DIRECTORY.is_member(user_id):
            raise ViewError("user_not_found", f"expected the id of a person in this workspace, got {user_id!r}")
        return self._views.publish(user_id, view, arguments.get("hash"))


def _token(request: Exchange, arguments: Arguments) -> str:
    """Return the token of a call: from its header, or from the arguments of a form."""
    header = next((value for name, value in request.request_headers.items() if name.lower() == "authorization"), "")
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token") or "")


def _validate(arguments: Arguments) -> Answer:
    """Validate blocks, a message or a view.

    Raises:
        _ArgumentsError: There is none of them, or more than one.
        _InvalidPayloadError: It breaks rules of Block Kit.
    """
    given = [name for name in ("blocks", "message", "view") if arguments.get(name) is not None]
    if len(given) != 1:
        raise _ArgumentsError("expected exactly one of blocks, message and view")
    [kind] = given
    payload = arguments[kind]
    payload = decode_json(payload) if isinstance(payload, str) else payload
    if kind == "view":
        violations = view_violations(payload)
    elif kind == "blocks":
        violations = message_violations({"blocks": payload})
    elif isinstance(payload, dict):
        violations = message_violations(payload)
    else:
        violations = ["expected a message, as JSON of an object [json-pointer:/]"]
    if violations:
        raise _InvalidPayloadError(f"invalid_{kind}", violations)
    return {}


def _validation_error(violation: str) -> dict[str, str]:
    """Return a violation as blocks.validate answers it."""
    message, pointer = re.fullmatch(r"(.*) \[json-pointer:(.*)\]", violation, re.DOTALL).groups()  # type: ignore[union-attr]
    return {"pointer": pointer, "code": "failed_constraint", "message": message}


def _view_in(arguments: Arguments) -> Any:
    """Return the view among the arguments; in a form it is JSON."""
    view = arguments.get("view")
    return decode_json(view) if isinstance(view, str) else view


def _string_argument(arguments: Arguments, name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise _ArgumentsError(f"missing required field: {name}")
    return value


def _valid_view(arguments: Arguments, kind: str) -> dict[str, Any]:
    view = arguments["view"]
    if not isinstance(view, dict):
        raise _ArgumentsError("missing required field: view, as an object or as JSON of one")
    maximum = BLOCK_KIT_LIMITS.view_bytes
    if len(json.dumps(view).encode()) > maximum:
        raise ViewError("view_too_large", f"expected at most {maximum:,} bytes of JSON")
    violations = view_violations(view)
    if violations:
        raise _ArgumentsError(*violations)
    if view["type"] != kind:
        raise _ArgumentsError(f"expected a view of type {kind}, got {view['type']} [json-pointer:/view/type]")
    return view


def _summary(view: Any) -> str:
    if not isinstance(view, dict):
        return ""
    title = view.get("title")
    return short_summary(title.get("text", "") if isinstance(title, dict) else view.get("type", ""))
