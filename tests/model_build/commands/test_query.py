"""`query`: the bot's answers, as lines for people and as JSON for scripts."""

import json
from pathlib import Path

import pytest

from model_build.commands.query import answer_as_json, answer_as_text, read_titles
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError

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
    answer = answer_as_json(catalogue, "dune mesiah")
    assert (answer["outcome"], answer["book"], answer["recommendations"]) == ("suggestions", None, [])
    assert answer["suggestions"][0]["title"] == "Dune Messiah"
    assert list(answer["suggestions"][0]) == BOOK_FIELDS
    assert len(answer["suggestions"]) <= 7


@pytest.mark.parametrize("query", ["qqxzv wwkjq", "", "   "])
def test_a_query_near_no_title_is_not_found(query: str, catalogue: Catalogue) -> None:
    answer = answer_as_json(catalogue, query)
    assert (answer["query"], answer["outcome"], answer["book"]) == (query, "not_found", None)
    assert answer["recommendations"] == answer["suggestions"] == []
    assert answer["popular"][0]["title"] == "Dune"


def test_people_get_the_same_answers_as_lines(catalogue: Catalogue) -> None:
    lines = answer_as_text(catalogue, "the hobbit").splitlines()
    assert lines[0] == "After The Hobbit (J. R. R. Tolkien, 1937):"
    assert [line[:5] for line in lines[1:]] == [f"  {number}. " for number in range(1, 6)]
    reasons = {line.rpartition("  [")[2] for line in lines[1:]}
    assert "18 readers in common]" in reasons
    assert "Also by this title:\n  - Emma (Alexander McCall Smith, 2014)" in answer_as_text(catalogue, "emma")
    assert answer_as_text(catalogue, "dune mesiah").startswith("Did you mean:\n  - Dune Messiah (Frank Herbert, 1969)")
    assert answer_as_text(catalogue, "qqxzv wwkjq").startswith(
        "Nothing found. Popular:\n  - Dune (Frank Herbert, 1965)"
    )


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
