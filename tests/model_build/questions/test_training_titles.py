"""Questions whose answer is known, made of a catalogue's own titles."""

from collections.abc import Iterator

import pytest

from model_build.questions.training_titles import SENTENCES, TRAINING, training_questions
from shelftalker.model.catalogue import Catalogue
from tests.shelftalker.search.title_models import model_of_titles

TITLES = [(f"The {word} Garden", f"Writer {word}") for word in ("Crimson", "Violet", "Hollow", "Silent", "Frozen")]
SOME = ("what should I read after {title}?", "{title} changed how I see the world", "la serie {title} me gustó")


@pytest.fixture(scope="module")
def gardens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of five books."""
    with model_of_titles(TITLES, tmp_path_factory.mktemp("gardens")) as catalogue:
        yield catalogue


def test_a_book_is_meant_where_the_catalogue_has_it_and_never_where_it_is_hidden(gardens: Catalogue) -> None:
    questions = list(training_questions(gardens, gardens.all_books(), SOME))
    with_book = [question for question in questions if question.has_book]
    assert len(with_book) == TRAINING.known * len(SOME)
    assert len(questions) == len(SOME) * (TRAINING.known + TRAINING.hidden + TRAINING.altered)
    assert all(sum(title.is_meant for title in question.titles) == 1 for question in with_book)
    assert not any(title.is_meant for question in questions if not question.has_book for title in question.titles)


def test_a_question_tells_of_its_title_where_its_words_are_known(gardens: Catalogue) -> None:
    questions = training_questions(gardens, gardens.all_books(), SOME)
    asked = [title for question in questions for title in question.titles if title.sentence == 0 and title.is_meant]
    assert asked
    assert all(title.is_told for title in asked)


def test_the_same_catalogue_gives_the_same_questions(gardens: Catalogue) -> None:
    books = gardens.all_books()
    assert list(training_questions(gardens, books, SOME)) == list(training_questions(gardens, books, SOME))


def test_every_sentence_names_a_title_and_is_no_other_one() -> None:
    assert all("{title}" in sentence for sentence in SENTENCES)
    assert len(set(SENTENCES)) > 0.98 * len(SENTENCES)  # a plain title is asked for several times
