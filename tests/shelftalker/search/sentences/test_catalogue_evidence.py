"""Evidence of the catalogue that a title among words is meant."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import NamedTitle, named_titles, unknown_positions
from shelftalker.search.sentences.catalogue_evidence import CatalogueEvidence
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_borders import TitleBorders
from shelftalker.search.typed_words import TypedWords


def evidence_of(catalogue: Catalogue, typed: str, key: str) -> tuple[CatalogueEvidence, NamedTitle]:
    words = TypedWords.of(typed)
    unknown = unknown_positions(words)
    (title,) = (title for title in named_titles(catalogue, words) if title.key == key)
    return CatalogueEvidence(words, unknown, TitleBorders(words, unknown), LongerTitles(catalogue)), title


@pytest.mark.parametrize(
    ("key", "is_exclusive"), [("dune messiah", True), ("pride and prejudice", True), ("dune", False), ("it", False)]
)
def test_a_title_of_several_words_that_no_longer_one_has_is_exclusive(
    catalogue: Catalogue, key: str, is_exclusive: bool
) -> None:
    evidence, title = evidence_of(catalogue, key, key)
    assert evidence.is_exclusive(title) == is_exclusive


@pytest.mark.parametrize(
    ("typed", "may_be_part"),
    [
        ("books like dune please", False),
        ("reading dune and it is great", False),
        ("books like dune at last", True),
        ("read you dune please", True),
    ],
)
def test_a_word_of_many_titles_needs_plain_borders(catalogue: Catalogue, typed: str, may_be_part: bool) -> None:
    evidence, title = evidence_of(catalogue, typed, "dune")
    assert evidence.may_be_part(title, strange=0) == may_be_part


@pytest.mark.parametrize(
    ("typed", "stands_alone"),
    [
        ("ngl dune messiah slapped", True),
        ("dune messiah of lasagna", False),
        ("the stars of dune messiah", True),
        ("the two towers of dune messiah", False),
    ],
)
def test_an_exclusive_title_stands_alone_unless_it_goes_on(
    catalogue: Catalogue, typed: str, stands_alone: bool
) -> None:
    evidence, title = evidence_of(catalogue, typed, "dune messiah")
    assert evidence.stands_alone(title, beside=2, strange=1) == stands_alone


@pytest.mark.parametrize(
    ("typed", "is_numbered"),
    [("dune messiah ii please", True), ("dune messiah please", False), ("dune messiah", False)],
)
def test_a_roman_number_makes_it_another_volume(catalogue: Catalogue, typed: str, is_numbered: bool) -> None:
    evidence, title = evidence_of(catalogue, typed, "dune messiah")
    assert evidence.is_numbered(title) == is_numbered
