"""What is kept of a reader, as everything but the table has it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """A person in a workspace; the same person in another workspace is another reader."""

    workspace_id: str
    user_id: str

    def __post_init__(self) -> None:
        """Ids as Slack gives them: in a key, other characters could make one reader's shelf look like another's.

        Raises:
            ValueError: They are something else.
        """
        checked("workspace_id", self.workspace_id, r"[A-Za-z0-9]{1,64}", "an id from Slack such as T0123ABCD")
        checked("user_id", self.user_id, r"[A-Za-z0-9]{1,64}", "an id from Slack such as U0123ABCD")


@dataclass(frozen=True, slots=True)
class ShelfBook:
    """What a reader has said of a book.

    Attributes:
        book_id: The book's public id.
        stars: From 1 to 5; None where the reader gave none.
        wanted: Whether the reader wants to read it.
        dismissed: Whether it is not for the reader.
        changed_at: When the reader last said something of it, in seconds since 1970.
    """

    book_id: str
    stars: int | None
    wanted: bool
    dismissed: bool
    changed_at: float


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a reader chose to tell, as the catalogue puts it.

    Attributes:
        country: As in the catalogue's segments; empty where the reader didn't say.
        age_band: As in the catalogue's segments; empty where the reader didn't say.
        languages: Codes of those the reader wants to see books in; none for all.
    """

    country: str = ""
    age_band: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is kept of a reader; the books in the order of their last changes, oldest first."""

    books: tuple[ShelfBook, ...]
    preferences: Preferences


def checked(name: str, value: object, pattern: str, expected: str) -> None:
    """Make sure that a value is what can be kept.

    Raises:
        ValueError: It is no text of this pattern; the message says what was expected and what came.
    """
    if not (isinstance(value, str) and re.fullmatch(pattern, value)):
        raise ValueError(f"{name} must be {expected}; got {value!r}.")
