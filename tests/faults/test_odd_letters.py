"""Control characters and marks of direction, in the model and in typed text: none of them reaches a message or view."""

import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shelftalker.listeners.homes import home_of, open_home_after_a_book
from tests.shelftalker.model.written_tables import change_books
from tests.slack_app import SlackApp, action_in, all_elements
from tests.slack_requests import message_shortcut_body, submission_body, suggestion_body, view_action_body

# A bell, a reversal of the direction, an isolate that is not closed, a mark, half a pair, a line's end.
ODD = "\x07\u202e\u2067\u200f\x00\r"


@pytest.fixture
def model_directory(model_directory: Path, tmp_path: Path) -> Path:
    """Return the library's model with odd characters in every title and every author's name."""
    copy = Path(shutil.copytree(model_directory, tmp_path / "odd"))
    change_books(
        copy / "catalogue.sqlite", lambda _, book: book._replace(title=odd(book.title), author=odd(book.author))
    )
    return copy


def odd(text: str) -> str:
    """Return a text with odd characters in it."""
    return text[:2] + ODD + text[2:]


@pytest.fixture
def app(person: Callable[[], SlackApp]) -> SlackApp:
    """Return someone who has never used the app before."""
    return person()


def texts_in(value: Any) -> Iterator[str]:
    """Return all texts of a message or view."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from texts_in(member)


def odd_letters(value: Any) -> set[str]:
    """Return the letters that turn or end a line of text, but for isolates that are closed."""
    found = set()
    for text in texts_in(value):
        assert text.count("\u2068") == text.count("\u2069")
        shown = text.translate(dict.fromkeys(map(ord, "\n\u2068\u2069\u200c\u200d")))
        found |= {letter for letter in shown if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}}
    return found


def sent_by(app: SlackApp) -> list[Any]:
    """Return all that the app posted and published."""
    return [*app.slack.posted, *(arguments["view"] for _, arguments in app.slack.calls)]


@pytest.mark.parametrize(
    "typed",
    [
        "dune",
        f"du{ODD}ne",
        f"du{ODD}nee",
        "herbert",
        f"zzzz{ODD}zz",
        f"dune and the {ODD}hobbit",
        f"97802{ODD}61102217",
        "",
    ],
)
def test_no_odd_letter_of_the_model_or_of_typed_text_is_in_an_answer(app: SlackApp, typed: str) -> None:
    answer = app.type(typed)
    assert answer.status == 200
    assert odd_letters(answer.message) == set()


def test_no_odd_letter_is_in_what_clicks_show(app: SlackApp) -> None:
    message = app.type("dune").message
    for action_id in sorted({element["action_id"] for element in all_elements(message) if element["type"] == "button"}):
        app.click(message, action_id)
    for menu in ("menu_like", "menu_want", "menu_rate"):
        app.click(message, menu, "1.")
    assert len(app.slack.posted) > 5
    assert odd_letters(sent_by(app)) == set()


def test_no_odd_letter_is_in_home_windows_options_and_shared_words(app: SlackApp) -> None:
    app.click(app.type("dune").message, "menu_rate", "1. five stars")
    home = open_home_after_a_book(app)
    app.click_in_home(home, "home_export")
    app.click_in_home(home_of(app), "menu_like", "1.")
    app.request(view_action_body(action_in(home, "open_search"), home, user_id=app.user_id))
    options = app.request(suggestion_body("search_title", f"du{ODD}", app.user_id)).message
    assert options.get("options") or options.get("option_groups")
    shortcut = message_shortcut_body("books_like_mentioned", f'"Du{ODD}ne" or Emma', app.slack.response_url)
    assert app.request(shortcut).status == 200
    app.click(app.type("dune").message, "share_one")
    window = app.slack.views("views.open")[-1]
    values = {
        block["block_id"]: {block["element"]["action_id"]: _filled_in(block["element"])}
        for block in window["blocks"]
        if "element" in block
    }
    app.request(submission_body(window, values, app.user_id))
    assert any("my own word" in json.dumps(post) for post in app.slack.posted)
    assert odd_letters([options, *sent_by(app)]) == set()


def _filled_in(element: dict[str, Any]) -> dict[str, Any]:
    """Return the state of an element of the window in which one book is shared."""
    if element["type"] == "plain_text_input":
        return {"type": element["type"], "value": f"my own word{ODD}, and more"}
    return {"type": element["type"], "selected_option": element["options"][0]}
