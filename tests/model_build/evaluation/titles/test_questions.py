"""Tests of the seeded questions."""

import re

import pytest

from model_build.evaluation.titles import addresses, messages, sentences, volume_wordings, wordings
from model_build.evaluation.titles.questions import KINDS_OF_QUESTIONS, Question, asked_questions
from shelftalker.model.catalogue import Book, Catalogue

MODULES = (addresses, messages, sentences, volume_wordings, wordings)
VOLUMES = [
    Book(row, f"id{row}", title, author, author_row, 1990 + row, isbn, None, 100 - row, 7.0, "en", series_row, series,
         volume)
    for row, (title, author, author_row, isbn, series_row, series, volume) in enumerate([
        ("The Gunslinger", "Stephen King", 1, "0441172717", 1, "The Dark Tower", 1.0),
        ("The Drawing of the Three", "Stephen King", 1, "0345339681", 1, "The Dark Tower", 2.0),
        ("Q & A", "Vikas Swarup", 2, "0156027321", None, None, None),
        ("The Princess Bride", "William Goldman", 3, "0446310786", None, None, None),
        ("Princess Bride", "W. Goldman", 4, "0316769487", None, None, None),
    ], start=1)
]  # fmt: skip


def questions_about(books: list[Book], kind: str) -> list[Question]:
    return [question for question in asked_questions(books, 60) if question.kind == kind]


def questions_by_goldman(books: list[Book]) -> list[Question]:
    of_kind = questions_about(books, "title and surname")
    return [question for question in of_kind if "ride by Gold" in question.text]


@pytest.fixture(scope="module")
def questions(catalogue: Catalogue) -> list[Question]:
    return asked_questions(catalogue.all_books(), 60)


def test_the_same_seed_asks_the_same(catalogue: Catalogue) -> None:
    books = catalogue.all_books()

    assert asked_questions(books, 5) == asked_questions(books, 5)
    assert asked_questions(books, 5) != asked_questions(books, 5, seed=2)


def test_every_wording_of_every_kind_is_asked_as_often(questions: list[Question]) -> None:
    asked = {(question.kind, question.wording) for question in questions}
    for kind in KINDS_OF_QUESTIONS:
        of_kind = [question for question in questions if question.kind == kind.name]
        assert len(of_kind) <= 60
        if kind.name.startswith("sentence") or kind.name == "decorated":
            assert {(kind.name, wording) for wording in range(len(kind.wordings))} <= asked


def test_no_field_is_left_and_each_question_has_a_right_answer(questions: list[Question]) -> None:
    for question in questions:
        assert not re.search(r"\{\w+\}", question.text)
        assert question.right
        assert all(question.right)
        assert len(set(question.right)) == len(question.right)


def test_wordings_are_asked_once_each() -> None:
    lists = [value for module in MODULES for value in vars(module).values() if isinstance(value, tuple)]
    assert len(lists) > 20
    for each in lists:
        assert len(set(each)) == len(each)


def test_several_titles_are_of_several_books(questions: list[Question]) -> None:
    counts = {len(question.right) for question in questions if question.kind == "several titles"}

    assert counts == {2, 3}


def test_the_next_volume_is_asked_after_one_that_has_a_next() -> None:
    questions = questions_about(VOLUMES, "next after a volume")

    assert questions
    assert {question.right for question in questions} == {(frozenset({1, 2}),)}


def test_a_series_and_a_title_name_the_title_and_a_number_the_volume() -> None:
    titles = questions_about(VOLUMES, "Series: Title")
    numbers = [question for question in questions_about(VOLUMES, "Series 2") if question.text.endswith("Tower 2")]

    assert {question.right for question in titles} == {(frozenset({1}),), (frozenset({2}),)}
    assert [question.right for question in numbers] == [(frozenset({2}),)]
    assert not any("the the" in question.text.lower() for question in titles)


def test_a_surname_means_the_most_read_works_of_the_title() -> None:
    unread = [*VOLUMES[:4], VOLUMES[4]._replace(ratings_count=4)]

    assert {question.right for question in questions_by_goldman(unread)} == {(frozenset({4}),)}
    assert {question.right for question in questions_by_goldman(VOLUMES)} == {(frozenset({4, 5}),)}


def test_messages_are_escaped_as_slack_does_and_typed_texts_are_not() -> None:
    messages = [question for question in questions_about(VOLUMES, "message") if question.right == (frozenset({3}),)]
    typed = [question for question in questions_about(VOLUMES, "decorated") if question.right == (frozenset({3}),)]

    assert messages
    assert all(question.message and "Q &amp; A" in question.message["text"] for question in messages)
    assert all(question.message is None and "q & a" in question.text.lower() for question in typed)


def test_an_unfurled_address_has_its_title_in_an_attachment() -> None:
    for question in questions_about(VOLUMES, "message, unfurl"):
        assert question.message is not None
        (attachment,) = question.message["attachments"]
        assert question.message["text"] == f"<{attachment['from_url']}>"
        assert question.text == f"{attachment['from_url']}\n{attachment['title']}"
