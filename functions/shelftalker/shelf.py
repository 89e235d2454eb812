"""Readers' shelves in DynamoDB: what each rated, wants to read or waved off. Only this module knows the table's keys.

One table; `workspace_id` is the partition key, so that one Query finds all of a workspace, and `reader_item` the sort
key, so that one Query finds all of a reader:

    <user id>#book#<book id>    stars, wanted, dismissed; acted_at, when the newest action was done; stars_at, when the
                                newest one that says something of the stars was; expires_at where the book was removed
    <user id>#preferences       country, age_band, languages; acted_at
    <user id>#claim#<what>      claimed_by, expires_at

The newest action wins, in whichever order and however often actions arrive: each write has the condition that nothing
newer stands there. What was removed stays for a while, as a tombstone that nobody is shown, so that an older action
that arrives late does not bring it back.
"""

import math
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# A click has 3 seconds in all.
_CONNECT_SECONDS = 0.3
_READ_SECONDS = 0.6
_ATTEMPTS = 2
# Far longer than anything that was done can be on its way.
_TOMBSTONE_SECONDS = 7 * 24 * 60 * 60
_DELETED_AT_ONCE = 25  # DynamoDB's limit
_DELETE_ATTEMPTS = 8
_SECONDS_BEFORE_SECOND_DELETE = 0.05

_BOOK, _PREFERENCES, _CLAIM = "book", "preferences", "claim"
_YES = {"BOOL": True}


class ShelfError(Exception):
    """The shelves can't be read or written now; nothing that this was raised for may be shown as saved."""


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
        _check("workspace_id", self.workspace_id, r"[A-Za-z0-9]{1,64}", "an id from Slack such as T0123ABCD")
        _check("user_id", self.user_id, r"[A-Za-z0-9]{1,64}", "an id from Slack such as U0123ABCD")


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


