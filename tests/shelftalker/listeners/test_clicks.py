"""Clicks beside recommended books: the saved action, the message after it, and colliding clicks."""

import html
import re

from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.reading import Message, all_text, message_after_click, titles, works
from tests.slack_app import SlackApp, all_elements, buttons, options_of


def options(message: Message, action_id: str) -> list[str]:
    """Return the texts of a menu's options, in markup."""
    (menu,) = [each for each in all_elements(message) if each.get("action_id") == action_id]
    return [html.escape(option["text"]["text"], quote=False) for option in options_of(menu)]


def test_an_answer_has_one_row_of_menus_for_all_five_books_and_one_of_buttons(app: SlackApp) -> None:
    message = app.type("dune").message
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    assert [each["action_id"] for each in rows[0]] == ["menu_like", "menu_want", "menu_rate"]
    for action_id in ("menu_like", "menu_want"):
        for number, title in enumerate(titles(message)):
            assert options(message, action_id)[number].startswith(f"{number + 1}. {title.rstrip('…')}")
    assert [text[3:4] for text in options(message, "menu_rate")] == (["★"] * 5 + ["N"]) * 5
    assert [each["text"]["text"] for each in rows[1]][:2] == ["Five more", "More by Frank Herbert"]


def test_a_rating_is_saved_and_the_next_book_takes_the_place(app: SlackApp, shelves: ShelfTable) -> None:
    before = app.type("dune").message
    after = message_after_click(app, before, "menu_rate", "2. four stars")
    assert after["replace_original"] is True
    rated = titles(before)[1]
    assert f"You gave *{rated}* ★★★★☆ (four stars)." in all_text(after)
    assert rated not in titles(after)
    assert [titles(after)[place] for place in (0, 2, 3, 4)] == [titles(before)[place] for place in (0, 2, 3, 4)]
    assert len(set(titles(after))) == 5
    (book,) = shelves.read(Reader("T0001", app.user_id)).books
    assert (book.stars, book.wanted, book.dismissed) == (4, False, False)


def test_a_dismissed_book_never_comes_back(app: SlackApp) -> None:
    message = app.type("dune").message
    gone = titles(message)[1]
    after = message_after_click(app, message, "menu_rate", "2. Not for me")
    assert f"*{gone}* is not for you" in all_text(after)
    for _ in range(2):
        if "five_more" not in {each["action_id"] for each in buttons(after)}:
            break
        after = message_after_click(app, after, "five_more")
        assert gone not in titles(after)
    assert gone not in titles(app.type("").message)


def test_a_wanted_book_stays_with_its_new_state_and_can_be_taken_off_again(app: SlackApp, shelves: ShelfTable) -> None:
    before = app.type("dune").message
    wanted = message_after_click(app, before, "menu_want", "3.")
    assert titles(wanted) == titles(before)
    assert f"✓ 3. {titles(before)[2]}" in options(wanted, "menu_want")
    again = message_after_click(app, wanted, "menu_want", "3.")
    assert f"3. {titles(before)[2]}" in options(again, "menu_want")
    assert shelves.read(Reader("T0001", app.user_id)).books == ()


def test_three_ratings_turn_popular_books_into_ones_own(app: SlackApp) -> None:
    first = app.type("")
    assert "ServedByEveryone" in first.metrics
    message = first.message
    assert "Many readers like these:" in message["text"]
    assert "Rate three books that you know" in message["text"]
    for left in ("Rate two more", "Rate one more"):
        message = message_after_click(app, message, "menu_rate", "1. five stars")
        assert left in message["text"]
    message = message_after_click(app, message, "menu_rate", "1. five stars")
    assert "For you, from your shelf:" in message["text"]
    assert "Because you gave" in message["text"]
    assert "five stars" in message["text"]
    again = app.type("")
    assert "ServedFromShelf" in again.metrics
    assert titles(again.message) == titles(message)


