"""The services that listeners work with: the model, the shelves, Slack's Web API and the purge queue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar, TypeVarTuple

from shelftalker.listeners.shelf_reading import log_damaged_items
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.settings import DEFAULT_ANSWERS, AnswerSettings, Settings
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader, Shelf
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf.table import FullShelfError, ShelfError, ShelfTable
from shelftalker.slack.errors import NoBotTokenError, SlackUnavailableError
from shelftalker.slack.web_api import BotToken, SlackApi
from shelftalker.slack.workspace import Workspace
from shelftalker.views.wording import DatasetFacts

if TYPE_CHECKING:
    from shelftalker.listeners.learning_queue import LearningQueue
    from shelftalker.purge.queue import PurgeQueue

_Arguments = TypeVarTuple("_Arguments")
_Written = TypeVar("_Written")


class Services(NamedTuple):
    """The services that listeners work with.

    Attributes:
        current_catalogue: Returns the model to answer from; called at each request, so that models can change.
        shelves: The readers' shelves.
        slack_api: Opens windows and publishes Home.
        purge_queue_url: The SQS queue of deletions that are too large for a click, or an empty string.
        answers: The form of answers.
        import_queue_url: The SQS queue of imports' longer steps; an empty string to do them while a click is answered.
        learning: Takes word of ratings that the next model may be trained with; None where it learns from nobody.
    """

    current_catalogue: Callable[[], Catalogue]
    shelves: ShelfTable
    slack_api: SlackApi
    purge_queue_url: str = ""
    answers: AnswerSettings = DEFAULT_ANSWERS
    learning: "LearningQueue | None" = None
    import_queue_url: str = ""

    @classmethod
    def from_settings(cls, settings: Settings, current_catalogue: Callable[[], Catalogue]) -> "Services":
        """Return the services that the environment names; none is called before it is needed."""
        return cls(
            current_catalogue,
            ShelfTable(settings.shelf_table),
            slack_api_from(settings),
            settings.purge_queue_url,
            settings.answers,
            learning_queue_from(settings),
            settings.import_queue_url,
        )

    def purge_queue(self) -> "PurgeQueue":
        """Return the queue of deletions."""
        # Imported here: titles are answered without it, and each import is paid for at each cold start.
        from shelftalker.purge.queue import PurgeQueue  # noqa: PLC0415

        return PurgeQueue(self.purge_queue_url)

    def dataset_facts(self, catalogue: Catalogue) -> DatasetFacts:
        """Return what messages need to know of a model's dataset, with the form of answers."""
        return DatasetFacts.of(catalogue, self.answers)

    def read_shelf(self, reader: Reader) -> Shelf | None:
        """Return a reader's shelf, or None where it can't be read now, which is logged and counted."""
        try:
            shelf = self.shelves.read(reader)
        except ShelfError:
            logger.exception("a shelf can't be read")
            count(Event.SHELF_READ_FAILED)
            return None
        log_damaged_items(shelf)
        return shelf

    def known_books(self, catalogue: Catalogue, reader: Reader) -> KnownBooks:
        """Return a reader's shelf in the rows of a model."""
        return KnownBooks(catalogue, self.read_shelf(reader))

    def learns(self, known: KnownBooks) -> bool | None:
        """Return whether a reader's ratings may help to train the next models; None where nobody's do."""
        return None if self.learning is None else known.learns

    @contextmanager
    def learning_from(self, known: KnownBooks, saved: ShelfAction | None) -> Iterator[None]:
        """Send word of a new rating while its result is shown, if the next model may be trained with it."""
        if self.learning and known.learns and saved and saved.verb is Verb.RATE:
            with self.learning.sending():
                yield
        else:
            yield

    def write_shelf(
        self, write: Callable[[*_Arguments], _Written], *arguments: *_Arguments
    ) -> tuple[_Written | None, str]:
        """Write to a shelf; failures are logged and counted.

        Args:
            write: A method of `shelves`.
            arguments: Its arguments.

        Returns:
            What the method returns, and an empty string; where it is not saved None, and a sentence that says so.
        """
        from shelftalker.views.messages import Status  # noqa: PLC0415 - as above

        try:
            return write(*arguments), ""
        except FullShelfError:
            set_outcome(Outcome.SHELF_FULL)
            return None, Status.SHELF_FULL
        except ShelfError:
            logger.exception("a shelf can't be written")
            count(Event.SHELF_WRITE_FAILED)
            return None, Status.NOT_SAVED

    def is_granted(self, scope: str, workspace: Workspace) -> bool:
        """Return whether a workspace grants the app a scope; False where that can't be read now, which is logged."""
        try:
            return scope in self.slack_api.for_workspace(workspace).granted_scopes()
        except NoBotTokenError as error:
            logger.warning("no scopes without a bot token", extra={"error": str(error)})
        except SlackUnavailableError:
            logger.exception("the scopes of the app can't be read")
        return False

    @staticmethod
    def show_view(name: str, show: Callable[[*_Arguments], object], *arguments: *_Arguments) -> bool:
        """Show a window or Home; return False where Slack does not take it now, which is logged.

        Args:
            name: The name of the view, for the log.
            show: A method of `slack_api` for the workspace.
            arguments: Its arguments.
        """
        try:
            show(*arguments)
        except NoBotTokenError as error:
            logger.warning(f"no {name} without a bot token", extra={"error": str(error)})
        except SlackUnavailableError:
            logger.exception(f"{name} can't be shown")
        else:
            return True
        return False


def unread_status(known: KnownBooks) -> str:
    """Return a sentence where the shelf can't be read, else an empty string."""
    if known.is_available:
        return ""
    from shelftalker.views.messages import Status  # noqa: PLC0415 - as above

    return Status.SHELF_UNREAD


def learning_queue_from(settings: Settings) -> "LearningQueue | None":
    """Return the queue of ratings that models may be trained with; None where they are trained without readers."""
    if not settings.learns_from_readers:
        return None
    from shelftalker.listeners.learning_queue import LearningQueue  # noqa: PLC0415 - off by default

    return LearningQueue(settings.learning_queue_url)


def slack_api_from(settings: Settings) -> SlackApi:
    """Return Slack's Web API with its source of tokens: each workspace's installation, or the one of the settings."""
    if settings.installations is None:
        return SlackApi(BotToken(settings), settings.slack_api_url)
    # Imported here: the default, a deployment for one workspace, needs none of it.
    from shelftalker.install.bot_tokens import InstalledBotTokens  # noqa: PLC0415

    return SlackApi(InstalledBotTokens.from_settings(settings.installations), settings.slack_api_url)
