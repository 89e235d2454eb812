"""Answers in place of a listener that failed: plain for the person, exact for the log."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from shelftalker.model.catalogue import Catalogue
from tests.shelftalker.listeners.homes import home_of, open_home, words
from tests.slack_app import SlackApp
from tests.slack_requests import action_body, click_body, command_body, signed_headers, v2_event


def test_a_button_that_this_version_does_not_know_gets_a_404_and_its_name_is_logged(send: Any) -> None:
    body = click_body("button_of_tomorrow", "1 x", "http://127.0.0.1:9/")
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 404
    assert any(line.get("actions") == ["button_of_tomorrow"] for line in answer.printed)


@pytest.mark.parametrize("name", ["button of\ntomorrow", "b" * 200, "\u202eb"])
def test_a_malformed_name_is_not_logged(send: Any, name: str) -> None:
    body = action_body({"action_id": name, "block_id": "b1", "type": "button"}, "http://127.0.0.1:9/")
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 404
    assert [line["actions"] for line in answer.printed if "actions" in line] == [["malformed"]]


@pytest.mark.parametrize(
    "where",
    [
        {"user_id": "U1#zanzibar"},
        {"team_id": "zanzibar/"},
        {"user_id": "zanzibar" * 500},
        {"team_id": "\u202ezanzibar"},
    ],
)
def test_an_id_that_is_none_is_not_logged_but_its_error_and_place_are(send: Any, where: dict[str, str]) -> None:
    body = urlencode(dict(parse_qsl(command_body("dune"))) | where)
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.message["text"].startswith("Sorry, something went wrong")
    [failure] = [line for line in answer.printed if line.get("message") == "a listener failed"]
    assert failure["exception_name"] == "ValueError"
    assert any(place.endswith(" reader_of") for place in failure["places"])
    assert "zanzibar" not in str(answer.printed)


def test_a_listener_that_fails_says_so_plainly_and_logs_the_error(
    recommend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(catalogue: Catalogue, query: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shelftalker.listeners.commands.find_books", fail)
    answer = recommend("dune")
    assert answer.status == 200
    assert answer.message["text"].startswith("Sorry, something went wrong")
    assert "Failed" in answer.metrics
    assert any(line.get("exception_name") == "ZeroDivisionError" for line in answer.printed)


def test_a_click_in_home_that_fails_says_so_there(app: SlackApp, monkeypatch: pytest.MonkeyPatch) -> None:
    home = open_home(app)
    monkeypatch.setattr("shelftalker.listeners.home_page.shelf_page", lambda *_: 1 / 0)
    answer = app.click_in_home(home, "home_show_shelf:wanted")
    assert "Failed" in answer.metrics
    assert "Sorry, something went wrong" in words(home_of(app))
