"""Signs of titles among the words of a question."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import NamedTitle, named_titles, unknown_positions
from shelftalker.search.sentences.certainty import Certainty
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_signs import TitleSigns
from shelftalker.search.typed_words import TypedWords


def read(catalogue: Catalogue, typed: str, key: str) -> tuple[TitleSigns, NamedTitle]:
    words = TypedWords.of(typed)
    longer = LongerTitles(catalogue)
    certainty = Certainty(words, unknown_positions(words), longer)
    (title,) = (title for title in named_titles(catalogue, words) if title.key == key)
    return TitleSigns(words, certainty, longer, [title]), title


@pytest.mark.parametrize(
    ("typed", "key", "sign", "value"),
    [
        ("the hobbit made my week", "hobbit", "article", 1),
        ("hobbit made my week", "hobbit", "article", 0),
        ("hobbit made my week", "hobbit", "starts_text", 1),
        ("my week was all dune messiah", "dune messiah", "ends_text", 1),
        ("my week was all dune messiah", "dune messiah", "single", 0),
        ("my dune was great", "dune", "behind_owner", 1),
        ("we loved it. dune. then we slept", "dune", "single_sentence", 1),
        ("page 12 dune was great", "dune", "near_number", 1),
        ("I was on page 12 dune", "dune", "strange", 0),
    ],
)
def test_each_sign_is_read_from_the_words_beside_a_title(
    catalogue: Catalogue, typed: str, key: str, sign: str, value: float
) -> None:
    signs, title = read(catalogue, typed, key)
    assert getattr(signs.signs(title), sign) == value


@pytest.mark.parametrize(
    ("typed", "is_in_sentence"),
    [
        ("the hobbit desk", False),
        ("the hobbit and the", False),
        ("we never read hobbit", True),
        ("today: hobbit", True),
    ],
)
def test_a_sentence_has_words_of_its_own_beside_a_title(catalogue: Catalogue, typed: str, is_in_sentence: bool) -> None:
    signs, title = read(catalogue, typed, "hobbit")
    assert signs.is_in_sentence(title) == is_in_sentence


def test_of_goes_on_with_a_title(catalogue: Catalogue) -> None:
    for typed, is_before_of in (("it was dune of sand", True), ("it was dune. of all books", False)):
        signs, title = read(catalogue, typed, "dune")
        assert signs.is_before_of(title) == is_before_of
