"""Listeners of the first books in Home: well-known ones, which a new reader rates or skips all with one click."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from slack_bolt import Ack

from shelftalker.listeners.home_page import home_page_of
from shelftalker.listeners.payloads import chosen_value
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Outcome, set_outcome
from shelftalker.recommend.first_books import FIRST_BOOKS
from shelftalker.recommend.steps import STEPS
from shelftalker.shelf.actions import ShelfAction
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views import messages
from shelftalker.views.action_ids import ActionId
from shelftalker.views.first_books import chosen_ratings, partly_saved_sentence, place_in, saved_sentence


class FirstBookClicksConfig(NamedTuple):
    """The numbers of these clicks.

    Attributes:
        writing_seconds: Time after which no further rating is begun: of the three that Slack waits for a click, the
            last writing and Home take the rest. Ten ratings take a fifth of a second as a rule.
    """

    writing_seconds: float = 1.0


# Read through this module, as in `first_books.CONFIG`, so that tests on a busy machine widen all in one place.
CONFIG = FirstBookClicksConfig()


class FirstBookClicks:
    """Answers the clicks on the first books."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_stars(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:  # noqa: ARG002 - Bolt's names
        """Acknowledge a choice of stars, which Slack keeps until all of them are saved."""
        set_outcome(Outcome.FIRST_STARS_CHOSEN)
        ack()

    def on_save(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Save the chosen stars, and show other books in place of all that were shown, or the reader's own by now."""
        page, is_skip = home_page_of(body, action["action_ts"]), action["action_id"] == ActionId.FIRST_OTHERS
        catalogue = self._services.current_catalogue()
        chosen = _known_ratings(catalogue, chosen_ratings((body["view"].get("state") or {}).get("values") or {}))
        saved, problem = self._save(page.reader, chosen, action["action_ts"])
        if not problem and (saved or is_skip):
            page = page._replace(state=page.state._replace(first_place=place_in(chosen_value(action))))
        set_outcome(
            Outcome.NOT_SAVED if problem else Outcome.FIRST_BOOKS_RATED if saved else Outcome.FIRST_BOOKS_SKIPPED
        )
        known = self._services.known_books(catalogue, page.reader)
        result = _result(known, saved, len(chosen), problem, is_skip=is_skip)
        with self._learning_from(known, saved):
            page.publish(self._services, known, result_of_first_books=result)
        ack()

    @contextmanager
    def _learning_from(self, known: KnownBooks, saved: int) -> Iterator[None]:
        """Send word of new ratings while Home is published, if the next model may be trained with them."""
        learning = self._services.learning
        if learning and known.learns and saved:
            with learning.sending(saved):
                yield
        else:
            yield

    def _save(self, reader: Reader, ratings: Sequence[ShelfAction], acted_at: str) -> tuple[int, str]:
        """Write ratings until one fails, or the time is over.

        Returns:
            The number of ratings written, and a sentence on those that are not, or an empty string.
        """
        until = time.monotonic() + CONFIG.writing_seconds
        for saved, rating in enumerate(ratings):
            if time.monotonic() > until:
                return saved, messages.Status.SAVED_TOO_SLOWLY
            _, problem = self._services.write_shelf(self._services.shelves.apply, reader, rating, acted_at)
            if problem:
                return saved, problem
        return len(ratings), ""


def _result(known: KnownBooks, saved: int, chosen: int, problem: str, *, is_skip: bool) -> str:
    """Return a sentence on the result of a click, in markup, or an empty string.

    Args:
        known: The reader's shelf after the click.
        saved: Number of ratings that were written.
        chosen: Number of those that were to be.
        problem: The reason why some were not, or an empty string.
        is_skip: True where other books were asked for.
    """
    missing = STEPS.books_for_own_list - known.preference_count
    if problem:
        return partly_saved_sentence(saved, chosen, problem) if known.is_available else problem
    if not saved:
        return "" if is_skip else messages.Status.NO_STARS_CHOSEN
    if not known.is_available:
        return messages.Status.SAVED_SHELF_UNREAD
    return saved_sentence(saved, missing) if missing > 0 else messages.Status.BY_YOUR_TASTE


def _known_ratings(catalogue: Catalogue, ratings: Sequence[ShelfAction]) -> list[ShelfAction]:
    """Return the ratings of books that the catalogue has, at most as many as stand on a page."""
    rows = catalogue.rows_with_ids([rating.book_id for rating in ratings])
    return [rating for rating in ratings if rating.book_id in rows][: FIRST_BOOKS.on_a_page]
