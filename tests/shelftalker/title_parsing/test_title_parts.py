"""The parts of titles: names, subtitles, volumes and series."""

from shelftalker.title_parsing.title_parts import name_key, series_key, title_parts


def test_a_title_is_split_into_its_parts() -> None:
    parts = title_parts("Artemis Fowl: The Arctic Incident - Book #2 (Fowl Adventures (Mass Market))", "Eoin Colfer")
    assert (parts.name, parts.subtitles, parts.volume, parts.volume_in_name) == (
        "artemisfowl", ("arctic incident",), "2", True,
    )  # fmt: skip
    assert parts.series == {"fowl"}
    assert parts.whole == "artemisfowlarcticincidentbook2"


def test_a_volume_of_a_series_is_no_subtitle() -> None:
    parts = title_parts("A Clash of Kings: Book Two of A Song of Ice and Fire", "George Martin")
    assert (parts.name, parts.subtitles, parts.volume, parts.volume_in_name) == ("clashofkings", (), "2", False)
    assert parts.series == {"songicefire"}


def test_the_authors_name_is_no_part_of_a_title() -> None:
    named = "Roald Dahl's The Twits", "The Twits: Dahl", "Dahl Roald : The Twits", "THE TWITS"
    assert {title_parts(title, "Roald Dahl").name for title in named} == {"twits"}
    assert title_parts("Dahl", "Roald Dahl").name == "dahl"


def test_keys_have_neither_articles_nor_spaces() -> None:
    assert name_key("Weave World") == name_key("Weaveworld")
    assert name_key("House of Spirits") == name_key("The House of the Spirits")
    assert name_key("A Matter of Honour") == name_key("Matter of Honor")
    assert name_key("Jones's Diary") == name_key("Jones' Diary")
    # Numbers stay separated: 1 and 11 are not 11 and 1.
    assert name_key("1 11") != name_key("11 1")
    assert series_key("Rice, Anne, Vampire Chronicles, 5th Bk.", "Anne Rice") == "vampirechronicles"
