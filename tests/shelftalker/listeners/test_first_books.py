"""The first day in Home: well-known books are rated or skipped all with one click, until the reader's own come."""

import time
from typing import Any

import pytest

from shelftalker.listeners import first_books
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Event
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import EMPTY_SHELF, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.http_service import HttpService
from tests.shelftalker.listeners.homes import (
    View,
    first_rows,
    former_home,
    home_of,
    open_home,
    opt_in,
    save_first,
    search_in_home,
    words,
)
from tests.shelftalker.listeners.reading import titles
from tests.slack_app import SlackApp, action_in
from tests.slack_requests import view_action_body
from tests.time_outs import SECONDS

HINT = "and I recommend by your taste."


def shelf_of(app: SlackApp, shelves: ShelfTable) -> list[tuple[str, int | None]]:
    return [(book.book_id, book.stars) for book in shelves.read(Reader("T0001", app.user_id)).books]


def book_ids(view: View) -> list[str]:
    return [row["block_id"].removeprefix("first ") for row in first_rows(view)]


def test_a_new_readers_home_asks_about_ten_books_and_lists_none_to_read(app: SlackApp) -> None:
    home = open_home(app)
    assert len(first_rows(home)) == 10
    assert "Which of these do you know?" in words(home)
    assert f"Rate three books that you know, {HINT}" in words(home)
    assert not any(each in words(home) for each in ("menu_like", "Many readers like these"))


