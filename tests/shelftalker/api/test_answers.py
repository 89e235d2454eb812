"""Tests of books, recommendations and suggestions as JSON."""

import pytest

from shelftalker.api.answers import (
    Recommended,
    Suggested,
    answer_content,
    answer_title,
    book_content,
    book_with_id,
    books_content,
    find_named,
    nearest_to_missed,
    plain,
    recommendation_content,
    recommended_book_content,
    search_books,
)
from shelftalker.mcp.schemas import BOOK
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.observability import Outcome
from shelftalker.recommend.reasons import AfterBook, Recommendation
from shelftalker.recommend.recommender import similar_books
from shelftalker.search.titles import Exact
from shelftalker.search.type_ahead import completions
from shelftalker.views.wording import DatasetFacts
from tests.deployment import counts

DUNE = Book(
    1, "aaaaaaaa", "Dune", "Frank Herbert", 1, 1965, "0441172717", "https://covers.example/dune.jpg", 9, 8.4, "en", 1,
    "Dune", volume=1.0,
)  # fmt: skip
NAMELESS = Book(2, "bbbbbbbb", "A & B <c>", UNKNOWN_AUTHOR, 2, None, "own-id", None, 0, None)
DATASET = DatasetFacts(rating_scale=10)


def book_of(catalogue: Catalogue, title: str) -> Book:
    """Return the book that a title names."""
    found = find_named(catalogue, title)
    assert isinstance(found, Exact)
    return found.book


def titles(books: object) -> list[str]:
    """Return the titles of books in an answer."""
    assert isinstance(books, list)
    return [book["title"] for book in books]


@pytest.mark.parametrize("title", ["Dune", "what should I read after dune?", "dune by frank herbert"])
def test_a_title_is_answered_with_the_five_books_of_the_command(title: str, sample: Catalogue) -> None:
    answer = answer_title(sample, title)
    dune = book_of(sample, "Dune")

    assert isinstance(answer, Recommended)
    assert answer.outcome is Outcome.SERVED
    assert list(answer.asked) == [dune]
    assert answer.recommendations == similar_books(sample, dune)
    assert len(answer.recommendations) == 5


def test_a_book_is_asked_about_by_its_id_and_its_isbn_too(sample: Catalogue) -> None:
    dune = book_of(sample, "Dune")

    assert find_named(sample, dune.book_id) == Exact(dune, [])
    assert answer_title(sample, dune.book_id)[:2] == answer_title(sample, dune.isbn)[:2]
    assert book_with_id(sample, dune.book_id) == dune
    assert [book_with_id(sample, text) for text in ("Dune", dune.book_id.upper(), "", "aaaaaaaa\n")] == [None] * 4


def test_two_titles_are_answered_with_books_after_both(sample: Catalogue) -> None:
    answer = answer_title(sample, "Dune and The Hobbit")

    assert isinstance(answer, Recommended)
    assert [book.title for book in answer.asked] == ["Dune", "The Hobbit"]
    assert len(answer.recommendations) == 5


@pytest.mark.parametrize(
    ("title", "outcome", "author"),
    [
        ("Duun Mesia", Outcome.SUGGESTED, None),
        ("Stephen King", Outcome.AUTHOR_FOUND, "Stephen King"),
        ("zzxq vvkj", Outcome.NOT_FOUND, None),
    ],
)
def test_a_title_that_names_no_book_for_certain_is_answered_with_up_to_seven_suggestions(
    title: str, outcome: Outcome, author: str | None, sample: Catalogue
) -> None:
    answer = answer_title(sample, title)

    assert isinstance(answer, Suggested)
    assert (answer.outcome, answer.author) == (outcome, author)
    assert len(answer.books) <= 7
    assert bool(answer.books) == (outcome is not Outcome.NOT_FOUND)
    assert answer_content(answer, DATASET) == {
        "suggestions": books_content(answer.books, DATASET), "author": author, "notice": None,
    }  # fmt: skip


def test_recommendations_say_what_the_title_was_taken_for_and_what_else_it_may_mean(sample: Catalogue) -> None:
    answer = answer_title(sample, "Dune")
    content = answer_content(answer, DatasetFacts(5, "Ratings are synthetic."))

    assert content.keys() == {"recommendations", "taken_for", "others", "notice"}
    assert titles(content["taken_for"]) == ["Dune"]
    assert "Dune Messiah" in titles(content["others"])
    assert content["notice"] == "Ratings are synthetic."
    assert all(book["reason"] for book in content["recommendations"])


def test_a_title_that_is_not_found_is_counted_by_its_kind_with_those_of_the_command(sample: Catalogue) -> None:
    before = counts().get("MissedTitle", 0)
    nearest_to_missed(sample, "zzxq vvkj")

    assert counts()["MissedTitle"] == before + 1


def test_a_search_completes_titles_and_understands_what_the_command_does(sample: Catalogue) -> None:
    assert search_books(sample, "the ho", 5) == completions(sample, "the ho", 5)
    assert search_books(sample, "9780261102217", 3)[0].title == "The Hobbit"
    assert len(search_books(sample, "d", 3)) == 3


def test_a_book_has_null_for_what_is_not_known_and_stars_of_five() -> None:
    known, unknown = book_content(DUNE, DATASET), book_content(NAMELESS, DATASET)

    assert known == {
        "book_id": "aaaaaaaa", "title": "Dune", "author": "Frank Herbert", "year": 1965, "language": "en",
        "series": "Dune", "volume": 1.0, "isbn": "0441172717", "mean_stars": 4.2, "ratings": 9,
        "link": "https://openlibrary.org/isbn/9780441172719",
    }  # fmt: skip
    names = ("author", "year", "language", "series", "volume", "isbn", "mean_stars")
    assert [unknown[name] for name in names] == [None] * len(names)
    assert known.keys() == unknown.keys() == BOOK["properties"].keys() - {"readers"}


def test_books_have_their_covers() -> None:
    assert [book["cover"] for book in books_content([DUNE, NAMELESS], DATASET)] == [DUNE.cover_url, None]
    assert recommended_book_content(Recommendation(DUNE), DATASET)["cover"] == DUNE.cover_url


def test_readers_are_counted_where_books_are_lent() -> None:
    content = book_content(DUNE, DATASET._replace(counts_readers=True))

    assert (content["readers"], "ratings" in content) == (9, False)


def test_a_recommendation_has_its_reason_without_markup() -> None:
    reasoned = Recommendation(NAMELESS, 1.0, AfterBook(DUNE._replace(title="Dune & <Co>"), 3))

    assert recommendation_content(reasoned, DATASET)["reason"] == "3 readers of Dune & <Co> (Dune, 1) also read it"
    assert recommendation_content(Recommendation(DUNE), DATASET)["reason"] is None


def test_a_sentence_of_the_messages_is_plain() -> None:
    assert plain("*A &amp; B* by `C`") == "A & B by C"
