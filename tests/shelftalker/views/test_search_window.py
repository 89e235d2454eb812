"""The search window, from the opening to its last text, within Slack's rules."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import on_one_line
from shelftalker.views.home import HomeState
from shelftalker.views.search_window import (
    SearchOrigin,
    found_in_home_view,
    origin_of,
    search_error,
    search_view,
    title_options,
)
from tests.generated_readers import BOOKS, STATES, TEXTS
from tests.slack_limits import violations_of_limits
from tests.view_checks import check_view, elements_in, words_in

RESPONSE_URL = "https://hooks.slack.com/commands/T0123ABCD/1234567890/abcDEF"
URLS = st.from_regex(r"https://hooks\.slack\.com/[A-Za-z0-9/%?=&._-]{1,200}", fullmatch=True)
ORIGINS = st.one_of(
    st.just(SearchOrigin.nowhere()),
    st.just(SearchOrigin.home()),
    st.builds(lambda state: SearchOrigin.home(HomeState(state).encode()), STATES),
    st.builds(SearchOrigin.conversation, URLS, st.none() | st.just("1700000000.123456")),
)


def book(book_id: str, title: str, author: str, year: int | None = None) -> Book:
    return Book(1, book_id, title, author, 1, year, "x", None, 9, 8.0)


def texts(options: list[dict[str, dict[str, str]]]) -> list[str]:
    return [option["text"]["text"] for option in options]


@given(ORIGINS)
def test_the_search_window_keeps_slacks_rules_and_remembers_where_it_was_opened(origin: SearchOrigin) -> None:
    view = search_view(origin)
    check_view(view)
    assert view["callback_id"] == ActionId.SEARCH
    assert elements_in(view)[ActionId.SEARCH_TITLE]["min_query_length"] == 1
    assert origin_of(view["private_metadata"]) == origin


@given(ORIGINS, TEXTS)
def test_the_window_opens_with_what_was_typed(origin: SearchOrigin, typed: str) -> None:
    view = search_view(origin._replace(typed=typed))
    check_view(view)
    kept = origin_of(view["private_metadata"])
    assert kept._replace(typed="") == origin
    no_room_or_place = not view["private_metadata"].startswith("2 ")
    assert kept.typed == ("" if no_room_or_place else " ".join(typed.split()).encode(errors="replace").decode())


def test_a_typed_text_is_shown_in_the_empty_field_and_its_likeliest_book_is_chosen() -> None:
    origin = SearchOrigin.home()._replace(typed="harry poter & co")
    assert origin_of(origin.encode()) == origin
    field = elements_in(search_view(origin))[ActionId.SEARCH_TITLE]
    assert field["placeholder"]["text"] == "You typed \u201charry poter & co\u201d"
    assert field["min_query_length"] == 0
    assert "initial_option" not in field
    chosen = elements_in(search_view(origin, book("aaaaaaaa", "Harry Potter", "J. K. Rowling")))[ActionId.SEARCH_TITLE]
    assert chosen["initial_option"]["value"] == "aaaaaaaa"
    assert chosen["initial_option"]["text"]["text"] == "Harry Potter \u00b7 J. K. Rowling"


def test_a_typed_text_that_leaves_no_room_for_the_place_is_dropped() -> None:
    origin = SearchOrigin.conversation("https://x.example/" + "a" * 2000, None)
    assert origin_of(origin._replace(typed="\u00e9" * 300).encode()) == origin


@given(TEXTS | st.sampled_from(["", "1", "1 conversation", "2 home", "1 conversation a b c", "{}"]))
def test_a_text_that_is_no_origin_leads_nowhere(text: str) -> None:
    assume(not text.startswith("1 home"))
    assert origin_of(text) == SearchOrigin.nowhere()


def test_an_origin_too_long_to_keep_is_none() -> None:
    assert search_view(SearchOrigin.conversation("https://x.example/" + "a" * 3000, None))["private_metadata"] == ""


def test_an_error_stands_below_the_windows_field() -> None:
    (block,) = search_view(SearchOrigin.home())["blocks"]
    answer = search_error("That book is gone.")
    assert answer == {"response_action": "errors", "errors": {block["block_id"]: "That book is gone."}}


@given(st.lists(BOOKS, max_size=120))
def test_every_list_of_titles_keeps_slacks_rules(books: list[Book]) -> None:
    offered = title_options(books)
    assert violations_of_limits(offered) == []
    groups = offered.get("option_groups", [])
    options = [*offered.get("options", []), *(option for group in groups for option in group["options"])]
    assert {option["value"] for option in options} <= {each.book_id for each in books}
    assert len(options) == min(100, len({each.book_id for each in books}))


@pytest.mark.parametrize("title", ["Emma {}", "Emma"])
def test_more_titles_than_a_menu_takes_are_cut_short(title: str) -> None:
    offered = title_options([book(f"{number}", title.format(number), f"Author {number}") for number in range(120)])
    assert violations_of_limits(offered) == []
    assert len(offered.get("options") or offered["option_groups"]) == 100


def test_titles_come_with_author_and_year_in_their_order() -> None:
    books = [book("a", "Dune", "Frank Herbert", 1965), book("b", "Medea", "Euripides", -431), book("c", "It", "King")]
    offered = title_options(books)["options"]
    assert texts(offered) == [
        "Dune \u00b7 Frank Herbert \u00b7 1965",
        "Medea \u00b7 Euripides \u00b7 431 BC",
        "It \u00b7 King",
    ]
    assert [option["value"] for option in offered] == ["a", "b", "c"]


def test_nothing_found_is_an_empty_list() -> None:
    assert title_options([]) == {"options": []}


def test_where_a_title_repeats_all_are_grouped_by_author() -> None:
    books = [
        book("a", "Emma", "Jane Austen", 1815),
        book("b", "EMMA", "Alexander McCall Smith", 2014),
        book("c", "Emmeline", "Jane Austen"),
    ]
    groups = title_options(books)["option_groups"]
    assert [(group["label"]["text"], texts(group["options"])) for group in groups] == [
        ("Jane Austen", ["Emma \u00b7 Jane Austen \u00b7 1815", "Emmeline \u00b7 Jane Austen"]),
        ("Alexander McCall Smith", ["EMMA \u00b7 Alexander McCall Smith \u00b7 2014"]),
    ]


@pytest.mark.parametrize(
    ("title", "author", "beginning", "end"),
    [
        ("x" * 300, "Jane Austen", "x" * 53, "\u2026 \u00b7 Jane Austen \u00b7 1815"),
        ("x" * 300, "y" * 300, "x" * 39, "\u2026 \u00b7 " + "y" * 24 + "\u2026 \u00b7 1815"),
        ("It", "y" * 300, "It \u00b7 yyyy", "y" * 61 + "\u2026 \u00b7 1815"),
    ],
)
def test_title_author_and_year_stay_readable_where_there_is_not_room_for_all(
    title: str, author: str, beginning: str, end: str
) -> None:
    (text,) = texts(title_options([book("a", title, author, 1815)])["options"])
    assert len(text) == 75
    assert text.startswith(beginning)
    assert text.endswith(end)


@given(BOOKS)
def test_a_cut_option_keeps_something_of_title_and_author(found: Book) -> None:
    assume("\u00b7" not in found.title + found.author)
    whole_title, whole_author = on_one_line(found.title), on_one_line(found.author)
    assume(whole_title and whole_author)
    (text,) = texts(title_options([found])["options"])
    title, author, *_ = text.split(" \u00b7 ")
    shown = title.rstrip("\u2026")
    assert whole_title.startswith(shown) or shown.startswith(whole_title)  # with its series behind it
    assert whole_author.startswith(author.rstrip("\u2026"))
    assert len(title) >= min(len(whole_title), 25)
    assert len(author) >= min(len(whole_author), 20)


@given(BOOKS)
def test_a_search_from_anywhere_ends_with_a_way_to_home(found: Book) -> None:
    view = found_in_home_view("T0123ABCD", "A0123ABCD", found)
    check_view(view)
    link = urlsplit(elements_in(view)[ActionId.OPEN_HOME]["url"])
    assert (link.scheme, link.netloc) == ("slack", "app")
    assert parse_qs(link.query) == {"team": ["T0123ABCD"], "id": ["A0123ABCD"], "tab": ["home"]}


def test_the_last_window_names_the_book() -> None:
    words = words_in(found_in_home_view("T1", "A1", book("a", "Dune", "Frank Herbert")))
    assert "Five books to read after *Dune* by Frank Herbert are in my Home." in words
