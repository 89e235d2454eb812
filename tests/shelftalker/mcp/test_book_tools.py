"""Tests of the tools that find and recommend books, by the sample's model."""

import time

import pytest

from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing_pages import books_after, books_for_reader
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Exact
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.mcp.conftest import CallTool, content_of, error_of, text_of, titles


@pytest.mark.parametrize(
    ("query", "match", "first"),
    [
        ("hobit", "book", "The Hobbit"),
        ("Dune and Emma", "books", "Dune"),
        ("tolkien", "author", "The Hobbit"),
        ("Duun Mesia", "suggestions", "Dune Messiah"),
    ],
)
def test_a_query_is_taken_for_what_the_command_takes_it_for(query: str, match: str, first: str, call: CallTool) -> None:
    result = call("find_book", query=query)
    content = content_of(result)

    assert content["match"] == match
    assert titles(content["books"])[0] == first
    assert (content["taken_for"] is not None) is (match == "book")
    assert (content["author"] is not None) is (match == "author")
    assert f'"{query}"' in text_of(result)
    assert first in text_of(result)


def test_a_query_for_nothing_is_no_error_of_a_search(call: CallTool) -> None:
    result = call("find_book", query="zzxq vvkj")

    assert content_of(result) == {"match": "none", "taken_for": None, "author": None, "books": []}
    assert text_of(result) == 'The catalogue has no book "zzxq vvkj". Check the spelling, or look for its author.'


def test_a_query_of_several_lines_is_repeated_on_one(call: CallTool) -> None:
    assert text_of(call("find_book", query="Dune\n\tby Frank Herbert")).startswith(
        '"Dune by Frank Herbert" is taken for'
    )


def test_books_like_one_are_those_of_the_command(call: CallTool, services: Services, sample: Catalogue) -> None:
    found = find_books(sample, "dune")
    assert isinstance(found, Exact)
    listing = books_after(sample, found.book, services.known_books(sample, Reader("T1", "U1")))
    content = content_of(call("books_like", titles=["dune"]))

    assert [book["book_id"] for book in content["books"]] == [book.book_id for book in listing.books]
    assert titles(content["taken_for"]) == ["Dune"]
    assert all(book["reason"] for book in content["books"])


def test_the_text_says_which_book_a_title_was_taken_for_and_gives_each_reason(call: CallTool) -> None:
    first, *lines = text_of(call("books_like", titles=["hobit"])).splitlines()

    assert first == 'Taken for: "The Hobbit" by J. R. R. Tolkien (1937).'
    assert len(lines) == 5
    assert all(line.startswith(f"{number}. ") and ": " in line for number, line in enumerate(lines, start=1))


def test_books_like_several_leave_out_those_and_what_the_person_rated(call: CallTool) -> None:
    asked = ["Dune", "The Hobbit"]
    before = titles(content_of(call("books_like", titles=asked))["books"])
    call("rate_book", title=before[0], stars=4)
    content = content_of(call("books_like", titles=asked))

    assert titles(content["taken_for"]) == asked
    assert len(content["books"]) == 5
    assert before[0] not in titles(content["books"])
    assert not set(asked) & set(titles(content["books"]))


@pytest.mark.parametrize("asked", [["Dune"], ["Dune", "The Hobbit"]])
def test_with_filters_five_remain_that_fit_and_the_person_does_not_know(asked: list[str], call: CallTool) -> None:
    filters = {"not_by_author": ["Herbert, Frank", "tolkein"], "newer_than": 1950, "in_language": "EN"}
    before = content_of(call("books_like", titles=asked, **filters))["books"]
    call("rate_book", title=before[0]["book_id"], stars=4)
    content = content_of(call("books_like", titles=asked, **filters))

    assert len(before) == len(content["books"]) == 5
    assert before[0]["title"] not in titles(content["books"])
    for book in content["books"]:
        assert book["author"] not in {"Frank Herbert", "J. R. R. Tolkien"}
        assert book["year"] > 1950
        assert book["language"] == "en"
    assert content["notes"] == ["Books whose year or language the catalogue does not know are left out."]


