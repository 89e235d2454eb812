"""One small workspace: its people, its channels, its messages, and who sees which of them."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Condition
from typing import Any

from infra.local.slack.rules.elements import Block, Held, kept, with_ids

TEAM_ID = "T0SHELF0001"
TEAM_NAME = "Corner Bookshop"
TEAM_DOMAIN = "corner-bookshop"
APP_ID = "A0SHELF0001"
BOT_USER_ID = "U0SHELFBOT1"
BOT_ID = "B0SHELF0001"
SLACKBOT_ID = "USLACKBOT"

_CHANGES_KEPT = 1000


@dataclass(frozen=True)
class User:
    """A person in the workspace. Their handle is what Slack calls `user_name`."""

    user_id: str
    handle: str
    name: str


@dataclass(frozen=True)
class Channel:
    """A public channel."""

    channel_id: str
    name: str
    purpose: str


USERS = (
    User("U0AMINA0001", "amina", "Amina Diallo"),
    User("U0JONAS0001", "jonas", "Jonas Lind"),
    User("U0PRIYA0001", "priya", "Priya Raman"),
)
CHANNELS = (
    Channel("C0BOOKS0001", "book-club", "What are you reading, and what next?"),
    Channel("C0GENERAL01", "general", "News of the shop"),
    Channel("C0RANDOM001", "random", "Everything that is no news"),
)


@dataclass(frozen=True)
class Message:
    """One message as it stands now.

    Attributes:
        ts: Slack's timestamp, which is the message's id within its channel: `"1700000000.000100"`.
        author_id: A user, the app's bot or Slackbot.
        seen_by: The only user who sees it; None for a message that all see.
        thread_ts: The message that it answers in a thread, or None.
        exchange_id: The HTTP exchange that brought it, or None for what a person wrote.
    """

    ts: str
    channel_id: str
    author_id: str
    text: str
    blocks: tuple[Block, ...] = ()
    seen_by: str | None = None
    thread_ts: str | None = None
    exchange_id: str | None = None
    is_edited: bool = False

    def is_visible_to(self, user_id: str) -> bool:
        """Whether a person sees it."""
        return self.seen_by in {None, user_id}


@dataclass(frozen=True)
class Change:
    """Something that pages must hear of.

    Attributes:
        number: Counts up from 1.
        kind: What happened: message, deleted, exchange, home, modals.
        subject: What it happened to.
        seen_by: The only user who hears of it; None for all.
    """

    number: int
    kind: str
    subject: Any
    seen_by: str | None = None


class Workspace:
    """Holds the messages and tells of every change. Safe to use from many threads.

    Args:
        clock: Gives seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._messages: dict[tuple[str, str], Message] = {}
        self._touched: dict[tuple[str, str, str], dict[str, dict[str, Held]]] = {}
        self._last_microseconds = 0
        self._change_count = 0
        self._changes: deque[Change] = deque(maxlen=_CHANGES_KEPT)
        self._changed = Condition()

    def post(
        self,
        channel_id: str,
        author_id: str,
        text: str,
        blocks: Sequence[Block] = (),
        *,
        seen_by: str | None = None,
        thread_ts: str | None = None,
        exchange_id: str | None = None,
    ) -> Message:
        """Add a message and show it to those who may see it."""
        with self._changed:
            message = Message(
                ts=self._next_ts(),
                channel_id=channel_id,
                author_id=author_id,
                text=text,
                blocks=with_ids(blocks),
                seen_by=seen_by,
                thread_ts=thread_ts,
                exchange_id=exchange_id,
            )
            self._store(message)
            return message

    def rewrite(self, message: Message, text: str, blocks: Sequence[Block], exchange_id: str) -> Message | None:
        """Put other words in a message's place; None if the message is gone."""
        with self._changed:
            if (message.channel_id, message.ts) not in self._messages:
                return None
            rewritten = replace(
                message, text=text, blocks=with_ids(blocks), exchange_id=exchange_id, is_edited=message.seen_by is None
            )
            for place, touched in self._touched.items():
                if place[:2] == (message.channel_id, message.ts):
                    self._touched[place] = kept(rewritten.blocks, touched)
            self._store(rewritten)
            return rewritten

    def delete(self, message: Message) -> bool:
        """Take a message away; False if it is gone already."""
        with self._changed:
            if self._messages.pop((message.channel_id, message.ts), None) is None:
                return False
            self._announce("deleted", message, message.seen_by)
            return True

    def message(self, channel_id: str, ts: str, viewer_id: str) -> Message | None:
        """A message, if that person sees it."""
        with self._changed:
            message = self._messages.get((channel_id, ts))
            return message if message and message.is_visible_to(viewer_id) else None

    def touch(self, message: Message, user_id: str, block_id: str, action_id: str, content: Held) -> None:
        """Remember what a person chose or ticked in a message."""
        with self._changed:
            of_message = self._touched.setdefault((message.channel_id, message.ts, user_id), {})
            of_message.setdefault(block_id, {})[action_id] = content

    def touched(self, message: Message, user_id: str) -> dict[str, dict[str, Held]]:
        """What a person has chosen or ticked in a message: by block, then by action."""
        with self._changed:
            of_message = self._touched.get((message.channel_id, message.ts, user_id), {})
            return {block_id: dict(actions) for block_id, actions in of_message.items()}

    def thread_of(self, message: Message) -> str | None:
        """The thread that a message is in; for one that has answers, the thread that hangs on it."""
        with self._changed:
            if message.thread_ts:
                return message.thread_ts
            answers = [each for each in self._messages.values() if each.seen_by is None]
            place = (message.channel_id, message.ts)
            return message.ts if any((each.channel_id, each.thread_ts) == place for each in answers) else None

    def snapshot(self, viewer_id: str) -> tuple[int, list[Message]]:
        """All that a person sees, oldest first, and the number of the last change that it includes."""
        with self._changed:
            visible = [message for message in self._messages.values() if message.is_visible_to(viewer_id)]
            return self._change_count, sorted(visible, key=lambda message: message.ts)

    def announce(self, kind: str, subject: Any, seen_by: str | None = None) -> None:
        """Tell pages of something that is no message."""
        with self._changed:
            self._announce(kind, subject, seen_by)

    def announced(self, kind: str) -> list[Any]:
        """What pages were told of one kind, oldest first, as far as it is remembered."""
        with self._changed:
            return [change.subject for change in self._changes if change.kind == kind]

    def changes_after(self, number: int, viewer_id: str, wait_seconds: float) -> tuple[int, list[Change] | None]:
        """What a person's page has missed since a change, waiting a while for something to happen.

        Returns:
            The number of the last change looked at, and the changes; None in their place where so much has happened
            that not all of it is known any more, or nothing of that number has happened yet: then take a snapshot.
        """
        with self._changed:
            if self._change_count == number:
                self._changed.wait(wait_seconds)
            oldest_known = self._change_count - len(self._changes)
            if not oldest_known <= number <= self._change_count:
                return self._change_count, None
            missed = [change for change in self._changes if change.number > number]
            return self._change_count, [change for change in missed if change.seen_by in {None, viewer_id}]

    def _store(self, message: Message) -> None:
        self._messages[message.channel_id, message.ts] = message
        self._announce("message", message, message.seen_by)

    def _announce(self, kind: str, subject: Any, seen_by: str | None) -> None:
        self._change_count += 1
        self._changes.append(Change(self._change_count, kind, subject, seen_by))
        self._changed.notify_all()

    def _next_ts(self) -> str:
        """A timestamp that no message has, even if the clock stands still."""
        self._last_microseconds = max(round(self._clock() * 1_000_000), self._last_microseconds + 1)
        seconds, microseconds = divmod(self._last_microseconds, 1_000_000)
        return f"{seconds}.{microseconds:06d}"
