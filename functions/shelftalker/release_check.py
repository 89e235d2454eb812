"""The check of a newly published version of the function, before it may answer people.

It is sent three commands, signed as Slack signs: a title as it is written, a misspelt one, and none. That takes the
bundle, both layers, the model and the signing secret. Then it is called to write, read and delete a shelf entry of a
reader that nobody is, and to draw Home, see listeners/self_check.py: that takes the table and the role. What else it
does, clicks, windows and Slack's Web API with its token, is not tried: no check can click without a person to see it.
Nothing stays but logs and metrics.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from shelftalker.aws import clients
from shelftalker.aws.clients import LazyClient
from shelftalker.aws.secret import read_parameter
from shelftalker.function_settings import PreTrafficSettings
from shelftalker.model.source import ModelSource
from shelftalker.recommend.listing_state import state_of_element
from shelftalker.recommend.stops import Source
from shelftalker.search.model_check import check_model, choose_questions
from shelftalker.settings import SELF_CHECK_EVENT, Settings
from shelftalker.views.action_ids import ActionId
from shelftalker.views.book_buttons import chosen_book_id


class ReleaseCheckError(Exception):
    """The new version must not answer people; the message has its answer."""


@dataclass(frozen=True, slots=True)
class ReleaseCheckConfig:
    """Limits of the check.

    Attributes:
        steps: Steps of a fetch in this process, and answers of the new version, at most: both start with the layer's
            model, and fetch the published one a step at a time.
        message_characters: Characters of a wrong answer in the error's message, at most.
    """

    steps: int = 60
    message_characters: int = 500


CONFIG = ReleaseCheckConfig()


def check_release(settings: PreTrafficSettings, seconds: float) -> str:
    """Send the new version a title, a misspelt one and none, and have it use the shelves and draw Home.

    Args:
        settings: The version, and its own settings.
        seconds: Time in which all must be answered rightly.

    Returns:
        Title, misspelt title and model, for the log.

    Raises:
        ReleaseCheckError: It answers otherwise.
        ModelError: The deployed model can't be opened, or finds none of its most read books.
        ParameterError: The signing secret can't be read.
        SettingsError: The app's settings contradict each other.
    """
    until = time.monotonic() + seconds
    models = ModelSource.from_settings(settings.app, check_model)
    try:
        for _ in range(CONFIG.steps):
            models.refresh()
        questions = choose_questions(models.current())
        model_version = models.current().version
    finally:
        models.close()
    version = _Version(settings)
    _require_answer(version, questions.book.title, lambda answer: questions.book.book_id in _subject_ids(answer), until)
    _require_answer(
        version, questions.misspelt, lambda answer: questions.book.book_id in _button_book_ids(answer), until
    )
    _require_answer(version, "", _has_books_for_reader, until)
    used = version.check_self()
    return (
        f"{settings.version} finds {questions.book.title!r}, and by {questions.misspelt!r}; shelf: {used['shelf']}; "
        f"Home: {used['home']}; model {model_version}"
    )


class _Version:
    """The new version, as Slack would see it."""

    def __init__(self, settings: PreTrafficSettings) -> None:
        self._name = settings.version
        self._signer = SignatureVerifier(_signing_secret(settings.app))
        self._lambda = LazyClient("lambda", clients.TIMEOUTS.release_check)

    def answer(self, text: str) -> dict[str, Any]:
        """Return the HTTP response to `/recommend TEXT`."""
        return self._invoke(_signed_command(text, self._signer), f"asked for {text!r}")

    def check_self(self) -> dict[str, str]:
        """Return what the version saw of the shelves and of Home.

        Raises:
            ReleaseCheckError: It saw less.
        """
        seen = self._invoke(SELF_CHECK_EVENT, "called to use the shelves and draw Home")
        if not {"shelf", "home"} <= seen.keys():
            raise ReleaseCheckError(
                f"{self._name} can't use the shelves and draw Home: {seen.get('failure') or json.dumps(seen)}"
            )
        return seen

    def _invoke(self, event: Mapping[str, Any], doing: str) -> dict[str, Any]:
        invoked = self._lambda.get().invoke(FunctionName=self._name, Payload=json.dumps(event).encode())
        answer = json.loads(invoked["Payload"].read())
        if "FunctionError" in invoked:
            raise ReleaseCheckError(f"{self._name} fails where it is {doing}: {json.dumps(answer)}")
        return dict(answer)


def _require_answer(version: _Version, text: str, is_right: Callable[[list[Any]], bool], until: float) -> None:
    """Send a text until the answer is right: while a version fetches a model, it answers from the layer's."""
    for _ in range(CONFIG.steps):
        answer = version.answer(text)
        if answer.get("statusCode") != 200:
            break
        if is_right(_blocks(answer)):
            return
        if time.monotonic() > until:
            break
    description = f"{answer.get('statusCode')}: {str(answer.get('body'))[: CONFIG.message_characters]}"
    raise ReleaseCheckError(
        f"Asked for {text!r}, the new version does not answer with the book meant, but with {description}"
    )


def _signing_secret(app: Settings) -> str:
    return app.signing_secret or read_parameter(app.signing_secret_parameter, clients.TIMEOUTS.release_check_secret)


def _signed_command(text: str, signer: SignatureVerifier) -> dict[str, Any]:
    """Return the event that API Gateway makes of `/recommend TEXT`; nobody has these ids."""
    body = urlencode({
        "command": "/recommend", "text": text, "team_id": "T0PRETRAFFIC", "user_id": "U0PRETRAFFIC",
        "channel_id": "C0PRETRAFFIC", "trigger_id": "0.0.0", "api_app_id": "A0PRETRAFFIC",
        "response_url": "https://hooks.slack.com/commands/none",
    })  # fmt: skip
    timestamp = str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signer.generate_signature(timestamp=timestamp, body=body) or "",
    }
    return {
        "version": "2.0",
        "routeKey": "POST /slack/events",
        "rawPath": "/slack/events",
        "headers": headers,
        "requestContext": {"http": {"method": "POST", "path": "/slack/events"}, "requestId": "pre-traffic"},
        "body": body,
        "isBase64Encoded": False,
    }


def _blocks(answer: dict[str, Any]) -> list[Any]:
    """Return the blocks of the message in an answer; none where it is no message."""
    try:
        return list(json.loads(answer["body"])["blocks"])
    except (ValueError, KeyError, TypeError):
        return []


def _subject_ids(blocks: list[Any]) -> set[str]:
    """Return the ids of the books that the message has recommendations after."""
    states = [state_of_element(block.get("block_id", "")) for block in blocks]
    return {
        state.subject_id
        for state in states
        if state and state.source is Source.AFTER_BOOK and any(position.book_id for position in state.positions)
    }


def _has_books_for_reader(blocks: list[Any]) -> bool:
    """Return True for a message with books for a reader of whom nothing is known."""
    states = [state_of_element(block.get("block_id", "")) for block in blocks]
    return any(
        state is not None
        and state.source in {Source.FROM_SHELF, Source.POPULAR}
        and any(position.book_id for position in state.positions)
        for state in states
    )


def _button_book_ids(blocks: list[Any]) -> set[str]:
    """Return the ids of the books that the message has a button for."""
    elements = [element for block in blocks for element in [block.get("accessory"), *block.get("elements", [])]]
    values = [
        element.get("value", "")
        for element in elements
        if isinstance(element, dict) and element.get("action_id", "").startswith(f"{ActionId.CHOOSE_BOOK}:")
    ]
    return {book_id for value in values if (book_id := chosen_book_id(value))}
