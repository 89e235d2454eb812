"""Clicks beside recommended books: what is saved, what the message then shows, and what happens when they collide."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shelftalker.catalogue import Catalogue
from shelftalker.shelf import Reader, ShelfTable
from tests.dynamodb import DynamoDb
from tests.slack_app import SlackApp, action_in, buttons
from tests.slack_requests import action_body, click_body

Message = dict[str, Any]


def titles(message: Message) -> list[str]:
    """The titles that a message recommends, in order."""
    sections = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    return [text.splitlines()[0].strip("*") for text in sections if "\n" in text]


def works(message: Message) -> set[str]:
    """What a message recommends, with authors: titles alone may be alike."""
    sections = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    return {" ".join(text.splitlines()[:2]) for text in sections if "\n" in text}


def contexts(message: Message) -> list[str]:
    return [block["elements"][0]["text"] for block in message["blocks"] if block["type"] == "context"]


def clicked(app: SlackApp, message: Message, action_id: str, chosen: str | None = None, **how: Any) -> Message:
    """The message that a click leads to."""
    answer, posted = app.click(message, action_id, chosen, **how)
    assert (answer.status, answer.body) == (200, "")
    assert posted is not None
    return posted


@pytest.fixture
def app(person: Callable[[], SlackApp]) -> SlackApp:
    """Someone who has never used the app before."""
    return person()


def test_every_recommendation_has_two_buttons_and_a_menu_and_the_five_have_theirs(app: SlackApp) -> None:
    message = app.type("dune").message
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    for row in rows[:5]:
        assert [each["text"]["text"] for each in row[:2]] == ["More like this", "Want to read"]
        assert [each["text"]["text"][:1] for each in row[2]["options"]] == ["★"] * 5 + ["N"]
    assert [each["text"]["text"] for each in rows[5]] == ["Five more", "More by Frank Herbert", "Share with channel"]


def test_a_rating_is_saved_and_the_next_book_takes_the_place(app: SlackApp, shelves: ShelfTable) -> None:
    before = app.type("dune").message
    after = clicked(app, before, "rate:2", "four stars")
    assert after["replace_original"] is True
    rated = titles(before)[1]
    assert any(f"You gave *{rated}* ★★★★☆ (four stars). In its place:" in text for text in contexts(after))
    assert rated not in titles(after)
    assert [titles(after)[place] for place in (0, 2, 3, 4)] == [titles(before)[place] for place in (0, 2, 3, 4)]
    assert len(set(titles(after))) == 5
    (book,) = shelves.read(Reader("T0001", app.user_id)).books
    assert (book.stars, book.wanted, book.dismissed) == (4, False, False)


def test_a_book_that_is_not_for_a_reader_is_waved_off_and_never_comes_back(app: SlackApp) -> None:
    message = app.type("dune").message
    gone = titles(message)[0]
    after = clicked(app, message, "rate:1", "Not for me")
    assert any(f"*{gone}* is not for you" in text for text in contexts(after))
    for _ in range(2):
        if "five_more" not in {each["action_id"] for each in buttons(after)}:
            break
        after = clicked(app, after, "five_more")
        assert gone not in titles(after)
    assert gone not in titles(app.type("").message)


def test_a_wanted_book_stays_with_its_new_state_and_can_be_taken_off_again(app: SlackApp, shelves: ShelfTable) -> None:
    before = app.type("dune").message
    wanted = clicked(app, before, "want:3")
    assert titles(wanted) == titles(before)
    (button,) = buttons(wanted, "unwant")
    assert button["text"]["text"] == "✓ On your list"
    again = clicked(app, wanted, "unwant:3")
    assert not buttons(again, "unwant")
    assert shelves.read(Reader("T0001", app.user_id)).books == ()


def test_three_ratings_turn_popular_books_into_ones_own(app: SlackApp) -> None:
    first = app.type("")
    assert "ServedByEveryone" in first.metrics
    message = first.message
    assert "Many readers like these:" in message["text"]
    assert "Rate three books that you know" in message["text"]
    for left in ("Rate two more", "Rate one more"):
        message = clicked(app, message, "rate:1", "five stars")
        assert left in message["text"]
    message = clicked(app, message, "rate:1", "five stars")
    assert "For you, from your shelf:" in message["text"]
    assert "Because you gave" in message["text"]
    assert "five stars" in message["text"]
    again = app.type("")
    assert "ServedFromShelf" in again.metrics
    assert titles(again.message) == titles(message)


def test_what_is_for_a_reader_never_shows_what_they_judged(app: SlackApp) -> None:
    message = app.type("").message
    judged = set()
    for chosen in ["five stars", "two stars", "Not for me", "one star", "three stars", "four stars"]:
        judged.add(titles(message)[0])
        message = clicked(app, message, "rate:1", chosen)
        assert not judged & set(titles(message))
        assert not judged & set(titles(app.type("").message))


def test_five_more_go_on_until_the_neighbours_end_and_lead_back(app: SlackApp) -> None:
    message = first = app.type("dune").message
    seen = works(first)
    while "five_more" in {each["action_id"] for each in buttons(message)}:
        message = clicked(app, message, "five_more")
        assert "More to read after Dune" in message["text"]
        assert not seen & works(message)
        seen |= works(message)
    back = clicked(app, message, "choose_book:back")
    assert titles(back) == titles(first)
    assert len(seen) > 5


def test_more_by_an_author_leads_to_their_other_books_and_back(app: SlackApp) -> None:
    message = clicked(app, app.type("dune").message, "by_author")
    assert "More books by Frank Herbert:" in message["text"]
    assert titles(message) == ["Dune Messiah", "Children of Dune"]
    assert "If you liked Dune" in clicked(app, message, "choose_book:back")["text"]


def test_more_like_this_leads_on_and_back(app: SlackApp) -> None:
    first = app.type("dune").message
    second = clicked(app, first, "choose_book:2")
    assert second["text"].startswith(f"If you liked {titles(first)[1]}")
    rated = clicked(app, second, "rate:1", "three stars")
    assert "If you liked Dune by" in clicked(app, rated, "choose_book:back")["text"]


def test_more_like_this_leads_back_to_ones_own_books_from_where_it_came(app: SlackApp) -> None:
    own = app.type("").message
    beside = clicked(app, own, "choose_book:1")
    assert "Many readers like these:" in clicked(app, beside, "for_reader")["text"]


def test_sharing_shows_everyone_the_books_and_who_shared_them(app: SlackApp, person: Callable[[], SlackApp]) -> None:
    message = app.type("dune").message
    answer, _ = app.click(message, "share")
    public, private = app.slack.posted
    assert (public["response_type"], public["replace_original"]) == ("in_channel", False)
    assert public["text"].startswith(f"<@{app.user_id}> shares books to read after Dune by Frank Herbert: 1. ")
    assert {each["text"]["text"] for each in buttons(public)} == {"More like this"}
    assert "✓ Shared with the channel." in contexts(private)
    assert private["replace_original"] is True
    assert "Shared" in answer.metrics
    other = person()
    answered = clicked(other, public, "choose_book:1", is_ephemeral=False)
    assert (answered["response_type"], answered["replace_original"]) == ("ephemeral", False)


def test_what_is_shared_tells_nothing_of_the_shelf(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(3):
        message = clicked(app, message, "rate:1", "five stars")
    app.slack.posted.clear()
    app.click(message, "share")
    assert "stars" not in app.slack.posted[0]["text"]
    assert "You gave" not in app.slack.posted[0]["text"]


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


def _post(app: SlackApp, message: Message, action_id: str, chosen: str | None = None, acted_at: str = "") -> None:
    action = action_in(message, action_id, chosen)
    app.request(action_body(action, app.slack.url, user_id=app.user_id, acted_at=acted_at))


def test_clicking_twice_is_the_same_as_clicking_once(app: SlackApp) -> None:
    message = app.type("dune").message
    once = clicked(app, message, "rate:2", "four stars", acted_at="1763946000.000001")
    twice = clicked(app, message, "rate:2", "four stars", acted_at="1763946000.500000")
    assert titles(once) == titles(twice)
    assert contexts(once) == contexts(twice)


def test_the_newest_of_two_clicks_wins_in_whichever_order_they_arrive(app: SlackApp, shelves: ShelfTable) -> None:
    message = app.type("dune").message
    clicked(app, message, "rate:1", "five stars", acted_at="1763946002.000000")
    late = clicked(app, message, "rate:1", "one star", acted_at="1763946001.000000")
    assert "(five stars)" in late["text"]
    (book,) = shelves.read(Reader("T0001", app.user_id)).books
    assert book.stars == 5


# One process of Lambda answers one request at a time, and so do its metrics.
@pytest.mark.filterwarnings("ignore:No application metrics")
def test_clicks_on_different_books_at_once_are_all_kept(app: SlackApp, shelves: ShelfTable) -> None:
    message = app.type("dune").message
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda place: _post(app, message, f"rate:{place}", "three stars"), range(1, 6)))
    assert [book.stars for book in shelves.read(Reader("T0001", app.user_id)).books] == [3] * 5


def test_two_people_do_not_see_each_others_shelves(app: SlackApp, person: Callable[[], SlackApp]) -> None:
    message = app.type("dune").message
    clicked(app, message, "rate:1", "five stars")
    other = clicked(person(), message, "want:2")
    assert "You gave" not in other["text"]
    assert titles(message)[0] in titles(other)


def test_a_shelf_that_cannot_be_written_shows_nothing_as_saved(
    app: SlackApp, dynamodb: DynamoDb, shelves: ShelfTable
) -> None:
    message = app.type("dune").message
    dynamodb.fail("UpdateItem", times=9, refuses="InternalServerError")
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    answer, after = app.click(message, "rate:1", "five stars")
    assert after is not None
    assert "I could not save that" in after["text"]
    assert titles(after) == titles(message)
    assert "You gave" not in after["text"]
    # Slack forgets what was chosen from a menu only where its ids change.
    ids = {block.get("block_id") for block in message["blocks"] if block["type"] == "actions"}
    assert not ids & {block.get("block_id") for block in after["blocks"] if block["type"] == "actions"}
    assert {"ShelfWriteFailed", "ShelfReadFailed"} <= answer.metrics
    dynamodb.faults.clear()
    assert shelves.read(Reader("T0001", app.user_id)).books == ()


def test_a_shelf_that_cannot_be_read_still_gets_an_answer(app: SlackApp, dynamodb: DynamoDb) -> None:
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    answer = app.type("")
    assert "I can't reach your shelf right now" in answer.message["text"]
    assert len(titles(answer.message)) == 5
    assert "ShelfReadFailed" in answer.metrics


@pytest.mark.parametrize(
    ("action_id", "value"),
    [("want:1", "aaaaaaaa"), ("five_more", "5"), ("by_author", "x"), ("share", "x"), ("rate:1", "5 aaaaaaaa")],
)
def test_a_message_of_another_version_is_told_to_be_too_old(app: SlackApp, action_id: str, value: str) -> None:
    answer = app.request(click_body(action_id, value, app.slack.url))
    assert answer.status == 200
    assert "too old" in app.slack.posted[-1]["text"]


def test_a_click_in_a_thread_is_answered_in_the_thread(app: SlackApp) -> None:
    message = app.type("dune").message
    posted = clicked(app, message, "choose_book:1", is_ephemeral=False, thread_ts="9.9")
    assert posted["thread_ts"] == "9.9"


def test_the_answer_to_a_title_touches_neither_the_shelf_nor_slack(app: SlackApp, dynamodb: DynamoDb) -> None:
    for text in ("dune", "dune mesiah", "frank herbert", "xqvz wklrp", "help"):
        assert app.type(text).status == 200
    assert dynamodb.operations == []
    assert (app.slack.posted, app.slack.calls) == ([], [])
    app.type("")
    assert dynamodb.operations == ["Query"]


def test_the_book_asked_about_can_be_rated_too(app: SlackApp, shelves: ShelfTable) -> None:
    message = app.type("dune").message
    after = clicked(app, message, "rate:0", "five stars")
    assert "You gave *Dune* ★★★★★ (five stars)." in contexts(after)
    assert "You gave Dune ★★★★★ (five stars)." in after["text"]
    assert titles(after) == titles(message)
    assert [book.stars for book in shelves.read(Reader("T0001", app.user_id)).books] == [5]


def test_the_third_rating_is_confirmed_as_the_books_turn_into_ones_own(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(3):
        message = clicked(app, message, "rate:1", "five stars")
    assert "From here on I recommend by your taste." in message["text"]


def test_an_old_message_of_popular_books_goes_on_with_ones_own(app: SlackApp) -> None:
    old = message = app.type("").message
    for _ in range(3):
        message = clicked(app, message, "rate:1", "four stars")
    after = clicked(app, old, "five_more")
    assert "For you, from your shelf:" in after["text"]
    assert "Because you gave" in after["text"]


def test_an_old_message_of_ones_own_books_claims_no_shelf_once_that_is_deleted(
    app: SlackApp, shelves: ShelfTable
) -> None:
    message = app.type("").message
    for _ in range(3):
        message = clicked(app, message, "rate:1", "four stars")
    shelves.delete_reader(Reader("T0001", app.user_id))
    after = clicked(app, message, "five_more")
    assert "Many readers like these:" in after["text"]
    assert "from your shelf" not in after["text"]


def test_what_is_shared_is_what_the_message_shows(app: SlackApp) -> None:
    old = message = app.type("").message
    for _ in range(3):
        message = clicked(app, message, "rate:1", "four stars")
    app.slack.posted.clear()
    app.click(old, "share")
    assert titles(app.slack.posted[0]) == titles(old)


def test_five_more_says_so_when_nothing_is_left(app: SlackApp, shelves: ShelfTable, catalogue: Catalogue) -> None:
    message = app.type("dune").message
    shown = set(titles(message))
    for number, book in enumerate(catalogue.all_books()):
        if not any(book.title == each for each in shown):
            shelves.dismiss(Reader("T0001", app.user_id), book.book_id, f"{1763946000 + number}")
    after = clicked(app, message, "five_more")
    assert "That is all I have after Dune by Frank Herbert." in after["text"]
    assert not buttons(after, "five_more")
    back = clicked(app, after, "choose_book:back")
    assert "If you liked Dune" in back["text"]


def test_replacements_stay_the_best_of_the_rest(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(8):
        message = clicked(app, message, "rate:1", "four stars")
    assert titles(message)[0] in titles(app.type("").message)


def test_a_wanted_book_keeps_the_reason_it_was_shown_for(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(3):
        message = clicked(app, message, "rate:1", "five stars")
    reasons = [block["text"]["text"].splitlines()[2] for block in message["blocks"] if "\n" in _text_of(block)]
    wanted = clicked(app, message, "want:2")
    after = [block["text"]["text"].splitlines()[2] for block in wanted["blocks"] if "\n" in _text_of(block)]
    assert after == reasons
    assert "On your list." in wanted["text"]


def _text_of(block: Message) -> str:
    text: str = block.get("text", {}).get("text", "") if block["type"] == "section" else ""
    return text


def test_a_message_whose_book_left_the_catalogue_names_no_wrong_reason(app: SlackApp) -> None:
    message = app.type("dune").message
    for block in message["blocks"]:
        fields = block.get("block_id", "").split(".")
        block["block_id"] = ".".join([fields[0], "aaaaaaaa", *fields[2:]]) if len(fields) > 1 else "b"
    after = clicked(app, message, "want:1")
    assert after["text"].startswith("Books to read next:")


def test_books_that_became_one_are_shown_once(app: SlackApp) -> None:
    message = app.type("dune").message
    for block in message["blocks"]:
        fields = block.get("block_id", "").split(".")
        if len(fields) > 8:
            block["block_id"] = ".".join([*fields[:5], fields[4], *fields[6:]])
    after = clicked(app, message, "want:1")
    assert len(set(titles(after))) == len(titles(after))


def test_what_is_saved_but_cannot_be_shown_is_said_to_be_saved(app: SlackApp, dynamodb: DynamoDb) -> None:
    message = app.type("dune").message
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    after = clicked(app, message, "want:1")
    assert after["text"].startswith("Saved; but I can't show your shelf right now")


def test_the_step_that_serves_after_a_click_is_counted(app: SlackApp) -> None:
    message = clicked(app, app.type("").message, "choose_book:1")
    answer, _ = app.click(message, "for_reader")
    assert "ServedByEveryone" in answer.metrics
