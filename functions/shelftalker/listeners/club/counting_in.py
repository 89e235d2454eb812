"""*Count me in* and *Count me out*: the people of a channel whose shelves books for the channel are picked from."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from shelftalker.club.members import ClubPlace, FullClubError, Member, Members
from shelftalker.listeners import replies
from shelftalker.listeners.payloads import Payload, reader_of, workspace_of
from shelftalker.listeners.services import Services
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.shelf.table import ShelfError
from shelftalker.views import messages
from shelftalker.views.club.counting_in import club_full, counted_in, counted_out, place_of_value


class CountingIn:
    """Counts people in and out."""

    def __init__(self, services: Services) -> None:
        self._members = Members(services.shelves.table)

    def on_count_out(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Count the person who clicked out of the channel that the button names."""
        place = place_of_value(action.get("value", ""))
        if place is None:
            set_outcome(Outcome.TOO_OLD)
            replies.reply(body, messages.too_old())
        elif (left := self._try_to_write(body, self._members.leave, place, action["action_ts"])) is not None:
            set_outcome(Outcome.COUNTED_OUT)
            replies.replace_original(body, counted_out(len(left)))
        ack()

    def count_in(self, body: Payload, place: ClubPlace, acted_at: str) -> tuple[Member, ...] | None:
        """Count the person who clicked in, and tell them alone what that means and how to leave.

        Returns:
            All who are counted in; None where the person could not be, which they have been told.
        """
        try:
            members = self._try_to_write(body, self._members.join, place, acted_at)
        except FullClubError:
            set_outcome(Outcome.CLUB_FULL)
            replies.reply(body, club_full())
            return None
        if members is not None:
            set_outcome(Outcome.COUNTED_IN)
            replies.reply(body, counted_in(place, len(members)))
        return members

    @staticmethod
    def _try_to_write(body: Payload, write: Any, place: ClubPlace, acted_at: str) -> tuple[Member, ...] | None:
        """Return the members after a change of theirs; None where it can't be written, which the person is told."""
        try:
            members: tuple[Member, ...] = write(place, reader_of(body), acted_at)
        except ShelfError:
            logger.exception("the members of a club can't be written")
            count(Event.SHELF_WRITE_FAILED)
            set_outcome(Outcome.NOT_SAVED)
            replies.reply(body, messages.sentence(messages.Status.NOT_COUNTED))
            return None
        return members


def place_of(body: Payload) -> ClubPlace:
    """Return the channel in which a click was, by the installation that its messages come through.

    Raises:
        ValueError: The payload names no channel.
    """
    channel: Mapping[str, Any] = body.get("channel") or {}
    place = ClubPlace(workspace_of(body).id, str(channel.get("id") or body["container"].get("channel_id") or ""))
    place.validate()
    return place
