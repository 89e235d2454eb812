"""The likelihood that a title is meant, where no word beside it is one of questions."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import named_titles, unknown_positions
from shelftalker.search.questions import find_books
from shelftalker.search.sentences.certainty import Certainty
from shelftalker.search.sentences.likelihood import WEIGHTS, TitleLikelihood
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.titles import Exact, Several
from shelftalker.search.typed_words import TypedWords


def likelihood_of(catalogue: Catalogue, typed: str, key: str) -> float:
    words = TypedWords.of(typed)
    longer = LongerTitles(catalogue)
    certainty = Certainty(words, unknown_positions(words), longer)
    (title,) = (title for title in named_titles(catalogue, words) if title.key == key)
    return TitleLikelihood(words, certainty, longer, [title]).of(title)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Just put down pride and prejudice. Speechless.", "Pride & Prejudice"),
        ("rainy weekend, kids asleep, Pride and Prejudice done. next?", "Pride & Prejudice"),
        ("Hast du dune messiah im Angebot?", "Dune Messiah"),
        ("Mir wurde pride and prejudice ans Herz gelegt, lohnt sich das?", "Pride & Prejudice"),
        ("lecture en cours : dune messiah. et ensuite ?", "Dune Messiah"),
        ("Descubrí dune messiah por casualidad en una librería de viejo", "Dune Messiah"),
    ],
)
def test_a_title_in_a_sentence_of_other_words_is_answered(catalogue: Catalogue, typed: str, title: str) -> None:
    found = find_books(catalogue, typed)
    assert isinstance(found, Exact)
    assert found.book.title == title


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Just put down hobbit of winter. Speechless.", "hobbit"),
        ("rainy weekend, kids asleep, my dune done. next?", "dune"),
        ("heretics dune", "dune"),
        ("I just put that down. Dune. next?", "dune"),
    ],
)
def test_a_title_that_goes_on_or_is_no_part_of_a_sentence_is_not_likely(
    catalogue: Catalogue, typed: str, key: str
) -> None:
    assert likelihood_of(catalogue, typed, key) < WEIGHTS.least


def test_each_likely_title_of_a_sentence_is_answered(catalogue: Catalogue) -> None:
    found = find_books(catalogue, "I bounced off Dune Messiah but adored The Hobbit")
    assert isinstance(found, Several)
    assert [book.title for book in found.books] == ["Dune Messiah", "The Hobbit"]


def test_a_title_before_a_mark_is_none_where_the_sentence_behind_it_names_another(catalogue: Catalogue) -> None:
    found = find_books(catalogue, "help: novels with the same vibe as The Hobbit")
    assert isinstance(found, Exact)
    assert found.book.title == "The Hobbit"


def test_a_frequent_word_that_no_word_joins_is_none_of_several_titles(catalogue: Catalogue) -> None:
    found = find_books(catalogue, "My therapist recommended Dune Messiah, help. More please")
    assert isinstance(found, Exact)
    assert found.book.title == "Dune Messiah"
