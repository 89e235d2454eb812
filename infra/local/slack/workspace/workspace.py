"""The messages of the workspace, and the changes that the pages of those who see them have to show."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Condition
from typing import Any

from infra.local.slack.rules.elements import Block, ElementState, retained_state, with_ids

# Versions of a message that were replaced so short a time ago that a person may be clicking on one of them.
RECENT_SECONDS = 5.0
RECENT_VERSIONS = 20


@dataclass(frozen=True)
class Message:
    """The current state of a message.

    Attributes:
        ts: Slack's timestamp, the message's id within its channel: `"1700000000.000100"`, in seconds since 1970.
        author_id: Id of a user, of the app's bot user or of Slackbot.
        seen_by: Id of the only user who sees an ephemeral message; None for one that all in the channel see.
        thread_ts: Timestamp of the message whose thread it is in, or None.
        exchange_id: Id of the HTTP exchange that brought it, or None for a message that a person wrote.
        files: File objects of the files in it.
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
    files: tuple[Mapping[str, Any], ...] = ()

    @property
    def only_reader(self) -> str | None:
        """Id of the only user who sees the message, as all in the app's conversation with them; None for all."""
        return f"U{self.channel_id[1:]}" if self.channel_id.startswith("D") else self.seen_by

    def is_visible_to(self, user_id: str) -> bool:
        """Return True for a person who sees the message."""
        return self.only_reader in {None, user_id}


@dataclass(frozen=True)
class Change:
    """A change that pages have to show.

    Attributes:
        number: Number of the change, counted from 1.
        kind: `message`, `deleted`, `exchange`, `home`, `modals`, `execution` or `crowd`.
        subject: The message, exchange, Home, stack of modals, execution of a step or report of a crowd after the
            change; a deleted message before it.
        seen_by: Id of the only user whose page shows it; None for all.
        tab: The only browser tab of that user that shows it; None for all.
    """

    number: int
    kind: str
    subject: Any
    seen_by: str | None = None
    tab: str | None = None


