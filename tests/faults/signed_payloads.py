"""Payloads of every kind that Slack signs, as hypothesis makes them up.

Each is one that Slack sends, from any place, of which up to four members are missing, of the wrong kind or outlandish.
"""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from hypothesis import strategies as st

from tests.slack_places import Place, at_home, in_organisation, in_place, visiting, visiting_organisation
from tests.slack_requests import (
    action_body,
    button_action,
    command_body,
    global_shortcut_body,
    home_opened_body,
    message_shortcut_body,
    submission_body,
    suggestion_body,
    view_action_body,
)

ACTOR = "UACTOR0001"
OWN, HOST, ENTERPRISE = "TOWN000001", "THOST00001", "EGRID00001"
PLACES = (
    at_home(OWN),
    in_organisation(OWN, ENTERPRISE),
    visiting(OWN, HOST),
    visiting_organisation(OWN, HOST, ENTERPRISE),
    visiting_organisation("EOTHER0001", HOST, ENTERPRISE),
)
_LIST_IDS = (
    "choose_book:0", "menu_like", "menu_rate", "1. want:2", "undo", "five_more", "by_author", "for_reader", "back",
    "open_search", "nobodys",
)  # fmt: skip
_POLL_IDS = ("club_propose", "club_start", "club_start_hidden", "club_vote:1", "club_close")
_MESSAGE_IDS = (*_LIST_IDS, *_POLL_IDS, "want:1", "unwant:0", "share", "share_one", "open_home")
_HOME_IDS = (
    *_LIST_IDS, "first_stars", "first_save", "first_others", "home_show_shelf:next", "home_change_book:1",
    "home_country", "home_age_band", "home_languages", "home_export", "home_delete",
)  # fmt: skip
_EVENTS = ("app_uninstalled", "tokens_revoked", "team_access_revoked", "app_mention")
# No member of these kinds is one that Slack sends in any place.
_ODD_VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from((10**400, -1, 0, 1e308))
    | st.text(max_size=20) | st.sampled_from((
        "", "\x00", "\ud800", "\u202eevil", "9" * 5000, "x" * 100_000, "1." + "9" * 30, "1e9", "U#book#x", "U1#",
        "<!channel>", "' OR 1=1 --", "../../etc", "5 aaaaaaaa", "undo 1.2 aaaaaaaa", "\u0661\u0662",
    ))
    | st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=3)
    | st.dictionaries(st.sampled_from(("id", "value", "type", "team_id")), st.none() | st.integers(), max_size=3)
)  # fmt: skip


class SignedPayload(NamedTuple):
    """A payload.

    Attributes:
        body: As it is signed.
        is_whole: True where no member differs from what Slack sends.
    """

    body: str
    is_whole: bool

    @property
    def members(self) -> dict[str, Any]:
        """The members of the form, or of the JSON within it."""
        return _members(self.body)[1]

    @property
    def actors(self) -> set[str]:
        """The ids of the people who act by it, in each of the forms in which Slack names them."""
        members = self.members
        named = [members.get("user_id")]
        for holder in (members.get("user"), members.get("event")):
            named += [holder.get("id"), holder.get("user")] if isinstance(holder, dict) else [holder]
        return {name for name in named if isinstance(name, str)}


@st.composite
def signed_payloads(
    draw: st.DrawFn, response_url: str, book_ids: tuple[str, ...], polls: tuple[str, ...]
) -> SignedPayload:
    """Return payloads; every third is whole.

    Args:
        draw: Hypothesis's.
        response_url: Address of the imitated Slack.
        book_ids: Public ids of books.
        polls: Polls, as buttons name them.
    """
    makers = _makers(draw, response_url, book_ids, draw(st.sampled_from(polls)))
    place: Place = draw(st.sampled_from(PLACES))
    body = in_place(draw(st.sampled_from(makers))(), place)
    changes = draw(st.sampled_from((0, 1, 1, 2, 4)))
    if not changes:
        return SignedPayload(body, is_whole=True)
    kind, members = _members(body)
    for _ in range(changes):
        _change(draw, members, response_url)
    return SignedPayload(_body(kind, members), is_whole=False)


