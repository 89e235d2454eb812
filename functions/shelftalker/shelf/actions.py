"""Actions on a book of a reader's shelf: one form for messages, Home and the table."""

import re
from enum import StrEnum
from typing import NamedTuple

from shelftalker.shelf.contents import BOOK_ID, STARS, BookState, ShelfBook, validate_book_ids


class Verb(StrEnum):
    """Things that a reader can do with a book; the values are stored in messages, but for READ, which imports do."""

    RATE = "rate"
    WANT = "want"
    UNWANT = "unwant"
    DISMISS = "dismiss"
    REMOVE = "remove"
    READ = "read"


_IN_MESSAGES = (Verb.RATE, Verb.WANT, Verb.UNWANT, Verb.DISMISS, Verb.REMOVE)
_ENCODED = re.compile(rf"({'|'.join(_IN_MESSAGES)})([1-{STARS}]?) ({BOOK_ID})((?: {BOOK_ID})*)")
_UNDO = re.compile(rf"undo ([0-9]{{1,12}}(?:\.[0-9]{{1,6}})?)((?: {BOOK_ID})+)")
# More would not fit into the value of a menu's option, 150 characters.
_MOST_FORMER_IDS = 14


class ShelfAction(NamedTuple):
    """One action on a book.

    Attributes:
        verb: The kind of action.
        book_id: The book's public id.
        stars: From 1 to 5 for RATE, else None.
        former_ids: Other ids under which the shelf holds the book; to take the book off the shelf or the list is to
            take these off too.
        is_listed: Whether RATE puts the book on the want-to-read list too, as imports do; no message holds that.
    """

    verb: Verb
    book_id: str
    stars: int | None = None
    former_ids: tuple[str, ...] = ()
    is_listed: bool = False

    def validate(self) -> None:
        """Refuse an action that can't be stored; decoded ones can. A message holds 30 actions, too many to check each.

        Raises:
            ValueError: An id is not a public id of a book, or the stars do not fit the verb.
        """
        validate_book_ids((self.book_id, *self.former_ids))
        if self.verb is not Verb.RATE:
            if self.stars is not None:
                raise ValueError(f"stars must be None for {self.verb}; got {self.stars!r}.")
        elif isinstance(self.stars, bool) or not isinstance(self.stars, int) or not 1 <= self.stars <= STARS:
            raise ValueError(f"stars must be a whole number from 1 to {STARS}; got {self.stars!r}.")

    def encode(self) -> str:
        """Return the action as the value of a button or a menu's option, at most 150 characters."""
        return " ".join([f"{self.verb}{self.stars or ''}", self.book_id, *self.former_ids[:_MOST_FORMER_IDS]])

    @property
    def is_verdict(self) -> bool:
        """True where the action says what the reader thinks of the book: it is rated, or not for them."""
        return self.verb in {Verb.RATE, Verb.DISMISS}

    def applied_to(self, former: BookState) -> BookState:
        """Return the state of a book after the action.

        A rated book is no longer dismissed, nor wanted, unless the action lists it. A wanted one keeps its stars and is
        no longer dismissed; taken off the list it keeps its stars too. A dismissed one has no stars any more and is no
        longer wanted, nor has one that was read without any. A removed one leaves the shelf.
        """
        if self.verb in {Verb.WANT, Verb.UNWANT}:
            return BookState(former.stars, wanted=self.verb is Verb.WANT)
        is_dismissed = self.verb in {Verb.DISMISS, Verb.READ}
        return BookState(self.stars, wanted=self.is_listed, dismissed=is_dismissed, read=self.verb is Verb.READ)

    @classmethod
    def decode(cls, value: str, action_id: str) -> "ShelfAction | None":
        """Return the action that a button or option stands for, or None where the value is of an unknown version.

        Args:
            value: The value, as `encode` made it or as messages from before 1.0.0 hold it: only the book's id for WANT
                and UNWANT, the stars and the id for RATE, with 0 stars for DISMISS.
            action_id: The id of the button or menu, such as `want:3`, which tells the verb of those older values.
        """
        verb, stars, book_id, former_ids = _parts(value) or _parts(_as_encoded(value, action_id)) or [""] * 4
        if not verb or bool(stars) != (verb == Verb.RATE):
            return None
        return cls(Verb(verb), book_id, int(stars) if stars else None, tuple(former_ids.split()))


class Undo(NamedTuple):
    """The way back from one action on a book: the shelf keeps the state before it.

    Attributes:
        acted_at: The time of the action; where another came after it, there is nothing to undo.
        book_ids: The book's public id, and former ids that the action concerned too.
    """

    acted_at: str
    book_ids: tuple[str, ...]

    @property
    def book_id(self) -> str:
        """The book's public id."""
        return self.book_ids[0]

    def encode(self) -> str:
        """Return it as the value of a button."""
        return " ".join(["undo", self.acted_at, *self.book_ids])

    @classmethod
    def decode(cls, value: str) -> "Undo | None":
        """Return what a button's value stands for, or None where it is of an unknown version."""
        match = _UNDO.fullmatch(value)
        return cls(match[1], tuple(match[2].split())) if match else None

    @classmethod
    def of_action(cls, action: ShelfAction, former: BookState | None, acted_at: str) -> "Undo | None":
        """Return the way back from an action; None where it changed nothing, or the state before is not known."""
        if former is None or action.applied_to(former) == former:
            return None
        return cls(acted_at, (action.book_id, *action.former_ids))

    @classmethod
    def of_verdict(cls, entry: ShelfBook) -> "Undo | None":
        """Return the way back from a reader's verdict; None where it is not their last action on the book."""
        former = entry.former
        if former is None or (former.stars, former.dismissed) == (entry.stars, entry.dismissed):
            return None
        return cls(f"{entry.changed_at:.6f}", (entry.book_id,))


def _parts(value: str) -> list[str] | None:
    match = _ENCODED.fullmatch(value)
    return list(match.groups()) if match else None


def _as_encoded(value: str, action_id: str) -> str:
    """Return a value from before 1.0.0 in today's form, or an empty string where it is none."""
    verb = action_id.partition(":")[0]
    if verb in {Verb.WANT, Verb.UNWANT}:
        return f"{verb} {value}"
    if verb == Verb.RATE:
        return f"{Verb.DISMISS}{value[1:]}" if value.startswith("0 ") else f"{verb}{value}"
    return ""
