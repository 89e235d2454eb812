"""`query`: the bot's answers, as lines for people and as JSON for scripts."""

import json
from pathlib import Path
from typing import Any

import pytest

from model_build.commands.query import answer_as_json, answer_as_text, read_titles
from shelftalker.listeners.commands import answer_title
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError
from shelftalker.recommend.filters import Filters
from shelftalker.settings import Settings
from shelftalker.shelf.contents import EMPTY_SHELF
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views.block_kit import Message, unescape

BOOK_FIELDS = ["book_id", "title", "author", "year", "isbn", "ratings_count", "rating_mean", "series", "volume"]


def test_an_exact_title_is_answered_by_five_recommendations(catalogue: Catalogue) -> None:
    answer = answer_as_json(catalogue, "dune")
    assert (answer["query"], answer["outcome"]) == ("dune", "exact")
    assert list(answer["book"]) == BOOK_FIELDS
    assert (answer["book"]["title"], answer["book"]["author"], answer["book"]["year"]) == (
        "Dune", "Frank Herbert", 1965,
    )  # fmt: skip
    assert len(answer["recommendations"]) == 5
    for recommendation in answer["recommendations"]:
        assert list(recommendation)[: len(BOOK_FIELDS)] == BOOK_FIELDS
        assert (recommendation["readers_in_common"] > 0) == (recommendation["reason"] == "readers_in_common")
        assert recommendation["book_id"] != answer["book"]["book_id"]


def test_a_title_of_two_books_is_answered_by_the_more_read_one_and_names_the_other(catalogue: Catalogue) -> None:
    answer = answer_as_json(catalogue, "Emma")
    assert answer["book"]["author"] == "Jane Austen"
    assert [suggestion["author"] for suggestion in answer["suggestions"]] == ["Alexander McCall Smith"]


def test_a_misspelt_title_is_answered_by_suggestions(catalogue: Catalogue) -> None:
    answer = answer_as_json(catalogue, "lord of the ring")
    assert (answer["outcome"], answer["book"], answer["recommendations"]) == ("suggestions", None, [])
    assert answer["suggestions"][0]["title"] == "The Lord of the Rings: The Two Towers"
    assert list(answer["suggestions"][0]) == BOOK_FIELDS
    assert len(answer["suggestions"]) <= 7


@pytest.mark.parametrize("query", ["qqxzv wwkjq", "", "   "])
def test_a_query_near_no_title_is_not_found(query: str, catalogue: Catalogue) -> None:
    answer = answer_as_json(catalogue, query)
    assert (answer["query"], answer["outcome"], answer["book"]) == (query, "not_found", None)
    assert answer["recommendations"] == answer["suggestions"] == []
    assert answer["popular"][0]["title"] == "Dune"


def test_several_titles_are_answered_by_books_for_someone_who_liked_them_all(catalogue: Catalogue) -> None:
    answer = answer_as_json(catalogue, "dune and emma")
    assert (answer["outcome"], answer["book"]) == ("several", None)
    assert [book["title"] for book in answer["books"]] == ["Dune", "Emma"]
    asked = {book["book_id"] for book in answer["books"]}
    assert len(answer["recommendations"]) == 5
    for recommendation in answer["recommendations"]:
        assert list(recommendation)[: len(BOOK_FIELDS)] == BOOK_FIELDS
        assert recommendation["book_id"] not in asked
        assert recommendation.get("because_of", "") in asked or recommendation["readers_in_common"] >= 0


@pytest.mark.parametrize("query", ["the hobbit", "emma", "dune and emma"])
def test_the_terminal_says_of_each_book_what_slack_says(query: str, catalogue: Catalogue) -> None:
    lines = answer_as_text(catalogue, query).splitlines()
    slack = unescape(_answer_in_slack(catalogue, query).text.replace("\u00a0", " "))
    assert len(lines) >= 6
    # Slack has a button for each of the other books, and says of them no more than title and author.
    said = [line.strip().rstrip(".") if not line.startswith("  - ") else line[4:].partition(":")[0] for line in lines]
    assert [sentence for sentence in said if sentence not in slack] == []


