"""The members and channels of the local workspace, and the ids of the app that is installed there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class User:
    """A person in the workspace, or one of another workspace in its channels.

    Attributes:
        handle: `user_name` in Slack's payloads.
        tab: The browser tab that the person acts in; empty where none is known.
        visits_from: The person's own workspace, with which Slack Connect shares the channels; empty for a member.
    """

    user_id: str
    handle: str
    name: str
    tab: str = ""
    visits_from: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A public channel."""

    channel_id: str
    name: str
    purpose: str


@dataclass(slots=True)
class Directory:
    """The workspace as it is before anyone writes a message. Its ids are made up and have Slack's form.

    Attributes:
        team_id: Id of the workspace.
        team_name: Name of the workspace, as people read it.
        team_domain: Subdomain of slack.com that the workspace would have.
        app_id: Id of the app.
        bot_user_id: Id of the user that the app posts as.
        bot_id: Id of the app's bot.
        slackbot_id: Id of Slackbot, the same in every workspace of Slack.
        verification_token: Token in every payload, deprecated by Slack and still sent; not a secret.
        enterprise_id: The organisation that installed the app for all its workspaces; empty where the workspace did.
        workflow_id: Id of the user that a workflow's step *Send a message* posts as.
        users: The people; the page shows the workspace as the first one sees it unless it names another.
        visitors: People of another workspace. They see and click what is posted, and the app has no command, shortcut
            or Home for them.
        crowd: Made-up people who press buttons all together, every tenth of them a visitor; nobody is one of them.
        channels: The channels, in the order of the page.
    """

    team_id: str = "T0SHELF0001"
    team_name: str = "Corner Bookshop"
    team_domain: str = "corner-bookshop"
    app_id: str = "A0SHELF0001"
    bot_user_id: str = "U0SHELFBOT1"
    bot_id: str = "B0SHELF0001"
    slackbot_id: str = "USLACKBOT"
    workflow_id: str = "U0WORKFLOW1"
    verification_token: str = "local-verification-token"  # noqa: S105 - no secret
    enterprise_id: str = ""
    users: tuple[User, ...] = (
        User("U0AMINA0001", "amina", "Amina Diallo"),
        User("U0JONAS0001", "jonas", "Jonas Lind"),
        User("U0PRIYA0001", "priya", "Priya Raman"),
        User("U0KENJI0001", "kenji", "Kenji Watanabe 渡辺健二"),
        User("U0LUCIA0001", "lucia", "Lucía Quispe Mamani"),
        User("U0NOORH0001", "noor", "Noor Haddad نور حداد"),
        User("U0TANEN0001", "tane", "Tāne Ngata"),
        User("U0WANJI0001", "wanjiru", "Wanjirũ Kamau"),
    )
    visitors: tuple[User, ...] = (User("U0MARAO0001", "mara", "Mara Okafor (Harbour Library)", "", "T0HARBOR001"),)
    crowd: tuple[User, ...] = tuple(
        User(f"U0CROWD{n:04}", f"crowd{n}", f"Crowd member {n}", "", "T0HARBOR001" if n % 10 == 0 else "")
        for n in range(1, 101)
    )
    channels: tuple[Channel, ...] = (
        Channel("C0BOOKS0001", "book-club", "What are you reading, and what next?"),
        Channel("C0GENERAL01", "general", "News of the shop"),
        Channel("C0RANDOM001", "random", "Everything that is no news"),
    )

    def user(self, id_or_handle: str) -> User | None:
        """Return the person with an id or a handle, or None."""
        people = (*self.users, *self.visitors, *self.crowd)
        return next((user for user in people if id_or_handle in {user.user_id, user.handle}), None)

    def is_member(self, user_id: str) -> bool:
        """Return True for the id of a person whose own workspace this is."""
        user = self.user(user_id)
        return user is not None and user.user_id == user_id and not user.visits_from

    @staticmethod
    def conversation_id(user_id: str) -> str:
        """Return the id of the app's own conversation with a person."""
        return f"D{user_id[1:]}"

    def channel(self, channel_id: str) -> Channel:
        """Return the channel with an id; of the app's conversation with a person, by the name that Slack gives it.

        Raises:
            KeyError: The workspace has no such channel.
        """
        if channel_id in map(self.conversation_id, (user.user_id for user in self.users)):
            return Channel(channel_id, "directmessage", "")
        return {channel.channel_id: channel for channel in self.channels}[channel_id]


DIRECTORY = Directory()


@contextmanager
def installation_by_organisation() -> Iterator[None]:
    """During the `with` block an organisation has the app for all its workspaces, of which this is one."""
    DIRECTORY.enterprise_id = "E0SHELF0001"
    try:
        yield
    finally:
        DIRECTORY.enterprise_id = ""
