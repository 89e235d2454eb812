"""Tests of the arguments of tools, by the schemas that describe them."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shelftalker.mcp.answers import ToolError
from shelftalker.mcp.arguments import checked_arguments
from shelftalker.mcp.schemas import BOOKS_LIKE_INPUT, MY_SHELF_INPUT, RATE_BOOK_INPUT


def test_arguments_that_fit_come_with_the_defaults() -> None:
    assert checked_arguments(MY_SHELF_INPUT, {}) == {"list": "rated", "page": 1}
    assert checked_arguments(MY_SHELF_INPUT, {"page": 2, "list": None}) == {"list": "rated", "page": 2}
    assert checked_arguments(RATE_BOOK_INPUT, {"title": "Dune", "stars": 5.0}) == {"title": "Dune", "stars": 5}
    assert checked_arguments(BOOKS_LIKE_INPUT, {"titles": ["Dune"]}) == {"titles": ["Dune"], "next_in_series": False}


@pytest.mark.parametrize(
    ("schema", "arguments", "sentence"),
    [
        (RATE_BOOK_INPUT, [], "Expected the arguments as an object; got a list."),
        (RATE_BOOK_INPUT, {"title": "Dune"}, "The argument stars is missing: From 1 to 5, the best."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": None}, "The argument stars is missing: From 1 to 5, the best."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": 5, "book": 1},
         "There is no argument \"book\". The arguments of this tool: title, stars."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": 0}, "stars has to be from 1 to 5; got 0."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": 6}, "stars has to be from 1 to 5; got 6."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": "five"}, 'stars has to be a whole number; got "five".'),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": True}, "stars has to be a whole number; got true."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": 4.5}, "stars has to be a whole number; got 4.5."),
        (RATE_BOOK_INPUT, {"title": " ", "stars": 5}, "title has to have from 1 to 300 characters; it has 0."),
        (RATE_BOOK_INPUT, {"title": "a" * 301, "stars": 5}, "title has to have from 1 to 300 characters; it has 301."),
        (RATE_BOOK_INPUT, {"title": " " * 301 + "a", "stars": 5},
         "title has to have from 1 to 300 characters; it has 302."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": 10**99}, f"stars has to be from 1 to 5; got 1{'0' * 59}...."),
        (RATE_BOOK_INPUT, {"title": ["a" * 99], "stars": 5},
         "title has to be a text; got a list."),
        (BOOKS_LIKE_INPUT, {"titles": []}, "titles has to have from 1 to 5 items; it has 0."),
        (BOOKS_LIKE_INPUT, {"titles": ["a", 7]}, "titles, item 2, has to be a text; got 7."),
        (BOOKS_LIKE_INPUT, {"titles": "Dune"}, 'titles has to be a list; got "Dune".'),
        (BOOKS_LIKE_INPUT, {"titles": ["a"], "next_in_series": "yes"},
         'next_in_series has to be true or false; got "yes".'),
        (BOOKS_LIKE_INPUT, {"titles": ["a"], "in_language": "English"},
         "in_language has to have 2 characters; it has 7."),
        (BOOKS_LIKE_INPUT, {"titles": ["\ud83d"]},
         "titles, item 1, has to be a text in Unicode; got \"\\ud83d\", with half of a letter's code."),
        (RATE_BOOK_INPUT, {"title": "Dune", "stars": float("nan")}, "stars has to be a whole number; got NaN."),
        (MY_SHELF_INPUT, {"list": "all"}, 'list has to be one of rated, wanted; got "all".'),
    ],
)  # fmt: skip
def test_arguments_that_do_not_fit_get_a_sentence_that_says_why(schema: Any, arguments: Any, sentence: str) -> None:
    with pytest.raises(ToolError) as refused:
        checked_arguments(schema, arguments)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("arguments", [
    {"titles": ["Dune"]}, {"titles": ["Dune"] * 5, "newer_than": 1990}, {"titles": []}, {"titles": ["a"] * 6}, {},
    {"titles": ["Dune"], "newer_than": 5000}, {"titles": ["Dune"], "newer_than": "1990"}, {"titles": [""]},
    {"titles": ["Dune"], "newer_than": 1990.0}, {"titles": ["Dune"], "newer_than": 1990.5},
    {"titles": ["Dune"], "in_language": "deu"}, {"titles": ["Dune"], "not_by_author": ["x"] * 6}, {"title": "Dune"},
    {"titles": ["Dune"], "not_by_author": "Frank Herbert"}, {"titles": ["Dune"], "next_in_series": 1},
])  # fmt: skip
def test_what_the_schema_says_to_clients_is_what_is_refused(arguments: dict[str, Any]) -> None:
    fits = Draft202012Validator(BOOKS_LIKE_INPUT).is_valid(arguments)
    try:
        checked_arguments(BOOKS_LIKE_INPUT, arguments)
    except ToolError:
        assert not fits
    else:
        assert fits