class ShelfTable:
    """The table with all shelves.

    When something was done is told as Slack's `action_ts` tells it, in text: "1700000000.123456". Every method raises
    ValueError for ids, stars or times that can't be, and ShelfError where the table can't be read or written now.
    """

    def __init__(self, table_name: str, clock: Callable[[], float] = time.time) -> None:
        """Use a table; nothing is connected to before it is needed.

        Args:
            table_name: The table's name.
            clock: Wall clock in seconds since 1970, for what expires.
        """
        self._table_name = table_name
        self._clock = clock
        self._made_client: DynamoDBClient | None = None
        self._making_client = Lock()

    def read(self, reader: Reader) -> Shelf:
        """All that is kept of a reader, the reader's own last click included."""
        books, preferences = [], Preferences()
        for item in self._items(reader):
            _, kind, name = _key_parts(item)
            if kind == _BOOK and "expires_at" not in item:
                books.append(_shelf_book(name, item))
            elif kind == _PREFERENCES:
                preferences = _preferences(item)
        return Shelf(tuple(sorted(books, key=lambda book: (book.changed_at, book.book_id))), preferences)

    def rate(self, reader: Reader, book_id: str, stars: int, acted_at: str) -> bool:
        """Give a book 1 to 5 stars; it is no longer wanted or dismissed.

        Returns:
            False if a newer action stands, which then says whether the book is wanted or dismissed. The stars are kept
            all the same if nothing newer speaks of them. Of each method here that takes a time.
        """
        if isinstance(stars, bool) or not isinstance(stars, int) or not 1 <= stars <= 5:
            raise ValueError(f"stars must be a whole number from 1 to 5; got {stars!r}.")
        about_stars = {"stars": {"N": str(stars)}}
        return self._act(reader, book_id, acted_at, {}, removes=("wanted", "dismissed"), about_stars=about_stars)

    def want(self, reader: Reader, book_id: str, acted_at: str) -> bool:
        """Put a book on the want-to-read list; it keeps its stars, and is no longer dismissed."""
        return self._act(reader, book_id, acted_at, {"wanted": _YES}, removes=("dismissed",))

    def dismiss(self, reader: Reader, book_id: str, acted_at: str) -> bool:
        """Note that a book is not for the reader; it has no stars any more, and is no longer wanted."""
        return self._act(reader, book_id, acted_at, {"dismissed": _YES}, removes=("wanted",), about_stars={})

    def remove(self, reader: Reader, book_id: str, acted_at: str) -> bool:
        """Take a book off the shelf with all that was said of it."""
        expires_at = {"expires_at": _seconds(self._clock() + _TOMBSTONE_SECONDS)}
        return self._act(reader, book_id, acted_at, expires_at, removes=("wanted", "dismissed"), about_stars={})

    def prefer(self, reader: Reader, preferences: Preferences, acted_at: str) -> bool:
        """Replace a reader's preferences."""
        sets = {
            "acted_at": _time(acted_at),
            "country": {"S": preferences.country},
            "age_band": {"S": preferences.age_band},
            "languages": {"L": [{"S": language} for language in preferences.languages]},
        }
        return self._update(_key(reader, _PREFERENCES), sets, condition=_not_newer("acted_at"))

    def claim(self, reader: Reader, what: str, seconds: int) -> bool:
        """Claim something for a reader, so that a second click does not do it again.

        Args:
            reader: For whom.
            what: What is claimed, in up to 200 characters.
            seconds: After which the claim is void.

        Returns:
            True for the first who claims; False for the others until it is released or void.
        """
        _check("what", what, r"[^\x00-\x1f]{1,200}", "1 to 200 characters in one line")
        if seconds <= 0:
            raise ValueError(f"seconds must be more than 0; got {seconds!r}.")
        now = self._clock()
        # When an answer is lost boto3 asks again: by its own mark the claim is known for this claimant's.
        sets = {"claimed_by": {"S": secrets.token_hex(8)}, "expires_at": _seconds(now + seconds)}
        condition = "attribute_not_exists(#expires_at) OR #expires_at <= :now OR #claimed_by = :claimed_by"
        return self._update(_key(reader, _CLAIM, what), sets, condition=condition, others={":now": _seconds(now)})

    def release(self, reader: Reader, what: str) -> None:
        """Let go of what was claimed, so that it can be claimed again."""
        with self._calling("DeleteItem") as client:
            client.delete_item(TableName=self._table_name, Key=_key(reader, _CLAIM, what))

    def delete_reader(self, reader: Reader) -> int:
        """Delete all that is kept of a reader, preferences, claims and tombstones included.

        Returns:
            How many books were on the shelf.
        """
        shown: set[str] = set()
        # More than once, for what was written meanwhile.
        for _ in range(_DELETE_ATTEMPTS):
            keys = []
            for item in self._items(reader):
                _, kind, name = _key_parts(item)
                if kind == _BOOK and "expires_at" not in item:
                    shown.add(name)
                keys.append({"workspace_id": item["workspace_id"], "reader_item": item["reader_item"]})
            if not keys:
                return len(shown)
            for first in range(0, len(keys), _DELETED_AT_ONCE):
                self._delete(keys[first : first + _DELETED_AT_ONCE])
        raise ShelfError(f"Not all of a reader could be deleted from {self._table_name}: more is written all the time.")

    def _act(
        self,
        reader: Reader,
        book_id: str,
        acted_at: str,
        sets: Mapping[str, Any],
        *,
        removes: tuple[str, ...],
        about_stars: Mapping[str, Any] | None = None,
    ) -> bool:
        """Write what an action says of a book, unless a newer one stands.

        Args:
            reader: Who acted.
            book_id: On which book.
            acted_at: When.
            sets: What becomes true.
            removes: What is no longer true.
            about_stars: The stars, where the action gives or, if this is empty, takes them; None where it keeps them.
        """
        _check("book_id", book_id, r"[a-z2-7]{8}", "a book's public id, 8 characters of a-z and 2-7")
        key, acted = _key(reader, _BOOK, book_id), _time(acted_at)
        stars: dict[str, Any] = {}
        stars_removed: tuple[str, ...] = ()
        if about_stars is not None:
            stars = {**about_stars, "stars_at": acted}
            stars_removed = () if about_stars else ("stars",)
        no_tombstone = () if "expires_at" in sets else ("expires_at",)
        everything = {**sets, **stars, "acted_at": acted}
        if self._update(key, everything, (*removes, *stars_removed, *no_tombstone), _not_newer("acted_at")):
            return True
        # What stands is newer. If that kept the stars, as wanting does, it is still this action that speaks of them.
        if about_stars is not None:
            newer_kept_stars = f"#acted_at > :acted_at AND ({_not_newer('stars_at')})"
            self._update(key, stars, stars_removed, newer_kept_stars, others={":acted_at": acted})
        return False

    def _update(
        self,
        key: Mapping[str, Any],
        sets: Mapping[str, Any],
        removes: tuple[str, ...] = (),
        condition: str = "",
        others: Mapping[str, Any] | None = None,
    ) -> bool:
        """Change one item if a condition holds; else change nothing and return False.

        Args:
            key: Of the item.
            sets: Attributes to set.
            removes: Names of attributes to remove.
            condition: With #name for an attribute, :name for its new value.
            others: Further values of the condition.
        """
        expression = "SET " + ", ".join(f"#{name} = :{name}" for name in sets)
        if removes:
            expression += " REMOVE " + ", ".join(f"#{name}" for name in removes)
        # Through placeholders: some names, and names that DynamoDB comes to reserve, can't stand in expressions.
        names = {*sets, *removes, *re.findall(r"#(\w+)", condition)}
        with self._calling("UpdateItem") as client:
            try:
                client.update_item(
                    TableName=self._table_name,
                    Key=key,
                    UpdateExpression=expression,
                    ConditionExpression=condition,
                    ExpressionAttributeNames={f"#{name}": name for name in names},
                    ExpressionAttributeValues={**{f":{name}": sets[name] for name in sets}, **(others or {})},
                )
            except client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _items(self, reader: Reader) -> Iterator[Mapping[str, Any]]:
        """All items of a reader, a page of 1 MB at most at a time."""
        start: dict[str, Any] = {}
        while True:
            with self._calling("Query") as client:
                page = client.query(
                    TableName=self._table_name,
                    KeyConditionExpression="workspace_id = :workspace_id AND begins_with(reader_item, :beginning)",
                    ExpressionAttributeValues={
                        ":workspace_id": {"S": reader.workspace_id},
                        ":beginning": {"S": f"{reader.user_id}#"},
                    },
                    # A click shows what it has just written, which an eventually consistent read may not have yet.
                    ConsistentRead=True,
                    **start,
                )
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def _delete(self, keys: list[Any]) -> None:
        """Delete up to 25 items; those that DynamoDB leaves undone, as it may when it is busy, are asked for again."""
        requests: Any = [{"DeleteRequest": {"Key": key}} for key in keys]
        for attempt in range(_DELETE_ATTEMPTS):
            if attempt:
                time.sleep(_SECONDS_BEFORE_SECOND_DELETE * 2 ** (attempt - 1))
            with self._calling("BatchWriteItem") as client:
                answer = client.batch_write_item(RequestItems={self._table_name: requests})
            requests = answer["UnprocessedItems"].get(self._table_name, [])
            if not requests:
                return
        raise ShelfError(
            f"BatchWriteItem on {self._table_name} leaves {len(requests)} items undeleted: DynamoDB is too busy; try "
            "again later."
        )

    @contextmanager
    def _calling(self, operation: str) -> "Iterator[DynamoDBClient]":
        """Yield the client; what boto3 raises becomes a ShelfError."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            yield self._client()
        except (BotoCoreError, ClientError, ValueError) as error:
            raise ShelfError(
                f"{operation} on the DynamoDB table {self._table_name} failed: {error}. If it goes on, check that "
                "SHELF_TABLE names this deployment's table, and that the function's role may use it."
            ) from error

    def _client(self) -> "DynamoDBClient":
        with self._making_client:
            if self._made_client is None:
                # Imported here: most of a cold start, and not needed for the answer to a title.
                import boto3  # noqa: PLC0415
                from botocore.config import Config  # noqa: PLC0415

                retries: Any = {"total_max_attempts": _ATTEMPTS}
                config = Config(connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS, retries=retries)
                self._made_client = boto3.client("dynamodb", config=config)
            return self._made_client


def _key(reader: Reader, kind: str, name: str = "") -> dict[str, Any]:
    reader_item = f"{reader.user_id}#{kind}" + (f"#{name}" if name else "")
    return {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": reader_item}}


def _key_parts(item: Mapping[str, Any]) -> tuple[str, str, str]:
    """The user id, the kind of item and its name, empty where it has none."""
    user_id, kind, *name = item["reader_item"]["S"].split("#", 2)
    return user_id, kind, name[0] if name else ""


def _shelf_book(book_id: str, item: Mapping[str, Any]) -> ShelfBook:
    stars = int(item["stars"]["N"]) if "stars" in item else None
    return ShelfBook(book_id, stars, "wanted" in item, "dismissed" in item, float(item["acted_at"]["N"]))


def _preferences(item: Mapping[str, Any]) -> Preferences:
    languages = tuple(language["S"] for language in item["languages"]["L"])
    return Preferences(item["country"]["S"], item["age_band"]["S"], languages)


def _time(acted_at: str) -> dict[str, str]:
    """A time, digit by digit as it came, as a number of DynamoDB's."""
    _check("acted_at", acted_at, r"[0-9]{1,12}(\.[0-9]{1,6})?", 'seconds as Slack tells them, "1700000000.123456"')
    return {"N": acted_at}


def _seconds(moment: float) -> dict[str, str]:
    """Whole seconds, as DynamoDB wants them for what expires."""
    return {"N": str(math.ceil(moment))}


def _not_newer(name: str) -> str:
    """The condition that a time is not there, or not later than its new value."""
    return f"attribute_not_exists(#{name}) OR #{name} <= :{name}"


def _check(name: str, value: object, pattern: str, expected: str) -> None:
    if not (isinstance(value, str) and re.fullmatch(pattern, value)):
        raise ValueError(f"{name} must be {expected}; got {value!r}.")