def _makers(draw: st.DrawFn, url: str, book_ids: tuple[str, ...], poll: str) -> list[Callable[[], str]]:
    book_id = draw(st.sampled_from(book_ids))
    value = draw(st.sampled_from((f"rate5 {book_id}", f"want {book_id}", f"remove {book_id}", f"5 {book_id}", book_id,
                                  f"undo 1763946000.000001 {book_id}", "rated 1", "")))  # fmt: skip
    block_id = draw(st.sampled_from(("b1", f"1a.{book_id}...{book_ids[0]}.{book_ids[1]}:0", f"1p....{book_id}:1")))
    clicked = button_action(draw(st.sampled_from(_MESSAGE_IDS)), value, block_id)
    poll_value = draw(st.sampled_from((poll, f"{poll} 1", f"{poll} 2", f"{poll} 1 {book_id}", f"{poll} 2 {book_id}")))
    clicked_in_poll = button_action(draw(st.sampled_from(_POLL_IDS)), poll_value, "club_ballots:1")
    clicked_in_home = button_action(draw(st.sampled_from(_HOME_IDS)), value, block_id)
    values = {"b1": {"search_title": {"type": "external_select", "selected_option": {"value": book_id}}}}
    stars = {f"first {book_id}": {"first_stars": {"selected_option": {"value": f"rate5 {book_id}"}}}}
    home: dict[str, Any] = {"type": "home", "private_metadata": "1:rated 1::0", "state": {"values": values | stars}}
    modal = {"type": "modal", "callback_id": draw(st.sampled_from(("search", "share_one", "club_propose", "other")))}
    modal["private_metadata"] = draw(st.sampled_from((f"1:c:{url}", f"1:{url}", f"{poll} {url}", "1", "")))
    typed = draw(st.sampled_from(("", "dune", "find", "club", "help", "zzz", "\u202edune\x07")) | st.text(max_size=30))
    event = {"type": draw(st.sampled_from(_EVENTS)), "tokens": {"bot": ["U0"], "oauth": [ACTOR]}}
    return [
        lambda: command_body(typed.encode(errors="replace").decode(), user_id=ACTOR, response_url=url),
        lambda: action_body(clicked, url, user_id=ACTOR, is_ephemeral=True),
        lambda: action_body(clicked, url, user_id=ACTOR, is_ephemeral=False, thread_ts="1.1"),
        lambda: action_body(clicked_in_poll, url, user_id=ACTOR, is_ephemeral=False),
        lambda: view_action_body(clicked_in_home, home, user_id=ACTOR),
        lambda: view_action_body(button_action("home_export", "2"), modal, user_id=ACTOR),
        lambda: suggestion_body("search_title", typed, ACTOR),
        lambda: submission_body(modal, values, ACTOR),
        lambda: global_shortcut_body("find_book", ACTOR),
        lambda: message_shortcut_body("books_like_mentioned", f"have you read Dune? {typed}", url, user_id=ACTOR),
        lambda: home_opened_body(draw(st.sampled_from((None, home))), ACTOR),
        lambda: json.dumps(json.loads(home_opened_body(None, ACTOR)) | {"event": event}),
    ]


def _members(body: str) -> tuple[str, dict[str, Any]]:
    if body.startswith("{"):
        return "json", json.loads(body)
    form = dict(parse_qsl(body, keep_blank_values=True))
    return ("payload", json.loads(form["payload"])) if "payload" in form else ("form", form)


def _body(kind: str, members: dict[str, Any]) -> str:
    if kind == "json":
        return json.dumps(members)
    form = {"payload": json.dumps(members)} if kind == "payload" else members
    return urlencode({name: str(value) for name, value in form.items()}, errors="replace")


def _change(draw: st.DrawFn, members: dict[str, Any], response_url: str) -> None:
    """Replace or drop one member, at any depth."""
    paths = list(_paths(members))
    if not paths:
        return
    *path, name = draw(st.sampled_from(paths))
    holder: Any = members
    for step in path:
        holder = holder[step]
    if isinstance(holder, dict) and draw(st.booleans()):
        del holder[name]
        return
    holder[name] = copy.deepcopy(draw(_ODD_VALUES))
    if name == "response_url" and isinstance(holder[name], str):
        holder[name] = f"{response_url}/{len(holder[name])}"  # no request leaves this machine


def _paths(members: Any) -> Iterator[tuple[Any, ...]]:
    steps = members.items() if isinstance(members, dict) else enumerate(members) if isinstance(members, list) else ()
    for name, member in steps:
        yield (name,)
        yield from ((name, *rest) for rest in _paths(member))
