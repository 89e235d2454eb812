"""The preferences in Home: plain words, an option to give none, and stored preferences as initial options."""

from collections.abc import Sequence

import pytest

from shelftalker.shelf.contents import Preferences
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block
from shelftalker.views.preferences import language_name, preference_blocks, preference_from
from tests.view_checks import check_view, elements_in, words_in

SEGMENTS = ["age:18-24", "age:50 and over", "age:under 18", "country:netherlands", "country:canada", "country:usa"]
SEGMENTS += ["everyone"]


def preferences_view(
    preferences: Preferences, segments: Sequence[str] = SEGMENTS, languages: Sequence[str] = ("en", "de")
) -> Block:
    view: Block = {"type": "home", "blocks": list(preference_blocks(preferences, segments, languages, ""))}
    check_view(view)
    return view


def options_of(menu: Block) -> list[tuple[str, str]]:
    return [(preference_from(option["value"]), option["text"]["text"]) for option in menu["options"]]


def test_menus_offer_what_the_catalogue_has_in_the_order_people_look_for() -> None:
    menus = elements_in(preferences_view(Preferences()))
    assert options_of(menus[ActionId.HOME_COUNTRY]) == [
        ("", "Rather not say"),
        ("canada", "Canada"),
        ("netherlands", "Netherlands"),
        ("usa", "USA"),
    ]
    assert options_of(menus[ActionId.HOME_AGE_BAND]) == [
        ("", "Rather not say"),
        ("under 18", "Under 18"),
        ("18-24", "18-24"),
        ("50 and over", "50 and over"),
    ]
    assert options_of(menus[ActionId.HOME_LANGUAGES]) == [("en", "English"), ("de", "German")]


def test_each_menu_says_what_the_answer_is_for() -> None:
    words = words_in(preferences_view(Preferences()))
    assert words.count("Used only to choose what is popular among readers like you.") == 2
    assert "Used only to choose what I show you. None chosen means all." in words


def test_menus_show_the_stored_preferences() -> None:
    menus = elements_in(preferences_view(Preferences("usa", "18-24", ("de",))))
    assert menus[ActionId.HOME_COUNTRY]["initial_option"]["text"]["text"] == "USA"
    assert menus[ActionId.HOME_AGE_BAND]["initial_option"]["text"]["text"] == "18-24"
    assert [option["value"] for option in menus[ActionId.HOME_LANGUAGES]["initial_options"]] == ["de"]


def test_without_preferences_each_menu_shows_that_none_is_given() -> None:
    menus = elements_in(preferences_view(Preferences()))
    for menu in (menus[ActionId.HOME_COUNTRY], menus[ActionId.HOME_AGE_BAND]):
        assert menu["initial_option"]["text"]["text"] == "Rather not say"
    assert "initial_options" not in menus[ActionId.HOME_LANGUAGES]
    assert menus[ActionId.HOME_LANGUAGES]["placeholder"]["text"] == "All languages"


def test_a_preference_that_the_catalogue_no_longer_has_is_still_shown() -> None:
    countries = [f"country:country {number:03}" for number in range(200)]
    languages = [f"x{number}" for number in range(200)]
    menus = elements_in(preferences_view(Preferences("atlantis", "", ("en", "la")), countries, languages))
    assert menus[ActionId.HOME_COUNTRY]["initial_option"]["value"] == "atlantis"
    assert {option["value"] for option in menus[ActionId.HOME_LANGUAGES]["initial_options"]} == {"en", "la"}
    assert options_of(menus[ActionId.HOME_COUNTRY])[:2] == [("", "Rather not say"), ("atlantis", "Atlantis")]
    assert len(menus[ActionId.HOME_COUNTRY]["options"]) == 100


def test_where_there_is_nothing_to_choose_nothing_is_asked() -> None:
    assert list(preference_blocks(Preferences(), ["everyone"], [], "")) == []
    assert set(elements_in(preferences_view(Preferences(), ["everyone", "country:usa"], []))) == {ActionId.HOME_COUNTRY}


@pytest.mark.parametrize(("code", "name"), [("en", "English"), ("el", "Greek"), ("xx", "XX")])
def test_languages_have_their_names(code: str, name: str) -> None:
    assert language_name(code) == name
