"""What the listeners work with: the model, the shelves and Slack's Web API."""

from collections.abc import Callable
from dataclasses import dataclass

from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import Payload, workspace_of
from shelftalker.model.catalogue import Catalogue
from shelftalker.purge.queue import PurgeQueue
from shelftalker.settings import Settings
from shelftalker.shelf.contents import Reader, Shelf
from shelftalker.shelf.table import ShelfError, ShelfTable
from shelftalker.slack.web_api import BotToken, SlackApi
from shelftalker.views.wording import Voice


@dataclass(frozen=True, slots=True)
class Services:
    """What the listeners work with.

    Attributes:
        current_catalogue: Gives the model to answer from; asked at each request, so that models can change.
        shelves: What readers rated and want to read.
        slack_api: Opens windows and publishes Home.
        purge_queue: Takes what is too much to delete at once.
    """

    current_catalogue: Callable[[], Catalogue]
    shelves: ShelfTable
    slack_api: SlackApi
    purge_queue: PurgeQueue

    @classmethod
    def from_settings(cls, settings: Settings, current_catalogue: Callable[[], Catalogue]) -> "Services":
        """What the environment names; nothing of it is called before it is needed."""
        return cls(
            current_catalogue,
            ShelfTable(settings.shelf_table),
            slack_api_from(settings),
            PurgeQueue(settings.purge_queue_url),
        )

    def slack_api_for(self, body: Payload) -> SlackApi:
        """Slack's Web API with the token of the workspace that a payload came from."""
        return self.slack_api.for_workspace(workspace_of(body))

    def read_shelf(self, reader: Reader) -> Shelf | None:
        """A reader's shelf, or None where it can't be read now, which is logged and counted."""
        try:
            return self.shelves.read(reader)
        except ShelfError:
            logger.exception("a shelf can't be read")
            count("ShelfReadFailed")
            return None

    def save(self, outcome: str, write: Callable[[], object]) -> bool:
        """Write to a shelf, and count that as an outcome.

        Returns:
            Whether it is saved; a failure is logged and counted.
        """
        try:
            write()
        except ShelfError:
            logger.exception("a shelf can't be written")
            count("ShelfWriteFailed")
            return False
        count(outcome)
        return True


def slack_api_from(settings: Settings) -> SlackApi:
    """Return Slack's Web API with its source of tokens: each workspace's installation, or the one of the settings."""
    if settings.installations is None:
        return SlackApi(BotToken(settings), settings.slack_api_url)
    # Imported here: the default, a deployment for one workspace, needs none of it.
    from shelftalker.install.bot_tokens import InstalledBotTokens  # noqa: PLC0415

    return SlackApi(InstalledBotTokens.from_settings(settings.installations), settings.slack_api_url)


def voice_of(catalogue: Catalogue) -> Voice:
    """How books of a catalogue are spoken of."""
    return Voice(catalogue.rating_scale, catalogue.notice)
