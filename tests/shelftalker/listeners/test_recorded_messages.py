"""Messages of earlier releases still work in Slack: messages, Homes and windows stay there, whatever is changed here.

`recorded_messages.json` has what Slack sends when something in them is clicked, chosen, submitted or opened anew, word
for word as it was when it was recorded with the library's model, and what then has to happen. More may be added to the
record; nothing in it may be dropped or changed.
"""

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from tests.dynamodb import new_reader
from tests.slack_app import Answer, Event, SlackApp, SlackImitation
from tests.slack_requests import (
    action_body,
    global_shortcut_body,
    home_opened_body,
    message_shortcut_body,
    submission_body,
    suggestion_body,
    view_action_body,
)

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Recorded = dict[str, Any]

RECORD: list[Recorded] = json.loads(Path(__file__).with_name("recorded_messages.json").read_text(encoding="utf-8"))
STARS = ["no stars", "one star", "two stars", "three stars", "four stars", "five stars"]
REFUSALS = ("too old", "That book is no longer", "could not", "can't reach", "went wrong")
WINDOWS = {"views.publish": "Home", "views.open": "a new window", "views.update": "the window, in its place"}
# So many books of so long ids do not fit into one window; real ids are shorter, and it takes thousands of them.
BOOKS_OF_TWO_PARTS, LETTERS_OF_AN_ID = 600, 400
BEFORE = 1763946000


@pytest.mark.parametrize("recorded", [pytest.param(each, id=each["name"]) for each in RECORD])
def test_what_was_recorded_still_has_its_effect(
    recorded: Recorded,
    send: Callable[[Event], Answer],
    slack: SlackImitation,
    shelves: Any,
    request: pytest.FixtureRequest,
) -> None:
    reader = request.getfixturevalue("long_shelf") if recorded.get("has_long_shelf") else new_reader("T0001")
    for book_id, said in recorded.get("shelf_before", {}).items():
        put_on_shelf(shelves, reader, book_id, said)
    app = SlackApp(send, slack, reader.user_id)
    answer = app.request(body_of(recorded, app))
    assert answer.status == 200, f"expected 200, came {answer.status}: {answer.body}"
    assert not {"TooOld", "BookGone", "Failed"} & answer.metrics, f"expected no refusal, came {answer.metrics}"
    came = answers(slack, answer)
    assert [by for by, _ in came] == [each["by"] for each in recorded["answers"]], (
        f"expected other answers, came {came}"
    )
    for (by, words), expected in zip(came, recorded["answers"], strict=True):
        missing = [said for said in expected["says"] if said not in words]
        assert not missing, f"expected {by} to say {missing}, came {words}"
        unwanted = [said for said in (*REFUSALS, *expected.get("does_not_say", [])) if said in words]
        assert not unwanted, f"expected {by} not to say {unwanted}, came {words}"
    if not recorded.get("has_long_shelf"):
        shelf = on_shelf(shelves, reader)
        assert shelf == recorded["shelf_after"], f"expected {recorded['shelf_after']} on the shelf, came {shelf}"
    if "preferences_after" in recorded:
        preferences = shelves.read(reader).preferences
        stored = [preferences.country, preferences.age_band, *preferences.languages]
        assert stored == recorded["preferences_after"], f"expected {recorded['preferences_after']}, came {stored}"


def body_of(recorded: Recorded, app: SlackApp) -> str:
    """Return the form that Slack posts."""
    url, user_id = app.slack.response_url, app.user_id
    view = {"blocks": [], **recorded.get("view", {})}
    if "private_metadata" in view:
        view["private_metadata"] = view["private_metadata"].replace("{response_url}", url)
    match recorded["where"]:
        case "a message of one's own":
            return action_body(recorded["click"], url, user_id=user_id)
        case "a shared message":
            thread_ts = recorded.get("thread_ts")
            return action_body(recorded["click"], url, is_ephemeral=False, user_id=user_id, thread_ts=thread_ts)
        case "a view":
            return view_action_body(recorded["click"], view, user_id=user_id)
        case "a view that is submitted":
            return submission_body(view, recorded["values"], user_id)
        case "Home that is opened":
            return home_opened_body(view, user_id)
        case _:
            return without_a_click(recorded, app)


def without_a_click(recorded: Recorded, app: SlackApp) -> str:
    """Return the form for a shortcut, or for the field of the search window: no message is answered before."""
    match recorded["where"]:
        case "the field of the search window":
            return suggestion_body(recorded["action_id"], recorded["text"], app.user_id)
        case "the global shortcut":
            return global_shortcut_body(recorded["callback_id"], app.user_id)
        case "the shortcut on a message":
            return message_shortcut_body(
                recorded["callback_id"], recorded["text"], app.slack.response_url, user_id=app.user_id
            )
    raise AssertionError(f"expected a place in Slack, came {recorded['where']!r}")


def answers(slack: SlackImitation, answer: Answer) -> list[tuple[str, str]]:
    """Return all answers, each with its kind and text."""
    said = []
    for message in slack.posted:
        where = " in its thread" if "thread_ts" in message else ""
        if message["response_type"] == "in_channel":
            by = "a message to the channel"
        else:
            by = "the message, in its place" if message["replace_original"] else "a message of one's own"
        said.append((by + where, message["blocks"]))
    said += [(WINDOWS[method], arguments["view"]) for method, arguments in slack.calls]
    if answer.body:
        said.append(("the response", answer.message))
    return [(by, "\n".join(words_in(content))) for by, content in said]


def words_in(content: Any) -> Iterator[str]:
    """All texts, values and links in blocks, a view or an answer."""
    for key, inner in content.items() if isinstance(content, dict) else enumerate(content):
        if isinstance(inner, dict | list):
            yield from words_in(inner)
        elif key in {"text", "value", "url"}:
            yield inner


def put_on_shelf(shelves: Any, reader: Any, book_id: str, said: str) -> None:
    """Put a book on the shelf, as in "five stars, wanted", before the recorded click."""
    moment = count(BEFORE)
    for word in said.split(", "):
        verbs = {"wanted": Verb.WANT, "not for me": Verb.DISMISS}
        stars = STARS.index(word) if word in STARS else None
        action = ShelfAction(Verb.RATE if stars else verbs[word], book_id, stars)
        shelves.apply(reader, action, f"{next(moment)}")


def on_shelf(shelves: Any, reader: Any) -> dict[str, str]:
    """Return the shelf in the record's words."""
    shelf = {}
    for book in shelves.read(reader).books:
        said = [STARS[book.stars]] if book.stars else []
        shelf[book.book_id] = ", ".join([*said, *["wanted"] * book.wanted, *["not for me"] * book.dismissed])
    return shelf


@pytest.fixture(scope="module")
def long_shelf(dynamodb_client: "DynamoDBClient", shelf_table_name: str) -> Any:
    """Store a reader whose data fill more than one window; past the functions, which write one book at a time."""
    reader = new_reader("T0001")
    puts = [
        {"PutRequest": {"Item": stored_book(reader, f"{number:0{LETTERS_OF_AN_ID}}")}}
        for number in range(BOOKS_OF_TWO_PARTS)
    ]
    for start in range(0, len(puts), 25):
        dynamodb_client.batch_write_item(RequestItems={shelf_table_name: puts[start : start + 25]})  # type: ignore[dict-item]
    return reader


def stored_book(reader: Any, book_id: str) -> dict[str, dict[str, str]]:
    """Return a book with five stars as the table holds it."""
    key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#book#{book_id}"}}
    return {**key, "stars": {"N": "5"}, "stars_at": {"N": f"{BEFORE}"}, "acted_at": {"N": f"{BEFORE}"}}
