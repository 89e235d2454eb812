"""The tests if a title among words is meant."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import named_titles, unknown_positions
from shelftalker.search.sentences.certainty import Certainty, weight_of
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.typed_words import TypedWords


def certainty_of(catalogue: Catalogue, typed: str, key: str) -> bool:
    words = TypedWords.of(typed)
    (title,) = (title for title in named_titles(catalogue, words) if title.key == key)
    return Certainty(words, unknown_positions(words), LongerTitles(catalogue)).is_sure([title])


@pytest.mark.parametrize(
    "typed",
    [
        "nothing has come close to dune for me, can anyone help",
        "couldn't put dune down, what now?",
        "halfway thru dune and already dreading the end, what then?",
        "my mum adored dune, ideas for her bday?",
        "our zumba group did 'dune' this month, what next?",
        "this Dune thing floored me, more please",
        "Seit Dune hat mich nichts mehr gepackt. Tipps?",
        "habt ihr etwas, das an „Dune“ heranreicht?",
        "un bouquin dans la veine de dune svp",
        "desde dune nada me engancha, ¿algo más?",
    ],
)
def test_a_title_between_words_of_prose_is_meant(catalogue: Catalogue, typed: str) -> None:
    assert certainty_of(catalogue, typed, "dune")


@pytest.mark.parametrize(
    "typed",
    [
        "books like heretics of dune",
        "books like the dune war",
        "please recommend books like The Girl from Dune",
        "books like dune in winter",
        "our club did 'zebras of mars' and dune, what next?",
        "something like dune 7 please",
    ],
)
def test_a_title_that_may_be_a_part_of_another_is_not(catalogue: Catalogue, typed: str) -> None:
    assert not certainty_of(catalogue, typed, "dune")


@pytest.mark.parametrize(
    "typed",
    [
        "i've been listening to the hobbit by tolkien on my commute and missed my stop twice",
        "they turned the hobbit by j. r. r. tolkien into a mess of a movie last weekend",
        "found The Hobbit for 3 dollars, what should I read next?",
    ],
)
def test_an_author_ends_a_title_and_a_count_is_no_volume_of_it(catalogue: Catalogue, typed: str) -> None:
    assert certainty_of(catalogue, typed, "hobbit")


@pytest.mark.parametrize(
    "typed",
    [
        "ngl pride and prejudice slapped so hard",
        "pride and prejudice m'a bouleversée",
        "i gave pride and prejudice five stars",
        "devoré pride and prejudice en tres días",
        "pride and prejudice war der hammer",
    ],
)
def test_a_title_that_no_longer_one_has_is_meant_beside_any_words(catalogue: Catalogue, typed: str) -> None:
    assert certainty_of(catalogue, typed, "pride and prejudice")


@pytest.mark.parametrize(
    "typed",
    [
        "something like pride and prejudice ii please",
        "something like pride and prejudice of zombies",
        "books like more Pride and Prejudice Stories please",
        "books like austen's pride and prejudice and zombies",
    ],
)
def test_a_title_that_goes_on_beside_it_is_not(catalogue: Catalogue, typed: str) -> None:
    assert not certainty_of(catalogue, typed, "pride and prejudice")


@pytest.mark.parametrize(
    ("typed", "is_sure"),
    [
        ("books like It", True),
        ("I loved it", True),
        ("what's a good book to read if it rains", False),
        ("close to all new people for it", False),
    ],
)
def test_a_title_of_words_of_any_sentence_is_meant_by_its_place(
    catalogue: Catalogue, typed: str, is_sure: bool
) -> None:
    assert certainty_of(catalogue, typed, "it") == is_sure


def test_misspelt_words_of_questions_are_not_strange(catalogue: Catalogue) -> None:
    words = TypedWords.of("recomend anyting like dune")
    strange = Certainty(words, unknown_positions(words), LongerTitles(catalogue)).borders.strange
    assert [words.words[position].key for position in strange] == ["dune"]


def test_words_that_ask_weigh_more_than_words_that_hint_and_prose_least() -> None:
    assert weight_of(["please"]) > weight_of(["another"]) > weight_of(["unputdownable"]) > weight_of(["zebra"])
