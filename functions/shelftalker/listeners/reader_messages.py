"""Messages to a reader, in the app's own conversation with them, where the workspace grants `chat:write`.

Where it does not, no call is made: every answer of Slack's names the scopes, that to the Home before a message too.
"""

from shelftalker.listeners.services import Services
from shelftalker.observability import Event, count, logger
from shelftalker.shelf.contents import Reader
from shelftalker.slack.errors import NoBotTokenError, SlackUnavailableError
from shelftalker.slack.granted_scopes import OptionalScope
from shelftalker.slack.workspace import Workspace

# Longer than a queue delivers the word of a step once more, see the template's ImportQueue.
_CLAIM_SECONDS = 24 * 60 * 60


def write_once(services: Services, reader: Reader, workspace: Workspace, name: str, text: str) -> bool:
    """Post a message to a reader, at most once by its name: one that Slack did not take is not repeated.

    Args:
        services: Slack's Web API and the shelves among them.
        reader: The reader.
        workspace: The installation whose token posts it.
        name: Names the message, in up to 200 characters.
        text: The message, in markup.

    Returns:
        Whether Slack took it just now; a failure is logged and counted.

    Raises:
        ShelfError: It can't be known whether it was posted before; nothing is posted.
    """
    if not services.is_granted(OptionalScope.WRITE_MESSAGES, workspace):
        return False
    # Before the call, whose answer may be lost.
    if not services.shelves.claim(reader, f"message {name}", _CLAIM_SECONDS):
        return False
    try:
        services.slack_api.for_workspace(workspace).post_message(reader.user_id, text)
    except NoBotTokenError as error:
        logger.warning("no message to a reader without a bot token", extra={"error": str(error)})
        return False
    except SlackUnavailableError:
        logger.exception("a message to a reader can't be posted")
        count(Event.MESSAGE_NOT_POSTED)
        return False
    return True
