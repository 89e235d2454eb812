"""What happens when someone types the command or clicks: from Slack's payload to the domain to a message."""

import re
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from shelftalker import messages
from shelftalker.catalogue import Catalogue
from shelftalker.messages import Message, Voice
from shelftalker.recommender import popular_books, similar_books
from shelftalker.titles import Exact, Suggestions, find_title

# Slack waits three seconds for the acknowledgement of a click, which comes after the answer.
_RESPONSE_URL_TIMEOUT_SECONDS = 2

logger = Logger(child=True)
metrics = Metrics()


def create_app(current_catalogue: Callable[[], Catalogue]) -> App:
    """The Bolt app with all of Shelftalker's listeners.

    Args:
        current_catalogue: Gives the model to answer from; asked at each request, so that models can change.
    """
    app = App(
        name="shelftalker",
        process_before_response=True,  # Lambda freezes the process once it has answered
        token_verification_enabled=False,
        authorize=_authorize,
        # Both done before a request gets here, see slack_request.py: Bolt parses a body before it checks the signature.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        # Bolt's own warning about a request that nothing handles prints what the person typed.
        raise_error_for_unhandled_request=True,
    )
    listeners = _Listeners(current_catalogue)
    app.command(re.compile("^/recommend"))(listeners.on_recommend)
    app.action(re.compile(f"^{messages.CHOOSE_BOOK}:"))(listeners.on_choose_book)
    app.error(_on_error)
    return app


class _Listeners:
    def __init__(self, current_catalogue: Callable[[], Catalogue]) -> None:
        self._current_catalogue = current_catalogue

    def on_recommend(self, ack: Ack, command: dict[str, Any]) -> None:
        """Answer a slash command in its acknowledgement: no call to Slack, so nothing comes late or twice."""
        query = command.get("text", "").strip()
        outcome, message = _reply(self._current_catalogue(), command["command"], query)
        _count(outcome)
        logger.debug("command", extra={"query": query})
        ack(response_type="ephemeral", **message.as_payload())

    def on_choose_book(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Answer a click on a book's button, in place of the message where only the one who clicked sees it."""
        catalogue = self._current_catalogue()
        book_id = messages.chosen_book_id(action.get("value", ""))
        book = catalogue.book_with_id(book_id) if book_id else None
        if book:
            message = messages.answer(book, similar_books(catalogue, book), (), _voice(catalogue))
            _count("Chosen")
        else:
            message = messages.book_gone()
            _count("BookGone")
        _respond(body, message)
        ack()


def _reply(catalogue: Catalogue, command: str, query: str) -> tuple[str, Message]:
    """What to say to a slash command, and what that is counted as."""
    voice = _voice(catalogue)
    if not query:
        return "Asked", messages.ask_for_title(command, popular_books(catalogue), voice)
    if query.casefold() == "help":
        return "Helped", messages.help_message(command)
    found = find_title(catalogue, query)
    if isinstance(found, Exact):
        recommendations = similar_books(catalogue, found.book)
        return "Served", messages.answer(found.book, recommendations, found.others, voice)
    if isinstance(found, Suggestions):
        return "Suggested", messages.suggestions(query, found.books, voice)
    return "NotFound", messages.not_found(query, popular_books(catalogue), voice)


def _respond(body: dict[str, Any], message: Message) -> None:
    """Post a message to a click's response_url: the HTTP body that answers a click is ignored by Slack.

    A message that others see stays as it is, and only the one who clicked gets the answer.
    """
    ephemeral = body.get("container", {}).get("is_ephemeral", False)
    client = WebhookClient(body["response_url"], timeout=_RESPONSE_URL_TIMEOUT_SECONDS, retry_handlers=[])
    try:
        response = client.send_dict(
            message.as_payload() | {"response_type": "ephemeral", "replace_original": ephemeral}
        )
    except (OSError, SlackClientError) as error:  # refused, timed out, or an answer that is not HTTP
        logger.warning("response_url failed", extra={"error": repr(error)})
        _count("ResponseUrlFailed")
        return
    if response.status_code != 200:
        logger.warning("response_url failed", extra={"status": response.status_code, "answer": response.body})
        _count("ResponseUrlFailed")


def _on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """Tell the person plainly and the log exactly."""
    if isinstance(error, BoltUnhandledRequestError):
        actions = [action.get("action_id") for action in body.get("actions", [])]
        names = {"type": body.get("type"), "command": body.get("command"), "actions": actions}
        logger.warning("nothing handles this request", extra=names)
        _count("Unhandled")
        return BoltResponse(status=404, body={"error": "unhandled request"})
    logger.error("a listener failed", exc_info=error)
    _count("Failed")
    message = messages.went_wrong()
    if "command" in body:
        return BoltResponse(status=200, body=message.as_payload() | {"response_type": "ephemeral"})
    if "response_url" in body:
        _respond(body, message)
    return BoltResponse(status=200)


def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Every signed request may use the commands; no token is needed for them, so none is read."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def _voice(catalogue: Catalogue) -> Voice:
    return Voice(catalogue.rating_scale, catalogue.notice)


def _count(outcome: str) -> None:
    metrics.add_metric(name=outcome, unit=MetricUnit.Count, value=1)
