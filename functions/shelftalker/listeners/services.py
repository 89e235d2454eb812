"""What the listeners work with: the model, the shelves and Slack's Web API."""

from collections.abc import Callable
from dataclasses import dataclass

from shelftalker.catalogue import Catalogue
from shelftalker.listeners.outcomes import count, logger
from shelftalker.shelf import Reader, Shelf, ShelfError, ShelfTable
from shelftalker.slack_api import SlackApi
from shelftalker.wording import Voice


@dataclass(frozen=True, slots=True)
class Services:
    """What the listeners work with.

    Attributes:
        current_catalogue: Gives the model to answer from; asked at each request, so that models can change.
        shelves: What readers rated and want to read.
        slack_api: Opens windows and publishes Home.
    """

    current_catalogue: Callable[[], Catalogue]
    shelves: ShelfTable
    slack_api: SlackApi

    def read_shelf(self, reader: Reader) -> Shelf | None:
        """A reader's shelf, or None where it can't be read now, which is logged and counted."""
        try:
            return self.shelves.read(reader)
        except ShelfError:
            logger.exception("a shelf can't be read")
            count("ShelfReadFailed")
            return None


def voice_of(catalogue: Catalogue) -> Voice:
    """How books of a catalogue are spoken of."""
    return Voice(catalogue.rating_scale, catalogue.notice)
