"""The comparison of subtitles under one name."""

import pytest

from shelftalker.title_parsing.subtitles import are_words_of_subtitle, like_subtitles


def number_of_books(*subtitles: str, explanations: tuple[str, ...] = ()) -> int:
    return len(set(like_subtitles(set(subtitles), set(explanations)).values()))


def test_a_shortened_or_misquoted_subtitle_is_the_same() -> None:
    assert number_of_books("day world exploded", "day world exploded august 27", "day world explode") == 1
    assert number_of_books("of 1998", "of 1999") == 2


@pytest.mark.parametrize(
    ("one", "other", "books"),
    [
        # two names in common
        ("biography of john forbes nash jr", "life of mathematical genius nobel laureate john nash", 1),
        ("500 years of western life 1500 to present", "1500 to present 500 years of western life", 1),
        # a person's life
        ("his life universe", "life of genius", 1),
        ("biography of nora joyce", "real life of molly bloom", 1),
        ("life of meditation", "way of life in asia", 2),
        # one word, which neither explains
        ("uncooling of america", "how to reverse americas binge", 2),
        ("book of atrus", "book of tiana", 2),
        ("dream hunters", "book of dreams", 2),
        ("line of control", "mission of honor", 2),
        # another volume
        ("short novels by masters of fantasy 1", "short novels by masters of fantasy 2", 2),
        # a translation
        ("story of emil sinclairs youth", "die geschichte von emil sinclairs jugend", 2),
    ],
)
def test_two_descriptions_are_one_books_if_they_share_telling_words(one: str, other: str, books: int) -> None:
    assert number_of_books(one, other) == books


def test_one_word_in_common_is_enough_beside_an_explanation() -> None:
    one, other = "uncooling of america", "how to reverse americas binge"
    assert number_of_books(one, other, explanations=(other,)) == 1
    # A third subtitle that has nothing in common with them makes the name a series'.
    assert number_of_books(one, other, "cooking for two", explanations=(other,)) == 3


def test_words_run_into_a_title_are_found_in_another_editions_subtitle() -> None:
    assert are_words_of_subtitle("ofnumenormiddleearth", "lost lore of middle earth")
    assert are_words_of_subtitle("frombigbang", "from big bang to black holes")
    assert not are_words_of_subtitle("from", "from big bang to black holes")
    assert not are_words_of_subtitle("ofloveandfriendship", "extraordinary coincidences from everyday life")
