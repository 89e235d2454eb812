"""Slash commands: the answers to a title, a name, a number and no text."""

import html
import json
import re
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import enumerate as enumerate_threads
from typing import Any, cast
from urllib.parse import parse_qs

import pytest
from slack_bolt import Ack

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.listeners.commands import Commands
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Found
from shelftalker.settings import Settings
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.model_build.small_datasets import book, write_kaggle
from tests.slack_app import SlackApp, SlackImitation, buttons
from tests.slack_requests import EVENT_SHAPES, click_body, command_body, signed_headers, v1_event, v2_event

TWO_TOWERS = "The Lord of the Rings: The Two Towers"


@pytest.mark.parametrize("shape", EVENT_SHAPES)
def test_a_title_is_answered_in_the_acknowledgement_with_five_books(send: Any, shape: Any) -> None:
    body = command_body("dune")
    answer = send(shape(body, signed_headers(body)))
    assert answer.status == 200
    assert answer.message["response_type"] == "ephemeral"
    assert answer.message["text"].startswith("If you liked Dune by Frank Herbert, read next: 1. ")
    covers = [
        block["accessory"] for block in answer.message["blocks"] if block.get("accessory", {}).get("type") == "image"
    ]
    assert len(covers) == 5
    assert all(cover["image_url"].startswith("https://") and cover["alt_text"] for cover in covers)
    assert "Served" in answer.metrics


def test_rated_and_dismissed_books_give_way_to_others_and_those_on_the_list_are_marked(
    app: SlackApp, shelves: ShelfTable, catalogue: Catalogue
) -> None:
    rated, dismissed, wanted, *_ = before = _titles_in(app.type("dune").message)
    ids = [
        next(book.book_id for book in catalogue.all_books() if book.full_title.startswith(title.rstrip("\u2026")))
        for title in (rated, dismissed, wanted)
    ]
    for action in (
        ShelfAction(Verb.RATE, ids[0], 5),
        ShelfAction(Verb.DISMISS, ids[1]),
        ShelfAction(Verb.WANT, ids[2]),
    ):
        shelves.apply(Reader("T0001", app.user_id), action, "1700000000.000001")
    answer = app.type("dune").message
    assert len(_titles_in(answer)) == 5
    assert not {rated, dismissed} & set(_titles_in(answer))
    assert set(before) - {rated, dismissed} <= set(_titles_in(answer))
    assert answer["text"].count("On your list.") == 1
    assert "I can't reach your shelf" not in answer["text"]


def test_the_stars_that_the_reader_gave_the_book_asked_about_stand_below_the_heading(app: SlackApp) -> None:
    app.click(app.type("dune").message, "rate:0", "four stars")
    assert "You gave Dune" in app.type("dune").message["text"]


def test_a_title_is_answered_with_one_query_of_the_shelf(app: SlackApp, dynamodb: DynamoDb) -> None:
    app.type("dune")
    app.type("dune")
    dynamodb.operations.clear()
    app.type("dune")
    assert dynamodb.operations == ["Query"]


