"""Tests of the page's addresses."""

import json
from urllib.parse import urlencode

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Outcome
from shelftalker.page.assets import asset
from shelftalker.page.http import Caching, Reply
from shelftalker.page.routes import Site, sorry_reply
from shelftalker.settings import AnswerSettings
from shelftalker.slack.http_event import HttpRequest


def get(
    catalogue: Catalogue, path: str, method: str = "GET", answers: AnswerSettings | None = None, **query: str
) -> Reply:
    event = {"rawPath": path, "rawQueryString": urlencode(query), "requestContext": {"http": {"method": method}}}
    return Site(catalogue, answers or AnswerSettings()).answer(HttpRequest.from_event(event))


def test_the_page_itself_offers_books_that_many_like(catalogue: Catalogue) -> None:
    reply = get(catalogue, "/")

    assert (reply.outcome, reply.status, reply.caching) == (Outcome.PAGE_OPENED, 200, Caching.SHORT)
    assert "Many readers like these" in reply.body
    assert get(catalogue, "/", title="  ") == reply


def test_a_title_is_answered_with_five_books_and_stands_in_the_box(catalogue: Catalogue) -> None:
    reply = get(catalogue, "/", title=" the hobbit ")

    assert (reply.outcome, reply.status) == (Outcome.PAGE_SERVED, 200)
    assert reply.body.count('<li class="book">') == 5
    assert 'value="the hobbit"' in reply.body


def test_a_book_is_asked_about_by_its_id_and_its_title_stands_in_the_box(catalogue: Catalogue) -> None:
    [mccall_smiths] = [book for book in catalogue.all_books() if book.author == "Alexander McCall Smith"]
    reply = get(catalogue, "/", book=mccall_smiths.book_id, title="ignored")

    assert reply.outcome is Outcome.PAGE_SERVED
    assert 'If you liked <cite><bdi lang="en">Emma</bdi></cite> by <bdi>Alexander McCall Smith</bdi>' in reply.body
    assert 'value="Emma"' in reply.body


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("lord of rings tower", Outcome.PAGE_SUGGESTED),
        ("stephen king", Outcome.PAGE_SUGGESTED),
        ("qzxv wqk", Outcome.PAGE_NOT_FOUND),
    ],
)
def test_a_text_that_names_no_book_is_answered_with_books_all_the_same(
    catalogue: Catalogue, title: str, outcome: Outcome
) -> None:
    reply = get(catalogue, "/", title=title)

    assert (reply.outcome, reply.status) == (outcome, 200)
    assert '<h2 id="heading">' in reply.body


@pytest.mark.parametrize("book", ["zzzzzzzz", "7", "<script>", "a" * 500])
def test_a_book_that_is_not_there_gets_a_sentence(catalogue: Catalogue, book: str) -> None:
    reply = get(catalogue, "/", book=book)

    assert (reply.outcome, reply.status, reply.caching) == (Outcome.PAGE_MISSING, 404, Caching.NEVER)
    assert "That book is no longer in my catalogue" in reply.body
    assert "<script>" not in reply.body


def test_a_text_too_long_for_a_title_is_told_the_limit(catalogue: Catalogue) -> None:
    reply = get(catalogue, "/", title="x" * 1301)

    assert (reply.outcome, reply.status) == (Outcome.PAGE_REFUSED, 400)
    assert "A title may have 300 letters here; this one has 1,301. Try its first words." in reply.body
    assert get(catalogue, "/", title="x" * 300).status == 200


def test_links_to_books_are_the_operators(catalogue: Catalogue) -> None:
    shop = AnswerSettings(book_links=("https://shop.example/?q={title}",))

    assert 'href="https://shop.example/?q=' in get(catalogue, "/", title="dune", answers=shop).body
    assert "noreferrer" not in get(catalogue, "/", title="dune", answers=AnswerSettings(book_links=())).body.replace(
        "no-referrer", ""
    )


def test_typed_letters_are_answered_with_titles(catalogue: Catalogue) -> None:
    reply = get(catalogue, "/page/search", q="du")

    assert (reply.outcome, reply.content_type, reply.caching) == (Outcome.PAGE_TYPED, "application/json", Caching.SHORT)
    [first, *others] = json.loads(reply.body)["books"]
    assert set(first) == {"id", "title", "author", "language"}
    assert (first["title"], first["author"]) == ("Dune", "Frank Herbert")
    assert len(others) <= 7


def test_no_letters_are_answered_with_no_titles(catalogue: Catalogue) -> None:
    for reply in (get(catalogue, "/page/search"), get(catalogue, "/page/search", q=" ")):
        assert json.loads(reply.body) == {"books": []}


def test_files_are_kept_for_a_year_and_those_of_another_version_are_checked_again(catalogue: Catalogue) -> None:
    style = asset("page.css")
    reply = get(catalogue, f"/{style.path}")

    assert (reply.outcome, reply.status, reply.body) == (Outcome.PAGE_FILE_SENT, 200, style.text)
    assert reply.caching == Caching.FOREVER
    assert get(catalogue, "/assets/page.0000000000.css").caching == Caching.CHECKED
    missing = get(catalogue, "/assets/none.0000000000.css")
    assert (missing.status, missing.content_type) == (404, "text/plain; charset=utf-8")


def test_robots_may_read_the_page_and_are_asked_not_to_search(catalogue: Catalogue) -> None:
    reply = get(catalogue, "/robots.txt")

    assert reply.outcome is Outcome.PAGE_FILE_SENT
    assert reply.body.splitlines() == ["User-agent: *", "Disallow: /*?", "Disallow: /page/"]


@pytest.mark.parametrize("path", ["/nothing", "/assets/", "/assets/../page.py", "/page/search/", "/index.html", "//"])
def test_an_address_that_is_none_is_answered_with_a_page(catalogue: Catalogue, path: str) -> None:
    reply = get(catalogue, path)

    assert (reply.outcome, reply.status) == (Outcome.PAGE_MISSING, 404)
    assert "There is no such page" in reply.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/page/search", "/robots.txt", "/assets/page.0.css"])
def test_nothing_but_get_and_head_is_allowed(catalogue: Catalogue, method: str, path: str) -> None:
    reply = get(catalogue, path, method)

    assert (reply.outcome, reply.status, reply.headers) == (Outcome.PAGE_REFUSED, 405, {"allow": "GET, HEAD"})
    assert f"Expected GET or HEAD, not {method}." in reply.body


def test_head_is_answered_as_get(catalogue: Catalogue) -> None:
    assert get(catalogue, "/", "HEAD") == get(catalogue, "/")


def test_a_failure_is_answered_with_a_page() -> None:
    reply = sorry_reply()

    assert (reply.outcome, reply.status, reply.caching) == (Outcome.PAGE_FAILED, 500, Caching.NEVER)
    assert "Something went wrong on our side" in reply.body
