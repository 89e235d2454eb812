"""A channel in which several people click in one message, of which each sees the last version."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.slack_app import Answer, SlackApp, action_in
from tests.slack_requests import action_body, command_body, submission_body

Message = dict[str, Any]


@dataclass
class Channel:
    """A channel with the one message of a poll.

    Attributes:
        message: The message as everyone sees it.
        channel_id: The channel's id.
        whispers: Texts that one person saw alone, by user id, oldest first.
    """

    message: Message
    channel_id: str
    whispers: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def opened_by(cls, person: SlackApp, channel_id: str = "") -> "Channel":
        """Return the channel, a new one by default, in which a person has typed `/recommend club`."""
        command = command_body("club", user_id=person.user_id, response_url=person.slack.response_url)
        # A channel of its own: who is counted in stays so beyond a test.
        channel_id = channel_id or f"C{uuid.uuid4().hex[:10].upper()}"
        answer = person.request(command.replace("channel_id=C0001", f"channel_id={channel_id}"))
        assert answer.message["response_type"] == "in_channel"
        return cls(answer.message, channel_id)

    def click(self, person: SlackApp, action_id: str, *, message: Message | None = None, acted_at: str = "") -> Answer:
        """Click a button of the message, or of one that another person's screen still shows."""
        action = action_in(message or self.message, action_id)
        body = action_body(
            action, person.slack.response_url, user_id=person.user_id, is_ephemeral=False, acted_at=acted_at
        )
        return self._take(person, body)

    def propose(self, person: SlackApp, book_id: str) -> Answer:
        """Open the window of a proposal, choose a book, and submit it."""
        self.click(person, "club_propose")
        return self.submit(person, person.slack.views("views.open")[-1], book_id)

    def submit(self, person: SlackApp, view: Message, book_id: str) -> Answer:
        """Choose a book in an open window."""
        values = {"title": {"search_title": {"selected_option": {"value": book_id}}}}
        return self._take(person, submission_body(view, values, person.user_id))

    def heard_by(self, person: SlackApp) -> str:
        """Return the last text that one person alone saw, or an empty string."""
        return (self.whispers.get(person.user_id) or [""])[-1]

    def _take(self, person: SlackApp, body: str) -> Answer:
        seen = len(person.slack.posted)
        answer = person.request(body)
        for posted in person.slack.posted[seen:]:
            if posted["replace_original"]:
                assert posted["response_type"] == "in_channel"
                self.message = posted
            else:
                assert posted["response_type"] == "ephemeral"
                self.whispers.setdefault(person.user_id, []).append(posted["text"])
        return answer
