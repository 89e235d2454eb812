"""Tests of the tools for a person's own shelf."""

import time

import pytest

from shelftalker.listeners.learning_queue import LearningQueue
from shelftalker.listeners.services import Services
from shelftalker.mcp.tools import call_tool
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.mcp.conftest import CallTool, content_of, error_of, text_of, titles


def test_a_rated_book_is_on_the_shelf_that_home_shows(call: CallTool, shelves: ShelfTable, reader: Reader) -> None:
    result = call("rate_book", title="dune by herbert", stars=4)
    [entry] = shelves.read(reader).books

    assert text_of(result) == 'Rated "Dune (Dune, 1)" by Frank Herbert (1965) with four stars.'
    assert content_of(result)["taken_for"]["book_id"] == entry.book_id
    assert (entry.stars, entry.wanted) == (4, False)


def test_a_second_rating_names_the_first_and_the_same_again_changes_nothing(
    call: CallTool, shelves: ShelfTable, reader: Reader
) -> None:
    call("rate_book", title="Dune", stars=2)
    again, other = call("rate_book", title="Dune", stars=2), call("rate_book", title="Dune", stars=5)

    assert content_of(again) | {"taken_for": 0} == {"taken_for": 0, "stars": 2, "former_stars": 2}
    assert "before" not in text_of(again)
    assert text_of(other).endswith("with five stars; before, it had two stars.")
    assert [entry.stars for entry in shelves.read(reader).books] == [5]


def test_a_wanted_book_is_on_the_list_and_stays_there(call: CallTool, shelves: ShelfTable, reader: Reader) -> None:
    first, second = call("want_to_read", title="The Hobbit"), call("want_to_read", title="The Hobbit")

    assert content_of(first)["was_on_list"] is False
    assert text_of(first) == '"The Hobbit" by J. R. R. Tolkien (1937) is on the want-to-read list now.'
    assert content_of(second)["was_on_list"] is True
    assert text_of(second).endswith("was on the want-to-read list already.")
    assert [entry.wanted for entry in shelves.read(reader).books] == [True]


def test_the_shelf_is_shown_in_two_lists_the_newest_first(call: CallTool) -> None:
    for title, stars in (("Dune", 5), ("Emma", 1)):
        call("rate_book", title=title, stars=stars)
    call("want_to_read", title="The Hobbit")
    rated, wanted = call("my_shelf"), call("my_shelf", list="wanted")

    assert titles(content_of(rated)["books"]) == ["Emma", "Dune"]
    assert [book["stars"] for book in content_of(rated)["books"]] == [1, 5]
    assert text_of(rated).splitlines() == [
        "2 books rated or dismissed, page 1 of 1, the newest change first:",
        '- "Emma" by Jane Austen (1815): one star',
        '- "Dune (Dune, 1)" by Frank Herbert (1965): five stars',
    ]
    assert titles(content_of(wanted)["books"]) == ["The Hobbit"]
    assert (content_of(wanted)["rated"], content_of(wanted)["wanted"]) == (2, 1)
    assert text_of(wanted).splitlines()[1] == '- "The Hobbit" by J. R. R. Tolkien (1937): not rated, want to read'


def test_an_empty_shelf_says_so(call: CallTool) -> None:
    empty = "The person's shelf is empty: nothing is rated, dismissed or on the want-to-read list yet."
    assert text_of(call("my_shelf")) == text_of(call("my_shelf", list="wanted")) == empty

    call("rate_book", title="Emma", stars=4)
    wanted = "No books on the want-to-read list; 1 rated or dismissed, 0 on the want-to-read list."
    assert text_of(call("my_shelf", list="wanted")) == wanted


def test_a_long_shelf_has_pages(call: CallTool, sample: Catalogue) -> None:
    for book in sample.ordered_books(range(1, 13)):
        call("rate_book", title=book.book_id, stars=3)
    first, second = content_of(call("my_shelf")), content_of(call("my_shelf", page=2))

    assert (first["pages"], len(first["books"]), len(second["books"])) == (2, 10, 2)
    assert content_of(call("my_shelf", page=9)) == second


@pytest.mark.parametrize("name", ["rate_book", "want_to_read"])
def test_a_title_that_may_mean_several_books_changes_nothing(
    name: str, call: CallTool, shelves: ShelfTable, reader: Reader
) -> None:
    stars = {"stars": 5} if name == "rate_book" else {}
    sentence = error_of(call(name, title="Duun Mesia", **stars))

    assert "names no book for certain" in sentence
    assert shelves.read(reader).books == ()


def test_what_cannot_be_saved_or_read_is_an_error(call: CallTool, dynamodb: DynamoDb) -> None:
    for operation in ("UpdateItem", "Query"):
        dynamodb.fail(operation, times=20, refuses="AccessDeniedException")
    rated, shown = call("rate_book", title="Dune", stars=5), call("my_shelf")
    dynamodb.faults.clear()

    assert error_of(rated).startswith("I could not save that")
    assert error_of(shown) == "The person's shelf can't be read right now. Try again in a minute."


def test_a_rating_of_a_reader_who_opted_in_reaches_the_next_training(
    services: Services, shelves: ShelfTable, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    queue = LearningQueue("https://queue.example")

    class Client:
        def call(self, name: str, _: object) -> dict[str, object]:
            sent.append(name)
            return {}

    monkeypatch.setattr(LearningQueue, "_client", Client())
    shelves.learn(reader, f"{time.time():.6f}", learns=True)
    slack = {"user_id": reader.user_id, "team_id": reader.workspace_id}
    params = {"arguments": {"title": "Dune"}, "_meta": {"slack": slack}}
    learning = services._replace(learning=queue)
    call_tool(learning, params | {"name": "want_to_read"}, is_for_one_workspace=True)
    assert sent == []
    rated = {"name": "rate_book", "arguments": {"title": "Dune", "stars": 5}}
    call_tool(learning, params | rated, is_for_one_workspace=True)

    assert sent == ["SendMessageBatch"]
