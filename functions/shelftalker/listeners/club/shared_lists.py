"""*Count me in* on a shared list, which then shows books for all who are counted in."""

from typing import Any

from slack_bolt import Ack

from shelftalker.club.members import Member
from shelftalker.listeners import replies
from shelftalker.listeners.club.counting_in import CountingIn, place_of
from shelftalker.listeners.club.shelves_of_members import read_shelves
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Outcome, set_outcome
from shelftalker.recommend.joined_shelves import JOINED_SHELVES, JoinedList, joined_list
from shelftalker.recommend.listing_pages import as_shown
from shelftalker.recommend.listing_state import state_of_element
from shelftalker.views import messages
from shelftalker.views.shared import shared_message


class SharedLists:
    """Has people counted in on shared lists."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_count_in(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Count the person who clicked in, and show everyone the books for all who are."""
        state = state_of_element(action.get("block_id", ""), action["action_id"])
        if state is None:
            set_outcome(Outcome.TOO_OLD)
            replies.reply(body, messages.too_old())
            ack()
            return
        members = CountingIn(self._services).count_in(body, place_of(body), action["action_ts"])
        if members is not None:
            catalogue = self._services.current_catalogue()
            message = shared_message(
                as_shown(catalogue, state),
                str(action.get("value", "")),
                self._services.dataset_facts(catalogue),
                books_of_members(self._services, catalogue, members),
            )
            # A message that Slack no longer lets be replaced is followed by another.
            if not replies.replace_for_all(body["response_url"], message):
                replies.reply_to_channel(body, message)
        ack()


def books_of_members(services: Services, catalogue: Catalogue, members: tuple[Member, ...]) -> JoinedList:
    """Return the books for the members of a club; none of their shelves is read for one member alone."""
    if len(members) < JOINED_SHELVES.least_tastes:
        return JoinedList(len(members), 0, 0, ())
    return joined_list(catalogue, read_shelves(services, catalogue, members))
