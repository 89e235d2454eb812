"""Messages to a person who is counted in, or out: what is used of them, and how to leave."""

import re

from shelftalker.club.members import CLUB, ClubPlace
from shelftalker.shelf.contents import SLACK_ID
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, Message, actions, button, context, section, without_markup
from shelftalker.views.messages import sentence


def count_in_button(value: str) -> Block:
    """Return the button by which whoever clicks it is counted in."""
    return button(ActionId.COUNT_IN, "Count me in", value, "Count me in: books are picked from my shelf too")


def counted_in(place: ClubPlace, members_count: int) -> Message:
    """Return the answer to someone who is counted in; they alone see it.

    Args:
        place: The channel.
        members_count: Number of people who are counted in, this one among them.
    """
    heading = f"\u2713 You are counted in{_with_others(members_count - 1)}."
    used = (
        "I look at your ratings, your list and what is not for you, to find books for all of you. The channel sees "
        "which books those are and how many of you each one fits, not what anyone rated; with two of you, each can "
        "tell whom a book fits. Workflows of this workspace may ask me for a book that suits all of you, or you alone."
    )
    days = CLUB.seconds // (24 * 60 * 60)
    ending = (
        f"It ends after {days} days unless you click it again, when you delete your data in my Home, or by this button."
    )
    leave = button(ActionId.COUNT_OUT, "Count me out", " ".join(place), "Count me out of this channel's books")
    return Message(
        without_markup(f"{heading} {used} {ending}"), [section(f"{heading} {used}"), actions([leave]), context(ending)]
    )


def counted_out(left_count: int) -> Message:
    """Return the answer to someone who is counted out; `left_count` people still are counted in."""
    others = "Nobody is counted in now." if not left_count else ""
    return sentence(
        f"\u2713 You are counted out: nothing of your shelf is used for this channel any more. {others}".strip()
    )


def club_full() -> Message:
    """Return the answer to someone for whom there is no room."""
    return sentence(
        f"{CLUB.members_at_most} people are counted in here already, which is as many as I can find books for at once. "
        "Try again when somebody has left."
    )


def place_of_value(value: str) -> ClubPlace | None:
    """Return the channel that the value of *Count me out* names, or None for a value of an unknown version."""
    match = re.fullmatch(rf"({SLACK_ID}) ({SLACK_ID})", value)
    return ClubPlace(match[1], match[2]) if match else None


def _with_others(others: int) -> str:
    return "" if not others else f", with {others} other{'s' * (others > 1)}"
