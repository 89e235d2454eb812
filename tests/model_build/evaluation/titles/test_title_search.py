"""Tests of the title searches and of their evaluation."""

import difflib
from dataclasses import replace

import pytest

from model_build.evaluation.titles import title_search
from model_build.evaluation.titles.shares import Share
from model_build.evaluation.titles.title_queries import KINDS
from model_build.evaluation.titles.title_search import (
    TITLE_EVALUATION,
    difflib_search,
    evaluate_suggestions,
    found_in,
    wratio_search,
)
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.titles import Suggestions


def books_of(*titles: str) -> list[Book]:
    """Build books of these titles."""
    return [
        Book(row, f"id{row}", title, "Ada Example", 1, 2000, f"{row:010}", None, 3, 7.0)
        for row, title in enumerate(titles, start=1)
    ]


def test_the_project_finds_the_named_book_and_others_that_the_text_may_mean(catalogue: Catalogue) -> None:
    row_of = {(book.title, book.author): book.book_row for book in catalogue.all_books()}

    austens, smiths = ({row_of["Emma", author]} for author in ("Jane Austen", "Alexander McCall Smith"))
    assert found_in(catalogue, "emma") == [austens, smiths]
    assert found_in(catalogue, "the hobit")[0] == {row_of["The Hobbit", "J. R. R. Tolkien"]}
    assert found_in(catalogue, "qqxzv wwkjq") == []


def test_difflib_compares_titles_as_printed_and_finds_all_books_of_one() -> None:
    search = difflib_search(books_of("Emma", "Ubik", "Emma", "Emmas"))

    assert search("Emma") == [{1, 3}, {4}]
    assert difflib.get_close_matches("EMMA", ["Emma"]) == []
    assert search("EMMA") == []


def test_wratio_compares_normalised_titles() -> None:
    search = wratio_search(books_of("Ubik", "The Émigrés (Vintage): A Novel", "Emma"))

    assert search("emigres")[0] == {2}
    assert search("EMMA")[0] == {3}


def test_every_search_gets_queries_of_every_kind_and_the_project_finds_all_exact_titles(catalogue: Catalogue) -> None:
    results = evaluate_suggestions(catalogue, queries_per_kind=3, questions_per_kind=1)

    assert [scores.name for scores in results.methods] == ["Shelftalker", "WRatio", "difflib"]
    assert results.books == len(catalogue.all_books())
    for scores in results.methods:
        assert sum(kind.queries for kind in scores.kinds) == scores.queries
        assert {kind.kind for kind in scores.kinds} == set(KINDS)
        assert scores.first.value <= scores.found.value
        assert 0 < scores.milliseconds_median <= scores.milliseconds_p99
    ours = results.methods[0]
    (exact,) = (kind for kind in ours.kinds if kind.kind == "exact")
    assert exact.found == Share.of(3, 3)
    assert (ours.ours_found, ours.ours_first) == (ours.found, ours.first)


def test_the_same_seed_finds_the_same(catalogue: Catalogue) -> None:
    one, same, other = (
        evaluate_suggestions(catalogue, seed, queries_per_kind=3, questions_per_kind=1) for seed in (1, 1, 2)
    )

    assert [scores.kinds for scores in one.methods] == [scores.kinds for scores in same.methods]
    assert [scores.kinds for scores in one.methods] != [scores.kinds for scores in other.methods]


def test_a_slow_search_gets_fewer_queries_of_every_kind_and_is_compared_on_those(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = catalogue.all_books()
    limits = replace(TITLE_EVALUATION, difflib_pairs=2 * len(books) * len(KINDS))
    monkeypatch.setattr(title_search, "TITLE_EVALUATION", limits)
    monkeypatch.setattr(title_search, "find_books", lambda *_: Suggestions(books[:5]))
    ours, wratio, slow = evaluate_suggestions(catalogue, queries_per_kind=3, questions_per_kind=1).methods

    assert [kind.queries for kind in slow.kinds] == [2 if kind.queries > 1 else 1 for kind in ours.kinds]
    assert wratio.queries == ours.queries
    # Every query has the same five books as its answer: right for some, at the first position for few.
    assert ours.first.value < ours.found.value < 1
    assert slow.ours_first.value < slow.ours_found.value < 1
    assert slow.ours_found not in (ours.found, slow.found)


def test_a_search_of_too_many_titles_gets_one_query_of_each_kind(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_search, "TITLE_EVALUATION", replace(TITLE_EVALUATION, difflib_pairs=1))
    *_, slow = evaluate_suggestions(catalogue, queries_per_kind=3, questions_per_kind=1).methods

    assert [kind.queries for kind in slow.kinds] == [1] * len(KINDS)
