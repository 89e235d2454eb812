"""Whether a newly published version of the function may answer people: it is asked what Slack would ask.

Once for a title as it is written, once for a misspelt one, both signed as Slack signs: that takes the bundle, both
layers, the model, the signing secret and the role. Neither is written anywhere but into logs and metrics.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from shelftalker.aws import clients
from shelftalker.aws.clients import LazyClient
from shelftalker.aws.secret import read_parameter
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.source import ModelSource
from shelftalker.recommend.listing_state import Source, state_in_block_id
from shelftalker.search.titles import Exact, Suggestions, find_title
from shelftalker.settings import PreTrafficSettings, Settings
from shelftalker.views.action_ids import ActionId
from shelftalker.views.book_buttons import chosen_book_id

# Both this process and the new version start with the layer's model, and fetch a piece of the published one at a time.
_PIECES_AT_MOST = 60
_BOOKS_TO_TRY = 20
_SHORTEST_TITLE = 5
_ANSWER_CHARACTERS_TOLD = 500


class ReleaseCheckError(Exception):
    """The new version must not answer people; the message says what it did."""


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked: a book's own title, and one near to it."""

    book: Book
    misspelt: str


def check_release(settings: PreTrafficSettings, seconds: float) -> str:
    """Ask the new version for a title and for a misspelt one.

    Args:
        settings: Which version, and what it knows.
        seconds: How long it may take to answer both rightly.

    Returns:
        What was asked and answered, for the log.

    Raises:
        ReleaseCheckError: It answers otherwise.
        ModelError: The deployed model can't be opened.
        ParameterError: The signing secret can't be read.
        SettingsError: The app's settings contradict each other.
    """
    until = time.monotonic() + seconds
    models = ModelSource.from_settings(settings.app)
    try:
        for _ in range(_PIECES_AT_MOST):
            models.refresh()
        questions = _questions(models.current())
        model_version = models.current().version
    finally:
        models.close()
    version = _Version(settings)
    _until_right(
        version, questions.book.title, lambda answer: questions.book.book_id in _recommended_after(answer), until
    )
    _until_right(version, questions.misspelt, lambda answer: questions.book.book_id in _suggested(answer), until)
    return f"{settings.version} finds {questions.book.title!r}, and by {questions.misspelt!r}; model {model_version}"


class _Version:
    """The new version, as Slack would see it."""

    def __init__(self, settings: PreTrafficSettings) -> None:
        self._name = settings.version
        self._signer = SignatureVerifier(_signing_secret(settings.app))
        self._lambda = LazyClient("lambda", clients.TIMEOUTS.release_check)

    def answer(self, text: str) -> dict[str, Any]:
        """What `/recommend TEXT` is answered with: the HTTP response."""
        payload = json.dumps(_signed_command(text, self._signer)).encode()
        invoked = self._lambda.get().invoke(FunctionName=self._name, Payload=payload)
        answer = json.loads(invoked["Payload"].read())
        if "FunctionError" in invoked:
            raise ReleaseCheckError(f"{self._name} fails where it is asked for {text!r}: {json.dumps(answer)}")
        return dict(answer)


def _until_right(version: _Version, text: str, is_right: Callable[[list[Any]], bool], until: float) -> None:
    """Ask until the answer is right: a version that fetches a model answers from the layer's until it has it."""
    for _ in range(_PIECES_AT_MOST):
        answer = version.answer(text)
        if answer.get("statusCode") != 200:
            break
        if is_right(_blocks(answer)):
            return
        if time.monotonic() > until:
            break
    told = f"{answer.get('statusCode')}: {str(answer.get('body'))[:_ANSWER_CHARACTERS_TOLD]}"
    raise ReleaseCheckError(f"Asked for {text!r}, the new version does not answer with the book meant, but with {told}")


def _questions(catalogue: Catalogue) -> _Questions:
    """A book that is found by its title and by a misspelt one, here, by the same code and model."""
    rows = range(1, min(_BOOKS_TO_TRY, catalogue.books_count()) + 1)
    for book in catalogue.ordered_books(rows):
        found = find_title(catalogue, book.title)
        if len(book.title) < _SHORTEST_TITLE or not isinstance(found, Exact) or found.book.book_id != book.book_id:
            continue
        for misspelt in _misspelt(book.title):
            near = find_title(catalogue, misspelt)
            if isinstance(near, Suggestions) and book in near.books:
                return _Questions(book, misspelt)
    raise ReleaseCheckError(
        f"None of the model's {len(rows)} most read books is found by its own title and by a misspelt one: model "
        f"{catalogue.version} or the search is broken."
    )


def _misspelt(title: str) -> Iterator[str]:
    """The title without one of its letters, beginning with those in its middle."""
    places = sorted(range(1, len(title) - 1), key=lambda place: abs(place - len(title) // 2))
    return (title[:place] + title[place + 1 :] for place in places if title[place].isalpha())


def _signing_secret(app: Settings) -> str:
    return app.signing_secret or read_parameter(app.signing_secret_parameter, clients.TIMEOUTS.release_check_secret)


def _signed_command(text: str, signer: SignatureVerifier) -> dict[str, Any]:
    """The event that API Gateway makes of `/recommend TEXT`; nobody has these ids."""
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
    try:
        return list(json.loads(answer["body"])["blocks"])
    except (ValueError, KeyError, TypeError):
        return []


def _recommended_after(blocks: list[Any]) -> set[str]:
    """The books that the message recommends something after."""
    states = [state_in_block_id(block.get("block_id", "")) for block in blocks]
    return {
        state.subject_id
        for state in states
        if state and state.source is Source.AFTER_BOOK and any(position.book_id for position in state.positions)
    }


def _suggested(blocks: list[Any]) -> set[str]:
    """The books that the message has a button for."""
    elements = [element for block in blocks for element in [block.get("accessory"), *block.get("elements", [])]]
    values = [
        element.get("value", "")
        for element in elements
        if isinstance(element, dict) and element.get("action_id", "").startswith(f"{ActionId.CHOOSE_BOOK}:")
    ]
    return {book_id for value in values if (book_id := chosen_book_id(value))}