@pytest.mark.parametrize("query", ["lord of the ring", "jane austen", "qqxzv wwkjq", "9780141439587"])
def test_the_terminal_says_where_it_found_no_title_what_slack_says(query: str, catalogue: Catalogue) -> None:
    heading, *books = answer_as_text(catalogue, query).splitlines()
    message = _answer_in_slack(catalogue, query)
    assert heading == unescape(message.blocks[0]["text"]["text"])
    titles = [book[4:].partition(": 1")[0] for book in books if book.startswith("  - ")]
    assert len(titles) >= 2
    assert [title for title in titles if title not in unescape(message.text)] == []


def test_titles_are_read_one_a_line_as_text_or_as_json_strings(tmp_path: Path) -> None:
    path = tmp_path / "titles.txt"
    path.write_bytes('\ufeffDune\r\n"The \\"Real\\" Thing"\n\n  1984 \n"Awake" and Dreaming\n海辺のカフカ'.encode())
    assert list(read_titles(path)) == ["Dune", 'The "Real" Thing', "1984", '"Awake" and Dreaming', "海辺のカフカ"]


def test_answers_to_titles_in_any_script_are_json(catalogue: Catalogue) -> None:
    answer = json.loads(json.dumps(answer_as_json(catalogue, "海辺のカフカ"), ensure_ascii=False))
    assert answer["book"]["author"] == "村上春樹"


def test_titles_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere\.txt can't be read"):
        list(read_titles(tmp_path / "nowhere.txt"))
    path = tmp_path / "latin.txt"
    path.write_bytes("Café".encode("latin-1"))
    with pytest.raises(ModelError, match="expected UTF-8 text, one title a line"):
        list(read_titles(path))


def _answer_in_slack(catalogue: Catalogue, query: str) -> Message:
    """Return the answer to the command, for a reader without a shelf."""
    services = Services.from_settings(Settings(Path(), "", "models", "secret", ""), lambda: catalogue)
    return answer_title(services, catalogue, query, lambda: KnownBooks(catalogue, EMPTY_SHELF))[1]


ASKED = [
    "dune", "emma", "dune and emma", "lord of the ring", "jane austen", "Zanzibar Nights Jane Austen", "qqxzv wwkjq",
    "9780141439587", "harry potter", "0000000000",
]  # fmt: skip


@pytest.mark.parametrize(
    "filters",
    [
        {"without_authors": ["Jane Austen", "Frank Herbert"]},
        {"without_authors": ["J. R. R. Tolkien"], "years": (None, 1990)},
        {"years": (1950, 1985)},
    ],
    ids=["authors", "author and years", "years"],
)
@pytest.mark.parametrize("query", ASKED)
def test_no_book_that_filters_leave_out_stands_anywhere_in_an_answer(
    query: str, filters: dict[str, Any], catalogue: Catalogue
) -> None:
    kept = Filters.of(catalogue, **filters)
    answer = answer_as_json(catalogue, query, kept)
    book_of = {book.book_id: book for book in catalogue.all_books()}
    shown = [book for key in ("recommendations", "suggestions", "near", "popular") for book in answer.get(key, [])]
    assert [book["title"] for book in shown if not kept.admit(book_of[book["book_id"]])] == []
    if answer["outcome"] in ("exact", "several"):
        assert len(answer["recommendations"]) == 5
    lines = answer_as_text(catalogue, query, kept).splitlines()[1:]
    left_out = [book for book in book_of.values() if not kept.admit(book)]
    offered = [line for line in lines if line.startswith("  ")]
    assert [line for line in offered if any(f" {book.full_title} by {book.author}:" in line for book in left_out)] == []
    assert offered


def test_where_filters_leave_nothing_the_terminal_says_so(catalogue: Catalogue) -> None:
    nothing = Filters.of(catalogue, years=(1700, 1701))
    for query in ("dune", "lord of the ring", "jane austen", "qqxzv wwkjq"):
        assert "no other books that the filters let through" in answer_as_text(catalogue, query, nothing)