class Workspace:
    """Holds the messages and publishes every change to the pages. Safe to use from many threads.

    Args:
        clock: Returns seconds since 1970.
        changes_kept: Number of changes that are kept for pages that were disconnected; older ones need a snapshot.
    """

    def __init__(self, clock: Callable[[], float], changes_kept: int = 1000) -> None:
        self._clock = clock
        self._messages: dict[tuple[str, str], Message] = {}
        self._replaced: dict[tuple[str, str], deque[tuple[float, tuple[Block, ...]]]] = {}
        self._user_states: dict[tuple[str, str, str], dict[str, dict[str, ElementState]]] = {}
        self._last_microseconds = 0
        self._change_count = 0
        self._changes: deque[Change] = deque(maxlen=changes_kept)
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
        files: Sequence[Mapping[str, Any]] = (),
    ) -> Message:
        """Add a message, and publish it to the pages of those who see it."""
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
                files=tuple(files),
            )
            self._store(message)
            return message

    def update(self, message: Message, text: str, blocks: Sequence[Block], exchange_id: str) -> Message | None:
        """Replace the text and blocks of a message; return None if it was deleted."""
        with self._changed:
            if (message.channel_id, message.ts) not in self._messages:
                return None
            place = message.channel_id, message.ts
            versions = self._replaced.setdefault(place, deque(maxlen=RECENT_VERSIONS))
            versions.appendleft((self._clock(), self._messages[place].blocks))
            updated = replace(
                message, text=text, blocks=with_ids(blocks), exchange_id=exchange_id, is_edited=message.seen_by is None
            )
            for key, user_state in self._user_states.items():
                if key[:2] == (message.channel_id, message.ts):
                    self._user_states[key] = retained_state(updated.blocks, user_state)
            self._store(updated)
            return updated

    def recent_blocks(self, message: Message) -> list[tuple[Block, ...]]:
        """Return the blocks of a message now, and those that somebody may still see, newest first."""
        with self._changed:
            key, since = (message.channel_id, message.ts), self._clock() - RECENT_SECONDS
            recent = [blocks for replaced_at, blocks in self._replaced.get(key, ()) if replaced_at >= since]
            return [message.blocks, *recent]

    def delete(self, message: Message) -> bool:
        """Delete a message; return False if it was deleted before."""
        with self._changed:
            if self._messages.pop((message.channel_id, message.ts), None) is None:
                return False
            self._publish("deleted", message, message.only_reader)
            return True

    def message(self, channel_id: str, ts: str, viewer_id: str) -> Message | None:
        """Return a message that a person sees, or None."""
        with self._changed:
            message = self._messages.get((channel_id, ts))
            return message if message and message.is_visible_to(viewer_id) else None

    def set_element_state(
        self, message: Message, user_id: str, block_id: str, action_id: str, state: ElementState
    ) -> None:
        """Store the state that a person gave an element of a message."""
        with self._changed:
            user_state = self._user_states.setdefault((message.channel_id, message.ts, user_id), {})
            user_state.setdefault(block_id, {})[action_id] = state

    def user_state(self, message: Message, user_id: str) -> dict[str, dict[str, ElementState]]:
        """Return the state of the elements that a person has changed in a message: by block, then by action."""
        with self._changed:
            user_state = self._user_states.get((message.channel_id, message.ts, user_id), {})
            return {block_id: dict(actions) for block_id, actions in user_state.items()}

    def thread_of(self, message: Message) -> str | None:
        """Return the thread that a message is in or, where others answer it, that it starts; otherwise None."""
        with self._changed:
            if message.thread_ts:
                return message.thread_ts
            answers = [other for other in self._messages.values() if other.seen_by is None]
            thread = (message.channel_id, message.ts)
            return message.ts if any((other.channel_id, other.thread_ts) == thread for other in answers) else None

    def snapshot(self, viewer_id: str) -> tuple[int, list[Message]]:
        """Return the number of the last change, and the messages that a person sees, oldest first."""
        with self._changed:
            visible = [message for message in self._messages.values() if message.is_visible_to(viewer_id)]
            return self._change_count, sorted(visible, key=lambda message: message.ts)

    def private_texts(self, viewer_ids: Collection[str], since: float) -> Counter[str]:
        """Count the texts of messages that one of some people sees alone, from a time in seconds since 1970 on."""
        with self._changed:
            private = [message for message in self._messages.values() if message.seen_by in viewer_ids]
            # A ts has whole microseconds.
            return Counter(message.text for message in private if float(message.ts) > since - 1e-6)

    def publish(self, kind: str, subject: Any, seen_by: str | None = None, tab: str | None = None) -> None:
        """Publish a change that does not concern a message."""
        with self._changed:
            self._publish(kind, subject, seen_by, tab)

    def subjects_of(self, kind: str) -> list[Any]:
        """Return the subjects of the kept changes of one kind, oldest first."""
        with self._changed:
            return [change.subject for change in self._changes if change.kind == kind]

    def changes_after(
        self, number: int, viewer_id: str | None, wait_seconds: float, tab: str = ""
    ) -> tuple[int, list[Change] | None]:
        """Return the changes that a person's page has to show after a change, waiting for one where there is none.

        Args:
            number: Number of the last change that is shown.
            viewer_id: The person; None for the changes of all people and tabs.
            wait_seconds: Longest wait.
            tab: The person's browser tab.

        Returns:
            The number of the last change, and the changes. None in place of the changes where some of them are no
            longer kept, or where no change has that number yet: then a snapshot is needed.
        """
        with self._changed:
            if self._change_count == number:
                self._changed.wait(wait_seconds)
            oldest_kept = self._change_count - len(self._changes)
            if not oldest_kept <= number <= self._change_count:
                return self._change_count, None
            missed = [change for change in self._changes if change.number > number]
            if viewer_id is None:
                return self._change_count, missed
            seen = [change for change in missed if change.seen_by in {None, viewer_id} and change.tab in {None, tab}]
            return self._change_count, seen

    def _store(self, message: Message) -> None:
        self._messages[message.channel_id, message.ts] = message
        self._publish("message", message, message.only_reader)

    def _publish(self, kind: str, subject: Any, seen_by: str | None, tab: str | None = None) -> None:
        self._change_count += 1
        self._changes.append(Change(self._change_count, kind, subject, seen_by, tab))
        self._changed.notify_all()

    def _next_ts(self) -> str:
        """Return a timestamp that no message has, even if the clock stands still."""
        self._last_microseconds = max(round(self._clock() * 1_000_000), self._last_microseconds + 1)
        seconds, microseconds = divmod(self._last_microseconds, 1_000_000)
        return f"{seconds}.{microseconds:06d}"
