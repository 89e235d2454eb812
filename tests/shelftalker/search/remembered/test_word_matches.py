"""Books by remembered words; the answers to whole texts are in test_half_remembered.py."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.remembered.word_matches import WORD_MATCHES, is_first_far_ahead, word_matches


def test_a_match_has_the_share_of_the_words_and_of_the_title(catalogue: Catalogue) -> None:
    best, *_ = word_matches(catalogue, ["messiah"], [])
    assert catalogue.ordered_books([best.book_row])[0].title == "Dune Messiah"
    assert (best.remembered, best.of_title) == (1.0, 0.5)


def test_words_of_the_author_are_remembered_words_too(catalogue: Catalogue) -> None:
    best, *_ = word_matches(catalogue, ["herbert", "messiah"], [])
    assert catalogue.ordered_books([best.book_row])[0].title == "Dune Messiah"
    assert best.remembered == 1.0


def test_matches_are_in_the_order_of_their_scores(catalogue: Catalogue) -> None:
    scores = [match.score for match in word_matches(catalogue, ["dune"], [])]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert all(match.remembered >= WORD_MATCHES.remembered for match in word_matches(catalogue, ["lord", "rings"], []))


@pytest.mark.parametrize(
    ("typed", "is_far_ahead"),
    [
        ("brief history big bang", True),
        ("lord rings return king", True),
        ("king return rings", False),  # in another order
        ("brieff histry time", True),
        ("mesiah", False),  # a part of the title alone
        ("hobbits", False),  # may be another title
        ("lord rings", False),  # two books have them
        ("some time", False),  # common words
    ],
)
def test_a_book_is_far_ahead_by_more_than_a_part_that_others_share(
    catalogue: Catalogue, typed: str, is_far_ahead: bool
) -> None:
    words = typed.split()
    assert is_first_far_ahead(catalogue, word_matches(catalogue, words, []), [words]) is is_far_ahead
