"""Clicks that collide, repeat, come late, or meet a shelf, a channel or a catalogue that is not as it was."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing_state import ListingState, block_id_with, state_of_element
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.reading import Message, contexts, message_after_click, titles
from tests.slack_app import SlackApp, action_in, buttons
from tests.slack_requests import action_body, click_body


def _post(app: SlackApp, message: Message, action_id: str, chosen: str | None = None, acted_at: str = "") -> None:
    action = action_in(message, action_id, chosen)
    app.request(action_body(action, app.slack.response_url, user_id=app.user_id, acted_at=acted_at))


def change_states(message: Message, change: Callable[[ListingState], ListingState]) -> None:
    """Change the state in each row of a message, as another catalogue may have it."""
    for block in message["blocks"]:
        state = state_of_element(block.get("block_id", ""))
        if state:
            block["block_id"] = block_id_with(change(state), block["block_id"].partition(":")[0])


# One process of Lambda answers one request at a time, and so do its metrics.
@pytest.mark.filterwarnings("ignore:No application metrics")
def test_clicking_share_twice_shares_once(app: SlackApp) -> None:
    message = app.type("dune").message
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: _post(app, message, "share"), range(4)))
    assert [each["response_type"] for each in app.slack.posted].count("in_channel") == 1


def test_sharing_that_fails_says_so_and_can_be_tried_again(app: SlackApp) -> None:
    message = app.type("dune").message
    app.slack.status = 500
    answer, _ = app.click(message, "share")
    assert "ResponseUrlFailed" in answer.metrics
    app.slack.status = 200
    app.slack.posted.clear()
    app.click(message, "share")
    assert app.slack.posted[0]["response_type"] == "in_channel"


def test_clicking_twice_is_the_same_as_clicking_once(app: SlackApp) -> None:
    message = app.type("dune").message
    once = message_after_click(app, message, "menu_rate", "2. four stars", acted_at="1763946000.000001")
    twice = message_after_click(app, message, "menu_rate", "2. four stars", acted_at="1763946000.500000")
    assert titles(once) == titles(twice)
    assert contexts(once) == contexts(twice)


def test_the_newest_of_two_clicks_wins_in_whichever_order_they_arrive(app: SlackApp, shelves: ShelfTable) -> None:
    message = app.type("dune").message
    message_after_click(app, message, "menu_rate", "1. five stars", acted_at="1763946002.000000")
    late = message_after_click(app, message, "menu_rate", "1. one star", acted_at="1763946001.000000")
    assert "(five stars)" in late["text"]
    (book,) = shelves.read(Reader("T0001", app.user_id)).books
    assert book.stars == 5


# One process of Lambda answers one request at a time, and so do its metrics.
@pytest.mark.filterwarnings("ignore:No application metrics")
def test_clicks_on_different_books_at_once_are_all_kept(app: SlackApp, shelves: ShelfTable) -> None:
    message = app.type("dune").message
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda place: _post(app, message, "menu_rate", f"{place}. three stars"), range(1, 6)))
    assert [book.stars for book in shelves.read(Reader("T0001", app.user_id)).books] == [3] * 5


def test_two_people_do_not_see_each_others_shelves(app: SlackApp, person: Callable[[], SlackApp]) -> None:
    message = app.type("dune").message
    message_after_click(app, message, "menu_rate", "1. five stars")
    other = message_after_click(person(), message, "menu_want", "2.")
    assert "You gave" not in other["text"]
    assert titles(message)[0] in titles(other)


@pytest.mark.parametrize(
    ("action_id", "value"),
    [("want:1", "aaaaaaaa"), ("five_more", "5"), ("by_author", "x"), ("share", "x"), ("menu_rate", "1. 5 aaaaaaaa")],
)
def test_a_click_in_a_message_of_another_version_is_answered_that_it_is_too_old(
    app: SlackApp, action_id: str, value: str
) -> None:
    answer = app.request(click_body(action_id, value, app.slack.response_url))
    assert answer.status == 200
    assert "too old" in app.slack.posted[-1]["text"]


def test_an_old_message_of_popular_books_goes_on_with_ones_own(app: SlackApp) -> None:
    old = message = app.type("").message
    for _ in range(3):
        message = message_after_click(app, message, "menu_rate", "1. four stars")
    after = message_after_click(app, old, "five_more")
    assert "For you, from your shelf:" in after["text"]
    assert "Because you gave" in after["text"]


def test_an_old_message_of_ones_own_books_claims_no_shelf_once_that_is_deleted(
    app: SlackApp, shelves: ShelfTable
) -> None:
    message = app.type("").message
    for _ in range(3):
        message = message_after_click(app, message, "menu_rate", "1. four stars")
    shelves.delete_reader(Reader("T0001", app.user_id), f"{time.time():.6f}")
    after = message_after_click(app, message, "five_more")
    assert "Many readers like these:" in after["text"]
    assert "from your shelf" not in after["text"]


def test_what_is_shared_is_what_the_message_shows(app: SlackApp) -> None:
    old = message = app.type("").message
    for _ in range(3):
        message = message_after_click(app, message, "menu_rate", "1. four stars")
    app.slack.posted.clear()
    app.click(old, "share")
    assert titles(app.slack.posted[0]) == titles(old)


def test_five_more_says_so_when_nothing_is_left(app: SlackApp, shelves: ShelfTable, catalogue: Catalogue) -> None:
    message = app.type("dune").message
    shown = set(titles(message))
    for number, book in enumerate(catalogue.all_books()):
        if not any(book.title == each for each in shown):
            shelves.apply(
                Reader("T0001", app.user_id), ShelfAction(Verb.DISMISS, book.book_id), f"{1763946000 + number}"
            )
    after = message_after_click(app, message, "five_more")
    assert "That is all I have after Dune by Frank Herbert." in after["text"]
    assert not buttons(after, "five_more")
    back = message_after_click(app, after, "back")
    assert "If you liked Dune" in back["text"]


def test_a_message_whose_book_left_the_catalogue_names_no_wrong_reason(app: SlackApp) -> None:
    message = app.type("dune").message
    change_states(message, lambda state: state._replace(subject_ids=("aaaaaaaa",)))
    after = message_after_click(app, message, "menu_want", "1.")
    assert "Books to read next:" in after["text"]


def test_books_that_became_one_are_shown_once(app: SlackApp) -> None:
    message = app.type("dune").message
    change_states(message, lambda state: state._replace(positions=(state.positions[0], *state.positions[:4])))
    after = message_after_click(app, message, "menu_want", "1.")
    assert len(set(titles(after))) == len(titles(after))


def test_an_action_that_is_saved_but_cannot_be_shown_is_reported_as_saved(app: SlackApp, dynamodb: DynamoDb) -> None:
    message = app.type("dune").message
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    after = message_after_click(app, message, "menu_want", "1.")
    assert after["text"].startswith("Saved; but I can't show your shelf right now")
