"""Answers to clicks in a poll: the one message of everyone, however old it is, and sentences for one person alone.

A click replaces the message by its own response_url. Clicks at the same time replace it in whatever order their posts
reach Slack. So after each post the poll is read once more, and posted once more where it has changed since. Whichever
post is Slack's last, the reading after it found nothing newer: any later change has a click of its own that posts
later. Only where the first second of a click is over, or three posts were overtaken, an older count may stay until the
next click.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import Poll, PollRef
from shelftalker.listeners import replies
from shelftalker.listeners.payloads import Payload
from shelftalker.listeners.services import Services
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.shelf.table import ShelfError
from shelftalker.views import messages
from shelftalker.views.block_kit import Message
from shelftalker.views.club.poll import poll_message
from shelftalker.views.club.poll_answers import PollStatus


class PollRepliesConfig(NamedTuple):
    """The numbers of the posts.

    Attributes:
        posts: Most posts of the message. A response_url takes five, one of which is the private answer's.
        repeating_seconds: Time from the beginning of a click after which nothing is read, written or posted once more.
            Slack waits for 3 seconds: a reading that begins just before takes 1.9 at worst, a post 1.5.
    """

    posts: int = 3
    repeating_seconds: float = 1.0


# Read through this module, as in `poll_replies.CONFIG`, so that tests on a busy machine widen all in one place.
CONFIG = PollRepliesConfig()


class PollReplies:
    """Shows polls in their channels; made anew for each click, which begins then.

    Attributes:
        polls: The polls in the table.
    """

    def __init__(self, services: Services) -> None:
        self._repeats_until = time.monotonic() + CONFIG.repeating_seconds
        self._services = services
        self.polls = PollTable(services.shelves.table)

    def message(self, poll: Poll) -> Message:
        """Return a poll as everyone sees it, with the covers of its books."""
        catalogue = self._services.current_catalogue()
        books = catalogue.books_with_ids([candidate.book_id for candidate in poll.candidates])
        return poll_message(poll, books, self._services.dataset_facts(catalogue))

    def has_time(self) -> bool:
        """Return whether the click is young enough for something to be repeated, which Slack still waits for."""
        return time.monotonic() < self._repeats_until

    def show(self, response_url: str, poll: Poll) -> bool:
        """Put a poll as it is now in the place of its message; return False where Slack does not take it.

        Posts are repeated as the head of this module says.
        """
        for _ in range(CONFIG.posts):
            if not replies.replace_for_all(response_url, self.message(poll)):
                return False
            newest = self._newest(poll.ref) if self.has_time() else None
            if newest is None or newest.version == poll.version or not self.has_time():
                break
            poll = newest
        return True

    def _newest(self, ref: PollRef) -> Poll | None:
        """Return a poll as it is now; None where it is gone, or can't be read."""
        try:
            return self.polls.read(ref)
        except ShelfError:
            logger.warning("a poll is not read once more", exc_info=True)
            return None


def reply_alone(body: Payload, outcome: Outcome, message: Message | PollStatus) -> None:
    """Set the outcome of a click that changed nothing, and tell the person who clicked alone."""
    set_outcome(outcome)
    replies.reply(body, messages.sentence(message) if isinstance(message, PollStatus) else message)


@contextmanager
def table_in_reach(body: Payload, status: PollStatus) -> Iterator[None]:
    """Say so to the person where the table can't be used now, and leave out the rest of the block."""
    try:
        yield
    except ShelfError:
        log_unreachable()
        replies.reply(body, messages.sentence(status))


def log_unreachable() -> None:
    """Log and count a poll that can't be read or changed now, in an `except` block."""
    logger.exception("a poll can't be read or changed")
    count(Event.SHELF_WRITE_FAILED)
    set_outcome(Outcome.NOT_SAVED)