def test_three_ratings_at_once_bring_the_readers_own_five(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home(app)
    answer = save_first(app, home, {1: 5, 2: 4, 4: 2})
    assert {"FirstBooksRated", "ServedFromShelf"} <= answer.metrics
    asked = book_ids(home)
    assert sorted(shelf_of(app, shelves)) == sorted([(asked[0], 5), (asked[1], 4), (asked[3], 2)])
    after = home_of(app)
    assert "From here on I recommend by your taste." in words(after)
    assert "For you, from your shelf:" in words(after)
    assert len(titles(after)) == 5
    assert first_rows(after) == []
    assert "Rated (3)" in words(after)


def test_one_rating_and_two_more_are_enough_too_and_skipped_books_give_way_to_others(
    app: SlackApp, shelves: ShelfTable
) -> None:
    home = open_home(app)
    save_first(app, home, {3: 5})
    second = home_of(app)
    assert f"One saved. Rate two more, {HINT}" in words(second)
    assert book_ids(home)[2] not in book_ids(second)
    # Twenty books less the rated one and the nine skipped ones leave ten others, but for those of a series.
    assert len(set(book_ids(second)) - set(book_ids(home))) >= 5
    save_first(app, second, {1: 4})
    third = home_of(app)
    assert f"Rate one more, {HINT}" in words(third)
    save_first(app, third, {2: 1})
    assert "For you, from your shelf:" in words(home_of(app))
    assert [stars for _, stars in shelf_of(app, shelves)] == [5, 4, 1]


def test_of_skipped_books_nothing_is_kept_and_none_is_dismissed(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home(app)
    answer = save_first(app, home, {1: "skip", 2: "skip"}, button="first_others")
    assert "FirstBooksSkipped" in answer.metrics
    assert shelves.read(Reader("T0001", app.user_id)) == EMPTY_SHELF
    assert book_ids(home_of(app))[0] not in book_ids(home)
    # Nor do they stay away from what is recommended: the most read one is asked about first, and still listed.
    assert "Many readers like these:" in app.type("").message["text"]


def test_the_place_among_the_books_is_there_when_home_is_opened_again_and_after_other_clicks(app: SlackApp) -> None:
    save_first(app, open_home(app), {}, button="first_others")
    second = home_of(app)
    app.click_in_home(second, "home_show_shelf:wanted")
    assert book_ids(home_of(app)) == book_ids(second)
    assert book_ids(open_home(app, home_of(app))) == book_ids(second)


def test_other_books_also_saves_the_stars_that_were_chosen(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home(app)
    save_first(app, home, {5: 3}, button="first_others")
    assert shelf_of(app, shelves) == [(book_ids(home)[4], 3)]
    assert "One saved." in words(home_of(app))


def test_saving_without_stars_says_what_is_missing_and_leaves_the_books(app: SlackApp) -> None:
    home = open_home(app)
    save_first(app, home, {1: "skip"})
    assert book_ids(home_of(app)) == book_ids(home)
    assert "Choose stars beside a book that you know" in words(home_of(app))


def test_a_choice_of_stars_is_acknowledged_and_neither_saved_nor_drawn_anew(
    app: SlackApp, shelves: ShelfTable, dynamodb: DynamoDb
) -> None:
    home = open_home(app)
    published = len(app.slack.calls)
    dynamodb.operations.clear()
    answer = app.click_in_home(home, "first_stars", "five stars")
    assert (answer.status, len(app.slack.calls), dynamodb.operations) == (200, published, [])
    assert "FirstStarsChosen" in answer.metrics
    assert shelf_of(app, shelves) == []


def test_a_book_that_is_wanted_counts_and_is_not_asked_about(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home(app)
    wanted = book_ids(home)[0]
    shelves.apply(Reader("T0001", app.user_id), ShelfAction(Verb.WANT, wanted), "1763946000")
    after = open_home(app, home)
    assert wanted not in book_ids(after)
    assert f"Rate two more, {HINT}" in words(after)


def test_after_all_data_are_deleted_the_first_ten_are_back(app: SlackApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shelftalker.listeners.home._DELETION_SECONDS", SECONDS)
    home = open_home(app)
    save_first(app, home, {1: 5, 2: 5, 3: 5})
    app.click_in_home(home_of(app), "home_delete")
    assert "I deleted all that I kept of you: three books" in words(home_of(app))
    assert book_ids(home_of(app)) == book_ids(home)


def test_a_search_stands_in_place_of_the_books_and_leads_back_to_them(app: SlackApp) -> None:
    save_first(app, open_home(app), {}, button="first_others")
    asked = book_ids(home_of(app))
    found = search_in_home(app, home_of(app), asked[0])
    assert "If you liked" in words(found)
    assert first_rows(found) == []
    app.click_in_home(home_of(app), "for_reader")
    assert book_ids(home_of(app)) == asked


def test_a_home_of_before_with_popular_books_goes_on_until_it_is_opened_again(app: SlackApp) -> None:
    former = former_home(app)
    app.click_in_home(former, "menu_rate", "1. four stars")
    assert "You gave" in words(home_of(app))
    assert "Many readers like these" in words(home_of(app))
    assert first_rows(open_home(app, home_of(app)))


@pytest.mark.parametrize("failing", [1, 2])
def test_ratings_that_fail_keep_their_stars_and_the_saved_ones_are_named(
    app: SlackApp, shelves: ShelfTable, dynamodb: DynamoDb, failing: int
) -> None:
    home = open_home(app)
    dynamodb.fail("UpdateItem", times=failing - 1)
    dynamodb.fail("UpdateItem", times=99, refuses="InternalServerError")
    answer = save_first(app, home, {1: 5, 2: 4, 3: 3})
    assert {"NotSaved", "ShelfWriteFailed"} <= answer.metrics
    assert len(shelf_of(app, shelves)) == failing - 1
    said = words(home_of(app))
    assert ("I saved one of three; the others still stand above. " in said) == (failing == 2)
    assert "I could not save that" in said
    assert book_ids(home_of(app))[:2] == book_ids(home)[failing - 1 : failing + 1]


def test_a_slow_shelf_stops_the_saving_in_time_for_slack(
    app: SlackApp, shelves: ShelfTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_home(app)
    monkeypatch.setattr(first_books, "CONFIG", first_books.FirstBookClicksConfig(writing_seconds=0.2))
    whole = ShelfTable.apply

    def slow(*arguments: Any) -> Any:
        time.sleep(0.1)
        return whole(*arguments)

    monkeypatch.setattr(ShelfTable, "apply", slow)
    save_first(app, home, dict.fromkeys(range(1, 11), 5))
    assert 1 <= len(shelf_of(app, shelves)) <= 2
    assert "Your shelf answers slowly right now. Please save once more." in words(home_of(app))


def test_the_time_for_saving_leaves_slacks_three_seconds_the_last_writing_and_home() -> None:
    assert first_books.FirstBookClicksConfig().writing_seconds <= 1


def test_the_shelf_out_of_reach_asks_nothing(app: SlackApp, dynamodb: DynamoDb) -> None:
    home = open_home(app)
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    save_first(app, home, {1: 5})
    assert first_rows(home_of(app)) == []
    assert "Saved; but I can't show your shelf right now" in words(home_of(app))
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    save_first(app, home, {}, button="first_others")
    assert "I can't reach your shelf right now" in words(home_of(app))


def test_ratings_of_books_that_the_catalogue_lacks_are_left_out(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home(app)
    save = action_in(home, "first_save")
    option = {"value": "rate5 aaaaaaaa"}
    values = {"first aaaaaaaa": {"first_stars": {"type": "static_select", "selected_option": option}}}
    app.request(view_action_body(save, home | {"state": {"values": values}}, user_id=app.user_id))
    assert shelf_of(app, shelves) == []


def test_more_stars_than_a_page_has_are_cut_to_it(app: SlackApp, shelves: ShelfTable, catalogue: Catalogue) -> None:
    home = open_home(app)
    values = {
        f"first {book.book_id}": {"first_stars": {"selected_option": {"value": f"rate5 {book.book_id}"}}}
        for book in catalogue.all_books()
    }
    app.request(
        view_action_body(action_in(home, "first_save"), home | {"state": {"values": values}}, user_id=app.user_id)
    )
    assert len(shelf_of(app, shelves)) == 10


def test_the_training_hears_of_each_rating_of_who_opted_in(learning_queue: HttpService, app: SlackApp) -> None:
    opt_in(app)
    answer = save_first(app, home_of(app), {1: 5, 2: 4, 3: 1})
    [sent] = learning_queue.received
    assert len(sent.json["Entries"]) == 3
    assert Event.RATING_NOT_QUEUED not in answer.metrics