def test_a_readers_own_books_never_include_one_that_they_rated(app: SlackApp) -> None:
    message = app.type("").message
    rated = set()
    for chosen in ["five stars", "two stars", "Not for me", "one star", "three stars", "four stars"]:
        rated.add(titles(message)[0])
        message = message_after_click(app, message, "menu_rate", f"1. {chosen}")
        assert not rated & set(titles(message))
        assert not rated & set(titles(app.type("").message))


def test_five_more_go_on_until_the_neighbours_end_and_lead_back(app: SlackApp) -> None:
    message = app.type("dune").message
    pages = [message]
    while buttons(message, "five_more"):
        message = message_after_click(app, message, "five_more")
        assert "More to read after Dune" in message["text"]
        assert not works(message) & {work for page in pages for work in works(page)}
        pages.append(message)
    assert len(pages) > 2
    for page in reversed(pages[:-1]):
        message = message_after_click(app, message, "back")
        assert titles(message) == titles(page)
    assert not buttons(message, "back")


def test_more_by_an_author_leads_to_their_other_books_and_back(app: SlackApp) -> None:
    message = message_after_click(app, app.type("dune").message, "by_author")
    assert "More books by Frank Herbert:" in message["text"]
    assert titles(message) == ["Dune Messiah", "Children of Dune"]
    assert "If you liked Dune" in message_after_click(app, message, "back")["text"]


def test_more_like_this_leads_on_and_back(app: SlackApp) -> None:
    first = app.type("dune").message
    second = message_after_click(app, first, "menu_like", "2.")
    assert second["text"].startswith(f"If you liked {titles(first)[1]}")
    rated = message_after_click(app, second, "menu_rate", "1. three stars")
    assert "If you liked Dune by" in message_after_click(app, rated, "back")["text"]


def test_more_like_this_leads_back_to_ones_own_books_from_where_it_came(app: SlackApp) -> None:
    own = app.type("").message
    beside = message_after_click(app, own, "menu_like", "1.")
    assert "Many readers like these:" in message_after_click(app, beside, "back")["text"]


def test_the_answer_to_a_title_only_reads_the_shelf_and_calls_nothing_of_slack(
    app: SlackApp, dynamodb: DynamoDb
) -> None:
    app.type("")
    assert dynamodb.operations == ["Query"]
    for text in ("dune", "dune mesiah", "frank herbert", "xqvz wklrp", "help"):
        assert app.type(text).status == 200
    # The shelf is read while a title is searched, whether or not it is found; for help it is not read.
    assert dynamodb.operations == ["Query"] * 5
    assert (app.slack.posted, app.slack.calls) == ([], [])


def test_the_book_asked_about_can_be_rated_too(app: SlackApp, shelves: ShelfTable) -> None:
    message = app.type("dune").message
    after = message_after_click(app, message, "rate:0", "five stars")
    assert "You gave *Dune* ★★★★★ (five stars)." in all_text(after)
    assert "You gave Dune ★★★★★ (five stars)." in after["text"]
    assert titles(after) == titles(message)
    assert [book.stars for book in shelves.read(Reader("T0001", app.user_id)).books] == [5]


def test_the_third_rating_is_confirmed_as_the_books_turn_into_ones_own(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(3):
        message = message_after_click(app, message, "menu_rate", "1. five stars")
    assert "From here on I recommend by your taste." in message["text"]


def test_replacements_stay_the_best_of_the_rest(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(8):
        message = message_after_click(app, message, "menu_rate", "1. four stars")
    assert titles(message)[0] in titles(app.type("").message)


def test_a_wanted_book_keeps_the_reason_it_was_shown_for(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(3):
        message = message_after_click(app, message, "menu_rate", "1. five stars")
    wanted = message_after_click(app, message, "menu_want", "2.")
    reasons = re.findall("Because you gave [^.]+", message["text"])
    assert reasons
    assert re.findall("Because you gave [^.]+", wanted["text"]) == reasons
    assert "On your list." in wanted["text"]


def test_the_step_that_serves_after_a_click_is_counted(app: SlackApp) -> None:
    message = message_after_click(app, app.type("").message, "menu_like", "1.")
    answer, _ = app.click(message, "back")
    assert "ServedByEveryone" in answer.metrics