def test_where_filters_leave_fewer_than_five_the_answer_says_so(call: CallTool, sample: Catalogue) -> None:
    newest = max(book.year for book in sample.all_books() if book.year is not None) - 1
    some = content_of(call("books_like", titles=["Dune"], newer_than=newest))["books"]
    authors = [book["author"] for book in some[:3]]
    content = content_of(call("books_like", titles=["Dune"], newer_than=newest, not_by_author=authors))
    none = call("books_like", titles=["Dune"], newer_than=2099)

    assert 0 < len(content["books"]) < 5
    assert all(book["year"] > newest and book["author"] not in authors for book in content["books"])
    assert content["notes"][-1] == f"Only {len(content['books'])} of the 10,000 books nearest to the taste fit."
    assert content_of(none)["books"] == []
    assert "No book of the catalogue fits" in text_of(none)


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"in_language": "tl"}, "knows too few books in 'tl'. It has enough in en"),
        ({"not_by_author": ["Zzxq Vvkj"]}, "no author 'Zzxq Vvkj' to leave out"),
    ],
)
def test_a_filter_that_the_catalogue_cannot_keep_is_an_error(
    filters: dict[str, object], words: str, call: CallTool
) -> None:
    sentence = error_of(call("books_like", titles=["Dune"], **filters))

    assert words in sentence
    assert "Or call again without" in sentence


def test_the_next_volume_is_the_next_that_the_person_has_not_read(call: CallTool) -> None:
    following = titles(content_of(call("books_like", titles=["Dune"], next_in_series=True))["books"])
    call("rate_book", title=following[0], stars=5)
    after = content_of(call("books_like", titles=["Dune"], next_in_series=True))

    assert following == ["Dune Messiah"]
    assert titles(after["books"]) == ["Children of Dune"]


def test_a_book_without_a_next_volume_gets_a_sentence_each(call: CallTool) -> None:
    result = call("books_like", titles=["Emma", "Dune"], next_in_series=True, newer_than=2099)

    assert content_of(result)["books"] == []
    assert text_of(result).splitlines()[1] == "No next volume. Call again without next_in_series for books like these."
    assert content_of(result)["notes"] == [
        'The catalogue knows no series of "Emma" by Jane Austen (1815).',
        'The next volume, "Dune Messiah (Dune, 2)" by Frank Herbert (1969), does not fit the other filters.',
    ]


def test_a_title_that_names_nothing_is_an_error_of_the_whole_call(call: CallTool) -> None:
    assert '"Duun Mesia" names no book for certain' in error_of(call("books_like", titles=["Dune", "Duun Mesia"]))


def test_books_for_a_person_are_those_of_the_command_and_become_their_own(
    call: CallTool, services: Services, sample: Catalogue, reader: Reader
) -> None:
    first = content_of(call("books_for_me"))
    for title in ("Dune", "The Hobbit", "Emma"):
        call("rate_book", title=title, stars=5)
    own = content_of(call("books_for_me"))
    listing = books_for_reader(sample, services.known_books(sample, reader))

    assert first["source"] == "everyone"
    assert first["notes"] == ["Rate three books that you know, and I recommend by your taste."]
    assert own["source"] == "shelf"
    assert [book["book_id"] for book in own["books"]] == [book.book_id for book in listing.books]
    assert all(book["reason"] for book in own["books"])
    assert any(book["reason"].startswith("Because you gave") for book in own["books"])


def test_a_preferred_language_leaves_out_books_of_others_unless_one_is_asked_for(
    call: CallTool, shelves: ShelfTable, reader: Reader
) -> None:
    shelves.prefer(reader, Preferences(languages=("de",)), f"{time.time():.6f}")
    filtered = content_of(call("books_like", titles=["Dune"], newer_than=1800))
    asked_for = content_of(call("books_like", titles=["Dune"], in_language="en"))

    assert all(book["language"] in {"de", None} for book in filtered["books"])
    assert len(asked_for["books"]) == 5


def test_without_the_shelf_books_are_recommended_and_the_answer_says_so(
    call: CallTool, shelves: ShelfTable, reader: Reader, sample: Catalogue, dynamodb: DynamoDb
) -> None:
    found = find_books(sample, "Dune Messiah")
    assert isinstance(found, Exact)
    shelves.apply(reader, ShelfAction(Verb.RATE, found.book.book_id, 5), f"{time.time():.6f}")
    dynamodb.fail("Query", times=20, refuses="AccessDeniedException")
    content = content_of(call("books_like", titles=["Dune"]))
    for_me = content_of(call("books_for_me"))
    dynamodb.faults.clear()

    assert "Dune Messiah" in titles(content["books"])
    assert content["notes"] == for_me["notes"]
    assert content["notes"] == ["I can't reach your shelf right now, so books that you know may be among these."]