def test_the_shelf_is_read_while_the_title_is_searched(
    app: SlackApp, dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.type("dune")
    seen: list[list[str]] = []

    def find_slowly(catalogue: Catalogue, typed: str) -> Found:
        deadline = time.monotonic() + 30
        while not dynamodb.operations and time.monotonic() < deadline:
            time.sleep(0.01)
        seen.append([*dynamodb.operations])
        return find_books(catalogue, typed)

    monkeypatch.setattr("shelftalker.listeners.commands.find_books", find_slowly)
    dynamodb.operations.clear()
    app.type("dune")
    assert seen == [["Query"]]


def test_no_reading_of_a_shelf_outlives_an_answer_that_needs_none(app: SlackApp, dynamodb: DynamoDb) -> None:
    app.type("dune")
    dynamodb.fail("Query", delay_seconds=0.2)
    app.type("harry poter")
    assert "shelf reading" not in {thread.name for thread in enumerate_threads()}


def test_a_shelf_that_cannot_be_read_leaves_the_answer_to_a_title_as_it_is_for_everyone(
    app: SlackApp, dynamodb: DynamoDb
) -> None:
    usual = app.type("dune").message
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    answer = app.type("dune")
    assert answer.message["text"].startswith("I can't reach your shelf right now")
    assert _titles_in(answer.message) == _titles_in(usual)
    assert {"Served", "ShelfReadFailed"} <= answer.metrics


def test_header_names_are_read_in_any_case(send: Any) -> None:
    body = command_body("dune")
    for change in (str.upper, str.lower, str.title):
        headers = {change(name): value for name, value in signed_headers(body).items()}
        assert send(v1_event(body, headers)).status == 200


def test_every_recommendation_shows_author_year_rating_and_why(recommend: Any) -> None:
    books = [block["text"]["text"] for block in recommend("dune").message["blocks"] if block["type"] == "section"]
    messiah = next(text for text in books if "*Dune Messiah*" in text)
    assert "*Dune Messiah* by Frank Herbert, 1969\n\u2605\u00a0" in messiah
    assert "of 5 (12)" in messiah
    assert "12 readers in common" in messiah


def test_several_titles_are_answered_with_books_for_someone_who_liked_them_all(recommend: Any) -> None:
    answer = recommend("dune and emma")
    assert len(_titles_in(answer.message)) == 5
    assert not {"Dune", "Emma"} & set(_titles_in(answer.message))
    assert "Served" in answer.metrics


def test_other_books_by_the_same_title_are_offered_below_the_answer(recommend: Any) -> None:
    message = recommend("emma").message
    assert [each["accessibility_label"] for each in buttons(message) if each["text"]["text"].startswith("Emma")] == [
        "Choose Emma by Alexander McCall Smith"
    ]
    assert "Or did you mean one of these? Emma by Alexander McCall Smith" in message["text"]


def test_a_misspelt_title_of_several_books_gets_buttons_with_author_and_rating_beside_them(recommend: Any) -> None:
    answer = recommend("lord of the ring")
    assert "Did you mean" in answer.message["text"]
    choice = answer.message["blocks"][1]
    assert choice["text"]["text"].startswith(f"*{TWO_TOWERS}*\nJ. R. R. Tolkien \u00b7 1954 \u00b7 \u2605\u00a0")
    assert "(20 ratings)" in choice["text"]["text"]
    assert choice["accessory"]["type"] == "button"
    assert "Suggested" in answer.metrics


def test_clicking_a_suggestion_replaces_the_suggestions_by_the_answer(
    recommend: Any, send: Any, slack: SlackImitation
) -> None:
    button = buttons(recommend("lord of the ring").message)[0]
    body = click_body(button["action_id"], button["value"], slack.response_url)
    answer = send(v2_event(body, signed_headers(body)))
    assert (answer.status, answer.body) == (200, "")
    (posted,) = slack.posted
    assert posted["replace_original"] is True
    assert posted["text"].startswith(f"If you liked {TWO_TOWERS} by J. R. R. Tolkien, read next:")
    assert "Chosen" in answer.metrics


@pytest.mark.parametrize("value", ["1 nosuchid", "2 something later", "", "\u2603"])
def test_a_button_whose_book_is_gone_says_so(send: Any, slack: SlackImitation, value: str) -> None:
    body = click_body("choose_book:0", value, slack.response_url)
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 200
    assert "no longer in my catalogue" in slack.posted[0]["text"]
    assert "BookGone" in answer.metrics


def test_help_says_what_to_type(recommend: Any) -> None:
    assert "/recommend The Hobbit" in recommend("help").message["text"]
    assert "/recommend The Hobbit" in recommend(" HELP ").message["text"]
    assert "or a book's ISBN" in recommend("help").message["text"]


def test_help_is_a_command_only_as_the_whole_text(recommend: Any) -> None:
    assert recommend("the help").message["text"].startswith("If you liked The Help by Kathryn Stockett")


@pytest.mark.parametrize("text", ["find emma", "Find  Emma", "find emma by jane austen"])
def test_a_title_after_find_is_answered(recommend: Any, text: str) -> None:
    answer = recommend(text)
    assert answer.message["text"].startswith("If you liked Emma by Jane Austen")
    assert "Served" in answer.metrics


def test_what_is_misspelt_or_unknown_after_find_is_spoken_of_without_it(recommend: Any) -> None:
    assert "no book called \u201clord of the ring\u201d" in recommend("find lord of the ring").message["text"]
    assert "no book like \u201cxqvz wklrp\u201d" in recommend("find xqvz wklrp").message["text"]


def test_a_title_that_begins_with_find_wins(tmp_path: Path) -> None:
    books = [book("0000000001", "Find Me", "André Aciman"), book("0000000002", "Me", "Elton John")]
    data = write_kaggle(tmp_path / "data", books, [(1, row[0], 7) for row in books])
    build_model(DatasetFiles.found_in(data), tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        recommend = _recommend_from(catalogue)
        assert "If you liked Find Me by André Aciman" in recommend("find me")
        assert "If you liked Me by Elton John" in recommend("find the me")
        assert "If you liked Me by Elton John" in recommend("me")


def test_a_title_that_is_not_found_gets_a_plain_sentence_and_popular_books(recommend: Any) -> None:
    answer = recommend("xqvz wklrp")
    assert "I found no book like \u201cxqvz wklrp\u201d" in answer.message["text"]
    assert len(buttons(answer.message, "choose_book")) == 5
    assert len(buttons(answer.message, "open_search")) == 1
    assert "NotFound" in answer.metrics


@pytest.mark.parametrize("isbn", ["9780141439587", "isbn 0-14-143958-0", "find 978-0-14-143958-7"])
def test_an_isbn_that_is_not_in_the_catalogue_is_answered_as_an_isbn(recommend: Any, isbn: str) -> None:
    answer = recommend(isbn)
    assert answer.message["text"].startswith("I know no book with that ISBN. Try its title. Many readers like ")
    assert len(buttons(answer.message, "choose_book")) == 5
    assert len(buttons(answer.message, "open_search")) == 1
    assert "NotFound" in answer.metrics


@pytest.mark.parametrize(
    ("typed", "kind", "language"),
    [
        ("Der Wqrzzplx und das Vxqnn", "MissedTitle", "de"),
        ("The Wqrzzplx of the Vxqnn by Qqzx Wwkjq", "MissedTitleWithAuthor", "en"),
        ("please recommend books like Wqrzzplx", "MissedSentence", "en"),
        ("https://wqrzzplx.example/vxqnn", "MissedLink", "other"),
        ("9780743273565", "MissedIsbn", "other"),
    ],
)
def test_what_is_missed_is_counted_by_its_kind_and_logged_without_its_words(
    typed: str, kind: str, language: str, recommend: Any, caplog: pytest.LogCaptureFixture
) -> None:
    answer = recommend(typed)

    assert {"NotFound", kind} <= answer.metrics
    (record,) = [record for record in caplog.records if record.message == "book missed"]
    assert (vars(record)["missed_kind"], vars(record)["missed_language"]) == (kind, language)
    logged = " ".join([*(str(vars(record)) for record in caplog.records), *answer.metrics]).casefold()
    assert not [word for word in ("wqrzzplx", "vxqnn", "qqzx", "9780743273565") if word in logged]


def test_a_number_that_is_no_isbn_is_looked_for_as_a_title(recommend: Any) -> None:
    assert "no book like \u201c9780141439580\u201d" in recommend("9780141439580").message["text"]


@pytest.mark.parametrize("text", ["<!here> <@U1> wklrp", "*xq* _vz_ ~kl~ `rp`", "<https://evil.example|click>"])
def test_what_a_person_typed_can_neither_mention_nor_format(recommend: Any, text: str) -> None:
    answer = recommend(text)
    for markup in ("<!here>", "<@U1>", "<https", "*xq*", "_vz_", "~kl~", "`rp`"):
        assert markup not in answer.body


def test_what_slack_escapes_in_a_title_is_undone(recommend: Any) -> None:
    answer = recommend("*Starred_ ~Title~ &lt;!channel&gt; &amp; `code`")
    assert answer.message["text"].startswith("If you liked \u2217Starred\uff3f")
    assert "\u201c&lt;xqvz&gt;\u201d" in recommend("&lt;xqvz&gt;").message["text"]


def test_a_title_with_markup_is_shown_as_it_is_written(recommend: Any) -> None:
    answer = recommend("*Starred_ ~Title~ <!channel> & `code`")
    assert answer.message["text"].startswith("If you liked \u2217Starred\uff3f")
    assert "&lt;!channel&gt; &amp;" in answer.message["text"]
    for block in answer.message["blocks"]:
        for markup in [block.get("text", {}), *block.get("elements", [])]:
            assert markup.get("type") != "mrkdwn" or "<!channel>" not in markup["text"]


def test_the_latency_of_an_answer_is_logged_beside_its_outcome(recommend: Any) -> None:
    answer = recommend("dune")
    assert "Latency" in answer.metrics
    assert any(line.get("outcome") == "Served" for line in answer.printed)


def test_no_title_is_logged_above_debug(recommend: Any) -> None:
    for text in ("dune", "dune mesiah", "zanzibar wklrp"):
        printed = json.dumps(recommend(text).printed)
        assert "zanzibar" not in printed
        assert "dune" not in printed.lower()


def _titles_in(message: dict[str, Any]) -> list[str]:
    """Return the titles of the books that a message recommends."""
    sections = (block["text"]["text"] for block in message["blocks"] if block["type"] == "section")
    return [html.unescape(found[1]) for text in sections if (found := re.match(r"\d\. \*(.+)\* by ", text))]


def _recommend_from(catalogue: Catalogue) -> Callable[[str], str]:
    """Return the command as a function from what was typed to the text of its answer, with a model of one's own."""
    settings = Settings(Path(), "", "models", "secret", "", bot_token="xoxb")
    commands = Commands(Services.from_settings(settings, lambda: catalogue))

    def recommend(typed: str) -> str:
        answers: list[dict[str, Any]] = []
        form = {name: values[0] for name, values in parse_qs(command_body(typed)).items()}
        commands.on_recommend(cast("Ack", lambda **answer: answers.append(answer)), form)
        return str(answers[0]["text"])

    return recommend
