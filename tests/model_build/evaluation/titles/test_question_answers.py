"""Tests of the evaluation of the answers to questions."""

from dataclasses import replace

import pytest

from model_build.evaluation.titles import question_answers
from model_build.evaluation.titles.question_answers import (
    QUESTION_EVALUATION,
    Outcome,
    evaluate_questions,
    is_found,
    outcome_of,
    plain_questions,
)
from model_build.evaluation.titles.questions import KINDS_OF_QUESTIONS, Question
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.titles import ByAuthor, Exact, Found, NotFound, Several, Suggestions


@pytest.fixture(scope="module")
def books(catalogue: Catalogue) -> list[Book]:
    return catalogue.all_books()


def question(*rows: int, is_suggested: bool = False) -> Question:
    return Question("a kind", 0, "a text", tuple(frozenset({row}) for row in rows), is_suggested)


def test_each_answer_has_its_outcome(catalogue: Catalogue, books: list[Book], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, three, four = books[:4]
    asked, both = question(one.book_row), question(one.book_row, two.book_row)
    answers: list[tuple[Question, Found, Outcome]] = [
        (asked, Exact(one, []), Outcome.ANSWERED),
        (asked, Exact(two, [one]), Outcome.ANOTHER),
        (asked, Several([one, two]), Outcome.ANOTHER),
        (both, Several([two, one]), Outcome.ANSWERED),
        (both, Several([two, three]), Outcome.ANOTHER),
        (both, Exact(one, []), Outcome.NOT_FOUND),
        (asked, Suggestions([two, three, one]), Outcome.SUGGESTED),
        (asked, Suggestions([two, three, four, one]), Outcome.NOT_FOUND),
        (asked, ByAuthor("An Author", [one]), Outcome.SUGGESTED),
        (asked, NotFound(), Outcome.NOT_FOUND),
    ]
    for asked_for, found, outcome in answers:
        monkeypatch.setattr(question_answers, "find_books", lambda *_, found=found: found)
        assert outcome_of(catalogue, asked_for) is outcome


def test_a_suggestion_is_right_where_no_book_is_named_exactly() -> None:
    assert is_found(question(1, is_suggested=True), Outcome.SUGGESTED)
    assert not is_found(question(1), Outcome.SUGGESTED)
    assert is_found(question(1), Outcome.ANSWERED)
    assert not is_found(question(1, is_suggested=True), Outcome.ANOTHER)


def test_a_message_of_one_other_book_is_answered_with_another_one(
    catalogue: Catalogue, books: list[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = books[:3]
    message = replace(question(one.book_row), message={"text": "..."})
    for mentioned, outcome in (
        ([one], Outcome.ANSWERED), ([two, one], Outcome.ANSWERED), ([two], Outcome.ANOTHER),
        ([two, three], Outcome.NOT_FOUND), ([], Outcome.NOT_FOUND),
    ):  # fmt: skip
        monkeypatch.setattr(question_answers, "books_of_message", lambda *_, mentioned=mentioned: mentioned)
        assert outcome_of(catalogue, message) is outcome


def test_every_title_alone_and_with_its_author_is_found(catalogue: Catalogue, books: list[Book]) -> None:
    plain = list(plain_questions(books))

    assert len(plain) > 1.9 * len(books)
    assert {outcome_of(catalogue, question) for question in plain} == {Outcome.ANSWERED}


def test_the_titles_of_a_huge_catalogue_are_sampled_at_even_distances_by_popularity(
    books: list[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question_answers, "QUESTION_EVALUATION", replace(QUESTION_EVALUATION, plain_titles=2))

    sampled = books[:: -(-len(books) // 2)]
    assert len(sampled) == 2
    assert sampled[1].book_row > len(books) // 2
    assert [question.text for question in plain_questions(books)][:2] == [book.title for book in sampled]
    assert len(list(plain_questions(books))) == 4


def test_each_kind_has_its_shares(catalogue: Catalogue) -> None:
    scores = {kind.kind: kind for kind in evaluate_questions(catalogue, seed=7, questions_per_kind=4)}

    assert {"every title", "every title by its author"} <= set(scores)
    assert set(scores) - {"every title", "every title by its author"} <= {kind.name for kind in KINDS_OF_QUESTIONS}
    assert scores["every title"].found.value == scores["every title by its author"].found.value == 1
    for kind in scores.values():
        assert kind.found.value + kind.another.value <= 1
