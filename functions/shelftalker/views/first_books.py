"""Well-known books in Home, which a reader of an empty shelf rates or skips, all with one click.

Each has its stars beside it. A choice there is kept by Slack until the click that saves all of them: nothing is written
before, and of a skipped book nothing ever is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from shelftalker.recommend.first_books import FirstBooks
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, context, section, select
from shelftalker.views.book_buttons import rating_options
from shelftalker.views.book_entries import numbered_title
from shelftalker.views.headings import rate_hint
from shelftalker.views.wording import number_word

SKIP = "skip"
_PLACE = re.compile("[0-9]{1,4}")


class FirstDay(NamedTuple):
    """The first books as Home shows them.

    Attributes:
        books: The books, at least one.
        missing: Number of books that the reader has yet to rate for recommendations of their own.
        result: A sentence on the result of the last click on them, in markup, or an empty string.
    """

    books: FirstBooks
    missing: int
    result: str = ""


def first_day_blocks(day: FirstDay) -> Iterator[Block]:
    """Yield the books with their stars, the result of the last click, and the buttons."""
    first, hint = day.books, rate_hint(day.missing)
    yield section(f"*Which of these do you know?*\n{hint} Skip the others: nothing is kept of them.")
    for number, book in enumerate(first.books, start=1):
        ratings = [(action.encode(), text) for action, text in rating_options(book.book_id)]
        stars = select(ActionId.FIRST_STARS, f"Rate {number}\u2026", [*ratings, (SKIP, "Skip it")])
        # By its book alone: Slack keeps a choice for as long as its ids stay the same, and these are not saved yet.
        yield section(numbered_title(number, book), stars) | {"block_id": f"first {book.book_id}"}
    if day.result:
        yield context(day.result)
    place = str(first.following)
    buttons = [button(ActionId.FIRST_SAVE, "Save my stars", place) | {"style": "primary"}]
    if first.has_others:
        buttons.append(button(ActionId.FIRST_OTHERS, "Other books", place, "Save my stars, and show other books"))
    yield actions(buttons, "first books")


def chosen_ratings(values: Mapping[str, Mapping[str, Any]]) -> list[ShelfAction]:
    """Return the ratings that stand beside the books, by the state that Slack sends along with the click.

    What is skipped, left alone, or of a version that this code does not know is left out.
    """
    options = [(menus.get(ActionId.FIRST_STARS) or {}).get("selected_option") or {} for menus in values.values()]
    decoded = [ShelfAction.decode(option.get("value") or "", ActionId.FIRST_STARS) for option in options]
    return [action for action in decoded if action and action.verb is Verb.RATE]


def place_in(value: str) -> int:
    """Return the place in the order of first books that a button leads to; the first for a value of another version."""
    return int(value) if _PLACE.fullmatch(value) else 0


def saved_sentence(saved: int, missing: int) -> str:
    """Return the result of saving stars, of a reader who has yet to rate some more, in markup."""
    return f"\u2713 {number_word(saved).capitalize()} saved. {rate_hint(missing)}"


def partly_saved_sentence(saved: int, chosen: int, reason: str) -> str:
    """Return the result of saving some of the chosen stars alone, with the reason, in markup."""
    if not saved:
        return reason
    return f"I saved {number_word(saved)} of {number_word(chosen)}; the others still stand above. {reason}"
