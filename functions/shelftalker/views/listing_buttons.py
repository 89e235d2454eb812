"""Buttons of a listing whose values or texts depend on the way that its reader came: Back and Undo."""

from shelftalker.recommend.listing import Listing
from shelftalker.recommend.stops import Source, Stop
from shelftalker.shelf.actions import Undo
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import LABEL_LENGTH, Block, button
from shelftalker.views.wording import title_within

_TEXTS = {
    Source.AFTER_BOOKS: "Back to the books before",
    Source.BY_AUTHOR: "Back to the author's books",
    Source.FROM_SHELF: "Back to your books",
    Source.POPULAR: "Back to your books",
    Source.TYPED: "Back to the suggestions",
    Source.CHOICE: "Back to the suggestions",
}


def back_button(listing: Listing) -> Block | None:
    """Return a button that leads to where the reader came from; None where the listing is the beginning."""
    trail = listing.state.trail
    return button(ActionId.BACK, _text(listing, trail[0]), "back") if trail else None


def undo_button(undo: Undo | None, position: int | str = "all") -> Block | None:
    """Return a button that undoes an action; None where it can't be undone.

    Args:
        undo: The way back from the action, or None.
        position: The position of the book in the list, as ids must be unique within a block.
    """
    return button(ActionId.UNDO.at(position), "Undo", undo.encode()) if undo else None


def _text(listing: Listing, stop: Stop) -> str:
    here = listing.state.stop
    if stop.start and stop.source is here.source and stop.subject_ids == here.subject_ids:
        return "Back to the five before"
    if stop.source is Source.AFTER_BOOK and listing.back:
        back = "Back to "
        return back + title_within(listing.back, LABEL_LENGTH - len(back))
    return _TEXTS.get(stop.source, "Back")
